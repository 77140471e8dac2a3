# SPDX-License-Identifier: GPL-3.0-or-later
"""An odd resolver: it treats some names as the fault says and asks the lab's real resolver about the others."""
import asyncio
import fnmatch
import ipaddress
import os
import socket
import struct

from .. import namespaces, topology

_RCODES = {"nxdomain": 3, "servfail": 2, "refused": 5, "notimp": 4, "nodata": 0}
_A, _AAAA = 1, 28


def _question(query):
    """The name and type asked for, and where the question ends."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode(errors="replace"))
        at += 1 + query[at]
    return ".".join(labels).lower(), struct.unpack_from(">H", query, at + 1)[0], at + 5


_TRUNCATED = 0x0200


def _reply(query, end, rcode, addresses=(), more_flags=0):
    flags = 0x8180 | rcode | more_flags
    head = query[:2] + struct.pack(">HHHHH", flags, 1, len(addresses), 0, 0)
    records = b""
    for text in addresses:
        address = ipaddress.ip_address(text)
        kind = _A if address.version == 4 else _AAAA
        records += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(address.packed)) + address.packed
    return head + query[12:end] + records


async def _ask_resolver(node, query):
    """What the real resolver says; asked from the odd one's own node."""
    namespaces.join(node, namespaces.NEWNET)
    asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asking.setblocking(False)
    asking.connect((topology.RESOLVER, 53))
    loop = asyncio.get_running_loop()
    try:
        await loop.sock_sendall(asking, query)
        return await asyncio.wait_for(loop.sock_recv(asking, 4096), 3)
    finally:
        asking.close()


def _is_known(name):
    return name in topology.records()


def _translated(name, prefix):
    """DNS64 (RFC 6147): every IPv4 address under the translator's prefix."""
    network = ipaddress.ip_network(prefix)
    found = ["192.0.0.170", "192.0.0.171"] if name == "ipv4only.arpa" else topology.records().get(name, [])
    return [str(network[int(ipaddress.ip_address(address))]) for address in found]


def _is_concerned(name, options):
    if options.get("unknown_only") and _is_known(name):
        return False
    return any(fnmatch.fnmatch(name, pattern) for pattern in options.get("names", ["*"]))


async def answer(node, query, options):
    """The reply to a query, or None for silence."""
    await asyncio.sleep(options.get("delay", 0))
    name, kind, end = _question(query)
    mode = options.get("mode", "forward")
    if mode == "forward" or not _is_concerned(name, options):
        return await _ask_resolver(node, query)
    if mode == "silent":
        return None
    if mode == "garbage":
        return query[:2] + os.urandom(40)
    if mode == "dns64" and kind == _AAAA:
        found = _translated(name, options["prefix"])
        return _reply(query, end, 0, found) if found else await _ask_resolver(node, query)
    if mode == "addresses":
        version = {_A: 4, _AAAA: 6}.get(kind)
        return _reply(query, end, 0, [entry for entry in options["addresses"]
                                      if ipaddress.ip_address(entry).version == version])
    if mode == "truncated":
        return _reply(query, end, 0, more_flags=_TRUNCATED)
    if mode in _RCODES:
        return _reply(query, end, _RCODES[mode])
    return await _ask_resolver(node, query)


async def over_tcp(client):
    """The same over TCP: every message has its length before it."""
    while True:
        length = struct.unpack(">H", await client.reader.readexactly(2))[0]
        reply = await answer(client.node, await client.reader.readexactly(length), client.options)
        if reply is None:
            return
        await client.send(struct.pack(">H", len(reply)) + reply)


BEHAVIOURS = {"dns": over_tcp}
