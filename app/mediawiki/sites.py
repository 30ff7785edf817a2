"""The farm: which wikis there are, how they name things, which groups carry which rights. Kept for hours.

Only what the central wiki's sitematrix lists is ever asked. It knows nothing of people.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from app.domain.wikis import Farm, SiteNames, Wiki
from app.mediawiki.client import Params, WikiClient, interpret
from app.mediawiki.descriptions import (
    DESCRIPTION,
    GENERAL,
    SITEMATRIX,
    WikiDescription,
    read_dbname,
    read_description,
    read_live_farm,
)
from app.mediawiki.outcomes import Failed, Refused
from app.mediawiki.remembered import Remembered
from app.mediawiki.side_by_side import side_by_side

HOUR = 60 * 60
MOST_DESCRIPTIONS = 300
DESCRIBING_SECONDS = 15.0


class Sites:
    """`central_index_url` is the address of the central wiki's index.php; its script path holds for the whole farm."""

    def __init__(
        self, client: WikiClient, central_index_url: str, now: Callable[[], int], short_link_host: str = "w.wiki"
    ) -> None:
        address = urlsplit(central_index_url)
        self._client = client
        self._short_link_host = short_link_host
        self._script_path = address.path.rpartition("/")[0]
        self._central = Wiki("", f"{address.scheme}://{address.netloc}", self._script_path)
        self._farm: Remembered[str, Farm] = Remembered(now, HOUR, most=1, keep_stale=True)
        self._descriptions: Remembered[str, WikiDescription] = Remembered(
            now, 24 * HOUR, MOST_DESCRIPTIONS, keep_stale=True
        )
        self._sets: Remembered[str, frozenset[str]] = Remembered(now, HOUR, most=10, keep_stale=True)

    @property
    def central(self) -> Wiki:
        """The central wiki, to be asked about global accounts; its dbname is in `farm().central`."""
        return self._central

    async def farm(self) -> Farm | Failed:
        """Every wiki of the farm, without names (two requests, kept an hour)."""
        return await self._farm.get("farm", self._ask_farm)

    async def with_names(self, dbnames: Iterable[str]) -> Farm | Failed:
        """The farm with the names of these wikis filled in; a wiki that cannot be asked is left out of the names."""
        farm = await self.farm()
        if isinstance(farm, Failed):
            return farm
        names: dict[str, SiteNames] = {}
        wikis = [farm.wikis[dbname] for dbname in dbnames if dbname in farm.wikis]
        async with aclosing(side_by_side(wikis, self.description, DESCRIBING_SECONDS)) as finished:
            async for wiki, found in finished:
                if isinstance(found, WikiDescription):
                    names[wiki.dbname] = found.names
        return replace(farm, names=names)

    async def description(self, wiki: Wiki) -> WikiDescription | Failed:
        """One wiki's own names and group rights (one request, kept a day)."""
        if not wiki.readable:
            return Refused("private-wiki")
        return await self._descriptions.get(wiki.dbname, lambda: self._client.read(wiki, DESCRIPTION, read_description))

    async def global_sysop_wikis(self, wikiset_name: str) -> frozenset[str] | Failed:
        """The wikis of the set of that name: which wikis a global group covers. No such set is Garbled, not "none"."""
        return await self._sets.get(wikiset_name, lambda: self._ask_wikiset(wikiset_name))

    async def _ask_farm(self) -> Farm | Failed:
        matrix, dbname = await asyncio.gather(
            self._client.ask(self._central, SITEMATRIX), self._client.read(self._central, GENERAL, read_dbname)
        )
        if isinstance(matrix, Failed):
            return matrix
        if isinstance(dbname, Failed):
            return dbname
        farm = interpret(matrix, lambda data: read_live_farm(data, dbname, self._script_path))
        return farm if isinstance(farm, Failed) else replace(farm, short_link_host=self._short_link_host)

    async def _ask_wikiset(self, name: str) -> frozenset[str] | Failed:
        question: Params = {
            "action": "query",
            "list": "wikisets",
            "wsprop": "type|wikisincluded|wikisnotincluded",
            "wslimit": "max",
        }
        return await self._client.read(self._central, question, lambda data: _read_wikiset(data, name))


def _read_wikiset(data: Mapping[str, Any], name: str) -> frozenset[str]:
    """The API answers with the wikis really covered, for opt-in and opt-out sets alike (`WikiSet::getWikis`)."""
    found = next((entry for entry in data["query"]["wikisets"] if entry["name"] == name), None)
    if found is None or found["type"] not in {"optin", "optout"}:
        raise LookupError
    excluded = _values(found["wikisnotincluded"])
    return _values(found["wikisincluded"]) - excluded


def _values(listed: Any) -> frozenset[str]:
    """PHP's array_diff leaves gaps in the keys, and then the list arrives as an object."""
    return frozenset(map(str, listed.values() if isinstance(listed, Mapping) else listed))
