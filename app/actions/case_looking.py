"""What the wikis show of the people and the links of a case, asked when somebody presses the button for it.

Nothing of it is kept but how much was asked. Names go out in the body of a question and are in no log; what could not
be asked in time is CouldNotCheck, and never shown as clean.
"""

from asyncio import gather, timeout, to_thread
from collections.abc import Iterable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from app.actions.desk import Desk
from app.actions.limits import ACCOUNTS, TARGETS, admit
from app.actions.link_check import farm_of_links
from app.domain.accounts import Looked, Meant, NotVisible
from app.domain.cases import Case, Item, Party
from app.domain.party_states import AccountHere, Here, PartyLook
from app.domain.people import Person
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState, Shown
from app.domain.wikis import Farm
from app.links.pasted_lines import LineKind, PastedLine, read_lines
from app.links.reading import NotUnderstood
from app.links.titles import read_person
from app.mediawiki.outcomes import Failed
from app.mediawiki.side_by_side import side_by_side

LOOKING_SECONDS = 20.0
"""For the people of a case, or for the targets of its links: what takes longer could not be checked."""

NAMES_SOMETHING = frozenset({LineKind.PAGE, LineKind.DIFF, LineKind.LOG})
NOT_ASKED = frozenset({TargetKind.IP, TargetKind.RANGE})


@dataclass(frozen=True)
class Address:
    """A party that is a network address, not an account: nobody is asked about it, there are links alone."""

    party: Party


@dataclass(frozen=True)
class NoName:
    """A party whose name no account can have. Nothing of it is sent anywhere."""

    party: Party


PartyFound = PartyLook | Address | NoName


@dataclass(frozen=True)
class PartiesFound:
    """In the order of the case. `farm` is None where nobody could be asked which wikis there are; `names_wiki`: whether
    the case says which of them it is on."""

    parties: tuple[PartyFound, ...]
    farm: Farm | None
    names_wiki: bool

    @property
    def looks(self) -> tuple[PartyLook, ...]:
        return tuple(each for each in self.parties if isinstance(each, PartyLook))


@dataclass(frozen=True)
class ItemFound:
    """A link of the case: what it is, and how its wiki shows what it names now (None: there is nothing to ask about).

    `made_by` are the people of the case who made it, by their number there; None where that is not known.
    """

    item: Item
    line: PastedLine | None
    state: LiveState | None
    pointer: Pointer | None = None
    made_by: tuple[Party, ...] | None = None


def account_name(party: Party) -> str | None:
    """The name as wikis spell it; None for what is no name, and for an address."""
    read = _read_name(party)
    return read.name if read and read.kind is TargetKind.ACCOUNT else None


def is_address(party: Party) -> bool:
    """Whether it is a network address or a range that stands in the place of a name."""
    read = _read_name(party)
    return read is not None and read.kind is not TargetKind.ACCOUNT


def _read_name(party: Party) -> Target | None:
    try:
        return read_person(None, party.name)
    except NotUnderstood:
        return None


async def look_at_parties(desk: Desk, person: Person, case: Case) -> PartiesFound:
    """R75, R79: everybody of the case, asked anew. Raises TooMuch, and StoreBusy where it cannot be counted."""
    named = {party: account_name(party) for party in case.parties}
    names = list(dict.fromkeys(name for name in named.values() if name))
    await _admit_accounts(desk, person, len(names))
    farm = await desk.wikis.sites.farm()
    known = None if isinstance(farm, Failed) else farm
    async with desk.turns.of(person.central_id):
        here, everywhere, blocked = await gather(
            _look_here(desk, known, case.wiki, names), _look_everywhere(desk, known, names), _global_blocks(desk, names)
        )
    found = [_found(party, name, here, everywhere, blocked) for party, name in named.items()]
    return PartiesFound(tuple(found), known, bool(known and case.wiki in known.wikis))


async def look_at_items(
    desk: Desk, person: Person, case: Case, own_host: str, parties: Sequence[PartyLook] = ()
) -> tuple[ItemFound, ...]:
    """R73: each link of the case. `parties` were looked up already: by their numbers it is told who made what (R77).
    Raises TooMuch and StoreBusy."""
    farm = await farm_of_links(desk, "\n".join(each.link for each in case.items), asks=True)
    read = await to_thread(lambda: [_read(item, farm, own_host) for item in case.items])
    named = [line for line in read if line and line.target and line.wiki]
    async with desk.database.writing() as session:
        await admit(session, TARGETS, person.central_id, max(1, len(named)), desk.now())
    states: dict[PastedLine, tuple[Pointer | None, LiveState]] = {}
    if farm:
        async with desk.turns.of(person.central_id):
            states = await _states(desk, farm, named)
    return tuple(_item(item, line, states, parties) for item, line in zip(case.items, read, strict=True))


def _read(item: Item, farm: Farm | None, own_host: str) -> PastedLine | None:
    """None where it is more than one line: no link is."""
    lines = read_lines(item.link, farm, own_host)
    return lines[0] if len(lines) == 1 else None


