# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults: what is wrong with a network, in a small file each, and what the report must say of it.

README.md says how such a file is written. This module reads one, applies it to a living lab and lifts it again.
"""
import json
import os
import pathlib
import shlex
import subprocess
import tomllib
from dataclasses import dataclass, field

from . import client, topology

DIRECTORY = pathlib.Path(__file__).resolve().parent.parent / "faults"
ODD_PORT = 7100  # the first port of odd servers; nothing documented is near

_TOP_KEYS = {"description", "site", "client", "nodes", "odd", "relay", "tunnel", "nat64", "expect",
             "arguments", "seconds"}
_CLIENT_KEYS = {"environment", "trust", "resolver"}
_HOOKS = {"prerouting": "type nat hook prerouting priority -110",
          "postrouting": "type nat hook postrouting priority 90",
          "forward": "type filter hook forward priority -10",
          "input": "type filter hook input priority -10",
          "output": "type filter hook output priority -10"}
_NODE_KEYS = set(_HOOKS) | {"run", "undo"}
_ODD_KEYS = {"node", "behaviour", "address", "port", "transport", "match", "tls", "family"}


class BadFault(RuntimeError):
    """A fault's file is not what it should be."""


class Unsupported(RuntimeError):
    """This machine cannot have the fault."""


@dataclass
class Fault:
    """One fault, as its file says."""
    name: str
    description: str
    site: str = "us"
    client: dict = field(default_factory=dict)
    nodes: dict = field(default_factory=dict)
    odd: list = field(default_factory=list)
    relay: dict = field(default_factory=dict)
    tunnel: dict = field(default_factory=dict)
    nat64: dict = field(default_factory=dict)
    expect: dict = field(default_factory=dict)
    arguments: list = field(default_factory=list)
    seconds: float = 60

    @property
    def environment(self):
        return self.client.get("environment", {})

    @property
    def resolvers(self):
        return self.client.get("resolver", [topology.RESOLVER])

    @property
    def table(self):
        return "fault_" + self.name.replace("-", "_")


def names():
    return sorted(path.stem for path in DIRECTORY.glob("*.toml"))


def _refuse_unknown(name, what, found, known):
    unknown = set(found) - known
    if unknown:
        raise BadFault(f"{name}: unknown {what}: {', '.join(sorted(unknown))}")


def load(name):
    """Read a fault by name, or by the path of a file."""
    path = pathlib.Path(name) if name.endswith(".toml") else DIRECTORY / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadFault(f"no fault {name}: see `lab list`") from None
    except tomllib.TOMLDecodeError as error:
        raise BadFault(f"{path}: {error}") from None
    _refuse_unknown(name, "key", data, _TOP_KEYS)
    _refuse_unknown(name, "node", data.get("nodes", {}), set(topology.NODES))
    _refuse_unknown(name, "client's key", data.get("client", {}), _CLIENT_KEYS)
    for node, rules in data.get("nodes", {}).items():
        _refuse_unknown(name, f"key of {node}", rules, _NODE_KEYS)
    for odd in data.get("odd", []):
        if not {"node", "behaviour"} <= set(odd):
            raise BadFault(f"{name}: an odd server needs a node and a behaviour")
    return Fault(path.stem, **data)


# --- nft

def _definitions():
    """Names that every fault's rules may use: $dallas, $us, $resolver, …"""
    for dc in topology.DATA_CENTRES:
        yield f"define {dc.name} = {{ {', '.join(dc.addresses)} }}"
    for site in topology.SITES:
        yield f"define {site} = {{ {', '.join(sorted(topology.site_addresses(site)))} }}"
    yield f"define resolver = {topology.RESOLVER}"
    yield f"define block_server = {topology.BLOCK_SERVER}"


def _redirection(odd, port):
    """The rule that leads a real server's clients to an odd one."""
    transport = odd.get("transport", "tcp")
    words = [odd["match"]] if "match" in odd else []
    if "address" in odd:
        words.append(f"ip daddr {{ {', '.join(_as_list(odd['address']))} }}")
    if "port" in odd:
        words.append(f"{transport} dport {{ {', '.join(str(entry) for entry in _as_list(odd['port']))} }}")
    else:
        words.append(f"meta l4proto {transport}")
    return " ".join(words + [f"redirect to :{port}"])


def _as_list(value):
    return value if isinstance(value, list) else [value]


def _rules(fault):
    """Node -> hook -> rules, of the file's own and for its odd servers."""
    rules = {node: {hook: list(lines) for hook, lines in table.items() if hook in _HOOKS}
             for node, table in fault.nodes.items()}
    for number, odd in enumerate(fault.odd):
        hooks = rules.setdefault(odd["node"], {})
        hooks.setdefault("prerouting", []).append(_redirection(odd, ODD_PORT + number))
    return {node: hooks for node, hooks in rules.items() if hooks}


