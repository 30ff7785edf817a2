"""One wiki of the sandbox farm: pages, revisions and logs in memory, and the verbs that change them.

These verbs are what tests and the special pages use. They check no rights: the pages do that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from app.sandbox.abuse_log import Hit
from app.sandbox.accounts import Account
from app.sandbox.files import FileVersion
from app.sandbox.languages import Language
from app.sandbox.titles import Title, TitleNames
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER

if TYPE_CHECKING:
    from app.sandbox.farm import Farm


@dataclass(eq=False)
class Revision:
    """One edit. `hidden` holds the bits of `visibility`."""

    rev_id: int
    parent_id: int
    page: Page
    author: Account
    at: datetime
    comment: str
    text: str
    minor: bool = False
    tags: tuple[str, ...] = ()
    hidden: int = 0

    @property
    def sha1(self) -> str:
        return hashlib.sha1(self.text.encode(), usedforsecurity=False).hexdigest()

    @property
    def size(self) -> int:
        return len(self.text.encode())


@dataclass(eq=False)
class Page:
    """A page with its revisions, oldest first."""

    page_id: int
    title: Title
    revisions: list[Revision] = field(default_factory=list)
    deleted: bool = False
    model: str = "wikitext"

    @property
    def latest(self) -> Revision:
        return self.revisions[-1]


@dataclass(eq=False)
class LogEntry:
    """One line of a log. `params` is what the API gives as details."""

    log_id: int
    kind: str
    action: str
    performer: Account
    at: datetime
    title: Title
    comment: str
    params: dict[str, Any] = field(default_factory=dict)
    page_id: int = 0
    hidden: int = 0
    rev_id: int = 0


@dataclass(frozen=True)
class Place:
    """What never changes about a wiki: its names, address and where its numbers start."""

    dbname: str
    site_name: str
    code: str
    address: str
    language: Language
    group: str = "special"
    """`special`, or the language code under which sitematrix lists it."""
    state: str = ""
    """Empty for an open wiki, else `closed`, `private` or `fishbowl`."""
    first_id: int = 1_000_000


class Wiki:
    """State and verbs of one wiki. Numbers grow by a fixed uneven step, so a run is repeatable."""

    def __init__(self, farm: Farm, place: Place) -> None:
        self.farm = farm
        self.place = place
        self.dbname = place.dbname
        self.titles = TitleNames(place.language)
        self.pages: dict[int, Page] = {}
        self.deleted_pages: dict[int, Page] = {}
        self.revisions: dict[int, Revision] = {}
        self.deleted_revisions: dict[int, Revision] = {}
        self.log: list[LogEntry] = []
        self.files: dict[int, list[FileVersion]] = {}
        self.deleted_files: dict[int, FileVersion] = {}
        self.hits: dict[int, Hit] = {}
        self._by_title: dict[Title, Page] = {}
        self._next = {
            "revision": place.first_id * 11 + 304,
            "page": place.first_id * 3 + 117,
            "log": place.first_id * 5 + 902,
            "user": place.first_id * 2 + 655,
            "block": place.first_id + 208,
            "hit": place.first_id + 71,
            "deleted file": place.first_id + 39,
            "change": place.first_id * 13 + 6,
        }

    @property
    def is_central(self) -> bool:
        return self.dbname == self.farm.central_dbname

    @property
    def is_open(self) -> bool:
        return not self.place.state

    @property
    def server(self) -> str:
        return f"http://{self.place.address}:{self.farm.port}"

    def new_id(self, kind: str) -> int:
        self._next[kind] += 7 + self._next[kind] % 6
        return self._next[kind]

    def new_change_id(self) -> int:
        return self.new_id("change")

    def url(self, title: str, query: str = "") -> str:
        """Path of index.php for a title, relative to the server."""
        address = f"/w/index.php?title={quote(title.replace(' ', '_'), safe=':/')}"
        return f"{address}&{query}" if query else address

    # Pages and revisions

    def page_titled(self, title: Title | None) -> Page | None:
        return self._by_title.get(title) if title else None

    def page(self, title: str) -> Page:
        """The page with this prefixed title; KeyError when there is none."""
        found = self.page_titled(self.titles.parse(title))
        if found is None:
            raise KeyError(title)
        return found

    def add_page(self, title: str, ns: int = 0) -> Page:
        """A page without revisions (it exists for readers from its first revision on)."""
        page = Page(self.new_id("page"), (ns, title))
        self.pages[page.page_id] = page
        self._by_title[page.title] = page
        return page

    def retitle(self, page: Page, title: Title) -> None:
        """The page bears another title from now on; `moves` leaves the traces."""
        self._by_title.pop(page.title, None)
        page.title = title
        self._by_title[title] = page

    def add_revision(
        self,
        page: Page,
        author: Account | str,
        comment: str = "",
        text: str | None = None,
        *,
        at: datetime | None = None,
        minor: bool = False,
        tags: Sequence[str] = (),
        recent: bool = True,
    ) -> Revision:
        """A new current revision; without `text` an invented paragraph is added to the text before. Not `recent`: one
        that comes with an entry of a log, and stands in no recent changes of its own."""
        who = self.farm.account(author) if isinstance(author, str) else author
        before = page.revisions[-1] if page.revisions else None
        number = self.new_id("revision")
        if text is None:
            text = (before.text + "\n\n" if before else "") + f"Invented paragraph {number} about nothing."
        parent = before.rev_id if before else 0
        revision = Revision(number, parent, page, who, at or self.farm.now(), comment, text, minor, tuple(tags))
        page.revisions.append(revision)
        self.revisions[number] = revision
        if self.dbname in who.local:
            who.local[self.dbname].edit_count += 1
        if recent:
            self.farm.stream.tell_edit(self, revision)
        return revision

    def delete_page(self, page: Page, by: Account | str, reason: str = "", *, suppress: bool = False) -> LogEntry:
        """Delete: the page and its revisions are gone for the public, as if they had never been.

        With `suppress` for administrators, too, and only the suppression log tells of it.
        """
        del self.pages[page.page_id], self._by_title[page.title]
        self.deleted_pages[page.page_id] = page
        page.deleted = True
        for revision in page.revisions:
            self.deleted_revisions[revision.rev_id] = self.revisions.pop(revision.rev_id)
            revision.hidden |= (TEXT | SUMMARY | USER | SUPPRESSED) * suppress
        for version in self.files.pop(page.page_id, ()):
            self.deleted_files[self.new_id("deleted file")] = version
        kind = "suppress" if suppress else "delete"
        return self.add_log(kind, "delete", by, page.title, reason, page_id=page.page_id)

    # Hiding

    def hide(
        self,
        revids: Iterable[int],
        *,
        text: bool = False,
        summary: bool = False,
        user: bool = False,
        suppressed: bool = False,
        by: Account | str | None = None,
        reason: str = "",
    ) -> None:
        """Hide parts of revisions, live or deleted; with `by` also write the log, as the form would."""
        bits = text * TEXT | summary * SUMMARY | user * USER | suppressed * SUPPRESSED
        found = [self.revisions.get(number) or self.deleted_revisions[number] for number in revids]
        added = removed = 0
        for revision in found:
            added |= bits & ~revision.hidden
            self.set_hidden(revision, revision.hidden | bits, by)
        if by is not None and found:
            self.log_hiding(by, found, removed, added, suppressed, reason)

    def show(self, revids: Iterable[int], by: Account | str | None = None, reason: str = "") -> None:
        """Make revisions visible again in full."""
        found = [self.revisions.get(number) or self.deleted_revisions[number] for number in revids]
        removed = 0
        for revision in found:
            removed |= revision.hidden
            self.set_hidden(revision, 0, by)
        if by is not None and found:
            self.log_hiding(by, found, removed, 0, bool(removed & SUPPRESSED), reason)

    def set_hidden(self, revision: Revision, bits: int, by: Account | str | None = None) -> None:
        """Change what a revision hides; the stream tells of it."""
        before, revision.hidden = revision.hidden, bits
        self.farm.stream.tell_visibility(self, revision, before, self.farm.account(by) if isinstance(by, str) else by)

    def log_hiding(
        self,
        by: Account | str,
        revisions: Sequence[Revision],
        removed: int,
        added: int,
        suppressed: bool,
        reason: str,
        under: Title | None = None,
    ) -> LogEntry:
        """The log line of a change of visibility: to the suppression log when anything was or is suppressed."""
        params = {
            "type": "revision",
            "ids": [revision.rev_id for revision in revisions],
            "old": bit_details(removed),
            "new": bit_details(added),
        }
        page = revisions[0].page
        return self.add_log(
            "suppress" if suppressed else "delete",
            "revision",
            by,
            under or page.title,
            reason,
            params,
            page_id=page.page_id,
        )

    # Logs and accounts

    def add_log(
        self,
        kind: str,
        action: str,
        by: Account | str,
        title: Title,
        comment: str = "",
        params: dict[str, Any] | None = None,
        *,
        page_id: int = 0,
        at: datetime | None = None,
        rev_id: int = 0,
    ) -> LogEntry:
        who = self.farm.account(by) if isinstance(by, str) else by
        when = at or self.farm.now()
        entry = LogEntry(
            self.new_id("log"), kind, action, who, when, title, comment, params or {}, page_id, rev_id=rev_id
        )
        self.log.append(entry)
        self.farm.stream.tell_log(self, entry)
        return entry

    def log_entry(self, log_id: int) -> LogEntry | None:
        return next((entry for entry in self.log if entry.log_id == log_id), None)

    def account_with_id(self, user_id: int) -> Account | None:
        for account in self.farm.accounts.values():
            here = account.local.get(self.dbname)
            if here and here.user_id == user_id:
                return account
        return None

    def ago(self, **span: float) -> datetime:
        """A time before now, for demo data: `ago(hours=3)`."""
        return self.farm.now() - timedelta(**span)


def bit_details(bits: int) -> dict[str, Any]:
    """The shape in which the API spells out a set of hidden parts."""
    return {
        "bitmask": bits,
        "content": bool(bits & TEXT),
        "comment": bool(bits & SUMMARY),
        "user": bool(bits & USER),
        "restricted": bool(bits & SUPPRESSED),
    }
