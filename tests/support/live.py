"""A live Haven on loopback over the sandbox farm, all on real sockets, for browsers and other real clients.

Its state is shared by a whole test run: each test makes revisions and requests of its own and counts on no others. It
knows no page of Haven beyond the way in; the steps of the main job are the browser tests' own.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.async_api import Page

from app.commands.serving import meet_teams
from app.main import build_app
from app.sandbox.cases import add_history
from app.settings import Settings
from app.store.migrations import migrate
from tests.support.haven import make_settings
from tests.support.loopback import find_free_port, serve_app
from tests.support.sandbox import Sandbox, start_sandbox

_numbers = count(1)


@dataclass(frozen=True)
class LiveHaven:
    """A running Haven: its address for browsers, the farm behind it, and the settings it runs with."""

    address: str
    sandbox: Sandbox
    settings: Settings

    def add_revisions(self, dbname: str = "enwiki", revisions: int = 5, author: str = "Marlow Quince") -> list[int]:
        """Revisions to hide, on a new page of their own; a clean one of somebody else follows. Their ids."""
        title = f"Invented page {next(_numbers)}"
        page = add_history(self.sandbox.farm.wiki(dbname), title, revisions, author, ns=1)
        return [revision.rev_id for revision in page.revisions[:-1]]

    def diffs(self, ids: Mapping[str, list[int]]) -> str:
        """Addresses of these revisions (wiki to ids), one a line, as somebody would paste them."""
        return "\n".join(f"{self.sandbox.index_url(dbname)}?diff={id}" for dbname in ids for id in ids[dbname])

    def hidden_from_all(self, dbname: str, ids: list[int]) -> bool:
        """Whether the wiki hides the text of every one of these revisions."""
        revisions = self.sandbox.farm.wiki(dbname).revisions
        return all(revisions[id].hidden & 1 for id in ids)


@asynccontextmanager
async def live_haven(folder: Path, extra_wikis: int = 0) -> AsyncIterator[LiveHaven]:
    """Haven and its farm in threads of their own, the database in `folder`; ended when the block ends."""
    with start_sandbox(extra_wikis) as sandbox:
        port = find_free_port()
        settings = make_settings(sandbox.farm, folder, public_url=f"http://127.0.0.1:{port}")
        await migrate(settings.database_url)
        await meet_teams(settings, sandbox.farm)
        with serve_app(build_app(settings), port=port) as address:
            yield LiveHaven(address, sandbox, settings)


async def sign_in(page: Page, live: LiveHaven, name: str) -> None:
    """The whole way through OAuth, as one of the invented people: Haven, the wiki's sign-in, its question, and back."""
    await page.goto(f"{live.address}/sign-in")
    await page.get_by_role("button", name="Sign in with your Wikimedia account").click()
    await sign_in_on_wiki(page, name)
    allow = page.get_by_role("button", name="Allow")
    back = page.get_by_role("link", name=f"Signed in as {name}")
    await allow.or_(back).wait_for()
    # The wiki asks each account only once.
    if await allow.is_visible():
        await allow.click()
    await back.wait_for()


async def sign_in_on_wiki(page: Page, name: str) -> None:
    """On a sandbox wiki's own sign-in page: choose one of the invented people."""
    await page.get_by_role("button", name=f"sign in as {name}", exact=True).click()
