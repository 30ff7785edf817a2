"""A queue is open while its team wants it and comes; elsewhere the same clicks end in a mail that needs no editing."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.actions.open_queues import is_open, why_each_closed
from app.actions.signing import sign_in
from app.domain.queues import Closed, Queue, Team
from app.domain.retention import DAY
from app.store.tables import PRESENCE
from tests.journeys.cases import harbour
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import links, read, words

OVERSIGHTERS = Queue(Team.OVERSIGHTERS, "enwiki")
ADMINISTRATORS = Queue(Team.ADMINISTRATORS, "enwiki")
STEWARDS = Queue(Team.STEWARDS)
NOBODY = "Nobody of the team signed in here during the last 7 days."


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Haven]:
    """A Haven in which nobody was yet."""
    async with open_haven(tmp_path, teams_present=False) as running:
        yield running


async def sign_in_as(haven: Haven, name: str) -> None:
    await sign_in(haven.desk, haven.central_id(name), name, None)


async def noted(haven: Haven) -> dict[str, int]:
    async with haven.desk.database.reading() as session:
        return {row.queue: row.last_day for row in await session.execute(select(PRESENCE))}


async def paste(client: Client, haven: Haven, wiki: str, revids: list[int]) -> str:
    server = haven.farm.wiki(wiki).server
    pasted = await client.post("/box", {"text": "\n".join(f"{server}/?diff={revid}" for revid in revids)})
    return str(pasted.headers["location"])


def copied(page: httpx.Response) -> list[str]:
    """The texts to take along."""
    return [each.get_text() for each in read(page).find_all("textarea")]


@pytest.mark.parametrize(
    ("name", "queues"),
    [
        ("Piet Wander", {ADMINISTRATORS, OVERSIGHTERS}),
        ("Ilse Norrby", {ADMINISTRATORS}),
        ("Sunniva Aldous", {STEWARDS}),
        ("Gael Timmer", set()),
        ("Tamsin Vale", set()),
        ("Roderick Sloe", set()),
        ("Tessa Probe", set()),
    ],
)
async def test_who_signs_in_keeps_the_queues_of_their_own_teams_open(
    empty: Haven, name: str, queues: set[Queue]
) -> None:
    """Not the hundreds of wikis of a global sysop, and nothing where rights do not count."""
    await sign_in_as(empty, name)
    today = empty.clock() - empty.clock() % DAY
    assert await noted(empty) == {queue.key: today for queue in queues}


async def test_nothing_is_noted_while_queues_are_off(tmp_path: Path) -> None:
    async with open_haven(tmp_path, queues_on=False) as haven:
        await sign_in_as(haven, "Piet Wander")
        assert await noted(haven) == {}
        assert await why_each_closed(haven.desk, [OVERSIGHTERS]) == {OVERSIGHTERS: Closed.QUEUES_OFF}


async def test_a_queue_closes_in_the_second_in_which_the_seventh_day_after_begins(empty: Haven) -> None:
    assert not await is_open(empty.desk, OVERSIGHTERS)
    await sign_in_as(empty, "Ilse Norrby")
    assert not await is_open(empty.desk, OVERSIGHTERS), "she is none"
    await sign_in_as(empty, "Odile Farr")
    assert await is_open(empty.desk, OVERSIGHTERS)
    empty.clock.at += 7 * DAY - empty.clock() % DAY - 1
    assert await is_open(empty.desk, OVERSIGHTERS)
    empty.clock.at += 1
    assert await why_each_closed(empty.desk, [OVERSIGHTERS, Queue(Team.OVERSIGHTERS, "commonswiki")]) == {
        OVERSIGHTERS: Closed.NOBODY_HERE,
        Queue(Team.OVERSIGHTERS, "commonswiki"): Closed.NOT_WANTED,
    }


@pytest.mark.parametrize("team", ["here", "away", "queues-off"])
async def test_the_same_clicks_end_in_a_request_or_in_a_mail_that_needs_no_editing(tmp_path: Path, team: str) -> None:
    async with open_haven(tmp_path, teams_present=team == "here", queues_on=team != "queues-off") as haven:
        tamsin, revids = await haven.client("Tamsin Vale"), harbour(haven.farm.wiki("enwiki"))
        draft = await paste(tamsin, haven, "enwiki", revids)
        before = words(await tamsin.get(f"{draft}/file"))
        filed = await tamsin.post(f"{draft}/file", SUPPRESSION)
        if team == "here":
            assert filed.status_code == 303
            assert "finished mail" not in before
            return
        why = NOBODY if team == "away" else "Queues are turned off here."
        assert f"{why} You get a finished mail to send." in before, "said before anything is sent"
        assert filed.status_code == 200
        assert why in words(filed)
        assert "mailto:oversighters-enwiki@sandbox.invalid?subject=A%20request%20for%20enwiki" in links(filed)
        assert any("Special:EmailUser/Oversight" in link for link in links(filed))
        assert "Copy" in words(filed) or "data-copy" in filed.text
        body = max(copied(filed), key=len)
        assert "[" not in body.replace("[]", ""), "nothing is left to fill in"
        for said in ("Wiki: enwiki", "Asked for: Suppression", "Criterion: Non-public personal information",
                     "How soon: ", "What stands there: ", "To be hidden: ", "Whose: "):  # fmt: skip
            assert said in body
        assert all(f"Special:Diff/{revid}" in body for revid in revids)
        assert "Special:RevisionDelete" in body


async def test_what_waits_stays_where_the_team_stopped_coming(empty: Haven) -> None:
    await sign_in_as(empty, "Odile Farr")
    tamsin = await empty.client("Tamsin Vale")
    reference = await empty.file(tamsin, "enwiki", harbour(empty.farm.wiki("enwiki"))[:1])
    assert NOBODY not in words(await tamsin.get(f"/requests/{reference}"))
    empty.clock.move(days=7)
    tamsin, odile = await empty.client("Tamsin Vale"), await empty.client("Odile Farr")
    assert reference in words(await odile.get("/queues"))
    assert f"the oversighters of enwiki : {NOBODY}" in words(await odile.get("/queues"))
    page = await tamsin.get(f"/requests/{reference}")
    assert f"{NOBODY} Your request stays" in words(page)
    assert "mailto:oversighters-enwiki@sandbox.invalid?subject=A%20request%20for%20enwiki" in links(page)
    draft = await paste(tamsin, empty, "enwiki", harbour(empty.farm.wiki("enwiki"))[:1])
    again = await tamsin.post(f"{draft}/file", SUPPRESSION)
    assert NOBODY in words(again), "asked again, it ends in a mail with the links"
    assert (await odile.post(f"/requests/{reference}/take")).status_code == 303


async def test_handlers_see_which_of_their_queues_are_open(empty: Haven) -> None:
    await sign_in_as(empty, "Ilse Norrby")
    page = words(await (await empty.client("Piet Wander")).get("/queues"))
    assert "the administrators of enwiki : open." in page
    assert f"the oversighters of enwiki : {NOBODY}" in page


async def test_what_to_tell_them_tells_where_it_is_and_nothing_of_what_it_is(haven: Haven) -> None:
    tamsin, revids = await haven.client("Tamsin Vale"), harbour(haven.farm.wiki("enwiki"))
    reference = await haven.file(tamsin, "enwiki", revids)
    page = await tamsin.get(f"/requests/{reference}")
    chat, subject, body = copied(page)
    assert chat == reference, "everybody reads the chat"
    assert subject == "A request for enwiki"
    assert all(said in body for said in (reference, "enwiki", "Suppression", "Within the hour"))
    for text in (subject, body):
        assert not any(said in text.lower() for said in ("personal", "private", "os-", "criterion"))
        assert "phone" not in text.lower()
        assert not any(str(revid) in text for revid in revids)
        assert not any(word in text for word in ("Harbour", "Marlow", "Diff", "Tamsin"))
    odile = await haven.client("Odile Farr")
    assert copied(await odile.get(f"/requests/{reference}")) == [], "for its requester alone"
    await odile.post(f"/requests/{reference}/take")
    assert copied(await tamsin.get(f"/requests/{reference}")) == [], "somebody has it: there is nobody to tell"


async def test_without_a_reviewed_address_the_mail_leads_to_those_who_can_be_asked(empty: Haven) -> None:
    tamsin = await empty.client("Tamsin Vale")
    small = next(iter(empty.farm.wiki("dewikibooks").revisions))
    draft = await paste(tamsin, empty, "dewikibooks", [small])
    page = await tamsin.post(f"{draft}/file", REVISION_DELETION | {"criterion": "rd-await-suppression"})
    assert "No address of this team was reviewed" in words(page)
    assert "/ask/dewikibooks" in links(page)
    # What was finished is gone when its page is left.
    assert read(page).find("a", href="/ask/dewikibooks")["target"] == "_blank"  # type: ignore[index]


async def test_what_waits_already_is_said_not_to_be_sent_again(haven: Haven) -> None:
    tamsin, revids = await haven.client("Tamsin Vale"), harbour(haven.farm.wiki("enwiki"))
    reference = await haven.file(tamsin, "enwiki", revids)
    again = await tamsin.post(f"{await paste(tamsin, haven, 'enwiki', revids)}/file", SUPPRESSION)
    assert (again.status_code, "Nothing was sent: all of it waits already" in words(again)) == (409, True)
    assert f"/requests/{reference}" in links(again)


async def test_several_requests_are_told_team_by_team(haven: Haven) -> None:
    tamsin = await haven.client("Tamsin Vale")
    english, german = haven.farm.wiki("enwiki"), haven.farm.wiki("dewikibooks")
    small = next(iter(german.revisions.values()))
    text = f"{english.server}/?diff={harbour(english)[0]} {german.server}/?diff={small.rev_id}"
    draft = (await tamsin.post("/box", {"text": text})).headers["location"]
    answers = REVISION_DELETION | {"criterion": "rd-await-suppression"}
    await tamsin.follow(await tamsin.post(f"{draft}/file", answers))
    page = await tamsin.follow(await tamsin.post(f"{draft}/check"))
    assert "Tell the administrators of enwiki" in words(page)
    assert "Tell the administrators of dewikibooks" in words(page)
    assert len(copied(page)) == 2 * 3
