"""Is this deployment well? One finding for each thing it leans on; for `python -m app doctor`, in plain words.

SECURITY: a driver's own words may quote the address with its password, so of an error only its type is said.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.actions.climbing import check_climbing
from app.actions.desk import Desk
from app.actions.open_queues import is_open
from app.actions.stream.health import check_stream
from app.actions.upkeep import PURGE_RAN
from app.domain.queues import Queue
from app.domain.retention import DAY, PRESENCE
from app.flows.packs import Packs
from app.mediawiki.oauth import Started
from app.mediawiki.outcomes import Failed
from app.store.job_marks import last_run
from app.store.migrations import Tables, state_of
from app.store.seal_check import look_at_seals
from app.store.session import JOB_CONNECTIONS, WEB_CONNECTIONS, StoreBusy, connections_allowed

PURGE_LATE = 36 * 60 * 60
"""It runs once a day; one that failed has been tried again by then."""

PACK_OLD = timedelta(days=365)


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, whether it is well, and what to say."""

    about: str
    well: bool
    say: str


@dataclass(frozen=True)
class Deployment:
    """What the settings and the files of the platform say: the database's address, the address of our callback, the
    stream's (None: not set), and how many web processes and jobs run side by side."""

    database_url: str
    callback: str
    stream_url: str | None
    replicas: int
    jobs: int

    @property
    def connections(self) -> int:
        """How many connections all of them may hold at a time, with one command by hand beside them."""
        return self.replicas * WEB_CONNECTIONS + (self.jobs + 1) * JOB_CONNECTIONS


async def check_deployment(desk: Desk, deployment: Deployment) -> list[Finding]:
    """Everything, in the order in which things fail. Changes nothing; the sign-in that it begins is left unused."""
    findings = [
        await _looked("database", lambda: _database(deployment.database_url)),
        await _looked("connections", lambda: _connections(deployment)),
        await _looked("seals", lambda: _seals(desk)),
        await _looked("purge", lambda: _purge(desk)),
        await _central_wiki(desk),
        await _consumer(desk, deployment.callback),
        await _stream(desk, deployment.stream_url),
        await _looked("handing up", lambda: _climbing(desk)),
        await _looked("queues", lambda: _queues(desk)),
        _packs(desk.packs, datetime.fromtimestamp(desk.now(), UTC).date()),
    ]
    await desk.wikis.aclose()
    await desk.database.close()
    return findings


async def _looked(about: str, look: Callable[[], Awaitable[Finding]]) -> Finding:
    """What `look` finds; whatever the database does, one line."""
    try:
        return await look()
    except (OSError, StoreBusy) as error:
        return Finding(about, False, f"the database cannot be reached, or was never migrated ({type(error).__name__})")
    except Exception as error:
        return Finding(about, False, f"the database does not work ({type(error).__name__})")


async def _database(url: str) -> Finding:
    kind = "SQLite" if url.startswith("sqlite") else "MariaDB"
    said = {
        Tables.BEHIND: (False, "but its tables are older than this release: python -m app migrate"),
        Tables.CURRENT: (True, "its tables are up to date"),
        Tables.AHEAD: (True, "its tables are those of a newer release, which this one can use"),
    }
    well, say = said[await state_of(url)]
    return Finding("database", well, f"{kind}, reached, {say}")


async def _connections(deployment: Deployment) -> Finding:
    allowed, needed = await connections_allowed(deployment.database_url), deployment.connections
    need = f"{deployment.replicas} web, {deployment.jobs} jobs and one command by hand may hold {needed}"
    if allowed is None:
        return Finding("connections", True, f"the server states no limit; {need}")
    # While the platform puts new web processes in the place of old ones, one more may run.
    fits = needed + WEB_CONNECTIONS <= allowed
    say = f"the server allows {allowed}; {need}, and one more web process {WEB_CONNECTIONS} during a restart"
    return Finding("connections", fits, say if fits else f"{say}: fewer replicas")


async def _seals(desk: Desk) -> Finding:
    seals = await look_at_seals(desk.database)
    if seals.broken:
        return Finding("seals", False, f"{seals.broken} rows are under a key that is not in HAVEN_SEAL_KEYS any more")
    if seals.older:
        say = f"{seals.older} rows are under an older key: python -m app rotate-key, then drop it"
        return Finding("seals", True, say)
    return Finding("seals", True, f"all {seals.newest} sealed rows are under the newest key")


async def _purge(desk: Desk) -> Finding:
    async with desk.database.reading() as session:
        at = await last_run(session, PURGE_RAN)
    if at is None:
        return Finding("purge", False, "has not run yet: is the job loaded?")
    hours = (desk.now() - at) // 3600
    return Finding("purge", desk.now() - at <= PURGE_LATE, f"ran {hours} hours ago")


async def _central_wiki(desk: Desk) -> Finding:
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        return Finding("central wiki", False, f"does not describe its farm ({farm.code})")
    return Finding("central wiki", True, f"{farm.central} describes a farm of {len(farm.wikis)} wikis")


async def _consumer(desk: Desk, callback: str) -> Finding:
    started = await desk.wikis.sign_in.start(callback)
    if isinstance(started, Started):
        return Finding("OAuth consumer", True, "the central wiki began a sign-in for it")
    code = started.code if isinstance(started, Failed) else type(started).__name__
    return Finding("OAuth consumer", False, f"the central wiki began no sign-in ({code}): key, secret, callback?")


async def _stream(desk: Desk, url: str | None) -> Finding:
    if not desk.queues_on:
        return Finding("stream", True, "queues are off: there is nothing to follow")
    if url is None:
        return Finding("stream", False, "HAVEN_STREAM_URL is not set: no request closes by itself")
    try:
        health = await check_stream(desk.database, desk.now())
    except Exception as error:
        return Finding("stream", False, f"whether it is followed cannot be told ({type(error).__name__})")
    return Finding("stream", health.well, health.say)


async def _climbing(desk: Desk) -> Finding:
    if not desk.queues_on:
        return Finding("handing up", True, "queues are off: nothing waits")
    health = await check_climbing(desk.database, desk.now())
    return Finding("handing up", health.well, health.say)


async def _queues(desk: Desk) -> Finding:
    """Counts only: which team was not here is no business of whoever looks after a server."""
    if not desk.queues_on:
        return Finding("queues", True, "off: nothing but sign-in rows, drafts and counts is stored")
    today = datetime.fromtimestamp(desk.now(), UTC).date()
    wanted = [
        queue
        for pack in desk.packs.by_wiki.values()
        for team in pack.queues
        if desk.packs.wants_queue(team, pack.wiki, today)
        for queue in (Queue(team, pack.wiki if team.is_local else ""),)
    ]
    opened = [queue for queue in wanted if await is_open(desk, queue)]
    say = f"on; {len(wanted)} teams want one, {len(opened)} of these are open"
    if len(opened) < len(wanted):
        say += f"; of {len(wanted) - len(opened)} nobody was here for {PRESENCE // DAY} days: their requests go by mail"
    return Finding("queues", bool(opened), say)


def _packs(packs: Packs, today: date) -> Finding:
    old = sorted(pack.wiki for pack in packs.by_wiki.values() if today - pack.reviewed > PACK_OLD)
    if old:
        return Finding("policy packs", False, f"nobody has read these against their wiki for a year: {', '.join(old)}")
    return Finding("policy packs", True, f"{len(packs.by_wiki)}, each read against its wiki within a year")
