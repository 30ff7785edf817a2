"""Sessions end by themselves, drafts end sooner, and what ends takes with it what hangs on it."""

import asyncio
from dataclasses import replace

import pytest

from app.domain.retention import DRAFT, SESSION_AT_MOST, SESSION_IDLE
from app.domain.targets import Pointer, TargetKind
from app.store import sign_ins
from app.store.drafts import Draft, change_draft, drop_draft, keep_draft, read_draft
from app.store.pointers import NotSealable
from app.store.session import Database
from app.store.sign_ins import TOUCH_EVERY, SignIn, add_sign_in, find_sign_in, is_touch_due
from tests.store.making import NOW, revision

NAME = "Invented Ünïcode Name"
NUMBERED = Pointer("enwiki", TargetKind.PAGE, 5, title="She lives at 12 Invented Street")
ANSWERS = Draft((revision(700_001),), frozenset({0}), {"criterion": "os-libel", "danger": False})
NEW, OLD = Draft((), answers={"side": "new"}), Draft((), answers={"side": "old"})


async def _sign_in(database: Database, session_id: str = "cookie", central_id: int = 5, now: int = NOW) -> None:
    async with database.writing() as session:
        await add_sign_in(session, session_id, central_id, NAME, True, now)


async def _find(database: Database, now: int, session_id: str = "cookie") -> SignIn | None:
    async with database.reading() as session:
        return await find_sign_in(session, session_id, now)


async def _keep(database: Database, draft_id: str = "draft", session_id: str = "cookie", central_id: int = 5) -> None:
    async with database.writing() as session:
        await keep_draft(session, draft_id, central_id, session_id, ANSWERS, NOW)


async def _read(database: Database, now: int = NOW, central_id: int = 5) -> Draft | None:
    async with database.reading() as session:
        return await read_draft(session, "draft", central_id, now)


async def test_a_session_is_found_by_its_id_only(database: Database) -> None:
    await _sign_in(database)
    assert await _find(database, NOW) == SignIn(5, NAME, True, NOW, NOW, NOW)
    assert await _find(database, NOW, "another") is None


async def test_an_idle_session_ends(database: Database) -> None:
    await _sign_in(database)
    assert await _find(database, NOW + SESSION_IDLE - 1) is not None
    assert await _find(database, NOW + SESSION_IDLE) is None


async def test_a_session_in_use_ends_after_a_day_all_the_same(database: Database) -> None:
    await _sign_in(database)
    for hours in range(7, 24, 7):
        async with database.writing() as session:
            await sign_ins.touch(session, "cookie", NOW + hours * 3600)
    assert await _find(database, NOW + SESSION_AT_MOST - 1) is not None
    assert await _find(database, NOW + SESSION_AT_MOST) is None


async def test_being_seen_is_written_at_most_every_five_minutes(database: Database) -> None:
    await _sign_in(database)
    async with database.writing() as session:
        await sign_ins.touch(session, "cookie", NOW + TOUCH_EVERY - 1)
        unchanged = await find_sign_in(session, "cookie", NOW)
        await sign_ins.touch(session, "cookie", NOW + TOUCH_EVERY)
        changed = await find_sign_in(session, "cookie", NOW)
    assert unchanged is not None
    assert changed is not None
    assert (unchanged.seen_at, changed.seen_at, changed.posted_at) == (NOW, NOW + TOUCH_EVERY, NOW)
    assert is_touch_due(unchanged, NOW + TOUCH_EVERY)
    assert not is_touch_due(unchanged, NOW + TOUCH_EVERY - 1)


async def test_a_post_is_written_down_at_once_but_revives_nothing(database: Database) -> None:
    await _sign_in(database)
    async with database.writing() as session:
        await sign_ins.note_post(session, "cookie", NOW + 7)
    found = await _find(database, NOW + 7)
    assert found is not None
    assert (found.seen_at, found.posted_at) == (NOW + 7, NOW + 7)
    async with database.writing() as session:
        await sign_ins.note_post(session, "cookie", NOW + 7 + SESSION_IDLE)
        await sign_ins.touch(session, "cookie", NOW + 7 + SESSION_IDLE)
    assert await _find(database, NOW + 7 + SESSION_IDLE) is None


