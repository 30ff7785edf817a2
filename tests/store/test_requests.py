"""Filing, finding, the two pages, checking and ending, on both databases."""

import pytest

from app.domain.lifecycle import Event, State
from app.domain.people import Reader
from app.domain.requests import Basis, ClosingCode, OpenedTarget, RequestKind, TargetState, Urgency
from app.domain.retention import DAY
from app.store.claims import claim
from app.store.purge import purge
from app.store.requests import (
    ReferenceTaken,
    count_open,
    duplicates_of,
    end,
    find,
    in_group,
    open_targets,
    own_page,
    queue_page,
    record_check,
    reopen,
)
from app.store.session import Database
from app.store.timeline import Happening, note_event, timeline_of
from tests.store.making import (
    ADMINISTRATORS,
    COLLEAGUE,
    HANDLER,
    HINTS,
    NOW,
    OVERSIGHTERS,
    REQUESTER,
    STEWARDS,
    file,
    new_request,
    oversighter,
    reference,
    revision,
)


async def _queue(database: Database, reader: Reader, after: str | None = None, limit: int = 50) -> list[str]:
    async with database.reading() as session:
        page = await queue_page(session, reader, reader.queues, after, limit)
    return [request.reference for request in page]


async def test_a_request_comes_back_as_it_was_filed(database: Database) -> None:
    new = new_request(11, 12, 13, urgency=Urgency.NOW, excluded=[3001], kept_out=1, group=reference(99))
    await file(database, 1, new)
    async with database.reading() as session:
        request = await find(session, oversighter(), reference(1))
        opened = await open_targets(session, reference(1))
    assert request is not None
    assert (request.reference, request.kind, request.wiki) == (reference(1), RequestKind.SUPPRESSION, "enwiki")
    assert (request.queue, request.criterion, request.urgency) == (OVERSIGHTERS, "personal-information", Urgency.NOW)
    assert (request.state, request.filed_at, request.requester) == (State.OPEN, NOW, REQUESTER)
    assert (request.targets, request.done, request.group) == (3, 0, reference(99))
    assert request.author_known
    assert request.keeps_someone_out
    assert request.ended_at is request.checked_at is request.closing is request.basis is None
    assert request.held_by(NOW) is None
    assert opened is not None
    hints, targets = opened
    assert hints == HINTS
    assert targets == [OpenedTarget(number, revision(number + 10), TargetState.OPEN) for number in (1, 2, 3)]


async def test_a_taken_reference_is_refused_and_nothing_is_written(database: Database) -> None:
    await file(database, 1)
    with pytest.raises(ReferenceTaken):
        await file(database, 1, new_request(5, requester=REQUESTER + 1))
    async with database.reading() as session:
        assert await own_page(session, REQUESTER + 1) == []


async def test_a_failing_block_leaves_nothing(database: Database) -> None:
    class Interrupted(Exception):
        pass

    async def interrupted() -> None:
        async with database.writing() as session:
            await claim(session, reference(1), HANDLER, NOW)
            await note_event(session, reference(1), Event.TAKEN, HANDLER, NOW)
            raise Interrupted

    await file(database, 1)
    with pytest.raises(Interrupted):
        await interrupted()
    async with database.reading() as session:
        request = await find(session, oversighter(), reference(1))
        assert request is not None
        assert request.holder is None
        assert await timeline_of(session, reference(1)) == []


async def test_reading_keeps_nothing(database: Database) -> None:
    await file(database, 1)
    async with database.reading() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
    async with database.reading() as session:
        request = await find(session, oversighter(), reference(1))
        assert request is not None
        assert request.holder is None


async def test_a_queue_page_is_in_order_of_urgency_and_age(database: Database) -> None:
    await file(database, 1, new_request(urgency=Urgency.ROUTINE), NOW)
    await file(database, 2, new_request(urgency=Urgency.NOW), NOW + 60)
    await file(database, 3, new_request(urgency=Urgency.NOW), NOW + 30)
    await file(database, 4, new_request(urgency=Urgency.TODAY), NOW - 60)
    assert await _queue(database, oversighter()) == [reference(number) for number in (3, 2, 4, 1)]


