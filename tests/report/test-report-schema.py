#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sample reports against the schema, the schema against what the
program writes, and both against reports that have to be refused.

test-report-schema.py PROGRAM, which writes the samples to a folder."""

import copy
import pathlib
import subprocess
import sys
import tempfile

from jsonschema import Draft202012Validator

import report_schema

SAMPLES = ['rich', 'blocked', 'empty', 'running']


def find(report, path):
    for key in path:
        report = report[key]
    return report


def put(*path_and_value):
    *path, key, value = path_and_value

    def edit(report):
        find(report, path)[key] = value
    return f'{".".join(map(str, path + [key]))} = {value!r}', edit


def drop(*path):
    def edit(report):
        del find(report, path[:-1])[path[-1]]
    return f'no {".".join(map(str, path))}', edit


ROW = ('rows', 0)
ATTEMPT = ROW + ('attempts', 0)

MISTAKES = [
    put('format', 'linecheck-catalog'),
    put('version', 2),
    put('version', '1'),
    put('started', 12),
    put('duration_us', 2.5),
    put('duration_us', -1),
    put('complete', 'yes'),
    put('verdict', 'fine'),
    put('environment', None),
    put('environment', 'online', 'yes'),
    put('environment', 'dns_probes', 0, 'code', 'nxdomain'),
    put('capabilities', 0, 'status', 'unknown'),
    put('findings', 0, 'code', 'Port blocked'),
    put('findings', 0, 'severity', 'fatal'),
    put('findings', 0, 'confidence', 'inconclusive'),
    put('findings', 0, 'owner', 'you'),
    put(*ROW, 'status', 'unknown'),
    put(*ROW, 'status', None),
    put(*ROW, 'code', 'timeout'),
    put(*ROW, 'phase', 'quic'),
    put(*ROW, 'owner', ''),
    put(*ROW, 'port', 0),
    put(*ROW, 'port', 65536),
    put(*ROW, 'transport', 'sctp'),
    put(*ROW, 'protocol', 'http'),
    put(*ROW, 'latency_us', 41.2),
    put(*ROW, 'latency_us', -1),
    put(*ROW, 'documented', None),
    put(*ROW, 'dns', 'status', 'maybe'),
    put(*ATTEMPT, 'status', 'unknown'),
    put(*ATTEMPT, 'steps', 0, 'step', None),
    put(*ATTEMPT, 'steps', 0, 'status', 'unknown'),
    put(*ATTEMPT, 'tls', None),
    put(*ATTEMPT, 'path', 'hops', 0, 'ttl', 256),
    put(*ATTEMPT, 'path', 'answered_by', 'kind', 'silence'),
    put('findings', 0, 'owner_confidence', 'inconclusive'),
    put(*ROW, 'owner_confidence', None),
    put('environment', 'public_roots', 'extended', None),
    put('support_code', None),
    put('again', None),
    put('again', 'sha256', 7),
    drop('again', 'of'),
    put(*ATTEMPT, 'tls', 'anchor', 'public', 'yes'),
    put(*ATTEMPT, 'stun', 'trains', 0, 'rate', 0),
    put(*ATTEMPT, 'samples', 0, 'status', 'unknown'),
]


def make_missing(schema, report):
    """Each promised key, left out once."""
    mistakes = [drop(key) for key in schema['required']]
    for name, path in (('row', ROW), ('attempt', ATTEMPT), ('step', ATTEMPT + ('steps', 0)),
                       ('finding', ('findings', 0)), ('capability', ('capabilities', 0)),
                       ('sample', ATTEMPT + ('samples', 0)), ('path', ATTEMPT + ('path',)),
                       ('hop', ATTEMPT + ('path', 'hops', 0))):
        mistakes += [drop(*path, key) for key in schema['$defs'][name]['required']]
    return mistakes


def find_unseen(schema, node, values, path='$'):
    """The properties that none of @values, which @node describes, has."""
    node = schema['$defs'][node['$ref'].rsplit('/', 1)[1]] if '$ref' in node else node
    for choice in node.get('oneOf', []):
        yield from find_unseen(schema, choice, values, path)
    if 'items' in node:
        inner = [item for value in values if isinstance(value, list) for item in value]
        yield from find_unseen(schema, node['items'], inner, path + '[]')
    for key, described in node.get('properties', {}).items():
        inner = [value[key] for value in values if isinstance(value, dict) and key in value]
        if not inner:
            yield f'{path}.{key}'
        yield from find_unseen(schema, described, inner, f'{path}.{key}')


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = False

    def check(self, good, name, problems=()):
        self.count += 1
        self.failed |= not good
        for problem in problems:
            print('#', problem)
        print('ok' if good else 'not ok', self.count, '-', name)


def check_words(tap, schema, words):
    described = {name: schema['$defs'][name]['enum'] for name in words if name in schema['$defs']}
    described['severity'] = schema['$defs']['finding']['properties']['severity']['enum']
    described['confidence'] = schema['$defs']['row']['properties']['confidence']['enum']
    described['owner_confidence'] = schema['$defs']['ownerConfidence']['enum']
    described['protocol'] = schema['$defs']['row']['properties']['protocol']['enum']
    described['verdict'] = schema['properties']['verdict']['enum']
    for name in words:
        tap.check(words[name] == described.get(name), f'the words of {name}')


def run(tap, folder):
    schema = report_schema.load(report_schema.SCHEMA_PATH)
    Draft202012Validator.check_schema(schema)
    reports = {name: report_schema.load(folder / f'{name}.json') for name in SAMPLES}

    for name, report in reports.items():
        errors = report_schema.find_errors(report)
        tap.check(not errors, f'{name}: valid, and every key of it is described', errors)

    unseen = list(find_unseen(schema, schema, [reports['rich']]))
    tap.check(not unseen, 'every key that the schema describes is written', unseen)
    check_words(tap, schema, report_schema.load(folder / 'words.json'))

    later = copy.deepcopy(reports['rich'])
    later['future'] = later['rows'][0]['future'] = {'a': 1}
    validator = report_schema.make_validator(schema)
    tap.check(validator.is_valid(later), 'keys of later versions are let pass')

    for name, edit in MISTAKES + make_missing(schema, reports['rich']):
        broken = copy.deepcopy(reports['rich'])
        edit(broken)
        tap.check(not validator.is_valid(broken), f'refused: {name}')


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix='linecheck-') as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        run(tap, pathlib.Path(folder))
    print(f'1..{tap.count}')
    return 1 if tap.failed else 0


if __name__ == '__main__':
    sys.exit(main())
