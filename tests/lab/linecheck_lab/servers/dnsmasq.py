# SPDX-License-Identifier: GPL-3.0-or-later
"""dnsmasq: the company's resolver. It knows the documented names, and that no other exists. Started as nobody."""
from .. import topology


def prepare(place):
    hosts = "".join(f"{address} {name}\n" for name, addresses in topology.records().items() for address in addresses)
    return ["dnsmasq", "-k", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
            f"--addn-hosts={place.write('names', hosts)}", "--bind-interfaces", "--except-interface=lo",
            f"--listen-address={topology.RESOLVER}", "--address=/#/", "--local-ttl=60",
            "--pid-file", "--log-facility=-"]


def listens(place):
    return {("udp", (topology.RESOLVER, 53)), ("tcp", (topology.RESOLVER, 53))}
