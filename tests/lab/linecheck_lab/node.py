# SPDX-License-Identifier: GPL-3.0-or-later
"""A node of the lab: a network namespace that lives by a file, and ways to act inside it."""
import contextlib
import ipaddress
import os
import signal
import subprocess

from . import namespaces


class Node:
    """One network namespace. Only the supervisor has these: it is single-threaded, as setns wants it."""

    def __init__(self, name, directory, home):
        self.name = name
        self.path = os.path.join(directory, name)
        self._home = home  # a descriptor of the supervisor's own namespace

    def create(self):
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                namespaces.unshare(namespaces.NEWNET)
                namespaces.keep_namespace("net", self.path)
                status = 0
            finally:
                os._exit(status)
        if os.waitpid(pid, 0)[1] != 0:
            raise RuntimeError(f"no namespace for {self.name}")

    @contextlib.contextmanager
    def entered(self):
        """This process, inside the node for a moment: for what needs no program."""
        namespaces.join(self.path, namespaces.NEWNET)
        try:
            yield
        finally:
            namespaces.setns(self._home, namespaces.NEWNET)

    def sysctl(self, **values):
        """Set net.* variables; a dot is written as two underscores."""
        with self.entered():
            for name, value in values.items():
                path = "/proc/sys/net/" + name.replace("__", "/")
                with contextlib.suppress(FileNotFoundError), open(path, "w", encoding="ascii") as file:
                    file.write(str(value))

    def _enter_for_good(self):
        namespaces.join(self.path, namespaces.NEWNET)

    def run(self, *command, text=None):
        """Run a program in the node; its failure is ours."""
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False,
                              preexec_fn=self._enter_for_good)
        if done.returncode != 0:
            raise RuntimeError(f"{self.name}: {' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}\n{text or ''}")
        return done.stdout

    def ip(self, *lines):
        if lines:
            self.run("ip", "-batch", "-", text="\n".join(lines) + "\n")

    def nft(self, text):
        return self.run("nft", "-f", "-", text=text)

    def _prepare_server(self):
        self._enter_for_good()
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        namespaces.die_with_parent()

    def spawn(self, command, log, **options):
        """Start a server in the node."""
        with open(log, "ab") as output:
            return subprocess.Popen(command, stdout=options.pop("stdout", output), stderr=output,
                                    stdin=options.pop("stdin", subprocess.DEVNULL),
                                    preexec_fn=self._prepare_server, **options)

    def listening(self):
        """What is served in the node: (transport, port)."""
        found = set()
        with self.entered():
            for transport, state in (("tcp", "0A"), ("udp", "07")):
                for version in ("", "6"):
                    found |= {(transport, address) for address in _bound(transport + version, state)}
        return found


def _bound(table, state):
    """The local addresses in /proc/net/TABLE of sockets in a state."""
    with open(f"/proc/thread-self/net/{table}", encoding="ascii") as file:
        for line in file.readlines()[1:]:
            fields = line.split()
            if fields[3] == state:
                yield _address(fields[1])


def _address(text):
    """An address and port as /proc/net/tcp writes them: words of the host's byte order."""
    words, port = text.split(":")
    octets = b"".join(bytes.fromhex(words[at:at + 8])[::-1] for at in range(0, len(words), 8))
    return str(ipaddress.ip_address(octets)), int(port, 16)
