# SPDX-License-Identifier: GPL-3.0-or-later
"""“check” against servers on this computer's loopback."""
import hashlib
import json
import os
import signal
import subprocess
import time

import harness
import servers
import terminal
from harness import BLOCKED, CLI, IO_ERROR, INTERRUPTED, OK, run

class CheckCase(harness.TestCase):
    def serve(self, kind, *arguments):
        server = kind(*arguments)
        self.addCleanup(server.close)
        return server

    def catalog(self, *rows):
        return self.write("catalog.json", servers.catalog(list(rows)))

    def healthy(self):
        return self.catalog(servers.row(1, "stun", self.serve(servers.Stun).port))

    def tarpit(self, count=3):
        """A healthy row, and rows that wait until they time out."""
        silent = self.serve(servers.Silent, count)
        rows = [servers.row(1, "stun", self.serve(servers.Stun).port)]
        rows += [servers.row(number, "imap", port) for number, port in enumerate(silent.ports, 2)]
        return self.catalog(*rows), silent

    def start(self, *words, **options):
        process = subprocess.Popen([CLI, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=harness.environment(), **options)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        return process

    def wait_for(self, condition):
        deadline = time.monotonic() + harness.TIMEOUT
        while not condition():
            self.assertLess(time.monotonic(), deadline, "it never came so far")
            time.sleep(0.01)


class Verdict(CheckCase):
    def test_healthy(self):
        result = run("check", "xx", "--catalog", self.healthy())
        self.assert_ends(result, OK)
        text = result.stdout.decode()
        self.assertRegex(text, r"XX-01 +stun +127\.0\.0\.1 +\d+ +✓ Works +\d+(\.\d)? ")
        self.assertNotIn("\x1b", text)
        self.assertFalse(result.stderr)

    def test_refused(self):
        catalog = self.catalog(servers.row(1, "imap", self.serve(servers.Closed).port))
        result = run("check", "XX", "--catalog", catalog, "--format", "json")
        self.assert_ends(result, BLOCKED)
        report = json.loads(result.stdout)
        self.assertTrue(report["complete"])
        self.assertEqual((report["rows"][0]["status"], report["rows"][0]["code"]), ("fail", "tcp-refused"))

    def test_timeout(self):
        catalog, silent = self.tarpit(1)
        result = run("check", "xx", "--catalog", catalog, "--timeout", "0.3", "--no-trace", "--format", "json")
        self.assert_ends(result, BLOCKED)
        row = json.loads(result.stdout)["rows"][1]
        self.assertEqual((row["status"], row["code"]), ("fail", "app-timeout"))
        self.assertGreaterEqual(silent.connections, 1)
        self.assertGreaterEqual(row["duration_us"], 300000)
        self.assertLess(row["duration_us"], 5000000)

    def test_rows(self):
        catalog, silent = self.tarpit()
        result = run("check", "xx", "--catalog", catalog, "--rows", "xx-01", "--format", "json")
        self.assert_ends(result, OK)
        self.assertEqual([row["number"] for row in json.loads(result.stdout)["rows"]], ["XX-01"])
        self.assertEqual(silent.connections, 0)

    def test_jobs(self):
        catalog, silent = self.tarpit(4)
        words = ("check", "xx", "--catalog", catalog, "--timeout", "0.3", "--no-trace")
        self.assert_ends(run(*words, "--jobs", "1"), BLOCKED)
        self.assertEqual((silent.connections, silent.most), (4, 1))
        self.assert_ends(run(*words, "--jobs", "4"), BLOCKED)
        self.assertGreater(silent.most, 1)

    def test_formats_agree(self):
        path = self.folder / "report.json"
        self.assert_ends(run("check", "xx", "--catalog", self.healthy(), "--output", path), OK)
        shown = run("show", path, "--format", "json")
        self.assert_ends(shown, OK)
        self.assertEqual(shown.stdout, path.read_bytes())
        self.assertEqual(json.loads(shown.stdout)["catalog"]["source"], (self.folder / "catalog.json").as_uri())


class Output(CheckCase):
    def test_table_beside_file(self):
        path = self.folder / "report.json"
        result = run("check", "xx", "--catalog", self.healthy(), "--output", path)
        self.assert_ends(result, OK)
        text = result.stdout.decode()
        self.assertIn("XX-01", text)
        self.assertIn("✓ Everything works", text)
        self.assertIn(str(path), " ".join(text.split()))
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_unwritable_is_told_before_anything_is_sent(self):
        catalog, silent = self.tarpit()
        for path in (self.folder / "none" / "r.json", self.folder, "/proc/r.json"):
            self.assert_fails(IO_ERROR, "cannot be written", "check", "xx", "--catalog", catalog, "--format", "json",
                              "--output", path)
        self.assertEqual(silent.connections, 0)

    def test_nothing_is_lost(self):
        catalog, silent = self.tarpit(1)
        folder = self.folder / "gone"
        folder.mkdir()
        process = self.start("check", "xx", "--catalog", catalog, "--timeout", "1", "--output", folder / "r.json")
        self.wait_for(lambda: silent.connections > 0)
        folder.rmdir()
        stdout, stderr = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, IO_ERROR, stderr)
        self.assertEqual(len(json.loads(stdout)["rows"]), 2)
        self.assertIn("cannot be written", stderr.decode())

    def test_full(self):
        result = run("check", "xx", "--catalog", self.healthy(), "--format", "json", "--output", "/dev/full")
        self.assert_ends(result, IO_ERROR)
        self.assertEqual(json.loads(result.stdout)["verdict"], "ok")
        with open("/dev/full", "wb") as full:
            for name in ("table", "json"):
                self.assert_ends(run("check", "xx", "--catalog", self.healthy(), "-f", name, stdout=full), IO_ERROR)


