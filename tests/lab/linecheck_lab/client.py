# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's own view of the computer: resolver, hosts, trusted authorities, and nobody to ask outside the lab."""
import os
import signal

from . import namespaces, topology

NOBODY = 65534
USER = 1000

_CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt"

# Sockets by which a program could have somebody outside the lab resolve a name or tell about the machine's network.
_HIDDEN = ("/run/systemd/resolve", "/run/dbus", "/run/nscd", "/run/NetworkManager", "/run/avahi-daemon")

_FILES = {
    "/etc/hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\nnetworks: files\nprotocols: files\n"
                          "services: files\n",
    "/etc/resolv.conf": f"nameserver {topology.RESOLVER}\n",
}

# What a developer's or a CI's environment may say about proxies and certificates, and no lab wants.
FORGOTTEN = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
             "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "LINECHECK_LAB_CACHE",
             "DBUS_SYSTEM_BUS_ADDRESS", "RES_OPTIONS", "LOCALDOMAIN")


def has_many_users():
    """Whether this is real root, or the only user of a user namespace."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        return int(file.read().split()[2]) > 1


def as_uid(uid):
    """The words that run a command as an ordinary user with no capability at all."""
    if has_many_users():
        return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--bounding-set=-all",
                "--inh-caps=-all", "--no-new-privs", "--"]
    return ["unshare", "--user", f"--map-user={uid}", f"--map-group={uid}", "--"]


def file_of(lab, name):
    return os.path.join(lab.directory("client"), name)


def write(lab, name, text):
    """Change one of the client's files in place: it is bind-mounted, so the inode must stay."""
    with open(file_of(lab, name), "w", encoding="utf-8") as file:
        file.write(text)


def reset_trust(lab, bundle="trusted.pem"):
    with open(os.path.join(lab.certificates, bundle), encoding="ascii") as file:
        write(lab, "ca.pem", file.read())


def reset_resolver(lab):
    write(lab, "resolv.conf", _FILES["/etc/resolv.conf"])


def _hide(directory):
    if os.path.isdir(directory):
        namespaces.mount("tmpfs", directory, "tmpfs", 0, "mode=755")


def _cover(target, source):
    target = os.path.realpath(target)
    if not os.path.exists(target):  # a link into a directory that was just hidden
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="ascii"):
            pass
    namespaces.bind(source, target)


def _dress(lab):
    for directory in _HIDDEN:
        _hide(directory)
    for target in _FILES:
        _cover(target, file_of(lab, os.path.basename(target)))
    _cover(_CA_BUNDLE, file_of(lab, "ca.pem"))


def make(lab):
    """A mount namespace that only the client's programs see; returns a descriptor of it."""
    reset_trust(lab)
    for target, text in _FILES.items():
        write(lab, os.path.basename(target), text)
    home = lab.directory("client", "home")
    if has_many_users():
        os.chown(home, USER, USER)
    ready, done = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            namespaces.unshare(namespaces.NEWNS)
            _dress(lab)
            os.write(ready[1], b"+")
            os.read(done[0], 1)
        except OSError as error:
            os.write(ready[1], str(error).encode())
        finally:
            os._exit(0)
    said = os.read(ready[0], 400)
    if said != b"+":
        raise RuntimeError(f"the client's files: {said.decode()}")
    mounts = os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY | os.O_CLOEXEC)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    for fd in ready + done:
        os.close(fd)
    return mounts
