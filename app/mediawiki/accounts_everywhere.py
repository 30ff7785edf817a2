"""Accounts on all wikis: one question each to the central wiki, and one for each wiki where the times of edits matter.

Block reasons stand in the answers and are never taken out of them (facts, mediawiki.md 3). What was told stays in
memory for some minutes, so that sorting a table asks nothing again; failures are never kept.
"""

from asyncio import Semaphore, gather
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from app.domain.accounts import Account, Blocked, LastEdits, Looked, Meant, NotVisible, OnWiki, Pair
from app.domain.activity import Activity
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm, Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.global_account import NO_SUCH_ACCOUNT
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed, Refused
from app.mediawiki.remembered import Remembered
from app.mediawiki.side_by_side import side_by_side
from app.mediawiki.sites import Sites

KEPT_SECONDS = 5 * 60
ACCOUNTS_KEPT = 1000
EDITS_KEPT = 5000
EDITS_AT_MOST = 500
"""Of one account on one wiki: what one answer holds."""
AT_A_TIME = 2
"""Questions to one wiki; the others wait here and not in the queue that everybody's questions share."""
ALL_SECONDS = 60.0


class AccountsEverywhere:
    def __init__(self, client: WikiClient, sites: Sites, accounts: Accounts, now: Callable[[], int]) -> None:
        self._client = client
        self._sites = sites
        self._accounts = accounts
        self._looked: Remembered[Meant, Account | NotVisible] = Remembered(now, KEPT_SECONDS, ACCOUNTS_KEPT)
        self._edits: Remembered[Pair, Activity] = Remembered(now, KEPT_SECONDS, EDITS_KEPT)
        # Whom a LOCAL number meant when it was last asked: only to count what is left to ask.
        self._meant: Remembered[Meant, Meant | NotVisible] = Remembered(now, KEPT_SECONDS, ACCOUNTS_KEPT)

    def forget(self, meant: Iterable[Meant], pairs: Iterable[Pair] = ()) -> None:
        """The next look asks again."""
        for each in meant:
            self._looked.forget(each)
            self._meant.forget(each)
        for pair in pairs:
            self._edits.forget(pair)

    def to_ask(self, meant: Iterable[Meant]) -> int:
        """How many of these the central wiki would have to be asked about: a second page over the same list costs
        nothing, whichever way it tells them."""
        return sum(not self._is_known(each) for each in meant)

    def _is_known(self, meant: Meant) -> bool:
        central = self._meant.last(meant) if self._meant.knows(meant) else None
        return isinstance(central, NotVisible) or self._looked.knows(central or meant)

    def edits_to_ask(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Those of which the times of the edits are not known (any more); first those that never were."""
        unknown = [pair for pair in pairs if not self._edits.knows(pair)]
        return sorted(unknown, key=lambda pair: self._edits.last(pair) is not None)

    async def resolve(self, farm: Farm, meant: Sequence[Meant]) -> dict[Meant, Meant | NotVisible | CouldNotCheck]:
        """Accounts told by a LOCAL number, by their central ids instead (50 a request); others as they are."""
        by_wiki: dict[str, list[Meant]] = defaultdict(list)
        for each in meant:
            if each.local_id:
                by_wiki[each.wiki].append(each)
        asked = await gather(*(self._resolve_on(farm, wiki, its) for wiki, its in by_wiki.items()))
        resolved = {each: central for answer in asked for each, central in answer.items()}
        for each, central in resolved.items():
            if not isinstance(central, CouldNotCheck):
                self._meant.keep(each, central)
        return {each: resolved.get(each, each) for each in meant}

    async def look(
        self, meant: Sequence[Meant], seconds: float = ALL_SECONDS
    ) -> AsyncGenerator[tuple[Meant, Looked], None]:
        """Each account as soon as it is known; what could not be asked within `seconds` is CouldNotCheck."""

        async def ask(each: Meant) -> Account | NotVisible | Failed:
            return await self._looked.get(each, lambda: self._ask_account(each))

        async with aclosing(side_by_side(meant, ask, seconds, AT_A_TIME)) as finished:
            async for each, found in finished:
                yield each, CouldNotCheck() if found is None or isinstance(found, Failed) else found

    async def last_edits(
        self, farm: Farm, places: Mapping[Pair, OnWiki]
    ) -> AsyncGenerator[tuple[Pair, LastEdits], None]:
        """The times of the newest edits of each account on each of its wikis, wikis side by side."""
        turns: defaultdict[str, Semaphore] = defaultdict(lambda: Semaphore(AT_A_TIME))

        async def ask(pair: Pair) -> Activity | Failed | None:
            wiki = farm.wikis.get(pair[1])
            if wiki is None or not wiki.readable:
                return None
            async with turns[wiki.dbname]:
                return await self._edits.get(pair, lambda: self._ask_edits(wiki, places[pair].user_id))

        async with aclosing(side_by_side(places, ask, ALL_SECONDS, max(1, len(places)))) as finished:
            async for pair, found in finished:
                yield pair, found if isinstance(found, Activity) else CouldNotCheck()

    async def _resolve_on(
        self, farm: Farm, dbname: str, meant: Sequence[Meant]
    ) -> dict[Meant, Meant | NotVisible | CouldNotCheck]:
        wiki = farm.wikis.get(dbname)
        found = await self._accounts.central_ids_of_local(wiki, [each.local_id for each in meant]) if wiki else None
        if found is None or isinstance(found, Failed):
            return dict.fromkeys(meant, CouldNotCheck())
        return {
            each: Meant(central_id=found[each.local_id]) if each.local_id in found else NotVisible() for each in meant
        }

    async def _ask_account(self, meant: Meant) -> Account | NotVisible | Failed:
        who: Params = {"guiuser": meant.name} if meant.name else {"guiid": meant.central_id}
        question: Params = {
            "action": "query",
            "meta": "globaluserinfo",
            "guiprop": "groups|merged|editcount",
            **who,
        }
        found = await self._client.read(self._sites.central, question, read_account)
        if isinstance(found, Refused) and found.reason in NO_SUCH_ACCOUNT:
            return NotVisible()
        return found

    async def _ask_edits(self, wiki: Wiki, user_id: int) -> Activity | Failed:
        question: Params = {
            "action": "query",
            "list": "usercontribs",
            "ucuserids": user_id,
            "ucprop": "timestamp",
            "uclimit": EDITS_AT_MOST,
        }
        return await self._client.read(wiki, question, read_activity)


def read_account(data: Mapping[str, Any]) -> Account | NotVisible:
    """NotVisible for a hidden account and for one that does not exist: the public cannot tell them apart."""
    info = data["query"]["globaluserinfo"]
    if any(info.get(flag, False) is not False for flag in ("missing", "invalid", "hidden")):
        return NotVisible()
    home = str(info.get("home", ""))
    return Account(
        central_id=int(info["id"]),
        name=str(info["name"]),
        locked=info.get("locked", False) is not False,
        groups=tuple(map(str, info.get("groups", ()))),
        edits=int(info.get("editcount", 0)),
        since=_read_moment(info.get("registration")),
        on=tuple(_read_on_wiki(entry, home) for entry in info.get("merged", ())),
    )


def _read_on_wiki(entry: Mapping[str, Any], home: str) -> OnWiki:
    """SECURITY: of a block nothing but its end is taken; its reason may quote what was hidden since."""
    wiki, block = str(entry["wiki"]), entry.get("blocked")
    return OnWiki(
        wiki=wiki,
        user_id=int(entry["id"]),
        edits=int(entry.get("editcount", 0)),
        since=_read_moment(entry.get("registration") or entry.get("timestamp")),
        groups=tuple(map(str, entry.get("groups", ()))),
        blocked=Blocked(_read_end(block.get("expiry"))) if block else None,
        is_home=wiki == home,
    )


def _read_moment(timestamp: Any) -> int | None:
    """Accounts of the first years have no date."""
    return read_moment(str(timestamp)) if timestamp else None


def _read_end(expiry: Any) -> int | None:
    return None if expiry in (None, "", "infinity", "infinite", "indefinite", "never") else read_moment(str(expiry))


def read_activity(data: Mapping[str, Any]) -> Activity:
    """Times of public edits; hidden and deleted ones are not in the answer."""
    times = sorted((read_moment(str(row["timestamp"])) for row in data["query"]["usercontribs"]), reverse=True)
    return Activity(tuple(times), "continue" not in data)
