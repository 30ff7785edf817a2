"""Whose is it: central ids of local accounts, of page owners and of names, and today's names of central ids.

Central ids are the only way Haven keeps people apart; names are asked for showing and never kept beyond minutes.
"""

from asyncio import gather
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any

from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.global_account import (
    NO_SUCH_ACCOUNT,
    GlobalAccount,
    LocalAccount,
    read_global_account,
    read_local_accounts,
)
from app.mediawiki.outcomes import Failed, NotFound, Refused
from app.mediawiki.remembered import Remembered
from app.mediawiki.side_by_side import side_by_side
from app.mediawiki.sites import Sites

USER_NAMESPACES = frozenset({2, 3})
NAME_SECONDS = 5 * 60
MOST_NAMES = 5000
MOST_NAMES_AT_ONCE = 200
NAMING_SECONDS = 10.0


class Accounts:
    def __init__(self, client: WikiClient, sites: Sites, now: Callable[[], int]) -> None:
        self._client = client
        self._sites = sites
        self._names: Remembered[int, str] = Remembered(now, NAME_SECONDS, MOST_NAMES)

    async def central_ids_of_local(self, wiki: Wiki, local_ids: Iterable[int]) -> dict[int, int] | Failed:
        """Local user id to central id (50 a request). Accounts without one (not attached, hidden) are left out."""
        found = await self._local_accounts(wiki, "ususerids", [number for number in local_ids if number > 0])
        if isinstance(found, Failed):
            return found
        return {account.user_id: account.central_id for account in found if account.central_id is not None}

    async def page_owners(self, wiki: Wiki, page_ids: Iterable[int]) -> dict[int, int] | Failed:
        """Page id to the central id of whose user page, talk page or subpage it is; other pages are left out."""
        asked = [self._owner_names(wiki, batch) for batch in batches(number for number in page_ids if number > 0)]
        owners: dict[int, str] = {}
        for names in await gather(*asked):
            if isinstance(names, Failed):
                return names
            owners |= names
        central = await self.central_ids_of_names(wiki, owners.values())
        if isinstance(central, Failed):
            return central
        return {page: central[name] for page, name in owners.items() if name in central}

    async def central_ids_of_names(self, wiki: Wiki, names: Iterable[str]) -> dict[str, int] | Failed:
        """Central ids of local accounts by their names on this wiki now; accounts without one are left out."""
        found = await self._local_accounts(wiki, "ususers", names)
        if isinstance(found, Failed):
            return found
        return {account.name: account.central_id for account in found if account.central_id is not None}

    async def central_id_of(self, name: str) -> int | NotFound | Failed:
        """The central id of a global account by its name today."""
        if not name.strip():
            return NotFound()  # an empty name would mean "whoever asks"
        account = await self.global_account({"guiuser": name})
        if isinstance(account, Failed):
            return account
        return account.central_id if account is not None else NotFound()

    async def names_of(self, central_ids: Iterable[int]) -> dict[int, str]:
        """Today's names. Hidden and missing accounts are left out, and whoever could not be asked about."""
        told = await self.names_told(central_ids)
        return {central_id: name for central_id, name in told.items() if name}

    async def names_told(self, central_ids: Iterable[int]) -> dict[int, str]:
        """The same; "" for hidden and missing accounts, so that only whoever could not be asked about is left out."""
        wanted = list(dict.fromkeys(central_ids))[:MOST_NAMES_AT_ONCE]
        names: dict[int, str] = {}

        async def ask(central_id: int) -> str | Failed:
            return await self._names.get(central_id, lambda: self._ask_name(central_id))

        async with aclosing(side_by_side(wanted, ask, NAMING_SECONDS)) as finished:
            async for number, name in finished:
                if isinstance(name, str):
                    names[number] = name
        return names

    async def _ask_name(self, central_id: int) -> str | Failed:
        account = await self.global_account({"guiid": central_id})
        return account.name if isinstance(account, GlobalAccount) else account or ""

    async def global_account(self, who: Params) -> GlobalAccount | Failed | None:
        """One global account by `guiid` or `guiuser`; None for a hidden account and for one that does not exist."""
        question: Params = {"action": "query", "meta": "globaluserinfo", **who}
        account = await self._client.read(self._sites.central, question, read_global_account)
        if isinstance(account, Refused) and account.reason in NO_SUCH_ACCOUNT:
            return None
        if isinstance(account, GlobalAccount):
            # What it is called was told just now: whoever shows or links it next need not ask again.
            self._names.keep(account.central_id, account.name)
        return account

    async def names_now(self, central_ids: Iterable[int]) -> dict[int, str | None]:
        """Names asked anew; None for a hidden account and for one that is gone. What could not be asked is left out."""
        wanted = list(dict.fromkeys(central_ids))
        found = await gather(*(self.global_account({"guiid": number}) for number in wanted))
        return {
            number: account.name if account else None
            for number, account in zip(wanted, found, strict=True)
            if not isinstance(account, Failed)
        }

    async def globally_blocked(self, names: Iterable[str]) -> frozenset[str] | Failed:
        """Which of these accounts are blocked on all wikis now; blocks that ran out are not told.

        A name that the central wiki does not know is passed over. Without a limit of its own the answer would end after
        ten.
        """
        blocked: frozenset[str] = frozenset()
        for batch in batches(names):
            question: Params = {
                "action": "query",
                "list": "globalblocks",
                "bgprop": "target",
                "bgtargets": listed(batch),
                "bglimit": "max",
            }
            found = await self._client.read(self._sites.central, question, _read_targets_of_blocks)
            if isinstance(found, Failed):
                return found
            blocked |= found
        return blocked

    async def _local_accounts(
        self, wiki: Wiki, parameter: str, values: Iterable[str | int]
    ) -> list[LocalAccount] | Failed:
        async def ask(batch: Sequence[str | int]) -> list[LocalAccount] | Failed:
            question: Params = {"action": "query", "list": "users", "usprop": "centralids", parameter: listed(batch)}
            return await self._client.read(wiki, question, read_local_accounts)

        accounts: list[LocalAccount] = []
        for found in await gather(*map(ask, batches(values))):
            if isinstance(found, Failed):
                return found
            accounts += found
        return accounts

    async def _owner_names(self, wiki: Wiki, page_ids: Sequence[int]) -> dict[int, str] | Failed:
        question: Params = {"action": "query", "pageids": listed(page_ids)}
        return await self._client.read(wiki, question, _read_owner_names)


def owner_in(namespace: int, title: str) -> str:
    """`User talk:Name/Archive` -> `Name`, whatever language the namespace is named in; empty for nobody's page."""
    if namespace not in USER_NAMESPACES:
        return ""
    # The logs of global accounts write `User:Name@global`; no account's name may hold an @.
    return title.partition(":")[2].partition("/")[0].partition("@")[0]


def _read_targets_of_blocks(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(str(block["target"]) for block in data["query"]["globalblocks"])


def _read_owner_names(data: Mapping[str, Any]) -> dict[int, str]:
    pages = [page for page in data["query"]["pages"] if not page.get("missing")]
    owners = {int(page["pageid"]): owner_in(int(page["ns"]), str(page["title"])) for page in pages}
    return {page: owner for page, owner in owners.items() if owner}
