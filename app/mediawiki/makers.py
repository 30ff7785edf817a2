"""Who stands behind targets whose state alone does not tell it: whom an entry of a log is about, whom a filter stopped,
who began a page and uploaded its file, and whose user page a title names.

Names and titles are asked for, looked at in memory, go out in request bodies again and are forgotten.
"""

from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import LiveState, Shown, There
from app.domain.wikis import Wiki
from app.links.ips import read_address
from app.mediawiki.abuse_log import AbuseLog
from app.mediawiki.accounts import owner_in
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.file_versions import FileVersions
from app.mediawiki.log_entries import LogEntries
from app.mediawiki.outcomes import Failed

States = Mapping[Pointer, LiveState]
FILE = 6
MOST_PAGES = 10
"""Pages as a whole of which it is asked who began them: each costs a question."""


@dataclass(frozen=True)
class Behind:
    """In memory only. `users` are LOCAL user ids, `names` accounts' names. `told`: the entries of logs and of the
    filter log of which the wiki said who it is. `asked` is False where the wiki could not be asked."""

    users: frozenset[int]
    names: frozenset[str]
    told: frozenset[Pointer]
    asked: bool


class Makers:
    def __init__(self, client: WikiClient, log_entries: LogEntries, abuse_log: AbuseLog, files: FileVersions) -> None:
        self._client = client
        self._log_entries = log_entries
        self._abuse_log = abuse_log
        self._files = files

    async def behind(self, wiki: Wiki, states: States) -> Behind:
        """Whom the wiki names for these, beside the authors that their states hold."""
        entries = [each for each, state in states.items() if each.kind is TargetKind.LOG and isinstance(state, Shown)]
        hits = [
            each for each, state in states.items() if each.kind is TargetKind.ABUSE_LOG and isinstance(state, There)
        ]
        subjects, stopped, began, owners = await gather(
            self._log_entries.titles(wiki, entries),
            self._abuse_log.users(wiki, [each.id for each in hits]),
            self._of_pages(wiki, states),
            self._owners(wiki, [each.title for each in states if each.title]),
        )
        told = [each for each in entries if subjects.get(each)] + [each for each in hits if stopped.get(each.id)]
        about = {owner_in(*title) for title in subjects.values() if title}
        named = {*stopped.values(), *about, *([] if isinstance(owners, Failed) else owners)}
        return Behind(
            users=frozenset() if isinstance(began, Failed) else frozenset(began),
            names=frozenset(name for name in named if name and not read_address(name)),
            told=frozenset(told),
            asked=len(subjects) == len(entries)
            and len(stopped) == len(hits)
            and not isinstance(began, Failed)
            and not isinstance(owners, Failed),
        )

    async def _of_pages(self, wiki: Wiki, states: States) -> set[int] | Failed:
        """Who began these pages and uploaded their files."""
        whole = [each for each in states.items() if each[0].kind is TargetKind.PAGE]
        pages = {state.page: state.namespace for _, state in whole if isinstance(state, There) and state.page}
        users: set[int] = set()
        for answer in await gather(*(self._of_page(wiki, *each) for each in list(pages.items())[:MOST_PAGES])):
            if isinstance(answer, Failed):
                return answer
            users |= answer
        return users

    async def _of_page(self, wiki: Wiki, page: int, namespace: int) -> set[int] | Failed:
        question: Params = {
            "action": "query",
            "prop": "revisions",
            "pageids": page,
            "rvprop": "userid",
            "rvdir": "newer",
            "rvlimit": 1,
        }
        began = await self._client.read(wiki, question, _read_authors)
        versions = await self._files.versions(wiki, page) if namespace == FILE else {}
        if isinstance(began, Failed):
            return began
        if isinstance(versions, Failed):
            return versions
        return began | {version.author for version in versions.values() if version.author}

    async def _owners(self, wiki: Wiki, titles: Iterable[str]) -> set[str] | Failed:
        """Whose user pages these titles name: the wiki says in which namespace each is, in its own language, too."""

        async def ask(batch: Sequence[str]) -> set[str] | Failed:
            question: Params = {"action": "query", "prop": "info", "titles": listed(batch)}
            return await self._client.read(wiki, question, _read_owners)

        owners: set[str] = set()
        for answer in await gather(*map(ask, batches(titles))):
            if isinstance(answer, Failed):
                return answer
            owners |= answer
        return owners


def _read_owners(data: Mapping[str, Any]) -> set[str]:
    return {owner_in(int(page["ns"]), str(page["title"])) for page in data["query"].get("pages", ())} - {""}


def _read_authors(data: Mapping[str, Any]) -> set[int]:
    """LOCAL user ids; a hidden author is left out."""
    pages = data["query"].get("pages", ())
    return {int(row.get("userid", 0)) for page in pages for row in page.get("revisions", ())} - {0}
