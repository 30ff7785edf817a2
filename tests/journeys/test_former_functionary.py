"""An attacker's way: somebody who was a functionary keeps the secret of their bell, and asks on.

What is theirs to know ends with the right, however it ends; and no answer tells whether anything waits.
"""

from collections.abc import Callable

import pytest

from app.domain.people import Role
from app.sandbox import Farm
from app.store import bells as stored
from tests.support.haven import Client, Haven
from tests.web.test_bells import NOBODYS, OVERSIGHTERS, file_some, make_bell, rows, told
from tests.web.test_own_case import calls, essence

ODILE = "Odile Farr"


def demote(farm: Farm) -> None:
    for group in ("suppress", "checkuser"):
        farm.revoke(ODILE, group, "enwiki")


ENDS: dict[str, Callable[[Farm], object]] = {
    "demoted": demote,
    "locked": lambda farm: farm.lock(ODILE),
    "blocked": lambda farm: farm.block(ODILE, "enwiki", "Ilse Norrby"),
}


@pytest.fixture
async def bot(haven: Haven) -> Client:
    return await haven.client()


async def essence_of(haven: Haven, bot: Client, secret: str) -> tuple[int, tuple[object, ...]]:
    asked, answer = await calls(haven, bot, f"/bell/{secret}/json", None)
    return asked, essence(answer, secret)


@pytest.mark.parametrize("way", ENDS)
async def test_a_former_functionarys_bell(haven: Haven, bot: Client, way: str) -> None:
    odile = await haven.client(ODILE)
    secret = await make_bell(odile)
    await file_some(haven, 6)
    assert (await told(bot, secret))[OVERSIGHTERS.key] == "many"

    ENDS[way](haven.farm)
    haven.clock.move(minutes=6)
    # The secret is the only way left: their session shows nothing either.
    assert (await odile.get("/queues")).status_code in (401, 403)
    _, gone = await essence_of(haven, bot, secret)
    unknown = await essence_of(haven, bot, NOBODYS)
    assert gone == unknown[1], "as one that never was"
    assert await rows(haven, ODILE) == 0, "and it is gone for good"
    assert await essence_of(haven, bot, secret) == unknown, "from then on no wiki is asked for it"

    # Nor does it come back with a right somewhere else, or with the old one.
    haven.farm.grant(ODILE, "sysop", "dewikibooks")
    haven.farm.grant(ODILE, "suppress", "enwiki")
    haven.clock.move(minutes=6)
    assert await essence_of(haven, bot, secret) == unknown


async def test_who_moved_to_another_wiki_hears_of_that_one_alone(haven: Haven, bot: Client) -> None:
    secret = await make_bell(await haven.client(ODILE))
    await file_some(haven, 1)
    demote(haven.farm)
    haven.farm.grant(ODILE, "sysop", "dewikibooks")
    haven.clock.move(minutes=6)
    assert await told(bot, secret) == {"administrators.dewikibooks": "none"}


async def test_with_the_wikis_silent_it_is_neither_told_nor_ended(haven: Haven, bot: Client) -> None:
    """Who ends rights at the moment in which the wiki is away could not be told from who holds them."""
    secret = await make_bell(await haven.client(ODILE))
    await file_some(haven, 1)
    demote(haven.farm)
    haven.clock.move(minutes=6)
    haven.farm.faults.set("metawiki", "down")
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 503
    assert await rows(haven, ODILE) == 1
    haven.farm.faults.clear()
    haven.clock.move(seconds=11)
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 404


async def test_who_only_sends_requests_now_hears_nothing(haven: Haven, bot: Client) -> None:
    """A sender keeps a page of their own requests, and no queue."""
    secret = await make_bell(await haven.client(ODILE))
    await file_some(haven, 1)
    demote(haven.farm)
    haven.farm.grant(ODILE, "rollbacker", "enwiki")
    haven.clock.move(minutes=6)
    assert (await bot.get(f"/bell/{secret}/json")).status_code == 404
    identity = await haven.desk.wikis.rights.standing_cached(haven.central_id(ODILE))
    assert {held.role for held in identity.standing.held} >= {Role.SENDER}  # type: ignore[union-attr]
    async with haven.desk.database.reading() as session:
        assert await stored.find_bell(session, secret, haven.clock()) is None
