"""What the wikis tell about a draft, as the facts of the guided flows (`app/flows/facts.py` says what each means).

A fact that could not be found out is left out: "could not check" is never a yes or a no. Names are asked for and
forgotten.
"""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence

from app.actions.desk import Desk
from app.actions.parties import find_parties
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown, There
from app.domain.wikis import Farm, Wiki
from app.flows.facts import facts_of_pack
from app.mediawiki.client import IDS_A_REQUEST
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed
from app.policy.decide import may_act_here

MANY_EDITS = 1_000
"""Above that the software hides no account (CentralAuth; domain.md 1.6)."""
FILE = 6

Facts = dict[str, str]
States = Mapping[Pointer, LiveState]


async def find_facts(desk: Desk, person: Person, pointers: Sequence[Pointer]) -> Facts:
    """Everything that can be told of these targets, for this person, now."""
    if not pointers:
        return {"i-am-a-steward": _yes(person.standing.holds(Role.STEWARD))}
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        return {}
    wikis = [farm.wikis[dbname] for dbname in _dbnames(pointers) if dbname in farm.wikis]
    async with desk.turns.of(person.central_id):
        answers = await gather(
            _of_teams(desk, person, wikis),
            _of_states(desk, person, farm, pointers),
            _of_accounts(desk, farm, pointers),
            _of_files(desk, farm, pointers),
        )
    told = _of_person(person, wikis) | {
        "several-wikis": _yes(len(wikis) > 1),
        "wiki-is-closed": _yes(any(wiki.closed for wiki in wikis)),
    }
    for answer in answers:
        told |= answer
    return told


def _dbnames(pointers: Iterable[Pointer]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pointer.wiki for pointer in pointers))


def _of_person(person: Person, wikis: Sequence[Wiki]) -> Facts:
    """What this person can do themselves on all of the wikis."""
    standing = person.standing
    can = {"i-can-delete-revisions": Team.ADMINISTRATORS, "i-can-suppress": Team.OVERSIGHTERS}
    return {"i-am-a-steward": _yes(standing.holds(Role.STEWARD))} | {
        name: _yes(all(may_act_here(standing, wiki.dbname, team) for wiki in wikis)) for name, team in can.items()
    }


_TEAM_FACTS: Mapping[Team, str] = {
    Team.OVERSIGHTERS: "local-oversighters",
    Team.ADMINISTRATORS: "local-administrators",
}


async def _of_teams(desk: Desk, person: Person, wikis: Sequence[Wiki]) -> Facts:
    """Who is there to act on the one wiki that is meant; where it does not say, what its policy pack names."""
    if len(wikis) != 1:
        return {}
    wiki = wikis[0]
    facts = facts_of_pack(desk.packs, wiki.dbname)
    of_teams = (_of_team(desk, person, wiki, team) for team in _TEAM_FACTS)
    for answer in await gather(*of_teams, _of_checkusers(desk, wiki), _of_sysops(desk, wiki)):
        facts |= answer
    return facts


async def _of_team(desk: Desk, person: Person, wiki: Wiki, team: Team) -> Facts:
    found = await desk.wikis.teams.member_central_ids(wiki, team)
    if isinstance(found, Failed):
        return {}
    others = found - {person.central_id} if wiki.counts_for_rights else frozenset[int]()
    return {_TEAM_FACTS[team]: "some" if others else "none"}


async def _of_checkusers(desk: Desk, wiki: Wiki) -> Facts:
    found = await desk.wikis.teams.anybody_in(wiki, "checkuser")
    return {} if isinstance(found, Failed) else {"local-checkusers": "some" if found else "none"}


async def _of_sysops(desk: Desk, wiki: Wiki) -> Facts:
    wikiset = desk.packs.everywhere.global_sysop_wikiset
    served = await desk.wikis.sites.global_sysop_wikis(wikiset) if wikiset else frozenset[str]()
    return {} if isinstance(served, Failed) else {"global-sysops-serve": _yes(wiki.dbname in served)}


