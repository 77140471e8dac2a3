# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lab looks like: nodes, links, hosts and their services. Data alone; network.py builds it.

    client -- firewall (NAT) -- r1 (ISP) -- r2 -+- relay -- dallas      40 ms
    10.1.0.2  10.1.0.1          203.0.113.1     +- relay -- washington  60 ms
                                                +- relay -- london      90 ms
                                                +- relay -- singapore  230 ms
                                                +- relay -- cdn         15 ms
                                                +- relay -- elsewhere   10 ms
"""
from dataclasses import dataclass, field

CLIENT = "10.1.0.2"
FIREWALL = "10.1.0.1"
RESOLVER = "10.1.0.53"
PUBLIC = "203.0.113.2"  # what the firewall turns the client's address into
ISP = "203.0.113.1"
SECOND_ROUTER = "198.51.100.2"

# A hidden host for what faults need and no healthy network has: a web filter's block server, a portal's site.
BLOCK_SERVER = "192.0.2.80"


@dataclass(frozen=True)
class Host:
    """One documented address: the names that lead to it and the roles that its servers play."""
    address: str
    names: tuple = ()
    roles: tuple = ()
    authority: str = "a"  # which lab CA signs it: unrelated hosts have unrelated issuers
    certificate_names: tuple = ()

    @property
    def tls_names(self):
        return self.certificate_names or self.names


@dataclass(frozen=True)
class DataCentre:
    """A place: hosts that share one namespace, one link and one round trip."""
    name: str
    rtt_ms: int
    hosts: tuple
    index: int = field(default=0)

    @property
    def addresses(self):
        return [host.address for host in self.hosts]

    @property
    def router_side(self):
        return f"198.51.100.{64 + 4 * self.index + 1}"

    @property
    def host_side(self):
        return f"198.51.100.{64 + 4 * self.index + 2}"


DOMAIN = "moviuscorp.net"
CDN_NAME = "cdnakauamq11hbp9.cdn.appdomain.cloud"
PLATFORM = ("https8021", "https443", "imap", "smtp", "stun")
SIGNALLING = ("sip", "rtp")
WEBSOCKET = ("websocket",)


def _names(*labels):
    return tuple(f"{label}.{DOMAIN}" for label in labels)


def _sip(address, name):
    # No name is documented for a SIP address: whichever name of its site a client sends must fit.
    return Host(address, (), SIGNALLING, certificate_names=_names(name, "*"))


def _web(address, name):
    return Host(address, _names(name), WEBSOCKET)


DATA_CENTRES = (
    DataCentre("dallas", 40, (
        Host("169.63.26.228", _names("dal12", "sml", "us"), PLATFORM),
        _web("169.63.26.230", "webclient-dal12"),
        _sip("169.63.26.232", "dal12"),
        _web("169.63.26.234", "sml-webrtc"),
        _web("169.46.89.188", "webclient-slab"),
        _web("169.46.89.190", "slab-webrtc"),
    ), 0),
    DataCentre("washington", 60, (
        Host("169.63.160.148", _names("wdc06", "wdcgc2", "sml", "us"), PLATFORM),
        _sip("169.63.160.152", "wdc06"),
        Host("169.63.160.153", _names("insights"), ("https443",)),
        _web("169.63.160.154", "sml-webrtc"),
        _web("169.63.129.151", "webclient-wdc06"),
    ), 1),
    DataCentre("london", 90, (
        Host("169.50.222.162", _names("uk3"), PLATFORM),
        _web("169.50.222.166", "lon02-webrtc"),
        _sip("169.50.222.168", "uk3"),
        _web("169.50.222.172", "webclient-uk3"),
    ), 2),
    DataCentre("singapore", 230, (
        Host("161.202.2.132", _names("sng01", "sg1"), PLATFORM),
        _sip("161.202.2.137", "sng01"),
        _web("161.202.2.140", "webclient-sng01"),
        _web("161.202.2.141", "sng01-webrtc"),
    ), 3),
    DataCentre("cdn", 15, (
        Host("23.7.99.89", (CDN_NAME,), ("https443",), authority="b"),
        Host("184.25.123.59", ("workspace.movius.ai",), ("https443",), authority="b"),
    ), 4),
    DataCentre("elsewhere", 10, (
        Host(BLOCK_SERVER, (), ()),
    ), 5),
)

NODES = ("client", "firewall", "r1", "r2", "relay") + tuple(dc.name for dc in DATA_CENTRES)

# The data centres a site's rows lead to: their addresses are all that a check of the site may contact.
SITES = {
    "us": ("dallas", "washington", "cdn"),
    "uk": ("london", "cdn"),
    "sg": ("singapore", "cdn"),
}
SITE_EXTRAS = {"uk": ("169.63.160.153",), "sg": ("169.63.160.153",)}  # insights


def data_centre(name):
    return next(dc for dc in DATA_CENTRES if dc.name == name)


def site_addresses(site):
    """Every documented address of a site's rows."""
    found = set(SITE_EXTRAS.get(site, ()))
    for name in SITES[site]:
        found.update(data_centre(name).addresses)
    return found


def hosts_with(dc, role):
    return [host for host in dc.hosts if role in host.roles]


def records():
    """The names of the lab's DNS: name -> addresses."""
    table = {}
    for dc in DATA_CENTRES:
        for host in dc.hosts:
            for name in host.names:
                table.setdefault(name, []).append(host.address)
    return table


def ports_of(host):
    """The TCP ports of a host that end TLS."""
    ports = {"https8021": [8021], "https443": [443], "imap": [993], "sip": [5061], "websocket": [443, 8089]}
    return [port for role in host.roles for port in ports.get(role, [])]
