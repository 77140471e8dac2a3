# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages tell of every option that the programs have, and of none that they do not have."""
import os
import re
import subprocess

import desktop
from desktop import SOURCE

COMMANDS = ("check", "list", "show", "code", "compare", "catalog")
APP = os.environ.get("LINECHECK_APP")
# What GApplication adds to every program that a bus can start.
NOT_FOR_PEOPLE = {"--help-all", "--help-gapplication", "--gapplication-service"}


def read_help(program, *words):
    env = dict(os.environ, LC_ALL="C.UTF-8", ASAN_OPTIONS="detect_leaks=0")
    env.pop("DISPLAY", None)
    result = subprocess.run([program, *words], env=env, text=True, capture_output=True, timeout=60, check=True)
    return result.stdout


def list_help_options(text):
    """{(-o or None, --output, whether it takes a value)}"""
    found = re.findall(r"^  (?:(-\w), )?(--[\w-]+)(=\S+)?", text, re.MULTILINE)
    return {(short or None, long, bool(value)) for short, long, value in found if long not in NOT_FOR_PEOPLE}


def read_manual(name):
    return (SOURCE / f"data/{name}.1").read_text(encoding="utf-8")


def list_manual_options(text):
    """From lines as `.It Fl o Ar file , Fl Fl output Ns = Ns Ar file`."""
    options = set()
    for line in re.findall(r"^\.It (Fl .*)$", text, re.MULTILINE):
        long = re.search(r"Fl Fl ([\w-]+)( Ns = Ns Ar)?", line)
        short = re.match(r"Fl (\w)\b", line)
        options.add((f"-{short[1]}" if short else None, f"--{long[1]}", bool(long[2])))
    return options


def list_synopsis(text):
    """{command: the options that its line of the synopsis names, as short as they go}"""
    synopsis = text.split(".Sh SYNOPSIS")[1].split(".Sh ")[0]
    lines = {}
    for part in synopsis.split(".Nm\n")[1:]:
        command = re.match(r"\.Cm (\w+)", part)
        options = {f"--{name}" for line in re.findall(r"^\.(?:Op )?Fl Fl .*$", part, re.MULTILINE)
                   for name in re.findall(r"Fl Fl ([\w-]+)", line)}
        options |= {f"-{name}" for name in re.findall(r"^\.Op Fl (\w)\b", part, re.MULTILINE)}
        lines.setdefault(command[1] if command else None, set()).update(options)
    return lines


class CommandLine(desktop.TestCase):
    def setUp(self):
        super().setUp()
        self.manual = read_manual("linecheck-cli")
        self.help = {command: read_help(os.environ["LINECHECK_CLI"], command, "--help") for command in COMMANDS}

    def test_options(self):
        told = set().union(*(list_help_options(text) for text in self.help.values()))
        self.assertEqual(told - {("-h", "--help", False)}, list_manual_options(self.manual))

    def test_synopsis(self):
        synopsis = list_synopsis(self.manual)
        for command, text in self.help.items():
            with self.subTest(command=command):
                told = {short or long for short, long, _ in list_help_options(text)} - {"-h"}
                self.assertEqual(told, synopsis[command])

    def test_formats(self):
        told = re.search(r"--format=FORMAT +(.*)$", self.help["check"], re.MULTILINE)[1]
        for name in re.split(r", | or ", told):
            self.assertRegex(self.manual, rf"(?m)^\.Cm {name}\b")

    def test_exit_statuses(self):
        told = self.help["check"].split("Exit status:")[1]
        self.assertEqual(set(re.findall(r"(?<![\w])\d+(?= )", told)), set(re.findall(r"^\.It (\d+)$", self.manual, re.MULTILINE)))


if APP:
    class Window(desktop.TestCase):
        def test_options(self):
            manual = read_manual("linecheck")
            self.assertEqual(list_help_options(read_help(APP, "--help-all")), list_manual_options(manual))
            self.assertEqual(list_synopsis(manual)[None] | {"-h"},
                             {short or long for short, long, _ in list_manual_options(manual)} | {"--help"})


if __name__ == "__main__":
    desktop.main()