async def test_signing_out_ends_this_session_and_its_drafts(database: Database) -> None:
    await _sign_in(database)
    await _sign_in(database, "telephone")
    await _keep(database)
    async with database.writing() as session:
        await sign_ins.sign_out(session, "cookie")
    assert await _find(database, NOW) is None
    assert await _read(database) is None
    assert await _find(database, NOW, "telephone") is not None


async def test_signing_out_everywhere_ends_all_of_one_person(database: Database) -> None:
    await _sign_in(database)
    await _sign_in(database, "telephone")
    await _sign_in(database, "somebody-else", central_id=6)
    await _keep(database, session_id="telephone")
    async with database.writing() as session:
        assert await sign_ins.sign_out_everywhere(session, 5) == 2
    assert await _find(database, NOW) is await _find(database, NOW, "telephone") is await _read(database) is None
    assert await _find(database, NOW, "somebody-else") is not None


async def test_a_draft_is_its_owners_for_two_hours(database: Database) -> None:
    await _sign_in(database)
    await _keep(database)
    assert await _read(database) == ANSWERS
    assert await _read(database, central_id=6) is None
    assert await _read(database, now=NOW + DRAFT - 1) == ANSWERS
    assert await _read(database, now=NOW + DRAFT) is None


async def test_changing_a_draft_does_not_prolong_it(database: Database) -> None:
    await _sign_in(database)
    await _keep(database)
    async with database.writing() as session:
        assert await change_draft(session, "draft", 5, NEW, NOW + 60)
        assert not await change_draft(session, "draft", 6, OLD, NOW + 60)
        assert not await change_draft(session, "other", 5, OLD, NOW + 60)
        assert not await change_draft(session, "draft", 5, OLD, NOW + DRAFT)
    assert await _read(database, now=NOW + DRAFT - 1) == NEW
    assert await _read(database, now=NOW + DRAFT) is None


async def test_changes_at_once_wait_for_each_other(database: Database) -> None:
    await _sign_in(database)
    await _keep(database)

    async def add(number: int) -> None:
        async with database.writing() as session:
            draft = await read_draft(session, "draft", 5, NOW, to_change=True)
            assert draft
            await asyncio.sleep(0)
            more = replace(draft, pointers=(*draft.pointers, revision(number)))
            assert await change_draft(session, "draft", 5, more, NOW)

    await asyncio.gather(*map(add, range(1, 9)))
    left = await _read(database)
    assert left
    assert {pointer.id for pointer in left.pointers} == {700_001, *range(1, 9)}


async def test_a_draft_is_dropped_once(database: Database) -> None:
    await _sign_in(database)
    await _keep(database)
    async with database.writing() as session:
        assert not await drop_draft(session, "draft", 6, NOW)
        assert await drop_draft(session, "draft", 5, NOW)
        assert not await drop_draft(session, "draft", 5, NOW)


async def test_five_thousand_targets_fit_a_draft(database: Database) -> None:
    await _sign_in(database)
    targets = [Pointer("some_longer_wiki_name", TargetKind.REVISION, 10**10 + number) for number in range(5_000)]
    async with database.writing() as session:
        await keep_draft(session, "draft", 5, "cookie", Draft(tuple(targets)), NOW)
    assert await _read(database) == Draft(tuple(targets))


@pytest.mark.parametrize("answer", ["She lives at 12 Invented Street", "Invented Name", "User:Invented", 1.5])
async def test_no_draft_takes_words(database: Database, answer: object) -> None:
    await _sign_in(database)
    await _keep(database)
    for call in (
        lambda session: keep_draft(session, "second", 5, "cookie", Draft((), answers={"answer": answer}), NOW),
        lambda session: keep_draft(session, "third", 5, "cookie", Draft((NUMBERED,)), NOW),
        lambda session: change_draft(session, "draft", 5, Draft((), answers={"answer": [answer]}), NOW),
    ):
        with pytest.raises(NotSealable):
            async with database.writing() as session:
                await call(session)
    assert await _read(database) == ANSWERS
