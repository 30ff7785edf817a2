"""The queue page at growing numbers of stored requests: the real application, guard included, asked as a server would.

The database's share is measured around the queue's query; beside it the same page with that query swapped for rows in
memory. All sizes are asked in turn, so that whatever else the machine does falls on all of them alike.
"""

import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.requests import Request
from app.sandbox import Farm, build_farm
from app.sandbox.farm import WikiSet
from app.sandbox.languages import invented_language
from app.sandbox.wiki import Place
from app.store import requests as stored
from tests.bench.loading import Stock, fill
from tests.bench.measuring import Times, milliseconds, print_table
from tests.support.haven import Haven, open_haven
from tests.support.mariadb import mariadb
from tests.support.sandbox import IN_PROCESS_PORT

SMALL_WIKIS = 900
LARGE_QUEUES = (
    *("administrators.enwiki",) * 450,
    *("oversighters.enwiki",) * 250,
    *("administrators.commonswiki",) * 150,
    *("stewards",) * 50,
)
QUEUES = (*LARGE_QUEUES, *(f"administrators.small{number}wiki" for number in range(SMALL_WIKIS)))
"""Half of all requests are in four large queues, half in those of 900 small wikis."""

SQLITE = (
    Stock("SQLite", 1_000, 0.4, QUEUES),
    Stock("SQLite", 100_000, 0.04, QUEUES),
    Stock("SQLite", 1_000_000, 0.01, QUEUES),
    Stock("SQLite, all open in one queue", 1_000_000, 1.0, ("administrators.enwiki",)),
)
MARIADB = (Stock("MariaDB", 1_000, 0.4, QUEUES), Stock("MariaDB", 100_000, 0.04, QUEUES))


@dataclass(frozen=True)
class Person:
    """Somebody who reads queues, how many, and how often the page is asked for them."""

    name: str
    queues: str
    runs: int


PEOPLE = (
    Person("Ilse Norrby", "1", 100),
    Person("Piet Wander", "3", 100),
    Person("Gael Timmer", str(SMALL_WIKIS), 25),
)
WARM_UP = 3


@dataclass
class Watch:
    """Seconds that the page spends in the queue's query, of the clock and of the processor, and in the database
    altogether; `rows` stand in for the query."""

    query: float = 0.0
    query_work: float = 0.0
    database: float = 0.0
    found: list[Request] = field(default_factory=list)
    rows: list[Request] | None = None


@dataclass
class Measured:
    """The page of one person over one stock."""

    page: Times = field(default_factory=Times)
    page_work: Times = field(default_factory=Times)
    query: Times = field(default_factory=Times)
    query_work: Times = field(default_factory=Times)
    database: Times = field(default_factory=Times)
    from_memory: Times = field(default_factory=Times)


@dataclass(frozen=True)
class Desk:
    """One stock behind a running Haven."""

    stock: Stock
    haven: Haven
    cookies: dict[str, str]
    seconds_to_load: float
    measured: dict[str, Measured]


async def measure_queue_pages(folder: Path, with_mariadb: bool) -> None:
    """Prints the table. Without `with_mariadb` the rows of MariaDB are left out."""
    farm = farm_of_many_wikis()
    watch = Watch()
    async with AsyncExitStack() as opened:
        desks = [await opened.enter_async_context(_open(folder, stock, farm)) for stock in SQLITE]
        if with_mariadb:
            server = opened.enter_context(mariadb())
            for stock in MARIADB:
                opening = _open(folder, stock, farm, server.create_database())
                desks.append(await opened.enter_async_context(opening))
        with watching(watch, desks):
            for person in PEOPLE:
                for run in range(WARM_UP + person.runs):
                    for desk in desks:
                        await _run(desk, person, watch, run >= WARM_UP)
    _print(desks)


def farm_of_many_wikis() -> Farm:
    """The sandbox with 900 more small wikis, all of them the global sysops'; Piet handles three queues."""
    farm = build_farm(IN_PROCESS_PORT)
    names = []
    for number in range(SMALL_WIKIS):
        address = f"127.1.{number // 200}.{number % 200 + 1}"
        names.append(f"small{number}wiki")
        language = invented_language(f"small{number}")
        farm.add_wiki(Place(names[-1], f"Small {number}", "wiki", address, language, group=f"small{number}"))
    farm.wiki_sets[:] = [WikiSet("7", "Opted-in small wikis", tuple(names), "global-sysop")]
    farm.grant("Piet Wander", "sysop", "commonswiki")
    return farm


