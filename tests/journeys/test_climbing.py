"""Nothing falls into a hole: what nobody takes is handed up by time, and everybody who may know of it is told."""

import asyncio
from dataclasses import replace

import pytest

from app.actions import climbing
from app.actions.climbing import Stairwell, check_climbing, climb, take_turn
from app.actions.stream.beside import beside
from app.domain.lifecycle import Event
from app.domain.queues import Step
from app.domain.references import read_reference
from app.domain.requests import Request
from app.flows.packs import Packs
from app.sandbox.cases import TO_HIDE
from app.store import climbing as stored
from app.store.timeline import timeline_of
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words

NOW = {"urgency": "now"}
LOCAL, SYSOPS = 240, 480


async def small_wiki(haven: Haven, client: Client) -> str:
    """A revision deletion on the wiki that global sysops serve."""
    revisions = [each for each in haven.farm.wiki("dewikibooks").revisions.values() if TO_HIDE in each.text]
    answers = {"kind": "revision-deletion", "criterion": "rd-disruptive"}
    return await haven.file(client, "dewikibooks", [revisions[0].rev_id], answers)


async def large_wiki(haven: Haven, client: Client) -> str:
    return await haven.file(client, "enwiki", harbour(haven.farm.wiki("enwiki")), REVISION_DELETION)


async def request_of(haven: Haven, reference: str) -> Request:
    """As Haven itself sees it."""
    signs = read_reference(reference)
    async with haven.desk.database.reading() as session:
        found = await stored.due_to_climb(session, 99_999_999_999)
    return next(each for each in found if each.reference == signs)


async def status(haven: Haven, name: str, reference: str) -> int:
    return (await (await haven.client(name)).get(f"/requests/{reference}")).status_code


async def handed_up(haven: Haven) -> int:
    return (await climb(haven.desk)).handed_up


async def test_revision_deletion_goes_to_the_global_sysops_and_then_to_the_stewards(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    reference = await small_wiki(haven, tamsin)
    page = words(await tamsin.get(f"/requests/{reference}"))
    assert "the global sysops are asked, too" in page
    haven.clock.move(minutes=LOCAL, seconds=-1)
    assert await handed_up(haven) == 0
    haven.clock.move(seconds=1)
    assert await handed_up(haven) == 1
    gael = await haven.client("Gael Timmer")
    assert "handed up to the global sysops: nobody took it within 4 h" in words(await gael.get("/queues"))
    assert await status(haven, "Sunniva Aldous", reference) == 404
    assert "the stewards are asked, too" in words(await tamsin.get(f"/requests/{reference}"))
    haven.clock.move(minutes=SYSOPS)
    assert [await handed_up(haven), await handed_up(haven)] == [1, 0]
    for name in ("Sunniva Aldous", "Gael Timmer", "Bruno Halm"):
        assert reference in words(await (await haven.client(name)).get("/queues")), name
    own = words(await (await haven.client("Tamsin Vale")).get(f"/requests/{reference}"))
    assert "handed up to the stewards: nobody took it within 4 h" in own
    haven.clock.move(days=5)
    assert await handed_up(haven) == 0
    async with haven.desk.database.reading() as session:
        lines = await timeline_of(session, read_reference(reference) or "")
    ups = [(line.detail, line.by) for line in lines if line.event is Event.HANDED_UP]
    assert ups == [("global-sysops", None), ("stewards", None)]


async def test_a_wiki_outside_the_set_goes_straight_to_the_stewards(haven: Haven) -> None:
    reference = await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL)
    assert await handed_up(haven) == 1
    assert await status(haven, "Sunniva Aldous", reference) == 200
    assert await status(haven, "Gael Timmer", reference) == 404


