"""Trackings: who may know of them, that nothing is noted twice, and that each step happens once."""

import pytest

from app.domain.people import Reader
from app.domain.retention import DAY
from app.domain.trackings import Consent, Ground, RenewalReason, Sighting, SightingKind, Tracked
from app.domain.visibility import Parts
from app.store import trackings
from app.store.requests import ReferenceTaken
from app.store.session import Database
from app.store.trackings import (
    add_tracking,
    agree,
    are_sightings_full,
    count_owned,
    end_tracking,
    find_tracking,
    following,
    live_trackings,
    mark_seen,
    note_sightings,
    renew,
    sightings_of,
    trackings_of,
)
from tests.store.making import (
    ADMINISTRATORS,
    AUTHOR,
    COLLEAGUE,
    HANDLER,
    KEPT_OUT,
    NOW,
    OVERSIGHTERS,
    REQUESTER,
    new_tracking,
    reference,
    revision,
    sighting,
)
from tests.support.trackings import note_sighting

OWNER, NAMED, STEWARD = Reader(HANDLER), Reader(COLLEAGUE), Reader(77, sees_trackings=True)
STRANGERS = [
    Reader(KEPT_OUT, (OVERSIGHTERS.key, ADMINISTRATORS.key, "stewards"), sees_view_log=True),
    Reader(REQUESTER),
    Reader(AUTHOR),
    Reader(AUTHOR, ("stewards",), sees_trackings=True),
]


@pytest.fixture
async def followed(database: Database) -> Database:
    async with database.writing() as session:
        await add_tracking(session, new_tracking(), reference(1), NOW)
        for number in (1, 2, 3):
            assert await note_sighting(session, reference(1), sighting(number, NOW + 10 * number), NOW)
    return database


async def _seen(database: Database, reader: Reader, now: int = NOW) -> list[object]:
    async with database.reading() as session:
        return [
            await find_tracking(session, reader, reference(1), now),
            await trackings_of(session, reader, now),
            await following(session, reader, AUTHOR, now),
            await sightings_of(session, reader, reference(1), now),
        ]


NOTHING = [None, [], [], []]


@pytest.mark.parametrize("reader", [OWNER, NAMED, STEWARD], ids=["owner", "colleague", "steward"])
async def test_owner_colleagues_and_stewards_see_it(followed: Database, reader: Reader) -> None:
    one, listed, same, sightings = await _seen(followed, reader)
    assert listed == same == [one]
    assert len(sightings) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize("reader", STRANGERS, ids=["stranger", "requester", "account", "account-steward"])
async def test_nobody_else_does_and_never_the_account_itself(followed: Database, reader: Reader) -> None:
    assert await _seen(followed, reader) == NOTHING
    async with followed.writing() as session:
        await mark_seen(session, reader, reference(1), 99, NOW)
    assert await _seen(followed, reader) == NOTHING


async def test_past_its_time_it_is_not_there_before_any_purge(followed: Database) -> None:
    over = NOW + 30 * DAY
    assert await _seen(followed, OWNER, over - 1) != NOTHING
    assert await _seen(followed, OWNER, over) == NOTHING
    async with followed.writing() as session:
        assert await live_trackings(session, over) == []
        assert await count_owned(session, HANDLER, over) == 0
        assert not await note_sighting(session, reference(1), sighting(9), over)
        assert not await renew(session, reference(1), HANDLER, RenewalReason.CASE_OPEN, over + DAY, over)


async def test_the_same_thing_is_noted_once_however_it_is_told(followed: Database) -> None:
    async with followed.writing() as session:
        again = Sighting(SightingKind.LOG, revision(2), NOW + 500)
        assert not await note_sighting(session, reference(1), again, NOW)
        assert await note_sighting(session, reference(1), sighting(2, wiki="dewiki"), NOW)
        assert not await note_sighting(session, reference(8), sighting(2), NOW)
    async with followed.reading() as session:
        assert len(await sightings_of(session, OWNER, reference(1), NOW)) == 4


async def test_sightings_come_newest_first_in_pages_by_the_wikis_time(followed: Database) -> None:
    async with followed.writing() as session:
        # Told late, and older than all others.
        assert await note_sighting(session, reference(1), sighting(4, NOW - 60), NOW)
    async with followed.reading() as session:
        first = await sightings_of(session, OWNER, reference(1), NOW, limit=2)
        rest = await sightings_of(session, OWNER, reference(1), NOW, before=first[-1].number)
    assert [each.sighting.pointer.id for each in (*first, *rest)] == [3, 2, 1, 4]
    assert all(each.sighting.pointer.parts == Parts.NONE for each in first)


