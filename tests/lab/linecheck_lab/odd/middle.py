# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the middle: a firewall that inspects TLS, and an HTTP proxy."""
import asyncio
import base64
import datetime
import email.utils
import functools
import re
import ssl

from .. import topology

_DATE = re.compile(rb"\r\nDate: [^\r]*\r\n")


async def _copy(reader, writer, change=None):
    try:
        while data := await reader.read(65536):
            writer.write(change(data) if change else data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
        else:
            writer.close()
    except (OSError, ssl.SSLError):
        writer.close()


async def _join(client, upstream, change_out=None, change_in=None):
    reader, writer = upstream
    try:
        await asyncio.gather(_copy(client.reader, writer, change_out), _copy(reader, client.writer, change_in))
    finally:
        writer.close()


def _name_of(address):
    hosts = [host for dc in topology.DATA_CENTRES for host in dc.hosts if host.address == address]
    return hosts[0].tls_names[0] if hosts and hosts[0].tls_names else "unknown.example"


def _shift_date(days):
    """As seen from a computer whose clock is wrong by as much: every HTTP date is from another time."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    line = f"\r\nDate: {email.utils.format_datetime(moment, usegmt=True)}\r\n".encode()
    return lambda data: _DATE.sub(line, data)


@functools.cache
def _towards_server():
    """One for all: it verifies nothing, and so spares loading the system's authorities for each connection."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def inspect(client):
    """TLS ended here under another certificate, and begun anew towards the real server."""
    address, port = client.original
    upstream = await client.connect(address, port, ssl=_towards_server(), server_hostname=_name_of(address))
    days = client.option("date_days")
    await _join(client, upstream, _strip_upgrade if client.option("strip_upgrade") else None,
                _shift_date(days) if days else None)


async def forward(client):
    """Opens every connection itself, and another one to the server: what a proxy of SYNs looks like from inside."""
    await _join(client, await client.connect(*client.original))


def _strip_upgrade(data):
    """What a middlebox does that does not know WebSocket: the hop-by-hop headers are its own business."""
    return re.sub(rb"\r\n(?:Upgrade|Connection): [^\r]*", b"", data, flags=re.IGNORECASE)


def _proxy_refusal(client, head, host, port):
    """What a proxy answers instead of a connection, or None."""
    login = client.option("login")
    if login:
        expected = base64.b64encode(login.encode()).decode()
        if f"proxy-authorization: basic {expected.lower()}" not in head.lower():
            return "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="Northwind"\r\n'
    if client.option("status") and host in client.option("hosts", [host]):
        return client.option("status"), ""
    if port in client.option("deny_ports", []) or host is None:
        return "403 Forbidden", ""
    if host not in topology.records() and not re.fullmatch(r"[0-9.]+", host):
        return "502 Bad Gateway", ""
    return None


def _target(head):
    """The host and port of CONNECT; anything else is refused."""
    found = re.match(r"CONNECT ([^ :]+):([0-9]+) HTTP/1\.[01]\r\n", head)
    return (found[1], int(found[2])) if found else (None, None)


async def proxy(client):
    """An HTTP proxy that knows CONNECT alone."""
    head = await client.head()
    host, port = _target(head)
    refusal = _proxy_refusal(client, head, host, port)
    if refusal:
        body = f"<html><head><title>{refusal[0]}</title></head><body>Northwind proxy</body></html>"
        await client.send(f"HTTP/1.1 {refusal[0]}\r\n{refusal[1]}Via: 1.1 proxy.northwind.example\r\n"
                          f"Content-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}")
        return
    upstream = await client.connect(topology.records().get(host, [host])[0], port)
    await client.send("HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.northwind.example\r\n\r\n")
    await _join(client, upstream)


BEHAVIOURS = {"forward": forward, "inspect": inspect, "proxy": proxy}
