"""What one wiki shows of accounts by their names: edits, since when, groups, rights, and every block in force.

Two questions for 50 names. Block reasons are not asked for: `list=blocks` tells a block without them, and tells all of
several blocks of one account.
"""

from asyncio import gather
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.domain.accounts import NotVisible
from app.domain.party_states import POWERS, AccountHere, BlockHere, Here
from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.global_account import read_central_id
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed

_WITHOUT_END = frozenset({"", "infinity", "infinite", "indefinite", "never"})
Blocks = Mapping[str, tuple[BlockHere, ...]]


class AccountsHere:
    def __init__(self, client: WikiClient, now: Callable[[], int]) -> None:
        self._client = client
        self._now = now

    async def look(self, wiki: Wiki, names: Iterable[str]) -> dict[str, Here]:
        """Each name, spelled as wikis do (`links.titles.read_person`), with what the wiki shows of it; NotVisible for
        hidden and missing accounts alike."""
        wanted = list(dict.fromkeys(names))
        found: dict[str, Here] = dict.fromkeys(wanted, CouldNotCheck())
        if wiki.readable:
            for answer in await gather(*(self._look(wiki, batch) for batch in batches(wanted))):
                found |= answer
        return found

    async def _look(self, wiki: Wiki, names: Sequence[str]) -> dict[str, Here]:
        question: Params = {
            "action": "query",
            "list": "users",
            "usprop": "groupmemberships|rights|editcount|registration|centralids",
            "ususers": listed(names),
        }
        rows = await self._client.read(wiki, question, read_accounts)
        if isinstance(rows, Failed):
            return dict.fromkeys(names, CouldNotCheck())
        blocks = await self._ask_blocks(wiki, list(rows)) if rows else {}
        return {name: _here(rows.get(name), blocks, self._now()) for name in names}

    async def _ask_blocks(self, wiki: Wiki, names: Sequence[str]) -> Blocks | None:
        """By name; None where the wiki did not tell. Only names that the wiki knows: of an odd one it tells nothing."""
        question: Params = {
            "action": "query",
            "list": "blocks",
            "bkprop": "user|timestamp|expiry|flags",
            "bkusers": listed(names),
            "bklimit": "max",
        }
        found = await self._client.read(wiki, question, read_blocks)
        return None if isinstance(found, Failed) else found


def _here(row: AccountHere | None, blocks: Blocks | None, now: int) -> Here:
    if row is None:
        return NotVisible()
    if blocks is None:
        return row
    mine = blocks.get(row.name, ())
    return AccountHere(
        **{**vars(row), "blocks": tuple(each for each in mine if each.until is None or each.until > now)}
    )


def read_accounts(data: Mapping[str, Any]) -> dict[str, AccountHere]:
    """The accounts that exist, by the name that the wiki writes; what blocks there are is not known yet."""
    rows = data["query"]["users"]
    return {
        str(row["name"]): _read_account(row)
        for row in rows
        if row.get("missing", False) is False and row.get("invalid", False) is False
    }


def _read_account(row: Mapping[str, Any]) -> AccountHere:
    return AccountHere(
        user_id=int(row["userid"]),
        name=str(row["name"]),
        edits=int(row["editcount"]),
        since=read_moment(str(row["registration"])) if row.get("registration") else None,
        groups=tuple(sorted(str(each["group"]) for each in row["groupmemberships"])),
        powers=POWERS & frozenset(map(str, row["rights"])),
        is_attached=read_central_id(row) is not None,
        blocks=CouldNotCheck(),
    )


def read_blocks(data: Mapping[str, Any]) -> Blocks:
    """Every block of the answer. One that does not say how far it goes counts as whole, as everywhere."""
    found: defaultdict[str, list[BlockHere]] = defaultdict(list)
    for row in data["query"]["blocks"]:
        expiry = str(row["expiry"])
        until = None if expiry in _WITHOUT_END else read_moment(expiry)
        block = BlockHere(read_moment(str(row["timestamp"])), until, row.get("partial", False) is True)
        found[str(row.get("user", ""))].append(block)
    return {name: tuple(sorted(its, key=lambda each: (each.is_partial, -each.since))) for name, its in found.items()}
