# SPDX-License-Identifier: GPL-3.0-or-later
"""From Debian packages to an installed application, by way of the unchanged manifest."""
import hashlib
import json
import os
import re
import subprocess

from . import place as places


# The manifest names the last release of each, which Debian's pool may have left behind again. These stay in it as long
# as Debian 13 does: good enough to prove everything else with, and for nothing more.
KEPT_BY_DEBIAN = {
    "c-ares": ("https://github.com/c-ares/c-ares/releases/download/v1.34.5/c-ares-1.34.5.tar.gz",
               "7d935790e9af081c25c495fd13c2cfcda4792983418e96358ef6e7320ee06346"),
}


def read_manifest(place):
    """The manifest as flatpak-builder understands it."""
    shown = place.run(place.words("flatpak-builder", "--show-manifest", place.manifest))
    if shown.returncode:
        raise SystemExit(f"prove: the manifest cannot be read: {shown.stderr}")
    return json.loads(shown.stdout)


def make_runtimes(place, branch, authorities):
    command = [place.tools / "make-runtime", place.suite, branch, place.runtime, *authorities]
    return places.said(place.run(place.words(*command), timeout=1800))


def install_runtimes(place, branch):
    system = place.folder / "system" / "repo"
    if not system.exists():  # flatpak looks for what is installed for all users, too
        place.run(place.words("mkdir", "-p", system))
        place.run(place.words("ostree", f"--repo={system}", "init", "--mode=bare-user-only"))
    place.run(place.words("flatpak", "--user", "remote-add", "--no-gpg-verify", "--if-not-exists", "stand-in",
                          f"file://{place.runtime}/repo"))
    return places.said(place.run(place.words(
        "flatpak", "--user", "install", "-y", "--noninteractive", "--or-update", "stand-in",
        f"org.gnome.Platform//{branch}", f"org.gnome.Sdk//{branch}")))


def _archives(manifest):
    for module in manifest["modules"]:
        for source in module["sources"]:
            if source["type"] == "archive":
                yield module["name"], source["url"], source["sha256"]


def _mirror():
    listed = subprocess.run(["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages"],
                            capture_output=True, text=True, check=True)
    return next(line for line in sorted(set(listed.stdout.split())) if line.endswith("/debian"))


def _candidates(name, url):
    """Where such an archive may be: Debian keeps the original ones of what it packages. Then where it comes from."""
    version = re.search(r"-(\d[\w.]*)\.(tar\.\w+)$", url)
    if version:
        yield f"{_mirror()}/pool/main/{name[0]}/{name}/{name}_{version[1]}.orig.{version[2]}"
    yield url


def _fetch(place, name, url, checksum):
    """Puts an archive where flatpak-builder looks before it downloads. Nothing but the manifest's checksum decides."""
    target = place.state / "downloads" / checksum / url.rsplit("/", 1)[1]
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() == checksum:
        return []
    complaints = []
    place.run(place.words("mkdir", "-p", target.parent))
    for candidate in _candidates(name, url):
        got = place.run(place.words("/usr/lib/apt/apt-helper", "-o", "APT::Sandbox::User=", "download-file", candidate,
                                    target, f"SHA256:{checksum}"))
        if got.returncode == 0:
            return []
        complaints += [candidate, *places.said(got, 3)]
    return complaints


def _replace(place, url, checksum, known):
    """Makes the proof's copy of the manifest take another archive."""
    text = place.manifest.read_text(encoding="utf-8")
    for old, new in zip((url, checksum), known):
        text = text.replace(old, new)
    place.manifest.write_text(text, encoding="utf-8")


def fetch_archives(place, manifest, note):
    """What the manifest's other modules are made of, so that the build itself needs no network."""
    problems = []
    for name, url, checksum in _archives(manifest):
        complaints = _fetch(place, name, url, checksum)
        known = KEPT_BY_DEBIAN.get(name)
        if complaints and known and not _fetch(place, name, *known):
            for line in (*complaints, f"{url} is not to be had here: the proof is made with {known[0]} instead"):
                note(line)
            _replace(place, url, checksum, known)
        else:
            problems += complaints
    return problems


def builder(place, *words):
    """flatpak-builder, which neither downloads nor needs FUSE, and keeps what it compiles."""
    return place.words("flatpak-builder", "--user", "--force-clean", "--disable-updates", "--disable-download",
                       "--disable-rofiles-fuse", "--rebuild-on-sdk-change", "--ccache", f"--jobs={2 * os.cpu_count()}",
                       f"--state-dir={place.state}", *words)


def build(place):
    result = place.run(builder(place, f"--repo={place.repository}", place.build, place.manifest), timeout=1800)
    log = result.stdout + result.stderr
    (place.results / "build.log").write_text(log, encoding="utf-8")
    own = log[log.rfind("Building module linecheck"):]
    warnings = [line for line in own.splitlines() if re.search(r"\bwarning:", line)]
    return places.said(result, 40) or warnings


def _bundle_path(place):
    return place.folder / "linecheck.flatpak"


def bundle(place):
    """The single file that the papers tell how to make."""
    return places.said(place.run(place.words(
        "flatpak", "build-bundle", place.repository, _bundle_path(place), places.APP_ID)))


def _uninstall(place):
    place.run(place.with_bus("flatpak", "--user", "uninstall", "-y", "--noninteractive", places.APP_ID))


def install_bundle(place):
    _uninstall(place)
    return places.said(place.run(place.with_bus("flatpak", "--user", "install", "-y", "--noninteractive",
                                                _bundle_path(place))))


def sign(place):
    """The repository of one's own, as the papers tell: here with a key that lives as long as the proof."""
    keys, key = place.home / "keys", places.APP_ID
    steps = (
        ("mkdir", "-m", "700", keys),
        ("gpg", "--homedir", keys, "--batch", "--passphrase", "", "--quick-generate-key", key, "ed25519", "sign", "1d"),
        ("flatpak", "build-sign", f"--gpg-sign={key}", f"--gpg-homedir={keys}", place.repository, places.APP_ID),
        ("flatpak", "build-update-repo", f"--gpg-sign={key}", f"--gpg-homedir={keys}", "--generate-static-deltas",
         "--prune", place.repository),
        ("gpg", "--homedir", keys, "--output", place.home / "linecheck.gpg", "--export", key))
    for step in steps:
        if problems := places.said(place.run(place.words(*step))):
            return [" ".join(map(str, step)), *problems]
    return []


def install_from_repository(place):
    """Signatures are checked: the remote has the key, and nothing says that it need not look."""
    _uninstall(place)
    place.run(place.words("flatpak", "--user", "remote-delete", "--force", "linecheck"))
    added = place.run(place.words("flatpak", "--user", "remote-add", f"--gpg-import={place.home}/linecheck.gpg",
                                  "linecheck", f"file://{place.repository}"))
    return places.said(added) or places.said(place.run(place.with_bus(
        "flatpak", "--user", "install", "-y", "--noninteractive", "linecheck", places.APP_ID)))
