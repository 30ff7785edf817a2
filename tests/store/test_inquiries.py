"""Inquiries: one answer is waited for at a time, each is answered once, and time and lists know who is waited for."""

import asyncio

import pytest

from app.domain.inquiries import Inquiry, Reply
from app.domain.lifecycle import LEASE_SECONDS, Event, State
from app.domain.people import Reader
from app.store.claims import claim, hand_over
from app.store.exclusions import exclude
from app.store.inquiries import (
    answer,
    ask_back,
    ask_colleague,
    give_opinion,
    inquiries_of,
    take_back,
    waiting_for,
)
from app.store.requests import end, find
from app.store.session import Database
from app.store.timeline import note_event
from tests.store.making import (
    COLLEAGUE,
    HANDLER,
    KEPT_OUT,
    NOW,
    REQUESTER,
    file,
    new_request,
    oversighter,
    reference,
)

THIRD = 2009
ONE = reference(1)


async def held(database: Database, **how: object) -> None:
    await file(database, 1, new_request(**how))  # type: ignore[arg-type]
    async with database.writing() as session:
        assert await claim(session, ONE, HANDLER, NOW)


async def asks(database: Database, inquiry: Inquiry = Inquiry.WHOSE, by: int = HANDLER, now: int = NOW) -> bool:
    async with database.writing() as session:
        asked = await ask_back(session, ONE, inquiry, by, now)
        if asked:
            await note_event(session, ONE, Event.ASKED_BACK, by, now, detail=inquiry.value)
        return asked


async def asks_colleague(database: Database, of: int = COLLEAGUE, by: int = HANDLER, now: int = NOW) -> bool:
    async with database.writing() as session:
        asked = await ask_colleague(session, ONE, by, of, now)
        if asked:
            await note_event(session, ONE, Event.OPINION_ASKED, by, now, toward=of)
        return asked


async def answers(database: Database, number: int = 1, by: int = REQUESTER, now: int = NOW + 9) -> bool:
    async with database.writing() as session:
        return await answer(session, ONE, number, by, Reply.MINOR, None, now)


async def waits(database: Database, reader: Reader) -> list[tuple[str, Inquiry]]:
    async with database.reading() as session:
        return [(request.reference, asked.inquiry) for request, asked in await waiting_for(session, reader)]


async def test_only_its_holder_asks_and_only_while_no_answer_is_waited_for(database: Database) -> None:
    await held(database)
    assert not await asks(database, by=COLLEAGUE)
    assert not await asks(database, now=NOW + LEASE_SECONDS), "the claim lapsed"
    assert await asks(database)
    assert not await asks(database, Inquiry.WHICH_PART)
    assert await answers(database)
    assert await asks(database, Inquiry.WHICH_PART)
    async with database.reading() as session:
        assert [each.number for each in await inquiries_of(session, ONE)] == [1, 2]


async def test_of_two_at_once_one_asks_and_one_answers(database: Database) -> None:
    await held(database)
    assert sorted(await asyncio.gather(asks(database), asks(database, Inquiry.WRONG_WIKI))) == [False, True]
    assert sorted(await asyncio.gather(answers(database), answers(database))) == [False, True]


async def test_an_answer_is_its_requesters_and_given_once(database: Database) -> None:
    await held(database)
    await asks(database)
    await asks_colleague(database, REQUESTER)
    for number, by in ((1, HANDLER), (2, REQUESTER)):
        assert not await answers(database, number, by), (number, by)
    assert await answers(database)
    assert not await answers(database)
    assert not await answers(database, 11), "an opinion is not given as an answer"


async def test_who_is_waited_for_and_since_when(database: Database) -> None:
    await held(database)
    await asks(database, now=NOW + 5)
    async with database.reading() as session:
        asked = await find(session, oversighter(), ONE)
    await answers(database, now=NOW + 500)
    async with database.reading() as session:
        answered = await find(session, oversighter(), ONE)
    assert asked is not None and answered is not None
    assert (asked.awaits_answer, asked.waits_since) == (True, None)
    assert (answered.awaits_answer, answered.waits_since) == (False, NOW + 500)


async def test_what_colleagues_say_is_no_answer_of_the_requester(database: Database) -> None:
    await held(database)
    await asks_colleague(database)
    async with database.writing() as session:
        assert await give_opinion(session, ONE, 11, COLLEAGUE, Reply.AGREE, NOW + 50)
        request = await find(session, oversighter(), ONE)
    assert request is not None
    assert (request.answered_at, request.waits_since) == (None, NOW)


