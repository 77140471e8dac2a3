# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's own test. See probes.py for what it asks on the client."""
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from . import control, expect, faults, state

_HERE = pathlib.Path(__file__).resolve().parent
_LAB = str(_HERE.parent / "lab")
_TOLERANCE_MS = 1.0


def _lab(*words, **options):
    return subprocess.run([sys.executable, "-B", _LAB, *words], capture_output=True, text=True, check=False,
                          timeout=120, **options)


class Lab:
    """A lab for the time of a with statement."""

    def __enter__(self):
        done = _lab("up")
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        self.name = done.stdout.strip()
        self.path = state.choose(self.name)
        return self

    def __exit__(self, *_):
        with contextlib.suppress(OSError, control.LabError):
            control.request(self.path, do="down")

    def probe(self, *words):
        done = self.client(sys.executable, "-B", str(_HERE / "probes.py"), *map(str, words))
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    def client(self, *words):
        return _lab("exec", "--lab", self.name, "client", "--", *words)

    @contextlib.contextmanager
    def fault(self, name):
        control.request(self.path, do="fault", name=name)
        try:
            yield
        finally:
            control.request(self.path, do="unfault", name=name)


def _expect(what, wanted, seen):
    if wanted != seen:
        yield f"{what}: {seen!r}, not {wanted!r}"


# --- tests: each yields complaints

def test_servers_answer(lab):
    """Every server answers as itself, under a certificate that the client trusts"""
    for what, expected, seen in lab.probe("servers"):
        if not seen.startswith(expected):
            yield f"{what}: {seen!r}, not {expected!r}"


def test_tools_work(lab):
    """curl and dig work on the client"""
    done = lab.client("curl", "-sS", "https://us.moviuscorp.net:8021/")
    yield from _expect("curl", 0, done.returncode)
    done = lab.client("dig", "+short", "sml.moviuscorp.net")
    yield from _expect("dig", {"169.63.26.228", "169.63.160.148"}, set(done.stdout.split()))
    done = lab.client("dig", "nobody.example.org")
    yield from _expect("a name that does not exist", True, "status: NXDOMAIN" in done.stdout)


def test_round_trips(lab):
    """Forty handshakes at a time take each data centre's round trip to within a millisecond"""
    for _ in range(5):  # a machine that is paused for a moment says nothing about the lab
        control.request(lab.path, do="status")
        seen = lab.probe("distances", 40)
        late = control.request(lab.path, do="status")[0]["late_us"]
        complaints = []
        for name, nominal, times in seen:
            times.sort()
            worst = nominal + _TOLERANCE_MS + late[name] / 1000
            if times[0] < nominal - 0.1 or times[-1] > worst:
                complaints.append(f"{name}: {times[0]:.2f} to {times[-1]:.2f} ms, not {nominal} to {worst:.2f}")
        if not complaints:
            return
    yield from complaints


def test_hops(lab):
    """A trace sees the firewall, the ISP, the second router and the host"""
    wanted = [["10.1.0.1", 11, 0], ["203.0.113.1", 11, 0], ["198.51.100.2", 11, 0], ["169.63.26.232", 3, 3]]
    yield from _expect("the path", wanted, lab.probe("path", "169.63.26.232", 20000))


def test_leads_nowhere(lab):
    """No packet can leave the lab"""
    for node in ("client", "firewall", "r1", "r2", "dallas"):
        done = _lab("exec", "--lab", lab.name, node, "--", "ip", "-o", "link")
        for line in done.stdout.splitlines():
            if "lo:" not in line and "link-netnsid" not in line and "@if" not in line:
                yield f"{node} has an interface that is no wire of the lab: {line}"
    yield from _expect("an address outside", "OSError 101", lab.probe("connect", "8.8.8.8", 53)[0])


def test_strangers_are_seen(lab):
    """The suite would see a packet to a stranger"""
    fault = faults.load("healthy-uk")
    control.request(lab.path, do="forget")
    lab.probe("connect", "169.50.222.162", 8021)
    yield from expect.strangers(control.request(lab.path, do="status")[0]["sent"], fault)
    lab.probe("connect", "169.63.26.228", 8021)
    seen = list(expect.strangers(control.request(lab.path, do="status")[0]["sent"], fault))
    yield from _expect("another site's host", ["a packet was sent to a stranger: 169.63.26.228 tcp 8021"], seen)


