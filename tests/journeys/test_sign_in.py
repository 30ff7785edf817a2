"""Signing in, the whole way over real sockets: what the wiki answers, what is refused, a wiki that is silent."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from app.main import build_app, open_desk
from app.sandbox.people import HIDDEN_NAME, LOCKED_NAME
from app.store.migrations import migrate
from tests.support.haven import SAME_ORIGIN, make_settings
from tests.support.page_checks import check_page, heading, words
from tests.support.sandbox import Sandbox, start_sandbox


class Desk:
    """Haven in this process over a sandbox on real sockets, as mwoauth needs it."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox = sandbox
        self.settings = make_settings(sandbox.farm, folder)
        self.desk = open_desk(self.settings)
        self.app = build_app(self.settings, self.desk)

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url=self.settings.public_url, headers=SAME_ORIGIN
        )

    async def begin(self, browser: httpx.AsyncClient, back_to: str = "") -> httpx.Response:
        token = self.app.state.house.cookies.form_token(None)
        answer = await browser.post("/sign-in", data={"token": token, "back_to": back_to})
        check_page(answer)
        return answer

    def agree(self, address: str, name: str) -> str:
        """What the wiki adds to the callback once `name` has agreed on its own page."""
        with self.sandbox.client("metawiki", name) as wiki:
            page = wiki.get(address)
            if page.status_code == 200:
                fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
                action = re.search(r'<form action="([^"]+)"', page.text)
                assert action is not None, page.text
                page = wiki.post(action[1].replace("&amp;", "&"), data=fields | {"accept": "1"})
        assert page.status_code == 302, page.text
        return urlsplit(page.headers["location"]).query

    async def refused(self, browser: httpx.AsyncClient, query: str) -> int:
        """The status of the page on which a callback that is not accepted ends; its address holds no token."""
        left = await browser.get(f"/sign-in/callback?{query}")
        assert left.status_code == 303
        assert "oauth" not in left.headers["location"]
        page = await browser.get(left.headers["location"])
        check_page(page)
        assert heading(page)
        return page.status_code

    async def sign_in(self, name: str, back_to: str = "") -> tuple[httpx.AsyncClient, httpx.Response]:
        browser = self.browser()
        begun = await self.begin(browser, back_to)
        address = begun.headers["refresh"].partition("url=")[2]
        query = await asyncio.to_thread(self.agree, address, name)
        return browser, await browser.get(f"/sign-in/callback?{query}")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    with start_sandbox() as sandbox:
        running = Desk(sandbox, tmp_path)
        await migrate(running.settings.database_url)
        yield running
        await running.desk.wikis.aclose()
        await running.desk.database.close()


async def test_the_whole_way_and_back_to_the_page_that_asked(desk: Desk) -> None:
    browser, answer = await desk.sign_in("Odile Farr", "/requests/H-2222-2222")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/requests/H-2222-2222"
    cookies = answer.headers.get_list("set-cookie")
    assert any("haven-session" in each and "HttpOnly" in each and "SameSite=lax" in each for each in cookies)
    account = await browser.get("/account")
    assert "Odile Farr" in words(account)
    assert "oversighter" in words(account).lower()


@pytest.mark.parametrize(
    "back_to", ["https://evil.example/", "//evil.example", "/sign-out", "/../x", "/requests/<script>"]
)
async def test_nobody_is_sent_anywhere_but_to_our_own_pages(desk: Desk, back_to: str) -> None:
    _, answer = await desk.sign_in("Odile Farr", back_to)
    assert answer.headers["location"] == "/"


async def test_each_sign_in_begins_under_a_new_id_and_ends_the_old_one(desk: Desk) -> None:
    browser, _ = await desk.sign_in("Odile Farr")
    first = dict(browser.cookies)
    begun = await browser.post(
        "/sign-in",
        data={
            "token": desk.app.state.house.cookies.form_token(
                desk.app.state.house.cookies._signer.unsign(first[desk.app.state.house.cookies.session_name]).decode()
            )
        },
    )
    query = await asyncio.to_thread(desk.agree, begun.headers["refresh"].partition("url=")[2], "Odile Farr")
    await browser.get(f"/sign-in/callback?{query}")
    assert dict(browser.cookies) != first
    stranger = desk.browser()
    stranger.cookies.update(first)
    assert (await stranger.get("/account")).status_code == 401


async def test_a_callback_of_somebody_elses_sign_in_is_refused(desk: Desk) -> None:
    """Login fixation: the attacker's finished callback opened in the victim's browser signs nobody in."""
    attacker = desk.browser()
    begun = await desk.begin(attacker)
    query = await asyncio.to_thread(desk.agree, begun.headers["refresh"].partition("url=")[2], "Marlow Quince")
    victim = desk.browser()
    assert await desk.refused(victim, query) == 403
    await desk.begin(victim)
    assert await desk.refused(victim, query) == 403
    assert (await victim.get("/account")).status_code == 401


