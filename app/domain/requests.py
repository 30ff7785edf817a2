"""A request: what somebody asks another group to do, in codes from closed lists only.

There is no field for a sentence anywhere: what people must say in words goes by the wiki's own mail.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from app.domain.lifecycle import State
from app.domain.queues import Queue, Step
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, LiveState, Parts, Shown, There


class RequestKind(StrEnum):
    """What is asked for."""

    REVISION_DELETION = "revision-deletion"
    SUPPRESSION = "suppression"
    LOCK = "lock"
    """Nobody can sign in with the account any more, on any wiki."""
    LOCK_AND_HIDE = "lock-and-hide"
    """And its name is hidden everywhere."""
    GLOBAL_BLOCK = "global-block"
    """The account can edit no wiki any more: what is done of a temporary one, which nobody can lock."""
    LIFT = "lift"
    """Making visible again what was hidden by mistake, or no longer has to be."""

    @property
    def stops_accounts(self) -> bool:
        """Whether an account is to be stopped on all wikis: what only stewards can do."""
        return self in {RequestKind.LOCK, RequestKind.LOCK_AND_HIDE, RequestKind.GLOBAL_BLOCK}

    @property
    def hides(self) -> bool:
        """Whether something is to be hidden: when it can be seen again, that is asked about once more. What stopped an
        account ends by itself or by a steward's hand, and nobody is asked anew."""
        return self in {RequestKind.REVISION_DELETION, RequestKind.SUPPRESSION, RequestKind.LOCK_AND_HIDE}


class Urgency(IntEnum):
    """How soon; the number orders queues (smaller first)."""

    NOW = 0
    WITHIN_THE_HOUR = 1
    TODAY = 2
    ROUTINE = 3

    @property
    def code(self) -> str:
        return self.name.lower().replace("_", "-")

    @classmethod
    def from_code(cls, code: str) -> "Urgency":
        """Raises ValueError for a code outside the list."""
        for urgency in cls:
            if urgency.code == code:
                return urgency
        raise ValueError("no such urgency")


class Exposed(StrEnum):
    """What stands there that must not (R122-R124: kinds of personal information; and of abuse)."""

    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"
    EMAIL = "email"
    WORKPLACE = "workplace"
    IP_LINK = "ip-link"
    HEALTH = "health"
    PRIVATE_MESSAGE = "private-message"
    THREAT = "threat"
    INSULT = "insult"
    LIBEL = "libel"
    COPYRIGHT = "copyright"
    OTHER = "other"


class Whose(StrEnum):
    """Whose information it is."""

    REPORTER = "reporter"
    OTHER_EDITOR = "other-editor"
    PUBLIC_PERSON = "public-person"
    MINOR = "minor"
    UNKNOWN = "unknown"


class Intent(StrEnum):
    DELIBERATE = "deliberate"
    ACCIDENT = "accident"
    UNKNOWN = "unknown"


