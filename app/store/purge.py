"""The purge: everything expires, by the numbers of `app.domain.retention`. Running it twice changes nothing more.

It must not know why something was kept, nor what time it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, literal, or_, select, update

from app.domain import retention
from app.domain.lifecycle import Event, State
from app.store.session import Database, StoreSession
from app.store.tables import (
    BELLS,
    DRAFTS,
    EVENTS,
    EXCLUDED,
    INQUIRIES,
    PRESENCE,
    REMINDERS,
    REQUESTS,
    SIGN_INS,
    TALLIES,
    TARGETS,
    TRACKINGS,
    VIEWS,
)


@dataclass(frozen=True)
class Purged:
    """How many rows each branch of the purge changed or deleted (or, for the alarm, still would)."""

    stale: int = 0
    emptied: int = 0
    records: int = 0
    views: int = 0
    drafts: int = 0
    sign_ins: int = 0
    tallies: int = 0
    trackings: int = 0
    reminders: int = 0
    presence: int = 0
    bells: int = 0
    remains: int = 0
    """Of requests that were emptied. A purge takes them along; only the alarm counts them."""

    @property
    def total(self) -> int:
        return sum(getattr(self, each.name) for each in fields(self))


async def run_purge(database: Database, now: int) -> Purged:
    """The purge, then (on SQLite) the write-ahead log emptied into the file. Raises StoreBusy."""
    async with database.writing() as session:
        purged = await purge(session, now)
    await database.checkpoint()
    return purged


async def purge(session: StoreSession, now: int) -> Purged:
    """Ends what went stale, empties what ended long enough ago, and deletes what has been kept for its time."""
    stale = await _let_go_stale(session, now)
    emptied = await _empty(session, now)
    deleted = {name: await _delete(session, table, due(now)) for name, (table, due) in _KEPT_FOR_A_TIME.items()}
    return Purged(stale=stale, emptied=emptied, **deleted)


async def eligible_left(session: StoreSession, now: int) -> Purged:
    """What a purge at `now` would still find: the alarm's question."""
    kept = {name: await _count(session, table, due(now)) for name, (table, due) in _KEPT_FOR_A_TIME.items()}
    return Purged(
        stale=await _count(session, REQUESTS, _stale(now)),
        emptied=await _count(session, REQUESTS, _to_empty(now)),
        remains=sum([await _count(session, table, due) for table, due in _remains().items()]),
        **kept,
    )


def _stale(now: int) -> ColumnElement[bool]:
    return and_(REQUESTS.c.state == State.OPEN.value, REQUESTS.c.filed_at <= now - retention.STALE_AFTER)


def _to_empty(now: int) -> ColumnElement[bool]:
    """Ended requests whose pointers have been kept long enough. What went stale has waited already."""
    ended_long_ago = REQUESTS.c.ended_at <= now - retention.POINTERS_AFTER_END
    # Whoever ends a request and opens it again, in turn, would keep its pointers for ever.
    filed_long_ago = REQUESTS.c.filed_at <= now - retention.POINTERS_AT_MOST
    is_over = or_(REQUESTS.c.state == State.STALE.value, ended_long_ago, filed_long_ago)
    kept = or_(*(column.is_not(None) for column in _POINTING))
    return and_(REQUESTS.c.ended_at.is_not(None), is_over, kept)


_POINTING = (REQUESTS.c.requester, REQUESTS.c.sealed_hints, REQUESTS.c.sealed_parties, REQUESTS.c.group_code)


def _remains() -> dict[Table, ColumnElement[bool]]:
    """What still belongs to requests that were emptied: from the same run, or written by whoever was on it then."""
    ids = select(REQUESTS.c.id).where(REQUESTS.c.requester.is_(None))
    named = or_(EVENTS.c.by_central_id.is_not(None), EVENTS.c.toward.is_not(None))
    goes = {table: table.c.request_id.in_(ids) for table in (TARGETS, EXCLUDED, INQUIRIES, REMINDERS)}
    return {**goes, EVENTS: and_(EVENTS.c.request_id.in_(ids), named)}


_KEPT_FOR_A_TIME: dict[str, tuple[Table, Callable[[int], ColumnElement[bool]]]] = {
    # Views before records: a record takes its last view lines with it.
    "views": (VIEWS, lambda now: VIEWS.c.last_at <= now - retention.VIEW_LOG),
    "records": (REQUESTS, lambda now: REQUESTS.c.ended_at <= now - retention.RECORD_AFTER_END),
    "drafts": (DRAFTS, lambda now: DRAFTS.c.expires_at <= now),
    "sign_ins": (
        SIGN_INS,
        lambda now: or_(
            SIGN_INS.c.seen_at <= now - retention.SESSION_IDLE, SIGN_INS.c.created_at <= now - retention.SESSION_AT_MOST
        ),
    ),
    "tallies": (TALLIES, lambda now: TALLIES.c.window_start <= now - retention.TALLY),
    # With whatever was seen.
    "trackings": (TRACKINGS, lambda now: TRACKINGS.c.until <= now),
    "reminders": (REMINDERS, lambda now: REMINDERS.c.due_at <= now - retention.REMINDER_AFTER),
    "presence": (PRESENCE, lambda now: PRESENCE.c.last_day <= now - retention.PRESENCE),
    "bells": (BELLS, lambda now: BELLS.c.until <= now),
}


async def _let_go_stale(session: StoreSession, now: int) -> int:
    today = now - now % retention.DAY
    ids = select(REQUESTS.c.id, literal(Event.WENT_STALE.value), literal(today)).where(_stale(now))
    await session.execute(insert(EVENTS).from_select(["request_id", "event", "at"], ids))
    values = {
        "state": State.STALE.value,
        "ended_at": today,
        "filed_at": REQUESTS.c.filed_at - REQUESTS.c.filed_at % retention.DAY,
        "checked_at": REQUESTS.c.checked_at - REQUESTS.c.checked_at % retention.DAY,
        "look_due_at": None,
        "holder": None,
        "claim_until": None,
        "climbs_at": None,
        "awaits_answer": False,
    }
    changed: Any = await session.execute(update(REQUESTS).where(_stale(now)).values(values))
    return int(changed.rowcount)


async def _empty(session: StoreSession, now: int) -> int:
    """Takes away what points at anything and who asked; codes, the wiki and whole days are left."""
    nothing = dict.fromkeys([*(column.name for column in _POINTING), "look_due_at"])
    emptied: Any = await session.execute(update(REQUESTS).where(_to_empty(now)).values(nothing))
    days = {"by_central_id": None, "toward": None, "at": EVENTS.c.at - EVENTS.c.at % retention.DAY}
    for table, due in _remains().items():
        await session.execute(update(EVENTS).where(due).values(days) if table is EVENTS else delete(table).where(due))
    return int(emptied.rowcount)


async def _delete(session: StoreSession, table: Table, due: ColumnElement[bool]) -> int:
    done: Any = await session.execute(delete(table).where(due))
    return int(done.rowcount)


async def _count(session: StoreSession, table: Table, due: ColumnElement[bool]) -> int:
    return int((await session.execute(select(func.count()).select_from(table).where(due))).scalar_one())
