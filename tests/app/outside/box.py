# SPDX-License-Identifier: GPL-3.0-or-later
"""Around the lab: a folder that the ordinary user in it may use, and somebody to ask for faults there.

In the lab a program is an ordinary user, who may not see into the sources nor write to the build: what it needs is
copied to where it may, and what it leaves there is fetched."""
import argparse
import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

TESTS = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TESTS / "lab"))
from linecheck_lab import client, control, state  # noqa: E402

_TAKEN = (TESTS / "app/outside", TESTS / "tap.py", TESTS / "cli/data", TESTS / "diagnosis/data")

# What is said to the programs under test, or of the desktop of whoever runs them, is not for their tools.
_FORGOTTEN = ("G_DEBUG", "GTK_A11Y", "GTK_THEME", "LANGUAGE", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP")


def parse(description, folder_help):
    """The words of the command line that story and screenshots have in common."""
    parser = argparse.ArgumentParser(description=description)
    build = TESTS.parent / "build-run"
    parser.add_argument("--program", metavar="PATH", type=pathlib.Path, default=build / "src/app/linecheck",
                        help="the linecheck to drive (the one that ./run has built)")
    parser.add_argument("--schemas", metavar="FOLDER", type=pathlib.Path, default=build / "data",
                        help="where its compiled settings' schema is")
    parser.add_argument("--folder", metavar="FOLDER", type=pathlib.Path, required=True, help=folder_help)
    parser.add_argument("names", metavar="NAME", nargs="*", help="these alone")
    arguments = parser.parse_args()
    if not arguments.program.exists():
        parser.error(f"there is no {arguments.program}: build it, or give --program PATH")
    return arguments


class Box:
    """A folder for the time of a run; it goes when the box is closed."""

    def __init__(self, program, schemas):
        self._closing = contextlib.ExitStack()
        # Short, for there are sockets in it, and their paths may not be long.
        self.folder = pathlib.Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="lc-", dir="/tmp")))
        self.left = self.folder / "left"
        for path in _TAKEN:
            self._take(path, self.folder / path.relative_to(TESTS).as_posix().replace("app/", ""))
        self._take(program, self.folder / "bin/linecheck")
        self._take(schemas / "gschemas.compiled", self.folder / "schemas/gschemas.compiled")
        self.left.mkdir()
        self._listen()
        self._hand_over()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._closing.close()

    @staticmethod
    def _take(path, target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, target)

    def _hand_over(self):
        """Everything is the user's. Without root the user in the lab is this one already."""
        if os.geteuid() != 0:
            return
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, client.USER, client.USER)

    def _listen(self):
        listener = self._closing.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(str(self.folder / "control"))
        listener.listen()
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    @staticmethod
    def _serve(listener):
        """One request after the other: the lab is changed from outside, for nobody in it may."""
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(BrokenPipeError):
                request = json.loads(connection.makefile("r", encoding="utf-8").readline())
                try:
                    control.request(state.choose(request.pop("lab")), **request)
                    connection.sendall(b"ok\n")
                except (control.LabError, SystemExit, OSError) as error:
                    connection.sendall(f"{error}\n".encode())

    def run(self, module, *words, stdout=None):
        """Runs a module of this package in a new lab, and says it to `stdout`; returns its exit status."""
        lab = [TESTS / "lab/lab", "run", "--as-user", "--"]
        inside = ["/usr/bin/python3", "-B", "-m", f"outside.{module}", *words]
        environment = {name: value for name, value in os.environ.items() if name not in _FORGOTTEN}
        return subprocess.run([*map(str, lab), *inside], cwd=self.folder, env=environment, stdout=stdout,
                              check=False).returncode

    def fetch(self, folder):
        """What was left for those outside, into this folder."""
        for path in sorted(self.left.iterdir()):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / path.name)
