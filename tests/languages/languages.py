# SPDX-License-Identifier: GPL-3.0-or-later
"""The translations as they are in the sources and in the build."""
import gettext
import os
import pathlib
import subprocess

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "po"
BUILT = pathlib.Path(os.environ["LINECHECK_LOCALE_DIR"])
# The C library's locale of each: it translates nothing in C.UTF-8, whatever LANGUAGE says.
LOCALES = {"de": "de_DE", "es": "es_ES", "fr": "fr_FR", "ms": "ms_MY", "zh_CN": "zh_CN"}


def names():
    lines = (SOURCES / "LINGUAS").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def files():
    return [SOURCES / f"{name}.po" for name in names()]


def load(name):
    """A language as it was built."""
    return gettext.translation("linecheck", BUILT, [name])


def texts(translation):
    """Every text with its translations: (context or "", English, [translation, …])."""
    found = {}
    for key, value in translation._catalog.items():
        english = key[0] if isinstance(key, tuple) else key
        context, _, english = english.rpartition("\x04")
        if english:
            found.setdefault((context, english), []).append(value)
    return [(context, english, values) for (context, english), values in found.items()]


def make_locale(name, folder):
    """Makes the C library's locale of a language in a folder for LOCPATH. Returns: its name."""
    locale = f"{LOCALES[name]}.UTF-8"
    subprocess.run(["localedef", "--no-archive", "-i", LOCALES[name], "-f", "UTF-8", folder / locale],
                   check=True, capture_output=True, timeout=60)
    return locale
