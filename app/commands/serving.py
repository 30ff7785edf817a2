"""Serving Haven: as the Procfile does, and as a demo with its sandbox farm."""

import argparse
import asyncio
import base64
import contextlib
import os
import secrets
import signal
import tempfile
from pathlib import Path
from typing import Any

import uvicorn

from app.actions.climbing import Stairwell
from app.actions.stream.beside import beside
from app.domain.queues import Queue, Team
from app.flows.packs import read_packs
from app.jobs.stream import follow
from app.main import build_app, now
from app.mediawiki.lookout import open_lookout
from app.sandbox import Farm, build_farm, farm_server, open_sockets
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET
from app.sandbox.server import addresses
from app.settings import ROOT, Settings, from_environment
from app.store.migrations import migrate
from app.store.presence import note_presence
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, Database

AWAY = Queue(Team.ADMINISTRATORS, "dewikibooks")
"""The one team of the demo that wants a queue and was not here of late; one of them signs in, and it opens."""

STOP_SECONDS = 10
"""A page under way may end; the platform waits 15 seconds."""


def serve(arguments: argparse.Namespace) -> int:
    """Serve on $PORT as the Procfile does. The proxy's headers are trusted from the pod network only."""
    settings = from_environment(os.environ)
    uvicorn.run(
        build_app(settings),
        host=arguments.host,
        port=int(os.environ.get("PORT", "8000")),
        access_log=False,
        server_header=False,
        log_level="warning",
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "192.168.0.0/16"),
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Haven with its sandbox farm, everything on loopback, forgotten when it ends."""
    with tempfile.TemporaryDirectory(prefix="haven-demo-") as folder, contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run_demo(arguments.port, Path(folder), Path(arguments.data) if arguments.data else None))
    return 0


def demo_settings(port: int, farm: Farm, folder: Path, data: Path | None = None) -> Settings:
    """Settings that need no environment: sandbox secrets, a database in `folder`, queues on.

    `data` is a copy of app/flows that somebody changed and wants to see: its flows and its packs.
    """
    return Settings(
        central_wiki=f"{farm.central.server}/w/index.php",
        public_url=f"http://127.0.0.1:{port}",
        oauth_key=SANDBOX_KEY,
        oauth_secret=SANDBOX_SECRET,
        session_secret=secrets.token_urlsafe(32),
        seal_keys=(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        database_url=f"sqlite+aiosqlite:///{folder / 'haven.db'}",
        contact="maintainers@haven.invalid",
        queues_on=os.environ.get("HAVEN_QUEUES", "on") == "on",
        demo=True,
        packs=data / "packs" if data else ROOT / "app" / "sandbox" / "packs",
        flows=data or Settings.flows,
        short_link_host=farm.short_link_host,
        stream_url=farm.stream_url,
    )


async def _run_demo(port: int, folder: Path, data: Path | None) -> None:
    farm = build_farm(port)
    settings = demo_settings(port, farm, folder, data)
    await migrate(settings.database_url)
    if settings.queues_on:
        await meet_teams(settings, farm, AWAY)
        _be_awake(farm)
    haven = uvicorn.Server(
        uvicorn.Config(
            build_app(settings),
            access_log=False,
            server_header=False,
            log_level="warning",
            timeout_graceful_shutdown=2,
        )
    )
    wikis = farm_server(farm)
    print(f"\nHaven:  {settings.public_url}\n\nThe sandbox's wikis:")
    for wiki in farm.wikis.values():
        if wiki.is_open:
            print(f"  {wiki.dbname:<14}{wiki.server}")
    print("\nSign in as (no password):")
    for account in farm.accounts.values():
        print(f"  {account.name:<18}  {account.role}")
    if settings.queues_on:
        print(
            f"\nThe teams were here today, but for the administrators of {AWAY.wiki}: filing there ends in a mail."
            " It opens when one of them signs in."
        )
    print("\nCtrl-C ends everything.\n", flush=True)
    serving = asyncio.gather(
        haven.serve(sockets=open_sockets(["127.0.0.1"], port)), wikis.serve(sockets=open_sockets(addresses(farm), port))
    )
    following = asyncio.ensure_future(_follow(settings)) if settings.queues_on else None
    ending = _ending()
    try:
        await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ending.cancel()
        # First, and undisturbed: a database that is not let go would keep the process alive.
        if following is not None:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        haven.should_exit = wikis.should_exit = True
        await serving


async def meet_teams(settings: Settings, farm: Farm, away: Queue | None = None) -> None:
    """As if somebody of each team had signed in today: the queues of a demo are open without the wait for that."""
    local = [Queue(team, wiki) for team in Team if team.is_local for wiki in farm.wikis]
    teams = [queue for queue in [*local, Queue(Team.STEWARDS)] if queue != away]
    database = Database(settings.database_url, Vault(settings.seal_keys))
    try:
        async with database.writing() as session:
            await note_presence(session, teams, now())
    finally:
        await database.close()


def _be_awake(farm: Farm) -> None:
    """An oversighter edits as the demo begins, so that for a while somebody is awake."""
    wiki = farm.wiki("enwiki")
    wiki.add_revision(wiki.add_page("Tide tables", 0), "Keeva Strand", "more tides")


def _ending() -> "asyncio.Task[Any]":
    """Done when somebody wants the demo to end; a signal must not tear the loop apart."""
    stopped = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stopped.set)
    return asyncio.ensure_future(stopped.wait())


async def _follow(settings: Settings) -> None:
    """The job that follows the sandbox's stream and hands requests up, in this process but with nothing in common with
    Haven."""
    database = Database(settings.database_url, Vault(settings.seal_keys), JOB_CONNECTIONS)
    wikis = open_lookout(settings.central_wiki, settings.user_agent, now)
    stairs = Stairwell(database, wikis, read_packs(settings.packs), settings.queues_on, now)
    stream = follow(database, wikis, settings.stream_url or "", settings.user_agent, now, say=_say_nothing)
    try:
        await beside(stream, stairs, say=_say_nothing)
    except Exception as error:
        # SECURITY: an exception's own words may quote what was read.
        print(f"The stream is not followed any more: {type(error).__name__}", flush=True)
    finally:
        await wikis.aclose()
        await database.close()


def _say_nothing(code: str, **counts: int) -> None:
    """The demo's own lines are for people."""
