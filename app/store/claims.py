"""Claims: who holds a request, and until when. Each step is one conditional UPDATE, so two people cannot both win.

It must not know rights or views; the claim is kept apart from the state.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, update

from app.domain.lifecycle import LEASE_SECONDS, State
from app.store.session import StoreSession
from app.store.tables import REQUESTS


async def claim(session: StoreSession, reference: str, central_id: int, now: int) -> bool:
    """Takes an open request that is free, lapsed or already theirs; a lease from `now` on. False when it is not."""
    held_by_nobody_else = or_(
        REQUESTS.c.holder.is_(None), REQUESTS.c.holder == central_id, REQUESTS.c.claim_until <= now
    )
    return await _hold(session, reference, central_id, held_by_nobody_else, now)


async def take_over(session: StoreSession, reference: str, central_id: int, from_holder: int, now: int) -> bool:
    """Takes an open request from the holder the person was shown; False when somebody else holds it by now."""
    return await _hold(session, reference, central_id, REQUESTS.c.holder == from_holder, now)


async def hand_over(session: StoreSession, reference: str, from_holder: int, to: int, now: int) -> bool:
    """Moves a live claim to a colleague, with a lease of their own; False when it is not theirs or has ended."""
    return await _hold(session, reference, to, _live(from_holder, now), now)


async def renew(session: StoreSession, reference: str, central_id: int, now: int) -> bool:
    """Makes a live claim last a full lease from `now` on; False when it is not theirs or has ended."""
    return await _hold(session, reference, central_id, _live(central_id, now), now)


async def release(session: StoreSession, reference: str, central_id: int) -> bool:
    """Gives a claim back; False when it is not theirs."""
    theirs = (REQUESTS.c.reference == reference, REQUESTS.c.holder == central_id)
    done: Any = await session.execute(update(REQUESTS).where(*theirs).values(holder=None, claim_until=None))
    return bool(done.rowcount == 1)


def _live(central_id: int, now: int) -> ColumnElement[bool]:
    return (REQUESTS.c.holder == central_id) & (REQUESTS.c.claim_until > now)


async def _hold(
    session: StoreSession, reference: str, central_id: int, condition: ColumnElement[bool], now: int
) -> bool:
    allowed = (
        REQUESTS.c.reference == reference,
        REQUESTS.c.state == State.OPEN.value,
        # SECURITY: nobody handles their own request, whatever the page offered them.
        REQUESTS.c.requester != central_id,
        condition,
    )
    held: Any = await session.execute(
        update(REQUESTS).where(*allowed).values(holder=central_id, claim_until=now + LEASE_SECONDS)
    )
    return bool(held.rowcount == 1)
