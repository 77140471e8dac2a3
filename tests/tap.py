# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs Python's unit tests, and prints TAP."""
import sys
import unittest


class _Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.count = 0

    def _print(self, outcome, test, note=""):
        self.count += 1
        print(f"{outcome} {self.count} - {test.id().removeprefix('__main__.')}{note}", flush=True)

    def addSuccess(self, test):
        self._print("ok", test)

    def addSkip(self, test, reason):
        self._print("ok", test, f" # SKIP {reason}")

    def _fail(self, test, error):
        for line in self._exc_info_to_string(error, test).splitlines():
            print(f"# {line}")
        self._print("not ok", test)

    def addError(self, test, error):
        super().addError(test, error)
        self._fail(test, error)

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self._fail(test, error)

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self._fail(subtest, error)


def main(names=None):
    """The tests of the program's module, or those of them that are named."""
    loader, module = unittest.defaultTestLoader, sys.modules["__main__"]
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    result = _Result()
    suite.run(result)
    print(f"1..{result.count}")
    sys.exit(0 if result.wasSuccessful() else 1)
