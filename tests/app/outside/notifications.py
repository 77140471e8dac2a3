# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desktop shows in a corner: writes each notification's title and body as a line of JSON.

A process of its own: a thread beside those who ask assistive tools could free what these are just using."""
import json
import sys

from gi.repository import Gio, GLib

_INTERFACE = """<node><interface name="org.freedesktop.Notifications">
  <method name="GetCapabilities"><arg type="as" direction="out"/></method>
  <method name="Notify">
    <arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/>
    <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="as" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="i" direction="in"/><arg type="u" direction="out"/>
  </method>
  <method name="CloseNotification"><arg type="u" direction="in"/></method>
</interface></node>"""


class Corner:
    def __init__(self, file):
        self.file = file
        self.count = 0

    def called(self, _bus, _sender, _path, _interface, method, words, invocation):
        if method == "GetCapabilities":
            invocation.return_value(GLib.Variant("(as)", (["body", "actions"],)))
        elif method == "Notify":
            self.count += 1
            print(json.dumps(words.unpack()[3:5]), file=self.file, flush=True)
            invocation.return_value(GLib.Variant("(u)", (self.count,)))
        else:
            invocation.return_value(None)


def main(path):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    interface = Gio.DBusNodeInfo.new_for_xml(_INTERFACE).interfaces[0]
    with open(path, "w", encoding="utf-8") as file:
        bus.register_object("/org/freedesktop/Notifications", interface, Corner(file).called)
        Gio.bus_own_name_on_connection(bus, interface.name, Gio.BusNameOwnerFlags.NONE)
        GLib.MainLoop().run()


if __name__ == "__main__":
    main(sys.argv[1])
