#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds reports against data/report.schema.json. Other tests import find_errors()
for the reports that they produce; from a shell: report_schema.py REPORT..."""

import copy
import json
import pathlib
import sys

from jsonschema import Draft202012Validator, FormatChecker

SCHEMA_PATH = pathlib.Path(__file__).parents[2] / 'data/report.schema.json'


def load(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def close_objects(schema):
    """Refuses, everywhere in @schema, the keys that it does not name."""
    if isinstance(schema, dict):
        if 'properties' in schema:
            schema['additionalProperties'] = False
        for value in schema.values():
            close_objects(value)
    elif isinstance(schema, list):
        for value in schema:
            close_objects(value)


def make_validator(schema, strict=False):
    schema = copy.deepcopy(schema)
    if strict:
        close_objects(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def find_errors(report, strict=True):
    """What is wrong with a report, a line each. Strict: this version of the
    program may write no key that the schema does not describe."""
    validator = make_validator(load(SCHEMA_PATH), strict)
    return [f'{error.json_path}: {error.message}' for error in validator.iter_errors(report)]


def main():
    failed = False
    for path in sys.argv[1:]:
        for error in find_errors(load(path)):
            print(f'{path}: {error}')
            failed = True
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
