#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the longest stutter of the window during a check of 50 rows against 50 ms.
Prints TAP.

    frames.py BENCH_FRAMES

What the program does itself it does in every round; what else the machine does, or the
host of a virtual one, is not in all of them. So the least disturbed round counts. Needs
a display of its own."""
import subprocess
import sys

ROUNDS = 5
BUDGET_US = 50000
DEADLINE_S = 150


def measure(program):
    """Microseconds: the longest turn of the main loop, the longest time between two frames."""
    said = subprocess.run([program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=DEADLINE_S, check=True)
    *notes, last = said.stdout.splitlines()
    print("\n".join(notes), flush=True)
    return [int(word) for word in last.split()]


def main(program):
    rounds = [measure(program) for _ in range(ROUNDS)]
    good = True
    for number, (name, times) in enumerate(zip(("the longest turn", "between two frames"), zip(*rounds)), 1):
        ratio = min(times) / BUDGET_US
        good &= ratio <= 1
        print(f"{'ok' if ratio <= 1 else 'not ok'} {number} - {name}, in 50 ms: {ratio:.2f}, at most 1.00")
    print("1..2")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
