"""Haven over the real wiki: the real application on a loopback address of its own, beside the wiki it asks.

Not real are three things that plain MediaWiki lacks. The front answers for SiteMatrix and globaluserinfo; CentralAuth's
word on local accounts is added to the real answer here; and sessions are begun in the database, for want of OAuth.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
from fastapi import Response
from playwright.async_api import Page

from app.actions.desk import Desk
from app.domain.queues import Queue, Team
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.main import build_app, now
from app.mediawiki.door import open_wikis
from app.settings import Settings
from app.store import sign_ins
from app.store.migrations import migrate
from app.store.presence import note_presence
from app.store.sealing import Vault
from app.store.session import Database
from app.web.cookies import Cookies
from tests.support.browser import Pages
from tests.support.loopback import find_free_port, serve_app
from tests.support.real_wiki import DATABASE_NAME, PASSWORD, PEOPLE, USER_AGENT, RealWiki, ask, token
from tests.support.real_wiki_front import real_wiki_front

HOST = "127.0.0.2"
"""Another site than the wiki's, as in the demo: cookies of the two do not mix."""

PATIENCE = 30_000
"""Milliseconds: PHP's own server makes every page from scratch, and the machine may be busy with other tests."""

REASON = "Inappropriate username"
"""One of the options that MediaWiki's own list of reasons has."""

PACKS = {
    "global": """
wiki = "global"
reviewed = 2026-11-22
reviewed-by = "maintainer"
[promise-minutes]
now = 15
within-the-hour = 60
today = 720
routine = 4320
[contact.stewards]
mail = "stewards@realwiki.invalid"
verified = 2026-11-22
[[criterion]]
code = "os-private-information"
kind = "suppression"
say = "Non-public personal information"
source = "https://meta.wikimedia.org/wiki/Oversight_policy"
[[criterion]]
code = "rd-disruptive"
kind = "revision-deletion"
say = "Purely disruptive"
source = "https://meta.wikimedia.org/wiki/Revision_deletion"
""",
    DATABASE_NAME: f"""
wiki = "{DATABASE_NAME}"
reviewed = 2026-11-22
reviewed-by = "maintainer"
[queue]
administrators = 2026-01-01
oversighters = 2026-01-01
[neutral-reason]
revision-deletion = "{REASON}"
[contact.oversighters]
mail = "oversighters@realwiki.invalid"
verified = 2026-11-22
""",
}

CRITERIA = {"suppression": "os-private-information", "revision-deletion": "rd-disruptive"}
EXPRESS = {
    "danger": "no",
    "exposed": "phone",
    "whose": "other-editor",
    "intent": "deliberate",
    "published_before": "no",
    "urgency": "within-the-hour",
}


