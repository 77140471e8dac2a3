# SPDX-License-Identifier: GPL-3.0-or-later
"""“code” and “show --code”: each recorded report against a decoder that was written from docs/support-code.md alone."""
import json
import pathlib
import re

import harness
from harness import DATA, DATA_ERROR, NO_INPUT, OK, USAGE, run

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = sorted([DATA / "blocked.json", *(ROOT / "tests/diagnosis/data").glob("*.json")])
PAPER = (ROOT / "docs/support-code.md").read_text(encoding="utf-8")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OWNERS = ("none", "device", "vpn", "local-network", "proxy", "firewall", "dns", "provider", "service", "unknown")
FINDINGS = [None, *re.findall(r"`([a-z0-9-]+)`", PAPER.split("none moves:")[1].split("\n\n")[0])]
VERDICTS = ("ok", "degraded", "blocked", "inconclusive")


def times(a, b):
    product = 0
    for bit in range(5):
        if b >> bit & 1:
            product ^= a << bit
    for bit in range(8, 4, -1):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def read_code(code):
    """The fields of a code, or None where a group's check is not right."""
    bits = ""
    own = 1
    for group in code.split("-"):
        one, two, three, check = map(ALPHABET.index, group)
        if times(2, one) ^ times(4, two) ^ times(8, three) ^ own != check:
            return None
        own = times(own, 2)
        bits += f"{one:05b}{two:05b}{three:05b}"
    at = 0
    numbers = []
    for width in (2, 2, 1, 2, 1, 1, 1, 4, 16, 4, 6, 4, 1, 6, 4, 1):
        numbers.append(int(bits[at:at + width], 2))
        at += width
    site = ("us", "uk", "sg")[numbers[1]]
    n_rows = {"us": 34, "uk": 17, "sg": 18}[site]
    return numbers, site, bits[at:at + n_rows], bits[at + n_rows:]


def is_proven(finding):
    return finding["confidence"] == "proven" and finding.get("owner_confidence", "proven") == "proven"


class Code(harness.TestCase):
    def code(self, path):
        result = run("code", path)
        self.assert_ends(result, OK)
        return result.stdout.decode().splitlines()[0]

    def test_says_what_the_report_says(self):
        self.assertGreater(len(RECORDED), 8)
        for path in RECORDED:
            with self.subTest(report=path.name):
                report = json.loads(path.read_text(encoding="utf-8"))
                numbers, site, rows, rest = read_code(self.code(path))
                environment = report["environment"]
                self.assertEqual(site, report["site"])
                self.assertEqual(numbers[0], 1)
                self.assertEqual(bool(numbers[2]), report["complete"])
                self.assertEqual(VERDICTS[numbers[3]], report["verdict"])
                self.assertEqual([bool(each) for each in numbers[4:7]],
                                 [key in environment for key in ("proxy", "vpn", "captive_portal")])
                self.assertEqual(numbers[7], int(report["catalog"]["revision"]) % 16)
                hour, minute = map(int, report["started"][11:16].split(":"))
                self.assertEqual(numbers[8] % 96, hour * 4 + minute // 15)
                self.assertEqual(list(map(int, rows)), [int(row["status"] == "pass") for row in report["rows"]])
                self.assertNotIn("1", rest)
                foremost = [each for each in report["findings"] if "folded_under" not in each][:2]
                for index, finding in enumerate(foremost):
                    place, owner, proven = numbers[10 + 3 * index:13 + 3 * index]
                    self.assertEqual((FINDINGS[place], OWNERS[owner], bool(proven)),
                                     (finding["code"], finding["owner"], is_proven(finding)))

    def test_show(self):
        for path in RECORDED:
            with self.subTest(report=path.name):
                report = json.loads(path.read_text(encoding="utf-8"))
                result = run("show", "--code", self.code(path).lower().replace("-", " "))
                self.assert_ends(result, VERDICTS.index(report["verdict"]))
                text = " ".join(result.stdout.decode().split())
                self.assertIn("it holds no addresses and no evidence", text)
                others = text.partition("Not shown to work: ")[2].partition("Works: ")[0]
                for row in report["rows"]:
                    self.assertEqual(row["number"] in others, row["status"] != "pass", row["number"])
                for finding in [each for each in report["findings"] if "folded_under" not in each][:2]:
                    self.assertIn(f"- {finding['code']} (", text)
                self.assertNotRegex(text, r"\d+\.\d+\.\d+\.\d+")

    def test_spelled(self):
        result = run("code", DATA / "blocked.json")
        lines = result.stdout.decode().splitlines()
        groups = lines[0].split("-")
        self.assertEqual([line.split()[0] for line in lines[2:]], groups)
        self.assertTrue(all(len(line.split()) == 5 for line in lines[2:]))

    def test_vectors_of_the_paper(self):
        vectors = re.findall(r"`((?:[0-9A-Z]{4}-){4,5}[0-9A-Z]{4})`", PAPER)
        self.assertEqual(len(vectors), 4)
        for vector in vectors:
            self.assertIsNotNone(read_code(vector))
            self.assertIn(run("show", "--code", vector).returncode, range(4))

    def test_faults(self):
        good = self.code(DATA / "blocked.json")
        groups = good.split("-")
        swapped = "-".join([groups[0], groups[2], groups[1], *groups[3:]])
        for code, needle in (("", "group 1 is missing"), (good[:-1], "group 6 is missing"), (good + "0", "too long"),
                             (swapped, "Group 2 of the code is not right"), ("U" + good[1:], "Group 1 of the code"),
                             ("\x1b[2J", "Group 1 of the code")):
            with self.subTest(code=code):
                self.assert_fails(DATA_ERROR, needle, "show", "--code", code)

    def test_wrong(self):
        good = self.code(DATA / "blocked.json")
        self.assert_fails(USAGE, "one argument too many", "show", "--code", good, DATA / "blocked.json")
        self.assert_fails(USAGE, "--code goes without", "show", "--code", good, "--format", "firewall")
        self.assert_fails(USAGE, "--code goes without", "show", "--code", good, "--output", self.folder / "x.txt")
        self.assert_fails(NO_INPUT, "cannot be read", "code", self.folder / "none.json")
        report = json.loads((DATA / "blocked.json").read_text(encoding="utf-8"))
        report["rows"][0]["id"] += "0"
        self.assert_fails(DATA_ERROR, "There is no code for this report", "code", self.write("r.json", report))


if __name__ == "__main__":
    harness.main()
