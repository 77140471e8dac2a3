#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A network's NAT64 (RFC 7915) for its one client: packets that come out of a TUN device go back in translated.

    translator.py NODE INTERFACE PREFIX CLIENT_IPV6 CLIENT_IPV4
"""
import ipaddress
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
from linecheck_lab import tunnel  # noqa: E402

_ICMP, _TCP, _UDP, _ICMP6 = 1, 6, 17, 58
_CHECKSUM_AT = {_TCP: 16, _UDP: 6, _ICMP6: 2, _ICMP: 2}
# ICMP errors: (type, code) to (type, code), the ones that routers and hosts send to who opens a connection.
_UNREACHABLE = {0: 0, 1: 0, 3: 4, 9: 1, 10: 1, 13: 1}


def _sum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _with_checksum(protocol, source, destination, payload):
    """The payload with its checksum for these addresses; ICMP's covers none. IPv4's pseudo header has the same sum."""
    at = _CHECKSUM_AT[protocol]
    payload = payload[:at] + b"\0\0" + payload[at + 2:]
    pseudo = b"" if protocol == _ICMP else source + destination + struct.pack(">II", len(payload), protocol)
    return payload[:at] + struct.pack(">H", _sum(pseudo + payload) or 0xFFFF) + payload[at + 2:]


def _header4(protocol, ttl, length, source, destination):
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + length, 0, 0x4000, ttl, protocol, 0) + source + destination
    return head[:10] + struct.pack(">H", _sum(head)) + head[12:]


def _header6(protocol, hops, length, source, destination):
    return struct.pack(">IHBB", 6 << 28, length, protocol, hops) + source + destination


class Translator:
    """Addresses of both worlds, and the packets between them."""

    def __init__(self, prefix, client6, client4):
        self.prefix = ipaddress.ip_network(prefix).network_address.packed[:12]
        self.client6 = ipaddress.ip_address(client6).packed
        self.client4 = ipaddress.ip_address(client4).packed

    def packet(self, data):
        """The translation of a packet, or None for what has none."""
        if data[0] >> 4 == 6:
            return self._to4(data)
        return self._to6(data)

    def _to4(self, data):
        protocol, hops, destination, payload = data[6], data[7], data[36:40], data[40:]
        if data[24:36] != self.prefix:
            return None
        if protocol == _ICMP6:
            if payload[0] != 128:
                return None
            protocol, payload = _ICMP, bytes([8]) + payload[1:]
        elif protocol not in (_TCP, _UDP):
            return None
        payload = _with_checksum(protocol, self.client4, destination, payload)
        return _header4(protocol, hops, len(payload), self.client4, destination) + payload

    def _to6(self, data):
        size = (data[0] & 15) * 4
        ttl, protocol, source, payload = data[8], data[9], self.prefix + data[12:16], data[size:]
        if data[16:20] != self.client4:
            return None
        if protocol == _ICMP:
            protocol, payload = _ICMP6, self._icmp(payload)
            if payload is None:
                return None
        elif protocol not in (_TCP, _UDP):
            return None
        payload = _with_checksum(protocol, source, self.client6, payload)
        return _header6(protocol, ttl, len(payload), source, self.client6) + payload

    def _icmp(self, payload):
        kind, code, rest = payload[0], payload[1], payload[8:]
        if kind == 0:
            return bytes([129]) + payload[1:]
        inner = self._inner(rest) if len(rest) >= 28 else None
        if inner is None:
            return None
        if kind == 11:
            return struct.pack(">BBHI", 3, code, 0, 0) + inner
        if kind == 3 and code == 4:
            return struct.pack(">BBHI", 2, 0, 0, struct.unpack(">H", payload[6:8])[0] + 20) + inner
        if kind == 3 and code in _UNREACHABLE:
            return struct.pack(">BBHI", 1, _UNREACHABLE[code], 0, 0) + inner
        return None

    def _inner(self, data):
        """The client's own packet, as an error quotes it."""
        size, protocol = (data[0] & 15) * 4, data[9]
        length = struct.unpack(">H", data[2:4])[0] - size
        protocol = _ICMP6 if protocol == _ICMP else protocol
        return _header6(protocol, data[8], length, self.client6, self.prefix + data[16:20]) + data[size:]


def main(words):
    device = tunnel.open_device(*words[0:2])
    translator = Translator(*words[2:5])
    print("ready", flush=True)
    while True:
        translated = translator.packet(os.read(device, 65536))
        if translated is not None:
            os.write(device, translated)


if __name__ == "__main__":
    main(sys.argv[1:])
