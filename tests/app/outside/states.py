# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of every state of the window, light and dark, wide and narrow."""
import pathlib
import sys
import time

from .desk import Desk, press_keys, put_pointer_away, wait_until
from .lab import ask_lab
from .program import Program, Role, size

FOLDER = pathlib.Path.cwd()
DESK = Desk(FOLDER / "desk", composited=True)

LOOKS = {"light": False, "dark": True}
WIDTHS = {"wide": 1040, "narrow": 360}
HEIGHT = 820
FRAME = 5  # what GTK draws around a window where nobody draws shadows


class Tour:
    """One program led from state to state, with a picture of each."""

    def __init__(self, look, width):
        self.name = f"{look}-{width}"
        self.program = Program(FOLDER, FOLDER / "homes" / self.name, "--site", "uk", dark=LOOKS[look],
                               window_width=WIDTHS[width], window_height=HEIGHT)

    def take(self, state, settled=True):
        """A picture of the window that was opened last; of what soon goes again, as it is."""
        put_pointer_away()
        if settled:
            DESK.settle()
        root = self.program.root
        width, height = size(root.get_child_at_index(root.get_child_count() - 1))
        DESK.photograph(FOLDER / f"left/{state}-{self.name}.png", FRAME - 1, FRAME - 1, width + FRAME + 1,
                        height + FRAME + 1)

    def check(self, action, verdict):
        self.program.do(action)
        self.program.wait_for_end()
        self.program.wait_for(Role.LABEL, verdict)

    def open_popover(self, button):
        self.program.press(Role.PUSH_BUTTON, button)
        time.sleep(0.5)

    def run(self):
        self.take("1-start")
        self.check("win.start-check", "Everything works")
        self.take("3-works")
        self.see_first_result("web-only-drop")
        self.break_network("firewall-drop-5061")
        self.see_details("isp-drop-5061")
        self.open_saved()
        self.see_rest()
        self.program.end()

    def see_first_result(self, fault):
        """It stays for the two seconds in which so much is followed."""
        ask_lab(do="fault", name=fault)
        self.program.do("win.check-again")
        self.program.wait_for(Role.LABEL, ".*This is a first result.*")
        self.take("2-first-result", settled=False)
        self.program.wait_for_end()
        ask_lab(do="unfault")

    def break_network(self, fault):
        ask_lab(do="fault", name=fault)
        self.program.do("win.check-again")
        wait_until(lambda: "Works" in self.program.statuses().values(), "the first answers")
        self.take("2-running")
        self.program.wait_for_end()
        self.take("4-blocked")
        self.open_popover("Share")
        self.take("6-share")
        press_keys("Escape")
        self.program.do("win.save")
        wait_until(lambda: self.program.root.get_child_count() == 2, "the dialog that saves")
        self.take("6-save")
        press_keys("Escape")
        wait_until(lambda: self.program.root.get_child_count() == 1, "the end of the dialog")
        ask_lab(do="unfault")

    def see_details(self, fault):
        ask_lab(do="fault", name=fault)
        self.check("win.check-again", "Something is blocked")
        self.program.press(Role.PUSH_BUTTON, "What shows it")
        self.program.press(Role.PUSH_BUTTON, "UK-11")
        self.program.wait_for(Role.LABEL, "It stops at .*")
        self.take("5-details")
        press_keys("Escape")
        ask_lab(do="unfault")

    def open_saved(self):
        """Somebody else's report beside one's own, of a network that works."""
        self.check("win.check-again", "Everything works")
        second = self.program.launch(str(FOLDER / "diagnosis/data/web-only-reject.json"))
        second.wait(timeout=30)
        self.program.wait_for(Role.LABEL, "Saved report: .*")
        self.take("7-saved")

    def see_rest(self):
        press_keys("ctrl+comma")
        wait_until(lambda: self.program.root.get_child_count() == 2, "the settings")
        self.take("8-settings")
        press_keys("Escape")
        wait_until(lambda: self.program.root.get_child_count() == 1, "the end of the settings")
        self.program.do("win.show-start")
        self.program.press(Role.PUSH_BUTTON, "Earlier checks")
        self.take("9-history")


def main(names):
    for look in LOOKS:
        for width in WIDTHS:
            if not names or f"{look}-{width}" in names:
                Tour(look, width).run()


if __name__ == "__main__":
    main(sys.argv[1:])
