"""What the jobs that run all the time ask of the wikis: the farm, accounts, names, live states and teams, and no more.

A smaller door than `door`: nobody signs in here, so nothing of OAuth is loaded.
"""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from app.mediawiki.abuse_log import AbuseLog
from app.mediawiki.account_states import AccountStates
from app.mediawiki.accounts import Accounts
from app.mediawiki.client import WikiClient
from app.mediawiki.file_versions import FileVersions
from app.mediawiki.global_account_states import GlobalAccountStates
from app.mediawiki.live import LiveStates
from app.mediawiki.log_entries import LogEntries
from app.mediawiki.pages import Pages
from app.mediawiki.revisions import Revisions
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams


@dataclass(frozen=True)
class Lookout:
    """One of each. Close it when the process ends."""

    client: WikiClient
    sites: Sites
    live: LiveStates
    accounts: Accounts
    account_states: AccountStates
    pages: Pages
    teams: Teams

    async def aclose(self) -> None:
        await self.client.aclose()


def open_lookout(
    central_index_url: str, user_agent: str, now: Callable[[], int], *, http: httpx.AsyncClient | None = None
) -> Lookout:
    """`now` gives seconds since 1970. Nothing is asked yet; `http` lets tests answer in place of wikis."""
    client = WikiClient(user_agent, now, http)
    sites = Sites(client, central_index_url, now)
    accounts, pages = Accounts(client, sites, now), Pages(client)
    account_states = AccountStates(client, accounts)
    of_accounts = (account_states, GlobalAccountStates(accounts))
    askers = (Revisions(client), LogEntries(client), AbuseLog(client), FileVersions(client), pages, *of_accounts)
    teams = Teams(client, sites, now)
    return Lookout(client, sites, LiveStates(askers), accounts, account_states, pages, teams)
