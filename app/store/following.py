"""What the job that follows the stream needs of requests: which targets to look out for, and which requests are due.

SECURITY: nothing here asks who is reading. It is for Haven itself; no page may use it.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from app.domain.happenings import Due, FollowedTarget, Touch
from app.domain.lifecycle import State
from app.domain.requests import ClosingCode, Request
from app.domain.retention import DAY
from app.domain.targets import Pointer
from app.store import pointers
from app.store.requests import SHOWN, read_request
from app.store.sealing import SealBroken
from app.store.session import StoreSession
from app.store.tables import REQUESTS, TARGETS

OPENED_AT_ONCE = 500


def _followed() -> ColumnElement[bool]:
    """Open requests, and those that were done and may be seen again; both only until they are purged."""
    done = and_(REQUESTS.c.state != State.OPEN.value, REQUESTS.c.closing == ClosingCode.DONE.value)
    return and_(REQUESTS.c.requester.is_not(None), or_(REQUESTS.c.state == State.OPEN.value, done))


async def followed_targets(session: StoreSession, known: dict[tuple[str, int, bytes], Pointer]) -> list[FollowedTarget]:
    """Every target to look out for. `known` gives the pointers of those whose seal was opened before (by reference,
    number and fingerprint): opening ten thousand seals takes a while. What no key opens is left out."""
    query = (
        select(REQUESTS.c.reference, TARGETS.c.number, TARGETS.c.fingerprint, TARGETS.c.request_id)
        .join(REQUESTS, REQUESTS.c.id == TARGETS.c.request_id)
        .where(_followed())
    )
    rows = (await session.execute(query)).all()
    new = await _open(session, dict.fromkeys(row.request_id for row in rows if tuple(row[:3]) not in known))
    found = []
    for reference, number, fingerprint, request_id in rows:
        pointer = known.get((reference, number, fingerprint)) or new.get((request_id, number))
        if pointer is not None:
            found.append(FollowedTarget(reference, number, fingerprint, pointer))
    return found


async def _open(session: StoreSession, request_ids: Iterable[int]) -> dict[tuple[int, int], Pointer]:
    """The pointers of all targets of these requests, by request and number."""
    found, ids = {}, list(request_ids)
    for start in range(0, len(ids), OPENED_AT_ONCE):
        its = TARGETS.c.request_id.in_(ids[start : start + OPENED_AT_ONCE])
        for row in await session.execute(select(TARGETS.c.request_id, TARGETS.c.number, TARGETS.c.sealed).where(its)):
            with suppress(SealBroken):
                found[row.request_id, row.number] = pointers.open_pointer(session.vault, row.sealed)
    return found


def fingerprints_under(session: StoreSession) -> Callable[[Pointer], tuple[bytes, ...]]:
    """A pointer's fingerprints under every key in use."""
    vault = session.vault
    return lambda pointer: pointers.pointer_fingerprints(vault, pointer)


async def note_touches(session: StoreSession, touches: Iterable[Touch], now: int) -> None:
    """The requests are due for a look; of a target that was hidden or deleted the first time is kept, once.

    Times of an ended request are whole days; a time that lies in the future is now. Two statements for all of them,
    and one for each request of which something was hidden.
    """
    told = list(touches)
    its = and_(REQUESTS.c.reference.in_(sorted({each.reference for each in told})), _followed())
    await session.execute(update(REQUESTS).where(its).values(look_due_at=_later(now)))
    # Now that their rows are ours, nobody ends one of them before this is written.
    rows = await session.execute(select(REQUESTS.c.id, REQUESTS.c.reference, REQUESTS.c.state).where(its))
    for row in rows.all():
        if hidden_at := _hidden_at(told, row.reference, now, whole_days=row.state != State.OPEN.value):
            its_targets = and_(TARGETS.c.request_id == row.id, TARGETS.c.number.in_(sorted(hidden_at)))
            first = update(TARGETS).where(its_targets, TARGETS.c.seen_hidden_at.is_(None))
            await session.execute(first.values(seen_hidden_at=case(hidden_at, value=TARGETS.c.number)))


def _hidden_at(touches: Iterable[Touch], reference: str, now: int, whole_days: bool) -> dict[int, int]:
    """When each target (its number) of a request was hidden, as it was told first."""
    found: dict[int, int] = {}
    for each in touches:
        if each.hides and each.reference == reference:
            at = min(max(0, each.at), now) or now
            found.setdefault(each.number, at - at % DAY if whole_days else at)
    return found


def _later(now: int) -> ColumnElement[int]:
    """Never twice the same for a request: a look that was under way does not count for what is told meanwhile."""
    return case((REQUESTS.c.look_due_at >= now, REQUESTS.c.look_due_at + 1), else_=now)


async def make_all_due(session: StoreSession, now: int) -> None:
    """Nobody knows what happened meanwhile: every request that is followed is looked at."""
    await session.execute(update(REQUESTS).where(_followed()).values(look_due_at=now))


async def due_looks(session: StoreSession) -> list[Due]:
    """Everything that is due, the longest waiting first."""
    due = and_(REQUESTS.c.look_due_at.is_not(None), _followed())
    columns = (REQUESTS.c.reference, REQUESTS.c.wiki, REQUESTS.c.look_due_at)
    query = select(*columns).where(due).order_by(REQUESTS.c.look_due_at, REQUESTS.c.id)
    return [Due(*row) for row in await session.execute(query)]


async def find_followed(session: StoreSession, reference: str) -> Request | None:
    """The request, as long as it is followed."""
    row = (await session.execute(select(*SHOWN).where(_is(reference), _followed()))).first()
    return None if row is None else read_request(row)


async def look_is_over(session: StoreSession, reference: str, due_at: int) -> bool:
    """It was looked at; False when something more has happened since `due_at`."""
    same = and_(_is(reference), REQUESTS.c.look_due_at == due_at)
    done: Any = await session.execute(update(REQUESTS).where(same).values(look_due_at=None))
    return bool(done.rowcount == 1)


def _is(reference: str) -> ColumnElement[bool]:
    return REQUESTS.c.reference == reference