class Interrupt(CheckCase):
    def interrupt(self, number):
        catalog, silent = self.tarpit()
        path = self.folder / "report.json"
        process = self.start("check", "xx", "--catalog", catalog, "--timeout", "60", "--output", path)
        self.wait_for(lambda: silent.connections == 3)
        # The healthy row takes a few milliseconds, and the others a minute.
        time.sleep(1.5)
        process.send_signal(number)
        stdout, stderr = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, INTERRUPTED, stderr)
        report = json.loads(path.read_bytes())
        self.assertFalse(report["complete"])
        self.assertEqual([row["status"] for row in report["rows"]], ["pass"] + ["cancelled"] * 3)
        self.assertNotEqual(report["verdict"], "ok")
        self.assertEqual(silent.now, 0)
        return stdout.decode()

    def test_sigint(self):
        self.interrupt(signal.SIGINT)

    def test_sigterm(self):
        self.interrupt(signal.SIGTERM)

    def test_standard_output(self):
        catalog, silent = self.tarpit()
        process = self.start("check", "xx", "--catalog", catalog, "--timeout", "60")
        self.wait_for(lambda: silent.connections == 3)
        process.send_signal(signal.SIGINT)
        stdout, _ = process.communicate(timeout=harness.TIMEOUT)
        self.assertEqual(process.returncode, INTERRUPTED)
        self.assertIn("interrupted", stdout.decode())
        self.assertIn("XX-04", stdout.decode())

    def test_before_the_end_of_writing(self):
        """A second signal ends the program even where nobody takes what it writes."""
        rows = [servers.row(number, "imap", self.serve(servers.Closed).port) for number in range(1, 100)]
        process = self.start("check", "xx", "--catalog", self.catalog(*rows), "--no-trace", "--format", "json")
        size = 0
        while size != (size := len(self._peek(process.stdout))) or size == 0:
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(harness.TIMEOUT), INTERRUPTED)

    @staticmethod
    def _peek(pipe):
        """What waits in the pipe, as far as its size says."""
        import array
        import fcntl
        import termios
        size = array.array("i", [0])
        fcntl.ioctl(pipe, termios.FIONREAD, size)
        return b" " * size[0]


