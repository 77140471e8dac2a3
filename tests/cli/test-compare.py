# SPDX-License-Identifier: GPL-3.0-or-later
"""“compare”: what became of each row between two reports, and its exit status."""
import copy
import json

import harness
from harness import DATA, DATA_ERROR, INCONCLUSIVE, NO_INPUT, OK, USAGE, run

REPORT = DATA / "blocked.json"
WORSE = 1


def load(**statuses):
    """The recorded report with other statuses: US_19="pass"."""
    report = json.loads(REPORT.read_text(encoding="utf-8"))
    for row in report["rows"]:
        row["status"] = statuses.get(row["number"].replace("-", "_"), row["status"])
    return report


class Compare(harness.TestCase):
    def compare(self, after, status, before=REPORT):
        result = run("compare", before, self.write("after.json", after))
        self.assert_ends(result, status)
        self.assertFalse(result.stderr)
        return " ".join(result.stdout.decode().split())

    def test_nothing_is_worse(self):
        text = self.compare(load(), OK)
        for needle in ("Still: US-19 Call signalling: Blocked", "2 rows still do not wholly work"):
            self.assertIn(needle, text)
        text = self.compare(load(US_19="pass", US_20="degraded"), OK)
        for needle in ("Fixed: US-19 Call signalling: Blocked before, Works now",
                       "Better: US-20 Call signalling: Blocked before, Limited now", "1 row still"):
            self.assertIn(needle, text)
        self.assertIn("every row that was tried in both checks works", self.compare(load(US_19="pass", US_20="pass"), OK))

    def test_worse(self):
        text = self.compare(load(US_01="fail", US_19="pass"), WORSE)
        for needle in ("New: US-01 ", "Works before, Blocked now", "Fixed: US-19 ", "1 row is worse than before."):
            self.assertIn(needle, text)
        before = self.write("before.json", load(US_19="degraded"))
        self.assertIn("Worse: US-19 Call signalling: Limited before, Blocked now", self.compare(load(), WORSE, before))

    def test_not_tried(self):
        text = self.compare(load(US_01="cancelled", US_19="cancelled"), OK)
        self.assertNotIn("US-01", text)
        self.assertNotIn("US-19", text)

    def test_another_question(self):
        site, catalog, network, rows = (copy.deepcopy(load()) for _ in range(4))
        site["site"] = "uk"
        catalog["catalog"]["sha256"] = "0" * 64
        network["environment"]["gateways"] = ["10.77.0.1"]
        for row in rows["rows"]:
            row["status"] = "cancelled"
        for report, needle in ((site, "different sites"), (catalog, "different catalogues"),
                               (network, "different networks"), (rows, "No row was tried in both")):
            with self.subTest(needle=needle):
                self.assertIn(needle, self.compare(report, INCONCLUSIVE))

    def test_wrong(self):
        self.assert_fails(USAGE, "The report is missing", "compare")
        self.assert_fails(USAGE, "The report is missing", "compare", REPORT)
        self.assert_fails(USAGE, "one argument too many", "compare", REPORT, REPORT, REPORT)
        self.assert_fails(NO_INPUT, "cannot be read", "compare", REPORT, self.folder / "none.json")
        self.assert_fails(DATA_ERROR, "is not a report", "compare", self.write("no.json", "{}"), REPORT)


if __name__ == "__main__":
    harness.main()