def _table(fault, hooks):
    chains = "".join(f"  chain {hook} {{\n    {_HOOKS[hook]};\n    " + "\n    ".join(lines) + "\n  }\n"
                     for hook, lines in hooks.items())
    return "\n".join(_definitions()) + f"\ntable inet {fault.table} {{\n{chains}}}\n"


# --- odd servers

def _odd_specification(lab, fault):
    servers = []
    for number, odd in enumerate(fault.odd):
        options = {key: value for key, value in odd.items() if key not in _ODD_KEYS}
        servers.append({"node": lab.nodes[odd["node"]].path, "port": ODD_PORT + number, "behaviour": odd["behaviour"],
                        "transport": odd.get("transport", "tcp"), "tls": odd.get("tls"), "family": odd.get("family", 4),
                        "options": options})
    return {"certificates": lab.certificates, "servers": servers}


def _start_odd(lab, fault):
    if not fault.odd:
        return
    program = os.path.join(os.path.dirname(os.path.realpath(__file__)), "oddserver.py")
    specification = os.path.join(lab.directory("odd"), f"{fault.name}.json")
    with open(specification, "w", encoding="utf-8") as file:
        json.dump(_odd_specification(lab, fault), file)
    lab.spawn("relay", f"odd-{fault.name}", ["/usr/bin/python3", "-B", program, specification])
    expected = {}
    for number, odd in enumerate(fault.odd):
        address = "::" if odd.get("family") == 6 else "0.0.0.0"
        expected.setdefault(odd["node"], set()).add((odd.get("transport", "tcp"), (address, ODD_PORT + number)))
    lab.wait_listening(expected, 10)


def _device_program(lab, fault):
    """The program behind a fault's TUN devices, or None: a VPN to another node, or a NAT64 in the firewall."""
    if fault.tunnel:
        return ["tunnel.py", lab.nodes["client"].path, fault.tunnel["interface"],
                lab.nodes[fault.tunnel["node"]].path, "vpn0"]
    if fault.nat64:
        return ["translator.py", lab.nodes["firewall"].path, "nat64",
                fault.nat64["prefix"], fault.nat64["client6"], fault.nat64["client4"]]
    return None


def _start_devices(lab, fault):
    words = _device_program(lab, fault)
    if words is None:
        return
    if not os.access("/dev/net/tun", os.R_OK | os.W_OK):
        raise Unsupported("/dev/net/tun cannot be opened by this user")
    words[0] = os.path.join(os.path.dirname(os.path.realpath(__file__)), words[0])
    process = lab.spawn("relay", f"devices-{fault.name}", ["/usr/bin/python3", "-B", *words],
                        stdout=subprocess.PIPE, text=True)
    if process.stdout.readline() != "ready\n":
        raise RuntimeError(f"no TUN devices: {lab.tail(f'devices-{fault.name}')}")


# --- applying and lifting

def _run(lab, fault, what):
    for node, table in fault.nodes.items():
        for line in table.get(what, []):
            lab.nodes[node].run(*shlex.split(line))


def _set_client(lab, fault):
    if "trust" in fault.client:
        client.reset_trust(lab, fault.client["trust"])
    if "resolver" in fault.client:
        client.write(lab, "resolv.conf", "".join(f"nameserver {entry}\n" for entry in fault.client["resolver"]))


def apply(lab, fault):
    """Make the lab have this fault, wholly or not at all."""
    if fault.name in lab.faults:
        raise BadFault(f"{fault.name} is applied already")
    lab.faults[fault.name] = fault
    try:
        _start_devices(lab, fault)
        _start_odd(lab, fault)
        for node, hooks in _rules(fault).items():
            lab.nodes[node].nft(_table(fault, hooks))
        for name, values in fault.relay.items():
            lab.relay(name, values.get("direction", "both"),
                      **{key: value for key, value in values.items() if key != "direction"})
        _set_client(lab, fault)
        _run(lab, fault, "run")
    except Exception:
        lift(lab, fault.name, is_partial=True)
        raise


def lift(lab, name, is_partial=False):
    """Take the fault away again."""
    fault = lab.faults.pop(name, None)
    if fault is None:
        raise BadFault(f"{name} is not applied")
    failures = []
    for step in _undo_steps(lab, fault):
        try:
            step()
        except (RuntimeError, OSError) as error:
            failures.append(str(error))
    if failures and not is_partial:
        raise BadFault(f"{name} could not be lifted: {'; '.join(failures)}")


def _undo_steps(lab, fault):
    yield lambda: _run(lab, fault, "undo")
    for node in _rules(fault):
        yield lambda node=node: lab.nodes[node].nft(f"delete table inet {fault.table}\n")
    for name in fault.relay:
        delay = topology.data_centre(name).rtt_ms * 500
        yield lambda name=name, delay=delay: lab.relay(name, "both", delay=delay, jitter=0, loss=0, size=0)
    if "trust" in fault.client:
        yield lambda: client.reset_trust(lab)
    if "resolver" in fault.client:
        yield lambda: client.reset_resolver(lab)
    for kind in ("odd", "devices"):
        yield lambda kind=kind: lab.stop(f"{kind}-{fault.name}")
