"""What was said of the names holds for the names that were seen: none goes public that nobody looked at, and no mark is
lost, whatever wikis, renamers and other tabs do meanwhile."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from app.actions import escalating, limits
from tests.journeys.pastes import account_link, mark, outgoing, page_link, paste
from tests.journeys.test_attack_names import editor_of, shown, text_of
from tests.support.haven import Client, Haven
from tests.support.page_checks import read, words
from tests.web.test_stewards_way import PUBLIC, say

ONE, OTHER = "Dull Sandpiper", "Dull Plover"


def link(haven: Haven, name: str, dbname: str = "enwiki") -> str:
    return account_link(haven.farm.wiki(dbname), haven.farm.accounts[name].local[dbname].user_id)


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    for name in (ONE, OTHER):
        haven.farm.add_account(name, edits=5)
    return await haven.client("Tamsin Vale")


def ticked(page: httpx.Response) -> list[str]:
    return [str(box["value"]) for box in read(page).select("input[name=harms][checked]")]


def down(haven: Haven) -> None:
    """The central wiki is silent, and what it told is forgotten."""
    haven.clock.move(minutes=6)
    haven.farm.faults.set(haven.farm.central_dbname, "down")


async def test_a_name_that_could_not_be_seen_is_looked_at_before_it_goes_public(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    down(haven)
    asks = await tamsin.get(f"{draft}/stewards")
    assert "The names of 2 accounts cannot be seen now" in words(asks)
    assert "by the software" not in words(asks) and "from the software" not in words(asks)
    assert (await say(tamsin, draft, **PUBLIC)).status_code == 303
    haven.farm.faults.clear()
    assert (await tamsin.get(f"{draft}/stewards/ways")).headers["location"] == f"{draft}/stewards"
    written = await tamsin.post(f"{draft}/stewards/public/lock", {"reason": "spam"})
    assert written.headers["location"] == f"{draft}/stewards" and ONE not in written.text


async def test_names_that_appear_after_the_page_was_made_are_shown_first(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE))
    down(haven)
    old = shown(await tamsin.get(f"{draft}/stewards"))
    haven.farm.faults.clear()
    answer = await tamsin.post(f"{draft}/stewards", PUBLIC | {"shown": old})
    assert answer.status_code == 422 and ONE in words(answer)


async def test_a_renamed_account_is_looked_at_once_more(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    old = shown(await tamsin.get(f"{draft}/stewards"))
    await say(tamsin, draft, **PUBLIC)
    assert (await tamsin.get(f"{draft}/stewards/ways")).status_code == 200
    haven.farm.rename(haven.farm.accounts[ONE], "Dull Quillbane Lies")
    haven.clock.move(minutes=6)
    assert (await tamsin.get(f"{draft}/stewards/ways")).headers["location"] == f"{draft}/stewards"
    stale = await tamsin.post(f"{draft}/stewards", PUBLIC | {"shown": old})
    assert stale.status_code == 422 and "Dull Quillbane Lies" in words(stale)
    haven.farm.hide_account(OTHER)
    haven.clock.move(minutes=6)
    await say(tamsin, draft, **PUBLIC)
    assert (await tamsin.get(f"{draft}/stewards/ways")).status_code == 200, "one that is gone by now asks nothing"


async def test_a_mark_is_not_lost_while_its_name_cannot_be_seen(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    await mark(tamsin, draft, 0, (0, 1))
    down(haven)
    await say(tamsin, draft, **PUBLIC)
    haven.farm.faults.clear()
    await say(tamsin, draft, harms=ticked(await tamsin.get(f"{draft}/stewards")), evidence="public")
    ways = await tamsin.get(f"{draft}/stewards/ways")
    assert ONE not in words(ways) and "Global lock, name hidden: one account" in words(ways)
    assert ONE not in (await tamsin.get(draft)).text


async def test_a_mark_made_in_another_tab_is_not_lost(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    old = shown(await tamsin.get(f"{draft}/stewards"))
    await mark(tamsin, draft, 0, (0, 1))
    answer = await tamsin.post(f"{draft}/stewards", PUBLIC | {"shown": old})
    assert answer.status_code == 422 and ticked(answer) == ["0"]
    assert ONE not in (await tamsin.get(draft)).text


@pytest.mark.parametrize("step", ["account", "mark"])
async def test_what_another_tab_does_while_the_wikis_answer_is_looked_at(
    haven: Haven, tamsin: Client, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wikis took their time between what was read of the draft and what is written into it."""
    from app.web.routes import stewards

    draft = await paste(tamsin, link(haven, ONE))
    fields = PUBLIC | {"shown": shown(await tamsin.get(f"{draft}/stewards"))}
    reading, going_on = stewards.read_sorted, asyncio.Event()

    async def slowly(*arguments: object) -> object:
        found = await reading(*arguments)  # type: ignore[arg-type]
        if not going_on.is_set():
            going_on.set()
            other = {"text": link(haven, OTHER)}
            await (mark(tamsin, draft, 0, (0,)) if step == "mark" else tamsin.post(f"{draft}/triage/links", other))
        return found

    monkeypatch.setattr(stewards, "read_sorted", slowly)
    answer = await tamsin.post(f"{draft}/stewards", fields)
    assert answer.status_code == 422 and "Look at the names once more" in words(answer)