@dataclass(frozen=True)
class RealDesk:
    """A running Haven at `address`, the wiki it works on, and what it takes to let somebody in."""

    address: str
    wiki: RealWiki
    database: Database
    cookies: Cookies

    async def open(self, pages: Pages, person: str, *, at_wiki: bool = False, whole: bool = False) -> Page:
        """A browser of its own, signed in to Haven as one of the wiki's people; with `at_wiki` to the wiki as well.

        Unless `whole`, the wiki's styles and scripts stay away: they are slow to make, and its forms need none.
        """
        pages.recorder.exempt(self.wiki.server)
        page = await pages.open(base_url=self.address)
        page.context.set_default_timeout(PATIENCE)
        if not whole:
            await page.context.route(f"{self.wiki.server}/w/load.php*", lambda route: route.fulfill(body=""))
        _, cookie = await self._begin_session(person)
        await page.context.add_cookies([{"name": self.cookies.session_name, "value": cookie, "url": self.address}])
        if at_wiki:
            await self._sign_in_at_wiki(page, person)
        return page

    async def file_without_browser(self, person: str, revisions: Sequence[int], kind: str, *parts: str) -> str:
        """The same forms as `file`, sent without looking at them; for tests that look at what comes after."""
        session_id, cookie = await self._begin_session(person)
        token = {"token": self.cookies.form_token(session_id)}
        headers = {"Sec-Fetch-Site": "same-origin"}
        cookies = {self.cookies.session_name: cookie}
        async with httpx.AsyncClient(base_url=self.address, headers=headers, cookies=cookies, timeout=30) as sender:
            pasted = await sender.post("/box", data={"text": self._links(revisions), **token})
            answers = {**EXPRESS, "kind": kind, "criterion": CRITERIA[kind], "parts": list(parts), **token}
            filed = await sender.post(f"{pasted.headers['location']}/file", data=answers)
        return str(filed.headers["location"]).rpartition("/")[2]

    async def _begin_session(self, person: str) -> tuple[str, str]:
        """A session id, and the cookie that carries it."""
        session_id, name = secrets.token_urlsafe(32), PEOPLE[person][0]
        async with self.database.writing() as session:
            await sign_ins.add_sign_in(session, session_id, _user_id(self.wiki, name), name, True, now())
        response = Response()
        self.cookies.set_session(response, session_id)
        return session_id, response.headers["set-cookie"].partition(";")[0].partition("=")[2]

    async def _sign_in_at_wiki(self, page: Page, person: str) -> None:
        with self.wiki.login(person) as client:
            cookies = [(cookie.name, cookie.value or "") for cookie in client.cookies.jar]
        for name, value in cookies:
            await page.context.add_cookies([{"name": name, "value": value, "url": self.wiki.server}])

    def _links(self, revisions: Sequence[int]) -> str:
        return "\n".join(f"{self.wiki.index_url}?diff={number}" for number in revisions)

    async def paste(self, page: Page, revisions: Sequence[int]) -> None:
        """From the box to the page that shows what the wiki says of these diffs."""
        await page.goto("/")
        await page.fill("#text", self._links(revisions))
        await page.get_by_role("button", name="Look at these").click()
        await page.wait_for_selector("#all-asked")
        await page.wait_for_load_state("domcontentloaded")

    async def file(self, page: Page, revisions: Sequence[int], kind: str, *parts: str) -> str:
        """All the way from the box to a filed request; its reference as pages write it."""
        await self.paste(page, revisions)
        await page.locator("#all-asked .button").click()
        await page.wait_for_selector("#criterion")
        for field, value in {**EXPRESS, "kind": kind}.items():
            await page.locator(f"[name={field}][value={value}]").check()
        for part in parts:
            await page.locator(f"[name=parts][value={part}]").check()
        await page.select_option("#criterion", CRITERIA[kind])
        await page.locator("main form button[type=submit]").click()
        await page.wait_for_url(f"{self.address}/requests/H-*")
        return page.url.rpartition("/")[2]

    async def take(self, page: Page, reference: str, *, declared: bool = False) -> None:
        """Find it in the queue and take it; `declared` where the wiki hides an author: it is not one's own case."""
        await page.goto("/queues")
        await page.get_by_role("link", name=reference).click()
        if declared:
            await page.locator("#not_my_own").check()
        await page.get_by_role("button", name="Take it").click()
        await page.get_by_role("heading", name="What to do now").wait_for()
        await page.wait_for_load_state("domcontentloaded")


@asynccontextmanager
async def open_desk(wiki: RealWiki, folder: Path) -> AsyncIterator[RealDesk]:
    """Haven on a fresh database, served from a thread; it and its front end with the block."""
    with real_wiki_front(wiki) as central_wiki:
        settings = _settings(central_wiki, folder)
        await migrate(settings.database_url)
        database = Database(settings.database_url, Vault(settings.seal_keys))
        # Signing in would note it; here sessions are begun in the database.
        async with database.writing() as session:
            await note_presence(session, [Queue(team, DATABASE_NAME) for team in Team if team.is_local], now())
        try:
            port = int(settings.public_host.rpartition(":")[2])
            with serve_app(build_app(settings, _behind(settings)), HOST, port) as address:
                yield RealDesk(address, wiki, database, Cookies(settings.session_secret, settings.secure))
        finally:
            await database.close()


