"""The process that runs all the time: it follows the event stream and hands requests up. Whether it is well.

Loads neither the web nor the sandbox.
"""

import argparse
import asyncio
import logging
import os
import sys
import time

from app.actions.climbing import Stairwell
from app.actions.stream.beside import beside
from app.actions.stream.health import StreamHealth, check_stream
from app.actions.stream.pulse import until_ended
from app.flows.packs import read_packs
from app.jobs import stream as following
from app.mediawiki.lookout import Lookout, open_lookout
from app.settings import Settings, from_environment
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, Database


def stream(arguments: argparse.Namespace) -> int:
    """Follow the stream and hand requests up until it is ended; with --check say whether the stream is followed, 1
    when it is not. Without a stream to follow, requests are handed up all the same."""
    settings = from_environment(os.environ)
    if not settings.queues_on:
        print(
            "queues are off: nothing is stored that the stream could concern, so there is nothing to follow", flush=True
        )
        return 0 if arguments.check else asyncio.run(following.idle())
    if arguments.check:
        return asyncio.run(_check(settings))
    if settings.stream_url is None:
        print("Haven does not follow any stream: HAVEN_STREAM_URL is missing", file=sys.stderr, flush=True)
    # SECURITY: whatever a library would log of addresses, names or values is never written.
    logging.disable(logging.CRITICAL)
    try:
        return asyncio.run(_work(settings))
    except Exception as error:
        # SECURITY: an exception's own words, and the lines of a trace, may quote what was read.
        following.say("failed")
        print(", ".join(sorted(_kinds(error))), file=sys.stderr)
        return 1


def _kinds(error: Exception) -> set[str]:
    """The kinds of error that several tasks at once may have ended with."""
    if isinstance(error, ExceptionGroup):
        return {kind for each in error.exceptions for kind in _kinds(each)}
    return {type(error).__name__}


async def _work(settings: Settings) -> int:
    database = open_database(settings)
    wikis = open_lookout(settings.central_wiki, settings.user_agent, _now)
    stairs = Stairwell(database, wikis, read_packs(settings.packs), settings.queues_on, _now)
    try:
        return await until_ended(beside(_follow(settings, database, wikis), stairs, following.say))
    finally:
        await wikis.aclose()
        await database.close()


async def _follow(settings: Settings, database: Database, wikis: Lookout) -> None:
    """Until it is cancelled; without a stream it waits."""
    if settings.stream_url is None:
        await asyncio.Event().wait()
    else:
        await following.follow(database, wikis, settings.stream_url, settings.user_agent, _now)


async def _check(settings: Settings) -> int:
    database = open_database(settings)
    try:
        health = await check_stream(database, _now())
    except Exception as error:
        # SECURITY: the driver's own words may quote the address with its password.
        health = StreamHealth(False, f"the database does not work ({type(error).__name__}): was it migrated?")
    finally:
        await database.close()
    print(health.say)
    return 0 if health.well else 1


def open_database(settings: Settings) -> Database:
    return Database(settings.database_url, Vault(settings.seal_keys), JOB_CONNECTIONS)


def _now() -> int:
    return int(time.time())