async def test_a_colleague_is_asked_once_at_a_time_and_answers_once(database: Database) -> None:
    await held(database)
    assert not await asks_colleague(database, by=THIRD)
    assert await asks_colleague(database)
    assert not await asks_colleague(database)
    assert await asks_colleague(database, THIRD)
    async with database.writing() as session:
        assert not await give_opinion(session, ONE, 12, COLLEAGUE, Reply.AGREE, NOW)
        assert await give_opinion(session, ONE, 11, COLLEAGUE, Reply.AGREE, NOW)
        assert not await give_opinion(session, ONE, 11, COLLEAGUE, Reply.DECLINE, NOW)
        assert [each.number for each in await inquiries_of(session, ONE)] == [11, 12]


async def test_a_number_is_never_given_twice(database: Database) -> None:
    await held(database)
    for number in (1, 2):
        assert await asks(database)
        async with database.writing() as session:
            assert await take_back(session, ONE, number, HANDLER, NOW) is Inquiry.WHOSE
            await note_event(session, ONE, Event.TAKEN_BACK, HANDLER, NOW, detail=Inquiry.WHOSE.value)


async def test_taking_back_is_the_holders_and_the_askers(database: Database) -> None:
    await held(database)
    await asks(database)
    await asks_colleague(database)
    async with database.writing() as session:
        assert await hand_over(session, ONE, HANDLER, THIRD, NOW)
        assert await take_back(session, ONE, 1, HANDLER, NOW) is None, "only whoever holds it asks its requester"
        assert await take_back(session, ONE, 11, COLLEAGUE, NOW) is None
        assert await take_back(session, ONE, 11, HANDLER, NOW) is Inquiry.SECOND_OPINION
        assert await take_back(session, ONE, 1, THIRD, NOW + LEASE_SECONDS) is None
        assert await take_back(session, ONE, 1, THIRD, NOW) is Inquiry.WHOSE
        request = await find(session, oversighter(), ONE)
    assert request is not None
    assert not request.awaits_answer


async def test_what_waits_for_somebody_is_theirs_visible_and_open(database: Database) -> None:
    await held(database, excluded=[KEPT_OUT])
    await asks(database)
    await asks_colleague(database)
    assert await waits(database, Reader(REQUESTER)) == [(ONE, Inquiry.WHOSE)]
    assert await waits(database, oversighter(COLLEAGUE)) == [(ONE, Inquiry.SECOND_OPINION)]
    assert await waits(database, oversighter()) == []
    assert await waits(database, Reader(COLLEAGUE)) == [], "they handle the queue no more"
    async with database.writing() as session:
        await exclude(session, ONE, [COLLEAGUE])
    assert await waits(database, oversighter(COLLEAGUE)) == []
    await answers(database)
    assert await waits(database, Reader(REQUESTER)) == []


async def test_what_ended_asks_nothing_more_and_keeps_what_was_answered(database: Database) -> None:
    await held(database)
    await asks(database)
    await answers(database)
    await asks(database, Inquiry.WHICH_PART)
    await asks_colleague(database)
    async with database.writing() as session:
        await end(session, ONE, State.WITHDRAWN, None, None, NOW + 20)
        assert not await answer(session, ONE, 2, REQUESTER, Reply.TEXT, None, NOW + 21)
        assert not await give_opinion(session, ONE, 11, COLLEAGUE, Reply.AGREE, NOW + 21)
        assert [each.number for each in await inquiries_of(session, ONE)] == [1]
    assert await waits(database, Reader(REQUESTER)) == []


@pytest.mark.parametrize("later", [0, LEASE_SECONDS - 1])
async def test_a_live_claim_moves_with_a_lease_of_its_own(database: Database, later: int) -> None:
    await held(database)
    async with database.writing() as session:
        assert not await hand_over(session, ONE, COLLEAGUE, THIRD, NOW), "not theirs to give"
        assert not await hand_over(session, ONE, HANDLER, REQUESTER, NOW), "nobody handles their own request"
        assert not await hand_over(session, ONE, HANDLER, COLLEAGUE, NOW + LEASE_SECONDS), "it lapsed"
        assert await hand_over(session, ONE, HANDLER, COLLEAGUE, NOW + later)
        request = await find(session, oversighter(), ONE)
    assert request is not None
    assert request.held_by(NOW + later + LEASE_SECONDS - 1) == COLLEAGUE
    assert request.held_by(NOW + later + LEASE_SECONDS) is None
