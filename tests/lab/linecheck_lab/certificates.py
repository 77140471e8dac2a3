# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab's certificates. They look like what public authorities issue: an intermediate, an AIA, a CRL, a policy and
embedded signed certificate timestamps. What an inspecting firewall issues has none of these, and so have `inspection` and `corporate`.

They are the same for every lab, so they are made once and cached. `openssl ca` makes them, since it alone takes dates.
"""
import datetime
import fcntl
import hashlib
import os
import pathlib
import struct
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import topology

MAX_AGE_DAYS = 30
UTC = datetime.timezone.utc

_CONFIG = """
[ca]
default_ca = lab
[lab]
database = {work}/index
rand_serial = yes
unique_subject = no
new_certs_dir = {work}
default_md = sha256
policy = any
email_in_dn = no
copy_extensions = none
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
O = {organization}
CN = {common_name}
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{extra}
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
{names}
{extra}
"""

_PUBLIC_EXTRA = """authorityInfoAccess = OCSP;URI:http://ocsp.{host},caIssuers;URI:http://ca.{host}/ca.crt
crlDistributionPoints = URI:http://crl.{host}/ca.crl
certificatePolicies = 2.23.140.1.2.1
"""


def timestamp_list(seed):
    """A well-formed SignedCertificateTimestampList (RFC 6962, 3.3) of two logs that do not exist."""
    entries = b""
    for log in (b"lab log one", b"lab log two"):
        signature = hashlib.sha512(log + seed.encode()).digest() + b"\0" * 7
        sct = (b"\0" + hashlib.sha256(log).digest() + struct.pack(">Q", 1_700_000_000_000) + b"\0\0"
               + b"\x04\x03" + struct.pack(">H", len(signature)) + signature)
        entries += struct.pack(">H", len(sct)) + sct
    return struct.pack(">H", len(entries)) + entries


def _der_octets(data):
    length = len(data)
    head = bytes([length]) if length < 128 else b"\x82" + struct.pack(">H", length)
    return b"\x04" + head + data


def _time(days):
    moment = datetime.datetime.now(UTC) + datetime.timedelta(days=days)
    return moment.strftime("%Y%m%d%H%M%SZ")


def _openssl(*arguments):
    done = subprocess.run(("openssl",) + arguments, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr}")


class Authority:
    """A CA: its key and certificate, and the way it dresses what it signs."""

    def __init__(self, directory, name, organization, common_name, public_host=None):
        self.directory = directory
        self.name = name
        self.organization = organization
        self.common_name = common_name
        self.public_host = public_host
        self.chain = []

    @property
    def certificate(self):
        return self.directory / f"{self.name}.crt"

    @property
    def key(self):
        return self.directory / f"{self.name}.key"

    def _extra(self, seed):
        if self.public_host is None:
            return ""
        octets = _der_octets(timestamp_list(seed)).hex(":")
        return _PUBLIC_EXTRA.format(host=self.public_host) + f"1.3.6.1.4.1.11129.2.4.2 = DER:{octets}\n"

    def make_root(self):
        self._make(self, self.name, "root", self.organization, self.common_name, (), -1500, 7000)

    def make_intermediate(self, parent):
        self._make(parent, self.name, "intermediate", self.organization, self.common_name, (), -900, 3000)
        self.chain = [self.certificate] + parent.chain

    def issue(self, name, names, start=-20, end=70, common_name=None):
        """A leaf with its chain in NAME.pem and its key in NAME.key."""
        self._make(self, name, "leaf", "Lab Services", common_name or names[0], names, start, end)
        leaf = self.directory / f"{name}.crt"
        chain = [leaf] + self.chain
        (self.directory / f"{name}.pem").write_text("".join(path.read_text() for path in chain), encoding="ascii")

    def issue_self_signed(self, name, names):
        """A leaf that nobody vouches for."""
        self._make(None, name, "leaf", "Lab Services", names[0], names, -20, 70)
        (self.directory / f"{name}.pem").write_text((self.directory / f"{name}.crt").read_text(), encoding="ascii")

    def _make(self, signer, name, section, organization, common_name, names, start, end):
        work = self.directory / f"work-{name}"
        work.mkdir()
        (work / "index").touch()
        extra = self._extra(name) if section == "leaf" else ""
        san = "subjectAltName = " + ",".join(f"DNS:{entry}" for entry in names) if names else ""
        config = work / "config"
        config.write_text(_CONFIG.format(work=work, organization=organization, common_name=common_name,
                                         names=san, extra=extra), encoding="ascii")
        key, request, certificate = (self.directory / f"{name}.{ending}" for ending in ("key", "csr", "crt"))
        _openssl("req", "-new", "-config", str(config), "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                 "-nodes", "-keyout", str(key), "-out", str(request))
        sign = (["-selfsign", "-keyfile", str(key)] if signer is None or signer.name == name
                else ["-cert", str(signer.certificate), "-keyfile", str(signer.key)])
        _openssl("ca", "-batch", "-notext", "-config", str(config), "-extensions", section, *sign,
                 "-startdate", _time(start), "-enddate", _time(end), "-in", str(request), "-out", str(certificate))


def host_certificate(address):
    """The stem of a host's own certificate."""
    return f"host-{address}"


