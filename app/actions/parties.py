"""Whose case it is: the authors and page owners of what is meant, as central ids. Nobody judges their own case.

Finding something is not being involved; the requester is not a party by asking.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.refusals import Unusable
from app.domain.people import Person
from app.domain.targets import ACCOUNTS, Pointer, TargetKind, by_wiki
from app.domain.visibility import UNTOLD, CouldNotCheck, LiveState, Shown, There
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed, NotFound

USER_NAMESPACES = frozenset({2, 3})
KEPT_OUT_AT_MOST = 3


@dataclass(frozen=True)
class Parties:
    """Central ids of the known parties; `all_known` is False where an author is hidden or a revision gone.

    `asked` is False where a wiki could not be asked: then nothing follows from what is known.
    """

    central_ids: frozenset[int]
    all_known: bool
    asked: bool


async def find_parties(desk: Desk, farm: Farm, states: Mapping[Pointer, LiveState]) -> Parties:
    """Whose case these are, on whatever wikis they are."""
    mine = by_wiki(states)
    known = [_find_on(desk, farm.wikis[dbname], its) for dbname, its in mine.items() if dbname in farm.wikis]
    found = await gather(*known)
    asked = len(found) == len(mine) and all(each.asked for each in found)
    central_ids = frozenset[int]().union(*(each.central_ids for each in found))
    return Parties(central_ids, asked and all(each.all_known for each in found), asked)


async def _find_on(desk: Desk, wiki: Wiki, states: Mapping[Pointer, LiveState]) -> Parties:
    """The authors of revisions, entries and file versions, the accounts meant, whom entries of logs are about, who
    began or uploaded what is meant as a whole, and the owners of the user pages on which all this stands or stood."""
    answers = list(states.values())
    behind = await desk.wikis.makers.behind(wiki, states)
    authors = sorted({user for state in answers if (user := _user_of(state))} | behind.users)
    owned = sorted({page for state in answers if (page := _page_of(state))})
    accounts = desk.wikis.accounts
    of_authors = await accounts.central_ids_of_local(wiki, authors) if authors else {}
    of_owners = await accounts.page_owners(wiki, owned) if owned else {}
    of_names = await accounts.central_ids_of_names(wiki, sorted(behind.names)) if behind.names else {}
    asked = behind.asked and not any(isinstance(state, CouldNotCheck) for state in answers)
    all_known = all(_tells_whose(*each, behind.told) for each in states.items())
    found = {state.central for state in answers if isinstance(state, There) and state.central}
    for answer, meant in ((of_authors, authors), (of_owners, ()), (of_names, behind.names)):
        if isinstance(answer, Failed):
            asked = False
        else:
            found |= set(answer.values())
            all_known = all_known and answer.keys() >= set(meant)
    return Parties(frozenset(found), all_known and asked, asked)


def _tells_whose(pointer: Pointer, state: LiveState, told: frozenset[Pointer]) -> bool:
    """Whether the wiki told whose this is. Of a whole page it never does: many may have written it."""
    match pointer.kind, state:
        case TargetKind.ABUSE_LOG, There():
            return pointer in told
        case _, There():
            return pointer.kind in ACCOUNTS
        case TargetKind.LOG, Shown(author=author):
            return author is not None and pointer in told
        case _, Shown(author=author):
            return author is not None
    return False


def _user_of(state: LiveState) -> int:
    """The LOCAL user id of whoever made it, or of the account itself; 0 where there is none or it is hidden, and where
    the central id is known."""
    match state:
        case Shown():
            return state.author or 0
        case There():
            return 0 if state.central else state.user
    return 0


def _page_of(state: LiveState) -> int:
    """The page it stands on, where that may be somebody's own. An entry of a log does not tell its namespace."""
    match state:
        case Shown(namespace=namespace, page=page) | There(namespace=namespace, page=page):
            return page if namespace in USER_NAMESPACES or namespace == UNTOLD else 0
    return 0


def is_author(person: Person, states: Mapping[Pointer, LiveState]) -> bool:
    """Whether the person made any of these, or is one of these accounts, by the wikis' own user ids."""
    return any(_is_by(person, pointer.wiki, state) for pointer, state in states.items())


def _is_by(person: Person, wiki: str, state: LiveState) -> bool:
    own_id, user = person.standing.local_ids.get(wiki), _user_of(state)
    is_themselves = isinstance(state, There) and state.central == person.central_id
    return is_themselves or (user != 0 and user == own_id)


async def read_kept_out(desk: Desk, names: Sequence[str], before: frozenset[int] = frozenset()) -> frozenset[int]:
    """Central ids of the people whom the requester names, beside those kept out `before`. Raises Unusable for a name
    that no wiki knows, for more than three people, and where the wikis cannot be asked: silently keeping nobody out
    would betray the requester."""
    kept = set(before)
    for number, name in enumerate(names, start=1):
        if not name.strip():
            continue
        answer = await desk.wikis.accounts.central_id_of(name.strip())
        if isinstance(answer, NotFound):
            raise Unusable(f"keep_out_{number}", "keep-out-not-found")
        if isinstance(answer, Failed):
            raise Unusable(f"keep_out_{number}", "keep-out-could-not-check")
        kept.add(answer)
    if len(kept) > KEPT_OUT_AT_MOST:
        raise Unusable("let_in" if before else "keep_out_1", "keep-out-too-many", str(KEPT_OUT_AT_MOST))
    return frozenset(kept)
