# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the lab's wires, addresses, routes and the corporate firewall's own rules."""
import ctypes
import fcntl
import socket
import struct
from dataclasses import dataclass

from . import topology

_SIOCETHTOOL = 0x8946
_ETHTOOL_STXCSUM, _ETHTOOL_STSO, _ETHTOOL_SGSO = 0x17, 0x1F, 0x24


@dataclass(frozen=True)
class Wire:
    """A veth pair: node and interface at either end."""
    number: int
    ends: tuple

    def mac(self, end):
        return f"02:00:00:00:{self.number:02x}:{end + 1:02x}"


def _wires():
    yield ("client", "eth0"), ("firewall", "lan")
    yield ("firewall", "wan"), ("r1", "corp")
    yield ("r1", "core"), ("r2", "core")
    for dc in topology.DATA_CENTRES:
        yield ("r2", dc.name), ("relay", f"{dc.name}-out")
        yield ("relay", f"{dc.name}-in"), (dc.name, "eth0")


WIRES = tuple(Wire(number, ends) for number, ends in enumerate(_wires()))


def _wire(*end):
    """The wire with this end, and which of its ends it is."""
    return next((wire, wire.ends.index(end)) for wire in WIRES if end in wire.ends)


def mac_of(node, interface):
    wire, end = _wire(node, interface)
    return wire.mac(end)


def _disable_offload(interface):
    """Frames are whole and summed on the wire, since the relay hands them on as they are."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for what in (_ETHTOOL_STXCSUM, _ETHTOOL_STSO, _ETHTOOL_SGSO):
            value = (ctypes.c_uint * 2)(what, 0)
            request = struct.pack("16sP16x", interface.encode(), ctypes.addressof(value))
            fcntl.ioctl(control, _SIOCETHTOOL, request)


def _lay_wires(home, nodes):
    """Make every pair with its ends where they belong: moving them there later costs 40 ms each."""
    home.ip(*(_new_wire(wire, nodes) for wire in WIRES))
    for name, node in nodes.items():
        with node.entered():
            for interface in _interfaces(name):
                _disable_offload(interface)


def _new_wire(wire, nodes):
    (node, interface), (other, peer) = wire.ends
    return (f"link add {interface} netns {nodes[node].path} address {wire.mac(0)} type veth "
            f"peer name {peer} netns {nodes[other].path} address {wire.mac(1)}")


def _interfaces(node):
    return [name for wire in WIRES for owner, name in wire.ends if owner == node]


def _neighbour(address, interface, *end):
    """A neighbour that needs no asking: a first packet is as fast as the next."""
    return f"neigh replace {address} lladdr {mac_of(*end)} dev {interface} nud permanent"


def _link_up(node):
    return [f"link set {name} up" for name in ["lo"] + _interfaces(node)]


def _addresses():
    """The set-up of each node, as lines for ip -batch."""
    yield "client", [f"addr add {topology.CLIENT}/24 dev eth0", f"route add default via {topology.FIREWALL}"]
    yield "firewall", [
        f"addr add {topology.FIREWALL}/24 dev lan", f"addr add {topology.RESOLVER}/32 dev lan",
        f"addr add {topology.PUBLIC}/24 dev wan", f"route add default via {topology.ISP}",
        _neighbour(topology.ISP, "wan", "r1", "corp")]
    yield "r1", [
        f"addr add {topology.ISP}/24 dev corp", "addr add 198.51.100.1/30 dev core",
        f"route add default via {topology.SECOND_ROUTER}",
        _neighbour(topology.PUBLIC, "corp", "firewall", "wan"),
        _neighbour(topology.SECOND_ROUTER, "core", "r2", "core")]
    yield "r2", list(_second_router())
    for dc in topology.DATA_CENTRES:
        yield dc.name, list(_data_centre(dc))
    yield "relay", []


def _second_router():
    yield f"addr add {topology.SECOND_ROUTER}/30 dev core"
    yield "route add 203.0.113.0/24 via 198.51.100.1"
    yield _neighbour("198.51.100.1", "core", "r1", "core")
    for dc in topology.DATA_CENTRES:
        yield f"addr add {dc.router_side}/30 dev {dc.name}"
        yield _neighbour(dc.host_side, dc.name, dc.name, "eth0")
        for address in dc.addresses:
            yield f"route add {address}/32 via {dc.host_side}"


def _data_centre(dc):
    yield f"addr add {dc.host_side}/30 dev eth0"
    for address in dc.addresses:
        yield f"addr add {address}/32 dev eth0"
    yield f"route add default via {dc.router_side}"
    yield _neighbour(dc.router_side, "eth0", "r2", dc.name)


# A company's firewall: what goes out may come back, nothing comes in by itself, and all share one address.
_FIREWALL_RULES = """
table ip lab {
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    iifname != "wan" accept
  }
  chain nat {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
  }
}
"""

# Everything that the client ever sent, by destination: how the suite knows that no stranger was asked. A connection is
# what its first packet begins: the kernel says goodbye to the hosts of an earlier check for minutes where nobody answers.
_CLIENT_RULES = """
table inet watch {
  set sent4 { type ipv4_addr . inet_proto . inet_service; flags dynamic; size 65535; }
  set sent6 { type ipv6_addr . inet_proto . inet_service; flags dynamic; size 65535; }
  set other4 { type ipv4_addr . inet_proto; flags dynamic; size 65535; }
  chain output {
    type filter hook output priority 300;
    oifname "lo" accept
    tcp flags & (syn | ack) != syn accept
    meta nfproto ipv4 meta l4proto { tcp, udp } add @sent4 { ip daddr . meta l4proto . th dport } accept
    meta nfproto ipv6 meta l4proto { tcp, udp } add @sent6 { ip6 daddr . meta l4proto . th dport } accept
    meta nfproto ipv4 add @other4 { ip daddr . meta l4proto }
  }
}
"""


def _set_kernel(nodes):
    for name, node in nodes.items():
        if name == "client":
            # As systemd sets it on desktops; in a user namespace only the groups that exist there can be named.
            node.sysctl(ipv4__ping_group_range="0 2147483647" if _maps_all_groups() else "0 0")
            continue
        node.sysctl(ipv4__ip_forward=0 if name == "relay" else 1, ipv4__ip_unprivileged_port_start=0)
        if name != "firewall":
            node.sysctl(ipv6__conf__all__disable_ipv6=1, ipv6__conf__default__disable_ipv6=1)


def _maps_all_groups():
    with open("/proc/self/gid_map", encoding="ascii") as file:
        return int(file.read().split()[2]) > 1 << 31


def build(home, nodes):
    """Everything but the relay and the servers."""
    for node in nodes.values():
        node.create()
    _lay_wires(home, nodes)
    _set_kernel(nodes)
    for name, lines in _addresses():
        nodes[name].ip(*_link_up(name), *lines)
    nodes["firewall"].nft(_FIREWALL_RULES)
    nodes["client"].nft(_CLIENT_RULES)


def relay_arguments():
    """A pair for every data centre: half of its round trip each way."""
    return [f"{dc.name}:{dc.name}-out:{dc.name}-in:{dc.rtt_ms * 500}" for dc in topology.DATA_CENTRES]
