# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal to run linecheck-cli on: a pty, and a screen that shows what a person would see."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

import harness

_SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")


class Screen:
    """As much of a terminal as the program uses; anything else is an error."""

    def __init__(self, columns, lines):
        self.columns, self.lines = columns, lines
        self.cells = [[]]
        self.row = self.column = 0
        self.wraps = self.shows_cursor = True
        self.colours = 0
        self._rest = ""

    def feed(self, text):
        text = self._rest + text
        self._rest = ""
        position = 0
        while position < len(text):
            if text[position] != "\x1b":
                self._put(text[position])
                position += 1
                continue
            match = _SEQUENCE.match(text, position)
            if not match:
                if len(text) - position > 16:
                    raise AssertionError(f"unknown sequence {text[position:position + 16]!r}")
                self._rest = text[position:]
                return
            self._obey(match.group(1), match.group(2))
            position = match.end()

    def _put(self, character):
        if character == "\r":
            self.column = 0
        elif character == "\n":
            self._go_down()
        elif unicodedata.category(character) == "Cc":
            raise AssertionError(f"control character {character!r}")
        else:
            self._show(character)

    def _show(self, character):
        if self.column >= self.columns:
            if self.wraps:
                self._go_down()
                self.column = 0
            else:
                self.column = self.columns - 1
        line = self.cells[self.row]
        line.extend(" " * (self.column - len(line)))
        line[self.column:self.column + 1] = [character]
        self.column += 1

    def _go_down(self):
        self.row += 1
        if self.row == len(self.cells):
            self.cells.append([])

    def _obey(self, words, letter):
        if letter == "A":
            # What has scrolled off the screen cannot be reached.
            self.row = max(self.row - int(words or 1), len(self.cells) - self.lines, 0)
        elif letter == "J" and words in ("", "0"):
            del self.cells[self.row + 1:]
            del self.cells[self.row][self.column:]
        elif letter == "K" and words == "2":
            self.cells[self.row].clear()
        elif letter == "m":
            self.colours += 1
        elif letter in "hl" and words == "?7":
            self.wraps = letter == "h"
        elif letter in "hl" and words == "?25":
            self.shows_cursor = letter == "h"
        else:
            raise AssertionError(f"unknown sequence ESC [ {words} {letter}")

    def text(self):
        return "\n".join("".join(line).rstrip() for line in self.cells)


class Terminal:
    """linecheck-cli on a terminal of its own."""

    def __init__(self, *words, columns=80, lines=24, env=None, cwd=None, stdout=None):
        self.screen = Screen(columns, lines)
        self.raw = b""
        self._undecoded = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                self._become(words, columns, lines, env, cwd, stdout)
            finally:
                os._exit(127)
        self.status = None

    @staticmethod
    def _become(words, columns, lines, env, cwd, stdout):
        if cwd:
            os.chdir(cwd)
        if stdout is not None:
            os.dup2(stdout, 1)
        # The size is set before the program can ask for it.
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        values = env or harness.environment(TERM="xterm-256color")
        os.execve(harness.CLI, [harness.CLI, *map(str, words)], values)

    def resize(self, columns, lines):
        self.screen.columns, self.screen.lines = columns, lines
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def type(self, text):
        os.write(self.fd, text.encode())

    def _read(self, seconds):
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.raw += data
        self._undecoded += data
        self._feed(final=not data)
        return bool(data)

    def _feed(self, final):
        try:
            text = self._undecoded.decode()
            self._undecoded = b""
        except UnicodeDecodeError as error:
            if final or len(self._undecoded) - error.start > 3:
                raise
            text = self._undecoded[:error.start].decode()
            self._undecoded = self._undecoded[error.start:]
        self.screen.feed(text)

    def wait_for(self, text):
        """Waits until the screen shows the text."""
        deadline = time.monotonic() + harness.TIMEOUT
        while text not in self.screen.text():
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"{text!r} never came:\n{self.screen.text()}")

    def wait(self):
        """Waits for the program's end. Returns its exit status; a signal is negative."""
        deadline = time.monotonic() + harness.TIMEOUT
        while self._read(0.1):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                raise AssertionError(f"it never ended:\n{self.screen.text()}")
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.fd)
        return self.status