async def test_a_mark_on_a_link_that_was_left_out_holds_for_the_account(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, ONE, "dewikibooks"), link(haven, OTHER))
    await mark(tamsin, draft, 0, (1, 2))
    asks = await tamsin.get(f"{draft}/stewards")
    assert ticked(asks) == ["1"]
    await say(tamsin, draft, harms=["1"], evidence="public")
    ways = await tamsin.get(f"{draft}/stewards/ways")
    assert ONE not in words(ways) and "Global lock: one account" in words(ways)
    await say(tamsin, draft, **PUBLIC)
    assert "Global lock: 2 accounts" in words(await tamsin.get(f"{draft}/stewards/ways")), "and can be taken back"


async def test_a_mark_on_an_account_that_was_left_out_stops_nobody(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    await mark(tamsin, draft, 0, (1,))
    assert (await say(tamsin, draft, **PUBLIC)).status_code == 303
    assert "Global lock: one account" in words(await tamsin.get(f"{draft}/stewards/ways"))


async def test_no_marked_name_of_the_draft_gets_into_the_text(haven: Haven, tamsin: Client) -> None:
    """Those that were left out, and titles, too."""
    page = haven.farm.edit(OTHER, "enwiki", "Veskarl Tondrup").page
    links = (link(haven, ONE), link(haven, OTHER), page_link(haven.farm.wiki("enwiki"), page.page_id))
    draft = await paste(tamsin, *links)
    await mark(tamsin, draft, 2, (1, 2))
    await mark(tamsin, draft, 0, (1,))
    await say(tamsin, draft, **PUBLIC)
    path, asked = f"{draft}/stewards/public/lock", {"reason": "spam"}
    text = text_of(await tamsin.post(path, asked))
    for name in (ONE, "Veskarl Tondrup"):
        answer = await tamsin.post(path, asked | {"do": "check", "text": f"{text}\n{name.upper()}"})
        assert answer.status_code == 422 and editor_of(answer) == {}, name


@pytest.mark.parametrize("why", ["hidden", "silent"])
async def test_a_marked_name_that_nobody_can_see_any_more_is_said(haven: Haven, tamsin: Client, why: str) -> None:
    draft = await paste(tamsin, link(haven, ONE, "dewikibooks"), link(haven, OTHER))
    await say(tamsin, draft, harms=["0"], evidence="public")
    path, asked = f"{draft}/stewards/public/lock", {"reason": "spam"}
    assert "cannot be seen now" not in words(await tamsin.post(path, asked))
    if why == "hidden":
        haven.farm.hide_account(ONE)
    else:
        haven.farm.faults.set("dewikibooks", "down")
    haven.clock.move(minutes=6)
    written = await tamsin.post(path, asked)
    assert "not held against" in words(written) and text_of(written) and editor_of(written)


async def test_what_looks_like_a_marked_name_is_in_no_link_of_another_request(haven: Haven, tamsin: Client) -> None:
    """Those that are locked without hiding go on by themselves; the mark on the other account goes along."""
    names = ["Veskarl Tondrup", "Fans of Veskarl tondrup", "Vesk\u0430rl Tondrup", ONE]
    for name in names[:3]:
        haven.farm.add_account(name, edits=5)
    draft = await paste(tamsin, *(link(haven, name) for name in names))
    await say(tamsin, draft, harms=["0"], evidence="public")
    apart = await tamsin.follow(await tamsin.post(f"{draft}/stewards/private", {"kind": "lock"}))
    asked = {"danger": "no", "kind": "lock", "criterion": "xw-attack-name", "urgency": "within-the-hour"}
    filed = await tamsin.post(str(apart.request.url.path), asked)
    steward = await haven.client("Sunniva Aldous")
    taken = await steward.follow(await steward.post(f"{filed.headers['location']}/take", {"not_my_own": "yes"}))
    assert "MultiLock" in taken.text
    assert not [each for each in outgoing(taken) if "ondrup" in each]
    assert [each for each in outgoing(taken) if "Sandpiper" in each], "only these"


async def test_pages_over_the_same_accounts_cost_nothing(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes to and fro between these pages with many accounts must not be kept out of them for an hour."""
    monkeypatch.setattr(escalating, "ACCOUNTS", replace(limits.ACCOUNTS, at_most=5, window=10**9))
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    await say(tamsin, draft, **PUBLIC)
    for _ in range(4):
        assert (await tamsin.get(f"{draft}/stewards/ways")).status_code == 200
    haven.clock.move(minutes=6)
    assert (await tamsin.get(f"{draft}/stewards/ways")).status_code == 200
    haven.clock.move(minutes=6)
    assert (await tamsin.get(f"{draft}/stewards/ways")).status_code == 429, "what is asked anew is counted"


async def test_the_accounts_that_are_not_asked_about_are_counted(haven: Haven, tamsin: Client) -> None:
    haven.farm.add_account("~2026-50001-11", edits=1, temporary=True)
    draft = await paste(tamsin, link(haven, ONE), link(haven, "~2026-50001-11"))
    asks = words(await tamsin.get(f"{draft}/stewards"))
    assert "2 accounts." in asks and "One temporary account is not asked about" in asks
    await say(tamsin, draft, **PUBLIC)
    assert "go back two pages with your browser" in words(await tamsin.get(f"{draft}/stewards/ways"))
    down(haven)
    assert "temporary account is" not in words(await tamsin.get(f"{draft}/stewards")), "nobody knows what they are"
