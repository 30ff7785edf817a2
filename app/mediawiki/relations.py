"""Finds the revision that a relative link means: the one after N, the one before N, the newest of a page.

Asks for ids only. Titles come in from the pasted link, go out in the request body, and are forgotten.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.targets import Relation, Target
from app.domain.visibility import CouldNotCheck, Gone
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.outcomes import Failed

Resolved = int | Gone | CouldNotCheck


@dataclass(frozen=True)
class _Place:
    """Where a revision stands: its page, the revision before it (0: none), and its page's newest."""

    page: int
    parent: int
    newest: int


class Relations:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def resolve(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Resolved]:
        """Revision ids for targets with a relation: one request for 50 ids or titles, one more for each "next".

        Gone: there is no such revision for the public. Targets without a relation, an id or a title are left out.
        """
        by_id = [target for target in targets if target.relation is not None and target.id is not None]
        by_title = [target for target in targets if target.relation is not None and target.id is None and target.title]
        if not wiki.readable:
            return dict.fromkeys([*by_id, *by_title], CouldNotCheck())
        of_ids, of_titles = await gather(self._resolve_ids(wiki, by_id), self._resolve_titles(wiki, by_title))
        return of_ids | of_titles

    async def _resolve_ids(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Resolved]:
        places = await self._find_places(wiki, [target.id for target in targets if target.id is not None])

        async def resolve_one(target: Target) -> Resolved:
            place = places[target.id or 0]
            if not isinstance(place, _Place):
                return place
            if target.relation is Relation.NEXT:
                return await self._find_next(wiki, target.id or 0, place)
            return (place.parent if target.relation is Relation.PREVIOUS else place.newest) or Gone()

        return dict(zip(targets, await gather(*map(resolve_one, targets)), strict=True))

    async def _find_places(self, wiki: Wiki, ids: Sequence[int]) -> dict[int, _Place | Gone | CouldNotCheck]:
        async def ask(batch: Sequence[int]) -> Mapping[int, _Place | Gone] | Failed:
            question: Params = {"action": "query", "prop": "revisions|info", "rvprop": "ids", "revids": listed(batch)}
            return await self._client.read(wiki, question, _read_places)

        places: dict[int, _Place | Gone | CouldNotCheck] = dict.fromkeys(ids, CouldNotCheck())
        for found in await gather(*map(ask, batches(ids))):
            if not isinstance(found, Failed):
                places.update(found)
        return places

    async def _find_next(self, wiki: Wiki, number: int, place: _Place) -> Resolved:
        """`action=compare` would fail where a text is hidden; the page's history by ids never does."""
        if place.newest == number:
            return Gone()
        question: Params = {
            "action": "query",
            "prop": "revisions",
            "rvprop": "ids",
            "pageids": place.page,
            "rvstartid": number,
            "rvdir": "newer",
            "rvlimit": 2,
        }
        found = await self._client.read(wiki, question, lambda data: _read_next(data, number))
        return CouldNotCheck() if isinstance(found, Failed) else found

    async def _resolve_titles(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Resolved]:
        async def ask(batch: Sequence[str]) -> Mapping[str, int | Gone] | Failed:
            question: Params = {"action": "query", "prop": "info", "titles": listed(batch)}
            return await self._client.read(wiki, question, lambda data: _read_newest(data, batch))

        newest: dict[str, Resolved] = {}
        for found in await gather(*map(ask, batches(target.title or "" for target in targets))):
            if not isinstance(found, Failed):
                newest.update(found)
        return {target: newest.get(target.title or "", CouldNotCheck()) for target in targets}


def _read_places(data: Mapping[str, Any]) -> dict[int, _Place | Gone]:
    query = data["query"]
    places: dict[int, _Place | Gone] = {int(number): Gone() for number in query.get("badrevids", ())}
    for page in query.get("pages", ()):
        for revision in page.get("revisions", ()):
            places[int(revision["revid"])] = _Place(
                int(page["pageid"]), int(revision["parentid"]), int(page["lastrevid"])
            )
    return places


def _read_next(data: Mapping[str, Any], number: int) -> int | Gone:
    revisions = data["query"]["pages"][0].get("revisions", ())
    later = [int(revision["revid"]) for revision in revisions if int(revision["revid"]) != number]
    return later[0] if later else Gone()


def _read_newest(data: Mapping[str, Any], titles: Sequence[str]) -> dict[str, int | Gone]:
    """The newest revision of each title as it was asked. What the answer does not name is left out: not known."""
    query = data["query"]
    spelled = {entry["from"]: entry["to"] for entry in query.get("normalized", ())}
    newest: dict[str, int | Gone] = {}
    for page in query.get("pages", ()):
        exists = not (page.get("missing") or page.get("invalid"))
        newest[str(page["title"])] = (int(page["lastrevid"]) or Gone()) if exists else Gone()
    return {title: newest[spelled.get(title, title)] for title in titles if spelled.get(title, title) in newest}
