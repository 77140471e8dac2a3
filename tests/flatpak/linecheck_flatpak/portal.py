# SPDX-License-Identifier: GPL-3.0-or-later
"""The two portals that files come and go through, for a test: the file chooser, whose person always agrees, and the
documents. The real ones show documents with FUSE, which test machines keep to root; here a document is a plain folder,
seen by the sandbox at the very path where the real ones are: $XDG_RUNTIME_DIR/doc.
"""
import os
import pathlib
import shutil

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

_INTERFACES = """
<node>
  <interface name="org.freedesktop.portal.FileChooser">
    <property name="version" type="u" access="read"/>
    <method name="SaveFile">
      <arg type="s" name="parent_window" direction="in"/><arg type="s" name="title" direction="in"/>
      <arg type="a{sv}" name="options" direction="in"/><arg type="o" name="handle" direction="out"/>
    </method>
  </interface>
  <interface name="org.freedesktop.portal.Documents">
    <property name="version" type="u" access="read"/>
    <method name="GetMountPoint"><arg type="ay" name="path" direction="out"/></method>
    <method name="AddFull">
      <arg type="ah" name="o_path_fds" direction="in"/><arg type="u" name="flags" direction="in"/>
      <arg type="s" name="app_id" direction="in"/><arg type="as" name="permissions" direction="in"/>
      <arg type="as" name="doc_ids" direction="out"/><arg type="a{sv}" name="extra_out" direction="out"/>
    </method>
  </interface>
</node>
"""
_NODE = Gio.DBusNodeInfo.new_for_xml(_INTERFACES)


class Portals:
    """Both portals on the session bus, in the main context of whoever made them."""

    def __init__(self, app_id):
        self.saves = []   # (title, path): what was asked for, and where it goes
        self.opened = []  # the paths that were handed to the application
        self._mount = pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "doc"
        self._folder = self._mount / "by-app" / app_id
        self._folder.mkdir(parents=True, exist_ok=True)
        self._bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for name, path, interface in (
                ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop", _NODE.interfaces[0]),
                ("org.freedesktop.portal.Documents", "/org/freedesktop/portal/documents", _NODE.interfaces[1])):
            self._bus.register_object(path, interface, self._call, self._get, None)
            Gio.bus_own_name_on_connection(self._bus, name, Gio.BusNameOwnerFlags.NONE, None, None)

    def _get(self, _bus, _sender, _path, interface, _name):
        return GLib.Variant("u", 3 if interface.endswith("FileChooser") else 4)

    def _call(self, _bus, sender, _path, _interface, method, arguments, invocation):
        {"SaveFile": self._save, "GetMountPoint": self._tell_mount, "AddFull": self._add}[method](
            sender, arguments.unpack(), invocation)

    def _make_document(self, name):
        """A folder for one document, and the path of it that both sides of the sandbox understand."""
        identity = f"d{len(list(self._folder.iterdir())):07x}"
        (self._folder / identity).mkdir()
        return self._folder / identity / name, self._mount / identity / name

    def _save(self, sender, arguments, invocation):
        _parent, title, options = arguments
        host_path, path = self._make_document(options["current_name"])
        self.saves.append((title, host_path))
        token = options["handle_token"]
        handle = f"/org/freedesktop/portal/desktop/request/{sender[1:].replace('.', '_')}/{token}"
        invocation.return_value(GLib.Variant("(o)", (handle,)))
        answer = GLib.Variant("(ua{sv})", (0, {"uris": GLib.Variant("as", [path.as_uri()])}))
        self._bus.emit_signal(sender, handle, "org.freedesktop.portal.Request", "Response", answer)

    def _tell_mount(self, _sender, _arguments, invocation):
        invocation.return_value(GLib.Variant("(ay)", (os.fsencode(self._mount) + b"\0",)))

    def _add(self, _sender, arguments, invocation):
        descriptors = invocation.get_message().get_unix_fd_list()
        identities = []
        for handle in arguments[0]:
            descriptor = descriptors.get(handle)
            source = os.readlink(f"/proc/self/fd/{descriptor}")
            host_path, _path = self._make_document(os.path.basename(source))
            shutil.copyfile(source, host_path)
            os.close(descriptor)
            self.opened.append(host_path)
            identities.append(host_path.parent.name)
        invocation.return_value(GLib.Variant("(asa{sv})", (identities, {})))
