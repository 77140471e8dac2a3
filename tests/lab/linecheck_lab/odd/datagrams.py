# SPDX-License-Identifier: GPL-3.0-or-later
"""Odd STUN servers. A behaviour takes a datagram, where it came from and options, and returns replies."""
import os
import socket
import struct

_COOKIE = 0x2112A442


def _message(kind, cookie, transaction, attributes):
    return struct.pack(">HHI", kind, len(attributes), cookie) + transaction + attributes


def _mapped(source):
    port, address = source[1] ^ (_COOKIE >> 16), struct.unpack(">I", socket.inet_aton(source[0]))[0] ^ _COOKIE
    return struct.pack(">HHBBHI", 0x0020, 8, 0, 1, port, address)


def wrong_id(data, source, _options):
    return [_message(0x0101, _COOKIE, bytes(12), _mapped(source))]


def wrong_magic(data, source, _options):
    return [_message(0x0101, 0x12345678, data[8:20], _mapped(source))]


def no_address(data, _source, _options):
    return [_message(0x0101, _COOKIE, data[8:20], b"")]


def error(data, _source, options):
    code = options.get("code", 500)
    reason = options.get("reason", "Server Error").encode()
    padding = bytes(-len(reason) % 4)
    attribute = struct.pack(">HHHBB", 0x0009, 4 + len(reason), 0, code // 100, code % 100) + reason + padding
    return [_message(0x0111, _COOKIE, data[8:20], attribute)]


def garbage(_data, _source, _options):
    return [os.urandom(48)]


def truncated(data, source, _options):
    return [_message(0x0101, _COOKIE, data[8:20], _mapped(source))[:-3]]


def silent(_data, _source, _options):
    return []


BEHAVIOURS = {"stun-wrong-id": wrong_id, "stun-wrong-magic": wrong_magic, "stun-no-address": no_address,
              "stun-error": error, "stun-garbage": garbage, "stun-truncated": truncated, "udp-silent": silent}
