# SPDX-License-Identifier: GPL-3.0-or-later
"""“show”: recorded reports in every format, and reports that mean harm."""
import copy
import csv
import io
import json
import os
import re
import stat
import subprocess
import time

import harness
import terminal
from harness import BLOCKED, DATA, DATA_ERROR, INCONCLUSIVE, IO_ERROR, NO_INPUT, OK, USAGE, run

REPORT = DATA / "blocked.json"
FORMATS = ("table", "text", "html", "json", "csv", "firewall", "firewall-csv")
# Control characters but the line feed, and what turns the direction of writing.
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b[2J\x1b]0;gone\x07\r\n\tfree \u009b31m\u202eevil\u2066 \x7f\u0085 end"


def load(name="blocked.json"):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def spoil(value, key=""):
    """Makes every free text of a report hostile; what must be a certain word stays."""
    free = ("summary", "title", "detail", "remedy", "site_title", "host", "number", "service", "purpose", "note",
            "evidence", "revision", "name", "documented", "resolved", "addresses", "reply", "subject")
    if isinstance(value, dict):
        return {name: spoil(child, name) for name, child in value.items()}
    if isinstance(value, list):
        return [spoil(child, key) for child in value]
    return value + HOSTILE if isinstance(value, str) and key in free else value


class Show(harness.TestCase):
    def test_table(self):
        result = run("show", REPORT)
        self.assert_ends(result, BLOCKED)
        text = result.stdout.decode()
        report = load()
        for row in report["rows"]:
            self.assertIn(row["number"], text)
        self.assertIn(report["site_title"], text)
        for needle in (report["summary"], *(finding["title"] for finding in report["findings"]),
                       *(finding["remedy"] for finding in report["findings"]),
                       *(capability["title"] for capability in report["capabilities"])):
            self.assertIn(needle, " ".join(text.split()))
        self.assertNotIn("\x1b", text)

    def test_one_line_a_row_when_piped(self):
        text = run("show", REPORT).stdout.decode()
        for row in load()["rows"]:
            line = next(line for line in text.splitlines() if line.startswith(row["number"] + " "))
            self.assertIn(row["host"], line)
            self.assertIn(row["detail"], line)

    def test_rows_say_what_the_report_says(self):
        words = {"pass": "✓", "degraded": "!", "fail": "✗", "inconclusive": "?", "skipped": "–", "cancelled": "–"}
        text = run("show", REPORT).stdout.decode()
        for row in load()["rows"]:
            line = next(line for line in text.splitlines() if line.startswith(row["number"] + " "))
            self.assertIn(f" {words[row['status']]} ", line)

    def test_json_is_the_same_bytes(self):
        result = run("show", REPORT, "--format", "json")
        self.assert_ends(result, BLOCKED)
        self.assertEqual(result.stdout, REPORT.read_bytes())

    def test_csv(self):
        result = run("show", REPORT, "--format", "csv")
        self.assert_ends(result, BLOCKED)
        lines = list(csv.DictReader(io.StringIO(result.stdout.decode(), newline="")))
        rows = load()["rows"]
        self.assertEqual([line["number"] for line in lines], [row["number"] for row in rows])
        self.assertEqual([line["status"] for line in lines], [row["status"] for row in rows])

    def test_firewall(self):
        result = run("show", REPORT, "--format", "firewall")
        self.assert_ends(result, BLOCKED)
        text = result.stdout.decode()
        for needle in ("5061", "169.63.26.232", "169.63.160.152"):
            self.assertIn(needle, text)
        self.assertNotIn("3478", text)
        result = run("show", REPORT, "--format", "firewall-csv")
        self.assert_ends(result, BLOCKED)
        lines = list(csv.DictReader(io.StringIO(result.stdout.decode(), newline="")))
        self.assertEqual({line["port"] for line in lines}, {"5061"})

    def test_firewall_follows_the_ending(self):
        for ending, name in (("txt", "firewall"), ("csv", "firewall-csv"), ("other", "firewall")):
            path = self.folder / f"request.{ending}"
            self.assert_ends(run("show", REPORT, "--format", "firewall", "--output", path), BLOCKED)
            self.assertEqual(path.read_bytes(), run("show", REPORT, "--format", name).stdout)

    def test_standard_input(self):
        result = run("show", "-", stdin=REPORT.read_bytes())
        self.assert_ends(result, BLOCKED)
        self.assertEqual(result.stdout, run("show", REPORT).stdout)

    def test_verdicts(self):
        for verdict, status in (("ok", OK), ("degraded", 1), ("blocked", BLOCKED), ("inconclusive", INCONCLUSIVE)):
            report = dict(load(), verdict=verdict)
            self.assert_ends(run("show", self.write("r.json", report)), status)

    def test_interrupted(self):
        report = dict(load(), complete=False)
        text = run("show", self.write("r.json", report)).stdout.decode()
        self.assertIn("interrupted", text)

    def test_ascii(self):
        for name in ("table", "text"):
            result = run("show", REPORT, "--format", name, env=harness.environment(LC_ALL="C"))
            self.assert_ends(result, BLOCKED)
            self.assertTrue(result.stdout.isascii())
        text = run("show", REPORT, env=harness.environment(LC_ALL="C")).stdout.decode()
        self.assertRegex(text, r"US-\d\d .* x Blocked")
        self.assertRegex(text, r"US-\d\d .* \+ Works")

    def test_80_columns(self):
        shown = terminal.Terminal("show", REPORT)
        self.assertEqual(shown.wait(), BLOCKED)
        for line in shown.screen.text().splitlines():
            self.assertLessEqual(len(line), 80, line)
        self.assertGreater(shown.screen.colours, 0)
        self.assertTrue(shown.screen.shows_cursor and shown.screen.wraps)

    def test_many_widths(self):
        for columns in (40, 60, 79, 80, 81, 100, 132, 250):
            with self.subTest(columns=columns):
                shown = terminal.Terminal("show", REPORT, columns=columns)
                self.assertEqual(shown.wait(), BLOCKED)
                self.assertIn("US-01", shown.screen.text())
                if columns >= 60:
                    self.assertLessEqual(max(map(len, shown.screen.text().splitlines())), columns)


