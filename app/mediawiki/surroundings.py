"""Where else the same thing may stand: asks a page's history, the filter log and the public logs around one target.

Names and titles are learnt from the wiki for the questions, go out in request bodies and are forgotten.
"""

from asyncio import gather, get_running_loop, timeout_at
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.surroundings import NotSearched, Suggestion, Surroundings, WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.domain.wikis import Wiki
from app.mediawiki.abuse_log import AbuseLog
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.file_versions import FileVersions
from app.mediawiki.hidden_flags import fourteen_digits
from app.mediawiki.outcomes import Failed, TooSlow
from app.mediawiki.public_logs import Entry, PublicLogs
from app.mediawiki.ranges import Carried, Edit, Ranges, read_edit

T = TypeVar("T")
Otherwise = TypeVar("Otherwise")

OVERALL_SECONDS = 20.0
"""For everything around one target. What is not told by then could not be checked; what is told stays."""
AROUND = 60 * 60
"""Seconds before and after an edit in which filter hits are looked for."""
LONG_AGO = 90 * 24 * 60 * 60
MOST_UNCHANGED = 5
FILE = 6
WIKIBASE = "wikibase-"
"""Content models whose edits carry their own values in an automatic summary."""

_LOGS: Mapping[str, tuple[WhyHere, Parts]] = {
    "create": (WhyHere.CREATION_LOG, Parts.SUMMARY),
    "move": (WhyHere.MOVE_LOG, Parts.SUMMARY),
    "delete": (WhyHere.DELETION_LOG, Parts.SUMMARY),
    "upload": (WhyHere.OTHER_LOG, Parts.SUMMARY),
    "protect": (WhyHere.OTHER_LOG, Parts.SUMMARY),
    "newusers": (WhyHere.NEW_ACCOUNT_LOG, Parts.TEXT | Parts.USER_NAME),
}
"""What of an entry may carry it: summaries are made from texts by themselves, account logs name the account."""

_Told = list[Suggestion] | Failed
"""What one question gave. One that failed takes none of the others with it."""


@dataclass(frozen=True)
class _Subject:
    """What the questions are about, in memory: a page, an account, and the edit with which it began. `is_seen`: the
    public can see the target itself."""

    page: int = 0
    title: str = ""
    namespace: int = 0
    model: str = ""
    author: str = ""
    edit: Edit | None = None
    is_seen: bool = False


class Finder:
    """`look_around` is its one question; `now` in seconds since 1970."""

    def __init__(
        self, client: WikiClient, ranges: Ranges, abuse_log: AbuseLog, logs: PublicLogs, files: FileVersions
    ) -> None:
        self._client = client
        self._ranges = ranges
        self._abuse_log = abuse_log
        self._logs = logs
        self._files = files

    async def look_around(self, wiki: Wiki, target: Pointer, now: int) -> Surroundings | Failed:
        """What stands around a target. Failed only where the target itself cannot be asked about."""
        deadline = get_running_loop().time() + OVERALL_SECONDS
        late = TooSlow()
        subject = await _by(deadline, self._subject_of(wiki, target), late)
        if isinstance(subject, Failed):
            return subject
        carried, hits, entries, files = await gather(
            _by(deadline, self._carried(wiki, subject), late),
            _by(deadline, self._filter_hits(wiki, subject, now), [late]),
            _by(deadline, self._log_entries(wiki, subject), [late]),
            _by(deadline, self._earlier_files(wiki, subject), [late]),
        )
        beside = await _by(deadline, self._beside_unchanged(wiki, carried, subject), [late])
        answers = [*hits, *entries, *files, *beside]
        told = [each for answer in answers if not isinstance(answer, Failed) for each in answer]
        suggestions = _once([*_from_history(wiki, subject, carried), *told, *_itself(wiki, subject)], target)
        return Surroundings(
            range=carried.range if isinstance(carried, Carried) else None,
            suggestions=suggestions,
            deleted_copies=any(each.why is WhyHere.DELETION_LOG for each in suggestions),
            could_not_check=any(isinstance(each, Failed) for each in (carried, *answers)),
            not_searched=_not_searched(target, subject),
        )

    async def _subject_of(self, wiki: Wiki, target: Pointer) -> _Subject | Failed:
        match target.kind:
            case TargetKind.REVISION:
                which: Params = {
                    "prop": "revisions|info",
                    "revids": target.id,
                    "rvprop": "ids|timestamp|sha1|userid|user",
                }
            case TargetKind.PAGE | TargetKind.FILE_VERSION if target.id and not target.title:
                which = {"prop": "info", "pageids": target.id}
            case TargetKind.ACCOUNT if target.id:
                which = {"list": "users", "ususerids": target.id}
            case _:
                # What the wiki has no number for is asked about by its title or name alone.
                return _Subject(title=target.title, author=target.name)
        found = await self._client.read(wiki, {"action": "query", **which}, _read_subject)
        is_gone = isinstance(found, _Subject) and not found.is_seen
        return _Subject(title=target.title) if is_gone else found

    async def _carried(self, wiki: Wiki, subject: _Subject) -> Carried | Failed | None:
        return await self._ranges.find(wiki, subject.page, subject.edit) if subject.edit else None

    async def _filter_hits(self, wiki: Wiki, subject: _Subject, now: int) -> list[_Told]:
        start, end = (subject.edit.at - AROUND, subject.edit.at + AROUND) if subject.edit else (now - LONG_AGO, now)
        asks = [
            (WhyHere.FILTER_HIT_OF_ACCOUNT, {"afluser": subject.author}),
            (WhyHere.FILTER_HIT_ON_PAGE, {"afltitle": subject.title}),
        ]
        asks = [(why, by) for why, by in asks if all(by.values())]
        answers = await gather(*(self._abuse_log.hits(wiki, by, start, end) for _, by in asks))
        return [
            hits
            if isinstance(hits, Failed)
            else [
                Suggestion(Pointer(wiki.dbname, TargetKind.ABUSE_LOG, number), why, at) for number, at in hits.items()
            ]
            for (why, _), hits in zip(asks, answers, strict=True)
        ]

    async def _log_entries(self, wiki: Wiki, subject: _Subject) -> list[_Told]:
        asks = []
        if subject.title:
            asks.append(self._logs.about(wiki, subject.title))
        if subject.author:
            asks.append(self._logs.about(wiki, f"User:{subject.author}", "newusers"))
        return [
            entries if isinstance(entries, Failed) else _suggest_entries(wiki, entries)
            for entries in await gather(*asks)
        ]

    async def _beside_unchanged(self, wiki: Wiki, carried: Carried | Failed | None, subject: _Subject) -> list[_Told]:
        """Moves are logged under the title the page had then: they are found by the time of what they left behind."""
        unchanged = carried.unchanged[:MOST_UNCHANGED] if isinstance(carried, Carried) else ()
        answers = await gather(*(self._logs.in_second(wiki, fourteen_digits(edit.at)) for edit in unchanged))
        return [
            entries
            if isinstance(entries, Failed)
            else _suggest_entries(wiki, [entry for entry in entries if entry.page == subject.page])
            for entries in answers
        ]

    async def _earlier_files(self, wiki: Wiki, subject: _Subject) -> list[_Told]:
        if subject.namespace != FILE or not subject.page:
            return []
        versions = await self._files.versions(wiki, subject.page)
        if isinstance(versions, Failed):
            return [versions]
        kind, why = TargetKind.FILE_VERSION, WhyHere.EARLIER_FILE_VERSION
        return [
            [
                Suggestion(Pointer(wiki.dbname, kind, subject.page, timestamp), why, version.at)
                for timestamp, version in versions.items()
                if timestamp
            ]
        ]


