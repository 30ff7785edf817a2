"""No column of either database can hold a sentence: every one of them is tried, with every kind of garbage."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, insert, select, text
from sqlalchemy.exc import DBAPIError

from app.domain.inquiries import Inquiry, Reply
from app.domain.lifecycle import Event
from app.domain.requests import Purpose, TargetState
from app.domain.trackings import Consent, Ground, RenewalReason, SightingKind, TrackingReason
from app.store.pointers import HINTS_SIZE
from app.store.sealing import Vault, digest_of
from app.store.session import Database, StoreSession
from app.store.tables import METADATA, REQUESTS
from tests.store.conftest import BOTH, clean_database
from tests.store.making import KEYS, NOW, reference

VAULT = Vault(KEYS[:1])

ROWS: dict[str, dict[str, Any]] = {
    "sign_ins": {
        "id_hash": digest_of("one"),
        "central_id": 5,
        "name_sealed": VAULT.seal("Invented Name", least=512),
        "is_sender": True,
        "created_at": NOW,
        "seen_at": NOW,
        "posted_at": NOW,
    },
    "drafts": {
        "id_hash": digest_of("draft"),
        "central_id": 5,
        "sign_in_hash": digest_of("one"),
        "sealed": VAULT.seal({}, least=512),
        "created_at": NOW,
        "expires_at": NOW,
    },
    "requests": {
        "id": 1,
        "reference": reference(1),
        "kind": "suppression",
        "wiki": "be_x_oldwiki",
        "queue": "oversighters.be_x_oldwiki",
        "criterion": "personal-information",
        "urgency": 2,
        "state": "closed",
        "requester": 5,
        "filed_at": NOW,
        "ended_at": NOW,
        "checked_at": NOW,
        "holder": 6,
        "claim_until": NOW,
        "target_count": 1,
        "done_count": 0,
        "closing": "mistake",
        "basis": "handler",
        "group_code": reference(2),
        "visible_again": False,
        "look_due_at": NOW,
        "reached": "stewards",
        "climbs_at": NOW,
        "awaits_answer": True,
        "author_known": True,
        "keeps_someone_out": False,
        "sealed_parties": VAULT.seal([7], least=512),
        "sealed_hints": VAULT.seal({}, least=HINTS_SIZE),
    },
    "request_targets": {
        "request_id": 1,
        "number": 1,
        "fingerprint": VAULT.fingerprint("target", 1),
        "sealed": VAULT.seal(["enwiki", "revision", 1]),
        "state": TargetState.OPEN.value,
        "seen_hidden_at": NOW,
    },
    "excluded_people": {"request_id": 1, "fingerprint": VAULT.fingerprint("person", 7)},
    "events": {
        "id": 1,
        "request_id": 1,
        "event": Event.FILED.value,
        "by_central_id": 5,
        "at": NOW,
        "toward": 6,
        "detail": "which-part",
    },
    "inquiries": {
        "request_id": 1,
        "number": 1,
        "inquiry": Inquiry.WHICH_PART.value,
        "asked_by": 6,
        "asked_of": 5,
        "asked_at": NOW,
        "reply": Reply.TEXT_AND_SUMMARY.value,
        "place": 3,
        "replied_at": NOW,
    },
    "reminders": {"request_id": 1, "owner": 5, "due_at": NOW},
    "team_presence": {"queue": "oversighters.be_x_oldwiki", "last_day": NOW},
    "bells": {"id": 1, "secret_hash": digest_of("a bell"), "owner": 5, "made_at": NOW, "until": NOW},
    "stream_positions": {
        "topic": "eqiad.mediawiki.revision-visibility-change",
        "part": 0,
        "counted": -1,
        "milliseconds": NOW * 1000,
    },
    "job_holders": {
        "job": "stream",
        "holder": digest_of("a process"),
        "expires_at": NOW,
        "behind": 0,
        "gap_at": NOW,
    },
    "view_log": {
        "id": 1,
        "request_id": 1,
        "central_id": 5,
        "purpose": Purpose.REVIEW.value,
        "first_at": NOW,
        "last_at": NOW,
        "until": NOW,
    },
    "trackings": {
        "id": 1,
        "reference": reference(3),
        "account_fingerprint": VAULT.fingerprint("person", 8),
        "sealed_account": VAULT.seal(8),
        "owner": 5,
        "reason": TrackingReason.STALKING.value,
        "ground": Ground.CONSENT.value,
        "name_harms": False,
        "started_at": NOW,
        "until": NOW,
        "renewal": RenewalReason.CASE_OPEN.value,
        "consent": Consent.SEEN_IT_TOO.value,
        "consent_by": 6,
    },
    "tracking_colleagues": {"tracking_id": 1, "central_id": 6},
    "sightings": {
        "id": 1,
        "tracking_id": 1,
        "fingerprint": VAULT.fingerprint("target", 2),
        "kind": SightingKind.EDIT.value,
        "sealed": VAULT.seal(["enwiki", "revision", 2]),
        "at": NOW,
    },
    "tracking_seen": {"tracking_id": 1, "central_id": 5, "up_to": 1},
    "tallies": {"what": "requests", "who": 0, "window_start": NOW, "count": 3},
}

SENTENCE = "She lives at 12 Invented Street"
GARBAGE: list[Any] = [
    SENTENCE,
    "Thirty-two bytes of plain English",
    "Une phrase, sans rien d'autre: été",
    "Живёт на Выдуманной улице, дом 12",
    "https://wiki.invalid/w/index.php?diff=700001",
    "Invented_Name",
    "192.0.2.7",
    "12 apples",
    "gAAAAAAAAAAA " + SENTENCE,
    "gAAAAAAAAAAA" + "x" * 100,
    "gAAAAAAAAAAA" + SENTENCE.ljust(256),
    "open\nand more",
    "OPEN",
    "x" * 70_000,
    SENTENCE.encode().ljust(32),
    SENTENCE.encode(),
]
COLUMNS = [column for table in METADATA.sorted_tables for column in table.columns]


@pytest.fixture(scope="module", params=BOTH)
async def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated_file: Path
) -> AsyncIterator[Database]:
    """One for all tests of this file: they leave nothing in it."""
    url = await clean_database(request, tmp_path_factory.mktemp("columns"), migrated_file)
    opened = Database(url, VAULT, connections=4, wait=5)
    yield opened
    await opened.close()


@asynccontextmanager
async def _before(database: Database, table: str) -> AsyncIterator[StoreSession]:
    """One transaction in which all rows stand that a row of `table` needs; nothing of it is kept."""
    async with database.writing() as session:
        for name, row in ROWS.items():
            if name == table:
                break
            await _insert(session, name, row)
        yield session
        await session.rollback()


async def _refusal(session: StoreSession, column: Column[Any], value: object) -> DBAPIError:
    """How the database refuses a row with this value; the transaction goes on without it."""
    with pytest.raises(DBAPIError) as refusal:
        async with session.begin_nested():
            await _insert(session, column.table.name, {**ROWS[column.table.name], column.name: value})
    return refusal.value


async def _insert(session: StoreSession, table: str, row: dict[str, Any]) -> None:
    """Raw SQL, so that no type of ours refuses before the database does."""
    names = ", ".join(f"`{column}`" for column in row)
    values = ", ".join(f":{column}" for column in row)
    await session.execute(text(f"INSERT INTO `{table}` ({names}) VALUES ({values})"), row)


def test_every_column_is_tried() -> None:
    assert {name: set(row) for name, row in ROWS.items()} == {
        table.name: {column.name for column in table.columns} for table in METADATA.sorted_tables
    }


async def test_good_rows_are_taken(database: Database) -> None:
    async with database.writing() as session:
        for table, row in ROWS.items():
            await _insert(session, table, row)
        assert (await session.execute(select(REQUESTS.c.reference))).scalars().all() == [reference(1)]
        await session.rollback()


@pytest.mark.parametrize("column", COLUMNS, ids=str)
async def test_no_column_takes_garbage(database: Database, column: Column[Any]) -> None:
    # `12 apples` and the like must not become 12 either; what fits a code's signs is no sentence.
    async with _before(database, column.table.name) as session:
        for garbage in GARBAGE:
            refusal = await _refusal(session, column, garbage)
            shown = str(refusal.__cause__ or refusal)
            assert "[SQL parameters hidden" in str(refusal) or SENTENCE not in shown
        assert (await session.execute(select(column))).all() == []


@pytest.mark.parametrize("column", [each for each in COLUMNS if not each.nullable], ids=str)
async def test_what_must_be_there_is_there(database: Database, column: Column[Any]) -> None:
    if column.table.autoincrement_column is column:
        return  # the database numbers these itself
    async with _before(database, column.table.name) as session:
        await _refusal(session, column, None)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("requests", "urgency", 4),
        ("requests", "urgency", -1),
        ("requests", "target_count", 40_000),
        ("requests", "target_count", -1),
        ("requests", "requester", 0),
        ("requests", "filed_at", -1),
        ("requests", "filed_at", 10**12),
        ("requests", "author_known", 2),
        ("requests", "visible_again", 2),
        ("trackings", "name_harms", 2),
        ("requests", "reference", "AEIOU000"),
        ("requests", "reference", reference(28**8 - 1).lower()),
        ("requests", "reference", reference(1)[:7]),
        ("requests", "wiki", ""),
        ("requests", "wiki", "x" * 65),
        ("requests", "wiki", "EnWiki"),
        ("requests", "queue", "everybody"),
        ("requests", "queue", "administrators"),
        ("requests", "queue", "oversighters_enwiki"),
        ("requests", "queue", "stewards.enwiki"),
        ("requests", "state", "Open"),
        ("requests", "state", "open "),
        ("request_targets", "fingerprint", b"\x01" * 32),
        ("request_targets", "fingerprint", b"\x00" * 33),
        ("request_targets", "sealed", VAULT.seal(1, least=8192)),
        ("drafts", "sealed", VAULT.seal({}, least=512)[:-1]),
        ("events", "request_id", 2),
    ],
)
async def test_near_misses_are_refused(database: Database, table: str, column: str, value: object) -> None:
    async with _before(database, table) as session:
        await _refusal(session, METADATA.tables[table].columns[column], value)


async def test_values_are_kept_out_of_error_texts(database: Database) -> None:
    with pytest.raises(DBAPIError) as refusal:
        async with database.writing() as session:
            await session.execute(insert(REQUESTS).values({**ROWS["requests"], "wiki": SENTENCE}))
    assert SENTENCE not in str(refusal.value)