class Live(CheckCase):
    def test_rows_from_the_start(self):
        catalog, silent = self.tarpit()
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "2", "--no-trace", lines=30)
        shown.wait_for("✓ Works")
        text = shown.screen.text()
        for number in ("XX-01", "XX-02", "XX-03", "XX-04"):
            self.assertIn(number, text)
        self.assertIn("› Checking", text)
        self.assertIn("of 4", text)
        self.assertEqual(shown.wait(), BLOCKED)
        self.assert_final(shown, 4)

    def assert_final(self, shown, n_rows):
        """The table once, whole, with nothing left of what was shown before."""
        text = shown.screen.text()
        self.assertTrue(shown.screen.shows_cursor and shown.screen.wraps)
        self.assertNotIn("Checking", text)
        for number in range(1, n_rows + 1):
            self.assertEqual(text.count(f"\nXX-{number:02} "), 1, text)
        self.assertEqual(text.count("Service"), 1, text)

    def test_more_rows_than_lines(self):
        catalog, silent = self.tarpit(30)
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "2", "--no-trace", lines=20)
        shown.wait_for("✓")
        self.assertIn("of 31", shown.screen.text())
        self.assertIn("imap", shown.screen.text())
        self.assertEqual(shown.wait(), BLOCKED)
        self.assert_final(shown, 31)

    def test_few_lines(self):
        catalog, silent = self.tarpit(30)
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "1", "--no-trace", lines=3)
        shown.wait_for("of 31")
        self.assertEqual(shown.wait(), BLOCKED)
        self.assert_final(shown, 31)

    def test_resize(self):
        catalog, silent = self.tarpit(10)
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "3", "--no-trace",
                                  columns=120, lines=40)
        shown.wait_for("XX-11")
        # Wider, so that this screen, which breaks no line anew, shows what a real one does.
        shown.resize(160, 30)
        shown.wait_for("✓ Works")
        self.assertEqual(shown.wait(), BLOCKED)
        self.assert_final(shown, 11)

    def test_ctrl_c(self):
        catalog, silent = self.tarpit()
        path = self.folder / "report.json"
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "60", "--output", path)
        shown.wait_for("✓ Works")
        shown.type("\x03")
        self.assertEqual(shown.wait(), INTERRUPTED)
        self.assert_final(shown, 4)
        self.assertIn("interrupted", shown.screen.text())
        self.assertIn("– Stopped", shown.screen.text())
        self.assertFalse(json.loads(path.read_bytes())["complete"])

    def test_stopped_and_continued(self):
        catalog, silent = self.tarpit()
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--timeout", "3", "--no-trace")
        shown.wait_for("✓ Works")
        os.kill(shown.pid, signal.SIGSTOP)
        shown.screen.feed("\r\nsomebody else's line\r\n")
        os.kill(shown.pid, signal.SIGCONT)
        self.assertEqual(shown.wait(), BLOCKED)
        self.assertIn("somebody else's line", shown.screen.text())
        self.assertTrue(shown.screen.shows_cursor and shown.screen.wraps)

    def test_json_beside_terminal(self):
        """The live rows go to the terminal, and nothing but JSON to standard output."""
        catalog = self.healthy()
        read, write = os.pipe()
        shown = terminal.Terminal("check", "xx", "--catalog", catalog, "--format", "json", stdout=write)
        os.close(write)
        with os.fdopen(read, "rb") as pipe:
            report = json.loads(pipe.read())
        self.assertEqual(shown.wait(), OK)
        self.assertEqual(report["verdict"], "ok")
        self.assertIn(b"XX-01", shown.raw)
        self.assertEqual(shown.screen.text().strip(), "")

    def test_dumb(self):
        shown = terminal.Terminal("check", "xx", "--catalog", self.healthy(), env=harness.environment(TERM="dumb"))
        self.assertEqual(shown.wait(), OK)
        self.assertNotIn(b"\x1b", shown.raw)
        self.assertIn(b"XX-01", shown.raw)

    def test_next_step(self):
        shown = terminal.Terminal("check", "xx", "--catalog", self.healthy())
        self.assertEqual(shown.wait(), OK)
        self.assertIn("linecheck-cli check xx --output report.json", shown.screen.text())


class Again(CheckCase):
    """One row is closed, is mended, and breaks again."""

    def setUp(self):
        super().setUp()
        self.stun = self.serve(servers.Stun).port
        self.closed = servers.row(2, "imap", self.serve(servers.Closed).port)
        self.rows = [servers.row(1, "stun", self.stun), self.closed, servers.row(3, "stun", self.serve(servers.Stun).port)]
        self.before = self.folder / "before.json"
        self.after = self.folder / "after.json"
        self.file = self.catalog(*self.rows)
        self.assert_ends(run("check", "xx", "--catalog", self.file, "-o", self.before), BLOCKED)

    def again(self, status, *words):
        result = run("check", "--again", self.before, "--catalog", self.file, "-o", self.after, *words)
        self.assert_ends(result, status)
        return " ".join(result.stdout.decode().split())

    def test_still(self):
        text = self.again(BLOCKED, "--ticket", "CHG 7")
        self.assertIn("Still: XX-02 ", text)
        self.assertIn("Nothing is worse", text)
        before, after = (json.loads(path.read_text(encoding="utf-8")) for path in (self.before, self.after))
        self.assertEqual([row["number"] for row in after["rows"]], ["XX-01", "XX-02"])
        self.assertEqual(after["again"], {"of": before["id"], "ticket": "CHG 7",
                                          "sha256": hashlib.sha256(self.before.read_bytes()).hexdigest()})
        self.assertNotIn("again", before)

    def test_fixed_and_new(self):
        report = json.loads(self.before.read_text(encoding="utf-8"))
        report["rows"][0]["status"], report["rows"][1]["status"] = "fail", "pass"
        self.before.write_text(json.dumps(report), encoding="utf-8")
        text = self.again(BLOCKED)
        self.assertIn("New: XX-02 ", text)
        self.assertIn("Fixed: XX-01 ", text)
        self.assertIn("1 row is worse", text)
        self.assertEqual(run("compare", self.before, self.after).returncode, 1)

    def test_own_rows(self):
        self.again(OK, "--rows", "XX-03")
        self.assertEqual([row["number"] for row in json.loads(self.after.read_text(encoding="utf-8"))["rows"]], ["XX-03"])

    def test_wrong(self):
        self.assert_fails(harness.USAGE, "is of site xx, not “us”", "check", "us", "--again", self.before, "-c", self.file)
        self.assert_fails(harness.USAGE, "There is no site “xx”", "check", "--again", self.before)
        self.assert_fails(harness.USAGE, "--ticket needs --again", "check", "xx", "--ticket", "1", "-c", self.file)
        self.assert_fails(harness.NO_INPUT, "cannot be read", "check", "--again", self.folder / "none.json")


if __name__ == "__main__":
    harness.main()
