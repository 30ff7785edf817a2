"""Fifty people press "sign in" at once while the central wiki accepts connections and never answers.

Over real sockets, Haven served from a thread: how long they wait, how many threads that takes, and how long an ordinary
page of somebody signed in takes meanwhile.
"""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.main import build_app, open_desk
from app.sandbox import Farm
from app.settings import Settings
from app.store.migrations import migrate
from tests.bench.measuring import Times, milliseconds, print_table
from tests.support.haven import SAME_ORIGIN, Clock, Haven, make_settings
from tests.support.loopback import find_free_port, serve_app
from tests.support.sandbox import start_sandbox

AT_ONCE = 50
READER = "Odile Farr"
PAGE = "/queues"
CALM_PAGES = 50
PAUSE = 0.02


@dataclass
class Seen:
    """What was seen while they waited."""

    waits: Times = field(default_factory=Times)
    answers: Counter[int] = field(default_factory=Counter)
    pages: Times = field(default_factory=Times)
    threads: int = 0


async def measure_silent_central_wiki(folder: Path) -> None:
    """Prints the table."""
    home = folder / "signing-in"
    home.mkdir()
    with start_sandbox() as sandbox:
        port = find_free_port()
        settings = make_settings(sandbox.farm, home, public_url=f"http://127.0.0.1:{port}")
        await migrate(settings.database_url)
        cookies, token = await _begin_session(settings, sandbox.farm)
        with serve_app(build_app(settings), port=port):
            calm, seen = await _sign_in_all(settings, sandbox.farm, cookies, token)
    rows = [
        (f"{AT_ONCE} sign-ins: until the first answer", milliseconds(1000 * min(seen.waits.seconds))),
        ("until half of them were answered", milliseconds(seen.waits.median)),
        ("until the last was", milliseconds(seen.waits.worst)),
        ("answers by status", ", ".join(f"{count} x {status}" for status, count in sorted(seen.answers.items()))),
        ("most threads for signing in at a time", str(seen.threads)),
        ("the queue page before (median / p95)", _both(calm)),
        ("the queue page meanwhile (median / p95)", _both(seen.pages)),
        (f"the slowest of {len(seen.pages.seconds)} such pages", milliseconds(seen.pages.worst)),
    ]
    print_table("Signing in while the central wiki never answers (milliseconds)", ("what", "measured"), rows)


async def _begin_session(settings: Settings, farm: Farm) -> tuple[dict[str, str], str]:
    """The cookies of somebody signed in already, and the token of the button."""
    desk = open_desk(settings)
    haven = Haven(build_app(settings, desk), desk, farm, settings, Clock(int(time.time())))
    try:
        return dict((await haven.client(READER)).http.cookies), haven.cookies.form_token(None)
    finally:
        await haven.close()


async def _sign_in_all(settings: Settings, farm: Farm, cookies: Mapping[str, str], token: str) -> tuple[Times, Seen]:
    calm, seen = Times(), Seen()
    limits = httpx.Limits(max_connections=AT_ONCE + 5)
    async with httpx.AsyncClient(base_url=settings.public_url, trust_env=False, timeout=60, limits=limits) as http:
        for _ in range(CALM_PAGES):
            await _time_page(http, cookies, calm)
        farm.faults.set(farm.central_dbname, "silent")
        watching = asyncio.create_task(_keep_watching(http, cookies, seen))
        await asyncio.gather(*(_press_sign_in(http, token, seen) for _ in range(AT_ONCE)))
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        farm.faults.clear()
    return calm, seen


async def _press_sign_in(http: httpx.AsyncClient, token: str, seen: Seen) -> None:
    before = time.perf_counter()
    answer = await http.post("/sign-in", data={"token": token}, headers=SAME_ORIGIN)
    seen.waits.add(time.perf_counter() - before)
    seen.answers[answer.status_code] += 1


async def _keep_watching(http: httpx.AsyncClient, cookies: Mapping[str, str], seen: Seen) -> None:
    while True:
        await _time_page(http, cookies, seen.pages)
        busy = [thread for thread in threading.enumerate() if thread.name.startswith("haven-sign-in")]
        seen.threads = max(seen.threads, len(busy))
        await asyncio.sleep(PAUSE)


async def _time_page(http: httpx.AsyncClient, cookies: Mapping[str, str], times: Times) -> None:
    before = time.perf_counter()
    page = await http.get(PAGE, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    times.add(time.perf_counter() - before)
    if page.status_code != 200:
        raise RuntimeError(f"the queue page answered {page.status_code}")


def _both(times: Times) -> str:
    return f"{milliseconds(times.median)} / {milliseconds(times.p95)}"
