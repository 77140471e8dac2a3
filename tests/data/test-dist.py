# SPDX-License-Identifier: GPL-3.0-or-later
"""`meson dist` makes a tarball of what is committed, and the command line builds from it and runs."""
import os
import tarfile

import desktop
from desktop import BUILD

VERSION = os.environ["LINECHECK_VERSION"]
NAME = f"linecheck-{VERSION}"
# Somebody else may own the folder, as where it is mounted into a container.
GIT = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*"}


class Dist(desktop.TestCase):
    def setUp(self):
        super().setUp()
        self.tool("meson", "dist", "-C", BUILD, "--no-tests", "--allow-dirty", "--formats", "gztar", env=GIT, timeout=120)
        with tarfile.open(BUILD / f"meson-dist/{NAME}.tar.gz") as tarball:
            self.members = {member.name: member for member in tarball}
            tarball.extractall(self.folder)
        self.source = self.folder / NAME

    def test_builds_and_runs(self):
        for name in ("COPYING", "README.md", "CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "po/POTFILES.in"):
            self.assertIn(f"{NAME}/{name}", self.members)
        for name in ("run", "check", "tests/packages/install"):
            self.assertEqual(self.members[f"{NAME}/{name}"].mode & 0o111, 0o111, name)
        self.assertEqual([name for name in self.members if name.startswith(f"{NAME}/build")], [])

        build = self.folder / "build"
        # What is compiled is what is asked here, and not how well it is optimized.
        self.tool("meson", "setup", build, self.source, "-Dapp=disabled", "-Dtests=false", "-Dwerror=true", "-Doptimization=0",
                  "-Ddebug=false", timeout=300)
        self.tool("ninja", "-C", build, "-j", "2", timeout=1000)
        self.tool("meson", "install", "-C", build, "--no-rebuild", "--quiet", env={"DESTDIR": str(self.folder / "place")})
        programs = sorted(path for path in (self.folder / "place").rglob("bin/*"))
        self.assertEqual([path.name for path in programs], ["linecheck-cli"])
        self.assertEqual(self.tool(programs[0], "--version"), f"linecheck-cli {VERSION}\n")
        self.assertIn("SG-01", self.tool(programs[0], "list", "sg"))


if __name__ == "__main__":
    desktop.main()
