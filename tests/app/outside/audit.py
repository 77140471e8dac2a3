# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person who hears the window would miss."""
import re

from .program import Role, State, has, walk

# What is reached by the keyboard and does something.
_CONTROLS = {Role.PUSH_BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO_BUTTON, Role.ENTRY, Role.TEXT,
             Role.PASSWORD_TEXT, Role.COMBO_BOX, Role.SPIN_BUTTON, Role.SLIDER, Role.LINK, Role.MENU_ITEM,
             Role.CHECK_MENU_ITEM, Role.RADIO_MENU_ITEM, Role.PAGE_TAB}

# Text that can be selected, and what holds others and moves the focus among them: they say what is in them.
_HOLDERS = {Role.LABEL, Role.SCROLL_PANE, Role.LIST, Role.LIST_ITEM, Role.TABLE, Role.TREE_TABLE, Role.TABLE_ROW,
            Role.TABLE_CELL, Role.MENU, Role.PAGE_TAB_LIST, Role.PANEL}

# What GTK says where nobody has given a name.
_TYPE_NAME = re.compile(r"(Gtk|Lc|Adw)[A-Z]\w*")


def _describe(thing):
    path = []
    while thing is not None and thing.get_role() != Role.APPLICATION:
        path.append(f"{thing.get_role_name()} “{thing.get_name()}”")
        thing = thing.get_parent()
    return " in ".join(path[:6])


def _complaint(thing):
    role, name = thing.get_role(), thing.get_name() or ""
    if role not in _CONTROLS | _HOLDERS:
        return "no role that tells what it is"
    if role in _CONTROLS and not name.strip():
        return "no name"
    if role in _CONTROLS and _TYPE_NAME.fullmatch(name):
        return "no name but its type's"
    return None


def complaints(root):
    """A line for each thing that takes the focus and does not say what it is."""
    found = []
    for thing in walk(root):
        if has(thing, State.FOCUSABLE) and has(thing, State.VISIBLE):
            complaint = _complaint(thing)
            if complaint is not None:
                found.append(f"{complaint}: {_describe(thing)}")
    return found
