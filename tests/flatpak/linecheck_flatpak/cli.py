# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof, from Debian's packages to a saved report."""
import argparse
import os
import time

from . import build, inspect, lab, newer, place as places, window
from .tap import Tap

SUITES = ("bookworm", "trixie")
FLOOR = "bookworm"  # what all other tests run on


def _install(place, manifest, note):
    """Each step stands on the one before."""
    branch = manifest["runtime-version"]
    yield "a stand-in runtime of Debian packages", lambda: build.make_runtimes(place, branch, [lab.authorities()])
    yield "the runtime is installed", lambda: build.install_runtimes(place, branch)
    yield "the manifest's archives are had", lambda: build.fetch_archives(place, manifest, note)
    yield "the manifest builds offline, without a warning", lambda: build.build(place)
    yield "a single-file bundle is made", lambda: build.bundle(place)
    yield "the bundle is installed", lambda: build.install_bundle(place)
    yield "a repository of one's own is signed", lambda: build.sign(place)
    yield "the application is installed from that repository", lambda: build.install_from_repository(place)


def prove(tap, place, cli):
    place.prepare()
    manifest = build.read_manifest(place)
    for name, step in _install(place, manifest, tap.note):
        began = time.monotonic()
        is_well = tap.result(name, step())
        tap.note(f"{time.monotonic() - began:.1f} s")
        if not is_well:
            return
    inspect.run(tap, place)
    window.run(tap, place)
    lab.run(tap, place, cli)
    if place.suite != FLOOR:
        newer.run(tap, place)


def main(words):
    parser = argparse.ArgumentParser(prog="prove", description="Builds, installs and runs the Flatpak; prints TAP.")
    parser.add_argument("--cli", required=True, metavar="PATH", help="the linecheck-cli outside, to compare with")
    parser.add_argument("suite", choices=SUITES, help="the Debian suite that the runtime is made of")
    arguments = parser.parse_args(words)
    os.umask(0o022)
    tap, place = Tap(), places.Place(arguments.suite)
    prove(tap, place, os.path.abspath(arguments.cli))
    tap.note(f"pictures, reports and logs: {place.results}")
    return tap.end()
