"""One's own desk and the hand-over view over very many stored requests: the queries of each page, and the whole page.

A few hundred requests are held and a few hundred wait for an answer, as on a bad night; the rest of what is open is
free. The page is asked of the real application, guard included; what the queries take is the database's share of it.
"""

import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import update

from app.domain.people import Person
from app.mediawiki.rights import Identity
from app.store.tables import REQUESTS
from app.web.desk_page import read_desk
from app.web.queue_hand_over import read_queue_to_hand_over
from tests.bench.measuring import Times, milliseconds, print_table
from tests.bench.queue_page import QUEUES, SMALL_WIKIS, farm_of_many_wikis
from tests.support.haven import Client, Haven, open_haven
from tests.support.many_requests import add_many_requests

STORED = (1_000, 100_000)
OPEN_SHARE = 0.2
RUNS, WARM_UP = 25, 3
PEOPLE = (
    ("Ilse Norrby", "1", "administrators.enwiki"),
    ("Sunniva Aldous", "1", "stewards"),
    ("Gael Timmer", str(SMALL_WIKIS), "administrators.small7wiki"),
)


async def measure_desk(folder: Path) -> None:
    """Prints the table."""
    rows = []
    for stored in STORED:
        home = folder / f"desk-{stored}"
        home.mkdir()
        async with open_haven(home, farm=farm_of_many_wikis()) as haven:
            await _fill(haven, stored)
            for name, queues, key in PEOPLE:
                rows += [(f"{stored:,}", queues, *row) for row in await _rows_of(haven, name, key)]
    head = ("stored", "queues", "page", "queries", "work", "whole page", "work")
    print_table("The desk and the hand-over view on SQLite (milliseconds, median; work: processor time)", head, rows)


async def _rows_of(haven: Haven, name: str, key: str) -> list[tuple[str, ...]]:
    """Both pages of one person."""
    client, person, house = await haven.client(name), await _person(haven, name), haven.app.state.house
    asked: dict[str, Callable[[], Awaitable[Any]]] = {
        "/desk": lambda: read_desk(house, person),
        f"/queues/hand-over?queue={key}": lambda: read_queue_to_hand_over(house, person, key),
    }
    rows = []
    for path, read in asked.items():
        times = (*await _times(read), *await _times(partial(_page, client, path)))
        rows.append((path.partition("?")[0], *(milliseconds(each.median) for each in times)))
    return rows


async def _fill(haven: Haven, stored: int) -> None:
    database, now = haven.desk.database, haven.clock()
    await add_many_requests(haven.settings.database_url, database.vault, stored, QUEUES, now, OPEN_SHARE)
    is_open, step = REQUESTS.c.state == "open", max(5, stored // 300)
    async with database.writing() as session:
        held = update(REQUESTS).where(is_open, REQUESTS.c.id % step == 0)
        await session.execute(held.values(holder=haven.central_id("Keeva Strand"), claim_until=now + 1_500))
        await session.execute(update(REQUESTS).where(is_open, REQUESTS.c.id % step == 1).values(awaits_answer=True))


async def _person(haven: Haven, name: str) -> Person:
    identity = await haven.desk.wikis.rights.standing_cached(haven.central_id(name))
    assert isinstance(identity, Identity)
    return Person(identity.central_id, identity.name, identity.standing)


async def _times(do: Callable[[], Awaitable[Any]]) -> tuple[Times, Times]:
    """Of the clock and of the processor."""
    clock, work = Times(), Times()
    for run in range(WARM_UP + RUNS):
        before, worked = time.perf_counter(), time.process_time()
        await do()
        if run >= WARM_UP:
            clock.add(time.perf_counter() - before)
            work.add(time.process_time() - worked)
    return clock, work


async def _page(client: Client, path: str) -> None:
    answer = await client.http.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path.partition('?')[0]} answered {answer.status_code}")
