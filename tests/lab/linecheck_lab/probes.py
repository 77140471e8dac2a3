#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the self-test asks of the lab's servers, run on the client: `probes.py WHAT…` prints JSON.

It shares no code with the program that the lab is for, or one mistake could hide in both.
"""
import json
import os
import select
import socket
import ssl
import struct
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
from linecheck_lab import topology  # noqa: E402

_IP_RECVERR, _MSG_ERRQUEUE, _TCP_INFO = 11, 0x2000, 11
_WEBSOCKET = ("GET / HTTP/1.1\r\nHost: {name}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\n\r\n")
_OPTIONS = ("OPTIONS sip:{name} SIP/2.0\r\nVia: SIP/2.0/TLS 10.1.0.2:5061;branch=z9hG4bKself;rport\r\nMax-Forwards: 70\r\n"
            "From: <sip:self@test>;tag=1\r\nTo: <sip:{name}>\r\nCall-ID: self\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n")
_HTTP = "GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n"


def _asks(host):
    """(port, what to say after TLS, what the answer begins with) of each TLS port of a host."""
    for role in host.roles:
        if role.startswith("https"):
            yield int(role[5:]), _HTTP, "HTTP/1.1 200"
        if role == "imap":
            yield 993, "", "* OK"
        if role == "sip":
            yield 5061, _OPTIONS, "SIP/2.0 200"
        if role == "websocket":
            yield 443, _WEBSOCKET, "HTTP/1.1 101"
            yield 8089, _WEBSOCKET, "HTTP/1.1 101"


def _tls(context, host, port, text):
    name = host.tls_names[0].replace("*", "any")
    with socket.create_connection((host.address, port), 8) as plain:
        with context.wrap_socket(plain, server_hostname=name) as secured:
            secured.sendall(text.format(name=name).encode())
            return secured.recv(400).decode(errors="replace")


def _plain(address, port):
    with socket.create_connection((address, port), 8) as connection:
        return connection.recv(200).decode(errors="replace")


def _say(ask, *arguments):
    try:
        return ask(*arguments)
    except OSError as error:
        return f"{type(error).__name__}: {error}"


def servers():
    """Every server's first words: a list of [what, expected, seen]."""
    context = ssl.create_default_context(cafile="/etc/ssl/certs/ca-certificates.crt")
    for dc in topology.DATA_CENTRES:
        for host in dc.hosts:
            for port, text, expected in _asks(host):
                yield [f"{host.address}:{port}", expected, _say(_tls, context, host, port, text)]
            if "imap" in host.roles:
                yield [f"{host.address}:143", "* OK", _say(_plain, host.address, 143)]
                yield [f"{host.address}:25", "220 ", _say(_plain, host.address, 25)]
            if "stun" in host.roles:
                yield [f"{host.address}:3478", topology.PUBLIC, _say(stun, host.address)]


def stun(address):
    """The address that a STUN server saw."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(2)
        asking.sendto(bytes.fromhex("000100002112a442") + b"linechecklab", (address, 3478))
        reply = asking.recv(500)
    at = reply.index(struct.pack(">HH", 0x0020, 8))
    number = struct.unpack_from(">I", reply, at + 8)[0] ^ 0x2112A442
    return socket.inet_ntoa(struct.pack(">I", number))


def _round_trips(address, count):
    """Handshakes side by side, as the kernel timed them, in ms."""
    connections = [socket.socket() for _ in range(count)]
    for connection in connections:
        connection.setblocking(False)
        connection.connect_ex((address, 443 if address != "10.1.0.1" else 1))
    time.sleep(0.4)
    seen = [struct.unpack_from("I", connection.getsockopt(socket.SOL_TCP, _TCP_INFO, 104), 68)[0] / 1000
            for connection in connections]
    for connection in connections:
        connection.close()
    return seen


def distances(count):
    """For each data centre: the nominal round trip and the ones seen."""
    for dc in topology.DATA_CENTRES:
        web = [host.address for host in dc.hosts if set(host.roles) & {"https443", "websocket"}]
        if web:
            yield [dc.name, dc.rtt_ms, _round_trips(web[0], int(count))]


def hop(address, port, ttl):
    """Who answers a datagram with this TTL: [address, ICMP type, code], or null for silence."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.SOL_IP, _IP_RECVERR, 1)
        asking.setsockopt(socket.SOL_IP, socket.IP_TTL, int(ttl))
        asking.connect((address, int(port)))
        asking.send(b"linecheck")
        poller = select.poll()
        poller.register(asking, 0)
        if not poller.poll(1500):
            return [None]
        _, ancillary, _, _ = asking.recvmsg(100, 512, _MSG_ERRQUEUE)
        data = ancillary[0][2]
        return [[socket.inet_ntoa(data[20:24]), data[5], data[6]]]


def path(address, port):
    """Each hop to an address."""
    for ttl in range(1, 5):
        yield from hop(address, port, ttl)


def connect(address, port):
    """How a TCP connection begins: "open", or the error and the time it took."""
    began = time.monotonic()
    try:
        socket.create_connection((address, int(port)), 2.5).close()
        yield "open"
    except OSError as error:
        yield f"{type(error).__name__} {error.errno}"
    yield time.monotonic() - began


if __name__ == "__main__":
    print(json.dumps(list(globals()[sys.argv[1]](*sys.argv[2:]))))
