"""Very many stored requests within seconds: a few thousand made row by row, then copied inside the database.

The copies skip the column checks that their originals have passed. Everything else is as the application stores it.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from app.domain.references import ALPHABET
from app.store.sealing import Vault
from app.store.session import make_engine
from app.store.tables import REQUESTS
from tests.support.many_requests import add_many_requests

ORIGINALS = 10_000
COPIES_SIGNS = 2
"""The first signs of a copy's reference count the copies; the originals' are all the same there."""


@dataclass(frozen=True)
class Stock:
    """What is stored: how many requests, the share of them that waits, and the queues (one named twice gets twice)."""

    name: str
    stored: int
    open_share: float
    queues: tuple[str, ...]


async def fill(url: str, vault: Vault, stock: Stock, holder: int, now: int) -> None:
    """Into a migrated database. `holder` holds every eighth open request."""
    originals = min(stock.stored, ORIGINALS)
    await add_many_requests(url, vault, originals, stock.queues, now, stock.open_share)
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                await _hurry_sqlite(connection)
            else:
                await connection.execute(text("SET SESSION check_constraint_checks = 0"))
            await connection.rollback()
            held = "UPDATE requests SET holder = :who, claim_until = :until WHERE state = 'open' AND id % 8 = 0"
            await connection.execute(text(held), {"who": holder, "until": now + 3_000})
            await _copy(connection, originals, stock.stored // originals)
            await connection.commit()
    finally:
        await engine.dispose()


async def _hurry_sqlite(connection: AsyncConnection) -> None:
    """For this connection only."""
    raw = await connection.get_raw_connection()
    for setting in ("ignore_check_constraints=ON", "foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000"):
        await raw.driver_connection.execute_fetchall(f"PRAGMA {setting}")  # type: ignore[union-attr]


async def _copy(connection: AsyncConnection, originals: int, times: int) -> None:
    """Ids go on, references stay unique, and what waits was filed a little earlier in each copy."""
    columns = ", ".join(column.name for column in REQUESTS.c)
    taken = {
        "id": "id + :first",
        "reference": f"CONCAT(:signs, substr(reference, {COPIES_SIGNS + 1}))",
        "filed_at": "CASE WHEN state = 'open' THEN filed_at - :earlier ELSE filed_at END",
    }
    if connection.dialect.name == "sqlite":
        taken["reference"] = f":signs || substr(reference, {COPIES_SIGNS + 1})"
    chosen = ", ".join(taken.get(column.name, column.name) for column in REQUESTS.c)
    requests = text(f"INSERT INTO requests ({columns}) SELECT {chosen} FROM requests WHERE id <= :originals")
    excluded = text(
        "INSERT INTO excluded_people (request_id, fingerprint) "
        "SELECT request_id + :first, fingerprint FROM excluded_people WHERE request_id <= :originals"
    )
    for number in range(1, times):
        signs = ALPHABET[number // len(ALPHABET)] + ALPHABET[number % len(ALPHABET)]
        first = number * originals
        values = {"first": first, "originals": originals}
        await connection.execute(requests, {**values, "signs": signs, "earlier": number * 7})
        await connection.execute(excluded, values)
