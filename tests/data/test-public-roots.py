# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of public roots has every root of this machine's ca-certificates, and its script only ever adds."""
import hashlib
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import desktop
from desktop import SOURCE

LIST = SOURCE / "data/public-roots.txt"
SCRIPT = SOURCE / "data/update-public-roots"
PACKAGE = pathlib.Path("/usr/share/ca-certificates/mozilla")


def key_of(path):
    """As openssl has it, and not as the script reads it."""
    pem = subprocess.run(["openssl", "x509", "-in", path, "-noout", "-pubkey"], capture_output=True, check=True).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "der"], input=pem, capture_output=True, check=True).stdout
    return hashlib.sha256(der).hexdigest()


def read_roots(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split(" ", 1) for line in lines)


class PublicRoots(unittest.TestCase):
    def test_lines(self):
        text = LIST.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("# SPDX-License-Identifier: MPL-2.0\n"))
        self.assertEqual(len(re.findall(r"^# Dated: 20\d\d-\d\d-\d\d$", text, re.MULTILINE)), 1)
        for line in text.splitlines():
            self.assertRegex(line, r"^(# .+|[0-9a-f]{64} \S.*)$")
        self.assertGreater(len(read_roots(LIST)), 250)

    def test_every_root_of_the_package(self):
        roots = read_roots(LIST)
        certificates = sorted(PACKAGE.glob("*.crt"))
        self.assertGreater(len(certificates), 100)
        self.assertEqual([path.name for path in certificates if key_of(path) not in roots], [])

    def test_the_script_only_adds(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            script = shutil.copy(SCRIPT, folder)
            one, two = sorted(PACKAGE.glob("*.crt"))[:2]
            own = folder / "public-roots.txt"
            subprocess.run([script, "--dated", "2026-01-02", one], check=True, capture_output=True)
            self.assertEqual(list(read_roots(own)), [key_of(one)])
            # A date never goes back, and what the next source lacks stays.
            subprocess.run([script, "--dated", "2025-01-02", two], check=True, capture_output=True)
            self.assertEqual(set(read_roots(own)), {key_of(one), key_of(two)})
            self.assertIn("# Dated: 2026-01-02\n", own.read_text(encoding="utf-8"))
            before = own.read_text(encoding="utf-8")
            subprocess.run([script, one, two], check=True, capture_output=True)
            self.assertEqual(own.read_text(encoding="utf-8"), before)
            self.assertEqual(subprocess.run([script, "--check", one], check=False, capture_output=True).returncode, 0)
            self.assertEqual(subprocess.run([script, "--check", PACKAGE], check=False, capture_output=True).returncode, 1)


if __name__ == "__main__":
    desktop.main()
