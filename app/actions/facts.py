"""What the wikis tell about a draft, as the facts of the guided flows (`app/flows/facts.py`).

A fact that could not be found out is left out: "could not check" is never a yes or a no.
"""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence

from app.actions.desk import Desk
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, Parts, Shown
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here

_KINDS = {
    TargetKind.REVISION: "revisions",
    TargetKind.DELETED_REVISION: "revisions",
    TargetKind.LOG: "revisions",
    TargetKind.ABUSE_LOG: "revisions",
    TargetKind.ACCOUNT: "accounts",
    TargetKind.FILE_VERSION: "files",
}

Facts = dict[str, str]


async def find_facts(desk: Desk, person: Person, pointers: Sequence[Pointer]) -> Facts:
    """Everything that can be told of these targets, for this person, now."""
    farm = await desk.wikis.sites.farm()
    facts = _of_targets(pointers)
    if isinstance(farm, Failed):
        return facts
    wikis = [farm.wikis[dbname] for dbname in _wikis(pointers) if dbname in farm.wikis]
    facts |= _of_person(person, wikis)
    asked: list[Facts] = []
    if len(wikis) == 1:
        asked += await gather(*(_of_team(desk, person, wikis[0], team) for team in _TEAM_FACTS))
        facts["wiki-is-closed"] = _yes(wikis[0].closed)
        criteria = desk.packs.criteria(wikis[0].dbname)
        facts["wiki-has-public-copyright-way"] = _yes(any(each.public_template for each in criteria))
    asked += await gather(_of_states(desk, farm, pointers), _of_accounts(desk, farm, pointers))
    for each in asked:
        facts |= each
    return facts


def _wikis(pointers: Iterable[Pointer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pointer.wiki for pointer in pointers))


def _of_targets(pointers: Sequence[Pointer]) -> Facts:
    """What the links say by themselves. Whether a page is a file is not told by its number."""
    if not pointers:
        return {}
    kinds = {_KINDS.get(pointer.kind, "mixed") for pointer in pointers}
    return {
        "what-was-pasted": kinds.pop() if len(kinds) == 1 else "mixed",
        "several-wikis": _yes(len(_wikis(pointers)) > 1),
    }


def _of_person(person: Person, wikis: Sequence[Wiki]) -> Facts:
    """What this person can do themselves on all of the wikis."""
    standing = person.standing
    facts = {"i-am-a-steward": _yes(standing.holds(Role.STEWARD))}
    if wikis:
        for name, team in (("i-can-delete-revisions", Team.ADMINISTRATORS), ("i-can-suppress", Team.OVERSIGHTERS)):
            facts[name] = _yes(all(may_act_here(standing, wiki.dbname, team) for wiki in wikis))
    return facts


_TEAM_FACTS: Mapping[Team, str] = {
    Team.OVERSIGHTERS: "local-oversighters",
    Team.ADMINISTRATORS: "local-administrators",
}


async def _of_team(desk: Desk, person: Person, wiki: Wiki, team: Team) -> Facts:
    """Whether somebody else is on the team; where the wiki does not say, whether its pack names a contact."""
    found = await desk.wikis.teams.member_central_ids(wiki, team)
    if isinstance(found, Failed):
        return {_TEAM_FACTS[team]: "named"} if desk.packs.contact(team, wiki.dbname) else {}
    others = found - {person.central_id} if wiki.counts_for_rights else frozenset[int]()
    return {_TEAM_FACTS[team]: "some" if others else "none"}


async def _of_states(desk: Desk, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """Whether it is hidden already, and whether a page's newest revision is meant."""
    states: dict[Pointer, LiveState] = {}
    asks: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        asks.setdefault(pointer.wiki, []).append(pointer)
    async for _, found in desk.wikis.live.by_wiki(asks, farm, with_summary=False):
        states |= found
    shown = [state for state in states.values() if isinstance(state, Shown)]
    if not shown or any(isinstance(state, CouldNotCheck) for state in states.values()):
        return {}
    hidden = sum(Parts.TEXT in state.hidden for state in shown)
    how_many = "all" if hidden == len(states) else "some" if hidden else "none"
    return {"already-hidden": how_many, "newest-is-meant": _yes(any(state.is_current for state in shown))}


async def _of_accounts(desk: Desk, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """Of a single account that is meant: temporary, on several wikis. Its name is asked for and forgotten."""
    accounts = [pointer for pointer in pointers if pointer.kind is TargetKind.ACCOUNT]
    if len(accounts) != 1 or accounts[0].wiki not in farm.wikis:
        return {}
    name = await _name_of(desk, farm.wikis[accounts[0].wiki], accounts[0])
    if name is None:
        return {}
    found = await desk.wikis.accounts.global_account({"guiuser": name, "guiprop": "merged"})
    facts = {"account-is-temporary": _yes(name.startswith("~2"))}
    if found is not None and not isinstance(found, Failed):
        facts["account-on-several-wikis"] = _yes(len(found.on) > 1)
    return facts


async def _name_of(desk: Desk, wiki: Wiki, account: Pointer) -> str | None:
    if not account.id:
        return account.name or None
    names = await desk.wikis.account_states.names(wiki, [account.id])
    return None if isinstance(names, Failed) else names.get(account.id)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
