"""Looking up a pasted list of accounts on all wikis, telling of progress on the way. Nothing of it is kept.

What is asked: one question for each account, and one for each account and wiki with edits; the second kind only on
demand where there would be more than EDITS_BY_THEMSELVES of them.
"""

from asyncio import to_thread
from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.limits import ACCOUNTS, ACCOUNTS_A_PASTE, EDIT_LOOKS, WIKIS_A_PASTE, Limit, admit
from app.actions.pasting import TEXT_AT_MOST, farm_for
from app.actions.refusals import TooMuch, Unusable
from app.domain.accounts import Account, LastEdits, Looked, Meant, OnWiki, Pair
from app.domain.people import Person
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm
from app.links.account_list import AccountList, read_account_list
from app.store.session import StoreBusy

EDITS_BY_THEMSELVES = 100
EDITS_A_PRESS = 1000
TOLD_EVERY = 10
"""After how many accounts the page says how far it is."""


@dataclass(frozen=True)
class AskedSoFar:
    """Progress: `done` of `of` accounts are known."""

    done: int
    of: int


@dataclass(frozen=True)
class WikiAnswered:
    """Progress: one wiki has told the times of the edits, or could not be asked about some of them."""

    wiki: str
    could_not_check: bool


@dataclass(frozen=True)
class FoundAccounts:
    """Everything there is to show. `accounts` are those that can be seen, each once, in the order of the list.

    `left` counts accounts on wikis with edits whose times were not asked; `is_over` says that the limit of this person
    is why.
    """

    accounts: tuple[Account, ...]
    not_visible: tuple[Meant, ...]
    could_not_check: tuple[Meant, ...]
    edits: Mapping[Pair, LastEdits]
    left: int = 0
    is_over: bool = False


Step = AskedSoFar | WikiAnswered | FoundAccounts


async def read_list(desk: Desk, text: str) -> tuple[Farm, AccountList]:
    """Who is meant. Raises Unusable for a list that is too long, is empty, or while the farm cannot be read."""
    if len(text) > TEXT_AT_MOST:
        raise Unusable("text", "paste-too-long", str(TEXT_AT_MOST))
    farm = await farm_for(desk, text)
    found = await to_thread(read_account_list, text, farm)
    if len(found.meant) > ACCOUNTS_A_PASTE:
        raise Unusable("text", "accounts-too-many", str(ACCOUNTS_A_PASTE), str(len(found.meant)))
    if len({each.wiki for each in found.meant}) > WIKIS_A_PASTE:
        raise Unusable("text", "paste-too-many-wikis", str(WIKIS_A_PASTE))
    return farm, found


async def admit_looking_up(desk: Desk, person: Person, meant: Sequence[Meant], fresh: bool) -> None:
    """Count what the central wiki will be asked. `fresh`: what is remembered is asked again. Raises TooMuch."""
    everywhere = desk.wikis.everywhere
    if fresh:
        everywhere.forget(meant)
    await _admit(desk, ACCOUNTS, person, everywhere.to_ask(meant))


async def look_up(
    desk: Desk, person: Person, farm: Farm, meant: Sequence[Meant], *, fresh: bool, more_edits: bool
) -> AsyncGenerator[Step, None]:
    """Steps as they come; the last one is FoundAccounts. `more_edits`: the next EDITS_A_PRESS are asked about, too."""
    async with desk.turns.of(person.central_id):
        looked: dict[Meant, Looked] = {}
        async with aclosing(look_each(desk, farm, meant, fresh)) as answers:
            async for each, found in answers:
                looked[each] = found
                if len(looked) % TOLD_EVERY == 0:
                    yield AskedSoFar(len(looked), len(meant))
        accounts = _each_once(looked[each] for each in meant)
        places = {
            (account.central_id, place.wiki): place for account in accounts for place in account.on if place.edits
        }
        if fresh:
            desk.wikis.everywhere.forget((), places)
        chosen, is_over = await _choose(desk, person, places, more_edits)
        edits: dict[Pair, LastEdits] = {}
        async with aclosing(_ask_edits(desk, farm, {pair: places[pair] for pair in chosen}, edits)) as steps:
            async for step in steps:
                yield step
    # Out of turn: whoever reads a large table over a slow line may look at something else meanwhile.
    yield FoundAccounts(
        accounts=tuple(accounts),
        not_visible=tuple(each for each in meant if not isinstance(looked[each], Account | CouldNotCheck)),
        could_not_check=tuple(each for each in meant if isinstance(looked[each], CouldNotCheck)),
        edits=edits,
        left=len(places) - len(chosen),
        is_over=is_over,
    )


async def look_each(
    desk: Desk, farm: Farm, meant: Sequence[Meant], fresh: bool = False
) -> AsyncGenerator[tuple[Meant, Looked], None]:
    """Each as it is known; those told by a number of one wiki by way of their central id."""
    resolved = await desk.wikis.everywhere.resolve(farm, meant)
    asked: dict[Meant, list[Meant]] = {}
    for each, central in resolved.items():
        if isinstance(central, Meant):
            asked.setdefault(central, []).append(each)
        else:
            yield each, central
    if fresh:
        desk.wikis.everywhere.forget(asked)
    async with aclosing(desk.wikis.everywhere.look(list(asked))) as answers:
        async for central, found in answers:
            for each in asked[central]:
                yield each, found


def _each_once(looked: Iterable[Looked]) -> list[Account]:
    """The same account may stand in a list by its name and by its number."""
    return list({found.central_id: found for found in looked if isinstance(found, Account)}.values())


async def _choose(
    desk: Desk, person: Person, places: Mapping[Pair, OnWiki], more_edits: bool
) -> tuple[list[Pair], bool]:
    """Whose edits are asked about now, and whether the limit of this person was in the way."""
    wanted = desk.wikis.everywhere.edits_to_ask(places)
    unknown = set(wanted)
    known = [pair for pair in places if pair not in unknown]
    if len(places) > EDITS_BY_THEMSELVES and not more_edits:
        return known, False
    try:
        await _admit(desk, EDIT_LOOKS, person, len(wanted[:EDITS_A_PRESS]))
    except (TooMuch, StoreBusy):
        return known, True
    return known + wanted[:EDITS_A_PRESS], False


async def _ask_edits(
    desk: Desk, farm: Farm, places: Mapping[Pair, OnWiki], edits: dict[Pair, LastEdits]
) -> AsyncGenerator[Step, None]:
    """Fills `edits`; says of each wiki when it has answered all there was to ask."""
    left = Counter(wiki for _, wiki in places)
    failed: set[str] = set()
    async with aclosing(desk.wikis.everywhere.last_edits(farm, places)) as answers:
        async for pair, found in answers:
            edits[pair] = found
            left[pair[1]] -= 1
            if isinstance(found, CouldNotCheck):
                failed.add(pair[1])
            if not left[pair[1]]:
                yield WikiAnswered(pair[1], pair[1] in failed)


async def _admit(desk: Desk, limit: Limit, person: Person, amount: int) -> None:
    if amount:
        async with desk.database.writing() as session:
            await admit(session, limit, person.central_id, amount, desk.now())
