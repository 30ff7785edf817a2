"""Between the look at what will be sent and the press: what is done is left out, what is new is shown first."""

import pytest
from sqlalchemy import func, select

from app.sandbox.wiki import Wiki
from app.store.tables import REQUESTS, TARGETS
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, diff, paste, row_with, rows
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import words

SPLIT = REVISION_DELETION | {"suppression_criterion": "os-private-information"}
LIFT = SUPPRESSION | {"kind": "lift", "criterion": "lift-mistake", "exposed": ["other"]}
CHANGED = "This is no longer what was shown to you, so nothing was sent."


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


async def pasted(wiki: Wiki, client: Client) -> str:
    """A draft of an account, which only oversighters can hide, and of five revisions."""
    account = account_link(wiki, wiki.farm.account("Marlow Quince").local["enwiki"].user_id)
    return await paste(client, account, *(diff(wiki, each) for each in harbour(wiki)))


async def stored(haven: Haven) -> tuple[int, int]:
    """How many requests, and how many targets of them."""
    async with haven.desk.database.reading() as session:
        counts = [
            (await session.execute(select(func.count()).select_from(each))).scalar_one() for each in (REQUESTS, TARGETS)
        ]
    return counts[0], counts[1]


async def test_targets_added_in_another_tab_are_shown_before_they_are_sent(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    draft = await pasted(wiki, tamsin)
    await tamsin.follow(await tamsin.post(f"{draft}/file", SPLIT))
    await tamsin.post(f"{draft}/around/1", {"take": "revision.12345..1"})
    page = await tamsin.post(f"{draft}/check")
    assert page.status_code == 409
    assert CHANGED in words(page)
    assert "6 targets" in row_with(page, "Revision deletion on enwiki")
    assert await stored(haven) == (0, 0)
    assert (await tamsin.post(f"{draft}/check")).status_code == 303, "now they were shown"
    assert await stored(haven) == (2, 7)


@pytest.mark.parametrize("shown", [[], ["0" * 64], ["\0"]])
async def test_a_form_that_does_not_say_what_was_shown_sends_nothing(
    haven: Haven, wiki: Wiki, tamsin: Client, shown: list[str]
) -> None:
    draft = await pasted(wiki, tamsin)
    await tamsin.follow(await tamsin.post(f"{draft}/file", SPLIT))
    page = await tamsin.post(f"{draft}/check", {"shown": shown})
    assert page.status_code == 409
    assert await stored(haven) == (0, 0)


async def test_an_answer_changed_in_another_tab_is_shown_first(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await pasted(wiki, tamsin)
    await tamsin.follow(await tamsin.post(f"{draft}/file", SPLIT))
    await tamsin.post(f"{draft}/file", SPLIT | {"urgency": "routine"})
    assert (await tamsin.post(f"{draft}/check")).status_code == 409
    assert await stored(haven) == (0, 0)


async def test_what_is_done_already_is_left_out_and_told(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await pasted(wiki, tamsin)
    wiki.hide(harbour(wiki), text=True)
    page = await tamsin.follow(await tamsin.post(f"{draft}/file", SPLIT))
    assert "This becomes one request." in words(page)
    assert "5 targets on enwiki are as asked already: nothing is sent for that." in words(page)
    assert len(rows(page)) == 1
    assert (await tamsin.post(f"{draft}/check")).headers["location"].startswith("/requests/H-")
    assert await stored(haven) == (1, 1)


async def test_what_gets_done_after_the_look_does_not_stop_the_others(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    draft = await pasted(wiki, tamsin)
    await tamsin.follow(await tamsin.post(f"{draft}/file", SPLIT))
    wiki.hide(harbour(wiki), text=True)
    page = await tamsin.post(f"{draft}/check")
    assert page.status_code == 409
    assert "5 targets on enwiki are as asked already" in words(page)
    assert (await tamsin.post(f"{draft}/check")).status_code == 303
    assert await stored(haven) == (1, 1)


async def test_a_lift_that_cannot_be_checked_goes_to_those_who_can_do_it_whatever_was_hidden(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    """A suppressed revision has no form for an administrator, and with the wiki silent nobody knows which it is."""
    await tamsin.get("/account")
    revid = harbour(wiki)[0]
    wiki.hide([revid], text=True, suppressed=True)
    draft = await paste(tamsin, diff(wiki, revid))
    haven.farm.faults.set("enwiki", "down")
    filed = await tamsin.post(f"{draft}/file", LIFT)
    haven.farm.faults.clear()
    path = filed.headers["location"]
    assert "/requests/" not in (await (await haven.client("Hedda Moor")).get("/queues")).text
    assert path in (await (await haven.client("Odile Farr")).get("/queues")).text
