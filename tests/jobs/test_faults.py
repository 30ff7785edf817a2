"""What may go wrong around the job that follows the stream: nothing is lost, nothing noted twice."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.domain.lifecycle import State
from app.domain.positions import Position
from app.domain.targets import Pointer, TargetKind
from app.jobs.stream import IDLE_SECONDS, QUIET_SECONDS, RESUMABLE_SECONDS
from app.mediawiki.stream import CannotResume, Stream, StreamLost
from app.sandbox.people import VANDAL_NAME
from app.store.following import due_looks
from app.store.job_holders import last_sign
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, Database, StoreBusy, StoreSession
from app.store.stream_positions import kept_positions
from app.store.tables import REQUESTS
from tests.store.making import reference
from tests.support.event_server import EventServer, serve_events
from tests.support.following import Follower, begin, file_quietly, following, haven_with_stream, make_follower
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.made_events import Cast, Key, MadeEvent, make_events
from tests.support.page_checks import words
from tests.support.tracking import sightings, track

TRACKING = reference(5)
DONE_BY_ITSELF = "Done: the wiki shows it · Haven itself"
WIKIS = ("enwiki", "commonswiki", "dewikibooks")


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with haven_with_stream(tmp_path) as running:
        await track(running.desk.database, running.central_id(VANDAL_NAME), TRACKING, running.clock())
        yield running


async def noted(haven: Haven) -> list[Key]:
    found = await sightings(haven.desk.database, TRACKING, haven.clock())
    return sorted((each.kind.value, each.pointer.wiki, each.pointer.id) for each in found)


async def until_noted(haven: Haven, job: Follower, expected: Sequence[Key]) -> None:
    async def is_so() -> bool:
        return set(await noted(haven)) >= set(expected)

    await job.until(is_so)
    assert await noted(haven) == sorted(expected)


def vandalise(haven: Haven, *wikis: str) -> list[Key]:
    return [("edit", wiki, haven.farm.edit(VANDAL_NAME, wiki).rev_id) for wiki in wikis or WIKIS]


async def file(haven: Haven, client: Client, wiki: str = "enwiki") -> tuple[str, int]:
    """A request to hide one revision that is not the newest, and that revision."""
    place = haven.farm.wiki(wiki)
    page = place.add_page(f"Invented quay {len(place.pages)}")
    revid = place.add_revision(page, "Marlow Quince").rev_id
    place.add_revision(page, "Wilma Tarn")
    return await haven.file(client, wiki, [revid], REVISION_DELETION), revid


async def is_done(client: Client, request: str) -> bool:
    return DONE_BY_ITSELF in words(await client.get(f"/requests/{request}"))


# The stream -----------------------------------------------------------------------------------------------------------


async def test_rubbish_between_the_events_takes_none_away(haven: Haven) -> None:
    haven.farm.stream.fault = "garbage"
    async with following(haven) as job:
        await until_noted(haven, job, vandalise(haven))
        await job.stop()
        assert job.following.reader.counts["garbage"] > 0


async def test_half_an_event_comes_again_whole(haven: Haven) -> None:
    stream = haven.farm.stream
    async with following(haven) as job:
        first = vandalise(haven, "enwiki")
        await until_noted(haven, job, first)
        stream.fault = "cut"
        cut = vandalise(haven)
        await job.until(lambda: "stream-broken" in job.said or "stream-ended" in job.said)
        stream.fault = ""
        await until_noted(haven, job, first + cut)


async def test_a_stream_that_stalls_without_closing_is_left_and_nothing_is_said_to_be_well(haven: Haven) -> None:
    stream = haven.farm.stream
    async with following(haven, stall_seconds=3.0) as job:
        first = vandalise(haven, "enwiki")
        await until_noted(haven, job, first)
        stream.fault = "stall"
        missed = vandalise(haven)
        haven.clock.move(hours=1)

        def hears_nothing_again() -> bool:
            """It connects well enough, and then there is silence."""
            idle = job.following.monotonic() - job.following._read_at
            return "stream-stalled" in job.said and job.said[-1] == "connected" and idle > IDLE_SECONDS

        await job.until(hears_nothing_again)
        assert job.following._behind() >= 59 * 60
        stream.fault = ""
        await until_noted(haven, job, first + missed)
        await job.until(lambda: job.following._behind() == 0)


async def test_keep_alives_without_an_event_or_a_canary_are_no_stream(haven: Haven) -> None:
    async with following(haven) as job:
        await job.until(lambda: job.following.monotonic() - job.following._read_at > IDLE_SECONDS)
        haven.clock.move(hours=3)
        assert job.following._behind() == 0
        job.following._heard_at -= QUIET_SECONDS + 1
        await job.until(lambda: job.following._behind() >= 3 * 60 * 60)
        haven.farm.stream.tell_canary()
        await job.until(lambda: job.following._behind() == 0)


@asynccontextmanager
async def fed(haven: Haven, events: Sequence[MadeEvent], refuses: str = "") -> AsyncIterator[Follower]:
    """The job beside a server that sends just these events."""
    with serve_events(EventServer(events, refuses=refuses)) as address:
        async with following(haven, url=address) as job:
            yield job


def made(haven: Haven, number: int = 400, first: int | None = None) -> list[MadeEvent]:
    cast = Cast((VANDAL_NAME,), WIKIS, every=10)
    return list(make_events(number, 7, cast, 1000 * (haven.clock() - 60 if first is None else first)))


def keys_of(events: Sequence[MadeEvent]) -> list[Key]:
    return [each.sighting[1] for each in events if each.sighting]


async def test_what_comes_twice_and_out_of_order_is_noted_once(haven: Haven) -> None:
    events = made(haven)
    mixed = [each for start in range(0, len(events), 7) for each in reversed(events[start : start + 7])]
    async with fed(haven, [*mixed, *mixed[200:], *mixed[:50]]) as job:
        await until_noted(haven, job, keys_of(events))


@pytest.mark.parametrize("hours", [-24 * 365, -24, 24, 24 * 365 * 300])
async def test_a_stream_whose_clock_goes_wrong_is_followed(haven: Haven, hours: int) -> None:
    """What lies in the future for us is now; what lies in the past is told as the wiki tells it."""
    events = made(haven, 100, haven.clock() + hours * 60 * 60)
    async with fed(haven, events) as job:
        await until_noted(haven, job, keys_of(events))
    for each in await sightings(haven.desk.database, TRACKING, haven.clock()):
        assert each.at <= haven.clock()
        assert (each.at == haven.clock()) is (hours > 0)


@pytest.mark.parametrize("time", [-5, -(10**17), 0, 10**17])
async def test_times_that_no_calendar_knows_end_nothing(haven: Haven, time: int) -> None:
    events = made(haven, 100)
    strange = [replace(each, data=json.dumps(json.loads(each.data) | {"timestamp": time}).encode()) for each in events]
    async with fed(haven, strange) as job:
        await until_noted(haven, job, keys_of(events))


async def test_types_that_nobody_knows_and_ids_of_another_shape_are_passed_over(haven: Haven) -> None:
    events = made(haven, 100)
    strange = [
        MadeEvent(
            each.stream, each.ms, json.dumps({"meta": {"domain": "x"}, "type": kind, "user": VANDAL_NAME}).encode()
        )
        for each, kind in zip(events, ("nothing", "log", "edit", "new", "categorize") * 20, strict=True)
    ]
    async with fed(haven, [*strange, *events]) as job:
        await until_noted(haven, job, keys_of(events))


async def test_an_event_that_nobody_foresaw_is_left_out_and_the_next_is_not(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with following(haven) as job:
        await job.until(lambda: bool(job.following.watcher.index.accounts))
        index = job.following.watcher.index

        def fails(*arguments: object) -> None:
            raise RuntimeError

        monkeypatch.setattr(index, "_match_edit", fails)
        vandalise(haven, "enwiki")
        await job.until(lambda: job.following.reader.counts["left-out"] == 1)
        monkeypatch.undo()
        await until_noted(haven, job, vandalise(haven, "commonswiki"))


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("haven.db*"))


async def test_of_addresses_without_an_account_nothing_is_kept(haven: Haven, tmp_path: Path) -> None:
    """A tenth of what is told is done by IP addresses, and some of it to them."""
    events = made(haven)
    assert any(b'"192.0.2.' in each.data for each in events)
    async with fed(haven, events) as job:
        await until_noted(haven, job, keys_of(events))
        names = [*job.following.watcher.index._by_name]
    assert names == [VANDAL_NAME]
    kept = everything_in(tmp_path)
    assert b"192.0.2." not in kept
    assert VANDAL_NAME.encode() not in kept


# The database and other processes -------------------------------------------------------------------------------------


class Absent(Database):
    """A database that is away as long as it is told to be."""

    is_away = False

    @asynccontextmanager
    async def _transaction(self, writing: bool) -> AsyncIterator[StoreSession]:
        if self.is_away:
            raise StoreBusy
        async with super()._transaction(writing) as session:
            yield session


def absent(haven: Haven) -> Absent:
    return Absent(haven.settings.database_url, Vault(haven.settings.seal_keys), JOB_CONNECTIONS)


async def test_with_the_database_away_for_a_minute_reading_stops_and_nothing_is_lost(haven: Haven) -> None:
    database = absent(haven)
    async with following(haven, database=database) as job:
        first = vandalise(haven, "enwiki")
        await until_noted(haven, job, first)
        database.is_away = True
        waiting = vandalise(haven)
        await job.until(lambda: "database-away" in job.said)
        held = len(job.following.watcher.pending.seen)
        later = [key for _ in range(20) for key in vandalise(haven)]
        haven.clock.move(minutes=1)
        await asyncio.sleep(0.5)
        assert len(job.following.watcher.pending.seen) == held
        database.is_away = False
        await until_noted(haven, job, first + waiting + later)


async def test_of_two_processes_one_waits_and_goes_on_where_the_other_ended(haven: Haven) -> None:
    async with following(haven) as one:
        first = vandalise(haven)
        await until_noted(haven, one, first)
        two = asyncio.create_task(_take_over(haven, first))
        await asyncio.sleep(0.5)
        assert not two.done()
        await one.stop()
        await two


async def _take_over(haven: Haven, first: list[Key]) -> None:
    async with following(haven, name="another process") as two:
        assert two.said[0] == "waits-for-its-turn"
        await until_noted(haven, two, first + vandalise(haven))


async def test_a_process_that_was_away_for_too_long_finds_the_job_taken_and_writes_nothing_more(haven: Haven) -> None:
    database = absent(haven)
    async with following(haven, database=database) as one:
        first = vandalise(haven)
        await until_noted(haven, one, first)
        database.is_away = True
        haven.clock.move(minutes=1)
        async with following(haven, name="another process") as two:
            second = vandalise(haven)
            await until_noted(haven, two, first + second)
            database.is_away = False
            await one.until(lambda: "superseded" in one.said)
            third = vandalise(haven)
            await until_noted(haven, two, first + second + third)
            assert "superseded" not in two.said


async def test_the_first_event_of_a_silent_topic_is_not_missed_while_nobody_reads(haven: Haven) -> None:
    """When the job ended, the stream had told of edits, and of no change of visibility yet."""
    tamsin = await haven.client("Tamsin Vale")
    request, revid = await file(haven, tamsin)
    async with following(haven) as job:
        await until_noted(haven, job, vandalise(haven, "enwiki"))
        await job.until(lambda: is_looked_at(haven))
        await job.stop()
    haven.farm.wiki("enwiki").hide([revid], text=True, suppressed=True, by="Piet Wander")
    async with following(haven, name="the next process") as after:
        assert "looks-at-everything" not in after.said
        await after.until(lambda: is_done(tamsin, request))


async def is_looked_at(haven: Haven) -> bool:
    """Whether nothing is due any more."""
    async with haven.desk.database.reading() as session:
        return not await due_looks(session)


# Away for too long ----------------------------------------------------------------------------------------------------


async def test_after_an_absence_too_long_it_says_so_and_asks_the_wikis_instead(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    request, revid = await file(haven, tamsin)
    async with following(haven) as job:
        await until_noted(haven, job, first := vandalise(haven, "enwiki"))
        await job.stop()
    haven.farm.wiki("enwiki").hide([revid], text=True, by="Ilse Norrby")
    vandalise(haven)
    haven.clock.move(seconds=RESUMABLE_SECONDS + 60)
    tamsin = await haven.client("Tamsin Vale")
    async with following(haven, name="the next process") as after:
        assert "away-too-long" in after.said
        await after.until(lambda: is_done(tamsin, request))
        assert "looks-at-everything" in after.said
        await until_noted(haven, after, first + vandalise(haven, "dewikibooks"))
    status = (await (await haven.client()).get("/status")).json()
    assert status["stream_gap_age"] == 0


async def test_a_place_that_the_stream_does_not_know_any_more_is_a_gap_too(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    request, revid = await file(haven, tamsin)
    events = made(haven, 100)
    async with fed(haven, events) as job:
        await until_noted(haven, job, keys_of(events))
        await job.stop()
    haven.farm.wiki("enwiki").hide([revid], text=True, by="Ilse Norrby")
    later = made(haven, 200)
    with serve_events(EventServer(later, refuses="places")) as address:
        async with following(haven, name="the next process", url=address) as after:
            assert "away-too-long" in after.said
            await after.until(lambda: is_done(tamsin, request))
            # Whoever is followed is known by name again.
            await until_noted(haven, after, keys_of(later))


class Forgetful:
    """A stream that ends, and then knows no place any more, once."""

    def __init__(self, stream: Stream) -> None:
        self.stream, self.refused = stream, False

    @asynccontextmanager
    async def open(self, positions: Sequence[Position]) -> AsyncIterator[AsyncGenerator[bytes, None]]:
        if not self.refused:
            self.refused = True
            raise CannotResume("cannot-resume")
        async with self.stream.open(positions) as chunks:
            yield chunks


async def test_after_a_gap_whoever_took_a_name_over_is_not_taken_for_its_bearer_before(haven: Haven) -> None:
    farm = haven.farm
    async with following(haven) as job:
        first = vandalise(haven, "enwiki")
        await until_noted(haven, job, first)
        farm.rename(vandal := farm.account(VANDAL_NAME), "Tidy Finch")
        stranger = farm.add_account(VANDAL_NAME)
        job.said.clear()
        job.following.stream = Forgetful(job.following.stream)  # type: ignore[assignment]
        farm.stream.fault = "cut"
        farm.edit("Marlow Quince", "enwiki")
        await job.until(lambda: "away-too-long" in job.said)
        farm.stream.fault = ""
        await job.until(lambda: "connected" in job.said)
        farm.edit(stranger, "enwiki")
        last = ("edit", "enwiki", farm.edit(vandal, "enwiki").rev_id)
        await until_noted(haven, job, [*first, last])


async def test_whoever_s_name_was_taken_over_during_an_absence_is_not_taken_for_who_took_it(haven: Haven) -> None:
    """A stranger gives a name away, and the account that is followed takes it: both are told of afterwards."""
    farm = haven.farm
    stranger, vandal = farm.add_account("Invented Giver"), farm.account(VANDAL_NAME)
    async with following(haven) as job:
        await until_noted(haven, job, first := vandalise(haven, "enwiki"))
        await job.stop()
    haven.clock.move(minutes=1)
    farm.rename(stranger, "Invented Receiver", by="Sunniva Aldous")
    farm.rename(vandal, "Invented Giver", by="Sunniva Aldous")
    haven.clock.move(minutes=1)
    async with following(haven, name="the next process") as after:
        farm.edit(stranger, "enwiki")
        last = ("edit", "enwiki", farm.edit(vandal, "enwiki").rev_id)
        await until_noted(haven, after, [*first, last])


async def test_a_server_that_refuses_everybody_does_not_have_everything_asked_again_and_again(haven: Haven) -> None:
    async with following(haven) as job:
        await until_noted(haven, job, vandalise(haven, "enwiki"))
        await job.stop()
    with serve_events(EventServer([], refuses="all")) as address:
        after = make_follower(haven.settings, haven.clock, "the next process", url=address)
        begin(after)
        await after.until(lambda: after.said.count("stream-cannot-resume") >= 5)
        await after.close()
    assert after.said.count("looks-at-everything") == after.said.count("away-too-long") == 1


# Wikis and requests ---------------------------------------------------------------------------------------------------


async def test_a_wiki_that_is_down_holds_up_neither_the_start_nor_the_others(haven: Haven) -> None:
    """Ten requests are due on a wiki that never answers, and one about a page without a title."""
    tamsin, commons = await haven.client("Tamsin Vale"), haven.farm.wiki("commonswiki")
    here, revid = await file(haven, tamsin)
    page = commons.add_page("Invented wreck")
    there = [commons.add_revision(page, "Marlow Quince").rev_id for _ in range(10)]
    commons.add_revision(page, "Wilma Tarn")
    pointers = [*(Pointer("commonswiki", TargetKind.REVISION, each) for each in there)]
    pointers.append(Pointer("commonswiki", TargetKind.PAGE, page.page_id))
    for number, pointer in enumerate(pointers, start=50):
        await file_quietly(haven, number, pointer)
    haven.farm.faults.set("commonswiki", "silent")
    async with following(haven) as job:
        looks = job.following.looks
        await job.until(lambda: looks._workers["commonswiki"] == 2 and looks._workers["enwiki"] == 0)
        haven.farm.wiki("enwiki").hide([revid], text=True, by="Ilse Norrby")
        await job.until(lambda: is_done(tamsin, here))
        await until_noted(haven, job, vandalise(haven, "enwiki"))
        assert looks._workers["commonswiki"] > 0
        haven.farm.faults.clear()
        commons.hide(there, text=True, summary=True, suppressed=True, by="Piet Wander")
        for number in range(50, 60):
            await job.until(lambda of=reference(number): is_over(haven, of))  # type: ignore[misc]


async def is_over(haven: Haven, request: str) -> bool:
    async with haven.desk.database.reading() as session:
        query = select(REQUESTS.c.state).where(REQUESTS.c.reference == request)
        return bool((await session.execute(query)).scalar_one() == State.DONE.value)


async def test_a_request_that_fails_in_a_way_nobody_foresaw_stays_due_and_ends_nothing(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    tamsin = await haven.client("Tamsin Vale")
    bad, bad_revid = await file(haven, tamsin)
    good, good_revid = await file(haven, tamsin)
    from app.actions.stream import looks

    real = looks.look_at

    async def fails(window: object, request: object, *rest: object) -> object:
        if getattr(request, "reference", "") in bad.replace("-", "")[1:]:
            raise RuntimeError
        return await real(window, request, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(looks, "look_at", fails)
    async with following(haven) as job:
        haven.farm.wiki("enwiki").hide([bad_revid, good_revid], text=True, by="Ilse Norrby")
        await job.until(lambda: is_done(tamsin, good))
        await job.until(lambda: "look-failed" in job.said)
        monkeypatch.undo()
        await job.until(lambda: is_done(tamsin, bad))


async def test_what_is_due_is_looked_at_by_the_next_process(haven: Haven) -> None:
    """The event was read, the place in the stream kept, and then the process dies before it can look."""
    tamsin = await haven.client("Tamsin Vale")
    request, revid = await file(haven, tamsin)

    async def is_due() -> bool:
        async with haven.desk.database.reading() as session:
            return (await session.execute(select(REQUESTS.c.look_due_at))).scalar_one() is not None

    async def is_swept() -> bool:
        return not await is_due()

    async with following(haven) as job:
        await job.until(lambda: "looks-at-everything" in job.said)
        await job.until(is_swept)
        haven.farm.faults.set("enwiki", "down")
        haven.farm.wiki("enwiki").hide([revid], text=True, by="Ilse Norrby")
        await job.until(is_due)
        await job.kill()
    async with haven.desk.database.reading() as session:
        assert await kept_positions(session)
    haven.farm.stream._told.clear()
    haven.farm.faults.clear()
    haven.clock.move(minutes=1)
    async with following(haven, name="the next process") as after:
        await after.until(lambda: is_done(tamsin, request))


async def test_while_the_central_wiki_is_silent_it_waits_and_says_how_far_behind_it_is(haven: Haven) -> None:
    async with following(haven) as job:
        await until_noted(haven, job, first := vandalise(haven, "enwiki"))
        await job.stop()
    missed = vandalise(haven)
    haven.farm.faults.set("metawiki", "down")
    haven.clock.move(hours=1)
    after = make_follower(haven.settings, haven.clock, "the next process")
    begin(after)

    async def says_so() -> bool:
        async with haven.desk.database.reading() as session:
            sign = await last_sign(session, "stream")
        return sign is not None and sign.at == haven.clock() and sign.behind >= 60 * 60 - 5

    await after.until(says_so)
    assert "connected" not in after.said
    haven.farm.faults.clear()
    await until_noted(haven, after, first + missed)
    await after.close()


async def test_a_silent_server_of_packed_bytes_is_no_stream(haven: Haven) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"Content-Type": "text/event-stream", "Content-Encoding": "gzip"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(b"\x1f\x8b"))

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        with pytest.raises(StreamLost) as lost:
            async with Stream(http, "http://127.0.0.1:9", "tests").open(()):
                raise AssertionError
    assert lost.value.code == "no-stream"
