"""The job is killed again and again, at moments that a seed chooses, and nothing is lost and nothing noted twice."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import update

from app.domain.trackings import Sighting
from app.sandbox import Farm
from app.settings import ROOT
from app.store.migrations import migrate
from app.store.sealing import Vault
from app.store.session import Database
from app.store.stream_positions import kept_positions
from app.store.tables import JOB_HOLDERS
from tests.store.making import reference
from tests.support.event_server import EventServer, serve_events
from tests.support.loopback import end_process_group
from tests.support.made_events import Cast, Key, make_events
from tests.support.sandbox import start_sandbox
from tests.support.tracking import sightings, track
from tests.test_toolforge import SECRET_WORDS, environment

EVENTS = 10_000
KILLS = 20
SEED = 20_261_127
WIKIS = ("enwiki", "commonswiki", "dewikibooks")


@contextmanager
def job(folder: Path, farm: Farm, stream_url: str) -> Iterator["subprocess.Popen[str]"]:
    """`python -m app stream` as the platform starts it."""
    settings = environment(
        folder,
        HAVEN_CENTRAL_WIKI=f"{farm.central.server}/w/index.php",
        HAVEN_STREAM_URL=stream_url,
        HAVEN_QUEUES="on",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "stream"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end_process_group(process)  # type: ignore[arg-type]
        assert process.stdout is not None
        process.stdout.close()


def until_said(process: "subprocess.Popen[str]", code: str) -> None:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if f'"{code}"' in line:
            return
    raise AssertionError(f"the job ended before it said {code}: {said}")


@pytest.fixture
def farm() -> Iterator[Farm]:
    with start_sandbox() as sandbox:
        yield sandbox.farm


async def test_killed_twenty_times_it_notes_every_sighting_once(tmp_path: Path, farm: Farm) -> None:
    now = int(time.time())
    names = [farm.add_account(f"Grubby {number}", only_on=WIKIS).name for number in range(12)]
    made = list(make_events(EVENTS, SEED, Cast(tuple(names), WIKIS, every=20), 1000 * (now - 600)))
    url = environment(tmp_path)["HAVEN_DATABASE_URL"]
    await migrate(url)
    database = Database(url, Vault([SECRET_WORDS["HAVEN_SEAL_KEYS"]]))
    tracked = {name: reference(number) for number, name in enumerate(names)}
    for name, of_it in tracked.items():
        await track(database, farm.account(name).central_id, of_it, now)
    dice = random.Random(SEED)
    with serve_events(EventServer(made, size=40, pause=0.02)) as address:
        for _ in range(KILLS):
            await asyncio.to_thread(live_and_die, tmp_path, farm, address, dice.uniform(0.0, 0.4))
            await free_the_job(database)
        read_so_far = await newest_ms(database)
        with job(tmp_path, farm, address) as process:
            await until_read(database, made[-1].ms)
            process.terminate()
            said = (await asyncio.to_thread(process.communicate, timeout=60))[0]
    assert process.returncode == 0
    # Codes and counts, whatever went by.
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line["event"] for line in lines] == ["stream-begins", "stream-connected", "stream-ends"]
    assert all(line.keys() == {"at", "event"} for line in lines)
    # The kills fell within the stream, not after it.
    assert made[0].ms < read_so_far < made[-1].ms
    found = {name: sorted(map(key, await sightings(database, of_it, now))) for name, of_it in tracked.items()}
    await database.close()
    expected: dict[str, list[Key]] = {name: [] for name in names}
    for name, seen in (each.sighting for each in made if each.sighting):
        expected[name].append(seen)
    assert sum(map(len, expected.values())) > 400
    assert found == {name: sorted(keys) for name, keys in expected.items()}


def live_and_die(folder: Path, farm: Farm, address: str, seconds: float) -> None:
    """The job reads for so long, and is killed without any chance to say goodbye."""
    with job(folder, farm, address) as process:
        until_said(process, "stream-connected")
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


async def free_the_job(database: Database) -> None:
    """The lease of a killed process ends by itself after half a minute; this is that half minute."""
    async with database.writing() as session:
        await session.execute(update(JOB_HOLDERS).values(expires_at=0))


async def newest_ms(database: Database) -> int:
    async with database.reading() as session:
        return max((place.timestamp or 0 for place in await kept_positions(session)), default=0)


async def until_read(database: Database, ms: int) -> None:
    """Raises when it takes a minute: then something is stuck."""
    for _ in range(600):
        if await newest_ms(database) >= ms:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the stream was not read to its end")


def key(sighting: Sighting) -> Key:
    return sighting.kind.value, sighting.pointer.wiki, sighting.pointer.id
