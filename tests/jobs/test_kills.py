"""The job is killed again and again, at moments that a seed chooses, and nothing is lost and nothing noted twice."""

import asyncio
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.sandbox import Farm
from app.settings import ROOT
from app.store.migrations import migrate
from app.store.sealing import Vault
from app.store.session import Database
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
FAR_AHEAD = 1_790_000_000


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
    names = [farm.add_account(f"Grubby {number}", only_on=WIKIS).name for number in range(12)]
    made = list(make_events(EVENTS, SEED, Cast(tuple(names), WIKIS, every=20)))
    database = Database(environment(tmp_path)["HAVEN_DATABASE_URL"], Vault([SECRET_WORDS["HAVEN_SEAL_KEYS"]]))
    await migrate(environment(tmp_path)["HAVEN_DATABASE_URL"])
    tracked = {name: reference(number) for number, name in enumerate(names)}
    for name, of_it in tracked.items():
        await track(database, farm.account(name).central_id, of_it, FAR_AHEAD)
    dice = random.Random(SEED)
    with serve_events(EventServer(made, size=40, pause=0.02)) as address:
        for _ in range(KILLS):
            await asyncio.to_thread(_live_and_die, tmp_path, farm, address, dice.uniform(0.0, 0.4))
            await _free_the_job(database)
        with job(tmp_path, farm, address) as process:
            await asyncio.to_thread(until_said, process, "stream-connected")
            await _until_read(database, made[-1])
    found = {
        name: [_key(each) for each in await sightings(database, of_it, FAR_AHEAD)] for name, of_it in tracked.items()
    }
    await database.close()
    expected: dict[str, list[Key]] = {name: [] for name in names}
    for each in made:
        if each.sighting:
            expected[each.sighting[0]].append(each.sighting[1])
    assert sum(map(len, expected.values())) > 400
    assert {name: sorted(keys) for name, keys in found.items()} == {n: sorted(keys) for n, keys in expected.items()}
