# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests beside this file share: where things are, and tools that are run."""
import os
import pathlib
import subprocess
import sys

SOURCE = pathlib.Path(os.environ.get("LINECHECK_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("LINECHECK_BUILD", SOURCE / "build"))
APP_ID = "io.github.linecheck.Linecheck"
REPORT_TYPE = "application/vnd.linecheck.report+json"

# The tests of the command line have the words about finished programs, and TAP.
sys.path.insert(0, str(SOURCE / "tests/cli"))
import harness  # noqa: E402


def list_languages():
    lines = [line.split("#")[0] for line in os.environ["LINECHECK_LINGUAS"].splitlines()]
    return " ".join(lines).split()


class TestCase(harness.TestCase):
    def tool(self, *words, env=None, cwd=None, timeout=60):
        """Runs what has to end well, and gives what it said on standard output."""
        result = subprocess.run([str(word) for word in words], env=dict(os.environ, **(env or {})), cwd=cwd, text=True,
                                capture_output=True, timeout=timeout, check=False)
        self.assertEqual(result.returncode, 0, f"{words}: {result.stdout}{result.stderr}")
        return result.stdout

    def silent(self, *words, **options):
        """Runs what says something only where something is wrong."""
        self.assertEqual(self.tool(*words, **options), "")


main = harness.main
