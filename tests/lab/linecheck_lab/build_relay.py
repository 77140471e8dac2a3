# SPDX-License-Identifier: GPL-3.0-or-later
"""Find the relay, or compile it: the lab needs no build directory."""
import fcntl
import hashlib
import os
import pathlib
import subprocess

from . import certificates

_SOURCE = pathlib.Path(__file__).resolve().parent.parent / "relay.c"


def ensure(given=None):
    given = given or os.environ.get("LINECHECK_LAB_RELAY")
    if given:
        return os.path.abspath(given)
    base = certificates.cache_directory()
    base.mkdir(parents=True, exist_ok=True)
    program = base / f"relay-{hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:12]}"
    with open(base / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            subprocess.run(["cc", "-O2", "-D_GNU_SOURCE", "-o", f"{program}.new", str(_SOURCE)], check=True)
            os.rename(f"{program}.new", program)
    return str(program)