def test_faults_bite(lab):
    """Faults are really there, and really gone"""
    sip = ("connect", "169.63.26.232", 5061)
    for name, wanted in (("firewall-drop-5061", "TimeoutError None"), ("firewall-reset-5061", "ConnectionRefusedError 111"),
                         ("firewall-reject-prohibited-5061", "OSError 113"), ("isp-drop-5061", "TimeoutError None")):
        with lab.fault(name):
            yield from _expect(name, wanted, lab.probe(*sip)[0])
        yield from _expect(f"after {name}", "open", lab.probe(*sip)[0])
    with lab.fault("dns-servfail"):
        yield from _expect("dns-servfail", True, "SERVFAIL" in lab.client("dig", "uk3.moviuscorp.net").stdout)


def test_inspection_bites(lab):
    """Inspected TLS has the inspector's certificate, trusted or not as the fault says"""
    ask = ("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{ssl_verify_result}", "https://uk3.moviuscorp.net:8021/")
    for name, wanted in (("tls-inspection-trusted", "200 0"), ("tls-inspection-untrusted", "000 20")):
        with lab.fault(name):
            yield from _expect(name, wanted, lab.client(*ask).stdout)
    yield from _expect("afterwards", "200 0", lab.client(*ask).stdout)


def test_relay_drops(lab):
    """The relay swallows what it is told to"""
    ask = ("curl", "-sS", "-m", "3", "-o", "/dev/null", "https://uk3.moviuscorp.net:8021/")
    with lab.fault("mtu-black-hole"):
        yield from _expect("mtu-black-hole", 28, lab.client(*ask).returncode)
        yield from _expect("small packets", "open", lab.probe("connect", "169.50.222.162", 8021)[0])
    yield from _expect("afterwards", 0, lab.client(*ask).returncode)


def test_fault_files(_lab_):
    """Every fault's file says only what is understood"""
    for name in faults.names():
        try:
            expect.check_keys(faults.load(name).expect)
        except (faults.BadFault, ValueError, TypeError) as error:
            yield f"{name}: {error}"


def test_user_has_no_privilege(lab):
    """With --as-user a program has no capability"""
    done = _lab("exec", "--lab", lab.name, "--as-user", "client", "--", "cat", "/proc/self/status")
    yield from _expect("CapEff", True, "CapEff:\t0000000000000000" in done.stdout)


def test_ordinary_user(_lab_):
    """An ordinary user can have a lab too"""
    if os.geteuid() != 0:
        return  # then every other test has shown it
    user = pwd.getpwuid(65534)
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, user.pw_uid, user.pw_gid)
        # Where they can read it: this tree may be below somebody's closed home.
        shutil.copytree(_HERE.parent, f"{home}/tree")
        yield from _expect("curl as nobody", '{"status":"ok","host":"uk3.moviuscorp.net"}\n', _curl_as(user, home))


def _curl_as(user, home):
    done = subprocess.run(
        ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--bounding-set=-all", "--inh-caps=-all",
         sys.executable, "-B", f"{home}/tree/lab", "run", "--as-user", "--",
         "curl", "-sS", "https://uk3.moviuscorp.net:8021/"],
        capture_output=True, text=True, check=False, timeout=120, cwd="/",
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home})
    return done.stdout or done.stderr


def test_crash_leaves_nothing(_lab_):
    """A lab whose command is killed dies wholly, and clean removes its directory"""
    before = {path.name for path in state.all_labs()}
    process = subprocess.Popen([sys.executable, "-B", _LAB, "run", "--", "sleep", "1000"])
    deadline = time.monotonic() + 30
    path = None
    while path is None and time.monotonic() < deadline:
        new = [entry for entry in state.all_labs() if entry.name not in before and (entry / "control").exists()]
        path = new[0] if new else None
        time.sleep(0.1)
    time.sleep(1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    time.sleep(1)
    yield from _expect("it is dead", False, path is None or state.is_alive(path))
    state.clean()
    yield from _expect("its directory", False, path is None or path.exists())


def _tests():
    return [function for name, function in globals().items() if name.startswith("test_")]


def main():
    tests, failed = _tests(), 0
    print(f"1..{len(tests)}", flush=True)
    with Lab() as lab:
        for number, test in enumerate(tests, 1):
            try:
                complaints = list(test(lab))
            except (RuntimeError, OSError, ValueError) as error:
                complaints = [f"{type(error).__name__}: {error}"]
            failed += bool(complaints)
            print(f"{'not ok' if complaints else 'ok'} {number} - {test.__doc__}", flush=True)
            for complaint in complaints:
                print(f"#   {complaint}", flush=True)
    return 1 if failed else 0
