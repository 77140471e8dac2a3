# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviours of any TCP server: silence, farewells too early, and things said out of turn."""
import os

from . import context


async def silent(client):
    await client.wait_for_end()


async def close(_client):
    return


async def close_after_data(client):
    await client.reader.read(65536)


async def reset(client):
    context.reset(client.writer)


async def reset_after_data(client):
    await client.reader.read(65536)
    context.reset(client.writer)


async def alert(client):
    """A fatal TLS alert in answer to the hello: handshake_failure unless another is asked for."""
    await client.reader.read(65536)
    await client.send(bytes([21, 3, 3, 0, 2, 2, client.option("alert", 40)]))


async def say(client):
    """Say a text, at once or after the client has spoken, then listen."""
    if client.option("after_data"):
        await client.reader.read(65536)
    await client.send(client.option("text", ""))
    if not client.option("close"):
        await client.wait_for_end()


async def garbage(client):
    if client.option("after_data"):
        await client.reader.read(65536)
    await client.send(bytes(range(128, 256)) + os.urandom(512) + b"\r\n\r\n")
    await client.wait_for_end()


BEHAVIOURS = {"silent": silent, "close": close, "close-after-data": close_after_data, "reset": reset,
              "reset-after-data": reset_after_data, "alert": alert, "say": say, "garbage": garbage}
