"""Whoever reads the made stream, each in a process of its own: `python -m tests.bench.stream_readers NAME ...`.

Prints one line of JSON: the seconds from the connection to the last event, how many of them the process computed, and
the most memory it ever had.
Nothing of the web, the sandbox or the tests is loaded here: the memory is to be the job's.
"""

import argparse
import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import orjson

from app.actions.stream.index import FollowedAccount
from app.actions.stream.watcher import Watch
from app.domain.happenings import FollowedTarget
from app.domain.targets import Pointer, TargetKind
from app.domain.wikis import Farm
from app.jobs.stream import Following
from app.mediawiki.accounts import Accounts
from app.mediawiki.global_account import GlobalAccount, LocalMembership
from app.mediawiki.lookout import open_lookout
from app.mediawiki.sites import Sites
from app.mediawiki.stream import Stream
from app.store.pointers import pointer_fingerprint, pointer_fingerprints
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, Database

AGENT = "HavenBench/1.0 (loopback)"
NOBODY = frozenset[str]()
FIRST_REVISION = 300_000_000
Spent = tuple[float, float]
"""Seconds that went by, and seconds of them that this process computed."""


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._begun = time.perf_counter(), time.process_time()

    def read(self) -> Spent:
        return time.perf_counter() - self._begun[0], time.process_time() - self._begun[1]


class OneFarm(Sites):
    """Stands for the central wiki's list of wikis. No wiki is on it: what is told of requests cannot be looked up."""

    def __init__(self) -> None:
        pass

    async def farm(self) -> Farm:
        return Farm({}, "metawiki")


class NamedAccounts(Accounts):
    """Stands for the central wiki: every account is named after its number, and attached everywhere."""

    def __init__(self, wikis: list[str]) -> None:
        self.on = {wiki: LocalMembership(1, NOBODY) for wiki in wikis}

    async def global_account(self, params: Mapping[str, object]) -> GlobalAccount:
        number = int(str(params["guiid"]))
        return GlobalAccount(number, name_of(number), False, NOBODY, self.on)


def name_of(number: int) -> str:
    return f"Followed {number}"


def revisions(wikis: Sequence[str], number: int) -> list[tuple[str, int]]:
    return [(wikis[each % len(wikis)], FIRST_REVISION + each) for each in range(1, number + 1)]


async def read_as_job(url: str, database_url: str, key: str, wikis: list[str], now: int, last_ms: int) -> Spent:
    """The whole job, with its database and all it does beside reading; only the wikis' answers are made up."""
    begun = asyncio.Event()
    lookout = open_lookout("http://127.0.0.1/w/index.php", AGENT, lambda: now)
    lookout = replace(lookout, sites=OneFarm(), accounts=NamedAccounts(wikis))
    database = Database(database_url, Vault([key]), JOB_CONNECTIONS)

    def say(code: str, **counts: int) -> None:
        if code == "connected":
            begun.set()
        elif code != "begins":
            raise RuntimeError(code)

    job = Following(Watch(database, lookout, lambda: now, "bench"), Stream(lookout.client.http, url, AGENT), say)
    running = asyncio.create_task(job.run())
    await asyncio.wait({running, asyncio.create_task(begun.wait())}, return_when=asyncio.FIRST_COMPLETED)
    clock = Stopwatch()
    await has_read(job, last_ms, running)
    spent = clock.read()
    running.cancel()
    await asyncio.wait({running})
    await job.end()
    await lookout.aclose()
    await database.close()
    return spent


async def has_read(job: Following, last_ms: int, running: "asyncio.Task[None]") -> None:
    """Raises what the job ended with, if it ended."""
    while True:
        if running.done():
            running.result()
        if (newest(job) or 0) > last_ms:
            return
        await asyncio.sleep(0.005)


async def read_and_match(url: str, key: str, wikis: list[str], tracked: int, targets: int, last_ms: int) -> Spent:
    """What the job does with every chunk, and nothing beside it: no database, no wiki."""
    async with httpx.AsyncClient(trust_env=False) as http:
        job = matching_job(Vault([key]), wikis, tracked, targets, Stream(http, url, AGENT))
        async with job.stream.open(()) as chunks:
            clock = Stopwatch()
            async for chunk in chunks:
                job._take_in(chunk)
                if (newest(job) or 0) > last_ms:
                    break
            return clock.read()


def matching_job(vault: Vault, wikis: list[str], tracked: int, targets: int, stream: Stream) -> Following:
    """A job that knows whom and what it follows, and is never begun."""
    database = Database("sqlite+aiosqlite:///never-opened.sqlite", vault, JOB_CONNECTIONS)
    lookout = open_lookout("http://127.0.0.1/w/index.php", AGENT, lambda: 0, http=stream.http)
    job = Following(Watch(database, lookout, lambda: 0, "bench"), stream, lambda code, **counts: None)
    index = job.watcher.index
    index.fingerprints = lambda pointer: pointer_fingerprints(vault, pointer)
    for number in range(1, tracked + 1):
        index.follow(FollowedAccount(number, name_of(number), set(wikis)))
    pointers = [Pointer(wiki, TargetKind.REVISION, number) for wiki, number in revisions(wikis, targets)]
    index.follow_targets(
        FollowedTarget(str(number), 1, pointer_fingerprint(vault, pointer), pointer)
        for number, pointer in enumerate(pointers)
    )
    return job


def newest(job: Following) -> int | None:
    known = [place.timestamp for place in job.watcher.positions if place.timestamp is not None]
    return max(known, default=None)


async def read_as_orjson(url: str, events: int) -> Spent:
    """Haven's own connection; every event decoded by the fastest library there is, and nothing done with it."""
    rest, number = b"", 0
    async with httpx.AsyncClient(trust_env=False) as http, Stream(http, url, AGENT).open(()) as chunks:
        clock = Stopwatch()
        async for chunk in chunks:
            *blocks, rest = (rest + chunk).split(b"\n\n")
            for block in blocks:
                orjson.loads(block[block.index(b"\ndata: ") + 7 :])
            number += len(blocks)
            if number >= events:
                break
        return clock.read()


READERS: Mapping[str, Callable[..., Coroutine[None, None, Spent]]] = {
    "matching": read_and_match,
    "job": read_as_job,
    "orjson": read_as_orjson,
}


def most_memory() -> int:
    """Bytes: the largest resident size this process ever had."""
    status = Path("/proc/self/status").read_text("ascii")
    found = re.search(r"(?m)^VmHWM:\s+(\d+) kB$", status)
    return 1024 * int(found[1]) if found else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=tuple(READERS))
    parser.add_argument("given", type=json.loads, help="the arguments of the reader, as JSON")
    arguments = parser.parse_args()
    seconds, work = asyncio.run(READERS[arguments.name](**arguments.given))
    print(json.dumps({"seconds": seconds, "work": work, "memory": most_memory()}))


if __name__ == "__main__":
    main()
