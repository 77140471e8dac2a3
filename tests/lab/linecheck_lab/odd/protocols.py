# SPDX-License-Identifier: GPL-3.0-or-later
"""Odd answers in the services' own protocols: HTTP, WebSocket, SIP, IMAP, SMTP."""
import base64
import email.utils
import hashlib
import time

_REASONS = {101: "Switching Protocols", 200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized",
            403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 426: "Upgrade Required",
            500: "Internal Server Error", 503: "Service Unavailable"}
_SIP_COPIED = ("via:", "from:", "to:", "call-id:", "cseq:", "v:", "f:", "t:", "i:")
_WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def _response(status, headers, body):
    lines = [f"HTTP/1.1 {status} {_REASONS.get(status, 'Odd')}", f"Content-Length: {len(body.encode())}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines) + "\r\n\r\n" + body


async def http(client):
    """Answer every request with one response."""
    headers = {"Server": "odd", "Date": email.utils.formatdate(time.time(), usegmt=True),
               "Content-Type": "text/html", **client.option("headers", {})}
    while True:
        await client.head()
        await client.send(_response(client.option("status", 200), headers, client.option("body", "")))


async def websocket(client):
    """A WebSocket handshake with something wrong; a parameter says what."""
    head = await client.head()
    key = next((line.split(":", 1)[1].strip() for line in head.split("\r\n")
                if line.lower().startswith("sec-websocket-key:")), "")
    digest = hashlib.sha1((key + _WEBSOCKET_GUID).encode()).digest()
    headers = {"Upgrade": "websocket", "Connection": "Upgrade",
               "Sec-WebSocket-Accept": base64.b64encode(digest).decode(), "Sec-WebSocket-Protocol": "sip"}
    headers.update(client.option("headers", {}))
    lines = [f"{name}: {value}" for name, value in headers.items() if value]
    await client.send("HTTP/1.1 101 Switching Protocols\r\n" + "\r\n".join(lines) + "\r\n\r\n")
    await client.wait_for_end()


async def sip(client):
    """A SIP response with the request's own identifiers, as RFC 3261, 8.2.6.2 has it."""
    while True:
        head = await client.head()
        copied = [line for line in head.split("\r\n")[1:] if line.lower().startswith(_SIP_COPIED)]
        status = client.option("status", "200 OK")
        await client.send(f"SIP/2.0 {status}\r\n" + "\r\n".join(copied) + "\r\nContent-Length: 0\r\n\r\n")


async def imap(client):
    """IMAP up to the login, with a greeting and capabilities of the fault's choice."""
    capabilities = client.option("capabilities", "IMAP4rev1 STARTTLS LOGINDISABLED")
    await client.send(client.option("greeting", "* OK ready") + "\r\n")
    while line := (await client.reader.readline()).decode(errors="replace").split():
        command = line[1].upper() if len(line) > 1 else ""
        if command == "CAPABILITY":
            await client.send(f"* CAPABILITY {capabilities}\r\n")
        if command == "LOGOUT":
            await client.send(f"* BYE bye\r\n{line[0]} OK done\r\n")
            return
        known = command in ("CAPABILITY", "NOOP")
        await client.send(f"{line[0]} {'OK done' if known else 'BAD no'}\r\n")


async def smtp(client):
    """SMTP up to the greeting and EHLO."""
    await client.send(client.option("greeting", "220 mail.example ESMTP") + "\r\n")
    while line := (await client.reader.readline()).decode(errors="replace").split():
        command = line[0].upper()
        if command in ("EHLO", "HELO"):
            extensions = ["mail.example"] + client.option("extensions", ["SIZE 1000000", "8BITMIME"])
            text = "".join(f"250{'-' if entry != extensions[-1] else ' '}{entry}\r\n" for entry in extensions)
            await client.send(text)
        elif command == "QUIT":
            await client.send("221 bye\r\n")
            return
        else:
            await client.send("502 not implemented\r\n")


BEHAVIOURS = {"http": http, "websocket": websocket, "sip": sip, "imap": imap, "smtp": smtp}
