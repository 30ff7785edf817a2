"""A target is what a pasted link points at: a revision, a log entry, an account, ...

Targets live in memory; what of them may be kept is decided by `app.store.sealing` (ids only, sealed).
"""

from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """Kinds of the parse contract (docs/architecture.md, Contracts)."""

    REVISION = "revision"
    DELETED_REVISION = "deleted-revision"
    LOG = "log"
    ABUSE_LOG = "abuse-log"
    PAGE = "page"
    FILE_VERSION = "file-version"
    ACCOUNT = "account"
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


@dataclass(frozen=True)
class Target:
    """One thing a pasted text points at.

    `id` is a revision, log, abuse-log, page or user number. With a `relation`, `id` is the revision it starts from
    (None: the page in `title`). `from_id` is the older side of a two-sided diff. `timestamp` has 14 digits (UTC).
    `input` is the piece of pasted text: shown back once, never kept.
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

    @property
    def identity(self) -> tuple[object, ...]:
        """Two targets with the same identity are the same target, however they were written.

        What was not understood has no identity but its own text.
        """
        meant = (self.kind, self.wiki, self.id, self.title, self.name, self.timestamp, self.relation, self.why)
        return (*meant, self.input) if self.kind is TargetKind.UNKNOWN else meant


@dataclass(frozen=True, order=True)
class Pointer:
    """What Haven may keep of a target: kind, wiki and number. Kept sealed only."""

    wiki: str
    kind: TargetKind
    id: int