def _hosts():
    return [host for dc in topology.DATA_CENTRES for host in dc.hosts if host.tls_names]


def _authorities(directory):
    """Two public hierarchies, as unrelated services have, and four that nobody should trust by themselves."""
    made = {}
    for letter, root, issuer in (("a", "Lab Trust Root R1", "Lab Trust TLS CA 2024"),
                                 ("b", "Example Web PKI Root X", "Example Web PKI E5")):
        parent = Authority(directory, f"root-{letter}", root.rsplit(" ", 1)[0], root)
        parent.make_root()
        made[letter] = Authority(directory, f"issuer-{letter}", root.rsplit(" ", 1)[0], issuer,
                                 public_host=f"pki-{letter}.invalid")
        made[letter].make_intermediate(parent)
    for name, organization, common_name in (
            ("inspection", "Northwind Traders", "Northwind TLS Inspection CA"),
            ("corporate", "Northwind Traders", "Northwind Issuing CA 3"),
            ("private", "Lab Services", "Lab Services Internal CA"),
            ("portal", "Grand Hotel Lab", "Grand Hotel Guest Access CA")):
        made[name] = Authority(directory, f"root-{name}", organization, common_name)
        made[name].make_root()
    return made


def _jobs(authorities):
    """Every certificate of the lab, as functions that can run side by side."""
    for host in _hosts():
        own, names, stem = authorities[host.authority], host.tls_names, host_certificate(host.address)
        yield lambda a=own, s=stem, n=names: a.issue(s, n)
        yield lambda s=stem, n=names: authorities["inspection"].issue(f"inspection-{s}", n)
        # The same by an authority whose name says nothing of it.
        yield lambda s=stem, n=names: authorities["corporate"].issue(f"corporate-{s}", n)
        # As all services look to a computer whose clock is a year and more behind, or ahead.
        yield lambda a=own, s=stem, n=names: a.issue(f"future-{s}", n, 380, 470)
        yield lambda a=own, s=stem, n=names: a.issue(f"past-{s}", n, -520, -430)
    names = ("uk3.moviuscorp.net", "*.moviuscorp.net")
    a = authorities["a"]
    yield lambda: a.issue("expired", names, -120, -9)
    yield lambda: a.issue("not-yet-valid", names, 40, 130)
    yield lambda: a.issue("wrong-name", ("www.example.org", "example.org"))
    yield lambda: a.issue_self_signed("self-signed", names)
    yield lambda: authorities["private"].issue("untrusted", names)
    yield lambda: authorities["b"].issue("block-server", ("block.webfilter.example",))
    yield lambda: authorities["b"].issue("portal-public", ("login.grandhotel.example",))
    yield lambda: authorities["portal"].issue("portal", ("login.grandhotel.example",))


def _make(directory):
    authorities = _authorities(directory)
    with ThreadPoolExecutor(max_workers=4) as pool:
        for future in [pool.submit(job) for job in _jobs(authorities)]:
            future.result()
    trusted = [directory / "root-a.crt", directory / "root-b.crt"]
    bundle = "".join(path.read_text() for path in trusted)
    (directory / "trusted.pem").write_text(bundle, encoding="ascii")
    for name in ("corporate", "inspection"):
        trusted_with = bundle + (directory / f"root-{name}.crt").read_text()
        (directory / f"trusted-with-{name}.pem").write_text(trusted_with, encoding="ascii")
    for path in directory.iterdir():
        if path.is_file():
            path.chmod(0o644)  # they protect nothing, and the servers run as several users


def _recipe():
    sources = (pathlib.Path(__file__), pathlib.Path(topology.__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def cache_directory():
    base = os.environ.get("LINECHECK_LAB_CACHE")
    if base:
        return pathlib.Path(base)
    if os.geteuid() == 0:
        return pathlib.Path("/var/cache/linecheck-lab")  # servers that are not root read it too
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "linecheck-lab"


def _is_fresh(directory):
    try:
        made = (directory / "trusted-with-inspection.pem").stat().st_mtime
    except FileNotFoundError:
        return False
    return datetime.datetime.now().timestamp() - made < MAX_AGE_DAYS * 86400


def ensure():
    """The directory with all certificates, made now unless they are there."""
    base = cache_directory()
    base.mkdir(parents=True, exist_ok=True)
    with open(base / "lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _ensure_locked(base)


def _ensure_locked(base):
    link = base / f"certificates-{_recipe()}"
    if _is_fresh(link):
        return link.resolve()
    # Living labs go on using the old directory: a new one takes the name.
    directory = base / f"made-{_recipe()}-{os.getpid()}-{int(datetime.datetime.now().timestamp())}"
    directory.mkdir(mode=0o755)
    _make(directory)
    link.unlink(missing_ok=True)
    link.symlink_to(directory.name)
    return directory
