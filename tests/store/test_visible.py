"""The visible set: for those kept out, parties and strangers there is no row, no page, no count, no cursor, no feed."""

import pytest

from app.domain.people import Reader
from app.domain.requests import Purpose
from app.store.requests import count_open, find, in_group, own_page, queue_page
from app.store.sealing import Vault
from app.store.session import Database
from app.store.views import open_view, view_log
from tests.store.making import (
    ADMINISTRATORS,
    AUTHOR,
    COLLEAGUE,
    HANDLER,
    KEPT_OUT,
    KEYS,
    NOW,
    OVERSIGHTERS,
    REQUESTER,
    STEWARDS,
    file,
    new_request,
    oversighter,
    reference,
)

MAY = [oversighter(HANDLER), oversighter(COLLEAGUE), Reader(REQUESTER)]
MAY_NOT = [
    oversighter(KEPT_OUT),
    oversighter(AUTHOR),
    Reader(HANDLER),
    Reader(HANDLER, (ADMINISTRATORS.key, STEWARDS.key, "oversighters.dewiki", "oversighters.en", "oversighters")),
    Reader(9, sees_view_log=True),
]


async def _seen(database: Database, reader: Reader) -> dict[str, object]:
    """Everything the store tells this reader, when asked in every way there is."""
    keys = (OVERSIGHTERS.key, *reader.queues)
    async with database.reading() as session:
        return {
            "find": await find(session, reader, reference(1)),
            "queue": await queue_page(session, reader, keys),
            "count": await count_open(session, reader, keys, 100),
            "group": await in_group(session, reader, reference(99)),
            "own": await own_page(session, reader.central_id),
            # A cursor must not tell whether a reference exists: it starts over, as for an unknown one.
            "after": await queue_page(session, reader, keys, after=reference(1))
            == await queue_page(session, reader, keys, after=reference(12345)),
        }


NOTHING = {"find": None, "queue": [], "count": 0, "group": [], "own": [], "after": True}


async def _file(database: Database) -> None:
    excluded = [KEPT_OUT, AUTHOR]
    await file(database, 1, new_request(excluded=excluded, kept_out=1, group=reference(99)))


@pytest.mark.parametrize("reader", MAY)
async def test_its_requester_and_its_handlers_see_it(database: Database, reader: Reader) -> None:
    await _file(database)
    seen = await _seen(database, reader)
    assert seen["find"] is not None
    assert seen["group"]
    assert bool(seen["queue"]) == bool(seen["count"]) == bool(reader.queues)


@pytest.mark.parametrize("reader", MAY_NOT)
async def test_for_everybody_else_it_does_not_exist(database: Database, reader: Reader) -> None:
    await _file(database)
    assert await _seen(database, reader) == NOTHING


async def test_one_kept_out_of_one_request_sees_the_others(database: Database) -> None:
    await _file(database)
    await file(database, 2, new_request(5))
    async with database.reading() as session:
        page = await queue_page(session, oversighter(KEPT_OUT), [OVERSIGHTERS.key])
        assert [request.reference for request in page] == [reference(2)]
        assert await count_open(session, oversighter(KEPT_OUT), [OVERSIGHTERS.key], 9) == 1
        assert await count_open(session, oversighter(HANDLER), [OVERSIGHTERS.key], 9) == 2
        assert await count_open(session, oversighter(HANDLER), [OVERSIGHTERS.key], 1) == 1


async def test_a_page_after_a_hidden_reference_starts_over_as_after_an_unknown_one(database: Database) -> None:
    await file(database, 2, new_request(5), NOW - 60)
    await _file(database)
    async with database.reading() as session:
        for reader, expected in ((oversighter(KEPT_OUT), [reference(2)]), (oversighter(HANDLER), [])):
            page = await queue_page(session, reader, [OVERSIGHTERS.key], after=reference(1))
            assert [request.reference for request in page] == expected


@pytest.mark.parametrize("reader", MAY_NOT)
async def test_a_new_key_in_front_changes_nothing_before_the_rotation(
    database: Database, url: str, reader: Reader
) -> None:
    await _file(database)
    rotating = Database(url, Vault([KEYS[1], KEYS[0]]), connections=1)
    try:
        assert await _seen(rotating, reader) == NOTHING
        assert (await _seen(rotating, oversighter(HANDLER)))["find"] is not None
    finally:
        await rotating.close()


async def test_one_of_the_ombuds_sees_no_line_about_a_request_they_are_kept_out_of(database: Database) -> None:
    await _file(database)
    async with database.writing() as session:
        await open_view(session, reference(1), HANDLER, Purpose.HANDLING, NOW)
    async with database.reading() as session:
        assert len(await view_log(session, Reader(9, sees_view_log=True))) == 1
        assert await view_log(session, Reader(KEPT_OUT, sees_view_log=True)) == []
        assert await view_log(session, oversighter(HANDLER)) == []
