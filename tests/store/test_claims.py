"""Claims: one conditional UPDATE each; of any number of people at the same moment exactly one wins."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from app.domain.lifecycle import LEASE_SECONDS, State
from app.store.claims import claim, release, renew, take_over
from app.store.exclusions import exclude
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


async def test_whose_own_case_it_turns_out_to_be_holds_it_no_longer(database: Database) -> None:
    await file(database, 1)
    await file(database, 2)
    async with database.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        assert await claim(session, reference(2), COLLEAGUE, NOW)
        for number in (1, 2):
            await exclude(session, reference(number), [HANDLER])
        assert await claim(session, reference(1), COLLEAGUE, NOW)
        assert await renew(session, reference(2), COLLEAGUE, NOW), "a colleague's claim is nobody else's"


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


CLOCK_AHEAD = 5 * 60
ROUNDS = 200
# When a round begins, counted from the end of the lease of the round before: well before it, when only the clock that
# is ahead takes it for ended, at its very second, and later.
BEGINS = (-CLOCK_AHEAD - 60, -CLOCK_AHEAD // 2, 0, 7)


async def test_two_processes_with_clocks_five_minutes_apart_never_both_hold_it(url: str) -> None:
    """200 rounds of simultaneous claims across the end of leases: after each, the database names one holder, and only
    this one's process was told so; whoever lost it cannot keep it, whatever their clock says of their lease."""
    database = Database(url, Vault(KEYS[:1]), connections=1)
    await file(database, 1)
    program = [sys.executable, "-W", "error", "-m", "tests.store.claiming", url]
    racers = {who: await _start(*program, str(who), str(ahead)) for who, ahead in RACERS.items()}
    held: dict[int, int] = {HANDLER: 0, COLLEAGUE: 0}
    for number in range(ROUNDS):
        ends = await _lease_end(database)
        at = (ends or NOW) + BEGINS[number % len(BEGINS)]
        before = await _holder(database, ends - 1) if ends else None
        told = dict(zip(racers, await asyncio.gather(*(_round(each, at) for each in racers.values())), strict=True))
        holder = await _holder(database, (await _lease_end(database) or 1) - 1)
        assert holder is not None, number
        won = {who for who, (got_it, _) in told.items() if got_it}
        # Whoever held it may go on holding it; then a round has no winner, or this one.
        assert won <= {holder}, (number, told)
        assert won or holder == before, (number, told)
        (loser,) = racers.keys() - {holder}
        assert told[loser] == (False, False), (number, told)
        held[holder] += 1
    for racer in racers.values():
        await _end(racer)
    await database.close()
    assert held[HANDLER] + held[COLLEAGUE] == ROUNDS
    assert min(held.values()) > 0, "each of them had it at some time, or nothing was raced for"


RACERS = {HANDLER: 0, COLLEAGUE: CLOCK_AHEAD}


async def _start(*program: str) -> Process:
    return await asyncio.create_subprocess_exec(*program, stdin=PIPE, stdout=PIPE, cwd=PROJECT)


async def _round(racer: Process, at: int) -> tuple[bool, bool]:
    assert racer.stdin
    assert racer.stdout
    racer.stdin.write(f"{at}\n".encode())
    got_it, kept_it = (await racer.stdout.readline()).split()
    return bool(int(got_it)), bool(int(kept_it))


async def _end(racer: Process) -> None:
    assert racer.stdin
    racer.stdin.close()
    assert await racer.wait() == 0


async def _lease_end(database: Database) -> int | None:
    async with database.reading() as session:
        request = await find(session, oversighter(THIRD), reference(1))
    assert request is not None
    return request.claim_until
