"""What keeps a deployment well: tables, the purge, keys, and the page about what is stored."""

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable

from app.actions.checkup import Finding, check_deployment
from app.jobs import purge as purging
from app.main import now, open_desk
from app.settings import Settings, from_environment
from app.store.data_register import write_data_page
from app.store.migrations import migrate
from app.store.rotation import rotate
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, LONGEST_JOB_SECONDS, Database
from app.web.routes.signing import CALLBACK


def run_migrations(_arguments: argparse.Namespace) -> int:
    """Bring the database's tables up to date; safe to repeat."""
    asyncio.run(migrate(from_environment(os.environ).database_url))
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


def doctor(_arguments: argparse.Namespace) -> int:
    """Check a deployment: one line for each thing, 1 when something is wrong."""
    settings = from_environment(os.environ)
    findings = asyncio.run(_check(settings))
    for finding in findings:
        print(f"{'ok   ' if finding.well else 'WRONG'} {finding.about}: {finding.say}")
    return 0 if all(finding.well for finding in findings) else 1


async def _check(settings: Settings) -> list[Finding]:
    desk = open_desk(settings, JOB_CONNECTIONS)
    return await check_deployment(desk, settings.database_url, settings.public_url + CALLBACK, settings.stream_url)
