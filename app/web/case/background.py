"""The background of everybody in a case (R80-R82): where to read about them, on the wiki itself.

Nothing is asked of a wiki here, and nothing of it is kept: links, for the person to open. SECURITY: R85, R86: the tools
outside of the wikis get no name from us. Two names in one address tell whoever reads its log that there is a case.
"""

from app.actions.case_looking import account_name, is_address
from app.domain.cases import Case, Party
from app.domain.wikis import Farm, Wiki
from app.flows.companion.stages import Stage
from app.links.forms_accounts import block_log_link, contributions_link
from app.links.forms_case import (
    BLAME,
    LONGEST_PREFIX,
    log_link,
    search_below_link,
    talk_history_link,
)
from app.links.forms_many_accounts import ANALYSER, global_account_link, global_contributions_link
from app.mediawiki.outcomes import Failed
from app.web.case.carrying import AT, Carried
from app.web.case.looking import linkable_name, marks_of
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import AccountLink, BackgroundSection, PartyBackground, Problem

PREFIX = "prefix"
_NO_TITLE = frozenset('#<>[]|{}"\n\r')


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    """What is searched for is no part of the case."""
    prefix = carried.form.one(PREFIX).strip()
    if len(prefix) > LONGEST_PREFIX or _NO_TITLE & set(prefix):
        return carried.case, (Problem(PREFIX, "case-prefix-no-title", (str(LONGEST_PREFIX),)),)
    return carried.case, ()


async def show(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> BackgroundSection:
    case = carried.case
    found = await house.desk.wikis.sites.farm()
    farm = None if isinstance(found, Failed) else found
    wiki = farm.wikis.get(case.wiki) if farm else None
    # What was typed on another page of the case under this name is none of it.
    typed = carried.form.one(PREFIX).strip() if carried.form.one(AT) == stage.id else ""
    boards = tuple(dict.fromkeys([*house.desk.packs.of(case.wiki).noticeboards, *([typed] if typed else [])]))
    searched = () if carried.again else tuple(each for each in boards if not marks_of(case).keep_out_title(each))
    accounts = dict.fromkeys(name for each in case.parties if (name := account_name(each)))
    return BackgroundSection(
        people=tuple(_person(case, farm, wiki, party, searched) for party in case.parties),
        wiki=case.wiki if wiki else "",
        host=wiki.host if wiki else "",
        names=tuple(accounts),
        prefix=typed,
        boards=boards,
        analyser=ANALYSER,
        blame=BLAME,
        could_not_check=farm is None,
    )


def _person(case: Case, farm: Farm | None, wiki: Wiki | None, party: Party, boards: tuple[str, ...]) -> PartyBackground:
    name = linkable_name(case, party)
    if farm is None or wiki is None:
        return PartyBackground(party, (), (), kept=name is None)
    links = [
        AccountLink("account-contributions", contributions_link(wiki, name)),
        AccountLink("account-block-log", block_log_link(wiki, name)),
    ]
    if name:
        links.insert(1, AccountLink("case-link-talk-history", talk_history_link(wiki, name)))
    if not is_address(party):
        links.append(AccountLink("case-link-rights-log", log_link(wiki, "rights", name)))
    if name and not is_address(party):
        central = farm.wikis[farm.central]
        links.append(AccountLink("account-everywhere", global_account_link(central, name)))
        links.append(AccountLink("account-global-contributions", global_contributions_link(central, name)))
    searches = tuple(AccountLink(each, search_below_link(wiki, name, each)) for each in boards)
    return PartyBackground(party, tuple(links), searches, kept=name is None)
