# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers on this computer's loopback, and a catalogue of one site that names them."""
import socket
import struct
import threading
import time

HOST = "127.0.0.1"
_COOKIE = 0x2112A442


class Silent:
    """Accepts connections on its ports and never says a word: a tarpit. Counts who is there."""

    def __init__(self, count=1):
        self._sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
        self._peers = []
        self._lock = threading.Lock()
        self.ports = [each.getsockname()[1] for each in self._sockets]
        self.now = self.most = 0
        for each in self._sockets:
            threading.Thread(target=self._serve, args=(each,), daemon=True).start()

    def _serve(self, listening):
        while True:
            try:
                peer = listening.accept()[0]
            except OSError:
                return
            self._peers.append(peer)
            threading.Thread(target=self._keep, args=(peer,), daemon=True).start()

    def _keep(self, peer):
        with self._lock:
            self.now += 1
        # One that has just left is still counted until its thread has noticed.
        time.sleep(0.1)
        with self._lock:
            self.most = max(self.most, self.now)
        try:
            while peer.recv(4096):
                pass
        except OSError:
            pass
        with self._lock:
            self.now -= 1

    @property
    def connections(self):
        return len(self._peers)

    def close(self):
        for each in self._sockets:
            each.shutdown(socket.SHUT_RDWR)
            each.close()
        for peer in self._peers:
            peer.close()


class Stun:
    """Answers binding requests as RFC 8489 says."""

    def __init__(self):
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                request, (host, port) = self._socket.recvfrom(2048)
            except OSError:
                return
            if len(request) < 20:
                continue
            address = struct.unpack("!I", socket.inet_aton(host))[0] ^ _COOKIE
            mapped = struct.pack("!HHBBHI", 0x0020, 8, 0, 1, port ^ (_COOKIE >> 16), address)
            header = struct.pack("!HHI", 0x0101, len(mapped), _COOKIE) + request[8:20]
            self._socket.sendto(header + mapped, (host, port))

    def close(self):
        self._socket.close()


class Closed:
    """A port that is ours and closed: connections to it are refused."""

    def __init__(self):
        self._socket = socket.socket()
        self._socket.bind((HOST, 0))
        self.port = self._socket.getsockname()[1]

    def close(self):
        self._socket.close()


_PROTOCOLS = {
    "imap": ("tcp", "voicemail"),
    "sip": ("tcp", "calls"),
    "stun": ("udp", "audio"),
}


def row(number, protocol, port):
    transport, capability = _PROTOCOLS[protocol]
    value = {
        "id": f"xx/{protocol}/{HOST}:{port}/{transport}", "number": f"XX-{number:02}", "service": protocol,
        "host": HOST, "port": port, "transport": transport, "protocol": protocol, "required": True,
        "capability": capability, "documented": [HOST],
    }
    if transport == "tcp":
        value.update(tls_name="localhost", tls_name_documented=False)
    return value


def catalog(rows):
    services = {name: {"title": name, "purpose": f"Tests {name}"} for name in _PROTOCOLS
                if any(row["service"] == name for row in rows)}
    return {
        "format": "linecheck-catalog", "version": 1, "revision": "test", "dated": "2026-11-22",
        "services": services,
        "sites": [{"id": "xx", "title": "Test site", "places": "Here", "rows": rows}],
    }
