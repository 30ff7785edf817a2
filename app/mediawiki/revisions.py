"""What the public can see of revisions now. Ids in, states out.

Summaries, titles and checksums that an answer carries are looked at for their hidden flags only and dropped here.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, Parts, Shown
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.hidden_flags import Flags, read_hidden, read_moment
from app.mediawiki.outcomes import Failed

_FLAGS: Flags = {
    Parts.TEXT: ("sha1hidden", "sha1"),
    Parts.SUMMARY: ("commenthidden", "comment"),
    Parts.USER_NAME: ("userhidden", "userid"),
}


class Revisions:
    """Asks 50 ids a request; what a failed request would have told is CouldNotCheck, for its own ids only."""

    kinds = frozenset({TargetKind.REVISION})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def live_states(self, wiki: Wiki, ids: Sequence[int], with_summary: bool) -> dict[int, LiveState]:
        """The state of every id, in ceil(n/50) requests. `with_summary` also asks whether summaries are hidden."""
        states: dict[int, LiveState] = dict.fromkeys(ids, CouldNotCheck())
        if wiki.readable:
            await gather(*(self._ask_batch(states, wiki, batch, with_summary) for batch in batches(states)))
        return states

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes what each batch tells into `states`, so that a deadline keeps what is known already."""

        async def ask(batch: Sequence[int]) -> None:
            found: dict[int, LiveState] = {}
            await self._ask_batch(found, wiki, batch, with_summary)
            states.update((pointer, found[pointer.id]) for pointer in pointers if pointer.id in found)

        await gather(*map(ask, batches(pointer.id for pointer in pointers)))

    async def _ask_batch(
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
    hidden, asked = read_hidden(revision, _FLAGS)
    return Shown(
        page=int(page["pageid"]),
        at=read_moment(revision["timestamp"]),
        author=int(revision["userid"]) if "userid" in revision and Parts.USER_NAME not in hidden else None,
        is_current=int(page["lastrevid"]) == int(revision["revid"]),
        hidden=hidden,
        suppressed=bool(revision.get("suppressed")),
        asked=asked,
        namespace=int(page["ns"]),
    )