async def test_several_at_once_are_noted_once_each_for_their_own_tracking(followed: Database) -> None:
    async with followed.writing() as session:
        await add_tracking(session, new_tracking(owner=COLLEAGUE), reference(2), NOW)
        told = [(reference(1), sighting(2)), (reference(2), sighting(2)), (reference(8), sighting(2))]
        told += [(reference(2), sighting(2, NOW + 5)), (reference(1), sighting(4))]
        assert await note_sightings(session, told, NOW) == 2
        assert await note_sightings(session, told, NOW) == 0
        assert await note_sightings(session, [], NOW) == 0
    async with followed.reading() as session:
        shown = [await sightings_of(session, NAMED, reference(number), NOW) for number in (1, 2)]
    assert [sorted(each.sighting.pointer.id for each in some) for some in shown] == [[1, 2, 3, 4], [2]]


async def test_of_a_tracking_the_newest_sightings_are_kept_by_the_wikis_time(
    followed: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trackings, "SIGHTINGS_AT_MOST", 4)
    async with followed.writing() as session:
        await add_tracking(session, new_tracking(owner=COLLEAGUE), reference(2), NOW)
        await note_sighting(session, reference(2), sighting(1), NOW)
        assert not await are_sightings_full(session, OWNER, reference(1), NOW)
        newer = [(reference(1), sighting(number, NOW + 10 * number)) for number in (4, 5, 6)]
        await note_sightings(session, [*newer, (reference(1), sighting(7, NOW - 60))], NOW)
        assert [await are_sightings_full(session, each, reference(1), NOW) for each in (OWNER, *STRANGERS)] == [
            True,
            *[False for _ in STRANGERS],
        ]
    async with followed.reading() as session:
        kept = await sightings_of(session, OWNER, reference(1), NOW)
        other = await sightings_of(session, NAMED, reference(2), NOW)
    assert [each.sighting.pointer.id for each in kept] == [6, 5, 4, 3]
    assert len(other) == 1


async def test_marks_are_each_persons_own_and_only_go_forward(followed: Database) -> None:
    async with followed.writing() as session:
        newest = max(each.number for each in await sightings_of(session, OWNER, reference(1), NOW))
        await mark_seen(session, OWNER, reference(1), newest, NOW)
        await mark_seen(session, OWNER, reference(1), newest - 2, NOW)
        # A number that is not there yet marks nothing that comes later.
        await mark_seen(session, OWNER, reference(1), newest + 1_000, NOW)
        assert await note_sighting(session, reference(1), sighting(5, NOW - 900), NOW)
        assert [each.unseen for each in await trackings_of(session, OWNER, NOW)] == [1]
        assert [each.unseen for each in await trackings_of(session, NAMED, NOW)] == [4]
        shown = await sightings_of(session, OWNER, reference(1), NOW)
        assert [each.is_seen for each in shown] == [True, True, True, False]


async def test_consent_is_given_once_by_somebody_else_and_nothing_is_followed_before(database: Database) -> None:
    async with database.writing() as session:
        await add_tracking(session, new_tracking(ground=Ground.CONSENT), reference(1), NOW)
        assert await live_trackings(session, NOW) == []
        assert not await agree(session, reference(1), HANDLER, Consent.SEEN_IT_TOO, NOW)
        assert await agree(session, reference(1), STEWARD.central_id, Consent.KNOWN_PATTERN, NOW)
        assert not await agree(session, reference(1), COLLEAGUE, Consent.SEEN_IT_TOO, NOW)
        assert await live_trackings(session, NOW) == [Tracked(reference(1), AUTHOR)]
        found = await find_tracking(session, OWNER, reference(1), NOW)
    assert found is not None
    assert (found.consent, found.consent_by, found.is_waiting) == (Consent.KNOWN_PATTERN, STEWARD.central_id, False)


async def test_what_needs_no_consent_takes_none(followed: Database) -> None:
    async with followed.writing() as session:
        assert not await agree(session, reference(1), STEWARD.central_id, Consent.SEEN_IT_TOO, NOW)


async def test_it_is_renewed_once_by_its_owner_and_never_shortened(followed: Database) -> None:
    until = NOW + 60 * DAY
    async with followed.writing() as session:
        assert not await renew(session, reference(1), COLLEAGUE, RenewalReason.CASE_OPEN, until, NOW)
        assert not await renew(session, reference(1), HANDLER, RenewalReason.CASE_OPEN, NOW + DAY, NOW)
        assert await renew(session, reference(1), HANDLER, RenewalReason.CASE_OPEN, until, NOW)
        assert not await renew(session, reference(1), HANDLER, RenewalReason.COMES_BACK, until + DAY, NOW)
        found = await find_tracking(session, OWNER, reference(1), NOW)
    assert found is not None
    assert (found.until, found.renewal) == (until, RenewalReason.CASE_OPEN)


async def test_ending_it_takes_everything_along(followed: Database) -> None:
    async with followed.writing() as session:
        assert await end_tracking(session, reference(1))
        assert not await end_tracking(session, reference(1))
    assert await _seen(followed, OWNER) == NOTHING


async def test_a_reference_is_given_once(followed: Database) -> None:
    async with followed.writing() as session:
        with pytest.raises(ReferenceTaken):
            await add_tracking(session, new_tracking(), reference(1), NOW)
        assert await count_owned(session, HANDLER, NOW) == 1
