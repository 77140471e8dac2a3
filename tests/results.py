#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the tests in meson's JSON logs and in TAP files, names those that did not
pass, and ends with one plain line. Fails unless all of them passed."""
import collections
import json
import re
import sys

TAP_LINE = re.compile(r"^(not )?ok\b\s*\d*\s*(?:- )?(.*?)(?:\s*#\s*(SKIP|TODO)\b.*)?$", re.IGNORECASE)
PASSED = ("OK", "EXPECTEDFAIL")


def read_tap(text):
    """Yields the name and the outcome of each test of a TAP stream."""
    for line in text.splitlines():
        match = TAP_LINE.match(line)
        if match:
            failed, name, directive = match.groups()
            if directive and directive.upper() == "SKIP":
                yield name, "skipped"
            else:
                yield name, "failed" if failed else "passed"


def read_record(record):
    """Yields the outcomes of one meson test, which may hold many."""
    found = list(read_tap(record.get("stdout", "")))
    result = record["result"]
    yield from ((f"{record['name']} {name}", outcome) for name, outcome in found)
    if result == "SKIP" and not found:
        yield record["name"], "skipped"
    elif result not in PASSED + ("SKIP",) and "failed" not in (outcome for _, outcome in found):
        yield f"{record['name']} ({result.lower()})", "failed"
    elif not found:
        yield record["name"], "passed"


def read_stream(path, text):
    """Yields the outcomes of a TAP stream, and a failure where it ended before its plan."""
    found = list(read_tap(text))
    plan = re.search(r"^1\.\.(\d+)", text, re.MULTILINE)
    yield from found
    if not plan or int(plan.group(1)) != len(found):
        yield f"{path}: it ended early", "failed"


def read_file(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if path.endswith(".json"):
        for line in text.splitlines():
            yield from read_record(json.loads(line))
    else:
        yield from read_stream(path, text)


def main(paths):
    counts = collections.Counter()
    for path in paths:
        try:
            outcomes = list(read_file(path))
        except (OSError, ValueError, KeyError) as error:
            outcomes = [(f"{path}: {error}", "failed")]
        for name, outcome in outcomes or [(f"{path}: no test ran", "failed")]:
            counts[outcome] += 1
            if outcome != "passed":
                print(f"{outcome}: {name}")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if counts["passed"] and not counts["failed"] and not counts["skipped"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
