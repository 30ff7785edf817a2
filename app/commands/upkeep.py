"""What keeps a deployment well: tables, the purge, keys, and the page about what is stored."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable

from app.jobs import purge as purging
from app.main import now
from app.settings import from_environment
from app.store.data_register import write_data_page
from app.store.migrations import Tables, migrate, state_of
from app.store.rotation import rotate
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, LONGEST_JOB_SECONDS, Database


def run_migrations(_arguments: argparse.Namespace) -> int:
    """Bring the database's tables up to date; safe to repeat."""
    url = from_environment(os.environ).database_url

    async def run() -> Tables:
        await migrate(url)
        return await state_of(url)

    if asyncio.run(run()) is Tables.AHEAD:
        print("the database's tables are those of a newer release: nothing was changed")
    else:
        print("the database is up to date")
    return 0


def purge(_arguments: argparse.Namespace) -> int:
    """Throw away what has expired."""
    return asyncio.run(_with_database(lambda database: purging.run(database, now())))


def rotate_key(_arguments: argparse.Namespace) -> int:
    """Seal everything anew under the first of HAVEN_SEAL_KEYS; afterwards the older keys can be dropped."""

    async def run(database: Database) -> int:
        print(f"{await rotate(database)} rows were sealed anew; older keys can be dropped from HAVEN_SEAL_KEYS now")
        return 0

    return asyncio.run(_with_database(run))


async def _with_database(work: Callable[[Database], Awaitable[int]]) -> int:
    settings = from_environment(os.environ)
    database = Database(settings.database_url, Vault(settings.seal_keys), JOB_CONNECTIONS, longest=LONGEST_JOB_SECONDS)
    try:
        return await work(database)
    finally:
        await database.close()


def data_page(_arguments: argparse.Namespace) -> int:
    """Print docs/data.md: every column, its meaning, how long it is kept and who may read it."""
    print(write_data_page(), end="")
    return 0
