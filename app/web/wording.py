"""Which closed lists of codes have words, and under which message keys: `<family>-<code>`.

Templates say `code_word('urgency', request.urgency)`; the tests walk this table to see that no word is missing.
"""

from collections.abc import Mapping
from enum import Enum

from app.actions.link_check import Seen
from app.domain.account_rows import Order
from app.domain.acts import Counts, Done, Shows
from app.domain.bells import Waiting
from app.domain.cases import Checked, LetterKind, NoSafetyLine, NotSent, PartyRole
from app.domain.hand_overs import NoneBecause, Part, Question, Recipient, Said, Step
from app.domain.inquiries import Inquiry, Reply
from app.domain.lifecycle import Event, Reopening, State
from app.domain.overview import QueueList, WhyWaiting
from app.domain.people import Role
from app.domain.public_pages import PublicRequest
from app.domain.queues import Closed, Destination, Team
from app.domain.queues import Step as GroupStep
from app.domain.requests import (
    Basis,
    ClosingCode,
    Exposed,
    Intent,
    PublishedBefore,
    Purpose,
    RequestKind,
    Side,
    Tail,
    TargetState,
    Urgency,
    Whose,
)
from app.domain.rights import Right
from app.domain.surroundings import NotSearched, RangeEnd, WhyHere
from app.domain.targets import TargetKind, Why
from app.domain.trackings import Consent, Ground, RenewalReason, SightingKind, TrackingReason
from app.domain.visibility import Parts
from app.flows.companion.progress import Standing
from app.flows.packs import Norm
from app.links.bare_lines import NotAName
from app.links.pasted_lines import LineKind
from app.policy.routing import RouteReason
from app.policy.stopping import LeftToAsk
from app.text.leak_finding import TextKind
from app.text.look_alikes import Difference

FAMILIES: Mapping[str, type[Enum]] = {
    "basis": Basis,
    "case-act-shows": Shows,
    "case-checked": Checked,
    "case-counts": Counts,
    "case-done": Done,
    "case-letter": LetterKind,
    "case-no-safety": NoSafetyLine,
    "case-not-sent": NotSent,
    "case-out-letter": LetterKind,
    "case-role": PartyRole,
    "case-standing": Standing,
    "case-to": PartyRole,
    "closed": Closed,
    "closing": ClosingCode,
    "consent": Consent,
    "denied": Right,
    "destination": Destination,
    "destination-hint": Destination,
    "desk-why": WhyWaiting,
    "difference": Difference,
    "event": Event,
    "exposed": Exposed,
    "forwarded": Destination,
    "ground": Ground,
    "hand-over-ask": Question,
    "hand-over-line": LineKind,
    "hand-over-next": Recipient,
    "hand-over-none": NoneBecause,
    "hand-over-part": Part,
    "hand-over-part-hint": Part,
    "hand-over-said": Said,
    "hand-over-seen": Seen,
    "hand-over-step": Step,
    "hand-over-to": Recipient,
    "hand-over-to-hint": Recipient,
    "inquiry": Inquiry,
    "inquiry-hint": Inquiry,
    "intent": Intent,
    "kind": RequestKind,
    "left-to-ask": LeftToAsk,
    "left-to-ask-why": LeftToAsk,
    "members": Team,
    "norm": Norm,
    "not-a-name": NotAName,
    "not-searched": NotSearched,
    "order": Order,
    "part": Parts,
    "public-request": PublicRequest,
    "published-before": PublishedBefore,
    "purpose": Purpose,
    "queue-list": QueueList,
    "range": RangeEnd,
    "renewal": RenewalReason,
    "reply": Reply,
    "reopening": Reopening,
    "result": TargetState,
    "right": Right,
    "role": Role,
    "route": RouteReason,
    "side": Side,
    "sighting": SightingKind,
    "state": State,
    "step": GroupStep,
    "target": TargetKind,
    "tail": Tail,
    "team": Team,
    "text-kind": TextKind,
    "tracking-reason": TrackingReason,
    "unknown": Why,
    "urgency": Urgency,
    "urgency-hint": Urgency,
    "waiting": Waiting,
    "where": WhyHere,
    "whose": Whose,
}
"""Family of message keys -> the closed list whose codes complete them."""

DETAILS: Mapping[Event, str] = {
    Event.ASKED_BACK: "inquiry",
    Event.ANSWERED: "reply",
    Event.OPINION_GIVEN: "reply",
    Event.TAKEN_BACK: "inquiry",
    Event.FORWARDED: "forwarded",
    Event.HANDED_UP: "step",
    Event.REOPENED: "reopening",
}
"""What the detail of a line of a timeline is a code of; the other events have none."""


def code_of(member: Enum | str) -> str:
    """`Urgency.NOW` -> `now`, `Right.QUEUE_READ` -> `queue-read`, and text as it is."""
    code = getattr(member, "code", None) or getattr(member, "value", member)
    return str(code).replace(":", "-")


def word_key(family: str, member: Enum | str) -> str:
    """The message key of a code's word. Raises KeyError for a family that is not in the table."""
    if family not in FAMILIES:
        raise KeyError(family)
    return f"{family}-{code_of(member)}"


def detail_key(event: Event, detail: str | None) -> str | None:
    """The message key of a timeline's detail; None where there is none, or where it is of no list that we know."""
    family = DETAILS.get(event)
    known = family is not None and detail in {code_of(member) for member in FAMILIES[family]}
    return word_key(family, detail) if family and detail and known else None


def every_word_key() -> frozenset[str]:
    """All keys the table promises."""
    return frozenset(word_key(family, member) for family, codes in FAMILIES.items() for member in codes)


def codes_of(family: str) -> tuple[Enum, ...]:
    """The members of a family's closed list, in their own order: what a form offers."""
    return tuple(FAMILIES[family])
