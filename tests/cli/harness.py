# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real linecheck-cli for the tests beside this file, which print TAP."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from tap import main  # noqa: E402, F401

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
