# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop and a software store read of Linecheck, as the tools that judge it see it."""
import configparser
import re
import shutil
import xml.etree.ElementTree as ElementTree

import desktop
import png
from desktop import APP_ID, BUILD, REPORT_TYPE, SOURCE

DESKTOP_FILE = BUILD / f"data/{APP_ID}.desktop"
METAINFO_FILE = BUILD / f"data/{APP_ID}.metainfo.xml"
MIME_FILE = BUILD / f"data/{APP_ID}.xml"
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"


def read_desktop_file():
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str
    parser.read(DESKTOP_FILE, encoding="utf-8")
    return parser


class MenuEntry(desktop.TestCase):
    def test_valid(self):
        self.silent("desktop-file-validate", "--warn-kde", DESKTOP_FILE)

    def test_actions(self):
        entries = read_desktop_file()
        names = entries["Desktop Entry"]["Actions"].rstrip(";").split(";")
        self.assertEqual([f"Desktop Action {name}" for name in names],
                         [name for name in entries.sections() if name.startswith("Desktop Action ")])
        for name in names:
            self.assertEqual(entries[f"Desktop Action {name}"]["Exec"], f"gapplication action {APP_ID} {name}")


class Metainfo(desktop.TestCase):
    def setUp(self):
        super().setUp()
        self.root = ElementTree.parse(METAINFO_FILE).getroot()

    def test_valid(self):
        """Silent but for one word: AppStream before 1.0, as Debian 12 has it, does not know <developer> yet."""
        words = ["appstreamcli", "validate", "--no-net", "--no-color", METAINFO_FILE]
        version = re.search(r"(\d+)\.\d+", self.tool("appstreamcli", "--version"))
        problems = re.findall(r"^[EWI]: .*$", self.tool(*words), re.MULTILINE)
        if int(version[1]) < 1:
            problems = [problem for problem in problems if not problem.endswith(": unknown-tag developer")]
        self.assertEqual(problems, [])

    def test_licences(self):
        """Of all that is installed: the list of roots is not under the program's own."""
        found = {"GPL-3.0-or-later"}
        for path in (SOURCE / "data").glob("*.txt"):
            found.update(re.findall(r"SPDX-License-Identifier: (\S+)", path.read_text(encoding="utf-8")))
        self.assertEqual(self.root.findtext("project_license"), " AND ".join(sorted(found)))

    def test_newest_release_is_this_one(self):
        release = self.root.find("releases/release")
        changes = (SOURCE / "CHANGELOG.md").read_text(encoding="utf-8")
        version = re.search(r"version: '([^']+)'", (SOURCE / "meson.build").read_text(encoding="utf-8"))[1]
        self.assertEqual(release.get("version"), version)
        self.assertRegex(changes, rf"(?m)^## {re.escape(version)}, {release.get('date')}$")

    def test_stores_ask_for(self):
        self.assertEqual(len(self.root.findall("developer[@id]/name")), 1)
        self.assertEqual({color.get("scheme_preference") for color in self.root.findall("branding/color[@type='primary']")},
                         {"light", "dark"})
        self.assertLessEqual(len(self.root.findtext("summary")), 35)
        self.assertFalse(self.root.findtext("summary").endswith("."))

    def test_screenshots(self):
        """Each is in the sources, under the address that the release's tag gives it, and as large as stores want it."""
        folder = SOURCE / "data/screenshots"
        home = self.root.findtext("url[@type='vcs-browser']").replace("https://github.com/", "https://raw.githubusercontent.com/")
        base = f"{home}/v{self.root.find('releases/release').get('version')}"
        shown = [image.text for image in self.root.findall("screenshots/screenshot/image")]
        self.assertEqual(shown, [f"{base}/data/screenshots/{path.name}" for path in sorted(folder.iterdir())])
        for path in folder.iterdir():
            width, height = png.read_size(path.read_bytes())
            self.assertTrue(620 <= width <= 2160 and 460 <= height <= width, (path.name, width, height))
        for caption in self.root.findall("screenshots/screenshot/caption"):
            self.assertRegex(caption.text, r"\w$")

    def test_agrees_with_the_menu_entry(self):
        entry = read_desktop_file()["Desktop Entry"]
        self.assertEqual(self.root.findtext("launchable"), DESKTOP_FILE.name)
        self.assertEqual(self.root.findtext("provides/mediatype"), entry["MimeType"].rstrip(";"))
        self.assertEqual(self.root.findtext("icon"), entry["Icon"])
        self.assertEqual([node.text for node in self.root.findall("categories/category")],
                         entry["Categories"].rstrip(";").split(";"))


class Translated(desktop.TestCase):
    def test_every_language(self):
        for name in desktop.list_languages():
            with self.subTest(language=name):
                self.assertIn(f"Comment[{name}]", read_desktop_file()["Desktop Entry"])
                for path in (METAINFO_FILE, MIME_FILE):
                    self.assertIn(f' xml:lang="{name}"', path.read_text(encoding="utf-8"))


class FileType(desktop.TestCase):
    """On a copy of the database, which is one folder in front of the computer's own."""

    def setUp(self):
        super().setUp()
        self.data = self.folder / "data"
        self.env = {"XDG_DATA_HOME": str(self.data), "XDG_DATA_DIRS": "/usr/share", "XDG_CONFIG_HOME": str(self.folder / "config"),
                    "LC_ALL": "C.UTF-8"}
        (self.data / "mime/packages").mkdir(parents=True)
        shutil.copy(MIME_FILE, self.data / "mime/packages")
        self.tool("update-mime-database", self.data / "mime", env=self.env)

    def see(self, name):
        path = self.folder / name
        path.write_text('{ "format": "linecheck-report" }', encoding="utf-8")
        told = self.tool("gio", "info", "--attributes=standard::content-type,standard::icon", path, env=self.env)
        return dict(re.findall(r"^  standard::([a-z-]+): (.*)$", told, re.MULTILINE))

    def test_well_formed(self):
        self.silent("xmllint", "--noout", "--nonet", MIME_FILE)

    def test_report(self):
        for name in ("x.linecheck", "x.linecheck.json"):
            seen = self.see(name)
            self.assertEqual(seen["content-type"], REPORT_TYPE)
            self.assertTrue(seen["icon"].startswith(f"{APP_ID}-report,"), seen)
        self.assertTrue((SOURCE / f"data/icons/{APP_ID}-report.svg").exists())

    def test_other_json(self):
        self.assertEqual(self.see("x.json")["content-type"], "application/json")

    def test_is_json_too(self):
        kind = ElementTree.parse(MIME_FILE).find(f"{MIME}mime-type")
        self.assertEqual(kind.get("type"), REPORT_TYPE)
        self.assertEqual(kind.find(f"{MIME}sub-class-of").get("type"), "application/json")

    def test_opened_by_linecheck(self):
        (self.data / "applications").mkdir()
        shutil.copy(DESKTOP_FILE, self.data / "applications")
        (self.folder / "bin").mkdir()
        for name in ("linecheck", "gapplication"):
            (self.folder / "bin" / name).symlink_to("/bin/true")
        self.tool("update-desktop-database", self.data / "applications")
        told = self.tool("gio", "mime", REPORT_TYPE, env={**self.env, "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin"})
        self.assertIn(DESKTOP_FILE.name, told.splitlines()[0])


class Settings(desktop.TestCase):
    def test_valid(self):
        self.silent("glib-compile-schemas", "--strict", "--dry-run", SOURCE / "data")
        self.silent("xmllint", "--noout", "--nonet", SOURCE / f"data/{APP_ID}.gschema.xml")


if __name__ == "__main__":
    desktop.main()
