"""The door to the wikis: everything that may be asked of them, over one connection pool, opened once a process."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from app.mediawiki.accounts import Accounts
from app.mediawiki.client import WikiClient
from app.mediawiki.oauth import SignIn
from app.mediawiki.revisions import Revisions
from app.mediawiki.rights import Rights
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams


@dataclass(frozen=True)
class Wikis:
    """One of each. Close it when the process ends."""

    client: WikiClient
    sites: Sites
    rights: Rights
    revisions: Revisions
    accounts: Accounts
    teams: Teams
    sign_in: SignIn

    async def aclose(self) -> None:
        self.sign_in.close()
        await self.client.aclose()


def open_wikis(
    central_index_url: str,
    user_agent: str,
    consumer_key: str,
    consumer_secret: str,
    global_sysop_wikiset: str | None,
    now: Callable[[], int],
    *,
    fixed_callback: bool = False,
    http: httpx.AsyncClient | None = None,
) -> Wikis:
    """`now` gives seconds since 1970. Nothing is asked yet; `http` lets tests answer in place of wikis."""
    client = WikiClient(user_agent, now, http)
    sites = Sites(client, central_index_url, now)
    return Wikis(
        client=client,
        sites=sites,
        rights=Rights(client, sites, now, global_sysop_wikiset),
        revisions=Revisions(client),
        accounts=Accounts(client, sites, now),
        teams=Teams(client, sites, now),
        sign_in=SignIn(central_index_url, consumer_key, consumer_secret, user_agent, fixed_callback=fixed_callback),
    )
