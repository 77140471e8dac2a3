# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line in the lab: one report from inside the sandbox, one from outside, and they say the same."""
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from . import place as places

LAB = places.ROOT / "tests/lab/lab"
SITE = "us"

# Nothing wrong at all; a block that is silent, which only the path to it places; one whose firewall answers, which only
# the kernel's error queue tells, of TCP and of UDP; names that do not resolve; a proxy, which the environment tells of.
FAULTS = ("healthy-us", "firewall-drop-5061", "firewall-reject-prohibited-5061", "stun-rejected", "dns-servfail",
          "proxy-works")


def authorities():
    """The lab's own certificate authorities, which the stand-in is to trust."""
    sys.path.insert(0, str(LAB.parent))
    from linecheck_lab import certificates  # pylint: disable=import-outside-toplevel
    return certificates.ensure() / "trusted.pem"


def _path(path):
    answered = path.get("answered_by") or {}
    return {"stopped_at": path.get("stopped_at"),
            **{key: answered.get(key) for key in ("address", "kind", "type", "code")}}


def _row(row):
    keys = ("id", "status", "code", "phase", "owner", "confidence", "resolved")
    attempts = [{"address": attempt["address"], "status": attempt["status"], "code": attempt["code"],
                 "steps": [(step["step"], step["status"], step["code"]) for step in attempt["steps"]],
                 "path": _path(attempt["path"]) if "path" in attempt else None,
                 "tls": {key: attempt["tls"].get(key) for key in ("subject", "issuer", "verify", "name")}
                 if "tls" in attempt else None} for attempt in row["attempts"]]
    return {**{key: row[key] for key in keys}, "attempts": attempts}


def essence(report):
    """What a report says, without its times and what is different each time."""
    return {
        "verdict": report["verdict"], "summary": report["summary"],
        "capabilities": {item["id"]: item["status"] for item in report["capabilities"]},
        "findings": [{key: item[key] for key in ("code", "severity", "confidence", "owner", "title", "remedy", "rows")}
                     for item in report["findings"]],
        "rows": {row["id"]: _row(row) for row in report["rows"]}}


def _differences(inside, outside, where=""):
    if isinstance(inside, dict) and isinstance(outside, dict):
        for key in sorted({*inside, *outside}):
            yield from _differences(inside.get(key), outside.get(key), f"{where}/{key}")
    elif isinstance(inside, list) and isinstance(outside, list) and len(inside) == len(outside):
        for number, pair in enumerate(zip(inside, outside)):
            yield from _differences(*pair, f"{where}/{number}")
    elif inside != outside:
        yield f"{where}: inside {inside!r}, outside {outside!r}"


def _check(place, fault, words):
    """One check in a lab of its own: a router that has answered much answers less."""
    command = [sys.executable, "-B", LAB, "run", "--fault", fault, "--as-user", "--", *words, "check", SITE,
               "--format", "json"]
    result = subprocess.run(command, cwd=place.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                            check=False, timeout=180)
    try:
        return result.returncode, json.loads(result.stdout)
    except ValueError:
        said = (result.stderr + result.stdout)[-2000:]
        return result.returncode, {"said": f"exit status {result.returncode}: {said}"}


def _compare_once(place, fault, inside, outside):
    with ThreadPoolExecutor(2) as pool:
        (status, report), (other_status, other) = pool.map(lambda words: _check(place, fault, words), (inside, outside))
    for name, found in (("inside", report), ("outside", other)):
        (place.results / f"{fault}-{name}.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
        if "rows" not in found:
            return [f"no report {name}", found["said"]]
    problems = list(_differences(essence(report), essence(other)))
    return problems + ([] if status == other_status else [f"exit status {status} inside, {other_status} outside"])


def _compare(place, fault, inside, outside):
    """Once more where something differs: a machine that pauses loses packets."""
    return _compare_once(place, fault, inside, outside) and _compare_once(place, fault, inside, outside)


def _has_hop(place, fault):
    """The two could agree in knowing nothing: at least one row of a block names the hop."""
    report = json.loads((place.results / f"{fault}-inside.json").read_text(encoding="utf-8"))
    paths = [attempt["path"] for row in report.get("rows", ()) for attempt in row["attempts"] if "path" in attempt]
    hops = [path["stopped_at"] or (path["answered_by"] or {}).get("address") for path in paths]
    return [] if any(hops) else ["no row names the hop of the block"]


def run(tap, place, cli):
    """`cli` is the linecheck-cli of the build outside."""
    program = place.folder / "linecheck-cli"
    shutil.copy(cli, program)
    program.chmod(0o755)
    # The lab makes its command the ordinary user, and may tell it of a proxy: here the environment is only added to.
    become = ["env", "--unset=DISPLAY", "--unset=WAYLAND_DISPLAY", "LC_ALL=C.UTF-8",
              *(f"{name}={value}" for name, value in place.environment().items())]
    inside = [*become, place.tools / "with-bus", "flatpak", "run", "--command=linecheck-cli", places.APP_ID]
    outside = [*become, program]
    with ThreadPoolExecutor(2) as pool:  # most of a check is waiting
        found = pool.map(lambda fault: _compare(place, fault, inside, outside), FAULTS)
        for fault, problems in zip(FAULTS, found):
            tap.result(f"the same report inside and outside: {fault}", problems)
    for fault in FAULTS:
        if fault.startswith("firewall"):
            tap.result(f"the block has its hop inside: {fault}", _has_hop(place, fault))


