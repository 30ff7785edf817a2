"""Answers of the wikis, kept in memory for a while: asked once at a time, bounded in number, failures never kept.

It knows nothing of what it keeps. Time is the clock it is given, so tests can move it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.mediawiki.outcomes import Failed

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

AGAIN_AFTER = 60
"""Seconds during which an outdated value is served after a failed refresh, before the wiki is asked again."""


@dataclass(frozen=True)
class _Entry(Generic[T]):
    value: T
    until: int


class Remembered(Generic[K, T]):
    """`seconds` says how long a value is good; with `keep_stale` a failed refresh leaves the old value in force."""

    def __init__(
        self, now: Callable[[], int], seconds: Callable[[T], int] | int, most: int, keep_stale: bool = False
    ) -> None:
        self._now = now
        self._seconds = seconds
        self._most = most
        self._keep_stale = keep_stale
        self._entries: OrderedDict[K, _Entry[T]] = OrderedDict()
        self._flights: dict[K, asyncio.Task[T | Failed]] = {}

    async def get(self, key: K, fetch: Callable[[], Awaitable[T | Failed]]) -> T | Failed:
        """The value of `key`: remembered, or fetched by one flight that everybody who asks meanwhile shares."""
        entry = self._entries.get(key)
        if entry is not None and self._now() < entry.until:
            self._entries.move_to_end(key)
            return entry.value
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.create_task(self._fetch(key, fetch))
            self._flights[key] = flight
            flight.add_done_callback(lambda done: self._land(key, done))
        # Whoever waits may go away; the flight goes on for the others.
        return await asyncio.shield(flight)

    def last(self, key: K) -> T | None:
        """What was last known, however old."""
        entry = self._entries.get(key)
        return entry.value if entry is not None else None

    def knows(self, key: K) -> bool:
        """Whether `get` would ask nothing."""
        entry = self._entries.get(key)
        return entry is not None and self._now() < entry.until

    def keep(self, key: K, value: T) -> None:
        """What somebody learnt on another way is good from now on."""
        self._put(key, value, self._seconds(value) if callable(self._seconds) else self._seconds)

    def forget(self, key: K) -> None:
        self._entries.pop(key, None)
        self._flights.pop(key, None)

    async def _fetch(self, key: K, fetch: Callable[[], Awaitable[T | Failed]]) -> T | Failed:
        value = await fetch()
        if not isinstance(value, Failed):
            if self._flights.get(key) is asyncio.current_task():  # else: forgotten meanwhile
                self._put(key, value, self._seconds(value) if callable(self._seconds) else self._seconds)
            return value
        old = self._entries.get(key)
        if old is None or not self._keep_stale:
            return value
        self._put(key, old.value, AGAIN_AFTER)
        return old.value

    def _put(self, key: K, value: T, seconds: int) -> None:
        self._entries[key] = _Entry(value, self._now() + seconds)
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def _land(self, key: K, flight: asyncio.Task[T | Failed]) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