def _item(
    item: Item,
    line: PastedLine | None,
    states: Mapping[PastedLine, tuple[Pointer | None, LiveState]],
    parties: Sequence[PartyLook],
) -> ItemFound:
    if line and line.kind is LineKind.COULD_NOT_CHECK:
        return ItemFound(item, line, CouldNotCheck())
    if line is None or not line.target or line.kind not in NAMES_SOMETHING or line.target.kind in NOT_ASKED:
        return ItemFound(item, line, None)
    pointer, state = states.get(line, (None, CouldNotCheck()))
    return ItemFound(item, line, state, pointer, _made_by(state, line.wiki, parties))


def _made_by(state: LiveState, wiki: str, parties: Sequence[PartyLook]) -> tuple[Party, ...] | None:
    """SECURITY: R77: by the wiki's own numbers. A name that looks like another's is not taken for it."""
    if not isinstance(state, Shown) or state.author is None:
        return None
    numbers = [(each.party, each.number_on(wiki)) for each in parties]
    made = tuple(party for party, number in numbers if number and number == state.author)
    # Nobody's only where everybody's number there is known.
    return made if made or all(number is not None for _, number in numbers) else None


async def _states(
    desk: Desk, farm: Farm, lines: Iterable[PastedLine]
) -> dict[PastedLine, tuple[Pointer | None, LiveState]]:
    """Wikis side by side; what the deadline cuts off is left out."""
    by_wiki: dict[str, list[PastedLine]] = {}
    for line in lines:
        if line.wiki in farm.wikis and line.target:
            by_wiki.setdefault(line.wiki, []).append(line)
    found: dict[PastedLine, tuple[Pointer | None, LiveState]] = {}

    async def ask(dbname: str) -> None:
        wiki, mine = farm.wikis[dbname], by_wiki[dbname]
        if not wiki.readable:
            return
        pointed = await desk.wikis.pointing.point(farm, wiki, [each.target for each in mine if each.target])
        pointers = list(dict.fromkeys(each for each in pointed.values() if isinstance(each, Pointer)))
        states: dict[Pointer, LiveState] = {}
        for on in dict.fromkeys(each.wiki for each in pointers):
            its = [each for each in pointers if each.wiki == on]
            states |= await desk.wikis.live.of(farm.wikis[on], its, with_summary=True)
        for line in mine:
            meant = pointed.get(line.target, CouldNotCheck()) if line.target else CouldNotCheck()
            if isinstance(meant, Pointer):
                found[line] = (meant, states[meant])
            else:
                found[line] = (None, meant)

    async with aclosing(side_by_side(by_wiki, ask, LOOKING_SECONDS)) as finished:
        async for _ in finished:
            pass
    return found


def _found(
    party: Party,
    name: str | None,
    here: Mapping[str, Here],
    everywhere: Mapping[str, Looked],
    blocked: frozenset[str] | None,
) -> PartyFound:
    if not name:
        return Address(party) if is_address(party) else NoName(party)
    local, account = here.get(name, CouldNotCheck()), everywhere.get(name, CouldNotCheck())
    if isinstance(local, AccountHere) and not local.is_attached:
        # SECURITY: a global account of that name is a stranger's.
        account = NotVisible()
    return PartyLook(party, local, account, None if blocked is None else name in blocked)


async def _look_here(desk: Desk, farm: Farm | None, dbname: str, names: Sequence[str]) -> Mapping[str, Here]:
    wiki = farm.wikis.get(dbname) if farm else None
    if wiki is None or not names:
        return {}
    try:
        async with timeout(LOOKING_SECONDS):
            return await desk.wikis.accounts_here.look(wiki, names)
    except TimeoutError:
        return {}


async def _look_everywhere(desk: Desk, farm: Farm | None, names: Sequence[str]) -> Mapping[str, Looked]:
    """Asked anew, and forgotten: who is looked up together is a case, and it leaves nothing in memory."""
    if farm is None:
        return {}
    meant = [Meant(name=name) for name in names]
    desk.wikis.everywhere.forget(meant)
    try:
        async with aclosing(desk.wikis.everywhere.look(meant, LOOKING_SECONDS)) as answers:
            return {each.name: found async for each, found in answers}
    finally:
        desk.wikis.everywhere.forget(meant)


async def _global_blocks(desk: Desk, names: Sequence[str]) -> frozenset[str] | None:
    if not names:
        return frozenset()
    try:
        async with timeout(LOOKING_SECONDS):
            found = await desk.wikis.accounts.globally_blocked(names)
    except TimeoutError:
        return None
    return None if isinstance(found, Failed) else found


async def _admit_accounts(desk: Desk, person: Person, amount: int) -> None:
    if amount:
        async with desk.database.writing() as session:
            await admit(session, ACCOUNTS, person.central_id, amount, desk.now())
