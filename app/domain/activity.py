"""When an account edited: first and last edit, and the edits counted over equal stretches of time, for a picture.

Times are seconds since 1970 (UTC); stretches begin at midnight. Pure; time is an argument.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

DAY = 24 * 60 * 60
STRETCHES_AT_MOST = 120
_DAYS_A_STRETCH = (1, 7, 28, 91, 364)
"""What one column of the picture may stand for."""


@dataclass(frozen=True)
class Activity:
    """Times of the public edits of one account on one wiki, newest first.

    `is_whole` is False when there are older ones that were not asked for.
    """

    times: tuple[int, ...]
    is_whole: bool

    @property
    def last(self) -> int | None:
        return self.times[0] if self.times else None

    @property
    def first(self) -> int | None:
        """The first public edit; None where it is not known, or there is none."""
        return self.times[-1] if self.times and self.is_whole else None


@dataclass(frozen=True)
class Period:
    """`stretches` columns of `days` days each, the first beginning at `start`."""

    start: int
    days: int
    stretches: int

    @property
    def end(self) -> int:
        """The first second after it."""
        return self.start + self.stretches * self.days * DAY

    def begin_of(self, stretch: int) -> int:
        return self.start + stretch * self.days * DAY

    def stretch_of(self, at: int) -> int:
        """Which column a time falls into; outside of the period it is below 0 or too large."""
        return (at - self.start) // (self.days * DAY)


@dataclass(frozen=True)
class Strip:
    """One account on one wiki in the picture: edits in each stretch. Before `known_from` nothing is known.

    `is_whole` is False when there are older edits that were not asked for.
    """

    counts: tuple[int, ...]
    known_from: int
    is_whole: bool

    @property
    def most(self) -> int:
        return max(self.counts, default=0)

    @property
    def total(self) -> int:
        return sum(self.counts)


def period_of(activities: Iterable[Activity], now: int, at_most_days: int | None = None) -> Period:
    """From the first time that is known until now, in as fine stretches as fit; at least a week.

    `at_most_days` leaves away what lies before that many days, as `is_active_within` counts them.
    """
    tomorrow = now - now % DAY + DAY
    first = min((each.times[-1] for each in activities if each.times), default=now)
    days = max(7, -(-(tomorrow - first) // DAY))
    if at_most_days is not None:
        days = min(days, (tomorrow - begin_of_window(at_most_days, now)) // DAY)
    width = next((each for each in _DAYS_A_STRETCH if each * STRETCHES_AT_MOST >= days), _DAYS_A_STRETCH[-1])
    stretches = -(-days // width)
    return Period(tomorrow - stretches * width * DAY, width, stretches)


def strip_of(activity: Activity, period: Period) -> Strip:
    """The edits of `activity` counted over `period`."""
    found = Counter(period.stretch_of(at) for at in activity.times)
    counts = tuple(found[stretch] for stretch in range(period.stretches))
    if activity.is_whole or not activity.times:
        return Strip(counts, 0, activity.is_whole)
    return Strip(counts, min(max(0, period.stretch_of(activity.times[-1])), period.stretches), False)


def begin_of_window(days: int, now: int) -> int:
    """Where "the last `days` days" begin, for the table and for the picture: with the whole day that was then."""
    begin = now - days * DAY
    return begin - begin % DAY


def is_active_within(activity: Activity, days: int, now: int) -> bool:
    """Whether there was a public edit in the last `days` days."""
    return activity.last is not None and activity.last >= begin_of_window(days, now)
