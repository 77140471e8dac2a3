# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do with the window, from the first start to the report in somebody else's hands."""
import json
import pathlib
import re
import sys
import unittest

import tap

from . import audit
from .desk import Desk, press_keys, turn_away, type_text, wait_until
from .lab import ask_lab
from .program import Program, Role, State, has, names, press, walk

FOLDER = pathlib.Path.cwd()
DESK = Desk(FOLDER / "desk")

WORKS, BLOCKED = "Everything works", "Something is blocked"
SIP = "UK-11"


class Story(unittest.TestCase):
    """A home of its own, in which nobody has started anything, and a lab in which all is well."""

    def setUp(self):
        self.home = FOLDER / "homes" / self.id().rpartition(".")[2]
        self.home.mkdir(parents=True)
        self.addCleanup(ask_lab, do="unfault")

    def start(self, *words, **options):
        program = Program(FOLDER, self.home, *words, **options)
        self.addCleanup(self._put_away, program)
        return program

    def _put_away(self, program):
        """A program that did not come to its end was in the middle of a story that went wrong: its state is kept."""
        if program.has_ended:
            return
        name = self.id().rpartition(".")[2]
        DESK.photograph(FOLDER / f"left/{name}.png")
        (FOLDER / f"left/{name}.txt").write_text(program.describe(), encoding="utf-8")
        (FOLDER / f"left/{name}.log").write_text(program.said(), encoding="utf-8")
        program.kill()

    def choose_and_start(self, program, site="United Kingdom"):
        program.press(Role.RADIO_BUTTON, site)
        wait_until(lambda: has(program.wait_for(Role.RADIO_BUTTON, site), State.CHECKED), f"{site}, chosen")
        program.press(Role.PUSH_BUTTON, "Start Check")

    def wait_for_verdict(self, program, verdict):
        program.wait_for_end()
        program.wait_for(Role.LABEL, verdict)

    def save(self, program, path, *presses):
        for button in presses:
            program.press(Role.PUSH_BUTTON, button)
        program.choose_file(path, "Save")
        wait_until(path.exists, f"the file {path.name}")
        program.wait_for(Role.STATUS_BAR, "It is saved.")

    def open(self, program, path):
        program.do("win.open")
        program.choose_file(path, "Open")
        program.wait_for(Role.LABEL, f"Saved report: .*{path.name}.*")


class BlockedPort(Story):
    """Somebody in London cannot call, and a helpdesk person gets the report."""

    def test_from_the_first_start_to_the_block_lifted(self):
        ask_lab(do="fault", name="firewall-drop-5061")
        program = self.start()
        self.choose_and_start(program)
        self.watch_rows_change(program)
        self.wait_for_verdict(program, BLOCKED)
        self.read_finding(program)
        self.read_details(program)
        page, record = self.home / "for-the-boss.html", self.home / "for-the-helpdesk.json"
        self.save(program, page, "Share", "Save Report…")
        self.save(program, record, "Save…")
        self.check_files(page, record)

        self.open(program, record)
        program.wait_for(Role.LABEL, "Every row is the same.")
        self.assertFalse(program.can("win.check-failed"), "a saved report never changes")
        program.press(Role.PUSH_BUTTON, "Close", program.wait_for(Role.LABEL, "Saved report: .*").get_parent())

        ask_lab(do="unfault")
        program.do("win.check-failed")
        self.wait_for_verdict(program, WORKS)
        self.assertEqual(set(program.statuses().values()), {"Works"})
        self.open(program, record)
        program.wait_for(Role.LABEL, f"{SIP} .*: Blocked in this report, Works in yours")
        program.end()

    def watch_rows_change(self, program):
        """Every row is there, and one waits for its answer while others have theirs already. The last rows come a frame
        or two after the first."""
        wait_until(lambda: self.half_done(program.statuses()), "all 17 rows, some checked and some not")
        self.assertTrue(program.can("win.stop"))

    @staticmethod
    def half_done(statuses):
        said = set(statuses.values())
        return len(statuses) == 17 and "Works" in said and said & {"Waiting", "Checking…"}

    def read_finding(self, program):
        program.wait_for(Role.LABEL, "TCP 5061 is blocked by a firewall rule")
        program.wait_for(Role.LABEL, r"MultiLine’s calls cannot work .*10\.1\.0\.1 \(your firewall\) stops TCP 5061\.")
        program.wait_for(Role.LABEL, "Calls: Blocked")
        statuses = program.statuses()
        self.assertEqual(statuses.pop(SIP), "Blocked")
        self.assertEqual(set(statuses.values()), {"Works"})
        self.assertIn("stops after 10.1.0.1 (hop 1)", program.cells(SIP)["What was seen"])

    def read_details(self, program):
        """From the finding to the row that shows it, and how far its packets came."""
        program.press(Role.PUSH_BUTTON, "What shows it")
        program.press(Role.PUSH_BUTTON, SIP)
        pane = program.wait_for(Role.PUSH_BUTTON, "Close details").get_parent().get_parent()
        wait_until(lambda: SIP in names(pane), "the row in the details")
        for text in ("Path", "This computer", "10.1.0.1", "It stops at 10.1.0.1, or right after it"):
            self.assertIn(text, names(pane))

    def check_files(self, page, record):
        text = page.read_text(encoding="utf-8")
        self.assertTrue(text.lower().startswith("<!doctype html>"), text[:80])
        self.assertIn("10.1.0.1", text)
        report = json.loads(record.read_text(encoding="utf-8"))
        self.assertEqual((report["site"], report["verdict"], report["complete"]), ("uk", "blocked", True))
        self.assertEqual([row["number"] for row in report["rows"] if row["status"] == "fail"], [SIP])
        self.assertEqual([finding["code"] for finding in report["findings"]], ["port-blocked"])


