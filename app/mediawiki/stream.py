"""One connection to a farm's event stream, read chunk by chunk from where it was left.

It knows nothing of what the events mean or whom they concern, and never says what was in one. It does not reconnect:
whoever reads decides when.
"""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx

from app.domain.positions import Position, newest_millisecond, without_ends
from app.mediawiki.stream_events import VISIBILITY_CHANGE

PATH = f"/v2/stream/recentchange,{VISIBILITY_CHANGE}"

STALL_SECONDS = 30.0
"""Nothing at all for this long, and the connection counts as lost: a stream may stall without closing."""

OVERLAP_MS = 2_000
"""Resuming begins this much before the last event: the stream's own places skip events of the same millisecond, and
what is read twice is noted once."""


class StreamLost(Exception):
    """The connection ended, stalled or was refused for a time. Carries a code, nothing of what was sent."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CannotResume(StreamLost):
    """The stream does not know the place any more (or does not understand it)."""


@dataclass(frozen=True)
class Stream:
    """`base` is the address of the EventStreams server, without a path."""

    http: httpx.AsyncClient
    base: str
    user_agent: str
    stall_seconds: float = STALL_SECONDS

    @asynccontextmanager
    async def open(self, positions: Sequence[Position]) -> AsyncGenerator[AsyncGenerator[bytes, None], None]:
        """The bytes from these positions on (without any: from now on). Raises StreamLost when it ends, whatever ended
        it, and CannotResume."""
        headers = {
            "User-Agent": self.user_agent,
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
            "Cache-Control": "no-cache",
        }
        if positions:
            headers["Last-Event-ID"] = write_positions(positions)
        timeout = httpx.Timeout(self.stall_seconds)
        try:
            async with self.http.stream(
                "GET", self.base.rstrip("/") + PATH, headers=headers, timeout=timeout, follow_redirects=False
            ) as response:
                _check(response)
                yield _chunks(response)
        except httpx.TimeoutException as error:
            raise StreamLost("stalled") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise StreamLost("broken") from error


def write_positions(positions: Sequence[Position]) -> str:
    """The header `Last-Event-ID`: times where they are known, else the stream's own count. Never the end of a topic,
    which would skip what came since."""
    places: list[dict[str, str | int]] = []
    for each in without_ends(positions, newest_millisecond(positions)):
        place: dict[str, str | int] = {"topic": each.topic, "partition": each.partition}
        if each.timestamp is not None:
            place["timestamp"] = max(0, each.timestamp - OVERLAP_MS)
        elif each.offset is not None:
            place["offset"] = each.offset
        places.append(place)
    return json.dumps(places, separators=(",", ":"))


def _check(response: httpx.Response) -> None:
    if response.status_code in (httpx.codes.BAD_REQUEST, httpx.codes.GONE, httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE):
        raise CannotResume("cannot-resume")
    if response.status_code != httpx.codes.OK:
        raise StreamLost(f"http-{response.status_code}")
    packed = response.headers.get("Content-Encoding", "identity") != "identity"
    if packed or not response.headers.get("Content-Type", "").startswith("text/event-stream"):
        raise StreamLost("no-stream")


async def _chunks(response: httpx.Response) -> AsyncGenerator[bytes, None]:
    async for chunk in response.aiter_raw():
        yield chunk
    raise StreamLost("ended")
