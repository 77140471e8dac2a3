#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the time from exec to Linecheck's first drawn frame against that of a window
with nothing in it. Prints TAP.

    startup.py LINECHECK EMPTY_WINDOW FIRST_FRAME

The programs take turns, so that whatever else the machine does meets them alike, and
each turn gives one ratio: the middle one counts. Needs a display of its own."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

TURNS = 21
LIMIT = 1.3
DEADLINE_S = 60


def environment(first_frame, place):
    """The default settings, an empty history, nobody to ask on a bus."""
    return {**os.environ, "LD_PRELOAD": first_frame, "GSETTINGS_BACKEND": "memory", "GTK_A11Y": "none",
            "XDG_DATA_HOME": str(place), "XDG_CACHE_HOME": str(place / "cache"), "XDG_CONFIG_HOME": str(place / "config")}


def measure(words, env):
    """Milliseconds until the first frame is drawn."""
    began = time.monotonic_ns()
    said = subprocess.run(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=DEADLINE_S, check=True)
    return int(said.stdout) / 1e3 - began / 1e6


def take_turns(programs, env):
    times = {name: [] for name in programs}
    for turn in range(TURNS + 1):
        for name, words in programs.items():
            ms = measure(words, env)
            # The first turn fills the caches.
            if turn:
                times[name].append(ms)
    return times


def compare(number, times, name):
    """Against one kind of empty window: every turn's ratio, the middle one."""
    turns = [ours / theirs for ours, theirs in zip(times["linecheck"], times[name])]
    ratio = statistics.median(turns)
    undisturbed = min(times["linecheck"]) / min(times[name])
    print(f"# {name}: {statistics.median(times[name]):.0f} ms, Linecheck {statistics.median(times['linecheck']):.0f} ms;"
          f" of the fastest turns {undisturbed:.2f}")
    return f"{number} - start-up, {ratio:.2f} times {name}", ratio


def main(words):
    linecheck, empty, first_frame = words
    with tempfile.TemporaryDirectory() as place:
        times = take_turns({"a plain empty window": [empty], "an empty window in the same style": [empty, "--styled"],
                            "linecheck": [linecheck]}, environment(first_frame, pathlib.Path(place)))
    said, ratio = compare(1, times, "an empty window in the same style")
    print(f"{'ok' if ratio <= LIMIT else 'not ok'} {said}, at most {LIMIT}")
    # This includes what libadwaita takes, which is not ours to change.
    print(f"ok {compare(2, times, 'a plain empty window')[0]}")
    print("1..2")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
