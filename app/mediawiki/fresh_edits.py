"""The newest public edits of accounts, wiki by wiki, by the wikis' own numbers: revision, page and time, and no more.

One question for each account on each of its wikis, side by side within one deadline. What was told stays in memory for
some minutes, so that looking again asks nothing; failures are never kept.
"""

from asyncio import Semaphore
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.visibility import CouldNotCheck
from app.domain.wikis import Farm, Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.hidden_flags import read_moment
from app.mediawiki.outcomes import Failed
from app.mediawiki.remembered import Remembered
from app.mediawiki.side_by_side import side_by_side

FRESH_DAYS = 90
DAY = 24 * 60 * 60
EDITS_AT_MOST = 500
"""Of one account on one wiki: what one answer holds."""
KEPT_SECONDS = 5 * 60
PAIRS_KEPT = 2000
AT_A_TIME = 2
"""Questions to one wiki; the others wait here and not in the queue that everybody's questions share."""
ALL_SECONDS = 20.0

OnWiki = tuple[str, int]
"""An account on a wiki: the dbname, and its LOCAL number there."""


@dataclass(frozen=True)
class Edit:
    """One public edit: revision number, page number, seconds since 1970 (UTC)."""

    revision: int
    page: int
    at: int


Edits = tuple[Edit, ...]


class FreshEdits:
    """Edits of the last 90 days; hidden and deleted ones are not in the answers."""

    def __init__(self, client: WikiClient, now: Callable[[], int], seconds: float = ALL_SECONDS) -> None:
        self._client = client
        self._now = now
        self._seconds = seconds
        self._edits: Remembered[OnWiki, Edits] = Remembered(now, KEPT_SECONDS, PAIRS_KEPT)

    async def of(self, farm: Farm, accounts: Iterable[OnWiki]) -> dict[OnWiki, Edits | CouldNotCheck]:
        """For each account on a wiki, newest first; CouldNotCheck for what was not told within the deadline."""
        turns: defaultdict[str, Semaphore] = defaultdict(lambda: Semaphore(AT_A_TIME))
        wanted = list(dict.fromkeys(accounts))
        found: dict[OnWiki, Edits | CouldNotCheck] = dict.fromkeys(wanted, CouldNotCheck())

        async def ask(account: OnWiki) -> Edits | Failed | None:
            wiki = farm.wikis.get(account[0])
            if wiki is None or not wiki.readable:
                return None
            async with turns[wiki.dbname]:
                return await self._edits.get(account, lambda: self._ask(wiki, account[1]))

        async with aclosing(side_by_side(wanted, ask, self._seconds, max(1, len(wanted)))) as finished:
            async for account, edits in finished:
                if isinstance(edits, tuple):
                    found[account] = edits
        return found

    def newest_known(self, accounts: Iterable[OnWiki]) -> int | None:
        """The time of the newest edit, if all of these were asked about a moment ago; asks nothing."""
        known = list(dict.fromkeys(accounts))
        if not all(map(self._edits.knows, known)):
            return None
        return max((edits[0].at for each in known if (edits := self._edits.last(each))), default=None)

    async def _ask(self, wiki: Wiki, user: int) -> Edits | Failed:
        since = datetime.fromtimestamp(self._now() - FRESH_DAYS * DAY, UTC)
        question: Params = {
            "action": "query",
            "list": "usercontribs",
            "ucuserids": user,
            "ucprop": "ids|timestamp",
            "ucend": since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "uclimit": EDITS_AT_MOST,
        }
        return await self._client.read(wiki, question, read_edits)


def read_edits(data: Mapping[str, Any]) -> Edits:
    """Newest first."""
    rows = data["query"]["usercontribs"]
    edits = (Edit(int(row["revid"]), int(row["pageid"]), read_moment(str(row["timestamp"]))) for row in rows)
    return tuple(sorted(edits, key=lambda edit: -edit.at))