class Keyboard(Story):
    """Nobody touches the pointer."""

    def test_from_the_first_start_to_a_saved_report(self):
        program = self.start()
        self.wait_for_focus(program, Role.PUSH_BUTTON, "Start Check")
        press_keys("shift+Tab", "Down")
        self.wait_for_focus(program, Role.RADIO_BUTTON, "United Kingdom")
        press_keys("space", "Tab", "Return")
        self.wait_for_verdict(program, WORKS)
        self.assertIn(SIP, program.statuses())

        press_keys("F5")
        wait_until(lambda: program.can("win.stop") or None, "the second check")
        self.wait_for_verdict(program, WORKS)
        path = self.home / "typed.json"
        press_keys("ctrl+s")
        wait_until(lambda: program.root.get_child_count() == 2, "a file chooser")
        self.wait_for_focus(program, Role.TEXT, "Name:")
        press_keys("ctrl+a")
        type_text(str(path))
        press_keys("Return")
        wait_until(path.exists, "the file")
        program.wait_for(Role.STATUS_BAR, "It is saved.")
        self.assertEqual(json.loads(path.read_text(encoding="utf-8"))["verdict"], "ok")
        program.end()

    def wait_for_focus(self, program, role, name):
        wait_until(lambda: has(program.wait_for(role, name), State.FOCUSED), f"the focus on “{name}”")


class EveryFocus(Story):
    """Tab leads round the window, and a shortcut works wherever it has led."""

    STOPS = 40  # more than there are

    def test_tab_and_shortcuts(self):
        program = self.start()
        program.launch(str(FOLDER / "cli/data/blocked.json")).wait(timeout=30)
        self.wait_for_verdict(program, BLOCKED)
        search = program.wait_for(Role.ENTRY, "Search the rows")
        press_keys("ctrl+f")
        wait_until(lambda: has(search, State.FOCUSED), "the focus in the search")
        stops = self.circle(program, search)
        self.assertGreater(len(set(stops)), 12, stops)
        self.assertEqual(len([stop for stop in stops if "table row" in stop]), 1, stops)
        # From each stop: a press of Ctrl+F leads back.
        for presses in range(1, len(stops)):
            press_keys(*["Tab"] * presses)
            self.assertFalse(has(search, State.FOCUSED), stops[:presses])
            press_keys("ctrl+f")
            wait_until(lambda: has(search, State.FOCUSED), f"Ctrl+F from {stops[presses - 1]}", seconds=5)
        program.end()

    def test_what_is_heard(self):
        """The name and the description of what has the focus: nothing else is told of by itself."""
        ask_lab(do="fault", name="firewall-drop-5061")
        program = self.start()
        self.choose_and_start(program)
        self.heard(program, "Stop")
        press_keys("F2")
        program.wait_for(Role.STATUS_BAR, r"Checking United Kingdom…( \d+ of 17.*)?")
        program.wait_for_end()
        words = self.heard(program, BLOCKED)
        self.assertIn("TCP 5061", words.get_description())
        press_keys("F6", "F6")
        self.heard(program, r"UK-\d\d, .*, (Works|Blocked)")
        press_keys("Home", "ctrl+c")
        program.wait_for(Role.STATUS_BAR, "The row is on the clipboard.")
        row = self.heard(program, r"UK-\d\d, .*, (Works|Blocked)")
        press_keys("Return")
        details = self.heard(program, row.get_name().split(",")[0])
        self.assertRegex(details.get_description(), "(Works|Blocked)")
        press_keys("Escape")
        self.heard(program, re.escape(row.get_name()))
        press_keys("shift+F6", "shift+F6")
        self.heard(program, BLOCKED)
        program.end()

    def heard(self, program, name):
        """What has the focus, once that has this name."""
        return wait_until(lambda: next((thing for thing in walk(program.root) if has(thing, State.FOCUSED)
                                        and re.fullmatch(name, thing.get_name())), None), f"the focus on “{name}”")

    def circle(self, program, search):
        """What Tab leads to, from the search until it is there again."""
        stops = []
        while len(stops) < self.STOPS:
            press_keys("Tab")
            focused = wait_until(lambda: self.focused(program), "a focus")
            stops.append(f"{focused.get_role_name()} “{focused.get_name()}”")
            if has(search, State.FOCUSED):
                return stops
        raise AssertionError(f"Tab does not lead round: {stops}")

    @staticmethod
    def focused(program):
        return next((thing for thing in walk(program.root) if has(thing, State.FOCUSED)), None)