def _settings(central_wiki: str, folder: Path) -> Settings:
    packs = folder / "packs"
    packs.mkdir()
    for name, pack in PACKS.items():
        (packs / f"{name}.toml").write_text(pack, encoding="utf-8")
    return Settings(
        central_wiki=central_wiki,
        public_url=f"http://{HOST}:{find_free_port(HOST)}",
        oauth_key="no OAuth here",
        oauth_secret="no OAuth here",
        session_secret="a secret of the tests that is long enough",
        seal_keys=(urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        database_url=f"sqlite+aiosqlite:///{folder / 'haven.db'}",
        contact="maintainers@haven.invalid",
        queues_on=True,
        packs=packs,
    )


def _behind(settings: Settings) -> Desk:
    """What the application works with: its own connections to the same database, and the door to the real wiki."""
    wikis = open_wikis(
        settings.central_wiki,
        settings.user_agent,
        settings.oauth_key,
        settings.oauth_secret,
        None,
        now,
        http=httpx.AsyncClient(transport=_CentralIds()),
    )
    database = Database(settings.database_url, Vault(settings.seal_keys))
    packs = read_packs(settings.packs)
    guidance = read_guidance(read_packs(Settings.packs))  # the flows name the criteria of the packs that Haven brings
    return Desk(database, wikis, packs, guidance, settings.queues_on, now)


class _CentralIds(httpx.AsyncHTTPTransport):
    """The real answers, with CentralAuth's word where central ids were asked: every account is attached, under the
    number it has on the wiki, as the front says it, too."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        asked = dict(parse_qsl((await request.aread()).decode()))
        if "centralids" not in f"{asked.get('usprop', '')}|{asked.get('auprop', '')}".split("|"):
            return response
        answer = json.loads(await response.aread())
        for row in answer["query"].get("users", answer["query"].get("allusers", ())):
            if "centralids" in row:
                row["centralids"]["CentralAuth"] = row["userid"]
                row["attachedlocal"] = {**row["attachedlocal"], "CentralAuth": True}
        return httpx.Response(response.status_code, json=answer)


def make_edits(wiki: RealWiki, title: str, number: int) -> list[int]:
    """Fresh revisions of a page by the author, oldest first; the last one is the page's newest."""
    with wiki.login("author") as author:
        csrf = token(author, wiki.api_url)
        made = [
            ask(author, wiki.api_url, action="edit", title=title, appendtext=f"Line {line}.\n\n", token=csrf)
            for line in range(number)
        ]
    return [int(answer["edit"]["newrevid"]) for answer in made]


def suppress(wiki: RealWiki, revision: int, part: str) -> None:
    """Hides a part ("comment" or "user") from administrators, too, by the hand of an oversighter."""
    with wiki.login("suppressor") as suppressor:
        ask(
            suppressor,
            wiki.api_url,
            action="revisiondelete",
            type="revision",
            ids=revision,
            hide=part,
            suppress="yes",
            token=token(suppressor, wiki.api_url),
        )


def public_flags(wiki: RealWiki, revision: int) -> set[str]:
    """What the public is told to be hidden of a revision."""
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
        answer = ask(
            visitor, wiki.api_url, action="query", prop="revisions", revids=revision, rvprop="ids|sha1|userid|comment"
        )
    found = answer["query"]["pages"][0]["revisions"][0]
    return {name for name in ("sha1hidden", "commenthidden", "userhidden", "suppressed") if found.get(name) is True}


async def pass_sign_in(page: Page, person: str) -> None:
    """The wiki's own sign-in page, by password."""
    await page.fill("#wpName1", PEOPLE[person][0])
    await page.fill("#wpPassword1", PASSWORD)
    await page.click("#wpLoginAttempt")
    await page.wait_for_url(lambda address: "UserLogin" not in address)


def _user_id(wiki: RealWiki, name: str) -> int:
    with httpx.Client(headers={"User-Agent": USER_AGENT}, timeout=30) as visitor:
        answer = ask(visitor, wiki.api_url, action="query", list="users", ususers=name)
    return int(answer["query"]["users"][0]["userid"])
