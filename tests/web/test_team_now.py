"""Who of a team may be awake, as pages say it: a count, for those whom it helps, and never a person."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.queues import Queue, Team
from app.store.presence import note_presence
from tests.journeys.cases import harbour
from tests.support.haven import SUPPRESSION, Haven
from tests.support.page_checks import read, words

TEAM = ("Odile Farr", "Piet Wander", "Keeva Strand")


def edit(haven: Haven, *names: str, wiki: str = "enwiki") -> None:
    """They edit something else at this moment."""
    place = haven.farm.wiki(wiki)
    page = place.add_page("Tide tables", 0)
    for name in names:
        place.add_revision(page, name, "more tides")


async def own_page(haven: Haven, name: str = "Tamsin Vale") -> str:
    client = await haven.client(name)
    reference = await haven.file(client, "enwiki", harbour(haven.farm.wiki("enwiki")))
    return words(await client.get(f"/requests/{reference}"))


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ((), "None of the oversighters of enwiki edited in the last 15 minutes. They are reached all the same"),
        (("Keeva Strand", "Keeva Strand"), "1 of 3 oversighters of enwiki edited in the last 15 minutes."),
        (TEAM, "3 of 3 oversighters of enwiki edited in the last 15 minutes."),
        (("Wilma Tarn",), "None of the oversighters of enwiki edited"),
    ],
)
async def test_the_requester_sees_a_count(haven: Haven, names: tuple[str, ...], says: str) -> None:
    edit(haven, *names)
    page = await own_page(haven)
    assert says in page
    assert not any(name in page for name in TEAM)


async def test_whom_to_tell_comes_before_asking_the_wiki_again(haven: Haven) -> None:
    page = await own_page(haven)
    assert page.index("Now with the oversighters of enwiki") < page.index("Check the wiki now")


async def test_edits_that_are_older_than_the_minutes_do_not_count(haven: Haven) -> None:
    edit(haven, "Keeva Strand")
    haven.clock.move(minutes=16)
    assert "None of the oversighters of enwiki edited" in await own_page(haven)


async def test_of_one_or_two_others_nobody_is_counted(haven: Haven) -> None:
    """Piet asks: Odile and Keeva are left."""
    edit(haven, "Piet Wander")
    assert "None of the oversighters of enwiki edited" in await own_page(haven, "Piet Wander"), "he is not counted"
    haven.clock.move(minutes=2)
    edit(haven, "Keeva Strand")
    client = await haven.client("Piet Wander")
    page = words(await client.get("/queues?queue=oversighters.enwiki"))
    assert "Somebody of the oversighters of enwiki edited in the last 15 minutes." in page
    assert "1 of 2" not in page


async def test_a_silent_wiki_is_could_not_check_and_the_way_to_tell_them_stays(haven: Haven) -> None:
    client = await haven.client("Tamsin Vale")
    reference = await haven.file(client, "enwiki", harbour(haven.farm.wiki("enwiki")))
    haven.farm.faults.set("enwiki", "down")
    page = await client.get(f"/requests/{reference}")
    assert page.status_code == 200
    assert "Whether any oversighters of enwiki are awake could not be checked just now." in words(page)
    assert reference in [each.get_text() for each in read(page).find_all("textarea")]


async def test_neither_polls_nor_other_readers_make_haven_ask(haven: Haven) -> None:
    tamsin, odile = await haven.client("Tamsin Vale"), await haven.client("Odile Farr")
    reference = await haven.file(tamsin, "enwiki", harbour(haven.farm.wiki("enwiki")))
    haven.farm.access_log.clear()
    await odile.get(f"/requests/{reference}")
    for client in (tamsin, odile):
        await client.get(f"/requests/{reference}/changes?since=x")
    await tamsin.get("/requests")
    await odile.get("/queues")
    assert haven.farm.access_log.count(module="usercontribs") == 0
    await tamsin.get(f"/requests/{reference}")
    await tamsin.get(f"/requests/{reference}")
    assert haven.farm.access_log.count(module="usercontribs") == 1, "once a minute"
    await odile.post(f"/requests/{reference}/take")
    haven.clock.move(minutes=2)
    await tamsin.get(f"/requests/{reference}")
    assert haven.farm.access_log.count(module="usercontribs") == 1, "somebody has it: it matters no more"


async def test_a_finished_mail_says_it_too_and_of_stewards_where_it_was_looked(haven: Haven) -> None:
    edit(haven, "Sunniva Aldous", wiki="metawiki")
    off = replace(haven.desk, queues_on=False)
    haven.app.state.house = replace(haven.app.state.house, desk=off)
    bruno, small = await haven.client("Bruno Halm"), haven.farm.wiki("dewikibooks")
    revision = next(each for each in small.revisions.values() if each.author.name == "Marlow Quince")
    draft = (await bruno.post("/box", {"text": f"{small.server}/?diff={revision.rev_id}"})).headers["location"]
    letter = words(await bruno.post(f"{draft}/file", SUPPRESSION))
    assert "Somebody of the stewards edited in the last 15 minutes." in letter
    assert "on the central wiki alone" in letter


async def test_a_queue_that_closes_meanwhile_makes_no_mail_to_whom_it_would_have_hidden_it_from(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The team's queue closes between the first question and any later one."""
    from app.actions import filing, open_queues

    asked: list[Queue] = []

    async def open_once(doors: Any, queue: Queue) -> Any:
        asked.append(queue)
        return None if asked.count(queue) == 1 else open_queues.Closed.NOBODY_HERE

    monkeypatch.setattr(filing, "why_closed", open_once)
    tamsin = await haven.client("Tamsin Vale")
    wiki = haven.farm.wiki("enwiki")
    draft = (await tamsin.post("/box", {"text": f"{wiki.server}/?diff={harbour(wiki)[0]}"})).headers["location"]
    answer = await tamsin.post(f"{draft}/file", SUPPRESSION | {"keep_out_1": "Piet Wander"})
    assert answer.status_code == 303, "it waits in the queue, where he does not see it"
    assert "oversighters-enwiki@" not in answer.text


async def test_a_mail_because_nobody_came_reaches_nobody_who_is_kept_out(haven: Haven) -> None:
    haven.teams_present = False
    haven.clock.move(days=8)
    async with haven.desk.database.writing() as session:
        await note_presence(session, [Queue(Team.ADMINISTRATORS, "enwiki")], haven.clock())
    tamsin, wiki = await haven.client("Tamsin Vale"), haven.farm.wiki("enwiki")
    draft = (await tamsin.post("/box", {"text": f"{wiki.server}/?diff={harbour(wiki)[0]}"})).headers["location"]
    letter = await tamsin.post(f"{draft}/file", SUPPRESSION | {"keep_out_1": "Piet Wander"})
    assert "oversighters-enwiki@" not in letter.text
    assert "stewards@sandbox.invalid" in words(letter)
