# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the proof lives, and the ordinary user who does all of it.

As root a sandbox keeps every capability: what works there says nothing of what works for a person. So root becomes uid
1000, whom the lab's client is, too. Flatpak's state is in folders of the proof, and this computer's is not touched.
"""
import os
import pathlib
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent.parent
ROOT = HERE.parents[1]
APP_ID = "io.github.linecheck.Linecheck"
MANIFEST = pathlib.Path("flatpak") / f"{APP_ID}.yml"


def is_root():
    return os.geteuid() == 0


UID = 1000 if is_root() else os.getuid()


def _cache():
    """A folder that lasts, and that the ordinary user may enter: a checkout of root's may be closed to others."""
    if is_root():
        return pathlib.Path("/var/cache")
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")


class Place:
    """The folders of one suite: `runtime` and `state` last, all else is made anew."""

    def __init__(self, suite):
        self.suite = suite
        self.folder = _cache() / "linecheck-flatpak" / suite
        self.runtime = self.folder / "runtime"
        self.state = self.folder / "state"
        self.installation = self.folder / "installation"
        self.source = self.folder / "source"
        self.tools = self.folder / "tools"
        self.home = self.folder / "home"
        self.run_dir = self.folder / "run"
        self.build = self.folder / "build"
        self.repository = self.folder / "repository"
        self.newer = self.folder / "newer"
        self.newer_build = self.folder / "newer-build"
        self.results = self.folder / "results"
        self.exports = self.installation / "exports" / "share"
        self.manifest = self.source / MANIFEST

    def prepare(self):
        """What an earlier run left is gone, and the sources are as they are now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in (self.source, self.tools, self.home, self.run_dir, self.build, self.newer, self.newer_build,
                     self.repository, self.results):
            shutil.rmtree(path, ignore_errors=True)
        for path in (self.runtime, self.state, self.installation, self.source, self.home, self.run_dir,
                     self.newer_build, self.results):
            path.mkdir(parents=True, exist_ok=True)
        self.run_dir.chmod(0o700)
        _copy_sources(self.source)
        shutil.copytree(HERE, self.tools, ignore=shutil.ignore_patterns("__pycache__"))
        if is_root():
            _give(self.folder)

    def environment(self, **more):
        """Nothing of the caller's, so that the proof does not depend on who runs it."""
        home, share = self.home, self.home / ".local" / "share"
        values = {
            "HOME": home, "XDG_DATA_HOME": share, "XDG_CONFIG_HOME": home / ".config",
            "XDG_CACHE_HOME": home / ".cache", "XDG_RUNTIME_DIR": self.run_dir,
            "XDG_DATA_DIRS": f"{self.exports}:/usr/local/share:/usr/share",
            "FLATPAK_USER_DIR": self.installation, "FLATPAK_SYSTEM_DIR": self.folder / "system",
            "FLATPAK_CONFIG_DIR": self.folder / "etc", "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
            "GSK_RENDERER": "cairo", **more}
        return {name: str(value) for name, value in values.items()}

    def words(self, *command, **more):
        """The words that run a command as the ordinary user."""
        become = ["setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", "--bounding-set=-all",
                  "--inh-caps=-all", "--no-new-privs", "--"] if is_root() else []
        settings = [f"{name}={value}" for name, value in self.environment(**more).items()]
        return [*become, "env", "-i", *settings, *map(str, command)]

    def with_bus(self, *command, **more):
        """The same with a session bus, which `flatpak run` needs."""
        return self.words(self.tools / "with-bus", *command, **more)

    def run(self, words, timeout=600, **options):
        """Runs such words; what they said is in the result. Nothing of theirs may outlast them."""
        options.setdefault("input", "")
        return subprocess.run(words, cwd=self.folder, text=True, errors="replace", stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout, check=False, **options)


def said(result, lines=25):
    """What is worth reading of a command that failed, and nothing of one that did not."""
    if result.returncode == 0:
        return []
    text = (result.stdout + result.stderr).strip().splitlines()[-lines:]
    return [f"exit status {result.returncode}", *text]


def _copy_sources(target):
    """The files of the checkout, without builds and what git ignores."""
    listed = subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, "ls-files", "-z", "--cached",
                             "--others", "--exclude-standard"], capture_output=True, check=False)
    if listed.returncode:  # an unpacked release
        shutil.copytree(ROOT, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("build*", ".git"))
        return
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        if path.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target / name)


def _give(folder):
    """To the ordinary user, what is not theirs yet."""
    for path in (folder, *folder.rglob("*")):
        if path.lstat().st_uid != UID:
            os.chown(path, UID, UID, follow_symlinks=False)
