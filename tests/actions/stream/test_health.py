"""Whether the stream is followed: what `/status`, the check for people and the doctor say, and never a lie."""

import pytest

from app.actions.checkup import _stream
from app.actions.stream.health import AHEAD_SECONDS, BEHIND_SECONDS, SILENT_SECONDS, StreamHealth, check_stream
from app.actions.stream.watcher import JOB
from app.store.job_holders import hold, let_go
from tests.support.haven import Haven


async def sign(haven: Haven, behind: int = 0) -> None:
    async with haven.desk.database.writing() as session:
        assert await hold(session, JOB, "a process", behind, haven.clock())


async def health(haven: Haven) -> StreamHealth:
    return await check_stream(haven.desk.database, haven.clock())


async def test_where_nothing_ever_followed_it_nothing_is_well(haven: Haven) -> None:
    assert await health(haven) == StreamHealth(False, "nothing has followed the stream yet")
    status = (await (await haven.client()).get("/status")).json()
    assert (status["stream_lag"], status["stream_heartbeat_age"], status["stream_gap_age"]) == (None, None, None)


async def test_a_job_that_is_dead_falls_behind_whatever_it_said_last(haven: Haven) -> None:
    await sign(haven)
    haven.clock.move(seconds=SILENT_SECONDS)
    assert (await health(haven)).well
    haven.clock.move(hours=1)
    found = await health(haven)
    assert (found.well, found.heartbeat_age, found.behind) == (False, SILENT_SECONDS + 3600, SILENT_SECONDS + 3600)
    status = (await (await haven.client()).get("/status")).json()
    assert status["stream_lag"] == status["stream_heartbeat_age"] == SILENT_SECONDS + 3600


async def test_a_job_that_ended_well_was_not_dead_a_moment_ago(haven: Haven) -> None:
    await sign(haven)
    async with haven.desk.database.writing() as session:
        await let_go(session, JOB, "a process", haven.clock())
    assert (await health(haven)).well


@pytest.mark.parametrize(("behind", "well"), [(0, True), (BEHIND_SECONDS, True), (BEHIND_SECONDS + 1, False)])
async def test_a_job_that_is_alive_and_far_behind_is_not_well(haven: Haven, behind: int, well: bool) -> None:
    await sign(haven, behind)
    found = await health(haven)
    assert (found.well, found.behind) == (well, behind)


async def test_a_sign_of_life_that_lies_in_the_future_is_none(haven: Haven) -> None:
    await sign(haven)
    haven.clock.move(seconds=-AHEAD_SECONDS)
    assert (await health(haven)).well
    haven.clock.move(seconds=-1)
    assert not (await health(haven)).well
    haven.clock.move(seconds=AHEAD_SECONDS + 1)
    assert (await health(haven)).well


async def test_the_doctor_says_the_same(haven: Haven) -> None:
    async def finding(url: str | None) -> tuple[bool, str]:
        found = await _stream(haven.desk, url)
        return found.well, found.say

    assert await finding("https://stream.example.org") == (False, "nothing has followed the stream yet")
    await sign(haven)
    assert await finding("https://stream.example.org") == (True, "the stream is followed")
    assert await finding(None) == (False, "HAVEN_STREAM_URL is not set: no request closes by itself")
