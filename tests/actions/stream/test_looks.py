"""Looking at what is due: how often, in which order, and that nothing that was told is forgotten."""

import asyncio
from dataclasses import dataclass, field

import pytest

from app.actions.completion import Look, Window
from app.actions.stream import looks
from app.actions.stream.looks import AGAIN_SECONDS, SILENT_SECONDS, Looks
from app.domain.happenings import Touch
from app.domain.lifecycle import State
from app.domain.requests import Request
from app.store.following import due_looks, find_followed, make_all_due, note_touches
from tests.store.making import file, new_request
from tests.support.haven import Haven


@dataclass
class Looking:
    """Looks with a clock that the test turns, and a list of what was looked at."""

    haven: Haven
    looks: Looks
    time: float = 1_000.0
    seen: list[str] = field(default_factory=list)
    woken: int = 0
    failed: int = 0

    async def round(self, seconds: float = 0.0) -> list[str]:
        """Everything that is ready after so long; what was looked at."""
        self.time += seconds
        before = len(self.seen)
        async with asyncio.TaskGroup() as tasks:
            await self.looks.look_at_due(tasks)
        return self.seen[before:]

    async def tell(self, *references: str) -> None:
        async with self.haven.desk.database.writing() as session:
            await note_touches(session, [Touch(each, 1, False, 0) for each in references], self.haven.clock())

    async def due(self) -> list[str]:
        async with self.haven.desk.database.reading() as session:
            return [each.reference for each in await due_looks(session)]


