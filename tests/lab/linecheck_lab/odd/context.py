# SPDX-License-Identifier: GPL-3.0-or-later
"""What a behaviour has to work with."""
import asyncio
import os
import socket
import ssl
import struct
from dataclasses import dataclass

from .. import namespaces
from ..certificates import host_certificate

_SO_ORIGINAL_DST = 80


class Certificates:
    """TLS contexts by the name that a fault gives: a certificate's, or "own" or "PREFIX-" for each host's."""

    def __init__(self, directory):
        self.directory = directory
        self._contexts = {}

    def context(self, kind, address):
        """`own`, `inspection-`, `corporate-`, `future-` and `past-` stand for the certificate of the address asked for."""
        stem = kind
        if kind == "own":
            stem = host_certificate(address)
        elif kind.endswith("-"):
            stem = kind + host_certificate(address)
        if stem not in self._contexts:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            base = os.path.join(self.directory, stem)
            context.load_cert_chain(f"{base}.pem", f"{base}.key")
            self._contexts[stem] = context
        return self._contexts[stem]


def original_destination(connection):
    """Where a redirected connection was going."""
    data = connection.getsockopt(socket.SOL_IP, _SO_ORIGINAL_DST, 16)
    port, packed = struct.unpack_from(">2xH4s", data)
    return socket.inet_ntoa(packed), port


def reset(writer):
    """Close with a reset instead of a farewell."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@dataclass
class Client:
    """One connection to an odd server."""
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    original: tuple
    node: str
    options: dict

    def option(self, name, default=None):
        return self.options.get(name, default)

    async def send(self, data):
        self.writer.write(data.encode() if isinstance(data, str) else data)
        await self.writer.drain()

    async def head(self):
        """A request's head, as HTTP and SIP have it."""
        return (await self.reader.readuntil(b"\r\n\r\n")).decode(errors="replace")

    async def wait_for_end(self):
        while await self.reader.read(65536):
            pass

    async def connect(self, address, port, **tls):
        """A connection that leaves from the odd server's own node."""
        namespaces.join(self.node, namespaces.NEWNET)
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        connection.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connection, (address, port))
        return await asyncio.open_connection(sock=connection, **tls)
