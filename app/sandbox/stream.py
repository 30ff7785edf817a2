"""What the farm tells the world as it happens: the events of an EventStreams server, kept in memory for a while.

Only what a real farm would tell: no suppression log, no creation log, and of a suppressed revision no performer.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from app.sandbox import stream_shapes as shapes
from app.sandbox.visibility import SUPPRESSED

if TYPE_CHECKING:
    from app.sandbox.accounts import Account
    from app.sandbox.farm import Clock
    from app.sandbox.wiki import LogEntry, Revision, Wiki

KEPT = 20_000
"""Events: a client that was away for longer than these goes on from the oldest that is left."""

UNTOLD_LOGS = frozenset({"suppress", "create"})
"""Logs whose entries appear in no recent changes."""

FAULTS = {
    "stall": "the stream says nothing more and stays open",
    "garbage": "the stream mixes rubbish between its events",
    "cut": "the stream ends in the middle of an event",
}


@dataclass(frozen=True)
class Told:
    """One event as it is sent. `ms` is when it came into the stream, in milliseconds since 1970."""

    number: int
    stream: str
    ms: int
    data: bytes
    places: Mapping[str, int]
    """Stream -> milliseconds of its last event up to this one."""


@dataclass
class Stream:
    """`fault` is "" or a key of FAULTS. Nothing is told before `begin`: what the demo begins with is old news."""

    clock: Clock
    fault: str = ""
    canary_seconds: float = 60.0
    keep_alive_seconds: float = 10.0
    connection_seconds: float = 15 * 60.0
    _told: deque[Told] = field(default_factory=lambda: deque(maxlen=KEPT))
    _begun: bool = False
    _number: int = 0
    _last_ms: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        self._begun = True

    # What happens on the wikis

    def tell_edit(self, wiki: Wiki, revision: Revision) -> None:
        if self._begun:
            self._tell(shapes.RECENT_CHANGE, shapes.edit(wiki, revision), wiki)

    def tell_log(self, wiki: Wiki, entry: LogEntry) -> None:
        if self._begun and entry.kind not in UNTOLD_LOGS:
            self._tell(shapes.RECENT_CHANGE, shapes.log(wiki, entry), wiki)

    def tell_visibility(self, wiki: Wiki, revision: Revision, before: int, by: Account | None) -> None:
        """A live revision's visibility changed; who did it is not told where anything is or was suppressed."""
        if self._begun and before != revision.hidden and not revision.page.deleted:
            performer = None if (before | revision.hidden) & SUPPRESSED else by
            self._tell(shapes.VISIBILITY_CHANGE, shapes.visibility(wiki, revision, before, performer), wiki)

    def tell_canary(self) -> None:
        """A made-up event with which the operators of a stream see that it flows."""
        for stream in shapes.STREAMS.values():
            self._tell(stream, shapes.canary(stream), None)

    # What a client reads

    @property
    def newest(self) -> int:
        """The number of the last event."""
        return self._number

    def after(self, number: int) -> list[Told]:
        """What came after the event of this number; the oldest that is left where that one is gone."""
        missed = self._number - number
        return list(islice(self._told, max(0, len(self._told) - missed), None)) if missed > 0 else []

    def missed(self, places: Mapping[str, int], streams: Collection[str]) -> list[Told]:
        """What came after these places up to now (topic or "" for all, to milliseconds). As with the real server, a
        topic without a place there goes on from its end: what it told before is passed over."""
        everywhere = places.get("")
        return [
            told
            for told in list(self._told)
            if told.stream in streams
            and (since := places.get(shapes.topic(told.stream), everywhere)) is not None
            and told.ms >= since
        ]

    def write(self, told: Told) -> bytes:
        """As it goes over the wire, with the place of every topic: the next millisecond after its last event."""
        places = [
            {"topic": shapes.topic(stream), "partition": 0} | _place(told.places.get(stream))
            for stream in shapes.STREAMS.values()
        ]
        return b"event: message\nid: " + json.dumps(places, separators=(",", ":")).encode() + b"\ndata: " + told.data

    def _tell(self, stream: str, event: dict[str, Any], wiki: Wiki | None) -> None:
        ms = max(int(self.clock().timestamp() * 1000), self._last_ms.get(stream, 0))
        self._last_ms[stream] = ms
        self._number += 1
        data = json.dumps(shapes.with_meta(event, stream, wiki, self._number, ms), ensure_ascii=False)
        self._told.append(Told(self._number, stream, ms, data.encode(), dict(self._last_ms)))


def _place(ms: int | None) -> dict[str, int]:
    return {"offset": -1} if ms is None else {"timestamp": ms + 1}


def read_places(last_event_id: str, since: str) -> dict[str, int] | None:
    """Topic to milliseconds, from the header or the parameter; None when there is neither. ValueError for nonsense."""
    if last_event_id:
        return dict(_places(json.loads(last_event_id)))
    if since:
        return {"": int(since) if since.isdigit() else int(datetime.fromisoformat(since).timestamp() * 1000)}
    return None


def _places(given: Any) -> Iterator[tuple[str, int]]:
    for place in given:
        if "timestamp" in place:
            yield str(place["topic"]), int(place["timestamp"])
