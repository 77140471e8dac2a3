# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's first process: builds it, keeps it, changes it on request, and takes everything with it when it dies."""
import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time

from . import client, faults, namespaces, network, topology
from .node import Node
from .servers import coturn, dnsmasq, dovecot, kamailio, nginx, smtp
from .servers.place import Place

READY_SECONDS = 20
UNPRIVILEGED = ("dovecot", "dnsmasq")  # they give root up, which only works where there are other users


class Lab:
    """A living lab, as its supervisor sees it."""

    def __init__(self, path, relay, certificates):
        self.path = str(path)
        self.relay_program = relay
        self.processes = {}
        self.faults = {}
        self.nodes = {}
        self.certificates = certificates
        self._relay = None
        self._client_mounts = None

    def directory(self, *parts):
        path = os.path.join(self.path, *parts)
        os.makedirs(path, mode=0o755, exist_ok=True)
        return path

    # --- building

    def build(self):
        namespaces.unshare(namespaces.NEWNS)
        namespaces.mount("none", "/", None, namespaces.MS_REC | namespaces.MS_PRIVATE)
        namespaces.mount("proc", "/proc", "proc",
                         namespaces.MS_NOSUID | namespaces.MS_NODEV | namespaces.MS_NOEXEC)
        nets = self.directory("net")
        namespaces.mount("tmpfs", nets, "tmpfs", 0, "mode=755")
        home = os.open("/proc/self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.nodes = {name: Node(name, nets, home) for name in topology.NODES}
        lobby = Node("lobby", nets, home)  # where wires are made
        namespaces.keep_namespace("net", lobby.path)
        network.build(lobby, self.nodes)
        self._start_relay()
        expected = self._start_servers()
        self._client_mounts = client.make(self)
        self.wait_listening(expected)

    def _start_relay(self):
        self._relay = self.nodes["relay"].spawn(
            [self.relay_program] + network.relay_arguments(), self.log("relay"),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.processes["relay"] = self._relay
        if self._relay.stdout.readline() != "ready\n":
            raise RuntimeError(f"the relay did not start: {self.tail('relay')}")

    def _start_servers(self):
        """Start them all at once; returns what must be listening where."""
        expected = {}
        real = [dc for dc in topology.DATA_CENTRES if dc.hosts[0].roles]
        for dc in real:
            servers = [("nginx", nginx)]
            if topology.hosts_with(dc, "sip"):
                servers += [("kamailio", kamailio), ("dovecot", dovecot), ("coturn", coturn)]
            for name, module in servers:
                self._start(dc.name, name, module, self._place(dc, name), expected)
        self._start("firewall", "dnsmasq", dnsmasq, self._place(None, "dnsmasq"), expected)
        mail = [self._place(dc, "smtp") for dc in real if topology.hosts_with(dc, "smtp")]
        self.spawn("dallas", "smtp", smtp.prepare(mail, self.nodes))
        for place in mail:
            expected.setdefault(place.dc.name, set()).update(smtp.listens(place))
        return expected

    def _place(self, dc, server):
        where = dc.name if dc else "firewall"
        return Place(dc, self.directory("servers", f"{where}-{server}"), self.certificates)

    def _start(self, node, name, module, place, expected):
        command = module.prepare(place)
        if name in UNPRIVILEGED:
            run = os.path.join(place.directory, "run")
            os.makedirs(run, exist_ok=True)
            if client.has_many_users():
                os.chown(run, client.NOBODY, client.NOBODY)
            command = client.as_uid(client.NOBODY) + command
        self.spawn(node, f"{node}-{name}", command)
        expected.setdefault(node, set()).update(module.listens(place))

    def spawn(self, node, name, command, **options):
        self.processes[name] = self.nodes[node].spawn(command, self.log(name), **options)
        return self.processes[name]

    def log(self, name):
        return os.path.join(self.directory("log"), f"{name}.log")

    def tail(self, name):
        with contextlib.suppress(FileNotFoundError), open(self.log(name), encoding="utf-8", errors="replace") as file:
            return "".join(file.readlines()[-8:])
        return ""

    def wait_listening(self, expected, seconds=READY_SECONDS):
        """Wait until every node listens where it must; a server that died says so at once."""
        deadline = time.monotonic() + seconds
        while True:
            missing = {name: wanted - self.nodes[name].listening() for name, wanted in expected.items()}
            if not any(missing.values()):
                return
            self._raise_for_dead()
            if time.monotonic() > deadline:
                raise RuntimeError(f"not ready: { {name: sorted(rest) for name, rest in missing.items() if rest} }")
            time.sleep(0.02)

    def _raise_for_dead(self):
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}:\n{self.tail(name)}")

    # --- changing

    def relay(self, name, direction, **values):
        """Change a pair of the relay."""
        self._ask_relay(" ".join([name, direction] + [f"{key}={value}" for key, value in values.items()]))

    def lateness(self):
        """How late in microseconds each pair of the relay was at worst, since this was last asked."""
        return {dc.name: int(self._ask_relay(f"{dc.name} late")) for dc in topology.DATA_CENTRES}

    def _ask_relay(self, line):
        self._relay.stdin.write(line + "\n")
        self._relay.stdin.flush()
        answer = self._relay.stdout.readline()
        if not answer.startswith("ok"):
            raise RuntimeError(f"relay: {line}: {answer}")
        return answer[2:].strip()

    def stop(self, name):
        process = self.processes.pop(name, None)
        if process is not None:
            process.kill()
            process.wait()

    # --- serving requests

    def entrance(self, node):
        """Descriptors of the namespaces of a node, to be joined in this order."""
        kinds = [("user", namespaces.NEWUSER)] if not client.has_many_users() else []
        fds = [os.open(f"/proc/self/ns/{kind}", os.O_RDONLY | os.O_CLOEXEC) for kind, _ in kinds]
        if node == "client":
            fds.append(os.dup(self._client_mounts))
        else:
            fds.append(os.open("/proc/self/ns/mnt", os.O_RDONLY | os.O_CLOEXEC))
        fds.append(os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC))
        fds.append(os.open(self.nodes[node].path, os.O_RDONLY | os.O_CLOEXEC))
        return fds

    def answer(self, request):
        """Do what a request asks: a dictionary in, a dictionary and descriptors out."""
        what = request.get("do")
        if what == "enter":
            if request["node"] not in self.nodes:
                raise RuntimeError(f"no node {request['node']}; there are {', '.join(self.nodes)}")
            return {"environment": self.client_environment(),
                    "as_user": client.as_uid(client.USER)}, self.entrance(request["node"])
        if what == "fault":
            faults.apply(self, faults.load(request["name"]))
            return {}, []
        if what == "unfault":
            for name in ([request["name"]] if request.get("name") else list(self.faults)):
                faults.lift(self, name)
            return {}, []
        if what == "status":
            return self.status(), []
        if what == "forget":
            self.lateness()
            self.nodes["client"].nft("flush set inet watch sent4\nflush set inet watch sent6\n"
                                     "flush set inet watch other4\n")
            return {}, []
        if what == "down":
            return {}, []
        raise RuntimeError(f"unknown request {what!r}")

    def client_environment(self):
        # The lab's own public authorities are in nobody's list.
        values = {"LINECHECK_PUBLIC_ROOTS": os.path.join(self.certificates, "trusted.pem")}
        for fault in self.faults.values():
            values.update(fault.environment)
        return values

    def status(self):
        dead = [name for name, process in self.processes.items() if process.poll() is not None]
        sent = json.loads(self.nodes["client"].run("nft", "-j", "list", "table", "inet", "watch"))
        return {"path": self.path, "faults": list(self.faults), "dead": dead, "late_us": self.lateness(),
                "sent": [entry for item in sent["nftables"] for entry in _elements(item)]}


