# SPDX-License-Identifier: GPL-3.0-or-later
"""The window, in a session of its own: see session.py."""
import json
import shutil

from . import place as places

EXPECTED = ("the window is drawn", "the window is drawn, dark and in German", "the window warns about nothing",
            "the file type is known outside", "a report opens by its file type", "a report is saved through the portal")


def _in_a_run_of_ones_own(place):
    """The portals' paths begin with /run/user/UID on both sides of the sandbox: so this session has such a /run."""
    run_dir = f"/run/user/{places.UID}"
    return ["bwrap", "--dev-bind", "/", "/", "--tmpfs", "/run", "--bind", place.run_dir, run_dir,
            "--setenv", "XDG_RUNTIME_DIR", run_dir, "--die-with-parent", "--"]


def run(tap, place):
    report = place.folder / "example.linecheck"
    shutil.copy(place.source / "tests/cli/data/blocked.json", report)
    report.chmod(0o644)
    result = place.run(place.words(
        *_in_a_run_of_ones_own(place), "xvfb-run", "--auto-servernum",
        "--server-args=-screen 0 1280x900x24 -nolisten tcp", place.tools / "with-bus",
        "python3", "-B", "-m", "linecheck_flatpak.session", place.results, report, PYTHONPATH=place.tools), timeout=300)
    (place.results / "session.log").write_text(result.stdout + result.stderr, encoding="utf-8")
    try:
        tried = json.loads((place.results / "session.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        tried = {}
    for name in dict.fromkeys((*EXPECTED, *tried)):
        tap.result(name, tried.get(name, ["not tried", *places.said(result)]))
