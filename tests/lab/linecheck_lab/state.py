# SPDX-License-Identifier: GPL-3.0-or-later
"""Where labs are kept: a directory each, locked as long as the lab lives."""
import contextlib
import fcntl
import os
import pathlib
import shutil
import tempfile


def base():
    """The directory of all labs of this user. Short, as socket paths must be."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if runtime and len(runtime) < 40 and os.access(runtime, os.W_OK) and os.geteuid() != 0:
        return pathlib.Path(runtime) / "linecheck-lab"
    return pathlib.Path(f"/tmp/linecheck-lab-{os.geteuid()}")


def _ensure_base():
    directory = base()
    directory.mkdir(mode=0o755, exist_ok=True)
    if directory.is_symlink() or directory.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{directory} belongs to somebody else")
    return directory


def create(name=None):
    """A directory for a new lab."""
    directory = _ensure_base()
    if name is None:
        path = pathlib.Path(tempfile.mkdtemp(prefix="lab-", dir=directory))
    else:
        path = directory / name
        if path.exists() and not is_alive(path):
            shutil.rmtree(path)
        path.mkdir()
    path.chmod(0o755)
    return path


def lock(path):
    """Mark the lab as living: the lock goes when the last process that inherits it does."""
    fd = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return fd


def is_alive(path):
    try:
        fd = os.open(path / "lock", os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(fd)


def all_labs():
    with contextlib.suppress(FileNotFoundError):
        return sorted(path for path in base().iterdir() if path.is_dir())
    return []


def clean():
    """Remove what crashed labs left. A lab that is just being made has no lock yet, but is young."""
    removed = []
    for path in all_labs():
        with contextlib.suppress(FileNotFoundError):
            is_young = _age(path) < 20 and not (path / "lock").exists()
            if not is_alive(path) and not is_young:
                shutil.rmtree(path, ignore_errors=True)
                removed.append(path.name)
    return removed


def _age(path):
    import time
    return time.time() - path.stat().st_mtime


def choose(name=None):
    """The living lab that a command means: the one it names, the one around it, or the only one."""
    name = name or os.environ.get("LINECHECK_LAB")
    living = [path for path in all_labs() if is_alive(path)]
    if name:
        living = [path for path in living if path.name == name]
    if len(living) == 1:
        return living[0]
    names = ", ".join(path.name for path in living) or "none"
    raise SystemExit(f"lab: which lab? Living: {names}. Give its name with --lab.")
