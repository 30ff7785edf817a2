"""What the job that follows the stream writes: what is due, what was seen first, whose turn it is, where it was."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.domain.happenings import Touch
from app.domain.lifecycle import State
from app.domain.positions import Position
from app.domain.requests import Basis, ClosingCode
from app.domain.retention import DAY
from app.domain.targets import Pointer, TargetKind
from app.domain.trackings import Tracked
from app.store.following import due_looks, followed_targets, look_is_over, make_all_due, note_touches
from app.store.job_holders import LEASE_SECONDS, Sign, hold, last_sign, let_go, note_gap
from app.store.requests import end
from app.store.sealing import Vault
from app.store.session import Database
from app.store.stream_positions import forget_positions, keep_positions, kept_positions
from app.store.tables import REQUESTS, TARGETS
from app.store.trackings import add_tracking, live_trackings
from tests.store.making import KEYS, NOW, file, new_request, new_tracking, reference, revision

JOB = "stream"


async def touch(
    database: Database, of: str, number: int = 1, hides: bool = True, at: int = NOW, now: int = NOW
) -> None:
    async with database.writing() as session:
        await note_touches(session, [Touch(of, number, hides, at)], now)


async def due(database: Database) -> list[tuple[str, int]]:
    async with database.reading() as session:
        return [(each.reference, each.at) for each in await due_looks(session)]


async def over(database: Database, of: str, due_at: int) -> bool:
    async with database.writing() as session:
        return await look_is_over(session, of, due_at)


async def seen_hidden(database: Database) -> list[int | None]:
    async with database.reading() as session:
        return list((await session.execute(select(TARGETS.c.seen_hidden_at).order_by(TARGETS.c.number))).scalars())


async def close(database: Database, of: str, closing: ClosingCode) -> None:
    state = State.DONE if closing is ClosingCode.DONE else State.CLOSED
    async with database.writing() as session:
        assert await end(session, of, state, closing, Basis.WIKI, NOW + 5)


async def test_what_is_told_within_the_same_second_as_a_look_is_due_all_the_same(database: Database) -> None:
    of = await file(database, 1)
    await touch(database, of)
    await touch(database, of)
    assert await due(database) == [(of, NOW + 1)]
    assert not await over(database, of, NOW)
    assert await over(database, of, NOW + 1)
    assert await due(database) == []


async def test_the_longest_waiting_comes_first_and_everything_can_be_due(database: Database) -> None:
    first, second = await file(database, 1), await file(database, 2, new_request(700_002))
    await touch(database, second)
    await touch(database, first, now=NOW + 7)
    assert await due(database) == [(second, NOW), (first, NOW + 7)]
    async with database.writing() as session:
        await make_all_due(session, NOW + 60)
    assert await due(database) == [(first, NOW + 60), (second, NOW + 60)]


async def test_when_a_target_was_first_seen_to_be_hidden_is_kept_once(database: Database) -> None:
    of = await file(database, 1, new_request(700_001, 700_002))
    await touch(database, of, 2, hides=False, at=NOW - 90)
    assert await seen_hidden(database) == [None, None]
    await touch(database, of, 2, at=NOW - 60)
    await touch(database, of, 2, at=NOW - 30)
    await touch(database, of, 9, at=NOW - 30)
    assert await seen_hidden(database) == [None, NOW - 60]


@pytest.mark.parametrize(("at", "kept"), [(NOW + 10**9, NOW), (-5, NOW), (0, NOW), (NOW - 3, NOW - 3)])
async def test_a_clock_that_goes_wrong_puts_nothing_into_the_future(database: Database, at: int, kept: int) -> None:
    await touch(database, await file(database, 1), at=at)
    assert await seen_hidden(database) == [kept]


async def test_of_an_ended_request_only_the_day_is_known(database: Database) -> None:
    of = await file(database, 1, new_request(700_001, 700_002))
    await touch(database, of, 1)
    await close(database, of, ClosingCode.DONE)
    await touch(database, of, 2, at=NOW + 9, now=NOW + 10)
    assert await seen_hidden(database) == [NOW - NOW % DAY, NOW + 9 - (NOW + 9) % DAY]


async def test_what_is_told_while_a_request_is_being_closed_as_done_stays_due(database: Database) -> None:
    """It may have become visible again at this very moment."""
    of = await file(database, 1)
    await touch(database, of, hides=False)
    await close(database, of, ClosingCode.DONE)
    assert await due(database) == [(of, NOW)]


async def test_what_ended_otherwise_is_followed_no_more(database: Database) -> None:
    of = await file(database, 1)
    await touch(database, of)
    await close(database, of, ClosingCode.MISTAKE)
    await touch(database, of)
    assert await due(database) == []
    async with database.reading() as session:
        assert await followed_targets(session, {}) == []
        assert (await session.execute(select(REQUESTS.c.look_due_at))).scalar_one() is None


async def test_a_seal_is_opened_once_and_one_that_no_key_opens_is_left_out(database: Database, url: str) -> None:
    of = await file(database, 1, new_request(700_001, 700_002))
    async with database.reading() as session:
        found = await followed_targets(session, {})
        assert [(each.reference, each.number, each.pointer) for each in found] == [
            (of, 1, revision(700_001)),
            (of, 2, revision(700_002)),
        ]
        other = Pointer("dewiki", TargetKind.REVISION, 5)
        known = {(each.reference, each.number, each.fingerprint): other for each in found[:1]}
        assert [each.pointer for each in await followed_targets(session, known)] == [other, revision(700_002)]
    async with Stranger(url) as stranger, stranger.reading() as session:
        assert await followed_targets(session, {}) == []


class Stranger(Database):
    """The same database with another key: that of the seals is gone."""

    def __init__(self, url: str) -> None:
        super().__init__(url, Vault(KEYS[1:]), connections=2)

    async def __aenter__(self) -> "Stranger":
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.close()


async def test_a_tracking_that_no_key_opens_does_not_end_the_others(database: Database, url: str) -> None:
    async with database.writing() as session:
        await add_tracking(session, new_tracking(), reference(1), NOW)
    async with Stranger(url) as stranger:
        async with stranger.writing() as session:
            await add_tracking(session, replace(new_tracking(), account=55), reference(2), NOW)
        async with stranger.reading() as session:
            assert await live_trackings(session, NOW) == [Tracked(reference(2), 55)]


async def test_the_job_is_held_by_one_until_it_is_silent_or_lets_go(database: Database) -> None:
    async def takes(secret: str, now: int, behind: int = 0) -> bool:
        async with database.writing() as session:
            return await hold(session, JOB, secret, behind, now)

    async def sign() -> Sign | None:
        async with database.reading() as session:
            return await last_sign(session, JOB)

    assert await sign() is None
    assert await takes("one", NOW, 7)
    assert not await takes("two", NOW + LEASE_SECONDS - 1)
    assert await sign() == Sign(NOW, 7, None)
    assert await takes("one", NOW + 20)
    assert not await takes("two", NOW + LEASE_SECONDS + 19)
    assert await takes("two", NOW + LEASE_SECONDS + 20)
    assert not await takes("one", NOW + LEASE_SECONDS + 21)
    async with database.writing() as session:
        await let_go(session, JOB, "one", NOW)
    assert not await takes("one", NOW + LEASE_SECONDS + 22)
    async with database.writing() as session:
        await note_gap(session, JOB, NOW)
        await let_go(session, JOB, "two", NOW + 60)
    assert await takes("one", NOW + 60)
    assert await sign() == Sign(NOW + 60, 0, NOW)


async def test_the_place_in_the_stream_is_kept_topic_by_topic(database: Database) -> None:
    places = (
        Position("codfw.mediawiki.recentchange", 0, -1, None),
        Position("eqiad.mediawiki.recentchange", 0, None, 1_685_006_633_001),
    )
    later = replace(places[1], timestamp=1_685_006_633_999)
    async with database.writing() as session:
        await keep_positions(session, places)
        await keep_positions(session, [later])
        assert await kept_positions(session) == (places[0], later)
        await forget_positions(session)
        assert await kept_positions(session) == ()