def _elements(item):
    for element in item.get("set", {}).get("elem", []):
        value = element.get("elem", element)
        if "val" in value:
            value = value["val"]
        yield [str(part) for part in value["concat"]]


def _reap(lab):
    """Orphans come to the first process of a namespace; its own children are left to their owners."""
    own = {process.pid: process for process in lab.processes.values()}
    while True:
        try:
            info = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if info is None:
            return
        if info.si_pid in own:
            own[info.si_pid].poll()
        else:
            os.waitpid(info.si_pid, 0)


def _serve_one(lab, connection):
    """One request; returns whether the lab goes on."""
    line = connection.makefile("r", encoding="utf-8").readline()
    request, fds = json.loads(line or "{}"), []
    try:
        reply, fds = lab.answer(request)
        reply["ok"] = True
    except Exception as error:  # whatever it was, the lab lives on and the asker is told
        reply = {"ok": False, "error": f"{type(error).__name__}: {error}"}
    data = (json.dumps(reply) + "\n").encode()
    if fds:
        socket.send_fds(connection, [data], fds)
        for fd in fds:
            os.close(fd)
    else:
        connection.sendall(data)
    return not (request.get("do") == "down" and reply["ok"])


def serve(lab, listener):
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    alive = True
    while alive:
        events = selector.select(timeout=0.5)
        _reap(lab)
        for _ in events:
            connection, _ = listener.accept()
            with connection:
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    alive = _serve_one(lab, connection)


def main(path, relay, certificates, report):
    """Process one of the lab. Says "ready" or what went wrong through the descriptor `report`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lab = Lab(path, relay, certificates)
    try:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(os.path.join(lab.path, "control"))
        listener.listen(16)
        lab.build()
    except Exception as error:
        os.write(report, f"{type(error).__name__}: {error}\n".encode())
        return 1
    os.write(report, b"ready\n")
    os.close(report)
    serve(lab, listener)
    return 0


def start(path, relay, certificates, is_attached):
    """Fork the lab. Returns when it is ready, the process that ends when the lab has ended.

    Attached, the lab dies with the caller, however that dies.
    """
    reading, writing = os.pipe()
    keeper = os.fork()
    if keeper == 0:
        os.close(reading)
        _keep(path, (relay, certificates), writing, is_attached)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        said = file.read()
    if said.strip() != "ready":
        raise RuntimeError(f"the lab did not start: {said.strip() or 'it died'}")
    return keeper


def _keep(path, programs, report, is_attached):
    """The lab's outermost process: enters the namespaces, waits for process one, removes what is left."""
    status = 1
    try:
        lock = _leave_caller(path, is_attached)
        if os.geteuid() != 0:
            namespaces.enter_user_namespace()
        namespaces.unshare(namespaces.NEWNET | namespaces.NEWPID)
        first = os.fork()
        if first == 0:
            namespaces.die_with_parent()
            os.close(lock)
            os._exit(main(path, *programs, report))
        os.close(report)
        signal.signal(signal.SIGTERM, lambda *_: os.kill(first, signal.SIGTERM))
        status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
        shutil.rmtree(path, ignore_errors=True)
    except Exception as error:
        with contextlib.suppress(OSError):
            os.write(report, f"{type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(status)


def _leave_caller(path, is_attached):
    from . import state
    lock = state.lock(path)
    os.setsid()  # an interrupt at the terminal is for the client's program
    if is_attached:
        namespaces.die_with_parent()
    log = os.open(os.path.join(path, "lab.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    null = os.open("/dev/null", os.O_RDONLY)
    for fd, target in ((null, 0), (log, 1), (log, 2)):
        os.dup2(fd, target)
    return lock