@asynccontextmanager
async def _open(folder: Path, stock: Stock, farm: Farm, url: str | None = None) -> AsyncIterator[Desk]:
    home = folder / f"{stock.name}-{stock.stored}".replace(" ", "-")
    home.mkdir()
    async with open_haven(home, url, farm) as haven:
        before = time.perf_counter()
        vault, holder = haven.desk.database.vault, haven.central_id("Keeva Strand")
        await fill(haven.settings.database_url, vault, stock, holder, haven.clock())
        took = time.perf_counter() - before
        cookies = {}
        for person in PEOPLE:
            client = await haven.client(person.name)
            cookies[person.name] = "; ".join(f"{name}={value}" for name, value in client.http.cookies.items())
        yield Desk(stock, haven, cookies, took, {person.name: Measured() for person in PEOPLE})


@contextmanager
def watching(watch: Watch, desks: Sequence[Desk]) -> Iterator[None]:
    """Puts a stopwatch around the store while the block runs."""
    ask = stored.queue_page

    async def queue_page(*arguments: Any) -> list[Request]:
        if watch.rows is not None:
            return watch.rows
        before, work = time.perf_counter(), time.process_time()
        watch.found = await ask(*arguments)
        watch.query += time.perf_counter() - before
        watch.query_work += time.process_time() - work
        return watch.found

    for desk in desks:
        _time_reading(desk.haven, watch)
    stored.queue_page = queue_page  # type: ignore[assignment]
    try:
        yield
    finally:
        stored.queue_page = ask


def _time_reading(haven: Haven, watch: Watch) -> None:
    database = haven.desk.database
    read = database.reading

    @asynccontextmanager
    async def reading() -> AsyncIterator[Any]:
        before = time.perf_counter()
        async with read() as session:
            yield session
        watch.database += time.perf_counter() - before

    database.reading = reading  # type: ignore[method-assign]


async def _run(desk: Desk, person: Person, watch: Watch, counts: bool) -> None:
    """The page once from the database and once from memory."""
    measured = desk.measured[person.name]
    watch.query, watch.query_work, watch.database, watch.rows = 0.0, 0.0, 0.0, None
    work = time.process_time()
    page = await _time_page(desk, person)
    work = time.process_time() - work
    query, database = watch.query, watch.database
    watch.rows = watch.found
    from_memory = await _time_page(desk, person)
    if counts:
        measured.page.add(page)
        measured.page_work.add(work)
        measured.query.add(query)
        measured.query_work.add(watch.query_work)
        measured.database.add(database)
        measured.from_memory.add(from_memory)


async def _time_page(desk: Desk, person: Person) -> float:
    """Seconds from the request's arrival to the last byte of the answer, without a socket between."""
    host = desk.haven.settings.public_host.encode()
    headers = [(b"host", host), (b"cookie", desk.cookies[person.name].encode())]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/queues",
        "raw_path": b"/queues",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    before = time.perf_counter()
    await desk.haven.app(scope, receive, send)
    took = time.perf_counter() - before
    if sent[0]["status"] != 200:
        raise RuntimeError(f"the queue page answered {sent[0]['status']}")
    return took


def _print(desks: Sequence[Desk]) -> None:
    head = (
        "database", "stored", "open", "queues", "page", "p95", "work", "query", "p95", "work", "all queries",
        "from memory", "to 1,000", "work to 1,000",
    )  # fmt: skip
    rows = []
    for person in PEOPLE:
        for desk in desks:
            first = next(each for each in desks if each.stock.name[:6] == desk.stock.name[:6])
            mine, base = desk.measured[person.name], first.measured[person.name]
            times = (mine.page.median, mine.page.p95, mine.page_work.median)
            query = (mine.query.median, mine.query.p95, mine.query_work.median)
            waiting = round(desk.stock.stored * desk.stock.open_share)
            rows.append(
                (
                    *(desk.stock.name, f"{desk.stock.stored:,}", f"{waiting:,}", person.queues),
                    *map(milliseconds, (*times, *query, mine.database.median, mine.from_memory.median)),
                    f"{mine.page.median / base.page.median:.2f}",
                    f"{mine.page_work.median / base.page_work.median:.2f}",
                )
            )
    print_table("The queue page (milliseconds, median; work: processor time)", head, rows)
    loads = ", ".join(f"{desk.stock.name} {desk.stock.stored:,}: {desk.seconds_to_load:.0f} s" for desk in desks)
    print(f"\nTime to load them: {loads}.")
