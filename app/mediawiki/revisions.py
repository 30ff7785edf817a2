"""What the public can see of revisions now, and which revision a relative link means. Ids in, states out.

Summaries, titles and checksums that an answer carries are looked at for their hidden flags only and dropped here.
"""

from asyncio import gather
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

from app.domain.targets import Target
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.outcomes import Failed
from app.mediawiki.relations import Relations, Resolved
from app.mediawiki.side_by_side import side_by_side

MOST_WIKIS = 100
OVERALL_SECONDS = 20.0

_FLAGS = {
    Parts.TEXT: ("sha1hidden", "sha1"),
    Parts.SUMMARY: ("commenthidden", "comment"),
    Parts.USER_NAME: ("userhidden", "userid"),
}
"""For each part: the flag that says it is hidden, and the field that is there when it is not."""


class Revisions:
    """Asks 50 ids a request; what a failed request would have told is CouldNotCheck, for its own ids only."""

    def __init__(self, client: WikiClient, seconds: float = OVERALL_SECONDS) -> None:
        self._client = client
        self._relations = Relations(client)
        self._seconds = seconds

    async def live_states(self, wiki: Wiki, ids: Sequence[int], with_summary: bool) -> dict[int, LiveState]:
        """The state of every id, in ceil(n/50) requests. `with_summary` also asks whether summaries are hidden."""
        states: dict[int, LiveState] = dict.fromkeys(ids, CouldNotCheck())
        await self._fill(states, wiki, with_summary)
        return states

    async def live_states_by_wiki(
        self, asks: Mapping[str, Sequence[int]], farm: Farm, with_summary: bool
    ) -> AsyncGenerator[tuple[str, dict[int, LiveState]], None]:
        """Each wiki's states as soon as they are known; what the overall deadline cuts off is CouldNotCheck."""
        states: dict[str, dict[int, LiveState]] = {
            dbname: dict.fromkeys(ids, CouldNotCheck()) for dbname, ids in asks.items()
        }
        askable = [dbname for dbname in asks if dbname in farm.wikis][:MOST_WIKIS]

        async def ask_wiki(dbname: str) -> None:
            await self._fill(states[dbname], farm.wikis[dbname], with_summary)

        for dbname in asks.keys() - set(askable):
            yield dbname, states[dbname]
        async with aclosing(side_by_side(askable, ask_wiki, self._seconds)) as finished:
            async for dbname, _ in finished:
                yield dbname, states[dbname]

    async def resolve(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Resolved]:
        """The revision that each target with a relation means; see `relations`."""
        return await self._relations.resolve(wiki, targets)

    async def _fill(self, states: dict[int, LiveState], wiki: Wiki, with_summary: bool) -> None:
        """Writes what each batch tells into `states`, so that a deadline keeps what is known already."""
        if wiki.readable:
            await gather(*(self._fill_batch(states, wiki, batch, with_summary) for batch in batches(states)))

    async def _fill_batch(
        self, states: dict[int, LiveState], wiki: Wiki, ids: Sequence[int], with_summary: bool
    ) -> None:
        # SECURITY: `comment` returns public summaries in full; asked for only where a hidden summary matters.
        fields = "ids|timestamp|sha1|userid" + ("|comment" if with_summary else "")
        question: Params = {"action": "query", "prop": "revisions|info", "rvprop": fields, "revids": listed(ids)}
        found = await self._client.read(wiki, question, read_states)
        if not isinstance(found, Failed):
            states.update((number, found[number]) for number in ids if number in found)


def read_states(data: Mapping[str, Any]) -> dict[int, LiveState]:
    """Every revision an answer tells of. Shared by all who ask `prop=revisions|info` by id."""
    query = data["query"]
    states: dict[int, LiveState] = {int(number): Gone() for number in query.get("badrevids", ())}
    for page in query.get("pages", ()):
        for revision in page.get("revisions", ()):
            states[int(revision["revid"])] = _read_revision(page, revision)
    return states


def _read_revision(page: Mapping[str, Any], revision: Mapping[str, Any]) -> Shown:
    hidden = asked = Parts.NONE
    for part, (flag, field) in _FLAGS.items():
        is_hidden = bool(revision.get(flag))
        if is_hidden:
            hidden |= part
        if is_hidden or field in revision:
            asked |= part
    return Shown(
        page=int(page["pageid"]),
        at=int(datetime.fromisoformat(revision["timestamp"]).timestamp()),
        author=int(revision["userid"]) if "userid" in revision and Parts.USER_NAME not in hidden else None,
        is_current=int(page["lastrevid"]) == int(revision["revid"]),
        hidden=hidden,
        suppressed=bool(revision.get("suppressed")),
        asked=asked,
        namespace=int(page["ns"]),
    )