async def test_suppression_stays_with_its_team_unless_it_is_an_emergency(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    revids = harbour(haven.farm.wiki("enwiki"))
    reference = await haven.file(ilse, "enwiki", revids[:1])
    urgent = await haven.file(ilse, "enwiki", revids[1:], NOW)
    assert "are asked, too" not in words(await ilse.get(f"/requests/{reference}"))
    assert "the stewards are asked, too" in words(await ilse.get(f"/requests/{urgent}"))
    for _ in range(4):
        haven.clock.move(minutes=120)
        await handed_up(haven)
    assert [await status(haven, "Sunniva Aldous", each) for each in (reference, urgent)] == [404, 200]
    haven.clock.move(minutes=3)
    assert "Nobody took this in time" not in words(
        await (await haven.client("Ilse Norrby")).get(f"/requests/{reference}")
    )
    # The team is gone: now nobody on the wiki is left to do it.
    for name in ("Odile Farr", "Piet Wander", "Keeva Strand"):
        haven.farm.revoke(name, "suppress", "enwiki")
    haven.clock.move(minutes=120)
    assert await handed_up(haven) == 1
    assert await status(haven, "Sunniva Aldous", reference) == 200


async def test_a_team_of_the_kept_out_alone_is_no_team(haven: Haven) -> None:
    kept = {"keep_out_1": "Odile Farr", "keep_out_2": "Piet Wander"}
    reference = await haven.file(await haven.client("Ilse Norrby"), "enwiki", harbour(haven.farm.wiki("enwiki")), kept)
    haven.farm.revoke("Keeva Strand", "suppress", "enwiki")
    haven.clock.move(minutes=120)
    assert await handed_up(haven) == 1
    assert [await status(haven, name, reference) for name in ("Sunniva Aldous", "Odile Farr")] == [200, 404]


async def test_nothing_is_handed_up_while_somebody_holds_it_or_the_requester_is_asked(haven: Haven) -> None:
    reference = await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL - 10)
    ilse = await haven.client("Ilse Norrby")
    await ilse.follow(await ilse.post(f"/requests/{reference}/take"))
    haven.clock.move(minutes=20)
    assert await handed_up(haven) == 0
    assert "Nobody took this" not in words(await ilse.get(f"/requests/{reference}"))
    await set_awaits(haven, reference, True)
    haven.clock.move(minutes=20)
    assert await handed_up(haven) == 0
    await set_awaits(haven, reference, False)
    assert await handed_up(haven) == 1


async def set_awaits(haven: Haven, reference: str, awaits: bool) -> None:
    from sqlalchemy import update

    from app.store.tables import REQUESTS

    async with haven.desk.database.writing() as session:
        its = REQUESTS.c.reference == read_reference(reference)
        await session.execute(update(REQUESTS).where(its).values(awaits_answer=awaits))


async def test_whoever_takes_it_at_that_moment_keeps_it(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the turn's look and its step an administrator takes it."""
    reference = await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL)
    ilse = await haven.client("Ilse Norrby")
    before = climbing.step_behind

    async def meanwhile(stairs: climbing.Stairs, request: Request) -> Step | None:
        assert (await ilse.post(f"/requests/{reference}/take")).status_code == 303
        return await before(stairs, request)

    monkeypatch.setattr(climbing, "step_behind", meanwhile)
    assert await handed_up(haven) == 0
    assert await status(haven, "Sunniva Aldous", reference) == 404


async def test_an_administrator_and_a_steward_at_once_one_gets_it(haven: Haven) -> None:
    reference = await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL)
    await handed_up(haven)
    ilse, sunniva = await haven.client("Ilse Norrby"), await haven.client("Sunniva Aldous")
    answers = await asyncio.gather(*(each.post(f"/requests/{reference}/take") for each in (ilse, sunniva)))
    assert sorted(answer.status_code for answer in answers) == [303, 409]


async def test_a_steward_takes_and_closes_what_was_handed_up_by_rights_read_at_that_moment(haven: Haven) -> None:
    reference = await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL)
    await handed_up(haven)
    sunniva, ines = await haven.client("Sunniva Aldous"), await haven.client("Ines Torvald")
    taken = await sunniva.follow(await sunniva.post(f"/requests/{reference}/take"))
    assert "Special:RevisionDelete" in taken.text
    await ines.get("/queues")
    haven.farm.revoke("Ines Torvald", "steward")
    assert (await ines.post(f"/requests/{reference}/open", {"purpose": "review"})).status_code == 403
    closed = await sunniva.follow(await sunniva.post(f"/requests/{reference}/close", {"closing": "partly"}))
    assert "Partly done" in words(closed)


async def test_a_steward_who_is_kept_out_or_asked_for_it_does_not_handle_it(haven: Haven) -> None:
    tamsin, ines = await haven.client("Tamsin Vale"), await haven.client("Ines Torvald")
    revids = harbour(haven.farm.wiki("enwiki"))
    kept = await haven.file(tamsin, "enwiki", revids[:1], REVISION_DELETION | {"keep_out_1": "Sunniva Aldous"})
    own = await haven.file(ines, "enwiki", revids[1:], REVISION_DELETION)
    haven.clock.move(minutes=LOCAL)
    assert await handed_up(haven) == 2
    sunniva, ines = await haven.client("Sunniva Aldous"), await haven.client("Ines Torvald")
    queue = words(await sunniva.get("/queues"))
    assert kept not in queue and own in queue
    assert (await sunniva.get(f"/requests/{kept}")).status_code == 404
    queue = words(await ines.get("/queues"))
    assert own not in queue and kept in queue
    assert (await ines.post(f"/requests/{own}/take")).status_code == 403


