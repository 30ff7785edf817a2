"""Is this deployment well? One finding for each thing it leans on; for `python -m app doctor`, in plain words."""

from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.stream.health import check_stream
from app.mediawiki.oauth import Started
from app.mediawiki.outcomes import Failed
from app.store.migrations import is_up_to_date
from app.store.session import StoreBusy


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, whether it is well, and what to say."""

    about: str
    well: bool
    say: str


async def check_deployment(desk: Desk, database_url: str, callback: str, stream_url: str | None) -> list[Finding]:
    """Everything, in the order in which things fail. Changes nothing; the sign-in that it begins is left unused."""
    findings = [
        await _database(database_url),
        await _central_wiki(desk),
        await _consumer(desk, callback),
        await _stream(desk, stream_url),
        Finding("queues", True, "on" if desk.queues_on else "off: nothing but sign-in rows and drafts is stored"),
    ]
    await desk.wikis.aclose()
    await desk.database.close()
    return findings


async def _database(url: str) -> Finding:
    try:
        well = await is_up_to_date(url)
    except (OSError, StoreBusy) as error:
        return Finding("database", False, f"cannot be reached ({type(error).__name__})")
    except Exception as error:
        # SECURITY: the driver's own words may quote the address with its password.
        return Finding("database", False, f"does not work ({type(error).__name__})")
    return Finding("database", well, "reached, up to date" if well else "reached, but run: python -m app migrate")


async def _central_wiki(desk: Desk) -> Finding:
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        return Finding("central wiki", False, f"does not describe its farm ({farm.code})")
    return Finding("central wiki", True, f"{farm.central} describes a farm of {len(farm.wikis)} wikis")


async def _stream(desk: Desk, url: str | None) -> Finding:
    if not desk.queues_on:
        return Finding("stream", True, "queues are off: there is nothing to follow")
    if url is None:
        return Finding("stream", False, "HAVEN_STREAM_URL is not set: no request closes by itself")
    try:
        health = await check_stream(desk.database, desk.now())
    except Exception as error:
        # SECURITY: as above.
        return Finding("stream", False, f"whether it is followed cannot be told ({type(error).__name__})")
    return Finding("stream", health.well, health.say)


async def _consumer(desk: Desk, callback: str) -> Finding:
    started = await desk.wikis.sign_in.start(callback)
    if isinstance(started, Started):
        return Finding("OAuth consumer", True, "the central wiki began a sign-in for it")
    code = started.code if isinstance(started, Failed) else type(started).__name__
    return Finding("OAuth consumer", False, f"the central wiki began no sign-in ({code}): key, secret, callback?")
