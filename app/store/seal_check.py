"""Under which keys the rows are sealed: whether a rotation is done, and whether a key was dropped too early.

It must not know where keys come from, nor change anything.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from app.store.sealing import SealBroken
from app.store.session import Database
from app.store.tables import DRAFTS, REQUESTS, SIGHTINGS, SIGN_INS, TARGETS, TRACKINGS

SEALED: tuple[ColumnElement[str], ...] = (
    SIGN_INS.c.name_sealed,
    DRAFTS.c.sealed,
    TARGETS.c.sealed,
    REQUESTS.c.sealed_hints,
    REQUESTS.c.sealed_parties,
    TRACKINGS.c.sealed_account,
    SIGHTINGS.c.sealed,
)
"""Every sealed column; a test holds this against the tables."""


@dataclass(frozen=True)
class Seals:
    """How many tokens are under the newest key, under an older one that is still there, and under none."""

    newest: int = 0
    older: int = 0
    broken: int = 0


async def look_at_seals(database: Database) -> Seals:
    """Tries every token. Raises StoreBusy."""
    newest = older = broken = 0
    for column in SEALED:
        async with database.reading() as session:
            tokens = (await session.execute(select(column).where(column.is_not(None)))).scalars().all()
        for token in tokens:
            if database.vault.is_newest(token):
                newest += 1
            elif _opens(database, token):
                older += 1
            else:
                broken += 1
    return Seals(newest, older, broken)


def _opens(database: Database, token: str) -> bool:
    try:
        database.vault.open(token)
    except SealBroken:
        return False
    return True