async def test_two_tabs_may_sign_in_side_by_side(desk: Desk) -> None:
    browser = desk.browser()
    first = (await desk.begin(browser)).headers["refresh"].partition("url=")[2]
    second = (await desk.begin(browser)).headers["refresh"].partition("url=")[2]
    for address in (first, second):
        query = await asyncio.to_thread(desk.agree, address, "Odile Farr")
        assert (await browser.get(f"/sign-in/callback?{query}")).headers["location"] == "/"


async def test_a_callback_works_once(desk: Desk) -> None:
    browser = desk.browser()
    begun = await desk.begin(browser)
    pending = dict(browser.cookies)
    query = await asyncio.to_thread(desk.agree, begun.headers["refresh"].partition("url=")[2], "Odile Farr")
    assert (await browser.get(f"/sign-in/callback?{query}")).status_code == 303
    again = desk.browser()
    again.cookies.update(pending)
    assert await desk.refused(again, query) == 403


@pytest.mark.parametrize(
    "query", ["", "oauth_token=", "oauth_token=%00&oauth_verifier=x", "oauth_token=a&oauth_token=b"]
)
async def test_a_broken_callback_is_one_sentence(desk: Desk, query: str) -> None:
    browser = desk.browser()
    await desk.begin(browser)
    assert await desk.refused(browser, query) == 403


async def test_a_hidden_account_and_a_locked_one_do_not_get_in(desk: Desk) -> None:
    browser, answer = await desk.sign_in(HIDDEN_NAME)
    assert answer.headers["location"] == "/sign-in?problem=no-name"
    assert (await browser.get("/account")).status_code == 401
    browser = desk.browser()
    begun = await desk.begin(browser)
    address = begun.headers["refresh"].partition("url=")[2]
    desk.sandbox.farm.unlock(LOCKED_NAME)
    query = await asyncio.to_thread(desk.agree, address, LOCKED_NAME)
    desk.sandbox.farm.lock(LOCKED_NAME, by="Sunniva Aldous")
    assert await desk.refused(browser, query) == 403
    assert (await browser.get("/account")).status_code == 401


async def test_signing_in_asks_the_wikis_anew(desk: Desk) -> None:
    """Locked, seen as locked, unlocked: a new sign-in does not wait for what was remembered to grow old."""
    browser, _ = await desk.sign_in("Odile Farr")
    desk.sandbox.farm.lock("Odile Farr", by="Sunniva Aldous")
    desk.desk.wikis.rights._known.forget(desk.sandbox.farm.accounts["Odile Farr"].central_id)
    assert (await browser.get("/account")).status_code == 401
    desk.sandbox.farm.unlock("Odile Farr")
    browser, _ = await desk.sign_in("Odile Farr")
    assert "oversighter" in words(await browser.get("/account"))


async def test_fifty_at_once_at_a_wiki_that_never_answers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each gets a page, at most four threads wait, and every other page goes on."""
    monkeypatch.setattr("app.mediawiki.oauth.CONNECT_SECONDS", 0.5)
    monkeypatch.setattr("app.mediawiki.oauth.READ_SECONDS", 0.5)
    desk.desk.wikis.sign_in._overall_seconds = 1.0
    desk.sandbox.farm.faults.set("metawiki", "silent")
    waiting = asyncio.gather(*(desk.begin(desk.browser()) for _ in range(50)))
    await asyncio.sleep(0)
    emergency = await desk.browser().get("/emergency")
    assert emergency.status_code == 200
    assert len(desk.desk.wikis.sign_in._threads._threads) <= 4
    answers = await waiting
    assert {answer.status_code for answer in answers} == {503}
    assert all("retry-after" in answer.headers for answer in answers)
    assert all(heading(answer) for answer in answers)
    desk.sandbox.farm.faults.clear()


async def test_too_many_sign_ins_in_a_minute_are_told_when_to_try_again(desk: Desk) -> None:
    from app.actions.limits import EVERYBODY, SIGN_INS
    from app.store.tallies import count_up

    now, all_of_it = desk.desk.now(), SIGN_INS.in_total
    async with desk.desk.database.writing() as session:
        for at in (now, now + 60):
            assert await count_up(session, SIGN_INS.what, EVERYBODY, all_of_it, SIGN_INS.window, all_of_it, at)
    answer = await desk.begin(desk.browser())
    assert answer.status_code == 429
    assert "minute" in words(answer)
