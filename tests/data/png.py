# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what rsvg-convert writes: PNG with eight bits for each of red, green, blue and alpha."""
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXEL = 4


def read_size(data):
    """The width and the height of any PNG."""
    if not data.startswith(SIGNATURE):
        raise ValueError("no PNG")
    return struct.unpack(">II", data[16:24])


def _chunks(data):
    place = len(SIGNATURE)
    while place < len(data):
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        yield kind, data[place + 8:place + 8 + length]
        place += length + 12


def _paeth(left, above, corner):
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def _unfilter(kind, line, above):
    """One line as it was before the filters of PNG, section 9.2, made it smaller."""
    for place in range(len(line)):
        left = line[place - PIXEL] if place >= PIXEL else 0
        corner = above[place - PIXEL] if place >= PIXEL else 0
        line[place] = (line[place] + (0, left, above[place], (left + above[place]) // 2,
                                      _paeth(left, above[place], corner))[kind]) & 255
    return line


def read_pixels(data):
    """Lines of (red, green, blue, alpha)."""
    width, height = read_size(data)
    if data[24:26] != b"\x08\x06":
        raise ValueError("not eight bits of red, green, blue and alpha")
    raw = zlib.decompress(b"".join(body for kind, body in _chunks(data) if kind == b"IDAT"))
    length = width * PIXEL
    above = bytearray(length)
    lines = []
    for number in range(height):
        start = number * (length + 1)
        above = _unfilter(raw[start], bytearray(raw[start + 1:start + 1 + length]), above)
        lines.append([tuple(above[place:place + PIXEL]) for place in range(0, length, PIXEL)])
    return lines