class PublishedBefore(StrEnum):
    """Did the person publish it themselves before?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Side(StrEnum):
    """Which side of the diff."""

    OLD = "old"
    NEW = "new"


class Tail(StrEnum):
    """What came of asking whether a long tail of later revisions is to be hidden, too (seed R137)."""

    AGREED = "agreed"
    NOT_REACHABLE = "not-reachable"
    NECESSARY = "necessary"


@dataclass(frozen=True)
class Guided:
    """How guided questions were answered, in codes: the flow with its version, and question to chosen values."""

    flow: str
    version: int
    answers: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Hints:
    """Structured hints for the handler; kept sealed beside the pointers. `line` and `section` count from 1."""

    exposed: frozenset[Exposed]
    parts: Parts
    whose: Whose
    intent: Intent
    published_before: PublishedBefore
    side: Side | None = None
    line: int | None = None
    section: int | None = None
    tail: Tail | None = None
    guided: Guided | None = None


class TargetState(StrEnum):
    """What the last check said of one target of a request."""

    OPEN = "open"
    DONE = "done"
    CANNOT_TELL = "cannot-tell"


class ClosingCode(StrEnum):
    """How a handler ends a request that the wiki itself does not show as done."""

    DONE = "done"
    LOWER_LEVEL = "lower-level-suffices"
    LOCAL_BLOCK = "local-block-suffices"
    LOCKED_ONLY = "locked-not-hidden"
    PARTLY = "partly"
    NOT_SUPPRESSIBLE = "not-suppressible"
    ALREADY_PUBLIC = "already-public"
    MISTAKE = "mistake"
    DUPLICATE = "duplicate"
    DECLINED_CRITERIA = "declined-outside-criteria"
    DECLINED_WRONG_WIKI = "declined-wrong-wiki"
    DECLINED_NOT_FOUND = "declined-not-found"
    LIFTED_ON_PURPOSE = "lifted-on-purpose"
    FORWARDED_BY_MAIL = "forwarded-by-mail"
    """Whoever can do it has no queue here: its handler sent them the finished mail."""


SUPPRESSION_ONLY = frozenset({ClosingCode.LOWER_LEVEL, ClosingCode.NOT_SUPPRESSIBLE})
HIDING_ONLY = SUPPRESSION_ONLY | {ClosingCode.ALREADY_PUBLIC}
STEWARDS_ONLY = frozenset({ClosingCode.LOCAL_BLOCK, ClosingCode.LOCKED_ONLY})
UNFIT_FOR_ACCOUNTS = HIDING_ONLY | {ClosingCode.DECLINED_WRONG_WIKI}
"""Whoever stops an account on all wikis does so on no wiki more than on another."""


def closing_codes(kind: RequestKind, visible_again: bool = False) -> tuple[ClosingCode, ...]:
    """The codes that make sense for a request of this kind, in the order of the page.

    `visible_again`: the wiki showed it as done before, and shows it again now; then the first question is why.
    """
    unfit = {
        RequestKind.REVISION_DELETION: SUPPRESSION_ONLY | STEWARDS_ONLY,
        RequestKind.SUPPRESSION: STEWARDS_ONLY,
        RequestKind.LOCK: UNFIT_FOR_ACCOUNTS | {ClosingCode.LOCKED_ONLY},
        RequestKind.LOCK_AND_HIDE: UNFIT_FOR_ACCOUNTS,
        RequestKind.GLOBAL_BLOCK: UNFIT_FOR_ACCOUNTS | {ClosingCode.LOCKED_ONLY},
        RequestKind.LIFT: HIDING_ONLY | STEWARDS_ONLY,
    }[kind]
    fit = tuple(code for code in ClosingCode if code not in unfit and code is not ClosingCode.LIFTED_ON_PURPOSE)
    return (ClosingCode.LIFTED_ON_PURPOSE, *fit) if visible_again else fit


class Basis(StrEnum):
    """Who says that a request is done: the wiki, or its handler by code (and it is shown as such)."""

    WIKI = "wiki"
    HANDLER = "handler"


class Purpose(StrEnum):
    """Why somebody opened a request's pointers; written to the view log."""

    HANDLING = "handling"
    SECOND_LOOK = "second-look"
    REVIEW = "review"
    APPEAL = "appeal"


