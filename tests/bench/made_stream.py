"""A made stream for readers to be measured on: its bytes are made once, and served by a process of its own.

What is sent is HTTP/1.1 in chunks of some events each, written in large pieces: the server must not be what is waited
for. Every connection gets the whole stream from its beginning and then stays open.
"""

import multiprocessing
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from tests.support.event_server import HEAD, write_all
from tests.support.made_events import Cast, MadeEvent, make_events

HOST = "127.0.0.1"
EVENTS_A_CHUNK = 64
PIECE = 1024 * 1024
AT_ONCE = 10_000
"""Events that are made at a time: all of them at once would take a gigabyte."""


@dataclass(frozen=True)
class MadeStream:
    """`body` holds what goes over the wire after the head; `sightings` are what followed accounts did in it."""

    body: Path
    events: int
    last_ms: int
    sightings: int
    bytes: int


def make_stream(body: Path, events: int, seed: int, cast: Cast) -> MadeStream:
    """The same bytes for the same seed."""
    written = sightings = last_ms = 0
    batch: list[MadeEvent] = []
    with body.open("wb") as file:
        for number, event in enumerate(make_events(events, seed, cast), start=1):
            batch.append(event)
            sightings += event.sighting is not None
            if number % AT_ONCE == 0 or number == events:
                written += sum(map(file.write, chunks_of(write_all(batch))))
                last_ms = event.ms
                batch = []
    return MadeStream(body, events, last_ms, sightings, written)


def chunks_of(written: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(written), EVENTS_A_CHUNK):
        some = b"".join(written[start : start + EVENTS_A_CHUNK])
        yield f"{len(some):x}\r\n".encode() + some + b"\r\n"


@contextmanager
def served(stream: MadeStream) -> Iterator[str]:
    """Yields the address. The process ends with the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs, stream.body), name="made stream", daemon=True
    )
    process.start()
    try:
        yield f"http://{HOST}:{ours.recv()}"
    finally:
        process.terminate()
        process.join(10)


def _serve(pipe: Connection, path: Path) -> None:
    body = memoryview(path.read_bytes())
    with socket.create_server((HOST, 0)) as listening:
        pipe.send(listening.getsockname()[1])
        while True:
            reader, _ = listening.accept()
            with reader, suppress(ConnectionError):
                _answer(reader, body)


def _answer(reader: socket.socket, body: memoryview) -> None:
    request = b""
    while b"\r\n\r\n" not in request:
        request += reader.recv(PIECE)
    reader.sendall(HEAD)
    for start in range(0, len(body), PIECE):
        reader.sendall(body[start : start + PIECE])
    # Until whoever reads goes away.
    while reader.recv(PIECE):
        pass
