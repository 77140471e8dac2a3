# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real linecheck-cli for the tests beside this file, and prints TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CLI = os.environ.get("LINECHECK_CLI", "linecheck-cli")
DATA = pathlib.Path(__file__).parent / "data"
TIMEOUT = 60

OK, DEGRADED, BLOCKED, INCONCLUSIVE = range(4)
USAGE, DATA_ERROR, NO_INPUT, IO_ERROR, INTERRUPTED = 64, 65, 66, 74, 130


def environment(**changes):
    """The tests' environment without what a person's terminal adds; None takes a variable away."""
    values = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC")
    for name in ("NO_COLOR", "COLUMNS", "LINES", "TERM", "LANGUAGE"):
        values.pop(name, None)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return values


def run(*words, stdin=None, stdout=subprocess.PIPE, env=None, cwd=None):
    return subprocess.run([CLI, *map(str, words)], input=stdin, stdout=stdout, stderr=subprocess.PIPE,
                          env=env or environment(), cwd=cwd, timeout=TIMEOUT, check=False)


class TestCase(unittest.TestCase):
    """Adds a folder of its own and words about a finished program."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="linecheck-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def assert_ends(self, result, status):
        self.assertEqual(result.returncode, status, f"{result.stdout!r} {result.stderr!r}")

    def assert_fails(self, status, needle, *words, **options):
        """The command fails with this status and one that says why, and prints nothing else."""
        result = run(*words, **options)
        self.assert_ends(result, status)
        self.assertIn(needle, result.stderr.decode())
        self.assertTrue(result.stderr.startswith(b"linecheck-cli: "), result.stderr)
        self.assertFalse(result.stdout)
        return result

    def write(self, name, value):
        path = self.folder / name
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
        return path


class _TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.count = 0

    def _print(self, outcome, test, note=""):
        self.count += 1
        print(f"{outcome} {self.count} - {test.id().removeprefix('__main__.')}{note}", flush=True)

    def addSuccess(self, test):
        self._print("ok", test)

    def addSkip(self, test, reason):
        self._print("ok", test, f" # SKIP {reason}")

    def _fail(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}")
        self._print("not ok", test)

    def addError(self, test, error):
        super().addError(test, error)
        self._fail(test, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._fail(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._fail(subtest, error)


def main():
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"])
    result = _TapResult()
    suite.run(result)
    print(f"1..{result.count}")
    sys.exit(0 if result.wasSuccessful() else 1)
