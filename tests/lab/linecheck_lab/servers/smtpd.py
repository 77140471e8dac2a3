#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail servers of every data centre, one process: each socket is opened in its own namespace.

Run by the supervisor with a JSON list of {"node", "address", "name", "chain", "key"}.
"""
import asyncio
import json
import os
import socket
import ssl
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__)))))
from aiosmtpd.handlers import Sink  # noqa: E402
from aiosmtpd.smtp import SMTP  # noqa: E402
from linecheck_lab import namespaces  # noqa: E402


def _socket(place):
    namespaces.join(place["node"], namespaces.NEWNET)
    listener = socket.create_server((place["address"], 25), backlog=64)
    return listener


def _context(place):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place["chain"], place["key"])
    return context


async def _serve(places):
    for place in places:
        context = _context(place)

        def session(name=place["name"], tls=context):
            return SMTP(Sink(), hostname=name, tls_context=tls, ident="Voicemail")
        await asyncio.get_running_loop().create_server(session, sock=_socket(place))
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(json.loads(sys.argv[1])))
