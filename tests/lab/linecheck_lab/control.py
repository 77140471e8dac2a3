# SPDX-License-Identifier: GPL-3.0-or-later
"""The way into a living lab: requests to its supervisor, and programs in its nodes."""
import json
import os
import signal
import socket

from . import client, namespaces


class LabError(RuntimeError):
    """The lab said no, and why."""


def request(path, **words):
    """Ask the supervisor for something; returns its reply and the descriptors that came with it."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(os.path.join(path, "control"))
        connection.sendall((json.dumps(words) + "\n").encode())
        data, fds, _, _ = socket.recv_fds(connection, 1 << 16, 8)
        while not data.endswith(b"\n"):
            more = connection.recv(1 << 16)
            if not more:
                raise LabError("the lab died")
            data += more
    reply = json.loads(data)
    if not reply["ok"]:
        raise LabError(reply["error"])
    return reply, fds


def _environment(path, node, additions, is_user):
    values = {key: value for key, value in os.environ.items() if key not in client.FORGOTTEN}
    values["LINECHECK_LAB"] = os.path.basename(path)
    if node != "client":
        return values
    values["DBUS_SYSTEM_BUS_ADDRESS"] = "unix:path=/nonexistent"
    if is_user:
        values["HOME"] = os.path.join(path, "client", "home")
        for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            values.pop(name, None)
    values.update(additions)
    return values


def enter(path, node, command, is_user=False):
    """Become the command, in the node. For a process of its own: it never comes back."""
    where = os.getcwd()
    reply, fds = request(path, do="enter", node=node)
    for fd in fds:
        namespaces.setns(fd)
        os.close(fd)
    try:
        os.chdir(where)
    except OSError:
        os.chdir("/")
    words = (reply["as_user"] if is_user else []) + list(command)
    return _become(words, _environment(path, node, reply["environment"], is_user))


def _become(words, environment):
    """Run the command and hand on its end; the pid namespace holds only for children, so there is one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        namespaces.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        try:
            os.execvpe(words[0], words, environment)
        except OSError as error:
            print(f"lab: {words[0]}: {error.strerror}", flush=True)
            os._exit(127)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda which, _: os.kill(child, which))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status if status >= 0 else 128 - status


def run(path, node, command, is_user=False):
    """Run the command in the node and wait for it, from a process that goes on outside."""
    pid = os.fork()
    if pid == 0:
        status = 125
        try:
            status = enter(path, node, command, is_user)
        except (LabError, OSError) as error:
            print(f"lab: {error}", flush=True)
        finally:
            os._exit(status)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda which, _: os.kill(pid, which))
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status if status >= 0 else 128 - status
