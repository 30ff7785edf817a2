"""A paste of 500 diffs, from the button to the last line of the page of live states, at wikis that take 200 ms a call.

Over real sockets. The aim: under 1.2 times the longest chain of calls on one wiki (two at a time are allowed there).
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from app.main import build_app, open_desk
from app.sandbox import Farm
from app.sandbox.cases import add_history
from app.store.migrations import migrate
from tests.bench.measuring import Times, milliseconds, print_table
from tests.support.haven import SAME_ORIGIN, Client, Clock, Haven, make_settings
from tests.support.sandbox import start_sandbox

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


async def measure_intake(folder: Path) -> None:
    """Prints the table."""
    rows = []
    with start_sandbox(extra_wikis=6) as sandbox:
        farm = sandbox.farm
        texts = {spread.name: paste_of(farm, spread) for spread in SPREADS}
        for dbname in farm.wikis:
            farm.faults.set(dbname, "slow", SECONDS_A_CALL)
        for number, spread in enumerate(SPREADS):
            times = await _paste_often(folder / f"intake-{number}", farm, spread, texts[spread.name])
            chain = 1000 * SECONDS_A_CALL * spread.chain
            slowest, ratio = milliseconds(times.worst), f"{times.median / chain:.2f}"
            rows.append((spread.name, str(spread.chain), f"{chain:.0f}", milliseconds(times.median), slowest, ratio))
    head = ("500 diffs on", "calls in a chain", "chain, ms", "intake, ms (median)", "slowest", "times the chain")
    print_table(f"Intake at wikis that take {1000 * SECONDS_A_CALL:.0f} ms a call ({ROUNDS} rounds)", head, rows)


def paste_of(farm: Farm, spread: Spread) -> str:
    """The text: one address a line."""
    wikis = [wiki for wiki in farm.wikis.values() if wiki.is_open]
    lines = []
    for wiki, share in zip(wikis, spread.shares, strict=False):
        page = add_history(wiki, f"Edits for {spread.name}", share)
        lines += [f"{wiki.server}/wiki/Special:Diff/{each.rev_id}" for each in page.revisions[:-1]]
    return "\n".join(lines)


async def _paste_often(home: Path, farm: Farm, spread: Spread, text: str) -> Times:
    times = Times()
    if spread.cold:
        for number in range(ROUNDS):
            async with open_over_sockets(home / str(number), farm) as haven:
                times.add(await _paste(await haven.client(spread.person), text))
        return times
    async with open_over_sockets(home, farm) as haven:
        client = await haven.client(spread.person)
        await client.http.get("/account")
        for _ in range(ROUNDS):
            times.add(await _paste(client, text))
    return times


async def _paste(client: Client, text: str) -> float:
    """Seconds for the paste and the page it leads to."""
    before = time.perf_counter()
    pasted = await client.http.post("/box", data={"token": client.token, "text": text}, headers=SAME_ORIGIN)
    page = await client.http.get(pasted.headers["location"])
    took = time.perf_counter() - before
    if page.text.count("Special:Diff/") < text.count("\n"):
        raise RuntimeError("not every diff is on the page")
    return took


@asynccontextmanager
async def open_over_sockets(home: Path, farm: Farm) -> AsyncIterator[Haven]:
    """Haven in this process, its questions to the wikis over real sockets."""
    home.mkdir(parents=True)
    settings = make_settings(farm, home)
    await migrate(settings.database_url)
    desk = open_desk(settings)
    haven = Haven(build_app(settings, desk), desk, farm, settings, Clock(int(time.time())))
    try:
        yield haven
    finally:
        await haven.close()
