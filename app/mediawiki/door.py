"""The door to the wikis: everything that may be asked of them, over one connection pool, opened once a process."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from app.mediawiki.abuse_log import AbuseLog
from app.mediawiki.account_states import AccountStates
from app.mediawiki.accounts import Accounts
from app.mediawiki.accounts_everywhere import AccountsEverywhere
from app.mediawiki.accounts_here import AccountsHere
from app.mediawiki.already import Already
from app.mediawiki.awake import AwakeTeams
from app.mediawiki.client import WikiClient
from app.mediawiki.comments import Comments
from app.mediawiki.file_versions import FileVersions
from app.mediawiki.fresh_edits import FreshEdits
from app.mediawiki.global_account_states import GlobalAccountStates
from app.mediawiki.guidance import Guidance
from app.mediawiki.live import LiveStates
from app.mediawiki.log_entries import LogEntries
from app.mediawiki.makers import Makers
from app.mediawiki.oauth import SignIn
from app.mediawiki.pages import Pages
from app.mediawiki.pointing import Pointing
from app.mediawiki.public_logs import PublicLogs
from app.mediawiki.public_pages import PublicPages
from app.mediawiki.ranges import Ranges
from app.mediawiki.reasons import Reasons
from app.mediawiki.relations import Relations
from app.mediawiki.report_contacts import ReportContacts
from app.mediawiki.revisions import Revisions
from app.mediawiki.rights import Rights
from app.mediawiki.short_links import ShortLinks
from app.mediawiki.sites import Sites
from app.mediawiki.surroundings import Finder
from app.mediawiki.teams import Teams


@dataclass(frozen=True)
class Wikis:
    """One of each. Close it when the process ends."""

    client: WikiClient
    sites: Sites
    rights: Rights
    pointing: Pointing
    short_links: ShortLinks
    live: LiveStates
    accounts: Accounts
    account_states: AccountStates
    everywhere: AccountsEverywhere
    accounts_here: AccountsHere
    fresh_edits: FreshEdits
    makers: Makers
    pages: Pages
    public_pages: PublicPages
    files: FileVersions
    already: Already
    ranges: Ranges
    surroundings: Finder
    reasons: Reasons
    report_contacts: ReportContacts
    teams: Teams
    awake: AwakeTeams
    guidance: Guidance
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
    short_link_host: str = "w.wiki",
    http: httpx.AsyncClient | None = None,
) -> Wikis:
    """`now` gives seconds since 1970. Nothing is asked yet; `http` lets tests answer in place of wikis."""
    client = WikiClient(user_agent, now, http)
    sites = Sites(client, central_index_url, now, short_link_host)
    accounts = Accounts(client, sites, now)
    revisions, pages, abuse_log, files = Revisions(client), Pages(client), AbuseLog(client), FileVersions(client)
    account_states, logs, log_entries = AccountStates(client, accounts), PublicLogs(client), LogEntries(client)
    teams, report_contacts = Teams(client, sites, now), ReportContacts(client, now)
    ranges = Ranges(client)
    of_accounts = (account_states, GlobalAccountStates(accounts))
    return Wikis(
        client=client,
        sites=sites,
        rights=Rights(client, sites, now, global_sysop_wikiset),
        pointing=Pointing(client, accounts, pages, revisions, Relations(client), Comments(client)),
        short_links=ShortLinks(client.http, urlsplit(central_index_url).scheme, user_agent),
        live=LiveStates((revisions, log_entries, abuse_log, files, pages, *of_accounts)),
        accounts=accounts,
        account_states=account_states,
        everywhere=AccountsEverywhere(client, sites, accounts, now),
        accounts_here=AccountsHere(client, now),
        fresh_edits=FreshEdits(client, now),
        makers=Makers(client, log_entries, abuse_log, files),
        pages=pages,
        public_pages=PublicPages(client),
        files=files,
        already=Already(pages, logs),
        ranges=ranges,
        surroundings=Finder(client, ranges, abuse_log, logs, files),
        reasons=Reasons(client),
        report_contacts=report_contacts,
        teams=teams,
        awake=AwakeTeams(client, sites, teams, now),
        guidance=Guidance(sites, teams, report_contacts, now),
        sign_in=SignIn(central_index_url, consumer_key, consumer_secret, user_agent, fixed_callback=fixed_callback),
    )
