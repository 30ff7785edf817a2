"""From what a link names to the wiki's own public numbers: what of a target may be kept.

Titles and names go out in the request body and are forgotten, except where the wiki has no public number: then they are
all there is (product.md, promise 1).
"""

from asyncio import gather
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.targets import Pointer, Target, TargetKind
from app.domain.visibility import CouldNotCheck, Gone
from app.domain.wikis import Farm, Wiki
from app.mediawiki.accounts import Accounts
from app.mediawiki.client import Params, WikiClient, batches, listed
from app.mediawiki.comments import Comments
from app.mediawiki.global_account import GlobalAccount, read_local_accounts
from app.mediawiki.outcomes import Failed
from app.mediawiki.pages import Pages
from app.mediawiki.relations import Relations
from app.mediawiki.revisions import Revisions

Pointed = Pointer | Gone | CouldNotCheck
"""Gone: there is nothing there for the public, and nothing that could be kept of it."""

BESIDE_AT_MOST = 50
"""Revisions of one wiki that are asked about at once, whether a title beside them is needed."""


@dataclass(frozen=True)
class Pointing:
    """Asks each kind for the numbers that its links leave open; numbers that stand in the link cost no question."""

    client: WikiClient
    accounts: Accounts
    pages: Pages
    revisions: Revisions
    relations: Relations
    comments: Comments

    async def point(self, farm: Farm, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointed]:
        """A pointer for every target on this wiki; kinds that are never kept (addresses) are left out."""
        ways: Mapping[Callable[[Target], bool], Callable[[list[Target]], Awaitable[Mapping[Target, Pointed]]]] = {
            _is_relative: lambda mine: self._relative(wiki, mine),
            _is_plain_revision: lambda mine: self._revisions(wiki, mine),
            _is(TargetKind.COMMENT): lambda mine: self.comments.find(wiki, mine),
            _names_a_page: lambda mine: self._on_pages(wiki, mine),
            _is(TargetKind.ACCOUNT): lambda mine: self._accounts(farm, wiki, mine),
            _has_all: _as_it_is,
        }
        left = list(targets)
        asked: list[Awaitable[Mapping[Target, Pointed]]] = []
        for fits, way in ways.items():
            mine = [target for target in left if fits(target)]
            left = [target for target in left if not fits(target)]
            if mine:
                asked.append(way(mine))
        return {target: found for answer in await gather(*asked) for target, found in answer.items()}

    async def _relative(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointed]:
        found = await self.relations.resolve(wiki, targets)
        return {
            target: Pointer(wiki.dbname, TargetKind.REVISION, meant) if isinstance(meant, int) else meant
            for target, meant in found.items()
        }

    async def _revisions(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointed]:
        """Numbers as they stand. Of a few whose link names the page, it is asked whether the public can see them: a
        deleted revision has no public page, and its form needs the title.

        SECURITY: anything can stand beside a number that nobody can look up; a title of which the wiki does not say
        that its page is missing is not kept."""
        pointers = {target: Pointer(wiki.dbname, TargetKind.REVISION, target.id or 0) for target in targets}
        named = [target for target in targets if target.beside and target.id]
        if 0 < len(named) <= BESIDE_AT_MOST:
            states = await self.revisions.live_states(wiki, [target.id or 0 for target in named], with_summary=False)
            gone = {each: each.beside or "" for each in named if isinstance(states[each.id or 0], Gone)}
            missing = await self.pages.missing(wiki, list(dict.fromkeys(gone.values()))) if gone else frozenset()
            for target, title in gone.items():
                if not isinstance(missing, Failed) and title in missing:
                    pointers[target] = replace(pointers[target], title=title)
        return dict(pointers)

    async def _on_pages(self, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointed]:
        """Pages, and versions of the files on them, by title."""
        asked = await gather(*(self.pages.titled(wiki, batch) for batch in batches(t.title or "" for t in targets)))
        found: dict[str, int] = {}
        for batch, answer in zip(batches(t.title or "" for t in targets), asked, strict=True):
            if not isinstance(answer, Failed):
                found |= {title: answer[title].page if title in answer else 0 for title in batch}
        return {
            target: _on_page(wiki, target, found[target.title or ""]) if target.title in found else CouldNotCheck()
            for target in targets
        }

    async def _accounts(self, farm: Farm, wiki: Wiki, targets: Sequence[Target]) -> dict[Target, Pointed]:
        pointed: dict[Target, Pointed] = {
            target: Pointer(wiki.dbname, TargetKind.ACCOUNT, target.id) for target in targets if target.id
        }
        by_name = [target for target in targets if not target.id]
        for batch in batches(target.name or "" for target in by_name):
            question: Params = {"action": "query", "list": "users", "usprop": "centralids", "ususers": listed(batch)}
            found = await self.client.read(wiki, question, read_local_accounts)
            mine = [target for target in by_name if target.name in batch]
            if isinstance(found, Failed):
                pointed |= dict.fromkeys(mine, CouldNotCheck())
                continue
            here = {account.name: account.user_id for account in found}
            known = {
                target: Pointer(wiki.dbname, TargetKind.ACCOUNT, here[target.name])
                for target in mine
                if target.name in here
            }
            if wiki.dbname == farm.central:
                edited = await gather(*(self._where_it_edits(farm, *each) for each in known.items()))
                known = dict(zip(known, edited, strict=True))
            pointed |= known
            elsewhere = [target for target in mine if target not in known]
            homes = await gather(*(self._at_home(farm, wiki, target) for target in elsewhere))
            pointed |= dict(zip(elsewhere, homes, strict=True))
        return pointed

    async def _where_it_edits(self, farm: Farm, target: Target, here: Pointer) -> Pointer:
        """The central wiki has an account of almost everybody: one that never edited there is meant where it did, first
        of all on the wiki it was made on. Left as it is where that cannot be told."""
        account = await self.accounts.global_account({"guiuser": target.name or "", "guiprop": "merged"})
        if not isinstance(account, GlobalAccount) or here.wiki not in account.on:
            return here
        edits = {dbname: there.edits for dbname, there in account.on.items() if there.edits and dbname in farm.wikis}
        if account.on[here.wiki].user_id != here.id or here.wiki in edits or not edits:
            return here
        home = account.home if account.home in edits else max(edits, key=lambda dbname: edits[dbname])
        return Pointer(home, TargetKind.ACCOUNT, account.on[home].user_id)

    async def _at_home(self, farm: Farm, wiki: Wiki, target: Target) -> Pointed:
        """An account that this wiki does not have: on the wiki it was made on, or nowhere that the public can see."""
        name = target.name or ""
        account = await self.accounts.global_account({"guiuser": name, "guiprop": "merged"})
        if isinstance(account, Failed):
            return CouldNotCheck()
        if isinstance(account, GlobalAccount) and account.home in account.on and account.home in farm.wikis:
            return Pointer(account.home, TargetKind.ACCOUNT, account.on[account.home].user_id)
        return Pointer(wiki.dbname, TargetKind.ACCOUNT, name=name)


def _is(kind: TargetKind) -> Callable[[Target], bool]:
    return lambda target: target.kind is kind


def _is_relative(target: Target) -> bool:
    return target.kind is TargetKind.REVISION and target.relation is not None


def _is_plain_revision(target: Target) -> bool:
    return target.kind is TargetKind.REVISION


def _names_a_page(target: Target) -> bool:
    """What is told by a title alone. A deleted file version has its own number, a deleted revision no public page."""
    return target.kind in {TargetKind.PAGE, TargetKind.FILE_VERSION} and not target.id and bool(target.title)


def _has_all(target: Target) -> bool:
    return target.kind in {
        TargetKind.DELETED_REVISION,
        TargetKind.LOG,
        TargetKind.ABUSE_LOG,
        TargetKind.PAGE,
        TargetKind.FILE_VERSION,
    }


async def _as_it_is(targets: Sequence[Target]) -> Mapping[Target, Pointed]:
    return {
        target: Pointer(target.wiki or "", target.kind, target.id or 0, target.timestamp or "", target.title or "")
        for target in targets
    }


def _on_page(wiki: Wiki, target: Target, page: int) -> Pointer:
    title = "" if page else target.title or ""
    return Pointer(wiki.dbname, target.kind, page, target.timestamp or "", title)