async def _by(deadline: float, question: Awaitable[T], otherwise: Otherwise) -> T | Otherwise:
    """What a question gives, or `otherwise` where it has not by the deadline (the event loop's time)."""
    try:
        async with timeout_at(deadline):
            return await question
    except TimeoutError:
        return otherwise


def _not_searched(target: Pointer, subject: _Subject) -> NotSearched | None:
    """What of the questions could not even be put: their silence is no answer."""
    if target.kind in {TargetKind.LOG, TargetKind.ABUSE_LOG}:
        return NotSearched.KIND
    if not subject.is_seen:
        return NotSearched.GONE
    return NotSearched.AUTHOR if subject.edit and not subject.author else None


def _from_history(wiki: Wiki, subject: _Subject, carried: Carried | Failed | None) -> list[Suggestion]:
    """What the page's own history suggests beside the range."""
    if not isinstance(carried, Carried) or subject.edit is None:
        return []
    suggestions = [
        Suggestion(Pointer(wiki.dbname, TargetKind.REVISION, edit.id), WhyHere.SAME_TEXT_AGAIN, edit.at)
        for edit in carried.again
    ]
    if restored := carried.range.restored:
        pointer = Pointer(wiki.dbname, TargetKind.REVISION, restored.id, parts=Parts.SUMMARY)
        suggestions.insert(0, Suggestion(pointer, WhyHere.REVERT_SUMMARY, restored.at))
    if subject.model.startswith(WIKIBASE):
        pointer = Pointer(wiki.dbname, TargetKind.REVISION, subject.edit.id, parts=Parts.TEXT | Parts.SUMMARY)
        suggestions.append(Suggestion(pointer, WhyHere.AUTOMATIC_SUMMARY, subject.edit.at))
    return suggestions


def _itself(wiki: Wiki, subject: _Subject) -> list[Suggestion]:
    """The title of the page."""
    if not subject.page:
        return []
    return [Suggestion(Pointer(wiki.dbname, TargetKind.PAGE, subject.page), WhyHere.TITLE)]


def _suggest_entries(wiki: Wiki, entries: Iterable[Entry]) -> list[Suggestion]:
    """Entries of kinds whose summary or target may carry it. What was hidden before is not such an entry."""
    suggestions = []
    for entry in entries:
        if entry.type in _LOGS and entry.action not in {"revision", "event"}:
            why, parts = _LOGS[entry.type]
            pointer = Pointer(wiki.dbname, TargetKind.LOG, entry.id, fourteen_digits(entry.at), parts=parts)
            suggestions.append(Suggestion(pointer, why, entry.at))
    return suggestions


def _once(suggestions: Sequence[Suggestion], target: Pointer) -> tuple[Suggestion, ...]:
    """Each place once; the target itself only where the suggestion is to look at another part of it."""
    first: dict[tuple[str | int, ...], Suggestion] = {}
    for each in suggestions:
        if each.pointer.identity != target.identity or each.pointer.parts:
            first.setdefault(each.pointer.identity, each)
    return tuple(first.values())


def _read_subject(data: Mapping[str, Any]) -> _Subject:
    query = data["query"]
    if "users" in query:
        user = query["users"][0]
        return _Subject() if user.get("missing") else _Subject(author=str(user["name"]), is_seen=True)
    page = next(iter(query.get("pages", ())), None)
    if page is None or page.get("missing"):
        return _Subject()
    revision = next(iter(page.get("revisions", ())), None)
    return _Subject(
        page=int(page["pageid"]),
        title=str(page["title"]),
        namespace=int(page["ns"]),
        model=str(page.get("contentmodel", "")),
        author=str(revision.get("user", "")) if revision else "",
        edit=read_edit(revision) if revision else None,
        is_seen=True,
    )
