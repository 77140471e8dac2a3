#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the bundled catalogue against its JSON Schema, and the schema against
catalogues that it has to refuse."""

import copy
import json
import sys

from jsonschema import Draft202012Validator, FormatChecker


def load(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def find_row(catalog, protocol):
    return next(row for site in catalog['sites'] for row in site['rows']
                if row['protocol'] == protocol)


def break_row(protocol, key, value):
    def edit(catalog):
        find_row(catalog, protocol)[key] = value
    return f'{protocol}: {key} = {value!r}', edit


def drop_from_row(protocol, key):
    def edit(catalog):
        del find_row(catalog, protocol)[key]
    return f'{protocol}: no {key}', edit


def break_head(key, value):
    def edit(catalog):
        catalog[key] = value
    return f'{key} = {value!r}', edit


MISTAKES = [
    break_head('format', 'linecheck-report'),
    break_head('version', 2),
    break_head('dated', '2024-13-01'),
    break_head('dated', 'soon'),
    break_head('revision', ''),
    break_head('sites', []),
    break_head('site', []),
    break_head('services', {'Web': {'title': 'Web', 'purpose': 'Pages'}}),
    break_head('services', {'web': {'title': 'Web'}}),
    break_row('https', 'id', 'us/adk/dal12'),
    break_row('https', 'number', 'US1'),
    break_row('https', 'host', 'a.example.'),
    break_row('https', 'host', 'a_b.example'),
    break_row('https', 'host', '169.63.26.256'),
    break_row('https', 'host', '2001:DB8::1'),
    break_row('https', 'port', 0),
    break_row('https', 'port', 65536),
    break_row('https', 'port', '443'),
    break_row('https', 'port_last', 444),
    break_row('https', 'transport', 'udp'),
    break_row('https', 'protocol', 'gopher'),
    break_row('https', 'capability', 'video'),
    break_row('https', 'required', 1),
    break_row('https', 'requred', True),
    break_row('https', 'documented', ['dal12.moviuscorp.net']),
    break_row('https', 'documented', ['192.0.2.1', '192.0.2.1']),
    break_row('https', 'tls_name', '192.0.2.1'),
    break_row('https', 'ws_path', '/'),
    break_row('websocket', 'ws_path', 'ws'),
    break_row('websocket', 'ws_subprotocol', 'sip, x'),
    break_row('stun', 'transport', 'tcp'),
    break_row('stun', 'tls_name', 'dal12.moviuscorp.net'),
    break_row('rtp', 'tls_name_documented', False),
    break_row('rtp', 'private_authority', 'Own CA'),
    break_row('https', 'private_authority', ''),
    break_row('https', 'private_authority', True),
    drop_from_row('https', 'tls_name'),
    drop_from_row('smtp', 'tls_name'),
    drop_from_row('websocket', 'ws_path'),
    drop_from_row('sip', 'documented'),
]


def main():
    schema, catalog = load(sys.argv[1]), load(sys.argv[2])
    failed = 0

    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    print(f'1..{1 + len(MISTAKES)}')

    errors = list(validator.iter_errors(catalog))
    for error in errors:
        print(f'# {error.json_path}: {error.message}')
    failed += bool(errors)
    print('not ok' if errors else 'ok', 1, '- the bundled catalogue')

    for number, (name, edit) in enumerate(MISTAKES, 2):
        broken = copy.deepcopy(catalog)
        edit(broken)
        refused = not validator.is_valid(broken)
        failed += not refused
        print('ok' if refused else 'not ok', number, '- refused:', name)

    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
