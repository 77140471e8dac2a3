# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare a report with what a fault's file says of it. Pure: a report in, complaints out."""
import ipaddress
import re

from . import topology

_LATE_US = 2000  # a relay that was as late made the jitter that a report then speaks of
_VERDICTS = ("ok", "degraded", "blocked", "inconclusive")  # in the order of their exit statuses
_PASSING = ("ok", "udp-reached-host", "udp-left-network")
_TCP_PORTS = {25, 80, 143, 443, 993, 5061, 8021, 8089}
_ROW_KEYS = {"match", "status", "code", "owner", "phase", "confidence", "stopped_at", "answered_by", "answered_kind",
             "latency_ms"}
_KEYS = {"row", "verdict", "exit", "findings", "findings-any", "may", "others", "strangers", "latency", "evidence"}
_MATCH_KEYS = {"service", "host", "port", "protocol", "transport", "documented", "documented-only", "named"}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LITERAL = re.compile(r"[0-9.]+|[0-9a-f:]+")


def _ipv4(address):
    """What a NAT64 address leads to; any other address is itself."""
    packed = ipaddress.ip_address(address)
    return str(ipaddress.ip_address(packed.packed[12:])) if packed in _NAT64 else address


def _as_list(value):
    return value if isinstance(value, list) else [value]


def check_keys(expectation):
    """Refuse a word that this module would silently ignore."""
    unknown = set(expectation) - _KEYS
    for row in expectation.get("row", []):
        unknown |= set(row) - _ROW_KEYS
        unknown |= set(row.get("match", {})) - _MATCH_KEYS
    if unknown:
        raise ValueError(f"unknown words in expect: {', '.join(sorted(unknown))}")


def _is_named(row):
    return _LITERAL.fullmatch(row["host"]) is None


def _matches(row, match):
    for key, wanted in match.items():
        if key == "documented":
            if not set(row["documented"]) & set(_as_list(wanted)):
                return False
        elif key == "documented-only":
            if not set(row["documented"]) <= set(_as_list(wanted)):
                return False
        elif key == "named":
            if _is_named(row) != wanted:
                return False
        elif row[key] not in _as_list(wanted):
            return False
    return True


# --- rows

def _compare_words(row, wanted):
    for key in ("status", "code", "owner", "phase", "confidence"):
        if key in wanted and row[key] not in _as_list(wanted[key]):
            yield f"{key} is {row[key]}, not {' or '.join(_as_list(wanted[key]))}"


def _refusal(attempt):
    """Who refused, and how: as the trace saw it or, where the routers' limits ate that, the connection itself."""
    answered = (attempt.get("path") or {}).get("answered_by")
    if answered:
        return answered["address"], answered["kind"]
    if attempt.get("icmp"):
        return attempt["icmp"]["address"], "icmp"
    return None, None


def _compare_path(row, wanted):
    failed = [attempt for attempt in row["attempts"] if attempt["status"] != "pass"]
    for attempt in failed:
        stop, (address, kind) = (attempt.get("path") or {}).get("stopped_at"), _refusal(attempt)
        if "stopped_at" in wanted and stop != wanted["stopped_at"]:
            yield f"the path stops at {stop}, not {wanted['stopped_at']}"
        if "answered_by" in wanted and address != wanted["answered_by"]:
            yield f"answered by {address}, not {wanted['answered_by']}"
        if "answered_kind" in wanted and kind != wanted["answered_kind"]:
            yield f"answered with {kind}, not {wanted['answered_kind']}"


def _compare_other(row, others):
    if others == "any":
        return
    if row["status"] != "pass":
        yield f"is blamed: {row['status']} {row['code']} ({row['owner']}): {row['detail']}"
    elif row["code"] not in _PASSING or row["owner"] != "none":
        yield f"passes with code {row['code']} and owner {row['owner']}"


def _pattern(row, patterns):
    return next((pattern for pattern in patterns if _matches(row, pattern.get("match", {}))), None)


def _rows(report, expectation):
    patterns = expectation.get("row", [])
    unused = list(patterns)
    for row in report["rows"]:
        pattern = _pattern(row, patterns)
        if pattern in unused:
            unused.remove(pattern)
        complaints = (_compare_other(row, expectation.get("others", "pass")) if pattern is None
                      else [*_compare_words(row, pattern), *_compare_path(row, pattern)])
        for complaint in complaints:
            yield f"{row['number']} {row['id']}: {complaint}"
    for pattern in unused:
        yield f"no row is {pattern['match']}"


# --- the whole

