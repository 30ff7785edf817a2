"""Claims: one conditional UPDATE each; of any number of people at the same moment exactly one wins."""

import asyncio
import sys
from pathlib import Path

import pytest

from app.domain.lifecycle import LEASE_SECONDS, State
from app.store.claims import claim, release, renew, take_over
from app.store.requests import end, find
from app.store.sealing import Vault
from app.store.session import Database
from tests.store.making import COLLEAGUE, HANDLER, KEYS, NOW, REQUESTER, file, oversighter, reference

PROJECT = Path(__file__).resolve().parents[2]
THIRD = 2009


async def _holder(database: Database, now: int) -> int | None:
    async with database.reading() as session:
        request = await find(session, oversighter(THIRD), reference(1))
    assert request is not None
    return request.held_by(now)


async def test_a_free_request_is_taken_for_one_lease(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
    assert await _holder(database, NOW + LEASE_SECONDS - 1) == HANDLER
    assert await _holder(database, NOW + LEASE_SECONDS) is None


async def test_a_held_request_is_not_taken_until_the_lease_ends(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        assert not await claim(session, reference(1), COLLEAGUE, NOW + LEASE_SECONDS - 1)
        assert await claim(session, reference(1), HANDLER, NOW + 10)
        assert not await claim(session, reference(1), COLLEAGUE, NOW + LEASE_SECONDS)
        assert await claim(session, reference(1), COLLEAGUE, NOW + 10 + LEASE_SECONDS)
    assert await _holder(database, NOW + 10 + LEASE_SECONDS) == COLLEAGUE


async def test_nobody_takes_their_own_request(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert not await claim(session, reference(1), REQUESTER, NOW)
        await claim(session, reference(1), HANDLER, NOW)
        assert not await take_over(session, reference(1), REQUESTER, HANDLER, NOW)


async def test_taking_over_needs_the_holder_one_was_shown(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert not await take_over(session, reference(1), COLLEAGUE, HANDLER, NOW)
        await claim(session, reference(1), HANDLER, NOW)
        assert await take_over(session, reference(1), COLLEAGUE, HANDLER, NOW + 1)
        assert not await take_over(session, reference(1), THIRD, HANDLER, NOW + 2)
    assert await _holder(database, NOW + 2) == COLLEAGUE


async def test_only_a_live_claim_of_ones_own_is_renewed(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        assert not await renew(session, reference(1), HANDLER, NOW)
        await claim(session, reference(1), HANDLER, NOW)
        assert await renew(session, reference(1), HANDLER, NOW + 100)
        assert not await renew(session, reference(1), COLLEAGUE, NOW + 100)
        assert not await renew(session, reference(1), HANDLER, NOW + 100 + LEASE_SECONDS)
    assert await _holder(database, NOW + 99 + LEASE_SECONDS) == HANDLER


async def test_only_the_holder_gives_it_back(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        await claim(session, reference(1), HANDLER, NOW)
        assert not await release(session, reference(1), COLLEAGUE)
        assert await release(session, reference(1), HANDLER)
        assert await claim(session, reference(1), COLLEAGUE, NOW)


async def test_an_ended_or_unknown_request_cannot_be_held(database: Database) -> None:
    await file(database, 1)
    async with database.writing() as session:
        await claim(session, reference(1), HANDLER, NOW)
        await end(session, reference(1), State.CLOSED, None, None, NOW)
        assert not await claim(session, reference(1), HANDLER, NOW)
        assert not await renew(session, reference(1), HANDLER, NOW)
        assert not await take_over(session, reference(1), COLLEAGUE, HANDLER, NOW)
        assert not await claim(session, reference(2), HANDLER, NOW)


async def test_of_many_at_the_same_moment_one_wins(database: Database) -> None:
    await file(database, 1)

    async def attempt(central_id: int, now: int) -> bool:
        async with database.writing() as session:
            return await claim(session, reference(1), central_id, now)

    for round_number in range(5):
        now = NOW + round_number * LEASE_SECONDS
        won = await asyncio.gather(*(attempt(HANDLER + number, now) for number in range(8)))
        assert sum(won) == 1
        assert await _holder(database, now) == HANDLER + won.index(True)


@pytest.mark.parametrize("rounds", [200])
async def test_of_two_processes_one_wins_each_round(url: str, rounds: int) -> None:
    database = Database(url, Vault(KEYS[:1]), connections=1)
    await file(database, 1)
    await database.close()
    program = [sys.executable, "-W", "error", "-m", "tests.store.claiming", url, str(rounds)]
    racers = [
        await asyncio.create_subprocess_exec(*program, str(who), stdout=asyncio.subprocess.PIPE, cwd=PROJECT)
        for who in (HANDLER, COLLEAGUE)
    ]
    outputs = await asyncio.gather(*(racer.communicate() for racer in racers))
    won = [set(output[0].decode().split()) for output in outputs]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert won[0] & won[1] == set()
    assert won[0] | won[1] == {str(number) for number in range(rounds)}