class TwoPresses(Story):
    """From the start to a saved report: two presses and a file's name."""

    def test_a_report_without_addresses(self):
        program = self.start("--site", "uk")
        program.press(Role.PUSH_BUTTON, "Start Check")
        self.wait_for_verdict(program, WORKS)
        path = self.home / "for-everybody.json"
        program.press(Role.PUSH_BUTTON, "Save…")
        # What is in it is said where it leaves, and can be left out.
        program.press(Role.CHECK_BOX, "Leave out addresses inside your network")
        self.save(program, path)
        self.assertNotIn("10.1.0.", path.read_text(encoding="utf-8"))
        program.end()


class Interruption(Story):
    def test_stop_keeps_what_is_known(self):
        ask_lab(do="fault", name="firewall-drop-5061")
        program = self.start()
        self.choose_and_start(program)
        wait_until(lambda: program.statuses().get("UK-01") == "Works", "the first answer")
        program.press(Role.PUSH_BUTTON, "Stop")
        program.wait_for_end(seconds=20)
        program.wait_for(Role.LABEL, "The check was stopped before its end.*")
        statuses = program.statuses()
        self.assertEqual((statuses["UK-01"], statuses[SIP]), ("Works", "Stopped"))
        program.end()
        self.assertFalse(self.kept_report()["complete"])

    def test_what_was_chosen_and_found_is_there_the_next_time(self):
        program = self.start()
        self.choose_and_start(program)
        self.wait_for_verdict(program, WORKS)
        program.end()
        program = self.start()
        self.assertTrue(has(program.wait_for(Role.RADIO_BUTTON, "United Kingdom"), State.CHECKED))
        program.press(Role.PUSH_BUTTON, "Earlier checks")
        entry = program.wait_for(Role.LABEL, "United Kingdom · .*")
        press(entry.get_parent().get_parent().get_parent())
        program.wait_for(Role.LABEL, "Saved report: United Kingdom, .*")
        self.wait_for_verdict(program, WORKS)
        program.end()

    def kept_report(self):
        kept = wait_until(lambda: list(self.home.glob(".local/share/linecheck/**/*.json")), "the report that is kept")
        return json.loads(kept[0].read_text(encoding="utf-8"))


class Background(Story):
    def test_who_has_turned_to_something_else_is_told(self):
        ask_lab(do="fault", name="firewall-drop-5061")
        told = len(DESK.notifications())
        program = self.start()
        self.choose_and_start(program)
        program.wait_for(Role.PUSH_BUTTON, "Stop")
        turn_away()
        self.wait_for_verdict(program, BLOCKED)
        wait_until(lambda: len(DESK.notifications()) > told, "a notification")
        title, body = DESK.notifications()[told]
        self.assertEqual(title, BLOCKED)
        self.assertIn("TCP 5061", body)
        program.end()


class CommandLine(Story):
    def test_a_site_and_start(self):
        program = self.start("--site", "us", "--start")
        program.wait_for(Role.LABEL, "Checking United States…|Everything works")
        self.wait_for_verdict(program, WORKS)
        self.assertEqual(len(program.statuses()), 34)
        program.end()

    def test_a_second_one_hands_its_file_to_the_first(self):
        program = self.start()
        second = program.launch(str(FOLDER / "cli/data/blocked.json"))
        self.assertEqual(second.wait(timeout=30), 0)
        program.wait_for(Role.LABEL, "Saved report: .*blocked.json.*")
        self.wait_for_verdict(program, BLOCKED)
        self.assertEqual(program.root.get_child_count(), 1, "one window")
        program.end()


class Accessibility(Story):
    """Every control says what it is and what it does, wherever one comes to."""

    def check(self, program, where):
        self.assertEqual(audit.complaints(program.root), [], where)

    def test_names_and_roles(self):
        ask_lab(do="fault", name="firewall-drop-5061")
        program = self.start()
        self.check(program, "the first start")
        self.choose_and_start(program)
        program.wait_for(Role.PUSH_BUTTON, "Stop")
        self.check(program, "a check that runs")
        self.wait_for_verdict(program, BLOCKED)
        program.press(Role.PUSH_BUTTON, "What shows it")
        program.press(Role.PUSH_BUTTON, SIP)
        program.wait_for(Role.LABEL, "It stops at 10.1.0.1, or right after it")
        self.check(program, "the details of a row")
        for button in ("Share", "Main menu", "Check another site", "What to check again", "Show one service",
                       "Sort and columns"):
            program.press(Role.PUSH_BUTTON, button)
            self.check(program, f"below “{button}”")
            press_keys("Escape")
        press_keys("ctrl+comma")
        wait_until(lambda: program.root.get_child_count() == 2, "the settings")
        self.check(program, "the settings")
        press_keys("Escape")
        wait_until(lambda: program.root.get_child_count() == 1, "the end of the settings")
        program.do("win.show-start")
        self.check(program, "the start with an earlier check")
        program.end()


if __name__ == "__main__":
    tap.main(sys.argv[1:])
