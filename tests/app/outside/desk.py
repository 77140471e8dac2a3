# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own: a display that shows nothing to anybody, a session bus, and the bus of assistive tools."""
import atexit
import json
import os
import pathlib
import struct
import subprocess
import sys
import time
import zlib

WIDTH, HEIGHT = 1280, 1024

_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# No other service: what the desktop of whoever runs this would start must not matter.
_ACCESSIBILITY = "[D-BUS Service]\nName=org.a11y.Bus\nExec=/usr/libexec/at-spi-bus-launcher\n"


class Desk:
    """One for a process, whose own environment it changes: the tools' library looks there, and keeps what it finds."""

    def __init__(self, folder, composited=False):
        self.folder = pathlib.Path(folder)
        self._picture = self.folder / "Xvfb_screen0"
        (self.folder / "services").mkdir(parents=True)
        self.folder.chmod(0o700)
        os.environ.update(DISPLAY=self._start_display(), XDG_RUNTIME_DIR=str(self.folder), GDK_BACKEND="x11",
                          GSK_RENDERER="cairo", LC_ALL="C.UTF-8", TZ="UTC")
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = self._start_bus()
        if composited:  # so that a popover is not drawn on black
            self._start(["xcompmgr"])
        self._start([sys.executable, "-B", "-m", "outside.notifications", str(self.folder / "notifications")])

    def _start(self, words, **options):
        with open(self.folder / f"{pathlib.Path(words[0]).name}.log", "wb") as log:
            process = subprocess.Popen(words, stderr=log, **options)
        atexit.register(process.terminate)
        return process

    def _start_display(self):
        reading, writing = os.pipe()
        # It takes the first number that is free, and keeps its picture in a file.
        self._start(["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp",
                     "-noreset", "-fbdir", str(self.folder)], pass_fds=[writing])
        os.close(writing)
        with os.fdopen(reading, encoding="ascii") as file:
            number = file.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start: " + (self.folder / "Xvfb.log").read_text(errors="replace"))
        return f":{number}"

    def _start_bus(self):
        configuration = self.folder / "bus.conf"
        configuration.write_text(_BUS.format(folder=self.folder), encoding="utf-8")
        (self.folder / "services/org.a11y.Bus.service").write_text(_ACCESSIBILITY, encoding="utf-8")
        bus = self._start(["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
                          stdout=subprocess.PIPE, text=True)
        return bus.stdout.readline().strip()

    def notifications(self):
        """Title and body of each that there was."""
        path = self.folder / "notifications"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [json.loads(line) for line in lines]

    def photograph(self, path, left=0, top=0, right=WIDTH, bottom=HEIGHT):
        """Writes this part of the display as a PNG file."""
        path.write_bytes(_encode_png(right - left, bottom - top, self._read_points(left, top, right, bottom)))

    def settle(self, seconds=3):
        """Until nothing has moved for a moment; a caret that blinks is not waited for."""
        deadline, before = time.monotonic() + seconds, None
        while time.monotonic() < deadline:
            now = self._picture.read_bytes()
            if now == before:
                return
            before = now
            time.sleep(0.4)

    def _read_points(self, left, top, right, bottom):
        """Red, green and blue of each point, line by line, out of a picture in XWD's format."""
        data = self._picture.read_bytes()
        header = struct.unpack(">25I", data[:100])
        size, bits, stride, colours = header[0], header[11], header[12], header[19]
        assert bits == 32 and header[7] == 0, "a display of 24 bits on a computer with its low byte first"
        first = size + 12 * colours
        lines = b"".join(data[first + y * stride + 4 * left:first + y * stride + 4 * right]
                         for y in range(top, bottom))
        points = bytearray(len(lines) // 4 * 3)
        points[0::3], points[1::3], points[2::3] = lines[2::4], lines[1::4], lines[0::4]
        return bytes(points)


def _encode_png(width, height, points):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = b"".join(b"\0" + points[3 * width * y:3 * width * (y + 1)] for y in range(height))
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


def press_keys(*keys):
    """Keys as a keyboard sends them, to the window that has the focus."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "30", *keys], check=True)


def type_text(text):
    subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", "15", text], check=True)


def click(x, y):
    subprocess.run(["xdotool", "mousemove", str(x), str(y), "click", "1"], check=True)


def put_pointer_away():
    """To where nothing is below it. The keyboard stays where it was."""
    subprocess.run(["xdotool", "mousemove", str(WIDTH - 1), str(HEIGHT - 1)], check=True)


def turn_away():
    """The keyboard is no window's from now on, as where a person has turned to another."""
    put_pointer_away()
    said = subprocess.run(["xdotool", "getmouselocation", "--shell"], check=True, capture_output=True, text=True).stdout
    root = dict(line.split("=") for line in said.split())["WINDOW"]
    subprocess.run(["xdotool", "windowfocus", root], check=True)


def wait_until(condition, what, seconds=30):
    """Asks until the answer is true, and returns it."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"in {seconds} s there was not: {what}")
        time.sleep(0.1)
