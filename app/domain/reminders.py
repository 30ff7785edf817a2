"""Check-in reminders: somebody wants to look at a request again on a day. Days begin at midnight UTC.

A reminder tells neither what about nor why: it is a request, its owner and a day.
"""

from datetime import UTC, datetime

from app.domain.requests import Request
from app.domain.retention import DAY, POINTERS_AFTER_END, POINTERS_AT_MOST, STALE_AFTER

DAYS_AHEAD = 90


def read_day(text: str) -> int | None:
    """`2026-12-24` as the seconds since 1970 at which that day begins; None for whatever is no day written so."""
    try:
        day = datetime.strptime(text.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return int(day.timestamp())


def write_day(at: int) -> str:
    """The day that `at` (seconds since 1970) is in, as `read_day` reads it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")


def day_of(at: int) -> int:
    """When the day of `at` began."""
    return at - at % DAY


def first_day(now: int) -> int:
    """The first day that somebody can still be reminded on: tomorrow."""
    return day_of(now) + DAY


def last_day(request: Request, now: int) -> int:
    """The last one: what is remembered of a request goes with its pointers, and a reminder with it."""
    goes_at = request.filed_at + STALE_AFTER if request.ended_at is None else request.ended_at + POINTERS_AFTER_END
    at_most = request.filed_at + POINTERS_AT_MOST
    return min(day_of(now) + DAYS_AHEAD * DAY, day_of(min(goes_at, at_most)) - DAY)
