# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line in each language: what people read is translated, what programs read is not."""
import pathlib
import subprocess
import tempfile

import harness
import languages
from harness import BLOCKED, DATA, DATA_ERROR, OK, USAGE, environment, run

REPORT = DATA / "blocked.json"
# glibc keeps what it makes of LOCPATH.
LSAN_OPTIONS = f"print_suppressions=0:suppressions={pathlib.Path(__file__).parent.resolve() / 'leaks.txt'}"
COMMANDS = ("Try every row of a site, say what works and what does not", "List what a check would contact; nothing is sent",
            "Show a report that a check has written", "Say whether a file is a catalogue")


class CommandLine(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="linecheck-languages-")
        cls.addClassCleanup(holder.cleanup)
        cls.languages = []
        for name in languages.names():
            locale = languages.make_locale(name, pathlib.Path(holder.name))
            env = environment(LOCPATH=holder.name, LC_ALL=locale, LANGUAGE=name, LSAN_OPTIONS=LSAN_OPTIONS)
            cls.languages.append((name, languages.load(name), env))

    def read(self, env, *words, status=OK):
        """What is printed, with its lines joined: they are broken where they end."""
        result = run(*words, env=env)
        self.assert_ends(result, status)
        return " ".join((result.stdout + result.stderr).decode().split())

    def assert_reads(self, name, text, *wanted):
        for words in wanted:
            words = " ".join(words.split())
            # Chinese lines are broken between any two signs.
            self.assertIn(words.replace(" ", ""), text.replace(" ", ""), name)

    def test_help(self):
        for name, words, env in self.languages:
            text = self.read(env, "--help")
            self.assert_reads(name, text, *(words.gettext(command) for command in COMMANDS), words.gettext("Usage:"))
            self.assertNotIn(COMMANDS[0], text)
            self.assert_reads(name, self.read(env, "check", "--help"),
                              words.gettext("Wait this long for each step (5)"))

    def test_list(self):
        for name, words, env in self.languages:
            text = self.read(env, "list", "us")
            self.assert_reads(name, text, words.pgettext("catalog", "United States"), words.gettext("Service"),
                              words.gettext("Addresses as documented"), words.gettext("(not required)"))
            self.assertNotIn("Nothing was sent", text)

    def test_show(self):
        for name, words, env in self.languages:
            for form in ("table", "text"):
                text = self.read(env, "show", REPORT, "--format", form, status=BLOCKED)
                self.assert_reads(name, text, words.pgettext("verdict", "Something is blocked"),
                                  words.gettext("What works for you"), words.pgettext("capability", "Hear and be heard"),
                                  words.gettext("What was found"), words.pgettext("status", "Blocked"))
                self.assertNotIn("What was found", text)
            text = self.read(env, "show", REPORT, "--format", "firewall", status=BLOCKED)
            self.assert_reads(name, text, words.gettext("Allow these connections"), words.gettext("Why it is needed"),
                              words.pgettext("catalog", "Sets up and ends calls in the apps"))

    def test_numbers(self):
        """A decimal point where the language has one, a comma where it has that."""
        for name, _, env in self.languages:
            point = subprocess.run(["locale", "decimal_point"], env=env, text=True, capture_output=True, check=True,
                                   timeout=60).stdout.strip()
            self.assertRegex(self.read(env, "show", REPORT, "--format", "text", status=BLOCKED),
                             rf"[0-9]\{point}[0-9] ?[^0-9. ]", name)

    def test_errors(self):
        for name, words, env in self.languages:
            text = self.read(env, "list", "nowhere", status=USAGE)
            self.assert_reads(name, text, words.gettext("There is no site “%s”. Choose one of %s.").split("%s", 1)[0])
            path = self.write("report.json", {"format": 1})
            self.read(env, "show", path, status=DATA_ERROR)

    def test_machines_read_the_same(self):
        for form in ("json", "csv", "firewall-csv"):
            wanted = run("show", REPORT, "--format", form)
            self.assert_ends(wanted, BLOCKED)
            for name, _, env in self.languages:
                result = run("show", REPORT, "--format", form, env=env)
                self.assertEqual((result.returncode, result.stdout), (wanted.returncode, wanted.stdout), name)


if __name__ == "__main__":
    harness.main()