def _findings(report, expectation):
    found = {finding["code"] for finding in report["findings"]}
    needed = set(expectation.get("findings", []))
    either = set(expectation.get("findings-any", []))
    for code in sorted(needed - found):
        yield f"the finding {code} is missing; there are: {', '.join(sorted(found)) or 'none'}"
    if either and not found & either:
        yield f"none of the findings {', '.join(sorted(either))}; there are: {', '.join(sorted(found)) or 'none'}"
    for finding in report["findings"]:
        if finding["code"] not in needed | either | set(expectation.get("may", [])) | {"udp-loss"}:
            yield f"the finding {finding['code']} ({finding['severity']}) is not true here: {finding['title']}"


def _evidence(report, expectation):
    said = [line for finding in report["findings"] for line in finding["evidence"]]
    for words in expectation.get("evidence", []):
        if not any(words in line for line in said):
            yield f"no evidence says “{words}”"


def _conclusion(report, exit_status, expectation):
    if not report["complete"]:
        yield "the report is not complete"
    for key, seen in (("verdict", report["verdict"]), ("exit", exit_status)):
        if key in expectation and seen not in _as_list(expectation[key]):
            yield f"{key} is {seen}, not {' or '.join(str(entry) for entry in _as_list(expectation[key]))}"


def _round_trips(row):
    """The nominal round trips in ms of the addresses that the row was tried on."""
    addresses = {_ipv4(attempt["address"]) for attempt in row["attempts"]}
    return {dc.rtt_ms: dc.name for dc in topology.DATA_CENTRES if addresses & set(dc.addresses)}


def unsteady(report, expectation, late_us):
    """Complaints about times. A relay that was late, as on a busy machine, is not the program's fault."""
    yield from _jitter(report, expectation, late_us)
    if expectation.get("latency") is not False:
        yield from _latencies(report, late_us)


def _jitter(report, expectation, late_us):
    allowed = _as_list(expectation.get("findings", [])) + _as_list(expectation.get("may", []))
    for finding in report["findings"]:
        if finding["code"] == "udp-loss" and "udp-loss" not in allowed and max(late_us.values()) < _LATE_US:
            yield f"the finding udp-loss is not true here: {finding['title']}; {finding['detail']}"


def _latencies(report, late_us):
    for row in report["rows"]:
        nominal = _round_trips(row)
        if row["status"] != "pass" or row["latency_us"] is None or not nominal:
            continue
        seen = row["latency_us"] / 1000
        if not any(rtt - 0.1 <= seen <= rtt + 1 + late_us[name] / 1000 for rtt, name in nominal.items()):
            late = max(late_us[name] for name in nominal.values()) / 1000
            yield (f"{row['number']} {row['id']}: latency {seen:.2f} ms, not "
                   f"{' or '.join(str(rtt) for rtt in nominal)} (the relay was up to {late:.2f} ms late)")


def strangers(sent, fault):
    """Complaints about packets to anybody who is neither of the site nor the computer's own resolver or proxy."""
    documented = topology.site_addresses(fault.site) | set(fault.expect.get("strangers", []))
    for address, transport, port in (_destination(entry) for entry in sent):
        if _ipv4(address) in documented and (transport != "tcp" or port in _TCP_PORTS):
            continue
        if address in fault.resolvers and port in (53, None):
            continue
        if f"{address}:{port}" in " ".join(fault.environment.values()):
            continue
        yield f"a packet was sent to a stranger: {address} {transport} {port}"


def _destination(entry):
    """Address, transport and port; there is no port where the client's kernel told a host that one is closed."""
    return entry[0], entry[1], int(entry[2]) if len(entry) > 2 else None


def compare_code(report, exit_status, text):
    """Complaints about what “show --code” makes of a report's support code."""
    text = " ".join(text.split())
    if exit_status != _VERDICTS.index(report["verdict"]):
        yield f"the support code: exit status {exit_status}, but the verdict is {report['verdict']}"
    others = text.partition("Not shown to work: ")[2].partition("Works: ")[0]
    for row in report["rows"]:
        if (row["number"] in others) != (row["status"] != "pass"):
            yield f"the support code: {row['number']} is {row['status']}"
    for finding in [each for each in report["findings"] if "folded_under" not in each][:2]:
        if f"- {finding['code']} (" not in text:
            yield f"the support code: no {finding['code']}"


def compare(report, exit_status, expectation):
    """Every complaint about rows, findings and the conclusion."""
    return [*_conclusion(report, exit_status, expectation), *_findings(report, expectation),
            *_evidence(report, expectation), *_rows(report, expectation)]