async def _of_states(desk: Desk, person: Person, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """What is hidden already, whether a page's newest revision is meant, whether accounts are locked, and whether the
    person themselves is among those whose case it is."""
    asks: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        asks.setdefault(pointer.wiki, []).append(pointer)
    states: dict[Pointer, LiveState] = {}
    facts: Facts = {}
    async for dbname, found in desk.wikis.live.by_wiki(asks, farm, with_summary=False):
        states |= found
        if dbname in farm.wikis:
            parties = await find_parties(desk, farm.wikis[dbname], found)
            facts |= {"i-am-named": "yes"} if person.central_id in parties.central_ids else {}
    return facts | _hidden(states) | _newest(states) | _locked(states)


def _hidden(states: States) -> Facts:
    if any(isinstance(state, CouldNotCheck) for state in states.values()):
        return {}
    hidden = [
        isinstance(state, Gone) or (isinstance(state, Shown) and Parts.TEXT in state.hidden)
        for state in states.values()
    ]
    return {"already-hidden": "all" if all(hidden) else "some" if any(hidden) else "none"}


def _newest(states: States) -> Facts:
    shown = [state for pointer, state in states.items() if pointer.kind is TargetKind.REVISION]
    if any(isinstance(state, CouldNotCheck) for state in shown):
        return {}
    return {"newest-is-meant": _yes(any(isinstance(state, Shown) and state.is_current for state in shown))}


def _locked(states: States) -> Facts:
    accounts = [state for pointer, state in states.items() if pointer.kind is TargetKind.ACCOUNT]
    known = [state for state in accounts if isinstance(state, There) and state.is_locked is not None]
    if not accounts or len(known) < len(accounts):
        return {}
    return {"accounts-are-locked": _yes(all(state.is_locked for state in known))}


async def _of_accounts(desk: Desk, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """Of the accounts that are meant: temporary, on several wikis, with very many edits."""
    accounts = [pointer for pointer in pointers if pointer.kind is TargetKind.ACCOUNT][:IDS_A_REQUEST]
    names = await gather(*(_name_of(desk, farm, account) for account in accounts))
    if not accounts or not all(names):
        return {}
    temporary = [name.startswith("~2") for name in names if name]
    facts = {"account-is-temporary": "yes" if all(temporary) else "some" if any(temporary) else "no"}
    found = await gather(*(desk.wikis.accounts.global_account(_edits_of(name)) for name in names if name))
    known = [account for account in found if isinstance(account, GlobalAccount)]
    if len(known) < len(found):
        return facts
    several = any(sum(here.edits > 0 for here in account.on.values()) > 1 for account in known)
    many = any((account.edits or 0) > MANY_EDITS for account in known)
    return facts | {"account-on-several-wikis": _yes(several), "many-global-edits": _yes(many)}


def _edits_of(name: str) -> dict[str, str | int]:
    return {"guiuser": name, "guiprop": "merged|editcount"}


async def _name_of(desk: Desk, farm: Farm, account: Pointer) -> str | None:
    if not account.id:
        return account.name or None
    if account.wiki not in farm.wikis:
        return None
    names = await desk.wikis.account_states.names(farm.wikis[account.wiki], [account.id])
    return None if isinstance(names, Failed) else names.get(account.id)


async def _of_files(desk: Desk, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """Of pages and versions of files: whether they live in the shared repository, or are on its wiki."""
    pages = [pointer for pointer in pointers if pointer.kind in {TargetKind.PAGE, TargetKind.FILE_VERSION}]
    asked = [desk.wikis.files.is_shared(farm.wikis[each.wiki], each) for each in pages if each.wiki in farm.wikis]
    found = [answer for answer in await gather(*asked) if answer is not None]
    if not found or any(isinstance(answer, Failed) for answer in found):
        return {}
    return {"file-on-commons": _yes(any(answer is True for answer in found))}


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
