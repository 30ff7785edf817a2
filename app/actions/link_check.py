"""R96: looking at the links of a hand-over pack: what each line is, and whether the public sees the revisions that it
names.

Nothing of it is kept, and of no page a word is read: wikis are asked for their own names, and by number whether a
revision is there.
"""

from asyncio import to_thread
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.actions.desk import Desk
from app.actions.pasting import farm_for
from app.actions.refusals import Unusable
from app.domain.people import Person
from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState
from app.domain.wikis import Farm
from app.links.pasted_lines import PastedLine, read_lines

LINES_AT_MOST = 50
"""Of one list: what one question to a wiki holds."""


class Seen(StrEnum):
    """What a wiki says of a revision that a line names. Hidden and missing ones look the same."""

    THERE = "there"
    NOT_VISIBLE = "not-visible"
    COULD_NOT_CHECK = "could-not-check"


@dataclass(frozen=True)
class CheckedLists:
    """By list, its lines. `farm` is None where the wikis could not be asked which ones there are."""

    lists: Mapping[str, tuple[PastedLine, ...]]
    farm: Farm | None


async def check_lists(desk: Desk, lists: Mapping[str, str], own_host: str, asks: bool) -> CheckedLists:
    """What each line of these lists is. Raises Unusable, by the list, for one that is too long.

    `asks`: wikis are asked how they name things, so that links in their own language are understood, too.
    """
    for name, text in lists.items():
        if sum(1 for line in text.splitlines() if line.strip()) > LINES_AT_MOST:
            raise Unusable(name, "hand-over-too-many-lines", str(LINES_AT_MOST))
    farm = await _farm_of(desk, "\n".join(lists.values()), asks)
    read = {name: tuple(await to_thread(read_lines, text, farm, own_host)) for name, text in lists.items()}
    return CheckedLists(read, farm)


async def look_at_revisions(desk: Desk, person: Person, checked: CheckedLists) -> Mapping[Target, Seen]:
    """Whether the public sees the revisions that the lines name by number; other lines are left out."""
    named = {
        line.target: Pointer(line.wiki, TargetKind.REVISION, line.target.id)
        for lines in checked.lists.values()
        for line in lines
        if line.target and line.target.kind is TargetKind.REVISION and line.target.id and not line.target.relation
    }
    if checked.farm is None or not named:
        return dict.fromkeys(named, Seen.COULD_NOT_CHECK)
    states = await _states(desk, person, checked.farm, named.values())
    return {target: _seen(states.get(pointer)) for target, pointer in named.items()}


async def _farm_of(desk: Desk, text: str, asks: bool) -> Farm | None:
    try:
        if asks:
            return await farm_for(desk, text)
    except Unusable:
        # Links on more wikis than are asked at once, or a silent central wiki: the known names must do.
        pass
    farm = await desk.wikis.sites.farm()
    return farm if isinstance(farm, Farm) else None


async def _states(desk: Desk, person: Person, farm: Farm, pointers: Iterable[Pointer]) -> Mapping[Pointer, LiveState]:
    asks: dict[str, list[Pointer]] = {}
    for pointer in dict.fromkeys(pointers):
        asks.setdefault(pointer.wiki, []).append(pointer)
    states: dict[Pointer, LiveState] = {}
    async with desk.turns.of(person.central_id):
        async for _, found in desk.wikis.live.by_wiki(asks, farm, with_summary=False):
            states |= found
    return states


def _seen(state: LiveState | None) -> Seen:
    match state:
        case None | CouldNotCheck():
            return Seen.COULD_NOT_CHECK
        case Gone():
            return Seen.NOT_VISIBLE
    return Seen.THERE
