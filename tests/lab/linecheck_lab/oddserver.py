#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A fault's odd servers: one process, sockets in as many nodes as the fault needs. Run by the supervisor.

nftables leads the real servers' clients here, so that the real servers go on and come back when the fault is lifted.
"""
import asyncio
import contextlib
import json
import os
import socket
import ssl
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
from linecheck_lab import namespaces  # noqa: E402
from linecheck_lab.odd import context, datagrams, middle, names, plain, protocols  # noqa: E402

BEHAVIOURS = {**plain.BEHAVIOURS, **protocols.BEHAVIOURS, **middle.BEHAVIOURS, **names.BEHAVIOURS}
_QUIET = (OSError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.TimeoutError)


def _family(server):
    return socket.AF_INET6 if server["family"] == 6 else socket.AF_INET


def _anywhere(server):
    return ("::" if server["family"] == 6 else "0.0.0.0", server["port"])


class TcpServer:
    """An odd server on a TCP port."""

    def __init__(self, server, certificates):
        self.server = server
        self.certificates = certificates
        self.behave = BEHAVIOURS[server["behaviour"]]
        self._tasks = set()

    async def start(self):
        namespaces.join(self.server["node"], namespaces.NEWNET)
        listener = socket.create_server(_anywhere(self.server), family=_family(self.server), backlog=128)
        listener.setblocking(False)
        self._keep(self._listen(listener))

    def _keep(self, work):
        """The loop itself holds tasks weakly."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _listen(self, listener):
        while True:
            connection, _ = await asyncio.get_running_loop().sock_accept(listener)
            self._keep(self._serve(connection))

    async def _open(self, connection, original):
        """Streams over the connection. Nobody reads from it before TLS does, or the hello would be lost."""
        tls = self.server["tls"]
        context_of_host = self.certificates.context(tls, original[0]) if tls else None
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_accepted_socket(lambda: protocol, connection, ssl=context_of_host)
        return reader, asyncio.StreamWriter(transport, protocol, reader, loop)

    async def _serve(self, connection):
        original = context.original_destination(connection)
        options = self.server["options"]
        with contextlib.suppress(*_QUIET):
            await asyncio.sleep(options.get("delay_tls", 0))
            reader, writer = await self._open(connection, original)
            try:
                await self.behave(context.Client(reader, writer, original, self.server["node"], options))
            finally:
                writer.close()


class UdpServer(asyncio.DatagramProtocol):
    """An odd server on a UDP port."""

    def __init__(self, server):
        self.server = server
        self.transport = None
        self._tasks = set()

    async def start(self):
        namespaces.join(self.server["node"], namespaces.NEWNET)
        listener = socket.socket(_family(self.server), socket.SOCK_DGRAM)
        if self.server["family"] == 6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(_anywhere(self.server))
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, sock=listener)

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        if self.server["behaviour"] == "dns":
            task = asyncio.ensure_future(self._answer_name(data, addr))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        for reply in datagrams.BEHAVIOURS[self.server["behaviour"]](data, addr, self.server["options"]):
            self.transport.sendto(reply, addr)

    async def _answer_name(self, data, addr):
        with contextlib.suppress(*_QUIET):
            reply = await names.answer(self.server["node"], data, self.server["options"])
            if reply is not None:
                self.transport.sendto(reply, addr)


async def _serve(specification):
    certificates = context.Certificates(specification["certificates"])
    for server in specification["servers"]:
        is_udp = server["transport"] == "udp"
        await (UdpServer(server) if is_udp else TcpServer(server, certificates)).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        asyncio.run(_serve(json.load(file)))
