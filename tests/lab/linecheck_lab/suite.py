# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault against linecheck-cli: apply, check as an ordinary user, compare, lift. TAP on standard output."""
import contextlib
import fnmatch
import glob
import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import sys
import time
import traceback

from . import control, expect, faults, state

_LAB = pathlib.Path(__file__).resolve().parent.parent / "lab"
_TRIES = 3   # for times alone, which a busy machine may spoil
_REST = 6.5  # seconds that a router's ICMP rate limit takes to forget the check before: a new check starts fresh


class Result:
    """What came of one scenario."""

    def __init__(self, name, complaints=(), seconds=0.0, skipped=None, notes=()):
        self.name = name
        self.complaints = list(complaints)
        self.notes = list(notes)
        self.seconds = seconds
        self.skipped = skipped


def find_cli(given):
    """The program under test: given, from the environment, or from a build directory."""
    if given or os.environ.get("LINECHECK_CLI"):
        return os.path.abspath(given or os.environ["LINECHECK_CLI"])
    found = glob.glob(str(_LAB.parent.parent.parent / "*build*" / "src" / "cli" / "linecheck-cli"))
    if not found:
        raise SystemExit("lab suite: no linecheck-cli: build the project, or give --cli PATH")
    return max(found, key=os.path.getmtime)


class Worker:
    """A lab of one's own and the scenarios that are run in it, one after the other."""

    def __init__(self, cli, start, keep):
        self.cli = cli
        self.start = start
        self.keep = keep
        self.path = None
        self._rested = 0.0

    def _ensure_lab(self):
        if self.path is not None:
            return
        self.path, self._keeper = self.start()
        self._program = os.path.join(self.path, "client", "linecheck-cli")
        shutil.copy(self.cli, self._program)  # where any user may run it
        self._rested = 0.0

    def drop_lab(self):
        if self.path is not None:
            with contextlib.suppress(OSError, control.LabError):
                control.request(self.path, do="down")
                os.waitpid(self._keeper, 0)  # it tidies up, and would die with this process
        self.path = None

    def run(self, name):
        """One scenario; once more in a new lab where only what the packets showed was not as expected. Machines that
        pause for a moment lose packets and delay answers, which no program can tell from a network that does so."""
        first = self._run(name)
        if not first.complaints or _is_broken(first):
            return first
        self.drop_lab()
        second = self._run(name)
        second.notes = [f"the first time: {complaint}" for complaint in first.complaints]
        return second

    def _run(self, name):
        fault = faults.load(name)
        expect.check_keys(fault.expect)
        began = time.monotonic()
        self._ensure_lab()
        try:
            control.request(self.path, do="fault", name=name)
            complaints = self._tries(fault)
            control.request(self.path, do="unfault", name=name)
        except control.LabError as error:
            self.drop_lab()
            if "Unsupported" in str(error):
                return Result(name, skipped=str(error))
            return Result(name, [f"the lab: {error}"], time.monotonic() - began)
        return Result(name, complaints, time.monotonic() - began)

    def _tries(self, fault):
        for attempt in range(_TRIES):
            complaints, late = self._once(fault)
            if complaints or not late or attempt == _TRIES - 1:
                return complaints + late
        return []

    def _once(self, fault):
        """One check: complaints, and complaints about times alone."""
        time.sleep(max(0.0, self._rested - time.monotonic()))
        control.request(self.path, do="forget")
        report, exit_status, said = self._check(fault)
        self._rested = time.monotonic() + _REST
        status, _ = control.request(self.path, do="status")
        complaints = [f"the lab's {name} died" for name in status["dead"]]
        complaints += expect.strangers(status["sent"], fault)
        if report is None:
            return complaints + [f"no report, exit status {exit_status}: {said}"], []
        late = list(expect.unsteady(report, fault.expect, status["late_us"]))
        return complaints + expect.compare(report, exit_status, fault.expect) + self._read_code(report), late

    def _read_code(self, report):
        """What the support code says, which a caller would read out, is in the report."""
        if "support_code" not in report:
            return ["no support code"] if report["catalog"]["source"] == "builtin" else []
        done = subprocess.run([self._program, "show", "--code", report["support_code"]], capture_output=True, text=True,
                              check=False, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "en"})
        return list(expect.compare_code(report, done.returncode, done.stdout))

    def _check(self, fault):
        output = os.path.join(self.path, "client", "home", "report.json")
        pathlib.Path(output).unlink(missing_ok=True)
        command = [sys.executable, "-B", str(_LAB), "exec", "--lab", self.path.name, "--as-user", "client", "--",
                   self._program, "check", fault.site, "--format", "json", "--output", output, *fault.arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=fault.seconds,
                                  stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
            status, said = done.returncode, (done.stderr + done.stdout).strip()[-2000:]
        except subprocess.TimeoutExpired:
            status, said = None, f"still running after {fault.seconds} s"
        return self._read(fault, output), status, said

    def _read(self, fault, output):
        try:
            with open(output, encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            return None
        if self.keep:
            (pathlib.Path(self.keep) / f"{fault.name}.json").write_text(text, encoding="utf-8")
        return json.loads(text)


def _is_broken(result):
    """Whether the program or the lab failed, and not an expectation: that is never tried again."""
    return any(complaint.startswith(("no report", "the lab", "a packet", "Traceback")) for complaint in result.complaints)


def _work(worker, names, results):
    """A worker's process: take names until there are none."""
    for name in iter(names.get, None):
        try:
            result = worker.run(name)
        except Exception:
            result = Result(name, traceback.format_exc().strip().split("\n"))
            worker.drop_lab()
        results.put(result)
    worker.drop_lab()


def _choose(patterns):
    return [name for name in faults.names() if not patterns or any(fnmatch.fnmatch(name, p) for p in patterns)]


def _print(number, result):
    """One TAP line, and the complaints as its diagnostics."""
    if result.skipped:
        print(f"ok {number} - {result.name} # SKIP {result.skipped}", flush=True)
        return
    word = "not ok" if result.complaints else "ok"
    print(f"{word} {number} - {result.name} ({result.seconds:.1f} s)", flush=True)
    for complaint in result.complaints + result.notes:
        for line in complaint.split("\n"):
            print(f"#   {line}", flush=True)


def main(arguments, start):
    cli, names = find_cli(arguments.cli), _choose(arguments.patterns)
    if arguments.keep:
        os.makedirs(arguments.keep, exist_ok=True)
    state.clean()
    fork = multiprocessing.get_context("fork")
    waiting, results = fork.Queue(), fork.Queue()
    workers = min(arguments.jobs, len(names))
    for name in names + [None] * workers:
        waiting.put(name)
    processes = [fork.Process(target=_work, args=(Worker(cli, start, arguments.keep), waiting, results))
                 for _ in range(workers)]
    for process in processes:
        process.start()
    print(f"1..{len(names)}", flush=True)
    failed = 0
    for number in range(1, len(names) + 1):
        result = results.get()
        failed += bool(result.complaints)
        _print(number, result)
    for process in processes:
        process.join()
    print(f"# {len(names) - failed} of {len(names)} scenarios as expected", flush=True)
    return 1 if failed else 0
