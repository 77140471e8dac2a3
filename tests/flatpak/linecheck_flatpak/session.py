# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's session with the window, on a display and a bus of its own.

    python3 -m linecheck_flatpak.session RESULTS REPORT

Writes RESULTS/session.json: the name of each thing that was tried, and what was wrong with it.
"""
import contextlib
import json
import pathlib
import re
import subprocess
import sys
import time

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from .place import APP_ID  # noqa: E402
from .portal import Portals  # noqa: E402

PATIENCE = 40    # seconds; a busy machine is slow to start a program
MIN_COLOURS = 60  # an empty window has a handful
REPORT_TYPE = "application/vnd.linecheck.report+json"


def run(*words):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, timeout=PATIENCE)


def wait_for(condition):
    """Goes on serving the portals until the condition is met; returns what it was met with, or None."""
    context, until = GLib.MainContext.default(), time.monotonic() + PATIENCE
    while time.monotonic() < until:
        while context.iteration(False):
            pass
        if found := condition():
            return found
        time.sleep(0.05)
    return None


def find_window():
    return run("xdotool", "search", "--onlyvisible", "--class", "linecheck").stdout.split()


def picture(path):
    """A picture of the screen; returns how many colours it has."""
    run("import", "-window", "root", path)
    return int(run("identify", "-format", "%k", path).stdout or 0)


class Session:
    """One display, one bus, and the things tried on them."""

    def __init__(self, results, report):
        self.results = results
        self.report = report
        self.tried = {}
        self.warnings = []
        self.portals = Portals(APP_ID)

    def _draw(self, name):
        """Waits until the window is drawn, which is a while after it is there."""
        path = self.results / f"{name}.png"
        if not wait_for(find_window):
            return ["no window appeared"]
        drawn = wait_for(lambda: picture(path) >= MIN_COLOURS)
        wait_for(lambda: time.sleep(0.7) or True)
        picture(path)
        return [] if drawn else [f"the window is empty: {path}"]

    def _end(self):
        run("flatpak", "kill", APP_ID)
        if wait_for(lambda: not find_window()) is None:
            self.tried["the window closes"] = ["it is still there"]

    @contextlib.contextmanager
    def _started(self, name, *options):
        path = self.results / f"{name}.log"
        with path.open("w", encoding="utf-8") as log:
            program = subprocess.Popen(["flatpak", "run", *options, APP_ID], stdout=log, stderr=log)
            try:
                yield
            finally:
                self._end()
                program.wait(PATIENCE)
        said = path.read_text(encoding="utf-8").splitlines()
        self.warnings += [line for line in said if "WARNING" in line or "CRITICAL" in line]

    def show(self):
        with self._started("window"):
            self.tried["the window is drawn"] = self._draw("window")

    def show_dark(self):
        with self._started("window-dark", "--env=LANG=de_DE.UTF-8", "--env=ADW_DEBUG_COLOR_SCHEME=prefer-dark"):
            self.tried["the window is drawn, dark and in German"] = self._draw("window-dark")

    def open_by_type(self):
        """As a file manager does: by the type of the file, which leads to the program and its D-Bus service."""
        file = Gio.File.new_for_path(str(self.report))
        kind = file.query_info("standard::content-type", Gio.FileQueryInfoFlags.NONE, None).get_content_type()
        self.tried["the file type is known outside"] = [] if kind == REPORT_TYPE else [f"{self.report.name} is {kind}"]
        subprocess.Popen(["gio", "open", self.report])
        self.tried["a report opens by its file type"] = self._draw("window-opened") or (
            [] if self.portals.opened else ["the file was not handed over"])

    def save(self):
        """Ctrl+S, and the file chooser's portal says where to."""
        window = find_window()
        if not window:
            self.tried["a report is saved through the portal"] = ["there is no window"]
            return
        run("xdotool", "windowfocus", "--sync", window[-1])
        run("xdotool", "key", "ctrl+s")
        if not wait_for(lambda: self.portals.saves):
            self.tried["a report is saved through the portal"] = ["the portal was not asked"]
            return
        _title, path = self.portals.saves[0]
        self.tried["a report is saved through the portal"] = (
            self._compare(path) if wait_for(lambda: path.exists() and path.stat().st_size) else [f"no {path}"])
        self._end()

    def _compare(self, path):
        """What was opened and saved again, as a page that carries the report, says the same."""
        carried = re.search(r'<script type="application/json" id="linecheck-report">(.*?)</script>',
                            path.read_text(encoding="utf-8"), re.DOTALL)
        if not carried:
            return [f"{path.name} carries no report"]
        saved, opened = json.loads(carried[1]), json.loads(self.report.read_text(encoding="utf-8"))
        return [f"{key} differs" for key in ("id", "site", "verdict", "rows", "findings", "capabilities")
                if saved[key] != opened[key]]


def main(results, report):
    session = Session(pathlib.Path(results), pathlib.Path(report))
    try:
        session.show()
        session.show_dark()
        session.tried["the window warns about nothing"] = session.warnings
        session.open_by_type()
        session.save()
    finally:
        path = session.results / "session.json"
        path.write_text(json.dumps(session.tried), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
