"""Invented requests and people for the store's tests."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.people import Reader
from app.domain.queues import Queue, Team
from app.domain.references import ALPHABET
from app.domain.requests import (
    Exposed,
    Hints,
    Intent,
    NewRequest,
    PublishedBefore,
    RequestKind,
    Side,
    Urgency,
    Whose,
    Wish,
)
from app.domain.retention import DAY
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Ground, NewTracking, Sighting, SightingKind, TrackingReason
from app.domain.visibility import Parts
from app.store.requests import add_request
from app.store.session import Database

KEYS = [
    "Zmlyc3Qta2V5LWZvci10ZXN0czAwMDAwMDAwMDAwMDA=",
    "c2Vjb25kLWtleS1mb3ItdGVzdHMwMDAwMDAwMDAwMDA=",
]
NOW = 1_795_000_000
OVERSIGHTERS = Queue(Team.OVERSIGHTERS, "enwiki")
ADMINISTRATORS = Queue(Team.ADMINISTRATORS, "enwiki")
STEWARDS = Queue(Team.STEWARDS)

REQUESTER = 1001
HANDLER = 2001
COLLEAGUE = 2002
AUTHOR = 3001
KEPT_OUT = 2003

HINTS = Hints(
    exposed=frozenset({Exposed.PHONE, Exposed.ADDRESS}),
    parts=Parts.TEXT | Parts.SUMMARY,
    whose=Whose.MINOR,
    intent=Intent.DELIBERATE,
    published_before=PublishedBefore.NO,
    side=Side.NEW,
    line=41,
    section=3,
)


def oversighter(central_id: int = HANDLER) -> Reader:
    return Reader(central_id, (OVERSIGHTERS.key,))


def revision(number: int, wiki: str = "enwiki") -> Pointer:
    return Pointer(wiki=wiki, kind=TargetKind.REVISION, id=number)


def new_request(
    *numbers: int,
    queue: Queue = OVERSIGHTERS,
    urgency: Urgency = Urgency.TODAY,
    requester: int = REQUESTER,
    excluded: Iterable[int] = (),
    kept_out: int = 0,
    group: str | None = None,
) -> NewRequest:
    wish = Wish(
        wiki="enwiki",
        kind=RequestKind.SUPPRESSION,
        criterion="personal-information",
        urgency=urgency,
        hints=HINTS,
        pointers=tuple(revision(number) for number in numbers or (700001,)),
    )
    return NewRequest(
        wish=wish,
        queue=queue,
        requester=requester,
        excluded=frozenset(excluded),
        kept_out=kept_out,
        author_known=True,
        group=group,
    )


def new_tracking(
    account: int = AUTHOR,
    owner: int = HANDLER,
    colleagues: Iterable[int] = (COLLEAGUE,),
    ground: Ground = Ground.BLOCKED,
    until: int = NOW + 30 * DAY,
) -> NewTracking:
    return NewTracking(account, owner, frozenset(colleagues), TrackingReason.STALKING, ground, until)


def sighting(number: int, at: int = NOW, wiki: str = "enwiki") -> Sighting:
    return Sighting(SightingKind.EDIT, revision(number, wiki), at)


def with_hints(new: NewRequest, hints: Hints) -> NewRequest:
    return replace(new, wish=replace(new.wish, hints=hints))


def reference(number: int) -> str:
    """The number-th reference, for tests that want to know it beforehand."""
    signs = []
    for _ in range(8):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(reversed(signs))


async def file(database: Database, number: int, new: NewRequest | None = None, now: int = NOW) -> str:
    """Files a request and gives its reference."""
    async with database.writing() as session:
        await add_request(session, new or new_request(), reference(number), now)
    return reference(number)