async def test_pages_follow_each_other_without_gap_or_repeat(database: Database) -> None:
    reader = Reader(HANDLER, (OVERSIGHTERS.key, ADMINISTRATORS.key, STEWARDS.key))
    for number in range(30):
        queue = (OVERSIGHTERS, ADMINISTRATORS, STEWARDS)[number % 3]
        # Many at the same second, so that the row's number must decide.
        new = new_request(number + 1, queue=queue, urgency=Urgency(number % 4))
        await file(database, number, new, NOW + number // 10)
    whole = await _queue(database, reader)
    assert len(whole) == 30
    paged: list[str] = []
    while page := await _queue(database, reader, paged[-1] if paged else None, limit=7):
        paged += page
    assert paged == whole


async def test_more_queues_than_fit_one_query(database: Database) -> None:
    keys = (*(f"administrators.w{number}wiki" for number in range(40)), OVERSIGHTERS.key)
    await file(database, 1)
    assert await _queue(database, Reader(HANDLER, keys)) == [reference(1)]
    async with database.reading() as session:
        assert await count_open(session, Reader(HANDLER, keys), keys, 10) == 1


async def test_only_asked_queues_are_shown_and_only_held_ones(database: Database) -> None:
    await file(database, 1)
    await file(database, 2, new_request(queue=STEWARDS))
    reader = Reader(HANDLER, (OVERSIGHTERS.key,))
    async with database.reading() as session:
        assert await queue_page(session, reader, [STEWARDS.key]) == []
        assert await queue_page(session, reader, []) == []
        both = Reader(HANDLER, (OVERSIGHTERS.key, STEWARDS.key))
        assert [each.reference for each in await queue_page(session, both, [STEWARDS.key])] == [reference(2)]


async def test_nobody_finds_their_own_request_in_their_queue(database: Database) -> None:
    await file(database, 1, new_request(requester=HANDLER))
    assert await _queue(database, oversighter(HANDLER)) == []
    assert await _queue(database, oversighter(COLLEAGUE)) == [reference(1)]
    async with database.reading() as session:
        assert await count_open(session, oversighter(HANDLER), [OVERSIGHTERS.key], 10) == 0
        assert await find(session, oversighter(HANDLER), reference(1)) is not None


async def test_the_own_page_is_the_newest_first_and_goes_on(database: Database) -> None:
    for number in range(9):
        await file(database, number, new_request(number + 1), NOW + number // 3)
    await file(database, 20, new_request(requester=REQUESTER + 1))
    async with database.reading() as session:
        whole = [each.reference for each in await own_page(session, REQUESTER)]
        first = [each.reference for each in await own_page(session, REQUESTER, limit=4)]
        rest = [each.reference for each in await own_page(session, REQUESTER, after=first[-1])]
    assert whole == [reference(number) for number in range(8, -1, -1)]
    assert first + rest == whole


async def test_duplicates_are_open_requests_of_the_kind_on_any_same_target(database: Database) -> None:
    await file(database, 1, new_request(1, 2))
    await file(database, 2, new_request(2, 3, queue=STEWARDS))
    await file(database, 3, new_request(2))
    kind = RequestKind.SUPPRESSION
    async with database.writing() as session:
        assert await end(session, reference(3), State.WITHDRAWN, None, None, NOW)
    async with database.reading() as session:
        assert await duplicates_of(session, [revision(2)], kind) == [reference(1), reference(2)]
        assert await duplicates_of(session, [revision(1), revision(9)], kind) == [reference(1)]
        assert await duplicates_of(session, [revision(2, wiki="dewiki")], kind) == []
        assert await duplicates_of(session, [revision(2)], RequestKind.REVISION_DELETION) == []
        assert await duplicates_of(session, [revision(number) for number in range(1, 700)], kind) == [
            reference(1),
            reference(2),
        ]
        assert await duplicates_of(session, [], kind) == []


async def test_a_group_is_found_as_far_as_the_reader_may_know(database: Database) -> None:
    await file(database, 1, new_request(group=reference(99)))
    await file(database, 2, new_request(group=reference(99), queue=STEWARDS))
    async with database.reading() as session:
        assert len(await in_group(session, Reader(REQUESTER), reference(99))) == 2
        assert [each.reference for each in await in_group(session, oversighter(), reference(99))] == [reference(1)]


async def test_a_check_is_recorded_per_target_and_counted(database: Database) -> None:
    await file(database, 1, new_request(1, 2, 3))
    async with database.writing() as session:
        said = {1: TargetState.DONE, 2: TargetState.CANNOT_TELL, 3: TargetState.DONE}
        await record_check(session, reference(1), said, NOW + 60)
    async with database.writing() as session:
        # A later check that could not ask about some of them leaves those as they were.
        await record_check(session, reference(1), {3: TargetState.OPEN}, NOW + 90)
        request = await find(session, oversighter(), reference(1))
        opened = await open_targets(session, reference(1))
    assert request is not None
    assert (request.done, request.checked_at) == (1, NOW + 90)
    assert opened is not None
    assert [target.state for target in opened[1]] == [TargetState.DONE, TargetState.CANNOT_TELL, TargetState.OPEN]


async def test_ending_happens_once_and_rounds_to_the_day(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        await note_event(session, reference(1), Event.FILED, REQUESTER, NOW)
        await record_check(session, reference(1), {}, NOW + 5)
        assert await end(session, reference(1), State.CLOSED, ClosingCode.PARTLY, Basis.HANDLER, NOW + 9)
        await note_event(session, reference(1), Event.CLOSED, HANDLER, NOW + 9)
    async with database.writing() as session:
        assert not await end(session, reference(1), State.WITHDRAWN, None, None, NOW + 10)
        await record_check(session, reference(1), {1: TargetState.DONE}, NOW + 11)
        assert not await claim(session, reference(1), HANDLER, NOW + 12)
        request = await find(session, oversighter(), reference(1))
        timeline = await timeline_of(session, reference(1))
    assert request is not None
    assert (request.state, request.closing, request.basis) == (State.CLOSED, ClosingCode.PARTLY, Basis.HANDLER)
    day = NOW - NOW % DAY
    assert (request.filed_at, request.ended_at, request.checked_at) == (day, day, day)
    assert (request.holder, request.claim_until, request.done) == (None, None, 0)
    assert timeline == [Happening(Event.FILED, REQUESTER, day), Happening(Event.CLOSED, HANDLER, day)]
    assert await _queue(database, oversighter()) == []


async def test_ending_by_the_holder_needs_a_live_claim(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        arguments = (session, reference(1), State.CLOSED, ClosingCode.DONE, Basis.HANDLER)
        assert not await end(*arguments, NOW, holder=HANDLER)
        await claim(session, reference(1), COLLEAGUE, NOW)
        assert not await end(*arguments, NOW, holder=HANDLER)
        assert not await end(*arguments, NOW + 3600, holder=COLLEAGUE)
        assert await end(*arguments, NOW, holder=COLLEAGUE)


async def test_ended_requests_can_be_found_until_they_are_purged(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        await end(session, reference(1), State.DONE, None, Basis.WIKI, NOW)
    async with database.reading() as session:
        assert await find(session, oversighter(), reference(1)) is not None
        assert await find(session, Reader(REQUESTER), reference(1)) is not None
        assert len(await own_page(session, REQUESTER)) == 1


async def test_what_was_never_filed_opens_to_nothing(database: Database) -> None:
    async with database.reading() as session:
        assert await open_targets(session, reference(1)) is None
        assert await find(session, oversighter(), reference(1)) is None
        assert await timeline_of(session, reference(1)) == []


async def test_what_was_done_and_is_visible_again_is_open_again(database: Database) -> None:
    await file(database, 1)
    await file(database, 2)
    async with database.writing() as session:
        assert not await reopen(session, reference(1)), "an open request is not reopened"
        assert await end(session, reference(1), State.DONE, ClosingCode.DONE, Basis.WIKI, NOW)
        assert await end(session, reference(2), State.CLOSED, ClosingCode.MISTAKE, Basis.HANDLER, NOW)
        assert await reopen(session, reference(1))
        assert not await reopen(session, reference(1))
        assert not await reopen(session, reference(2)), "only what was done can come undone"
    async with database.reading() as session:
        again = await find(session, oversighter(HANDLER), reference(1))
        assert again is not None
        assert (again.state, again.closing, again.basis, again.ended_at) == (State.OPEN, None, None, None)
        assert again.visible_again


async def test_a_purged_request_stays_over(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        await end(session, reference(1), State.DONE, ClosingCode.DONE, Basis.WIKI, NOW)
        await purge(session, NOW + 8 * DAY)
        assert not await reopen(session, reference(1))
