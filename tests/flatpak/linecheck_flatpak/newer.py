# SPDX-License-Identifier: GPL-3.0-or-later
"""All of the sources, compiled and tested on the stand-in's libraries, which are newer than this computer's: not one
warning may come of it. The tests run in a plain sandbox of the SDK's files: flatpak's own forbids what some make."""
import json

from . import place as places
from .build import builder

SUITES = ("unit", "app")
# These hold what is installed against this computer's own tools and locales, and need all of them.
ELSEWHERE = ("data-", "languages-")


def _write_passwd(place):
    """Who runs the tests, which a bus asks for: the SDK has an empty list in this one's place."""
    path = place.folder / "passwd"
    path.write_text(f"tester:x:{places.UID}:{places.UID}::/tmp:/bin/sh\n", encoding="utf-8")
    path.chmod(0o644)
    return path


def _sdk_words(place, *command):
    [sdk] = (place.installation / "runtime/org.gnome.Sdk/x86_64").glob("*/active/files")
    links = [word for name in ("bin", "sbin", "lib", "lib64") for word in ("--symlink", f"usr/{name}", f"/{name}")]
    return place.words(
        "bwrap", "--ro-bind", sdk, "/usr", "--ro-bind", _write_passwd(place), "/usr/etc/passwd", *links, "--symlink", "usr/etc", "/etc",
        "--ro-bind", place.newer / "files", "/app", "--ro-bind", place.source, "/source",
        "--bind", place.newer_build, "/build", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run",
        "--unshare-all", "--die-with-parent", "--chdir", "/build",
        "--setenv", "HOME", "/tmp", "--setenv", "PKG_CONFIG_PATH", "/app/lib/pkgconfig", "--", *command)


def _compile(place):
    """What comes before Linecheck in the manifest is in the build's cache."""
    before = place.run(builder(place, "--build-only", "--stop-at=linecheck", place.newer, place.manifest))
    problems = places.said(before)
    for command in () if problems else (
            ("meson", "setup", "-Dwerror=true", "-Dapp=enabled", "-Dadwaita=enabled", "/build", "/source"),
            ("meson", "compile", "-C", "/build")):
        problems = problems or places.said(place.run(_sdk_words(place, *command), timeout=1800), 40)
    return problems


def _list_tests(place):
    suites = [f"--suite={suite}" for suite in SUITES]
    listed = place.run(_sdk_words(place, "meson", "test", "-C", "/build", "--no-rebuild", "--list", *suites))
    names = {line.split(" / ")[-1].strip() for line in listed.stdout.splitlines() if " / " in line}
    return sorted(name for name in names if not name.startswith(ELSEWHERE))


def run(tap, place):
    if not tap.result("all sources compile on newer libraries without a warning", _compile(place)):
        return
    place.run(_sdk_words(place, "meson", "test", "-C", "/build", "--no-rebuild", "--timeout-multiplier", "4",
                         *_list_tests(place)), timeout=1800)
    log = place.newer_build / "meson-logs/testlog.json"
    for line in log.read_text(encoding="utf-8").splitlines():
        test = json.loads(line)
        output = (test.get("stdout", "") + test.get("stderr", "")).splitlines()[-25:]
        tap.result(f"on newer libraries: {test['name']}", [] if test["result"] == "OK" else [test["result"], *output])
