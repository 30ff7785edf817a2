"""What the job that follows the stream needs of requests: which targets to look out for, and which requests are due.

SECURITY: nothing here asks who is reading. It is for Haven itself; no page may use it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from app.domain.happenings import FollowedTarget, Touch
from app.domain.lifecycle import State
from app.domain.requests import ClosingCode, Request
from app.domain.retention import DAY
from app.domain.targets import Pointer
from app.store import pointers
from app.store.requests import SHOWN, read_request
from app.store.sealing import SealBroken
from app.store.session import StoreSession
from app.store.tables import REQUESTS, TARGETS

DUE_AT_ONCE = 1_000


def _followed() -> ColumnElement[bool]:
    """Open requests, and those that were done and may be seen again; both only until they are purged."""
    done = and_(REQUESTS.c.state != State.OPEN.value, REQUESTS.c.closing == ClosingCode.DONE.value)
    return and_(REQUESTS.c.requester.is_not(None), or_(REQUESTS.c.state == State.OPEN.value, done))


async def followed_targets(session: StoreSession, known: dict[tuple[str, int, bytes], Pointer]) -> list[FollowedTarget]:
    """Every target to look out for. `known` gives the pointers of those whose seal was opened before (by reference,
    number and fingerprint): opening ten thousand seals takes a while. What no key opens is left out."""
    query = (
        select(REQUESTS.c.reference, TARGETS.c.number, TARGETS.c.fingerprint, TARGETS.c.sealed)
        .join(REQUESTS, REQUESTS.c.id == TARGETS.c.request_id)
        .where(_followed())
    )
    found = []
    for row in await session.execute(query):
        pointer = known.get((row.reference, row.number, row.fingerprint)) or _open(session, row.sealed)
        if pointer is not None:
            found.append(FollowedTarget(row.reference, row.number, row.fingerprint, pointer))
    return found


def _open(session: StoreSession, sealed: str) -> Pointer | None:
    try:
        return pointers.open_pointer(session.vault, sealed)
    except SealBroken:
        return None


def fingerprints_under(session: StoreSession) -> Callable[[Pointer], tuple[bytes, ...]]:
    """A pointer's fingerprints under every key in use."""
    vault = session.vault
    return lambda pointer: pointers.pointer_fingerprints(vault, pointer)


async def note_touches(session: StoreSession, touches: Iterable[Touch], now: int) -> None:
    """The requests are due for a look; of a target that was hidden or deleted the first time is kept, once.

    Times of an ended request are whole days; a time that lies in the future is now.
    """
    for touch in touches:
        row = (await session.execute(select(REQUESTS.c.id).where(_is(touch.reference), _followed()))).first()
        if row is None:
            continue
        due = update(REQUESTS).where(REQUESTS.c.id == row.id).values(look_due_at=now)
        await session.execute(due)
        if touch.hides:
            at = min(max(0, touch.at), now) or now
            is_open = select(REQUESTS.c.state).where(REQUESTS.c.id == row.id).scalar_subquery() == State.OPEN.value
            first = and_(
                TARGETS.c.request_id == row.id, TARGETS.c.number == touch.number, TARGETS.c.seen_hidden_at.is_(None)
            )
            seen = {"seen_hidden_at": case((is_open, at), else_=at - at % DAY)}
            await session.execute(update(TARGETS).where(first).values(seen))


async def make_all_due(session: StoreSession, now: int) -> None:
    """Nobody knows what happened meanwhile: every request that is followed is looked at."""
    await session.execute(update(REQUESTS).where(_followed()).values(look_due_at=now))


async def due_requests(session: StoreSession, limit: int = DUE_AT_ONCE) -> list[tuple[Request, int]]:
    """Requests with the time since when they are due, the longest waiting first."""
    due = and_(REQUESTS.c.look_due_at.is_not(None), _followed())
    query = select(*SHOWN).where(due).order_by(REQUESTS.c.look_due_at, REQUESTS.c.id).limit(limit)
    return [(read_request(row), row.look_due_at) for row in await session.execute(query)]


async def look_is_over(session: StoreSession, reference: str, due_at: int) -> bool:
    """It was looked at; False when something more has happened since `due_at`."""
    same = and_(_is(reference), REQUESTS.c.look_due_at == due_at)
    done: Any = await session.execute(update(REQUESTS).where(same).values(look_due_at=None))
    return bool(done.rowcount == 1)


def _is(reference: str) -> ColumnElement[bool]:
    return REQUESTS.c.reference == reference
