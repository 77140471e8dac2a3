# SPDX-License-Identifier: GPL-3.0-or-later
"""The few system calls that Python 3.11 does not offer: unshare, setns, mount, and death with one's parent."""
import ctypes
import os
import signal

NEWNS, NEWUSER, NEWPID, NEWNET = 0x00020000, 0x10000000, 0x20000000, 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags):
    _check(_libc.unshare(flags), "unshare")


def setns(fd, kind=0):
    _check(_libc.setns(fd, kind), "setns")


def mount(source, target, kind=None, flags=0, data=None):
    encode = (lambda text: None if text is None else os.fsencode(text))
    _check(_libc.mount(encode(source), encode(target), encode(kind), ctypes.c_ulong(flags), encode(data)),
           f"mount on {target}")


def bind(source, target):
    mount(source, target, None, MS_BIND | MS_REC)


def die_with_parent():
    """Whoever started us is gone: so are we. Nothing of a lab outlives it."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def enter_user_namespace():
    """As an ordinary user: become the root of a user namespace of one's own, with one uid in it."""
    uid, gid = os.getuid(), os.getgid()
    unshare(NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def keep_namespace(kind, path):
    """Bind one of this process's namespaces to a path, so that it lives without a process."""
    with open(path, "w", encoding="ascii"):
        pass
    bind(f"/proc/self/ns/{kind}", path)


def join(path, kind):
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        setns(fd, kind)
    finally:
        os.close(fd)
