"""Changing the seal keys: everything sealed is sealed again under the newest key and every fingerprint made anew.

It must not know where keys come from. Small transactions, repeatable: what is under the newest key is passed by. When
it says that nothing is left, the old keys can be dropped; that is what shreds what backups and server logs still hold.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, delete, select, tuple_, update

from app.store import pointers
from app.store.session import Database, StoreSession
from app.store.tables import (
    DRAFTS,
    EXCLUDED,
    REQUESTS,
    SIGHTINGS,
    SIGN_INS,
    TARGETS,
    TRACKINGS,
    ExcludedPersonRow,
)

ROWS_AT_ONCE = 200

Renew = Callable[[StoreSession, Row[Any]], Awaitable[bool]]


async def rotate(database: Database) -> int:
    """Brings every row under the newest key of the database's vault; how many rows it changed. Raises StoreBusy."""
    return (
        await _walk(database, SIGN_INS, _renew_column(SIGN_INS, "name_sealed"))
        + await _walk(database, DRAFTS, _renew_column(DRAFTS, "sealed"))
        + await _walk(database, TARGETS, _renew_pointer(TARGETS))
        + await _walk(database, REQUESTS, _renew_request, REQUESTS.c.sealed_hints.is_not(None))
        + await _walk(database, TRACKINGS, _renew_tracking)
        + await _walk(database, SIGHTINGS, _renew_pointer(SIGHTINGS))
    )


async def _walk(database: Database, table: Table, renew: Renew, only: ColumnElement[bool] | None = None) -> int:
    """Goes through a table in the order of its key, a few rows a transaction, so that nobody waits long."""
    key = list(table.primary_key.columns)
    changed = 0
    last: Sequence[Any] | None = None
    while True:
        query = select(table).order_by(*key).limit(ROWS_AT_ONCE)
        if only is not None:
            query = query.where(only)
        if last is not None:
            query = query.where(tuple_(*key) > tuple_(*last))
        async with database.writing() as session:
            rows = (await session.execute(query.with_for_update())).all()
            for row in rows:
                changed += await renew(session, row)
        if not rows:
            return changed
        last = [getattr(rows[-1], column.name) for column in key]


def _renew_column(table: Table, column: str) -> Renew:
    async def renew(session: StoreSession, row: Row[Any]) -> bool:
        token = getattr(row, column)
        if session.vault.is_newest(token):
            return False
        sealed = session.vault.reseal(token)
        await session.execute(update(table).where(_same_row(table, row)).values({column: sealed}))
        return True

    return renew


def _renew_pointer(table: Table) -> Renew:
    async def renew(session: StoreSession, row: Row[Any]) -> bool:
        vault = session.vault
        if vault.is_newest(row.sealed):
            return False
        fingerprint = pointers.pointer_fingerprint(vault, pointers.open_pointer(vault, row.sealed))
        values = {"sealed": vault.reseal(row.sealed), "fingerprint": fingerprint}
        await session.execute(update(table).where(_same_row(table, row)).values(values))
        return True

    return renew


async def _renew_tracking(session: StoreSession, row: Row[Any]) -> bool:
    vault = session.vault
    if vault.is_newest(row.sealed_account):
        return False
    # SECURITY: without this, whoever is followed sees it as soon as the old key is dropped.
    fingerprint = pointers.person_fingerprint(vault, pointers.open_account(vault, row.sealed_account))
    values = {"sealed_account": vault.reseal(row.sealed_account), "account_fingerprint": fingerprint}
    await session.execute(update(TRACKINGS).where(_same_row(TRACKINGS, row)).values(values))
    return True


async def _renew_request(session: StoreSession, row: Row[Any]) -> bool:
    vault = session.vault
    if vault.is_newest(row.sealed_hints):
        return False
    values = {"sealed_hints": vault.reseal(row.sealed_hints)}
    if row.sealed_parties is not None:
        # SECURITY: without this, whoever is kept out sees the request as soon as the old key is dropped.
        parties = pointers.open_parties(vault, row.sealed_parties)
        values["sealed_parties"] = vault.reseal(row.sealed_parties)
        await session.execute(delete(EXCLUDED).where(EXCLUDED.c.request_id == row.id))
        session.add_all(
            ExcludedPersonRow(request_id=row.id, fingerprint=pointers.person_fingerprint(vault, central_id))
            for central_id in sorted(parties)
        )
        await session.flush()
    await session.execute(update(REQUESTS).where(_same_row(REQUESTS, row)).values(values))
    return True


def _same_row(table: Table, row: Row[Any]) -> ColumnElement[bool]:
    return and_(*(column == getattr(row, column.name) for column in table.primary_key.columns))
