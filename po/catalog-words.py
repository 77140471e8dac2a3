#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints what people read of data/catalog.json as C that xgettext understands.

    po/catalog-words.py >po/catalog-words.c

xgettext reads no JSON. The file is never compiled, only read by xgettext; a lint
test tells when it is not what this prints."""
import json
import pathlib

CATALOG = pathlib.Path(__file__).resolve().parents[1] / "data/catalog.json"


def collect(catalog):
    """Each text once, with what it is, in the catalogue's order."""
    words = {}
    rows = [row for site in catalog["sites"] for row in site["rows"]]
    for key, service in catalog["services"].items():
        words.setdefault(service["title"], f"what the service {key} is called, as a title")
        words.setdefault(service["purpose"], f"what the service {key} is needed for")
    for site in catalog["sites"]:
        words.setdefault(site["title"], "a site: the country of its data centres")
        words.setdefault(site["places"], "where a site's data centres are")
    for row in rows:
        words.setdefault(row.get("title"), "what a row is called, as a title")
        words.setdefault(row.get("purpose"), "what a row is needed for")
        words.setdefault(row.get("note"), "a note on a row")
    words.pop(None, None)
    return words


def main():
    catalog = json.loads(CATALOG.read_text(encoding="utf-8"))
    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* Made by po/catalog-words.py of data/catalog.json; never compiled. */")
    for text, meaning in collect(catalog).items():
        print(f"/* Translators: {meaning}. */")
        print(f"NC_ (\"catalog\", {json.dumps(text, ensure_ascii=False)})")


if __name__ == "__main__":
    main()
