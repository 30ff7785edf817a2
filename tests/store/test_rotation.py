"""Changing the seal keys: afterwards the new key alone opens and finds everything, and keeps out whom it should."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from app.domain.people import Reader
from app.domain.requests import RequestKind
from app.store import rotation
from app.store.drafts import Draft, keep_draft, read_draft
from app.store.requests import duplicates_of, find, open_targets
from app.store.rotation import rotate
from app.store.sealing import SealBroken, Vault
from app.store.session import Database
from app.store.sign_ins import add_sign_in, find_sign_in
from app.store.tables import DRAFTS, EXCLUDED, REQUESTS, SIGN_INS, TARGETS
from app.store.trackings import add_tracking, sightings_of, trackings_of
from tests.store.making import (
    AUTHOR,
    HANDLER,
    HINTS,
    KEPT_OUT,
    KEYS,
    NOW,
    file,
    new_request,
    new_tracking,
    oversighter,
    reference,
    revision,
    sighting,
)
from tests.support.trackings import note_sighting

DRAFT = Draft((), answers={"side": "new"})


@pytest.fixture
async def filled(database: Database) -> Database:
    await file(database, 1, new_request(1, 2, 3, excluded=[KEPT_OUT, 7], kept_out=1))
    await file(database, 2, new_request(4))
    async with database.writing() as session:
        await add_sign_in(session, "cookie", 5, "Invented", True, NOW)
        await keep_draft(session, "draft", 5, "cookie", DRAFT, NOW)
    return database


@pytest.fixture
async def followed(database: Database) -> Database:
    async with database.writing() as session:
        await add_tracking(session, new_tracking(), reference(5), NOW)
        assert await note_sighting(session, reference(5), sighting(1), NOW)
    return database


@pytest.fixture
async def rotating(url: str) -> AsyncIterator[Database]:
    opened = Database(url, Vault([KEYS[1], KEYS[0]]), connections=2)
    yield opened
    await opened.close()


@pytest.fixture
async def rotated(url: str) -> AsyncIterator[Database]:
    opened = Database(url, Vault(KEYS[1:]), connections=2)
    yield opened
    await opened.close()


async def test_the_new_key_alone_opens_and_finds_everything(
    filled: Database, rotating: Database, rotated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "ROWS_AT_ONCE", 2)
    # One sign-in, one draft, four targets, two requests.
    assert await rotate(rotating) == 8
    async with rotated.reading() as session:
        opened = await open_targets(session, reference(1))
        assert opened is not None
        assert opened[0] == HINTS
        assert [target.pointer for target in opened[1]] == [revision(1), revision(2), revision(3)]
        assert await duplicates_of(session, [revision(3)], RequestKind.SUPPRESSION) == [reference(1)]
        assert await find(session, oversighter(KEPT_OUT), reference(1)) is None
        assert await find(session, oversighter(7), reference(1)) is None
        assert await find(session, oversighter(HANDLER), reference(1)) is not None
        assert await find(session, oversighter(KEPT_OUT), reference(2)) is not None
        assert await read_draft(session, "draft", 5, NOW) == DRAFT
        signed_in = await find_sign_in(session, "cookie", NOW)
    assert signed_in is not None
    assert signed_in.name == "Invented"


async def test_the_old_key_opens_and_matches_nothing_any_more(filled: Database, rotating: Database) -> None:
    await rotate(rotating)
    async with filled.reading() as session:
        columns = (SIGN_INS.c.name_sealed, DRAFTS.c.sealed, TARGETS.c.sealed, REQUESTS.c.sealed_hints)
        tokens = [token for column in columns for token in (await session.execute(select(column))).scalars()]
        assert len(tokens) == 8
        for token in tokens:
            with pytest.raises(SealBroken):
                session.vault.open(token)
        assert await duplicates_of(session, [revision(3)], RequestKind.SUPPRESSION) == []
        prints = (await session.execute(select(EXCLUDED.c.fingerprint))).scalars().all()
    assert len(prints) == 2
    assert not {Vault(KEYS[:1]).fingerprint("person", who) for who in (KEPT_OUT, 7)} & set(prints)


async def test_a_second_run_changes_nothing(filled: Database, rotating: Database) -> None:
    await rotate(rotating)
    assert await rotate(rotating) == 0


async def test_what_is_written_meanwhile_is_under_the_new_key(filled: Database, rotating: Database) -> None:
    await file(rotating, 3, new_request(9, excluded=[KEPT_OUT]))
    assert await rotate(rotating) == 8


async def test_an_interrupted_rotation_is_taken_up_again(
    filled: Database, rotating: Database, rotated: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_renew_request", fail)
        with pytest.raises(RuntimeError):
            await rotate(rotating)
    async with rotating.reading() as session:
        assert await find(session, oversighter(KEPT_OUT), reference(1)) is None
        assert await open_targets(session, reference(1)) is not None
    assert await rotate(rotating) == 2
    async with rotated.reading() as session:
        assert await find(session, oversighter(KEPT_OUT), reference(1)) is None


async def test_trackings_are_found_and_hidden_under_the_new_key_alone(
    followed: Database, rotating: Database, rotated: Database
) -> None:
    assert await rotate(rotating) == 2
    async with rotated.writing() as session:
        steward = Reader(9, sees_trackings=True)
        assert [each.account for each in await trackings_of(session, steward, NOW)] == [AUTHOR]
        assert await trackings_of(session, Reader(AUTHOR, sees_trackings=True), NOW) == []
        assert [each.sighting for each in await sightings_of(session, steward, reference(5), NOW)] == [sighting(1)]
        assert not await note_sighting(session, reference(5), sighting(1), NOW)
