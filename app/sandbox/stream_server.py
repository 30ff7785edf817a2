"""The farm's EventStreams server: `/v2/stream/NAMES`, server-sent events that go on from a place, and its faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.sandbox.access_log import AccessEntry
from app.sandbox.etiquette import acceptable_agent
from app.sandbox.farm import Farm
from app.sandbox.stream import Told, read_places
from app.sandbox.stream_shapes import STREAMS

PATH = "/v2/stream/"
EVERY_SECONDS = 0.05
"""How often it is looked whether something happened: wikis are changed from other threads, too."""

RUBBISH = b'data: {"half": \n\nno line of ours\nid\n\nevent: message\ndata: [1, 2]\n\ndata: {"meta": 5}\n\n: remark\n\n'


async def serve_stream(farm: Farm, scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    response = _answer(farm, request)
    entry = AccessEntry("stream", request.method, request.url.path, (), (), response.status_code)
    farm.access_log.add(entry)
    await response(scope, receive, send)


def _answer(farm: Farm, request: Request) -> Response:
    if not acceptable_agent(request.headers.get("user-agent", "")):
        return PlainTextResponse("Please set a user agent that names the tool and a contact.", 403)
    names = request.url.path.removeprefix(PATH).split(",")
    if not request.url.path.startswith(PATH) or not all(name in STREAMS for name in names):
        return PlainTextResponse("No such stream.", 404)
    try:
        places = read_places(request.headers.get("last-event-id", ""), request.query_params.get("since", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return PlainTextResponse("This is no place in the stream.", 400)
    wanted, newest = frozenset(STREAMS[name] for name in names), farm.stream.newest
    missed = [] if places is None else farm.stream.missed(places, wanted)
    headers = {"Cache-Control": "private, max-age=0, no-cache, no-store"}
    return StreamingResponse(_say(farm, wanted, missed, newest), 200, headers, "text/event-stream; charset=utf-8")


async def _say(farm: Farm, wanted: frozenset[str], missed: list[Told], number: int) -> AsyncIterator[bytes]:
    """What was missed up to the event of this number, events as they come, a remark when nothing does, until the
    connection is old."""
    loop, stream = asyncio.get_running_loop(), farm.stream
    begun = said = canary = loop.time()
    yield b":ok\n\n"
    while loop.time() - begun < stream.connection_seconds:
        if loop.time() - canary >= stream.canary_seconds:
            canary = loop.time()
            stream.tell_canary()
        if stream.fault == "stall":
            await asyncio.sleep(EVERY_SECONDS)
            continue
        new = stream.after(number)
        number = new[-1].number if new else number
        told, missed = missed + new, []
        if told:
            said = loop.time()
            yield _written(farm, told, wanted)
            if stream.fault == "cut":
                return
        elif loop.time() - said >= stream.keep_alive_seconds:
            said = loop.time()
            yield b":\n\n"
        await asyncio.sleep(EVERY_SECONDS)


def _written(farm: Farm, told: list[Told], wanted: frozenset[str]) -> bytes:
    written = [farm.stream.write(each) + b"\n\n" for each in told if each.stream in wanted]
    if farm.stream.fault == "garbage":
        return RUBBISH + RUBBISH.join(written) + RUBBISH
    whole = b"".join(written)
    return whole[: len(whole) // 2] if farm.stream.fault == "cut" else whole
