"""Whether pages exist for the public now, by their number, or by title where there is none.

Titles go out in the request body and are forgotten.
"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, LiveState, There
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.outcomes import Failed


class Pages:
    """50 pages a request. What stood on a deleted page is gone for the public without asking."""

    kinds = frozenset({TargetKind.PAGE, TargetKind.DELETED_REVISION})

    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def fill(
        self, states: dict[Pointer, LiveState], wiki: Wiki, pointers: Sequence[Pointer], with_summary: bool
    ) -> None:
        """Writes the state of every page that could be asked about into `states`."""
        states.update((each, Gone()) for each in pointers if each.kind is TargetKind.DELETED_REVISION)
        pages = [pointer for pointer in pointers if pointer.kind is TargetKind.PAGE]

        async def ask_ids(batch: Sequence[int]) -> None:
            found = await self._ask(wiki, {"pageids": listed(batch)})
            if not isinstance(found, Failed):
                by_id = {page.page: page for page in found.values()}
                states.update((each, by_id.get(each.id, Gone())) for each in pages if each.id and each.id in batch)

        async def ask_titles(batch: Sequence[str]) -> None:
            found = await self.titled(wiki, batch)
            if not isinstance(found, Failed):
                states.update((each, found.get(each.title, Gone())) for each in pages if each.title in batch)

        await gather(
            *map(ask_ids, batches(each.id for each in pages if each.id)),
            *map(ask_titles, batches(each.title for each in pages if not each.id)),
        )

    async def titled(self, wiki: Wiki, titles: Sequence[str]) -> dict[str, There] | Failed:
        """At most 50 pages by title as it was asked; those that do not exist are left out."""
        question: Params = {"action": "query", "prop": "info", "titles": listed(titles)}
        return await self._client.read(wiki, question, lambda data: _read_as_asked(data, titles))

    async def missing(self, wiki: Wiki, titles: Sequence[str]) -> frozenset[str] | Failed:
        """Those of at most 50 titles, as they were asked, of which the wiki says that no page has them now."""
        question: Params = {"action": "query", "prop": "info", "titles": listed(titles)}
        return await self._client.read(wiki, question, lambda data: _read_missing(data, titles))

    async def titles(self, wiki: Wiki, ids: Sequence[int]) -> Mapping[int, str] | Failed:
        """Today's titles of at most 50 pages by number, for the forms that take nothing else."""
        found = await self._ask(wiki, {"pageids": listed(ids)})
        return found if isinstance(found, Failed) else {page.page: title for title, page in found.items()}

    async def _ask(self, wiki: Wiki, which: Params) -> dict[str, There] | Failed:
        return await self._client.read(wiki, {"action": "query", "prop": "info", **which}, _read_pages)


def _spelled(data: Mapping[str, Any]) -> dict[str, str]:
    return {entry["from"]: entry["to"] for entry in data["query"].get("normalized", ())}


def _read_missing(data: Mapping[str, Any], titles: Sequence[str]) -> frozenset[str]:
    """What is no title at all (`invalid`) is not missing."""
    spelled = _spelled(data)
    missing = {
        str(page["title"]) for page in data["query"].get("pages", ()) if page.get("missing") and not page.get("special")
    }
    return frozenset(title for title in titles if spelled.get(title, title) in missing)


def _read_as_asked(data: Mapping[str, Any], titles: Sequence[str]) -> dict[str, There]:
    spelled = _spelled(data)
    found = _read_pages(data)
    return {title: found[spelled.get(title, title)] for title in titles if spelled.get(title, title) in found}


def _read_pages(data: Mapping[str, Any]) -> dict[str, There]:
    return {
        str(page["title"]): There(page=int(page["pageid"]), namespace=int(page["ns"]))
        for page in data["query"].get("pages", ())
        if not (page.get("missing") or page.get("invalid"))
    }
