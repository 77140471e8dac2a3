# SPDX-License-Identifier: GPL-3.0-or-later
"""Each .po file: whole, sound, and with all that the English holds."""
import collections
import re
import subprocess
import unicodedata

import harness
import languages

WIDTH = 80
PLACES = re.compile(r"\{\w+\}")
# Commands, options and file names stay as they are.
VERBATIM = re.compile(r"linecheck-cli [a-z-]+|(?<!\w)--[a-z-]+|\.(?:json|txt|csv|html)\b|/etc/hosts")
# What a text ends with, in the writing of any of the languages.
ENDINGS = {"…": "…", ":": ":", "：": ":", ".": ".", "。": ".", "?": "?", "？": "?"}


def width(line):
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1
               for sign in line if not unicodedata.combining(sign))


def ending(text):
    return ENDINGS.get(text.rstrip(" \n)）")[-1:], "")


def ask(*words):
    """What one of gettext's tools prints, and how it ends."""
    result = subprocess.run(words, text=True, capture_output=True, check=False, timeout=60)
    return result.returncode, result.stdout + result.stderr


class Files(harness.TestCase):
    def each(self):
        """Every translation of every text: (what to say where it is wrong, English, translation)."""
        for name in languages.names():
            for _, english, values in languages.texts(languages.load(name)):
                for value in values:
                    yield f"{name}: “{english}” is “{value}”", english, value

    def test_there_are_languages(self):
        self.assertGreater(len(languages.names()), 1)
        self.assertEqual(languages.names(), sorted(languages.names()))
        self.assertEqual(languages.names(), sorted(path.stem for path in languages.SOURCES.glob("*.po")))

    def test_sound(self):
        for path in languages.files():
            self.assertEqual(ask("msgfmt", "--check", "--check-accelerators=_", "--output-file=/dev/null", path),
                             (0, ""), path.name)

    def test_whole(self):
        for path in languages.files():
            self.assertEqual(re.findall(r"(?m)^(?:#~|#, .*fuzzy).*", path.read_text(encoding="utf-8")), [], path.name)
            self.assertEqual(ask("msgattrib", "--untranslated", path)[1].count("\nmsgid "), 0, path.name)
            self.assertEqual(ask("msgcmp", path, languages.SOURCES / "linecheck.pot"), (0, ""), path.name)

    def test_places(self):
        for message, english, value in self.each():
            for pattern in (PLACES, VERBATIM):
                self.assertEqual(collections.Counter(pattern.findall(value)),
                                 collections.Counter(pattern.findall(english)), message)

    def test_endings(self):
        for message, english, value in self.each():
            if len(english) > 3:  # “No.”
                self.assertEqual(ending(value), ending(english), message)

    def test_help_fits(self):
        for message, english, value in self.each():
            if "\n" in english:
                self.assertLessEqual(max(map(width, value.split("\n"))), WIDTH, message)


if __name__ == "__main__":
    harness.main()
