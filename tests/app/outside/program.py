# SPDX-License-Identifier: GPL-3.0-or-later
"""Linecheck as a process with a home of its own, and what assistive tools see of it."""
import contextlib
import os
import pathlib
import re
import subprocess

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from .desk import click, press_keys, wait_until  # noqa: E402

Role = Atspi.Role
State = Atspi.StateType

_SETTINGS = "[io/github/linecheck/Linecheck]\n"


def walk(thing):
    """The thing and everything in it, parents first. What goes away meanwhile is left out."""
    try:
        yield thing
        for index in range(thing.get_child_count()):
            child = thing.get_child_at_index(index)
            if child is not None:
                yield from walk(child)
    except GLib.Error:
        return


def _matches(thing, role, name):
    try:
        if role is not None and thing.get_role() != role:
            return False
        return name is None or re.fullmatch(name, thing.get_name() or "", re.DOTALL) is not None
    except GLib.Error:
        return False


def find(within, role, name=None):
    """The first of these in it, or None. The name is a regular expression for the whole of it."""
    return next((thing for thing in walk(within) if _matches(thing, role, name)), None)


def find_all(within, role, name=None):
    return [thing for thing in walk(within) if _matches(thing, role, name)]


def has(thing, state):
    return thing.get_state_set().contains(state)


def names(within, role=Role.LABEL):
    """What the labels in it say, top to bottom."""
    return [thing.get_name() for thing in find_all(within, role)]


def _say(thing):
    return " ".join(names(thing))


def middle(thing):
    """Where the pointer meets it. Without a window manager every window is in the display's corner."""
    box = thing.get_extents(Atspi.CoordType.WINDOW)
    return box.x + box.width // 2, box.y + box.height // 2


def size(thing):
    box = thing.get_extents(Atspi.CoordType.WINDOW)
    return box.width, box.height


def press(thing):
    """As an assistive tool does where GTK offers that, and with the pointer where it does not."""
    if thing.get_n_actions() > 0:
        thing.do_action(0)
    else:
        click(*middle(thing))


