"""A paste of 500 diffs, from the button to the last line of the page of live states, at wikis that take 200 ms a call.

Over real sockets. The aim: under 1.2 times the longest chain of calls on one wiki (two at a time are allowed there).
"""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

from app.main import build_app, open_desk
from app.mediawiki.outcomes import Failed
from app.sandbox import Farm
from app.store.migrations import migrate
from tests.bench.measuring import Times, milliseconds, print_table
from tests.bench.slow_farm import revisions_of, slow_farm
from tests.support.haven import SAME_ORIGIN, Client, Clock, Haven, make_settings, pointers

SECONDS_A_CALL = 0.2
IDS_A_CALL = 50
AT_A_TIME = 2
ROUNDS = 5
"""Five times 500 targets are what one person may look at in an hour."""
CALLS_BEFORE_WHEN_COLD = 3
"""The central wiki's three questions, two at a time; then what the person may do on their own wiki."""


@dataclass(frozen=True)
class Spread:
    """How many of the 500 each wiki has, and who pastes them."""

    name: str
    shares: tuple[int, ...]
    person: str
    cold: bool = False

    @property
    def title(self) -> str:
        return f"Edits {self.name}".replace(",", "")

    @property
    def chain(self) -> int:
        """Calls that have to wait for each other on the wiki with the most."""
        calls = ceil(max(self.shares) / IDS_A_CALL)
        return ceil(calls / AT_A_TIME) + (CALLS_BEFORE_WHEN_COLD if self.cold else 0)


EVEN = (42,) * 8 + (41,) * 4
UNEVEN = (101, 100, 51, 50, 49, 48, 40, 30, 20, 8, 2, 1)
SPREADS = (
    Spread("12 wikis, evenly", EVEN, "Ilse Norrby"),
    Spread("12 wikis, unevenly", UNEVEN, "Hedda Moor"),
    Spread("one wiki", (500,), "Caro Lindqvist"),
    Spread("12 wikis, evenly, nothing known yet", EVEN, "Ilse Norrby", cold=True),
)


@dataclass
class Measured:
    """Reading the paste, and the page of live states it leads to. `work` is the processor's time for both;
    `calls` is what the longest chain of calls takes by itself, with no page around it."""

    paste: Times = field(default_factory=Times)
    page: Times = field(default_factory=Times)
    whole: Times = field(default_factory=Times)
    work: Times = field(default_factory=Times)
    calls: Times = field(default_factory=Times)


async def measure_intake(folder: Path) -> None:
    """Prints the table."""
    rows = []
    with slow_farm({spread.title: spread.shares for spread in SPREADS}, SECONDS_A_CALL) as farm:
        for number, spread in enumerate(SPREADS):
            measured = await _paste_often(folder / f"intake-{number}", farm, spread)
            chain = 1000 * SECONDS_A_CALL * spread.chain
            each = (measured.paste.median, measured.page.median, measured.whole.median, measured.work.median)
            calls = measured.calls.median if measured.calls.seconds else chain
            ratios = (
                milliseconds(calls),
                f"{measured.page.median / calls:.2f}",
                f"{measured.whole.median / calls:.2f}",
            )
            if spread.cold:
                ratios = ("not measured", "", ratios[2])
            rows.append((spread.name, str(spread.chain), f"{chain:.0f}", *map(milliseconds, each), *ratios))
    head = (
        "500 diffs on",
        "calls in a chain",
        "chain",
        "paste",
        "page",
        "both",
        "own work",
        "calls alone",
        "page to them",
        "both",
    )
    slow = f"{1000 * SECONDS_A_CALL:.0f} ms"
    print_table(f"Intake at wikis that take {slow} a call (milliseconds, median of {ROUNDS})", head, rows)


async def _paste_often(home: Path, farm: Farm, spread: Spread) -> Measured:
    measured = Measured()
    found = revisions_of(farm, spread.title)
    text = "\n".join(f"{farm.wiki(wiki).server}/wiki/Special:Diff/{each}" for wiki in found for each in found[wiki])
    if spread.cold:
        for number in range(ROUNDS):
            async with open_over_sockets(home / str(number), farm) as haven:
                await _paste(await haven.client(spread.person), text, measured)
        return measured
    async with open_over_sockets(home, farm) as haven:
        client = await haven.client(spread.person)
        await client.http.get("/account")
        for _ in range(ROUNDS):
            await _paste(client, text, measured)
            await _time_calls(haven, max(found.items(), key=lambda each: len(each[1])), measured)
    return measured


async def _time_calls(haven: Haven, longest: tuple[str, list[int]], measured: Measured) -> None:
    farm = await haven.desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise RuntimeError("the sandbox does not answer")
    begun = time.perf_counter()
    await haven.desk.wikis.live.of(farm.wikis[longest[0]], pointers(*longest), with_summary=True)
    measured.calls.add(time.perf_counter() - begun)


async def _paste(client: Client, text: str, measured: Measured) -> None:
    work, begun = time.process_time(), time.perf_counter()
    pasted = await client.http.post("/box", data={"token": client.token, "text": text}, headers=SAME_ORIGIN)
    read = time.perf_counter()
    page = await client.http.get(pasted.headers["location"])
    done, work = time.perf_counter(), time.process_time() - work
    if page.text.count("Special:Diff/") < text.count("\n"):
        raise RuntimeError("not every diff is on the page")
    measured.paste.add(read - begun)
    measured.page.add(done - read)
    measured.whole.add(done - begun)
    measured.work.add(work)


@asynccontextmanager
async def open_over_sockets(home: Path, farm: Farm) -> AsyncIterator[Haven]:
    """Haven in this process, its questions to the wikis over real sockets."""
    os.makedirs(home)
    settings = make_settings(farm, home)
    await migrate(settings.database_url)
    desk = open_desk(settings)
    haven = Haven(build_app(settings, desk), desk, farm, settings, Clock(int(time.time())))
    try:
        yield haven
    finally:
        await haven.close()
