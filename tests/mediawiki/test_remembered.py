"""What is remembered for how long, one flight for all who ask, and what a failed refresh leaves."""

import asyncio
from dataclasses import dataclass

from app.mediawiki.outcomes import Failed, Unreachable
from app.mediawiki.remembered import AGAIN_AFTER, Remembered


@dataclass
class Clock:
    at: int = 1000

    def __call__(self) -> int:
        return self.at


class Source:
    def __init__(self) -> None:
        self.asked = 0
        self.fails = False
        self.gate = asyncio.Event()
        self.gate.set()

    async def fetch(self) -> int | Failed:
        self.asked += 1
        number = self.asked
        await self.gate.wait()
        return Unreachable() if self.fails else number


async def test_a_value_is_good_until_its_time() -> None:
    clock, source = Clock(), Source()
    kept: Remembered[str, int] = Remembered(clock, 60, most=10)
    assert await kept.get("a", source.fetch) == 1
    clock.at += 59
    assert await kept.get("a", source.fetch) == 1
    clock.at += 1
    assert await kept.get("a", source.fetch) == 2


async def test_one_flight_for_all() -> None:
    source = Source()
    source.gate.clear()
    kept: Remembered[str, int] = Remembered(Clock(), 60, most=10)
    waiting = [asyncio.create_task(kept.get("a", source.fetch)) for _ in range(50)]
    await asyncio.sleep(0)
    waiting[0].cancel()  # the one who started it goes away
    source.gate.set()
    assert await asyncio.gather(*waiting[1:]) == [1] * 49
    assert source.asked == 1


async def test_failures_are_not_kept() -> None:
    source = Source()
    source.fails = True
    kept: Remembered[str, int] = Remembered(Clock(), 60, most=10)
    assert await kept.get("a", source.fetch) == Unreachable()
    source.fails = False
    assert await kept.get("a", source.fetch) == 2


async def test_an_outdated_value_is_served_only_where_wanted() -> None:
    clock, source = Clock(), Source()
    strict: Remembered[str, int] = Remembered(clock, 60, most=10)
    lasting: Remembered[str, int] = Remembered(clock, 60, most=10, keep_stale=True)
    assert [await strict.get("a", source.fetch), await lasting.get("a", source.fetch)] == [1, 2]
    clock.at += 61
    source.fails = True
    assert await strict.get("a", source.fetch) == Unreachable()
    assert strict.last("a") == 1
    assert [await lasting.get("a", source.fetch), await lasting.get("a", source.fetch)] == [2, 2]
    assert source.asked == 4, "after a failed refresh the wiki is left alone for a while"
    clock.at += AGAIN_AFTER
    source.fails = False
    assert await lasting.get("a", source.fetch) == 5


async def test_the_number_is_bounded() -> None:
    kept: Remembered[int, int] = Remembered(Clock(), 60, most=2)
    for key in (1, 2, 1, 3):
        await kept.get(key, Source().fetch)
    assert [kept.last(key) for key in (1, 2, 3)] == [1, None, 1]


async def test_what_is_forgotten_in_flight_stays_forgotten() -> None:
    source = Source()
    source.gate.clear()
    kept: Remembered[str, int] = Remembered(Clock(), 60, most=10)
    waiting = asyncio.create_task(kept.get("a", source.fetch))
    await asyncio.sleep(0)
    kept.forget("a")
    source.gate.set()
    assert await waiting == 1
    assert kept.last("a") is None
