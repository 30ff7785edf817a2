"""A database with very many followed accounts and open requests, as the job that follows the stream finds it."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, insert, select, update

from app.domain.positions import Position
from app.domain.references import ALPHABET, LENGTH
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Ground, TrackingReason
from app.store import pointers
from app.store.migrations import migrate
from app.store.sealing import Vault
from app.store.session import Database
from app.store.stream_positions import keep_positions
from app.store.tables import JOB_HOLDERS, REQUESTS, SIGHTINGS, TARGETS, TRACKINGS
from tests.bench.stream_readers import name_of, revisions
from tests.support.event_server import TOPICS
from tests.support.made_events import FIRST_MS, WIKIS
from tests.support.many_requests import add_many_requests

DAY = 24 * 60 * 60
NOW = FIRST_MS // 1000 + DAY


def accounts(number: int) -> list[str]:
    return [name_of(each) for each in range(1, number + 1)]


@dataclass(frozen=True)
class StreamStock:
    """Migrated and filled by `fill_stock`, and read up to just before the made stream."""

    folder: Path
    key: str = field(default_factory=lambda: urlsafe_b64encode(secrets.token_bytes(32)).decode())

    @property
    def url(self) -> str:
        return f"sqlite+aiosqlite:///{self.folder / 'haven.sqlite'}"

    def open(self) -> Database:
        """Filling it takes longer than any transaction of Haven's may."""
        return Database(self.url, Vault([self.key]), longest=300.0)


async def fill_stock(stock: StreamStock, tracked: int, targets: int) -> None:
    await migrate(stock.url)
    await add_many_requests(stock.url, Vault([stock.key]), targets, ["oversighters.enwiki"], NOW, open_share=1.0)
    database = stock.open()
    try:
        async with database.writing() as session:
            await session.execute(insert(TRACKINGS), [_tracking(session.vault, each) for each in range(1, tracked + 1)])
            await session.execute(insert(TARGETS), _targets(session.vault, revisions(WIKIS, targets)))
    finally:
        await database.close()


async def rewind(stock: StreamStock) -> None:
    """As it was before anybody read: the next reader begins where the made stream does."""
    database = stock.open()
    try:
        async with database.writing() as session:
            await session.execute(SIGHTINGS.delete())
            await session.execute(JOB_HOLDERS.delete())
            await session.execute(update(REQUESTS).values(look_due_at=None))
            await keep_positions(session, [Position(topic, timestamp=FIRST_MS) for topic in TOPICS.values()])
    finally:
        await database.close()


async def count_sightings(stock: StreamStock) -> int:
    database = stock.open()
    try:
        async with database.reading() as session:
            return int((await session.execute(select(func.count()).select_from(SIGHTINGS))).scalar_one())
    finally:
        await database.close()


def _tracking(vault: Vault, number: int) -> dict[str, object]:
    return {
        "reference": _reference(number),
        "account_fingerprint": pointers.person_fingerprint(vault, number),
        "sealed_account": pointers.seal_account(vault, number),
        "owner": 1,
        "reason": TrackingReason.VANDALISM.value,
        "ground": Ground.BLOCKED.value,
        "name_harms": False,
        "started_at": NOW - DAY,
        "until": NOW + 30 * DAY,
    }


def _targets(vault: Vault, places: Sequence[tuple[str, int]]) -> list[dict[str, object]]:
    """One for each request."""
    rows: list[dict[str, object]] = []
    for request_id, (wiki, number) in enumerate(places, start=1):
        pointer = Pointer(wiki, TargetKind.REVISION, number)
        fingerprint, sealed = pointers.pointer_fingerprint(vault, pointer), pointers.seal_pointer(vault, pointer)
        rows.append(
            {"request_id": request_id, "number": 1, "fingerprint": fingerprint, "sealed": sealed, "state": "open"}
        )
    return rows


def _reference(number: int) -> str:
    signs = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return signs