class Output(harness.TestCase):
    def test_endings(self):
        for ending, name in ((".json", "json"), (".TXT", "text"), (".csv", "csv")):
            path = self.folder / f"out{ending}"
            result = run("show", REPORT, "--output", path)
            self.assert_ends(result, BLOCKED)
            self.assertFalse(result.stdout)
            self.assertEqual(path.read_bytes(), run("show", REPORT, "--format", name).stdout)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_format_wins(self):
        path = self.folder / "out.txt"
        self.assert_ends(run("show", REPORT, "-f", "csv", "-o", path), BLOCKED)
        self.assertTrue(path.read_bytes().startswith(b"id,"))

    def test_closed_descriptors(self):
        """What is opened later takes none of their numbers: nothing is printed into it."""
        closed = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", harness.CLI, "show", str(REPORT), "-f", "json"],
                                stderr=subprocess.PIPE, env=harness.environment(), timeout=harness.TIMEOUT, check=False)
        self.assertEqual(closed.returncode, IO_ERROR, closed.stderr)
        path = self.folder / "all.json"
        alone = subprocess.run(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", harness.CLI, "show", str(REPORT), "-o",
                                str(path)], env=harness.environment(), timeout=harness.TIMEOUT, check=False)
        self.assertEqual(json.loads(path.read_text(encoding="utf-8"))["format"], "linecheck-report")
        self.assertNotEqual(alone.returncode, NO_INPUT)

    def test_pipe(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        begun = time.monotonic()
        self.assert_fails(NO_INPUT, "cannot be read", "show", pipe)
        self.assertLess(time.monotonic() - begun, 30)
        writer = subprocess.Popen(["sh", "-c", 'sleep 0.2; cat "$1" >"$2"', "sh", str(REPORT), str(pipe)])
        result = run("show", pipe, "-f", "json")
        writer.wait()
        self.assertEqual(json.loads(result.stdout)["format"], "linecheck-report")

    def test_dash_is_standard_output(self):
        result = run("show", REPORT, "-f", "json", "-o", "-")
        self.assertEqual(result.stdout, REPORT.read_bytes())

    def test_unwritable(self):
        self.assert_fails(IO_ERROR, "cannot be written", "show", REPORT, "-o", self.folder / "none" / "out.json")
        (self.folder / "dir.json").mkdir()
        self.assert_fails(IO_ERROR, "cannot be written", "show", REPORT, "-o", self.folder / "dir.json")

    def test_full(self):
        self.assert_fails(IO_ERROR, "No space left", "show", REPORT, "-f", "json", "-o", "/dev/full")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))
        with open("/dev/full", "wb") as full:
            for name in FORMATS:
                self.assert_ends(run("show", REPORT, "-f", name, stdout=full), IO_ERROR)

    def test_older_file_stays(self):
        path = self.folder / "out.json"
        path.write_text("older")
        os.symlink(path, self.folder / "link.json")
        self.assert_fails(DATA_ERROR, "not a report", "show", self.write("no.json", "{}"), "-o", path)
        self.assertEqual(path.read_text(), "older")
        self.assert_ends(run("show", REPORT, "-o", self.folder / "link.json"), BLOCKED)
        self.assertTrue((self.folder / "link.json").is_symlink())
        self.assertEqual(path.read_bytes(), REPORT.read_bytes())
        self.assertEqual(sorted(os.listdir(self.folder)), ["link.json", "no.json", "out.json"])


