"""Trackings: the list, the form that starts one, and one of them with what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.targets import Pointer
from app.domain.trackings import SightingKind, Tracking
from app.web.pages.frame import Page, Problem
from app.web.pages.live import Live


class KeptBack(StrEnum):
    """Why nothing that is under a seal is shown: nothing was sent for an hour, the wikis could not be asked at this
    moment what the reader may do, or they say that it is nothing any more."""

    LEFT_ALONE = "left-alone"
    COULD_NOT_CHECK = "could-not-check"
    NO_RIGHT = "no-right"


@dataclass(frozen=True)
class TrackingLine:
    """A row of a list. `account` is its name today, "" where it is not visible, None where it could not be asked or is
    not to be named; `owner` is "you" or a name."""

    tracking: Tracking
    account: str | None
    owner: str


@dataclass(frozen=True)
class TrackingsPage(Page):
    """`/trackings`: those I may know of, newest first. `waiting` are those on which others wait for my word; with
    `only_waiting` the page goes on with these alone. `kept_back` says why no account is named.
    """

    template = "trackings/list.html"
    title = "title-trackings"
    waiting: tuple[TrackingLine, ...]
    lines: tuple[TrackingLine, ...]
    older: str | None
    older_waiting: str | None
    only_waiting: bool
    kept_back: KeptBack | None
    live: Live | None = None


@dataclass(frozen=True)
class StartTrackingPage(Page):
    """`/trackings/start`. `values` is what was typed before; `about` today's name of an account given by its number."""

    template = "trackings/start.html"
    title = "title-start-tracking"
    days: tuple[int, ...]
    colleague_fields: tuple[str, ...]
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    about: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class SightingRow:
    """One thing that was seen. `chips` say what the public sees of it now; `look` and `contributions` are links to its
    wiki, None where they cannot be made. `account`: its page there by number, where no link may carry its name."""

    number: int
    kind: SightingKind
    pointer: Pointer
    at: int
    is_seen: bool
    chips: tuple[str, ...]
    look: str | None
    contributions: str | None
    account: str | None = None


@dataclass(frozen=True)
class Followed:
    """The followed account as the wikis show it now: `name` "" where it is not found or not visible.

    `could_not_check`: nobody could be asked. `links` are message keys with addresses. `apart`: the name is itself what
    harms, so no link carries it and nobody sees it before they ask.
    """

    name: str
    could_not_check: bool
    links: tuple[tuple[str, str], ...] = ()
    apart: bool = False


@dataclass(frozen=True)
class TrackingPage(Page):
    """`/trackings/REF`. `followed` is None, and there are no rows, where `kept_back` says why.

    `may` holds the steps that this reader can take: consent, renew, end, colleagues, name, request, seen. `up_to` is
    the newest arrival shown (0: none). `could_not_check` are wikis that did not answer. `renewed_until`: what renewing
    would make of it.
    """

    template = "trackings/tracking.html"
    title = "title-tracking"
    tracking: Tracking
    followed: Followed | None
    kept_back: KeptBack | None
    owner: str
    colleagues: tuple[tuple[int, str], ...]
    consent_by: str | None
    may: frozenset[str]
    rows: tuple[SightingRow, ...]
    could_not_check: tuple[str, ...]
    up_to: int
    older: str | None
    renewed_until: int
    problem: Problem | None = None
    ticked: frozenset[int] = frozenset()
    typed: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    live: Live | None = None
    only_newest: int = 0
    """How many sightings there are, where that is as many as ever are kept: older ones may be gone. Else 0."""
