"""A tracking: somebody follows an account over all wikis for a stated time; what is seen of it are sightings.

Codes, central ids and times only. Who may follow whom is decided in `app.policy.tracking`.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.retention import DAY
from app.domain.retention import TRACKING as LONGEST
from app.domain.targets import Pointer

USUAL_DAYS = 30
DAYS_OFFERED = (7, USUAL_DAYS, 90)
RENEWED_BY = 30 * DAY
RENEWED_IN_LAST = 7 * DAY
"""Before the end: whoever renewed on the first day would have spent the only renewal on nothing."""
COLLEAGUES_AT_MOST = 5
NEW_FOR = 90 * DAY
"""Seconds since it was made during which an account counts as new, if it has few edits."""
FEW_EDITS = 100
SIGHTINGS_AT_MOST = 2_000
"""Of each tracking: then the oldest make room. Whoever makes thousands of edits must fill no database; the wiki's own
list of contributions has them all."""


class TrackingReason(StrEnum):
    """Why an account is followed."""

    THREATS = "threats"
    DOXXING = "doxxing"
    STALKING = "stalking"
    INSULTS = "insults"
    BLOCK_EVASION = "block-evasion"
    VANDALISM = "vandalism"
    SPAM = "spam"
    IMPERSONATION = "impersonation"
    COMPROMISED = "compromised"


class RenewalReason(StrEnum):
    """Why it is followed once more."""

    STILL_ACTIVE = "still-active"
    CASE_OPEN = "case-open"
    COMES_BACK = "comes-back"


class Ground(StrEnum):
    """What allows following this account (product.md 3.4)."""

    BLOCKED = "blocked"
    LOCKED = "locked"
    TEMPORARY = "temporary"
    NEW = "new"
    CONSENT = "consent"
    """None of the others: a second functionary has to agree by code before anything is noted."""


class Consent(StrEnum):
    """What the second functionary says."""

    SEEN_IT_TOO = "seen-it-too"
    KNOWN_PATTERN = "known-pattern"
    PROTECTS_SOMEBODY = "protects-somebody"


class SightingKind(StrEnum):
    """What was seen of an account."""

    EDIT = "edit"
    LOG = "log"
    BLOCK = "block"
    LOCK = "lock"
    RENAME = "rename"


@dataclass(frozen=True)
class Tracked:
    """What the stream job needs of a live tracking: its reference, and the account's central id."""

    reference: str
    central_id: int


@dataclass(frozen=True)
class Sighting:
    """Something a followed account did, or that was done to it. `pointer` is the revision or log entry (on a wiki that
    tells no number of it, nothing is noted); `at` in seconds since 1970 (UTC), the wiki's own time."""

    kind: SightingKind
    pointer: Pointer
    at: int


@dataclass(frozen=True)
class AccountFacts:
    """What of an account decides whether it may be followed, as the wikis tell it publicly now; in memory only.

    `is_blocked`: on any wiki whose rights count. `registered_at` and `edits` (on all wikis together) are None where
    they are not told. `edited_on` are the wikis with edits of it.
    """

    central_id: int
    is_blocked: bool = False
    is_locked: bool = False
    is_temporary: bool = False
    registered_at: int | None = None
    edits: int | None = None
    edited_on: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NewTracking:
    """Everything that starting one writes. `colleagues` are central ids; `name_harms` as in `Tracking`."""

    account: int
    owner: int
    colleagues: frozenset[int]
    reason: TrackingReason
    ground: Ground
    until: int
    name_harms: bool = False


@dataclass(frozen=True)
class Tracking:
    """A tracking as the database knows it; `account` is the central id out of its seal, in memory only.

    Times are seconds since 1970 (UTC). It waits (`is_waiting`) while its ground is consent and nobody gave it.
    `unseen` counts the sightings that this reader has not marked as seen. `name_harms`: the name of the account itself
    attacks or exposes somebody, so that no link carries it.
    """

    reference: str
    account: int
    owner: int
    colleagues: frozenset[int]
    reason: TrackingReason
    ground: Ground
    started_at: int
    until: int
    renewal: RenewalReason | None = None
    consent: Consent | None = None
    consent_by: int | None = None
    unseen: int = 0
    name_harms: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.ground is Ground.CONSENT and self.consent is None

    def renewed_until(self, now: int) -> int:
        """Until when it would last if it were renewed now: not longer than `LONGEST` from its start."""
        return min(self.started_at + LONGEST, max(self.until, now + RENEWED_BY))

    def can_be_renewed(self, now: int) -> bool:
        """Once, in its last days, where that makes it a day longer at least, and not while nobody agreed to it."""
        longer = self.renewed_until(now) - self.until >= DAY
        return self.renewal is None and not self.is_waiting and longer and self.until - now <= RENEWED_IN_LAST


@dataclass(frozen=True)
class NotedSighting:
    """A sighting as a reader of its tracking sees it. `number` names it within the tracking and orders the arrivals."""

    number: int
    sighting: Sighting
    is_seen: bool
