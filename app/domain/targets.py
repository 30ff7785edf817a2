"""A target is what a pasted link points at: a revision, a log entry, an account, ...

Targets live in memory; what of them may be kept is decided by `app.store.sealing` (ids only, sealed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.visibility import LiveState, Parts


class TargetKind(StrEnum):
    """Kinds of the parse contract (docs/architecture.md, Contracts)."""

    REVISION = "revision"
    DELETED_REVISION = "deleted-revision"
    LOG = "log"
    ABUSE_LOG = "abuse-log"
    PAGE = "page"
    FILE_VERSION = "file-version"
    ACCOUNT = "account"
    GLOBAL_ACCOUNT = "global-account"
    """No link names one: what accounts become of which only the global account matters, whatever wiki they were linked
    on."""
    IP = "ip"
    RANGE = "range"
    COMMENT = "comment"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """The wiki must be asked which revision is meant, starting from the target's id (or title)."""

    NEXT = "next"
    PREVIOUS = "previous"
    LATEST = "latest"


class Why(StrEnum):
    """Why a piece of text was not understood. Each has a sentence in the messages (`unknown-<value>`)."""

    UNKNOWN_HOST = "unknown-host"
    NOT_A_LINK_WE_KNOW = "not-a-link-we-know"
    BAD_NUMBER = "bad-number"
    UNKNOWN_WIKI_PREFIX = "unknown-wiki-prefix"
    SHORT_LINK = "short-link"
    TOO_LONG = "too-long"
    WHICH_WIKI = "which-wiki"
    NAMES_AN_ADDRESS = "names-an-address"
    NOT_AN_ACCOUNT = "not-an-account"


@dataclass(frozen=True)
class Target:
    """One thing a pasted text points at.

    `id` is a revision, log, abuse-log, page or user number. With a `relation`, `id` is the revision it starts from
    (None: the page in `title`). `from_id` is the older side of a two-sided diff. `timestamp` has 14 digits (UTC).
    `input` is the piece of pasted text: shown back once, never kept. `beside` is the page that a link itself names
    beside a revision's number: no part of what is meant, but needed where the revision turns out to be deleted.
    """

    kind: TargetKind
    wiki: str | None
    id: int | None = None
    title: str | None = None
    name: str | None = None
    timestamp: str | None = None
    relation: Relation | None = None
    from_id: int | None = None
    input: str = ""
    why: Why | None = None
    beside: str | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """Two targets with the same identity are the same target, however they were written.

        What was not understood has no identity but its own text.
        """
        meant = (self.kind, self.wiki, self.id, self.title, self.name, self.timestamp, self.relation, self.why)
        return (*meant, self.input) if self.kind is TargetKind.UNKNOWN else meant


@dataclass(frozen=True, order=True)
class Pointer:
    """What Haven may keep of a target: kind, wiki and the wiki's own public number. Kept sealed only.

    `id` is the number of a revision, log entry, AbuseLog entry or page; of an account its LOCAL user id, of a global
    account its central id (and `wiki` is the central wiki), of a file version its page's. 0: the wiki has no public
    number for it, and then `title` or `name` stands here in its place.
    `timestamp` (14 digits, UTC) tells deleted revisions and file versions apart (of these it is the time in the archive
    name, at which the next version took its place), and finds a log entry on wikis that know none by its number.
    `title` also names the page of a revision, and of a file version, that the public cannot see. `parts` says where in
    it, if that differs from what its request says. `is_marked`: its name or title is itself what harms, so no link may
    carry it; `author_is_marked`: the name of the account that made it is. `tail_of`: the number of the revision after
    which it still carries the same; nobody linked to it.
    """

    wiki: str
    kind: TargetKind
    id: int = 0
    timestamp: str = ""
    title: str = ""
    name: str = ""
    parts: Parts = Parts.NONE
    is_marked: bool = False
    author_is_marked: bool = False
    tail_of: int = 0

    @property
    def identity(self) -> tuple[str | int, ...]:
        """What makes it this one and no other, whatever was said of it: the input of its fingerprint."""
        meant: tuple[str | int, ...] = (self.wiki, self.kind.value, self.id)
        if self.kind in TOLD_BY_TIME:
            meant += (self.timestamp,)
        return meant if self.id else (*meant, self.title or self.name)


ACCOUNTS = frozenset({TargetKind.ACCOUNT, TargetKind.GLOBAL_ACCOUNT})

NAMED_IN_LINKS = frozenset({*ACCOUNTS, TargetKind.PAGE, TargetKind.FILE_VERSION})
"""Kinds of which some form takes nothing but today's name or title."""

TOLD_BY_TIME = frozenset({TargetKind.FILE_VERSION, TargetKind.DELETED_REVISION})
"""Kinds of which a page has several: the time says which."""

SUPPRESSORS_ONLY = frozenset({TargetKind.ABUSE_LOG, *ACCOUNTS})
"""Kinds that only oversighters can hide: there is no revision deletion of them (facts, mediawiki.md 1 and 3)."""


def by_wiki(states: Mapping[Pointer, LiveState]) -> dict[str, dict[Pointer, LiveState]]:
    """Targets with their states, wiki by wiki in the order of the first of each."""
    wikis: dict[str, dict[Pointer, LiveState]] = {}
    for pointer, state in states.items():
        wikis.setdefault(pointer.wiki, {})[pointer] = state
    return wikis
