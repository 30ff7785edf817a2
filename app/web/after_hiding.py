"""What can be done once it is hidden: about the accounts behind it, and against the next time.

Names are asked for these links alone, and stand in the links only; a name that was marked is in none of them.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence

from app.actions.refusals import CouldNotCheckRights
from app.domain.accounts import is_temporary
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, Shown, There
from app.domain.wikis import Farm, SiteNames, Wiki
from app.links.build import OnWikiLink
from app.links.forms_accounts import (
    abuse_review_link,
    block_link,
    block_log_link,
    central_auth_link,
    contributions_link,
    global_block_link,
    list_users_link,
    nuke_link,
)
from app.links.forms_pages import protect_page_link
from app.mediawiki.client import IDS_A_REQUEST
from app.mediawiki.descriptions import WikiDescription
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here
from app.text.marks import NO_MARKS, Marks
from app.web.house import House
from app.web.pages import AfterAccount, AfterGroup, AfterLink

States = Mapping[Pointer, LiveState]
FILTER_MANAGERS = "abusefilter-modify"
PAGES_AT_MOST = 10


async def after_of(
    house: House, person: Person, pointers: Sequence[Pointer], marks: Marks = NO_MARKS
) -> tuple[AfterGroup, ...]:
    """What can be done about these targets, on each wiki on which the person may act.

    `marks`: names that were marked elsewhere than on these targets.
    """
    farm = await house.desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights("look-around-could-not")
    acting: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        if pointer.wiki in farm.wikis and may_act_here(person.standing, pointer.wiki, Team.ADMINISTRATORS):
            acting.setdefault(pointer.wiki, []).append(pointer)
    asked = (_ask_group(house, farm, person, farm.wikis[dbname], its, marks) for dbname, its in acting.items())
    return tuple(await gather(*asked))


async def _ask_group(
    house: House,
    farm: Farm,
    person: Person,
    wiki: Wiki,
    pointers: Sequence[Pointer],
    marks: Marks,
) -> AfterGroup:
    states = await house.desk.wikis.live.of(wiki, pointers, with_summary=False)
    kept_out = _marked_on(states)
    behind = {user: made for user, made in _behind(states).items() if user not in kept_out}
    users = list(behind)[:IDS_A_REQUEST]
    names = await house.desk.wikis.account_states.names(wiki, users) if users else {}
    found = await house.desk.wikis.sites.description(wiki)
    description = None if isinstance(found, Failed) else found
    called = {} if isinstance(names, Failed) else names
    known = {user: called[user] for user in users if user in called and not marks.keep_out_name(called[user])}
    is_steward = person.standing.holds(Role.STEWARD)
    stopped = {state.user for state in states.values() if isinstance(state, There) and _is_stopped(state)}
    suppresses = may_act_here(person.standing, wiki.dbname, Team.OVERSIGHTERS)
    return AfterGroup(
        wiki=wiki.dbname,
        accounts=tuple(
            _account(
                user, behind[user], _about_account(wiki, farm, name, is_steward and user not in stopped, description)
            )
            for user, name in known.items()
        ),
        others=tuple(links_for_next_time(wiki, states, suppresses, description)),
        could_not_check=isinstance(names, Failed)
        or description is None
        or not marks.names_known
        or _is_unknown(states),
    )


def _is_stopped(state: There) -> bool:
    return bool(state.is_locked or state.is_globally_blocked)


def _is_unknown(states: States) -> bool:
    """Whether the wiki could not be asked about one of these: then somebody more may be behind them."""
    return any(isinstance(state, CouldNotCheck) for state in states.values())


def _behind(states: States) -> dict[int, list[Pointer]]:
    """The accounts behind these targets by their LOCAL number, each with what it made; nothing for a target itself."""
    behind: dict[int, list[Pointer]] = {}
    for pointer, state in states.items():
        if isinstance(state, Shown) and state.author:
            behind.setdefault(state.author, []).append(pointer)
        elif isinstance(state, There) and state.user:
            behind.setdefault(state.user, [])
    return behind


def _account(user: int, made: Sequence[Pointer], links: tuple[AfterLink, ...]) -> AfterAccount:
    return AfterAccount(user, made[0] if made else None, max(len(made) - 1, 0), links)


def _marked_on(states: States) -> set[int]:
    """LOCAL user ids whose names were marked, on the account itself or on what it made."""
    accounts = {each.id for each in states if each.kind is TargetKind.ACCOUNT and each.is_marked}
    makers = {state.author for each, state in states.items() if each.author_is_marked and isinstance(state, Shown)}
    return accounts | {maker for maker in makers if maker}


def _about_account(
    wiki: Wiki, farm: Farm, name: str, may_stop: bool, description: WikiDescription | None
) -> tuple[AfterLink, ...]:
    links = [
        AfterLink("after-contributions", contributions_link(wiki, name)),
        AfterLink("after-block-log", block_log_link(wiki, name)),
        form_to("after-block", block_link(wiki, name, hide_name=False, keep_from_talk_and_mail=True)),
    ]
    if description and has_page(description.names, "nuke"):
        links.append(form_to("after-nuke", nuke_link(wiki, name)))
    if may_stop:
        central = farm.wikis[farm.central]
        # Nobody can lock a temporary account.
        if is_temporary(name):
            links.append(form_to("after-global-block", global_block_link(central, name)))
        else:
            links.append(form_to("after-lock", central_auth_link(central, name, lock=True, hide=None)))
    return tuple(links)


def links_for_next_time(
    wiki: Wiki, states: States, suppresses: bool, description: WikiDescription | None
) -> list[AfterLink]:
    """Against the next time: the pages protected, and who can write a filter."""
    pages = dict.fromkeys(state.page for state in states.values() if isinstance(state, Shown | There) and state.page)
    links = [form_to("after-protect", protect_page_link(wiki, page), page) for page in list(pages)[:PAGES_AT_MOST]]
    if description is None:
        return links
    managers = [group for group, rights in description.rights_of_group.items() if FILTER_MANAGERS in rights]
    if managers:
        # A group of its own is smaller than all administrators, who often carry the right, too.
        group = next((group for group in managers if group not in {"sysop", "steward"}), managers[0])
        links.append(AfterLink("after-filter-managers", list_users_link(wiki, group)))
    if suppresses and has_page(description.names, "abusereview"):
        links.append(form_to("after-abuse-review", abuse_review_link(wiki)))
    return links


def has_page(names: SiteNames, page: str) -> bool:
    """Whether the wiki has a special page of this name: its extension is active there."""
    return page in {real.lower() for real in names.special_pages.values()}


def form_to(say: str, link: OnWikiLink, about: int = 0) -> AfterLink:
    """A form among these links, both ways."""
    return AfterLink(say, link.url, link.through_sign_in, about)
