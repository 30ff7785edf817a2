"""Where a stream was read up to: one place for each of its topics, in numbers and the topic's own name only."""

import re
from dataclasses import dataclass

LARGEST = 2**53
_TOPIC = re.compile(r"[a-z-]{1,40}\.mediawiki\.[a-z-]{1,40}")


@dataclass(frozen=True)
class Position:
    """`timestamp` (milliseconds since 1970) or, where the server counts so, `offset` of the last event that was read.

    An offset of -1 means: nothing of this topic yet.
    """

    topic: str
    partition: int = 0
    offset: int | None = None
    timestamp: int | None = None

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


def newest_second(positions: tuple[Position, ...]) -> int | None:
    """Seconds since 1970 of the newest event among them; None where none tells its time."""
    known = [place.timestamp for place in positions if place.timestamp is not None and place.timestamp >= 0]
    return max(known) // 1000 if known else None


def merge_positions(before: tuple[Position, ...], now: tuple[Position, ...]) -> tuple[Position, ...]:
    """The newer place of each topic. A stream that goes on from some topics only tells nothing of the others."""
    if len(now) >= len(before):
        return now
    return tuple({(each.topic, each.partition): each for each in (*before, *now)}.values())
