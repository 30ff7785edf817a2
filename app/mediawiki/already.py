"""Whether somebody already did it, as the public logs tell: when revisions were hidden, and when a page was deleted.

The time only, never who. Suppressions stand in no public log: nothing follows from silence (facts, mediawiki.md 3).
"""

from asyncio import gather
from collections.abc import Mapping, Sequence

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, Shown
from app.domain.wikis import Wiki
from app.mediawiki.outcomes import Failed
from app.mediawiki.pages import Pages
from app.mediawiki.public_logs import PublicLogs

MOST_PAGES = 10
"""Pages of one wiki that are looked up: it is a comfort, and each costs a question."""

States = Mapping[Pointer, LiveState]


class Already:
    def __init__(self, pages: Pages, logs: PublicLogs) -> None:
        self._pages = pages
        self._logs = logs

    async def done_at(self, wiki: Wiki, states: States) -> dict[Pointer, int]:
        """Seconds since 1970 (UTC) at which these were hidden or deleted; what the logs do not tell is left out."""
        hidden = {
            each: state
            for each, state in states.items()
            if each.kind is TargetKind.REVISION and isinstance(state, Shown) and state.hidden and not state.suppressed
        }
        deleted = [each for each, state in states.items() if isinstance(state, Gone) and each.title and not each.id]
        times, gone = await gather(self._hidden_at(wiki, hidden), self._deleted_at(wiki, deleted))
        return times | gone

    async def _hidden_at(self, wiki: Wiki, hidden: Mapping[Pointer, Shown]) -> dict[Pointer, int]:
        pages = list(dict.fromkeys(state.page for state in hidden.values()))[:MOST_PAGES]
        if not pages:
            return {}
        titles = await self._pages.titles(wiki, pages)
        if isinstance(titles, Failed):
            return {}
        told = await gather(*(self._logs.hidings(wiki, title) for title in titles.values()))
        at: dict[int, int] = {}
        for hidings in told:
            for hiding in [] if isinstance(hidings, Failed) else reversed(hidings):
                at |= dict.fromkeys(hiding.ids, hiding.at)
        return {pointer: at[pointer.id] for pointer in hidden if pointer.id in at}

    async def _deleted_at(self, wiki: Wiki, deleted: Sequence[Pointer]) -> dict[Pointer, int]:
        titles = list(dict.fromkeys(pointer.title for pointer in deleted))[:MOST_PAGES]
        logs = await gather(*(self._logs.about(wiki, title, "delete") for title in titles))
        at = {
            title: next(entry.at for entry in entries if entry.action == "delete")
            for title, entries in zip(titles, logs, strict=True)
            if not isinstance(entries, Failed) and any(entry.action == "delete" for entry in entries)
        }
        return {pointer: at[pointer.title] for pointer in deleted if pointer.title in at}
