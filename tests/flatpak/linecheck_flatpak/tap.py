# SPDX-License-Identifier: GPL-3.0-or-later
"""Results as TAP, one line for each, as soon as it is known."""


class Tap:
    """Counts what was tried and says how it went."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def result(self, name, problems=()):
        """One line; the problems, if there are any, as its diagnostics. Returns whether all is well."""
        problems = [line for problem in problems for line in str(problem).splitlines()]
        self.count += 1
        self.failed += bool(problems)
        for problem in problems:
            print(f"# {problem}", flush=True)
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}", flush=True)
        return not problems

    def note(self, text):
        print(f"# {text}", flush=True)

    def end(self):
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed or not self.count else 0