@pytest.fixture
def looking(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> Looking:
    def wake() -> None:
        made.woken += 1

    def failed() -> None:
        made.failed += 1

    made = Looking(haven, Looks(haven.desk, lambda: made.time, wake, failed))
    real = looks.look_at

    async def look_at(window: Window, request: Request) -> Look:
        made.seen.append(request.reference)
        return await real(window, request)

    monkeypatch.setattr(looks, "look_at", look_at)
    return made


async def ask(haven: Haven, number: int) -> str:
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page(f"Invented quay {number}")
    revid = wiki.add_revision(page, "Marlow Quince").rev_id
    wiki.add_revision(page, "Wilma Tarn")
    return await file(haven.desk.database, number, new_request(revid), haven.clock())


async def test_a_change_that_does_not_show_yet_is_looked_for_again_and_not_for_ever(
    haven: Haven, looking: Looking
) -> None:
    """Databases lag behind the stream."""
    of = await ask(haven, 1)
    await looking.tell(of)
    assert await looking.round() == [of]
    assert await looking.round() == []
    assert await looking.round(AGAIN_SECONDS[0]) == [of]
    assert await looking.due() == [of]
    assert await looking.round(AGAIN_SECONDS[1]) == [of]
    assert await looking.due() == []
    assert await looking.round(1_000) == []


async def test_what_is_looked_at_to_be_sure_is_looked_at_once_and_after_what_was_told(
    haven: Haven, looking: Looking
) -> None:
    swept = [await ask(haven, number) for number in range(1, 6)]
    async with haven.desk.database.writing() as session:
        await make_all_due(session, haven.clock())
    looking.looks.expect_nothing(haven.clock())
    haven.clock.move(seconds=1)
    await looking.tell(swept[4])
    first = await looking.round()
    assert first[0] == swept[4]
    assert sorted(first) == sorted(swept)
    assert await looking.due() == [swept[4]]


async def state_of(haven: Haven, reference: str) -> State:
    async with haven.desk.database.reading() as session:
        request = await find_followed(session, reference)
    assert request is not None
    return request.state


@pytest.fixture
async def done(haven: Haven, looking: Looking) -> str:
    """A request that was done a moment ago, about the last revision but one of its page."""
    of = await ask(haven, 1)
    hide(haven)
    await looking.tell(of)
    assert await looking.round() == [of]
    assert await state_of(haven, of) is State.DONE
    return of


def hide(haven: Haven) -> None:
    """What the request is about. While it is shown, the wiki answers as a replica does that lags."""
    wiki = haven.farm.wiki("enwiki")
    wiki.hide([its_revision(haven)], text=True, summary=True, suppressed=True, by="Piet Wander")


def show(haven: Haven) -> None:
    haven.farm.wiki("enwiki").show([its_revision(haven)], by="Piet Wander")


def its_revision(haven: Haven) -> int:
    return haven.farm.wiki("enwiki").page("Invented quay 1").revisions[-2].rev_id


async def test_one_answer_of_a_replica_that_lags_opens_nothing_again(haven: Haven, looking: Looking, done: str) -> None:
    show(haven)
    await looking.tell(done)
    assert await looking.round() == [done]
    assert await state_of(haven, done) is State.DONE
    hide(haven)
    assert await looking.round(AGAIN_SECONDS[0] - 1) == []
    assert await looking.round(1) == [done]
    assert await looking.round(AGAIN_SECONDS[1]) == [done]
    assert await state_of(haven, done) is State.DONE
    assert await looking.due() == []


async def test_what_two_looks_show_is_open_again_and_looked_at_once_more(
    haven: Haven, looking: Looking, done: str
) -> None:
    """A replica that lags for longer opens it; the last look ends it again."""
    show(haven)
    await looking.tell(done)
    await looking.round()
    assert await looking.round(AGAIN_SECONDS[0]) == [done]
    assert await state_of(haven, done) is State.OPEN
    assert await looking.due() == [done]
    hide(haven)
    assert await looking.round(AGAIN_SECONDS[1]) == [done]
    assert await state_of(haven, done) is State.DONE
    assert await looking.due() == []


async def test_what_is_looked_at_to_be_sure_is_opened_again_on_two_looks_too(
    haven: Haven, looking: Looking, done: str
) -> None:
    show(haven)
    haven.clock.move(hours=1)
    async with haven.desk.database.writing() as session:
        await make_all_due(session, haven.clock())
    looking.looks.expect_nothing(haven.clock())
    assert await looking.round() == [done]
    assert await state_of(haven, done) is State.DONE
    assert await looking.round(AGAIN_SECONDS[0]) == [done]
    assert await state_of(haven, done) is State.OPEN
    assert await looking.round(AGAIN_SECONDS[1]) == [done]
    assert await looking.due() == []


async def test_what_is_told_while_a_look_is_under_way_is_looked_at_anew(
    haven: Haven, looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = await ask(haven, 1)
    haven.clock.move(hours=1)
    async with haven.desk.database.writing() as session:
        await make_all_due(session, haven.clock())
    looking.looks.expect_nothing(haven.clock())
    real = looks.look_at

    async def meanwhile(window: Window, request: Request) -> Look:
        found = await real(window, request)
        await looking.tell(of)
        return found

    monkeypatch.setattr(looks, "look_at", meanwhile)
    assert await looking.round() == [of]
    assert await looking.due() == [of]
    assert looking.woken > 0
    monkeypatch.setattr(looks, "look_at", real)
    assert await looking.round() == [of]


async def test_a_wiki_that_does_not_answer_is_asked_ever_more_seldom_and_never_given_up(
    haven: Haven, looking: Looking
) -> None:
    of = await ask(haven, 1)
    await looking.tell(of)
    haven.farm.faults.set("enwiki", "down")
    assert await looking.round() == [of]
    for pause in (*SILENT_SECONDS, SILENT_SECONDS[-1]):
        assert await looking.round(pause - 1) == []
        assert await looking.round(1) == [of]
    assert await looking.due() == [of]
    assert looking.failed == 0


async def test_a_look_that_fails_is_told_of_and_does_not_count(
    haven: Haven, looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await ask(haven, 1), await ask(haven, 2)
    await looking.tell(first, second)
    real = looks.look_at

    async def fails(window: Window, request: Request) -> Look:
        if request.reference == first:
            raise RuntimeError
        return await real(window, request)

    monkeypatch.setattr(looks, "look_at", fails)
    assert await looking.round() == [second]
    assert looking.failed == 1
    assert first in await looking.due()


async def test_two_at_a_time_of_one_wiki_and_never_more(
    haven: Haven, looking: Looking, monkeypatch: pytest.MonkeyPatch
) -> None:
    await looking.tell(*[await ask(haven, number) for number in range(1, 9)])
    at_once, most, both, real = 0, 0, asyncio.Barrier(2), looks.look_at

    async def counted(window: Window, request: Request) -> Look:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        try:
            await both.wait()
            return await real(window, request)
        finally:
            at_once -= 1

    monkeypatch.setattr(looks, "look_at", counted)
    assert len(await looking.round()) == 8
    assert most == 2
