"""Puts together what the accounts page shows: cards, rows, the picture and the links, for this person.

Forms are offered to whoever may act with them; links to look at something to everybody. A link says no reason.
"""

from asyncio import to_thread
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import aclosing

from app.actions.looking_up import AskedSoFar, FoundAccounts, Step, WikiAnswered
from app.domain.account_rows import AccountRow, active_rows, rows_of, sort_rows
from app.domain.accounts import Account
from app.domain.activity import period_of, strip_of
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm, Wiki
from app.links import forms_many_accounts as lists
from app.links.account_list import write_account, write_names
from app.links.build import OnWikiLink
from app.links.forms_accounts import (
    block_link,
    block_log_link,
    central_auth_link,
    contributions_link,
    global_block_link,
)
from app.policy.decide import may_act_here
from app.text.look_alikes import NOT_ALIKE, LookAlikes, find_look_alikes
from app.web.pages import (
    AccountCard,
    AccountLink,
    AccountsTable,
    AccountsView,
    ListForms,
    Picture,
    PictureStrip,
    ShownRow,
)

ROWS_AT_MOST = 500
"""Each row has half a dozen links: more would be a page that no phone opens."""
STRIPS_AT_MOST = 40
"""Rows of the picture: the liveliest."""


async def steps_of(
    steps: AsyncGenerator[Step, None], farm: Farm, person: Person, view: AccountsView, now: int
) -> AsyncIterator[AskedSoFar | WikiAnswered | AccountsTable]:
    """Progress as it comes, and what was found as the table. Whoever closes the page stops the questions."""
    async with aclosing(steps):
        async for step in steps:
            if isinstance(step, FoundAccounts):
                # In a thread: thousands of rows, and hundreds of names that all look alike, take a second or more.
                yield await to_thread(make_table, step, farm, person, view, now)
            else:
                yield step


def make_table(found: FoundAccounts, farm: Farm, person: Person, view: AccountsView, now: int) -> AccountsTable:
    """The whole table."""
    all_rows = rows_of(found.accounts, found.edits)
    rows = sort_rows(active_rows(all_rows, view.days, now), view.order)
    alike = find_look_alikes(account.name for account in found.accounts)
    return AccountsTable(
        cards=tuple(_card(farm, person, account, alike.get(account.name, NOT_ALIKE)) for account in found.accounts),
        not_visible=found.not_visible,
        could_not_check=found.could_not_check,
        rows=tuple(_shown_row(farm, person, row, row.account.name in alike) for row in rows[:ROWS_AT_MOST]),
        cut_off=max(0, len(rows) - ROWS_AT_MOST),
        filtered=len(all_rows) - len(rows),
        unanswered=tuple(sorted({row.place.wiki for row in all_rows if isinstance(row.edits, CouldNotCheck)})),
        left=found.left,
        is_over=found.is_over,
        picture=_picture(rows, view, now),
        lists=_list_forms(farm, person, found.accounts, rows),
    )


def _card(farm: Farm, person: Person, account: Account, alike: LookAlikes) -> AccountCard:
    central, name = farm.wikis[farm.central], account.name
    links = [
        AccountLink("account-everywhere", lists.global_account_link(central, name)),
        AccountLink("account-global-contributions", lists.global_contributions_link(central, name)),
        AccountLink("account-similar-names", lists.similar_names_link(central, name)),
    ]
    if person.standing.holds(Role.STEWARD):
        links.extend(_stewards_forms(central, account))
    elsewhere = sum(not place.says_something for place in account.on)
    return AccountCard(account, alike, elsewhere, tuple(links), write_account(farm, account))


def _stewards_forms(central: Wiki, account: Account) -> Iterable[AccountLink]:
    if account.is_temporary:
        yield _form("account-global-block", global_block_link(central, account.name))
    elif not account.locked:
        yield _form("account-lock", central_auth_link(central, account.name, lock=True, hide=None))


def _shown_row(farm: Farm, person: Person, row: AccountRow, is_alike: bool) -> ShownRow:
    wiki = farm.wikis.get(row.place.wiki)
    if wiki is None:
        return ShownRow(row, is_alike, (), ())
    name, acts = row.account.name, may_act_here(person.standing, wiki.dbname, Team.ADMINISTRATORS)
    links = [
        AccountLink("account-contributions", contributions_link(wiki, name)),
        AccountLink("account-block-log", block_log_link(wiki, name)),
    ]
    if acts:
        # SECURITY: no reason is filled in: packs name neutral ones for hiding only, and what a block says is public.
        links.append(_form("account-block", block_link(wiki, name, hide_name=False)))
    return ShownRow(row, is_alike, tuple(links), tuple(_more(wiki, name, acts)))


def _more(wiki: Wiki, name: str, acts: bool) -> Iterable[AccountLink]:
    yield AccountLink("account-user-pages", lists.user_pages_link(wiki, name))
    if acts:
        yield _form("account-deleted-pages", lists.deleted_user_pages_link(wiki, name))
    yield AccountLink("account-similar-here", lists.similar_names_here_link(wiki, name))


def _picture(rows: Sequence[AccountRow], view: AccountsView, now: int) -> Picture | None:
    """The rows in the order of the table; where they are too many, the liveliest of them. SECURITY: what was not asked,
    or could not be, is counted: it must not be taken for inactive."""
    known = {row.pair: row.activity for row in rows if row.activity and row.activity.times}
    if not known:
        return None
    period = period_of(known.values(), now, view.days)
    strips = {pair: strip_of(activity, period) for pair, activity in known.items()}
    drawn = set(sorted(strips, key=lambda pair: -strips[pair].total)[:STRIPS_AT_MOST])
    shown = tuple(PictureStrip(row, strips[row.pair]) for row in rows if row.pair in drawn)
    return Picture(
        period,
        shown,
        most=max(each.strip.most for each in shown),
        left_out=len(known) - len(shown),
        could_not_check=sum(isinstance(row.edits, CouldNotCheck) for row in rows),
        not_asked=sum(row.edits is None and row.may_have_edited for row in rows),
    )


def _list_forms(farm: Farm, person: Person, accounts: Sequence[Account], rows: Sequence[AccountRow]) -> ListForms:
    """SECURITY: temporary accounts are blocked globally, never locked; who is locked already is in no list of locks."""
    central, is_steward = farm.wikis[farm.central], person.standing.holds(Role.STEWARD)
    names = [account.name for account in accounts]
    to_lock = [each.name for each in accounts if not (each.is_temporary or each.locked)] if is_steward else []
    temporary = [each.name for each in accounts if each.is_temporary] if is_steward else []
    return ListForms(
        names=write_names(farm, accounts),
        wikitext=lists.write_wikitext_list(names),
        locks=tuple(lists.multi_lock_links(central, to_lock)),
        global_blocks=tuple(lists.mass_global_block_links(central, temporary)),
        analysers=tuple(_analysers(farm, rows)),
    )


def _analysers(farm: Farm, rows: Sequence[AccountRow]) -> Iterable[tuple[str, str]]:
    """For each wiki on which two or more of them edited."""
    editors: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: -row.place.edits):
        if row.place.edits:
            editors.setdefault(row.place.wiki, []).append(row.account.name)
    for dbname, names in sorted(editors.items()):
        wiki = farm.wikis.get(dbname)
        link = lists.analyser_link(wiki, names) if wiki else None
        if link:
            yield dbname, link


def _form(say: str, link: OnWikiLink) -> AccountLink:
    return AccountLink(say, link.url, link.through_sign_in)
