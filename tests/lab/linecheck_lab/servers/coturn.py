# SPDX-License-Identifier: GPL-3.0-or-later
"""coturn, as a STUN server alone."""


def prepare(place):
    return ["turnserver", "-n", "-S", "-L", place.host("stun").address, "-p", "3478", "--no-tcp", "--no-tls",
            "--no-dtls", "--no-cli", "-m", "1", "--userdb", f"{place.directory}/users",
            "--pidfile", f"{place.directory}/pid", "-l", "stdout", "--simple-log"]


def listens(place):
    return {("udp", (place.host("stun").address, 3478))}
