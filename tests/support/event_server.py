"""A server of events for measuring and for killing whoever reads: it sends what it was given, from the place asked for.

It speaks HTTP/1.1 with chunks of some events each, as the real one does through its proxies, and as fast as it is read
unless told otherwise.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from tests.support.made_events import RECENT, VISIBILITY, MadeEvent

HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
)
TOPICS = {stream: f"eqiad.{stream}" for stream in (RECENT, VISIBILITY)}


@dataclass
class EventServer:
    """`pause` seconds after each block of `size` events. `connections` counts those who asked; `refuses` those who ask
    for a place ("places"), or everybody ("all"), as a server does that does not understand them."""

    events: Sequence[MadeEvent]
    size: int = 32
    pause: float = 0.0
    connections: int = 0
    refuses: str = ""

    def __post_init__(self) -> None:
        self._written = write_all(self.events)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError), closing(writer):
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            self.connections += 1
            if self.refuses == "all" or (self.refuses == "places" and "last-event-id:" in request.lower()):
                writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                await writer.drain()
                return
            writer.write(HEAD + _chunk(b":ok\n\n"))
            sent = self._asked_for(request)
            for start in range(0, len(sent), self.size):
                writer.write(_chunk(b"".join(sent[start : start + self.size])))
                await writer.drain()
                if self.pause:
                    await asyncio.sleep(self.pause)
            # The stream stays open, as if nothing more happened for now.
            await reader.read()

    def _asked_for(self, request: str) -> list[bytes]:
        """Everything, or what came after the places. A topic without a time goes on from its end: all is over there."""
        given = next((line for line in request.split("\r\n") if line.lower().startswith("last-event-id:")), "")
        if not given:
            return self._written
        since = {place["topic"]: place["timestamp"] for place in json.loads(given[14:]) if "timestamp" in place}
        both = zip(self.events, self._written, strict=True)
        return [
            written for each, written in both if (at := since.get(TOPICS[each.stream])) is not None and each.ms >= at
        ]


def write_all(events: Sequence[MadeEvent]) -> list[bytes]:
    """Each as it goes over the wire, with the place of both topics."""
    last: dict[str, int] = {}
    written = []
    for each in events:
        last[each.stream] = each.ms + 1
        places = [
            {"topic": topic, "partition": 0, **({"timestamp": last[stream]} if stream in last else {"offset": -1})}
            for stream, topic in TOPICS.items()
        ]
        head = f"event: message\nid: {json.dumps(places, separators=(',', ':'))}\ndata: "
        written.append(head.encode() + each.data + b"\n\n")
    return written


def _chunk(body: bytes) -> bytes:
    return f"{len(body):x}\r\n".encode() + body + b"\r\n"


@contextmanager
def serve_events(server: EventServer, host: str = "127.0.0.1") -> Iterator[str]:
    """In a thread of its own; yields its address."""
    started = threading.Event()
    address: list[str] = []
    stops: list[Callable[[], object]] = []

    async def run() -> None:
        ending, loop = asyncio.Event(), asyncio.get_running_loop()
        stops.append(lambda: loop.call_soon_threadsafe(ending.set))
        async with await asyncio.start_server(server.answer, host, 0) as listening:
            address.append(f"http://{host}:{listening.sockets[0].getsockname()[1]}")
            started.set()
            await ending.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()), name="events", daemon=True)
    thread.start()
    try:
        started.wait(10)
        yield address[0]
    finally:
        stops[0]()
        thread.join(10)