class Hostile(harness.TestCase):
    def test_no_report(self):
        for text in ("", "{}", "[]", "null", "{\"format\": \"linecheck-report\"", "\ufeff{}", "[" * 100000,
                     "{\"format\": \"linecheck-report\", \"version\": 2}", "\x00"):
            with self.subTest(text=text[:40]):
                self.assert_fails(DATA_ERROR, "is not a report", "show", self.write("r.json", text))

    def test_bytes(self):
        path = self.folder / "r.json"
        path.write_bytes(b"\xff\xfe\x00{\x1b[2J")
        result = self.assert_fails(DATA_ERROR, "is not a report", "show", path)
        self.assertNotRegex(result.stderr.decode(), STEERING)

    def test_endless(self):
        self.assert_fails(DATA_ERROR, "is not a report", "show", "/dev/zero")

    def test_not_there(self):
        self.assert_fails(NO_INPUT, "none.json", "show", self.folder / "none.json")
        self.assert_fails(NO_INPUT, str(self.folder), "show", self.folder)
        self.assert_fails(USAGE, "The report is missing", "show")

    def test_steering(self):
        path = self.write("r.json", spoil(load()))
        for name in ("table", "text"):
            with self.subTest(format=name):
                result = run("show", path, "--format", name)
                self.assert_ends(result, BLOCKED)
                self.assertNotRegex(result.stdout.decode(), STEERING)
                self.assertIn("free", result.stdout.decode())

    def test_steering_a_terminal(self):
        path = self.write("r.json", spoil(load()))
        for name in FORMATS:
            with self.subTest(format=name):
                shown = terminal.Terminal("show", path, "--format", name, env=harness.environment(TERM="dumb"))
                self.assertEqual(shown.wait(), BLOCKED)
                self.assertNotRegex(shown.raw.decode().replace("\r\n", "\n"), STEERING)

    def test_json_on_a_terminal_is_still_json(self):
        report = spoil(load())
        shown = terminal.Terminal("show", self.write("r.json", report), "-f", "json", columns=5000)
        self.assertEqual(shown.wait(), BLOCKED)
        self.assertEqual(json.loads(shown.raw.decode())["summary"], report["summary"])

    def test_error_message(self):
        report = load()
        report["verdict"] = HOSTILE
        result = self.assert_fails(DATA_ERROR, "$.verdict", "show", self.write("r.json", report))
        self.assertNotRegex(result.stderr.decode(), STEERING)

    def test_huge(self):
        report = load()
        row = report["rows"][0]
        report["rows"] = [dict(row, id=f"{row['id']}{i}", host="h" * 200) for i in range(5000)]
        report["findings"] = [copy.deepcopy(report["findings"][0]) for _ in range(200)]
        result = run("show", self.write("r.json", report))
        self.assert_ends(result, BLOCKED)
        self.assertGreater(len(result.stdout.splitlines()), 5000)

    def test_long_words(self):
        report = load()
        report["summary"] = "w" * 60000
        report["findings"][0]["detail"] = "long words " * 5000
        self.assert_ends(run("show", self.write("r.json", report)), BLOCKED)


if __name__ == "__main__":
    harness.main()
