"""Haven for tests, in this process: the real application over the sandbox farm, with a clock that the test turns.

Sessions are begun directly in the database; the whole way through OAuth is tested where real sockets are. Every page
that a client fetches is checked for what all pages must be.
"""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI, Response

from app.actions.desk import Desk
from app.domain.queues import Queue, Team
from app.domain.retention import DAY
from app.domain.targets import Pointer
from app.flows.guidance import Guidance, read_guidance
from app.flows.packs import Packs, read_packs
from app.main import build_app
from app.mediawiki.door import open_wikis
from app.sandbox import SANDBOX_KEY, SANDBOX_SECRET, Farm
from app.settings import ROOT, Settings
from app.store import sign_ins
from app.store.migrations import migrate
from app.store.presence import note_presence
from app.store.sealing import Vault
from app.store.session import Database
from tests.support.page_checks import check_page
from tests.support.sandbox import in_process

PUBLIC = "http://127.0.0.1:8999"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Clock:
    """Time as an argument: starts at the present, moves only when told."""

    at: int

    def __call__(self) -> int:
        return self.at

    def move(self, *, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0) -> None:
        self.at += seconds + 60 * (minutes + 60 * (hours + 24 * days))


_SHOWN = re.compile(r'name="shown" value="([0-9a-f]*)"')


@dataclass
class Client:
    """A browser without a screen: keeps cookies, says where it comes from, follows nothing by itself."""

    haven: "Haven"
    http: httpx.AsyncClient
    name: str | None
    session_id: str | None
    seen: list[httpx.Response] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=dict)
    """By path, the requests that a page to check showed when it was last looked at: its form sends them along."""

    @property
    def token(self) -> str:
        return self.haven.cookies.form_token(self.session_id)

    async def get(self, path: str, **keywords: Any) -> httpx.Response:
        await self.haven.keep_present()
        response = self._checked(await self.http.get(path, **keywords))
        self._remember(path, response)
        return response

    async def post(
        self,
        path: str,
        fields: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] = SAME_ORIGIN,
        **keywords: Any,
    ) -> httpx.Response:
        """A form of one of our own pages, with its token; of the page to check, as it was last looked at."""
        await self.haven.keep_present()
        data = {"token": self.token, **(fields or {})}
        if path.startswith("/drafts/") and path.endswith("/check"):
            if path not in self.shown:
                self._remember(path, await self.http.get(path))
            data = {"shown": self.shown.get(path, []), **data}
        response = self._checked(await self.http.post(path, data=data, headers=dict(headers), **keywords))
        self._remember(path, response)
        return response

    async def post_file(self, path: str, fields: Mapping[str, Any], files: Mapping[str, Any]) -> httpx.Response:
        """A form with a chosen file."""
        data = {"token": self.token, **fields}
        return self._checked(await self.http.post(path, data=data, files=files, headers=dict(SAME_ORIGIN)))

    async def follow(self, response: httpx.Response) -> httpx.Response:
        """The page that a 303 leads to."""
        assert response.status_code == 303, (response.status_code, response.text[:2000])
        return await self.get(response.headers["location"])

    def _remember(self, path: str, page: httpx.Response) -> None:
        if found := _SHOWN.findall(page.text):
            self.shown[path] = found

    def _checked(self, response: httpx.Response) -> httpx.Response:
        self.seen.append(response)
        check_page(response)
        return response


@dataclass
class Haven:
    """A running application with everything behind it within reach."""

    app: FastAPI
    desk: Desk
    farm: Farm
    settings: Settings
    clock: Clock
    teams_present: bool = True
    """Whether every team is here, whatever the day: as if somebody of each signed in before each page."""
    _present_on: int = -1
    _clients: list[httpx.AsyncClient] = field(default_factory=list)

    @property
    def cookies(self) -> Any:
        return self.app.state.house.cookies

    def central_id(self, name: str) -> int:
        return self.farm.accounts[name].central_id

    async def meet(self, *queues: Queue) -> None:
        """Somebody of these teams is here today; where none is named, of every team there is."""
        wikis = [wiki for wiki, here in self.farm.wikis.items() if here.is_open]
        every = [Queue(team, wiki) for team in Team if team.is_local for wiki in wikis]
        async with self.desk.database.writing() as session:
            await note_presence(session, queues or [*every, Queue(Team.STEWARDS)], self.clock())

    async def keep_present(self) -> None:
        """Before each page that a client asks for: the teams are here on a new day, too."""
        if self.teams_present and self.desk.queues_on and self._present_on != self.clock() // DAY:
            self._present_on = self.clock() // DAY
            await self.meet()

    async def client(self, name: str | None = None, is_sender: bool = True) -> Client:
        """A client signed in as one of the invented people, or as nobody."""
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.settings.public_url)
        self._clients.append(http)
        if name is None:
            return Client(self, http, None, None)
        session_id = secrets.token_urlsafe(32)
        async with self.desk.database.writing() as session:
            await sign_ins.add_sign_in(session, session_id, self.central_id(name), name, is_sender, self.clock())
        response = Response()
        self.cookies.set_session(response, session_id)
        value = response.headers["set-cookie"].partition(";")[0].partition("=")[2]
        http.cookies.set(self.cookies.session_name, value)
        return Client(self, http, name, session_id)

    async def client_again(self, before: Client) -> Client:
        """The same browser, after Haven was started anew: it still holds its cookie."""
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.settings.public_url)
        self._clients.append(http)
        http.cookies.update(before.http.cookies)
        return Client(self, http, before.name, before.session_id)

    async def file(
        self, client: Client, wiki: str, revids: Sequence[int], answers: Mapping[str, Any] | None = None
    ) -> str:
        """The way from a paste to a filed request; its reference as written on pages (H-....-....)."""
        server = self.farm.wiki(wiki).server
        text = "\n".join(f"{server}/wiki/Special:Diff/{revid}" for revid in revids)
        pasted = await client.post("/box", {"text": text})
        assert pasted.status_code == 303, pasted.text
        filed = await client.post(pasted.headers["location"] + "/file", {**SUPPRESSION, **(answers or {})})
        assert filed.status_code == 303, filed.text
        return str(filed.headers["location"].rpartition("/")[2])

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        await self.desk.wikis.aclose()
        await self.desk.database.close()


