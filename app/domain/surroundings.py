"""Where else the same thing may stand: the later revisions that still carry it, and other places, each with why.

By ids and times only. Suggestions are never more than that: a person ticks what is meant.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.targets import Pointer


class RangeEnd(StrEnum):
    """Why a range ends where it ends; each has a sentence in the messages (`range-<value>`)."""

    RESTORED = "restored"
    NEVER_RESTORED = "never-restored"
    NEW_PAGE = "new-page"
    BEFORE_HIDDEN = "before-hidden"
    TOO_LONG = "too-long"


@dataclass(frozen=True)
class Step:
    """One revision of a range. `is_own`: made by the account that inserted it; `is_hidden`: its text is hidden."""

    id: int
    at: int
    is_own: bool
    is_hidden: bool


@dataclass(frozen=True)
class Range:
    """From the insertion on, until a revision has the same text as the one before it (compared by checksum, in memory).

    `restored` is that revision, None where there is none: then all are taken to carry it, up to the newest.
    """

    page: int
    steps: tuple[Step, ...]
    end: RangeEnd
    restored: Step | None = None

    @property
    def by_others(self) -> int:
        """How many of them other people made: hiding these takes their attribution into account."""
        return sum(not step.is_own for step in self.steps)


class WhyHere(StrEnum):
    """Why a place is suggested; each has a sentence in the messages (`where-<value>`)."""

    REVERT_SUMMARY = "revert-summary"
    SAME_TEXT_AGAIN = "same-text-again"
    AUTOMATIC_SUMMARY = "automatic-summary"
    TITLE = "title"
    FILTER_HIT_OF_ACCOUNT = "filter-hit-of-account"
    FILTER_HIT_ON_PAGE = "filter-hit-on-page"
    CREATION_LOG = "creation-log"
    MOVE_LOG = "move-log"
    DELETION_LOG = "deletion-log"
    OTHER_LOG = "other-log"
    NEW_ACCOUNT_LOG = "new-account-log"
    EARLIER_FILE_VERSION = "earlier-file-version"


class NotSearched(StrEnum):
    """Why some places were not asked about at all; each has a sentence in the messages (`not-searched-<value>`)."""

    KIND = "kind"
    """Around an entry of a log nothing is searched for."""
    GONE = "gone"
    """The public cannot see it: neither its history nor whoever made it can be asked about."""
    AUTHOR = "author"
    """The wiki hides whoever made it."""


@dataclass(frozen=True)
class Suggestion:
    """A place to tick. `at` in seconds since 1970 (UTC), None where it has no time of its own."""

    pointer: Pointer
    why: WhyHere
    at: int | None = None


@dataclass(frozen=True)
class Surroundings:
    """What was found around one target. `could_not_check`: something could not be asked just now, `not_searched`: some
    of it never can be; so more may be there.

    `deleted_copies`: a page of this title was deleted before; copies may stand among its deleted revisions.
    """

    range: Range | None
    suggestions: tuple[Suggestion, ...]
    deleted_copies: bool = False
    could_not_check: bool = False
    not_searched: NotSearched | None = None
