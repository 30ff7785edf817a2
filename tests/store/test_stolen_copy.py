"""What somebody finds who steals the database: no name, no id of a target, and after the purge not even the seals."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.lifecycle import State
from app.domain.requests import Purpose
from app.domain.retention import POINTERS_AFTER_END
from app.store.drafts import Draft, keep_draft
from app.store.purge import run_purge
from app.store.requests import end
from app.store.session import Database
from app.store.sign_ins import add_sign_in, sign_out
from app.store.tables import METADATA, REQUESTS, TARGETS
from app.store.views import open_view
from tests.store.making import HANDLER, NOW, file, new_request, reference, revision

REVISIONS = (7654321234, 8765432123)
KEPT_OUT = 5432123456
NAME = "Invented Canary Name"
SESSION = "canary-session-id-5f0c"


async def _live_a_day(database: Database) -> None:
    await file(database, 1, new_request(*REVISIONS, excluded=[KEPT_OUT], kept_out=1))
    async with database.writing() as session:
        await add_sign_in(session, SESSION, 5, NAME, True, NOW)
        await keep_draft(session, "canary-draft-id-77aa", 5, SESSION, Draft(tuple(map(revision, REVISIONS))), NOW)
        await open_view(session, reference(1), HANDLER, Purpose.HANDLING, NOW)


def _forms(canary: str | int) -> list[bytes]:
    """The ways in which a canary might stand in a file."""
    forms = [str(canary).encode(), str(canary).encode("utf-16-le"), str(canary).encode().hex().encode()]
    if isinstance(canary, int):
        forms += [canary.to_bytes(size, order) for size in (5, 6, 8) for order in ("big", "little")]
    return forms


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("haven.db*")}


async def _dump(database: Database) -> str:
    lines = []
    async with database.reading() as session:
        for table in METADATA.sorted_tables:
            lines += [repr(tuple(row)) for row in await session.execute(select(table))]
    return "\n".join(lines)


async def test_a_dump_shows_no_name_and_no_id_of_a_target(database: Database) -> None:
    await _live_a_day(database)
    dump = await _dump(database)
    assert reference(1) in dump
    for canary in (*REVISIONS, KEPT_OUT, NAME, SESSION, "canary", "Canary"):
        assert str(canary) not in dump


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_the_raw_file_and_its_log_show_none_either(database: Database, tmp_path: Path) -> None:
    await _live_a_day(database)
    for _ in range(2):
        for name, raw in _files(tmp_path).items():
            for canary in (*REVISIONS, KEPT_OUT, NAME, SESSION):
                assert not [form for form in _forms(canary) if form in raw], f"{canary} in {name}"
        await database.checkpoint()


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_planted_leak_would_be_found(database: Database, tmp_path: Path) -> None:
    await file(database, 1, new_request(requester=KEPT_OUT))
    assert any(form in raw for raw in _files(tmp_path).values() for form in _forms(KEPT_OUT))


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_after_the_purge_the_seals_are_gone_from_the_raw_file(database: Database, tmp_path: Path) -> None:
    await _live_a_day(database)
    async with database.writing() as session:
        seals = list((await session.execute(select(TARGETS.c.sealed))).scalars())
        seals += list((await session.execute(select(REQUESTS.c.sealed_hints))).scalars())
        await end(session, reference(1), State.DONE, None, None, NOW)
        await sign_out(session, SESSION)
    assert len(seals) == 3
    await run_purge(database, NOW + POINTERS_AFTER_END)
    files = _files(tmp_path)
    assert files["haven.db-wal"] == b""
    for seal in seals:
        assert all(seal.encode()[20:60] not in raw for raw in files.values())
