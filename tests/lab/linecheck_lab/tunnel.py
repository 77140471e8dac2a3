#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A VPN without the cryptography: a TUN device in each of two nodes, and packets copied between them.

    tunnel.py NODE INTERFACE NODE INTERFACE
"""
import fcntl
import os
import selectors
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
from linecheck_lab import namespaces  # noqa: E402

_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 1, 0x1000


def open_device(node, interface):
    """A TUN device in a node."""
    namespaces.join(node, namespaces.NEWNET)
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", interface.encode(), _IFF_TUN | _IFF_NO_PI))
    return device


def main(words):
    first, second = open_device(*words[0:2]), open_device(*words[2:4])
    selector = selectors.DefaultSelector()
    selector.register(first, selectors.EVENT_READ, second)
    selector.register(second, selectors.EVENT_READ, first)
    print("ready", flush=True)
    while True:
        for key, _ in selector.select():
            try:
                os.write(key.data, os.read(key.fd, 65536))
            except OSError:
                pass  # an interface that is down loses packets


if __name__ == "__main__":
    main(sys.argv[1:])
