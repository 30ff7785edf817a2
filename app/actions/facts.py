"""What the wikis tell about a draft, as the facts of the guided flows (`app/flows/facts.py` says what each means).

A fact that could not be found out is left out: "could not check" is never a yes or a no. Names are asked for and
forgotten.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence

from app.actions.desk import Desk
from app.actions.parties import find_parties
from app.domain.accounts import is_temporary
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
EVERY_PART = Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME

Facts = dict[str, str]
States = Mapping[Pointer, LiveState]


async def find_facts(
    desk: Desk, person: Person, pointers: Sequence[Pointer], kept_out: frozenset[int] = frozenset()
) -> Facts:
    """Everything that can be told of these targets, for this person, now. Central ids that are `kept_out` count as
    nobody's team."""
    dbnames = _dbnames(pointers)
    if not dbnames:
        return {"i-am-a-steward": _yes(person.standing.holds(Role.STEWARD))}
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        # Whom the reviewed packs name is known without asking anybody.
        named = facts_of_pack(desk.packs, dbnames[0]) if len(dbnames) == 1 else {}
        return named | _of_person(person, dbnames) | {"several-wikis": _yes(len(dbnames) > 1)}
    wikis = [farm.wikis[dbname] for dbname in dbnames if dbname in farm.wikis]
    async with desk.turns.of(person.central_id):
        (states, parties), *answers = await gather(
            _of_states(desk, person, farm, pointers),
            _of_accounts(desk, farm, pointers),
            _of_files(desk, farm, pointers),
        )
        of_teams = await _of_teams(desk, wikis, parties | kept_out | {person.central_id})
    told = _of_person(person, dbnames) | {
        "several-wikis": _yes(len(wikis) > 1),
        "wiki-is-closed": _yes(any(wiki.closed for wiki in wikis)),
    }
    for answer in (of_teams, states, *answers):
        told |= answer
    return told


def _dbnames(pointers: Sequence[Pointer]) -> tuple[str, ...]:
    """The wikis that are meant. An account is everywhere: the wiki of its link counts only where nothing else does."""
    elsewhere = [pointer for pointer in pointers if pointer.kind is not TargetKind.ACCOUNT]
    return tuple(dict.fromkeys(pointer.wiki for pointer in elsewhere or pointers))


def _of_person(person: Person, dbnames: Sequence[str]) -> Facts:
    """What this person can do themselves on all of the wikis."""
    standing = person.standing
    can = {"i-can-delete-revisions": Team.ADMINISTRATORS, "i-can-suppress": Team.OVERSIGHTERS}
    return {"i-am-a-steward": _yes(standing.holds(Role.STEWARD))} | {
        name: _yes(all(may_act_here(standing, dbname, team) for dbname in dbnames)) for name, team in can.items()
    }


_TEAM_FACTS: Mapping[Team, str] = {
    Team.OVERSIGHTERS: "local-oversighters",
    Team.ADMINISTRATORS: "local-administrators",
}


async def _of_teams(desk: Desk, wikis: Sequence[Wiki], without: frozenset[int]) -> Facts:
    """Who is there to act on the one wiki that is meant; where it does not say, what its policy pack names.

    `without` are those who cannot take it: whose case it is, who is kept out, and whoever asks.
    """
    if len(wikis) != 1:
        return {}
    wiki = wikis[0]
    facts = facts_of_pack(desk.packs, wiki.dbname)
    of_teams = (_of_team(desk, wiki, team, without) for team in _TEAM_FACTS)
    for answer in await gather(*of_teams, _of_checkusers(desk, wiki), _of_sysops(desk, wiki)):
        facts |= answer
    return facts


async def _of_team(desk: Desk, wiki: Wiki, team: Team, without: frozenset[int]) -> Facts:
    found = await desk.wikis.teams.member_central_ids(wiki, team)
    if isinstance(found, Failed):
        return {}
    others = found - without if wiki.counts_for_rights else frozenset[int]()
    return {_TEAM_FACTS[team]: "some" if others else "none"}


async def _of_checkusers(desk: Desk, wiki: Wiki) -> Facts:
    found = await desk.wikis.teams.anybody_in(wiki, "checkuser")
    return {} if isinstance(found, Failed) else {"local-checkusers": "some" if found else "none"}


async def _of_sysops(desk: Desk, wiki: Wiki) -> Facts:
    wikiset = desk.packs.everywhere.global_sysop_wikiset
    served = await desk.wikis.sites.global_sysop_wikis(wikiset) if wikiset else frozenset[str]()
    return {} if isinstance(served, Failed) else {"global-sysops-serve": _yes(wiki.dbname in served)}


async def _of_states(
    desk: Desk, person: Person, farm: Farm, pointers: Sequence[Pointer]
) -> tuple[Facts, frozenset[int]]:
    """What is hidden already, whether a page's newest revision is meant, whether accounts are locked, and whether the
    person themselves is among those whose case it is; and the central ids of all of these."""
    asks: dict[str, list[Pointer]] = {}
    for pointer in pointers:
        asks.setdefault(pointer.wiki, []).append(pointer)
    states: dict[Pointer, LiveState] = {}
    parties: frozenset[int] = frozenset()
    async for dbname, found in desk.wikis.live.by_wiki(asks, farm, with_summary=True):
        states |= found
        if dbname in farm.wikis:
            parties |= (await find_parties(desk, farm, found)).central_ids
    named = {"i-am-named": "yes"} if person.central_id in parties else {}
    return named | _hidden(states) | _newest(states) | _locked(states), parties


def _hidden(states: States) -> Facts:
    """What is gone for the public may be a wrong number, stand for administrators, or lie on another wiki: it is never
    taken for hidden, nor for visible."""
    hidden = [isinstance(state, Shown) and EVERY_PART in state.hidden & state.asked for state in states.values()]
    if all(hidden):
        return {"already-hidden": "all"}
    if any(isinstance(state, CouldNotCheck | Gone) for state in states.values()):
        return {}
    seen = [isinstance(state, There) or (isinstance(state, Shown) and not state.hidden) for state in states.values()]
    return {"already-hidden": "none" if all(seen) else "some"}


def _newest(states: States) -> Facts:
    """`no` only where every revision that is meant was found, and is not the newest."""
    meant = [state for pointer, state in states.items() if pointer.kind is TargetKind.REVISION]
    if any(isinstance(state, Shown) and state.is_current for state in meant):
        return {"newest-is-meant": "yes"}
    return {"newest-is-meant": "no"} if meant and all(isinstance(state, Shown) for state in meant) else {}


def _locked(states: States) -> Facts:
    accounts = [state for pointer, state in states.items() if pointer.kind is TargetKind.ACCOUNT]
    known = [state for state in accounts if isinstance(state, There) and state.is_locked is not None]
    if not accounts or len(known) < len(accounts):
        return {}
    return {"accounts-are-locked": _yes(all(state.is_locked for state in known))}


async def _of_accounts(desk: Desk, farm: Farm, pointers: Sequence[Pointer]) -> Facts:
    """Of the accounts that are meant: temporary, on several wikis, with very many edits."""
    accounts = [pointer for pointer in pointers if pointer.kind is TargetKind.ACCOUNT]
    if len(accounts) > IDS_A_REQUEST:
        # The first of them say nothing of the rest.
        return {}
    names = await gather(*(_name_of(desk, farm, account) for account in accounts))
    if not accounts or not all(names):
        return {}
    temporary = [is_temporary(name) for name in names if name]
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