SUPPRESSION = {
    "danger": "no",
    "kind": "suppression",
    "criterion": "os-private-information",
    "exposed": ["phone"],
    "parts": ["text"],
    "whose": "other-editor",
    "intent": "deliberate",
    "published_before": "no",
    "urgency": "within-the-hour",
}
REVISION_DELETION = SUPPRESSION | {"kind": "revision-deletion", "criterion": "rd3-disruptive"}


def make_settings(farm: Farm, folder: Path, database_url: str | None = None, **changes: Any) -> Settings:
    """Settings for a test; `changes` replaces fields."""
    settings = Settings(
        central_wiki=f"{farm.central.server}/w/index.php",
        public_url=PUBLIC,
        oauth_key=SANDBOX_KEY,
        oauth_secret=SANDBOX_SECRET,
        session_secret="a secret of the tests that is long enough",
        seal_keys=(urlsafe_b64encode(secrets.token_bytes(32)).decode(),),
        database_url=database_url or f"sqlite+aiosqlite:///{folder / 'haven.db'}",
        contact="maintainers@haven.invalid",
        queues_on=True,
        demo=True,
        packs=ROOT / "app" / "sandbox" / "packs",
        short_link_host=farm.short_link_host,
    )
    return replace(settings, **changes)


@cache
def _packs_and_guidance(folder: Path, flows: Path) -> tuple[Packs, Guidance]:
    """Read once a run: no test writes into these folders after they were read."""
    packs = read_packs(folder)
    return packs, read_guidance(packs, flows)


async def _make_tables(settings: Settings, folder: Path) -> None:
    """SQLite's tables are made once a run and copied: that they can be made is tested with the migrations. A database
    that is there already, of a Haven before this one, stays as it is."""
    file = folder / "haven.db"
    if file.exists():
        return
    if settings.database_url != f"sqlite+aiosqlite:///{file}":
        await migrate(settings.database_url)
    elif _MADE:
        file.write_bytes(_MADE[0])
    else:
        await migrate(settings.database_url)
        _MADE.append(file.read_bytes())


_MADE: list[bytes] = []


@asynccontextmanager
async def open_haven(
    folder: Path, database_url: str | None = None, farm: Farm | None = None, teams_present: bool = True, **changes: Any
) -> AsyncIterator[Haven]:
    """The application on a fresh database over a fresh farm, all in this process. Its teams are present unless a test
    wants to say who is, by `Haven.meet`."""
    farm, transport = in_process(farm)
    settings = make_settings(farm, folder, database_url, **changes)
    await _make_tables(settings, folder)
    clock = Clock(int(farm.now().timestamp()))
    packs, guidance = _packs_and_guidance(settings.packs, settings.flows)
    wikis = open_wikis(
        settings.central_wiki,
        settings.user_agent,
        settings.oauth_key,
        settings.oauth_secret,
        packs.everywhere.global_sysop_wikiset,
        clock,
        short_link_host=settings.short_link_host,
        http=httpx.AsyncClient(transport=transport),
    )
    database = Database(settings.database_url, Vault(settings.seal_keys))
    desk = Desk(database, wikis, packs, guidance, settings.queues_on, clock)
    haven = Haven(build_app(settings, desk), desk, farm, settings, clock, teams_present)
    try:
        await haven.keep_present()
        yield haven
    finally:
        await haven.close()


def pointers(wiki: str, revids: Sequence[int]) -> list[Pointer]:
    from app.domain.targets import TargetKind

    return [Pointer(wiki, TargetKind.REVISION, revid) for revid in revids]
