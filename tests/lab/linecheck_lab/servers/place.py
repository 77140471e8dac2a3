# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a server runs and what it may use."""
import os
from dataclasses import dataclass

from .. import topology
from ..certificates import host_certificate


@dataclass(frozen=True)
class Place:
    """One server's place: a data centre (or none, on the firewall), a directory of its own, the certificates."""
    dc: topology.DataCentre
    directory: str
    certificates: str

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def chain(self, host):
        return f"{self.certificates}/{host_certificate(host.address)}.pem"

    def key(self, host):
        return f"{self.certificates}/{host_certificate(host.address)}.key"

    def host(self, role):
        return topology.hosts_with(self.dc, role)[0]
