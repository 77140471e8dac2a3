# SPDX-License-Identifier: GPL-3.0-or-later
"""Help, versions, and what is said to a person who typed something wrong."""
import harness
from harness import DATA_ERROR, IO_ERROR, NO_INPUT, OK, USAGE, run


class Help(harness.TestCase):
    def test_program(self):
        for words in (["--help"], ["-h"], ["help"]):
            result = run(*words)
            self.assert_ends(result, OK)
            for needle in ("check SITE", "list SITE", "show REPORT", "code REPORT", "compare BEFORE AFTER", "catalog validate FILE"):
                self.assertIn(needle, result.stdout.decode())

    def test_commands(self):
        for command in ("check", "list", "show", "code", "compare", "catalog"):
            with self.subTest(command=command):
                result = run(command, "--help")
                self.assert_ends(result, OK)
                text = result.stdout.decode()
                self.assertIn(f"linecheck-cli {command} [OPTION…]", text)
                self.assertIn("Example", text)
                self.assertIn("Exit status:", text)
                self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_version(self):
        result = run("--version")
        self.assert_ends(result, OK)
        self.assertRegex(result.stdout.decode(), r"^linecheck-cli \d+\.\d+\.\d+\n$")

    def test_nothing(self):
        result = run()
        self.assert_ends(result, USAGE)
        self.assertIn("check SITE", result.stdout.decode())

    def test_ascii(self):
        result = run("check", "--help", env=harness.environment(LC_ALL="C"))
        self.assert_ends(result, OK)
        self.assertTrue(result.stdout.isascii())


class Wrong(harness.TestCase):
    def test_command(self):
        self.assert_fails(USAGE, "There is no command “try”", "try")
        self.assert_fails(USAGE, "linecheck-cli check us", "US")
        self.assert_fails(USAGE, "There is no option “--site” here", "--site", "us")

    def test_site(self):
        result = self.assert_fails(USAGE, "There is no site “fr”. Choose one of us, uk, sg.", "check", "fr")
        self.assertIn("linecheck-cli check --help", result.stderr.decode())
        self.assert_fails(USAGE, "Which site? Choose one of us, uk, sg.", "check")
        self.assert_fails(USAGE, "“uk” is one argument too many", "check", "us", "uk")
        self.assert_fails(USAGE, "There is no site “fr”", "list", "fr")

    def test_option(self):
        self.assert_fails(USAGE, "--colour", "check", "us", "--colour")
        self.assert_fails(USAGE, "--format", "check", "us", "--format")

    def test_format(self):
        needle = "There is no format “xml”. Choose one of table, text, html, json, csv, firewall, firewall-csv."
        self.assert_fails(USAGE, needle, "check", "us", "--format", "xml")
        self.assert_fails(USAGE, needle, "show", "x.json", "--format", "xml")

    def test_ending(self):
        for name in ("report", "report.xml", "json"):
            self.assert_fails(USAGE, ".txt, .html, .json, .csv", "check", "us", "--output", self.folder / name)
            self.assertFalse((self.folder / name).exists())

    def test_timeout(self):
        for value in ("0", "-1", "0.09", "60.1", "1e9", "nan", "inf", "five", "5s", ""):
            with self.subTest(value=value):
                self.assert_fails(USAGE, "from 0.1 to 60", "check", "us", f"--timeout={value}")

    def test_jobs(self):
        for value in ("0", "-1", "257", "1.5", "many", ""):
            with self.subTest(value=value):
                self.assert_fails(USAGE, "from 1 to 256", "check", "us", f"--jobs={value}")

    def test_rows(self):
        self.assert_fails(USAGE, "There is no row “US-99” in site us", "check", "us", "--rows", "US-01,US-99")
        self.assert_fails(USAGE, "There is no row “UK-01” in site us", "check", "us", "--rows", "UK-01")
        self.assert_fails(USAGE, "There is no service “fax” in site us", "check", "us", "--service", "fax")
        self.assert_fails(USAGE, "No row is left", "check", "us", "--rows", "US-01", "--service", "sip")
        self.assert_fails(USAGE, "No row is left", "check", "us", "--rows", "")

    def test_hostile_word(self):
        result = run("check", b"\x1b]0;x\x07\xff\xc2\x9b".decode("utf-8", "surrogateescape"))
        self.assert_ends(result, USAGE)
        self.assertNotRegex(result.stderr.decode(), "[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Files(harness.TestCase):
    def test_catalog_is_none(self):
        path = self.write("catalog.json", {"format": "linecheck-catalog"})
        for words in (["check", "us"], ["list", "us"]):
            self.assert_fails(DATA_ERROR, "$", *words, "--catalog", path)
        self.assert_fails(DATA_ERROR, "$", "catalog", "validate", path)

    def test_catalog_is_not_there(self):
        path = self.folder / "none.json"
        self.assert_fails(NO_INPUT, "none.json", "list", "us", "--catalog", path)
        self.assert_fails(NO_INPUT, "none.json", "catalog", "validate", path)

    def test_catalog_is_a_folder(self):
        self.assert_fails(NO_INPUT, str(self.folder), "list", "us", "--catalog", self.folder)

    def test_validate_says_where(self):
        path = self.write("catalog.json", {"format": "linecheck-catalog", "version": 1, "revision": "1",
                                           "dated": "2026-01-01", "services": {}, "sites": [{"id": "xx", "rows": 5}]})
        self.assert_fails(DATA_ERROR, "$.sites[0]", "catalog", "validate", path)

    def test_validate_usage(self):
        self.assert_fails(USAGE, "catalog validate FILE", "catalog")
        self.assert_fails(USAGE, "catalog validate FILE", "catalog", "print", "x")
        self.assert_fails(USAGE, "The file is missing", "catalog", "validate")

    def test_full_device(self):
        with open("/dev/full", "wb") as full:
            for words in (["--help"], ["--version"], ["list", "us"], ["check", "--help"]):
                with self.subTest(words=words):
                    result = run(*words, stdout=full)
                    self.assertEqual(result.returncode, IO_ERROR)
                    self.assertIn("No space left", result.stderr.decode())


if __name__ == "__main__":
    harness.main()
