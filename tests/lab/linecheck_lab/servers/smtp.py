# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail servers (TCP 25 with STARTTLS) of all data centres: one aiosmtpd process, see smtpd.py."""
import json
import os

from .. import topology


def prepare(places, nodes):
    arguments = []
    for place in places:
        host = place.host("smtp")
        arguments.append({"node": nodes[place.dc.name].path, "address": host.address, "name": host.names[0],
                          "chain": place.chain(host), "key": place.key(host)})
    program = os.path.join(os.path.dirname(os.path.realpath(__file__)), "smtpd.py")
    return ["/usr/bin/python3", "-B", program, json.dumps(arguments)]


def listens(place):
    return {("tcp", (place.host("smtp").address, 25))}