async def test_where_stewards_have_no_queue_the_pages_say_whom_to_write_to(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    reference = await large_wiki(haven, tamsin)
    everywhere = haven.desk.packs.everywhere
    closed = Packs({**haven.desk.packs.by_wiki, "global": replace(everywhere, queues={})})
    haven.app.state.house = replace(haven.app.state.house, desk=replace(haven.desk, packs=closed))
    assert "are asked, too" not in words(await tamsin.get(f"/requests/{reference}"))
    haven.clock.move(minutes=LOCAL + 6)
    assert (await climb(replace(haven.desk, packs=closed))).handed_up == 0
    for name in ("Tamsin Vale", "Ilse Norrby"):
        page = words(await (await haven.client(name)).get(f"/requests/{reference}"))
        assert "Nobody took this in time" in page and "stewards@sandbox.invalid" in page, name
        assert "You need do nothing more" not in page
    # As soon as they have one, it is handed to them.
    assert await handed_up(haven) == 1


async def test_what_is_seen_again_gets_a_time_anew(haven: Haven) -> None:
    tamsin, ilse = await haven.client("Tamsin Vale"), await haven.client("Ilse Norrby")
    reference = await large_wiki(haven, tamsin)
    wiki = haven.farm.wiki("enwiki")
    revids = harbour(wiki)
    wiki.hide(revids, text=True)
    assert "Done" in words(await tamsin.follow(await tamsin.post(f"/requests/{reference}/check")))
    wiki.show(revids)
    haven.clock.move(minutes=20)
    await tamsin.follow(await tamsin.post(f"/requests/{reference}/check"))
    assert "overdue" not in words(await ilse.get(f"/requests/{reference}"))
    await handed_up(haven)
    assert (await request_of(haven, reference)).climbs_at == haven.clock() + LOCAL * 60


async def test_one_process_at_a_time_and_a_job_that_is_dead_is_seen(haven: Haven) -> None:
    assert not (await check_climbing(haven.desk.database, haven.clock())).well
    assert await take_turn(haven.desk, "one") is not None
    assert await take_turn(haven.desk, "another") is None
    haven.clock.move(seconds=30)
    assert await take_turn(haven.desk, "another") is not None
    health = await check_climbing(haven.desk.database, haven.clock())
    assert (health.well, health.age) == (True, 0)
    assert (await (await haven.client()).get("/status")).json()["climbing_age"] == 0
    haven.clock.move(minutes=6)
    assert not (await check_climbing(haven.desk.database, haven.clock())).well


async def test_a_turn_that_fails_is_no_sign_of_life(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request that cannot be looked at keeps no other where it is, and is told of."""
    tamsin = await haven.client("Tamsin Vale")
    revids = harbour(haven.farm.wiki("enwiki"))
    for some in (revids[:1], revids[1:]):
        await haven.file(tamsin, "enwiki", some, REVISION_DELETION)
    await take_turn(haven.desk, "one")
    haven.clock.move(minutes=LOCAL)
    before, failed = climbing.step_behind, list[str]()

    async def fails_once(stairs: climbing.Stairs, request: Request) -> Step | None:
        if not failed or request.reference in failed:
            failed.append(request.reference)
            raise RuntimeError
        return await before(stairs, request)

    monkeypatch.setattr(climbing, "step_behind", fails_once)
    climbed = await take_turn(haven.desk, "one")
    assert climbed is not None and (climbed.handed_up, climbed.failed) == (1, 1)
    haven.clock.move(seconds=30)
    await take_turn(haven.desk, "one")
    assert not (await check_climbing(haven.desk.database, haven.clock())).well


async def test_the_streams_own_failure_does_not_stop_it(haven: Haven) -> None:
    """A process that fails at once, again and again, hands up still."""
    await large_wiki(haven, await haven.client("Tamsin Vale"))
    haven.clock.move(minutes=LOCAL)

    async def fails() -> None:
        raise RuntimeError

    said: list[str] = []
    stairs = Stairwell(haven.desk.database, haven.desk.wikis, haven.desk.packs, True, haven.clock)
    with pytest.raises(RuntimeError):
        await beside(fails(), stairs, lambda code, **counts: said.append(code))
    assert said == ["handed-up"]
