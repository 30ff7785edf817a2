"""What becomes of somebody who holds an opened request when the wikis change what they are, step by step: between
opening and saving, and once the standing that was remembered has gone too."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.sandbox import Farm
from app.store import requests as stored
from app.store.timeline import timeline_of
from tests.journeys.cases import harbour
from tests.support.haven import Client, Haven
from tests.support.page_checks import words

NAME, RENAMED, COLLEAGUE, BLOCKER = "Odile Farr", "Odile Farr Brook", "Keeva Strand", "Caro Lindqvist"
STEPS: dict[str, dict[str, str]] = {
    "take": {},
    "open": {"purpose": "review"},
    "check": {},
    "close": {"closing": "mistake"},
}


@dataclass(frozen=True)
class Change:
    """What happened, and whether they go on handling: `keeps` is False where the wiki took the right away."""

    name: str
    make: Callable[[Farm], object]
    keeps: bool


CHANGES = [
    Change("renamed", lambda farm: farm.rename(farm.account(NAME), RENAMED), keeps=True),
    Change("blocked-in-part", lambda farm: farm.block(NAME, "enwiki", BLOCKER, partial=True), keeps=True),
    Change("blocked", lambda farm: farm.block(NAME, "enwiki", BLOCKER), keeps=False),
    Change("demoted", lambda farm: farm.revoke(NAME, "suppress", "enwiki"), keeps=False),
    Change("locked", lambda farm: farm.lock(NAME), keeps=False),
    Change("hidden", lambda farm: farm.hide_account(NAME), keeps=False),
]
EACH = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)


async def held(haven: Haven) -> tuple[str, Client]:
    """A request that they have taken: its pointers are open and the claim is theirs."""
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client(NAME)
    reference = await haven.file(ilse, "enwiki", harbour(haven.farm.wiki("enwiki")))
    assert (await odile.post(f"/requests/{reference}/take")).status_code == 303
    return reference, odile


async def record(haven: Haven, reference: str) -> tuple[object, ...]:
    """All that a step may change of a request."""
    signs = reference.replace("-", "")[1:]
    async with haven.desk.database.reading() as session:
        request_id = await stored.request_id_of(session, signs)
        assert request_id is not None
        states = await stored.results_of(session, signs)
        return tuple(await timeline_of(session, signs)), tuple(states.items())


@EACH
@pytest.mark.parametrize("step", STEPS)
async def test_a_right_lost_between_opening_and_saving_is_lost_for_the_next_step(
    haven: Haven, change: Change, step: str
) -> None:
    """Within the five minutes for which Haven remembers a standing: every step asks the wiki itself."""
    reference, odile = await held(haven)
    before = await record(haven, reference)
    change.make(haven.farm)
    answer = await odile.post(f"/requests/{reference}/{step}", STEPS[step])
    if change.keeps:
        assert answer.status_code == 303, words(answer)
    else:
        assert answer.status_code in {401, 403, 404}, (change.name, step, answer.status_code)
        assert await record(haven, reference) == before, "nothing was written"
        assert not any(str(revid) in answer.text for revid in harbour(haven.farm.wiki("enwiki")))


@EACH
async def test_what_they_still_see_when_their_standing_is_read_anew(haven: Haven, change: Change) -> None:
    reference, odile = await held(haven)
    change.make(haven.farm)
    haven.clock.move(minutes=6)
    page, queue = await odile.get(f"/requests/{reference}"), await odile.get("/queues")
    shown = any(str(revid) in page.text for revid in harbour(haven.farm.wiki("enwiki")))
    assert (page.status_code == 200, shown, reference in queue.text) == (change.keeps,) * 3


@EACH
async def test_nothing_falls_into_a_hole_when_its_holder_is_no_more(haven: Haven, change: Change) -> None:
    """Their claim ends by itself at the latest, and at once if a colleague takes it over."""
    reference, _ = await held(haven)
    seen = {"holder_seen": str(haven.central_id(NAME))}
    change.make(haven.farm)
    keeva = await haven.client(COLLEAGUE)
    page = await keeva.get(f"/requests/{reference}/take-over")
    assert page.status_code == 200
    assert (await keeva.post(f"/requests/{reference}/take-over", seen)).status_code == 303
    haven.clock.move(minutes=31)
    piet = await haven.client("Piet Wander")
    assert (await piet.post(f"/requests/{reference}/take")).status_code == 303
