"""What was marked as harming by its name: how it is called today, and what else is called so.

Names and titles are asked, compared in memory and forgotten. What could not be learnt counts as marked.
"""

from asyncio import gather
from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.actions.desk import Desk
from app.domain.targets import ACCOUNTS, NAMED_IN_LINKS, Pointer, TargetKind
from app.domain.visibility import LiveState, Shown, There
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import batches
from app.mediawiki.outcomes import Failed
from app.text.marks import NO_MARKS, Marks, without_namespace

States = Mapping[Pointer, LiveState]


async def read_marks(desk: Desk, farm: Farm | Failed, pointers: Iterable[Pointer]) -> Marks:
    """The marks on these targets of any wikis. Asks nothing where nothing is marked."""
    marked = [each for each in pointers if each.is_marked and (each.title or each.kind in NAMED_IN_LINKS)]
    named = await names_everywhere(desk, farm, marked)
    accounts = [each for each in marked if each.kind in ACCOUNTS]
    titled = [each for each in marked if each.kind not in ACCOUNTS]
    return Marks(
        names=frozenset(named[each] for each in accounts if each in named),
        titles=frozenset(without_namespace(named[each]) for each in titled if each in named),
        names_known=named.keys() >= set(accounts),
        titles_known=named.keys() >= set(titled),
    )


async def names_everywhere(desk: Desk, farm: Farm | Failed, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
    """Today's names and titles of targets of any wikis. SECURITY: each is asked of its own wiki; on another one the
    same number is a stranger's."""
    its: dict[str, list[Pointer]] = {}
    for each in pointers:
        its.setdefault(each.wiki, []).append(each)
    wikis = {} if isinstance(farm, Failed) else farm.wikis
    found = await gather(*(names_of(desk, wikis.get(dbname), mine) for dbname, mine in its.items()))
    return {pointer: name for names in found for pointer, name in names.items()}


async def names_of(desk: Desk, wiki: Wiki | None, pointers: Iterable[Pointer]) -> dict[Pointer, str]:
    """Today's names of accounts and titles of pages and files on one wiki. What the public cannot see and what could
    not be asked is left out."""
    meant = list(pointers)
    named = {each: each.title or each.name for each in meant if each.title or each.name}
    wikis = desk.wikis
    for kind, ask in (
        (TargetKind.ACCOUNT, wikis.account_states.names),
        (TargetKind.FILE_VERSION, wikis.pages.titles),
        (TargetKind.PAGE, wikis.pages.titles),
    ):
        its = [each for each in meant if each.kind is kind and each not in named] if wiki else []
        for batch in batches(each.id for each in its):
            found = await ask(wiki, batch) if wiki else {}
            if not isinstance(found, Failed):
                named |= {each: found[each.id] for each in its if each.id in found}
    globally = [each for each in meant if each.kind is TargetKind.GLOBAL_ACCOUNT and each not in named]
    for batch in batches(each.id for each in globally):
        called = await wikis.accounts.names_of(batch)
        named |= {each: called[each.id] for each in globally if each.id in called}
    return named


async def carry_marks(desk: Desk, wiki: Wiki | None, states: States, marks: Marks) -> States:
    """These targets of one wiki with the marks that hold for them, too.

    SECURITY: an account, its pages and what it did may become different requests; the mark goes along with each.
    """
    if marks == NO_MARKS:
        return states
    named = await names_of(desk, wiki, states)
    makers = await _names_of_makers(desk, wiki, states)
    return {
        replace(
            each,
            is_marked=each.is_marked or _is_marked(each, named.get(each), marks),
            author_is_marked=each.author_is_marked or _maker_is_marked(state, makers, marks),
        ): state
        for each, state in states.items()
    }


def _is_marked(pointer: Pointer, name: str | None, marks: Marks) -> bool:
    return pointer.kind in NAMED_IN_LINKS if name is None else marks.keep_out(pointer.kind, name)


def _maker_is_marked(state: LiveState, makers: Mapping[int, str], marks: Marks) -> bool:
    """Of a whole page or an account no maker is ever named; a maker without account (0) has no name."""
    if isinstance(state, There) or (isinstance(state, Shown) and state.author == 0):
        return False
    name = makers.get(state.author or 0) if isinstance(state, Shown) else None
    return marks.on_accounts if name is None else marks.keep_out_name(name)


async def _names_of_makers(desk: Desk, wiki: Wiki | None, states: States) -> dict[int, str]:
    users = {state.author for state in states.values() if isinstance(state, Shown) and state.author}
    named: dict[int, str] = {}
    for batch in batches(sorted(users)) if wiki else ():
        found = await desk.wikis.account_states.names(wiki, batch) if wiki else {}
        named |= {} if isinstance(found, Failed) else found
    return named
