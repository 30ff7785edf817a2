"""Where a request goes on: to another team or wiki, and open again after it ended. Each is one conditional UPDATE.

It must not decide who may do it, nor where a request belongs.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, delete, select, update

from app.domain.lifecycle import State
from app.domain.queues import Queue
from app.domain.requests import RequestKind
from app.store import pointers
from app.store.session import StoreSession
from app.store.tables import INQUIRIES, REQUESTS


@dataclass(frozen=True)
class NewPlace:
    """What a request is after it was forwarded. `wiki` says which pack and whose rights count; what it points at stays
    what it is."""

    queue: Queue
    wiki: str
    kind: RequestKind
    criterion: str
    climbs_at: int | None


async def forward(session: StoreSession, reference: str, holder: int, place: NewPlace, now: int) -> bool:
    """Sends it on and gives the claim up; False when `holder` does not hold it any more. Who is kept out stays so.

    What nobody answered yet is taken off: another team asks its own questions.
    """
    mine = (
        REQUESTS.c.reference == reference,
        REQUESTS.c.state == State.OPEN.value,
        # SECURITY: whose claim has ended may have been overtaken by somebody who decided otherwise.
        REQUESTS.c.holder == holder,
        REQUESTS.c.claim_until > now,
    )
    values = {
        "queue": place.queue.key,
        "wiki": place.wiki,
        "kind": place.kind.value,
        "criterion": place.criterion,
        "reached": place.queue.first_step.value,
        "climbs_at": place.climbs_at,
        "holder": None,
        "claim_until": None,
        "awaits_answer": False,
    }
    sent: Any = await session.execute(update(REQUESTS).where(*mine).values(values))
    if sent.rowcount != 1:
        return False
    row_id = select(REQUESTS.c.id).where(REQUESTS.c.reference == reference).scalar_subquery()
    await session.execute(delete(INQUIRIES).where(INQUIRIES.c.request_id == row_id, INQUIRIES.c.reply.is_(None)))
    return True


async def open_again(session: StoreSession, reference: str, ended_as: Collection[State], climbs_at: int | None) -> bool:
    """A request that people ended is open again, as long as its pointers stand; False when it is not so any more.

    What the wiki shows again by itself is `requests.reopen`: this is a person's word, and no claim that anything can be
    seen.
    """
    ended = and_(
        REQUESTS.c.reference == reference,
        REQUESTS.c.state.in_([state.value for state in ended_as]),
        REQUESTS.c.requester.is_not(None),
    )
    values = {
        "state": State.OPEN.value,
        "closing": None,
        "basis": None,
        "ended_at": None,
        "visible_again": False,
        "climbs_at": climbs_at,
    }
    opened: Any = await session.execute(update(REQUESTS).where(ended).values(values))
    return bool(opened.rowcount == 1)


async def kept_out_of(session: StoreSession, reference: str) -> frozenset[int]:
    """For whom a request does not exist. SECURITY: for deciding where it may go; shown to nobody."""
    query = select(REQUESTS.c.sealed_parties).where(REQUESTS.c.reference == reference)
    sealed = (await session.execute(query)).scalar()
    return frozenset() if sealed is None else pointers.open_parties(session.vault, sealed)