class Program:
    """One linecheck process."""

    def __init__(self, folder, home, *words, dark=False, **settings):
        self.folder = pathlib.Path(folder)
        self.home = pathlib.Path(home)
        self.log = self.home / "linecheck.log"
        self.has_ended = False
        self._write_settings(settings)
        colours = "prefer-dark" if dark else "default"
        self.environment = dict(
            os.environ, HOME=str(self.home), GTK_A11Y="atspi", G_DEBUG="fatal-warnings", GSETTINGS_BACKEND="keyfile",
            GSETTINGS_SCHEMA_DIR=str(self.folder / "schemas"), ADW_DEBUG_COLOR_SCHEME=colours)
        self.process = self.launch(*words)
        self.root = wait_until(self._find_root, "the program on the bus of assistive tools")

    def _write_settings(self, settings):
        path = self.home / ".config/glib-2.0/settings/keyfile"
        path.parent.mkdir(parents=True, exist_ok=True)
        if settings:
            path.write_text(_SETTINGS + "".join(f"{name.replace('_', '-')}={value}\n"
                                                for name, value in settings.items()), encoding="utf-8")

    def launch(self, *words):
        """Another process with this one's home and bus."""
        with open(self.log, "ab") as log:
            return subprocess.Popen([self.folder / "bin/linecheck", *words], env=self.environment, stderr=log,
                                    cwd=self.home)

    def _find_root(self):
        if self.process.poll() is not None:
            raise AssertionError(f"linecheck ended with {self.process.returncode}:\n{self.said()}")
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        for index in range(desktop.get_child_count()):
            root = desktop.get_child_at_index(index)
            if root is not None and root.get_process_id() == self.process.pid:
                # Asked anew each time: whoever remembers would miss what has just changed.
                root.set_cache_mask(Atspi.Cache.NONE)
                if root.get_child_count() > 0:
                    return root
        return None

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def window(self):
        # A program that is busy for a moment has no answer, which is no child.
        return wait_until(lambda: self.root.get_child_at_index(0), "the window")

    # --- finding

    def wait_for(self, role, name=None, within=None, seconds=30):
        return wait_until(lambda: find(within or self.root, role, name), f"{role.value_nick} “{name}”", seconds)

    def press(self, role, name=None, within=None):
        press(self.wait_for(role, name, within))

    # --- the window's actions, by name

    def actions(self):
        window = self.window
        return {Atspi.Action.get_action_name(window, index): index for index in range(window.get_n_actions())}

    def can(self, action):
        return action in self.actions()

    def do(self, action):
        index = wait_until(lambda: str(self.actions().get(action, "")), f"the action {action}")
        self.window.do_action(int(index))

    # --- its parts

    def _grid(self):
        """The titles of the columns that are shown, and the rows."""
        grid = self.wait_for(Role.TREE_TABLE, "Rows")
        rows = grid.get_child_at_index(grid.get_child_count() - 1)
        titles = [title.get_name() for title in find_all(grid.get_child_at_index(0), Role.LABEL)]
        return titles, [rows.get_child_at_index(index) for index in range(rows.get_child_count())]

    def cells(self, number):
        """What the row's cells say, by their columns' titles."""
        titles, rows = self._grid()
        row = next(row for row in rows if _say(row.get_child_at_index(0)) == number)
        return {title: _say(row.get_child_at_index(index)) for index, title in enumerate(titles)}

    def statuses(self):
        """What is said of each row, by its number. A row that is just going is left out."""
        titles, rows = self._grid()
        status = titles.index("Status")
        found = {}
        for row in rows:
            with contextlib.suppress(GLib.Error):
                found[_say(row.get_child_at_index(0))] = _say(row.get_child_at_index(status))
        return found

    def wait_for_end(self, seconds=90):
        wait_until(lambda: self.can("win.show-start") and not self.can("win.stop"), "the end of the check", seconds)

    # --- files

    def choose_file(self, path, button):
        """In the file chooser that is open, or just opening."""
        wait_until(lambda: self.root.get_child_count() == 2, "a file chooser")
        dialog = self.root.get_child_at_index(1)
        entry = wait_until(lambda: self._name_entry(dialog), "where the file's name goes")
        entry.set_text_contents(str(path))
        self.press(Role.PUSH_BUTTON, f".*{button}", dialog)
        wait_until(lambda: self.root.get_child_count() == 1, "the end of the file chooser")

    @staticmethod
    def _name_entry(dialog):
        """One that saves has it; one that opens shows it when it is asked to."""
        entry = find(dialog, Role.TEXT, "Name:")
        if entry is None:
            press_keys("ctrl+l")
            entry = next((text for text in find_all(dialog, Role.TEXT) if has(text, State.FOCUSED)), None)
        return entry

    # --- the end

    def end(self):
        """Closes the window, as a person does; the program must end by itself and without a complaint."""
        if self.process.poll() is None:
            with contextlib.suppress(GLib.Error):  # it may be gone before it answers
                self.do("window.close")
        status = self.process.wait(timeout=60)
        said = self.said()
        assert status == 0 and not said, f"linecheck ended with {status}:\n{said}"
        self.has_ended = True

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def describe(self):
        """Everything that assistive tools see, indented."""
        lines = []
        self._describe(self.root, 0, lines)
        return "\n".join(lines) + "\n"

    def _describe(self, thing, depth, lines):
        try:
            states = " ".join(state.value_nick for state in thing.get_state_set().get_states())
            lines.append(f"{'  ' * depth}{thing.get_role_name()} “{thing.get_name()}” {states}")
            for index in range(thing.get_child_count()):
                child = thing.get_child_at_index(index)
                if child is not None:
                    self._describe(child, depth + 1, lines)
        except GLib.Error as error:
            lines.append(f"{'  ' * depth}gone: {error.message}")