@dataclass(frozen=True)
class Wish:
    """What a person is about to ask of one team: the input of filing."""

    wiki: str
    kind: RequestKind
    criterion: str
    urgency: Urgency
    hints: Hints
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True)
class Request:
    """A request as the database knows it: codes, times and central ids; no pointer.

    Times are seconds since 1970 (UTC); of an ended request they are rounded to the day. `requester` is None once
    purged. `holder` and `claim_until` are what the claim columns hold: ask `held_by`, a lease ends by itself.
    `done` counts the targets that the wiki showed as done at the last check. `author_known` is False where the wiki
    hides an author: then the handler declares that it is not their own case. `visible_again`: it was done, and the wiki
    showed later that it can be seen again. `reached` is the last group that was asked because nobody took it,
    `climbs_at` from when on the next one is, unless somebody holds it or it `awaits_answer` (its requester was asked
    something). `answered_at` is when they answered last, `reopened_at` when it was last opened again, by hand or
    because the wiki showed it again, `sent_on_at` when it was last sent on.
    """

    reference: str
    kind: RequestKind
    wiki: str
    queue: Queue
    criterion: str
    urgency: Urgency
    state: State
    filed_at: int
    requester: int | None
    targets: int
    done: int = 0
    group: str | None = None
    ended_at: int | None = None
    holder: int | None = None
    claim_until: int | None = None
    closing: ClosingCode | None = None
    basis: Basis | None = None
    author_known: bool = True
    keeps_someone_out: bool = False
    checked_at: int | None = None
    visible_again: bool = False
    reached: Step = Step.LOCAL
    climbs_at: int | None = None
    awaits_answer: bool = False
    answered_at: int | None = None
    reopened_at: int | None = None
    sent_on_at: int | None = None

    @property
    def waits_since(self) -> int | None:
        """From when on (seconds since 1970) a promise about it counts; None while its requester is waited for."""
        since = (self.filed_at, self.answered_at, self.reopened_at, self.sent_on_at)
        return None if self.awaits_answer else max(at or 0 for at in since)

    def held_by(self, now: int) -> int | None:
        """The central id of whoever holds it at `now`, or None."""
        return self.holder if self.claim_until is not None and self.claim_until > now else None


@dataclass(frozen=True)
class NewRequest:
    """Everything filing writes. `excluded` are central ids for whom the request must not exist: the known authors,
    page owners and the people the requester keeps out (`kept_out` of them)."""

    wish: Wish
    queue: Queue
    requester: int
    excluded: frozenset[int]
    kept_out: int
    author_known: bool
    group: str | None = None
    climbs_at: int | None = None


@dataclass(frozen=True)
class OpenedTarget:
    """A target of a request with its seal opened, in memory. `number` names it within the request (from 1)."""

    number: int
    pointer: Pointer
    state: TargetState

    def wanted(self, hints: Hints) -> Parts:
        """The parts of it that are meant: its own where it has any, else those of the whole request."""
        return self.pointer.parts or hints.parts


def result_of(state: LiveState, wanted: Parts, kind: RequestKind) -> TargetState | None:
    """What the wiki's answer says of a target of a request: done, open, or that the public cannot tell.

    None: the wiki could not be asked. An account or a filter's entry is open until it is gone, and then nobody can tell
    why. Of a page as a whole the wiki never tells: a page whose title harms is moved away, and stands for all to see.
    """
    match state:
        case CouldNotCheck():
            return None
        case There(page=0) if kind.stops_accounts:
            return _result_of_account(state, kind)
        case Shown() | There() if kind.stops_accounts:
            return TargetState.CANNOT_TELL
        case Shown() if kind is RequestKind.LIFT:
            return TargetState.DONE if state.is_visible_again(wanted) else TargetState.OPEN
        case Shown():
            done = state.is_done(wanted, kind is RequestKind.SUPPRESSION)
            return TargetState.DONE if done else TargetState.OPEN
        case There() if kind is RequestKind.LIFT:
            return TargetState.DONE
        case There(page=0):
            return TargetState.OPEN
    return TargetState.CANNOT_TELL


def _result_of_account(state: There, kind: RequestKind) -> TargetState | None:
    """Whether an account that stands for all to see was stopped; None: that could not be asked.

    A temporary account counts as stopped when it is blocked globally, whichever kind was asked for: the software locks
    none. While a name can be seen it is not hidden, locked or not; and once the central wiki no longer shows the
    account, nobody can tell what else was done.
    """
    if state.is_gone_centrally:
        return TargetState.CANNOT_TELL
    if kind is RequestKind.LOCK_AND_HIDE and not state.is_temporary:
        return TargetState.OPEN
    stopped = state.is_globally_blocked if state.is_temporary else state.is_locked
    if stopped is None:
        return None
    return TargetState.DONE if stopped else TargetState.OPEN
