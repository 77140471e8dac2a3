# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts where, and that it works from there.

The second half installs for real, at the prefix, where nothing but this test sees it: the folder there is empty in a
mount namespace of its own. It has no network either, so whatever is started there can reach nobody."""
import os
import pathlib
import subprocess
import sys

import desktop
from desktop import APP_ID, BUILD, REPORT_TYPE, SOURCE

PREFIX = pathlib.Path(os.environ["LINECHECK_PREFIX"])
VERSION = os.environ["LINECHECK_VERSION"]
INSIDE = "--inside"
FILES = f"""
bin/linecheck
bin/linecheck-cli
share/applications/{APP_ID}.desktop
share/bash-completion/completions/linecheck-cli
share/dbus-1/services/{APP_ID}.service
share/fish/vendor_completions.d/linecheck-cli.fish
share/glib-2.0/schemas/{APP_ID}.gschema.xml
share/icons/hicolor/scalable/apps/{APP_ID}.svg
share/icons/hicolor/scalable/mimetypes/{APP_ID}-report.svg
share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg
share/man/man1/linecheck-cli.1
share/man/man1/linecheck.1
share/metainfo/{APP_ID}.metainfo.xml
share/mime/packages/{APP_ID}.xml
share/zsh/site-functions/_linecheck-cli
""".split()


def list_translations():
    return [f"share/locale/{name}/LC_MESSAGES/linecheck.mo" for name in desktop.list_languages()]


class Packaged(desktop.TestCase):
    """As a distribution's package is made."""

    def setUp(self):
        super().setUp()
        self.tool("meson", "install", "-C", BUILD, "--no-rebuild", env={"DESTDIR": str(self.folder)})
        self.place = self.folder / PREFIX.relative_to("/")

    def test_everything_is_in_its_place(self):
        found = sorted(str(path.relative_to(self.place)) for path in self.place.rglob("*") if path.is_file())
        self.assertEqual(found, sorted([*FILES, *list_translations()]))
        outside = [path for path in self.folder.rglob("*") if path.is_file() and self.place not in path.parents]
        self.assertEqual(outside, [])

    def test_command_line_runs(self):
        for name in ("linecheck-cli", "linecheck"):
            mode = (self.place / "bin" / name).stat().st_mode & 0o777
            self.assertEqual(mode, 0o755, name)
        self.assertEqual(self.tool(self.place / "bin/linecheck-cli", "--version"), f"linecheck-cli {VERSION}\n")

    def test_debian_packages_take_everything_once(self):
        patterns = [line for path in sorted((SOURCE / "debian").glob("*.install"))
                    for line in path.read_text(encoding="utf-8").split()]
        for name in [*FILES, *list_translations()]:
            name = f"usr/{name}"
            self.assertEqual(len([pattern for pattern in patterns if f"{name}/".startswith(f"{pattern}/")]), 1, name)
        changes = (SOURCE / "debian/changelog").read_text(encoding="utf-8")
        self.assertTrue(changes.startswith(f"linecheck ({VERSION}) "), changes[:40])

    def test_store_reads_it(self):
        told = self.tool("appstreamcli", "validate-tree", "--no-net", "--no-color", self.place)
        problems = [line for line in told.splitlines() if line[:2] in ("E:", "W:", "I:")]
        self.assertEqual([line for line in problems if not line.endswith(": unknown-tag developer")], [])


class Installed(desktop.TestCase):
    """As somebody installs it who builds it, with what is done after that."""

    @classmethod
    def setUpClass(cls):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "linecheck", str(PREFIX)], check=True, timeout=60)
        subprocess.run(["meson", "install", "-C", str(BUILD), "--no-rebuild"], check=True, timeout=120, stdout=subprocess.DEVNULL)
        os.environ["XDG_DATA_DIRS"] = f"{PREFIX}/share:/usr/share"
        os.environ["PATH"] = f"{PREFIX}/bin:{os.environ['PATH']}"
        os.environ["LC_ALL"] = "C.UTF-8"

    def setUp(self):
        super().setUp()
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = str(self.folder / name.lower())

    def test_databases(self):
        for name in ("applications/mimeinfo.cache", "glib-2.0/schemas/gschemas.compiled", "icons/hicolor/icon-theme.cache",
                     "mime/mime.cache"):
            self.assertTrue((PREFIX / "share" / name).exists(), name)
        self.tool("gtk4-update-icon-cache", "--validate", PREFIX / "share/icons/hicolor")
        self.assertIn(APP_ID, self.tool("gsettings", "list-schemas"))

    def test_report_is_opened_by_it(self):
        report = self.folder / "x.linecheck.json"
        report.write_text("{}", encoding="utf-8")
        self.assertIn(REPORT_TYPE, self.tool("gio", "info", "--attributes=standard::content-type", report))
        self.assertIn(f"{APP_ID}.desktop", self.tool("gio", "mime", REPORT_TYPE).splitlines()[0])

    def test_found_by_its_name(self):
        self.assertEqual(self.tool("linecheck-cli", "--version"), f"linecheck-cli {VERSION}\n")
        self.assertIn("US-01", self.tool("linecheck-cli", "list", "us"))
        self.assertEqual(self.tool("linecheck", "--version"), f"linecheck {VERSION}\n")

    def test_started_over_the_bus(self):
        """The bus starts the application by its name, and it has every action that the menu entry offers."""
        ask = ["gdbus", "call", "--session", "--timeout", "50", "--dest", APP_ID,
               "--object-path", "/" + APP_ID.replace(".", "/"), "--method"]
        env = {"GSK_RENDERER": "cairo", "GDK_BACKEND": "x11", "GTK_A11Y": "none",
               "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory"}
        words = " ".join(ask)
        told = self.tool("xvfb-run", "--auto-servernum", "dbus-run-session", "--", "sh", "-c",
                         f"{words} org.gtk.Actions.List && {words} org.gtk.Actions.Activate quit [] {{}}", env=env, timeout=120)
        offered = self.tool("gapplication", "list-actions", APP_ID).split()
        self.assertEqual(sorted(offered), ["check-again", "open-report"])
        for name in offered:
            self.assertIn(f"'{name}'", told)


def main():
    if INSIDE in sys.argv:
        sys.argv.remove(INSIDE)
        desktop.main()
    os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--mount", "--net", "--", sys.executable, __file__, INSIDE])


if __name__ == "__main__":
    main()
