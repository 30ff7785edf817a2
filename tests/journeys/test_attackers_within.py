"""Attackers who had something of a request: whoever sent it and wants to know who handled it, whoever lost it, and
pages of other sites that make a signed-in browser send forms. Every route is tried, from the routes' own list."""

import re
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.domain.reminders import first_day, write_day
from tests.journeys.test_attackers import FIELDS, LISTS, NOBODYS, OF_ONE_REQUEST, feeds_of, tried
from tests.support.haven import Client, Haven
from tests.support.page_checks import words
from tests.test_access import TABLE

REQUESTER, FIRST, SECOND = "Piet Wander", "Keeva Strand", "Odile Farr"
POLLS = ("/desk/changes?since=x", "/queues/changes?since=x", "/requests/changes?since=x",
         "/queues/hand-over/changes?queue=oversighters.enwiki&since=x")  # fmt: skip


async def did(client: Client, reference: str, step: str, **fields: str) -> None:
    answer = await client.post(f"/requests/{reference}/{step}", fields)
    assert answer.status_code == 303, (step, words(answer))


def about(haven: Haven, author: str, is_hidden: bool = False) -> int:
    """A revision of somebody's that is not the newest of its page."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.page("Talk:Harbour lights")
    revision = wiki.add_revision(page, author, "something")
    wiki.add_revision(page, "Wilma Tarn", "after it")
    if is_hidden:
        wiki.hide([revision.rev_id], user=True)
    return int(revision.rev_id)


# --- whoever sent it, of the same team, with a bell and the view log


async def everything_for(client: Client, reference: str, feeds: tuple[str, ...]) -> list[httpx.Response]:
    """Each page, list, poll and feed in which something of a request may show."""
    pages = [path.replace("{reference}", reference) for method, path in OF_ONE_REQUEST if method == "GET"]
    found = [await client.get(path) for path in (*pages, *LISTS, *POLLS, *feeds, f"/requests?filed={reference}")]
    return [*found, await client.post(f"/requests/{reference}/check")]


async def test_the_sender_finds_no_handler_whatever_is_done_with_it(haven: Haven) -> None:
    haven.farm.grant(REQUESTER, "ombuds")
    sender, keeva, odile = [await haven.client(name) for name in (REQUESTER, FIRST, SECOND)]
    feeds = await feeds_of(sender)
    reference = await haven.file(sender, "enwiki", [about(haven, "Wilma Tarn")])

    async def look() -> None:
        for page in await everything_for(sender, reference, feeds):
            told = f"{page.text}\n{page.headers}"
            for name in (FIRST, SECOND):
                assert name not in told and name.replace(" ", "_") not in told, page.url
                assert not re.search(rf"(?<!\d){haven.central_id(name)}(?!\d)", told), page.url

    await did(keeva, reference, "take")
    await look()
    await did(keeva, reference, "ask", inquiry="which-part")
    await look()
    await did(sender, reference, "answer", number="1", reply="text")
    quiet = (await sender.get(f"/requests/{reference}/changes")).json()["mark"]
    await did(keeva, reference, "second-opinion", colleague=SECOND)
    await did(odile, reference, "open", purpose="second-look")
    opened = (await sender.get(f"/requests/{reference}/changes?since={quiet}")).json()["changes"]
    assert opened == 1, "that it was opened, and nothing of an opinion"
    await did(odile, reference, "opinion", number="11", opinion="agree")
    await look()
    await did(keeva, reference, "hand-over", colleague=SECOND)
    await look()
    await did(odile, reference, "take")
    await did(odile, reference, "close", closing="mistake")
    await look()
    await did(keeva, reference, "reopen", reopening="ended-by-mistake")
    await look()


# --- whoever lost it: found to be its author later, or no oversighter any more


async def become_a_party(haven: Haven, revid: int, reference: str) -> None:
    """The wiki names the author again, and a colleague looks."""
    haven.farm.wiki("enwiki").show([revid])
    await did(await haven.client(FIRST), reference, "open", purpose="review")


async def be_demoted(haven: Haven, revid: int, reference: str) -> None:
    haven.farm.revoke(SECOND, "suppress", "enwiki")
    haven.clock.move(minutes=6)


@pytest.mark.parametrize("lose", [become_a_party, be_demoted], ids=lambda each: each.__name__)
async def test_whoever_lost_it_keeps_nothing(haven: Haven, lose: Callable[[Haven, int, str], Awaitable[None]]) -> None:
    """With a live view, a claim that was handed to them, a question that they did not answer, a reminder and a bell."""
    revid = about(haven, SECOND, is_hidden=True)
    ilse, keeva, odile = [await haven.client(name) for name in ("Ilse Norrby", FIRST, SECOND)]
    feeds = await feeds_of(odile)
    reference = await haven.file(ilse, "enwiki", [revid])
    await did(keeva, reference, "take", not_my_own="yes")
    await did(odile, reference, "open", purpose="review", not_my_own="yes")
    await did(odile, reference, "remind", remind_on=write_day(first_day(haven.clock())))
    await did(keeva, reference, "second-opinion", colleague=SECOND)
    await did(keeva, reference, "hand-over", colleague=SECOND)
    assert str(revid) in (await odile.get(f"/requests/{reference}")).text
    assert reference in (await odile.get("/desk")).text
    await lose(haven, revid, reference)
    await odile.get("/account")
    for route in OF_ONE_REQUEST:
        known, unknown = [await tried(haven, odile, route, each) for each in (reference, NOBODYS)]
        assert known == unknown, route
    for path in (*LISTS, *feeds):
        assert reference not in (await odile.get(path)).text, path
    assert "a-few" not in (await odile.get(feeds[1])).text
    # Nothing fell into a hole: whose own case it is holds it no longer, and out of other hands colleagues take it.
    seen = {"holder_seen": str(haven.central_id(SECOND)), "not_my_own": "yes"}
    await did(keeva, reference, "take" if lose is become_a_party else "take-over", **seen)


# --- pages of other sites

CANARY = "zq7-a-word-that-nobody-else-types"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
async def test_no_form_of_another_site_does_anything_or_comes_back(haven: Haven, site: str) -> None:
    odile = await haven.client(SECOND)
    reference = await haven.file(await haven.client("Ilse Norrby"), "enwiki", [about(haven, "Wilma Tarn")])
    for method, path in TABLE:
        if method == "POST":
            address = re.sub(r"\{(?!reference)\w+\}", "1", path).replace("{reference}", reference)
            answer = await odile.post(address, dict.fromkeys(FIELDS, CANARY), {"Sec-Fetch-Site": site})
            assert (answer.status_code, CANARY in answer.text) == (403, False), path


async def test_what_stands_in_an_address_chooses_from_a_list_and_is_never_shown(haven: Haven) -> None:
    odile = await haven.client(SECOND)
    for path in ("/queues", "/queues/hand-over", "/queues/changes", "/desk", "/requests", "/view-log", "/sign-in"):
        typed = "&".join(f"{name}={CANARY}" for name in ("forwarded", "queue", "after", "since", "filed", "problem"))
        answer = await odile.get(f"{path}?{typed}")
        assert CANARY not in f"{answer.text}{answer.headers}", path


# --- a bell's address, as those write it who try


ODD = ("%2e", "%2e%2e", "%00", "a%0A", "a%0D%0AX-Y:%20z", "x" * 255, "%C3%A9" * 100, "%F0%9F%94%94", "{secret}%0A",
       "{secret}%20", "%20{secret}", "{secret}%2F", "{secret}=", "{secret}%00")  # fmt: skip


async def test_odd_secrets_are_no_secrets(haven: Haven) -> None:
    atom = (await feeds_of(await haven.client(SECOND)))[0]
    secret, bot = atom.split("/")[2], await haven.client()
    nobodys = await bot.get(f"/bell/{'A' * 43}/json")
    for odd in ODD:
        answer = await bot.get(f"/bell/{odd.replace('{secret}', secret)}/json")
        assert answer.status_code == 404, odd
        assert secret not in answer.text and "x-y" not in answer.headers, odd
    for header in (f"Basic {secret}", secret, f"Bearer{secret}", f"Bearer {secret}, Bearer {secret}", "Bearer"):
        answer = await bot.get("/bell/json", headers={"Authorization": header})
        assert (answer.status_code, answer.text) == (404, nobodys.text), header
    live = await bot.get("/bell/json", headers={"Authorization": f"bearer {secret}"})
    assert (live.status_code, live.headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in live.headers
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
        of_it, of_none = [await bot.http.request(method, f"/bell/{each}/json") for each in (secret, "A" * 43)]
        assert (of_it.status_code, of_it.text) == (of_none.status_code, of_none.text), method
