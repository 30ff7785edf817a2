"""Where a stream was read up to: one place for each of its topics, in numbers and the topic's own name only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

LARGEST = 2**53
AHEAD_SECONDS = 5 * 60
_TOPIC = re.compile(r"[a-z-]{1,40}\.mediawiki\.[a-z-]{1,40}")


@dataclass(frozen=True)
class Position:
    """`timestamp` (milliseconds since 1970) or, where the server counts so, `offset` of the last event that was read.

    An offset of -1 means: nothing of this topic yet. As a place to go on from, the server takes it for the topic's
    end at that time, so it must never be sent back (`without_ends`).
    """

    topic: str
    partition: int = 0
    offset: int | None = None
    timestamp: int | None = None

    @property
    def is_end(self) -> bool:
        """Whether it tells no place at all, but the end of the topic."""
        return self.timestamp in (None, -1) and self.offset in (None, -1)

    @property
    def is_known(self) -> bool:
        """Whether it has a shape that may be kept."""
        numbers = (self.offset, self.timestamp)
        return (
            _TOPIC.fullmatch(self.topic) is not None
            and 0 <= self.partition <= 32_767
            and any(number is not None for number in numbers)
            and all(number is None or -1 <= number <= LARGEST for number in numbers)
        )


def newest_second(positions: Iterable[Position], now: int) -> int | None:
    """Seconds since 1970 of the newest event among them; None where none tells its time. A time that lies far ahead of
    `now` tells nothing: with it every absence would seem short."""
    latest = 1000 * (now + AHEAD_SECONDS)
    known = [each for each in _times(positions) if each <= latest]
    return max(known) // 1000 if known else None


def newest_millisecond(positions: Iterable[Position]) -> int | None:
    """Of the newest event among them; None where none tells its time."""
    return max(_times(positions), default=None)


def without_ends(positions: Iterable[Position], since: int | None) -> tuple[Position, ...]:
    """A topic of which nothing has come yet goes on from `since`, milliseconds since 1970; nothing of it was before.
    Without a time it stays as it is."""
    return tuple(
        replace(each, offset=None, timestamp=since) if since is not None and each.is_end else each for each in positions
    )


def _times(positions: Iterable[Position]) -> list[int]:
    return [each.timestamp for each in positions if each.timestamp is not None and each.timestamp >= 0]


def merge_positions(before: tuple[Position, ...], now: tuple[Position, ...]) -> tuple[Position, ...]:
    """The newer place of each topic. A stream that goes on from some topics only tells nothing of the others."""
    if len(now) >= len(before):
        return now
    return tuple({(each.topic, each.partition): each for each in (*before, *now)}.values())
