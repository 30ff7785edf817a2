"""The change of the seal keys as the README's runbook has it, rehearsed: real pages, the real command, three starts.

Requests with somebody kept out, a tracking, a bell, a draft and sessions are made under the first key. In the end the
second key alone opens and finds all of it, keeps out whom it should, and opens nothing of a copy stolen before.
"""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.actions.checkup import _seals
from app.domain.references import read_reference
from app.sandbox import Farm
from app.settings import ROOT
from app.store.requests import open_targets
from app.store.seal_check import look_at_seals
from app.store.sealing import SealBroken, Vault
from app.store.session import Database
from tests.journeys.cases import harbour
from tests.store.making import KEYS
from tests.support.haven import Client, Haven, open_haven
from tests.support.page_checks import words
from tests.support.sandbox import in_process
from tests.support.trackings import edit, follow, note
from tests.test_toolforge import environment
from tests.web.test_bells import OVERSIGHTERS, make_bell, told
from tests.web.test_own_case import calls, essence

OLD, NEW = KEYS


@dataclass
class Stored:
    """What was made under the old key, and by whom: each with the browser that they go on with."""

    reference: str
    tracking: str
    draft: str
    bell: str
    ilse: Client
    odile: Client
    piet: Client


def command(folder: Path, name: str, keys: tuple[str, ...]) -> str:
    """`python -m app NAME` with these keys, as a job of the platform runs it; what it said."""
    settings = environment(folder, HAVEN_SEAL_KEYS=",".join(keys))
    done = subprocess.run(
        [sys.executable, "-m", "app", name],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not [key for key in keys if key in done.stdout + done.stderr]
    return done.stdout


@asynccontextmanager
async def started(folder: Path, farm: Farm, *keys: str, before: Stored | None = None) -> AsyncIterator[Haven]:
    """A web process with these keys over the same database; browsers that were signed in still are."""
    async with open_haven(folder, farm=farm, seal_keys=keys) as haven:
        if before is not None:
            for name in ("ilse", "odile", "piet"):
                setattr(before, name, await haven.client_again(getattr(before, name)))
        yield haven


async def fill(haven: Haven) -> Stored:
    ilse, odile, piet = [await haven.client(name) for name in ("Ilse Norrby", "Odile Farr", "Piet Wander")]
    wiki = haven.farm.wiki("enwiki")
    reference = await haven.file(ilse, "enwiki", harbour(wiki), {"keep_out_1": "Piet Wander"})
    tracking = await follow(ilse, "Lona Merrit")
    await note(haven, tracking, edit(haven, harbour(wiki)[0]))
    draft = await ilse.post("/box", {"text": f"{wiki.server}/?diff={harbour(wiki)[1]}"})
    return Stored(reference, tracking, draft.headers["location"], await make_bell(odile), ilse, odile, piet)


async def check_all(haven: Haven, stored: Stored) -> None:
    """Everything that was there is there, for whom it was, and for nobody else."""
    first, second = harbour(haven.farm.wiki("enwiki"))[:2]
    assert str(second) in (await stored.ilse.get(stored.draft)).text
    assert stored.reference in (await stored.ilse.get("/requests")).text
    assert "Lona Merrit" in words(await stored.ilse.get(stored.tracking))
    assert stored.reference in (await stored.odile.get("/queues")).text
    taken = await stored.odile.follow(await stored.odile.post(f"/requests/{stored.reference}/take"))
    assert str(first) in taken.text, "its pointers open"
    await stored.odile.post(f"/requests/{stored.reference}/release")
    assert (await told(await haven.client(), stored.bell))[OVERSIGHTERS.key] == "a-few"
    await stored.piet.get("/account")
    known = await calls(haven, stored.piet, f"/requests/{stored.reference}", None)
    unknown = await calls(haven, stored.piet, "/requests/H-2222-2222", None)
    assert (known[0], essence(known[1], stored.reference)) == (unknown[0], essence(unknown[1], "H-2222-2222"))
    assert stored.reference not in (await stored.piet.get("/queues")).text


async def test_the_runbook_of_the_keys(tmp_path: Path) -> None:
    farm, _ = in_process()
    async with started(tmp_path, farm, OLD) as haven:
        stored = await fill(haven)
        await check_all(haven, stored)
        await haven.desk.database.checkpoint()
    stolen = tmp_path / "stolen.db"
    await asyncio.to_thread(shutil.copy, tmp_path / "haven.db", stolen)

    # 1. HAVEN_SEAL_KEYS is NEW,OLD, and the web is started anew: it works with both.
    async with started(tmp_path, farm, NEW, OLD, before=stored) as haven:
        await check_all(haven, stored)
        older = await look_at_seals(haven.desk.database)
        assert older.older > 0 == older.broken

    # 2. The command seals everything anew; again, and there is nothing left to do.
    said = await asyncio.to_thread(command, tmp_path, "rotate-key", (NEW, OLD))
    assert "rows were sealed anew" in said and not said.startswith("0 ")
    assert (await asyncio.to_thread(command, tmp_path, "rotate-key", (NEW, OLD))).startswith("0 rows")

    # 3. HAVEN_SEAL_KEYS is NEW alone.
    async with started(tmp_path, farm, NEW, before=stored) as haven:
        assert (await look_at_seals(haven.desk.database)).newest == older.older + older.newest
        await check_all(haven, stored)
    await check_stolen(stolen, stored, older.older + older.newest)


async def check_stolen(copy: Path, stored: Stored, rows: int) -> None:
    """Nothing of the old copy opens under the new key, and nobody is found in it."""
    database = Database(f"sqlite+aiosqlite:///{copy}", Vault([NEW]))
    seals = await look_at_seals(database)
    assert (seals.newest, seals.older) == (0, 0)
    assert 0 < seals.broken <= rows
    async with database.reading() as session:
        with pytest.raises(SealBroken):
            await open_targets(session, str(read_reference(stored.reference)))
    await database.close()


async def test_a_key_that_is_dropped_before_the_command_ran_is_told_of(tmp_path: Path) -> None:
    """The one order that loses something: what is still under the old key can be opened by nobody any more."""
    farm, _ = in_process()
    async with started(tmp_path, farm, OLD) as haven:
        stored = await fill(haven)
    async with started(tmp_path, farm, NEW, before=stored) as haven:
        seals = await look_at_seals(haven.desk.database)
        assert (seals.newest, seals.older, seals.broken > 0) == (0, 0, True)
        assert not (await _seals(haven.desk)).well
