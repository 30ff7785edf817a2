"""What the public can see of targets of every kind now: each kind asked with the least data and the fewest requests.

One asker for each kind of target; this only deals them out, within one deadline. What could not be asked is
CouldNotCheck, for its own targets only.
"""

from asyncio import gather
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Protocol

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, LiveState
from app.domain.wikis import Farm, Wiki
from app.mediawiki.side_by_side import side_by_side

MOST_WIKIS = 100
OVERALL_SECONDS = 20.0

States = Mapping[Pointer, LiveState]


class Asker(Protocol):
    """Knows how to ask about targets of some kinds."""

    @property
    def kinds(self) -> frozenset[TargetKind]: ...

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None: ...


class LiveStates:
    """`seconds` is the deadline for many wikis side by side."""

    def __init__(self, askers: Sequence[Asker], seconds: float = OVERALL_SECONDS) -> None:
        self._askers = askers
        self._seconds = seconds

    async def of(self, wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool) -> dict[Pointer, LiveState]:
        """The state of each target on this wiki. `with_summary` also asks whether summaries are hidden."""
        states: dict[Pointer, LiveState] = dict.fromkeys(pointers, CouldNotCheck())
        await self._fill(states, wiki, with_summary)
        return states

    async def by_wiki(
        self, asks: Mapping[str, Sequence[Pointer]], farm: Farm, with_summary: bool
    ) -> AsyncGenerator[tuple[str, dict[Pointer, LiveState]], None]:
        """Each wiki's states as soon as they are known; what the overall deadline cuts off is CouldNotCheck."""
        states: dict[str, dict[Pointer, LiveState]] = {
            dbname: dict.fromkeys(pointers, CouldNotCheck()) for dbname, pointers in asks.items()
        }
        askable = [dbname for dbname in asks if dbname in farm.wikis][:MOST_WIKIS]

        async def ask_wiki(dbname: str) -> None:
            await self._fill(states[dbname], farm.wikis[dbname], with_summary)

        for dbname in asks.keys() - set(askable):
            yield dbname, states[dbname]
        async with aclosing(side_by_side(askable, ask_wiki, self._seconds)) as finished:
            async for dbname, _ in finished:
                yield dbname, states[dbname]

    async def _fill(self, states: dict[Pointer, LiveState], wiki: Wiki, with_summary: bool) -> None:
        """Writes what each question tells into `states`, so that a deadline keeps what is known already."""
        if not wiki.readable:
            return
        pointers = list(states)
        dealt = ((asker, [each for each in pointers if each.kind in asker.kinds]) for asker in self._askers)
        await gather(*(asker.fill(states, wiki, its, with_summary) for asker, its in dealt if its))
