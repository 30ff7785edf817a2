"""The whole sandbox farm: wikis, global accounts, wiki sets, sign-ins, and the verbs that change people.

Everything is plain memory and gone when the process ends. No HTTP here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.sandbox.access_log import AccessLog
from app.sandbox.accounts import Account, Block, GlobalBlock, LocalAccount
from app.sandbox.faults import Faults
from app.sandbox.oauth.tokens import OAuthTokens
from app.sandbox.stream import Stream
from app.sandbox.visibility import SUPPRESSED, USER
from app.sandbox.wiki import Place, Revision, Wiki

Clock = Callable[[], datetime]


def real_time() -> datetime:
    return datetime.now(UTC)


@dataclass
class Limits:
    """What the farm puts up with."""

    parallel_calls: int = 2
    """API calls at a time, per wiki and client (address and user agent)."""


@dataclass(frozen=True)
class WikiSet:
    """An opt-in set of wikis that a global group may be tied to."""

    set_id: str
    name: str
    wikis: tuple[str, ...]
    group: str


@dataclass
class Farm:
    """All state of the sandbox. Build one with `build_farm`."""

    port: int
    clock: Clock = real_time
    central_dbname: str = "metawiki"
    release: str = "1.47"
    """What the wikis run: 1.43 knows no `leids`."""
    short_host: str = "127.0.1.2"
    """Apart from the wikis' addresses: of those there may be more than a hundred."""
    stream_host: str = "127.0.1.3"
    short_links: dict[str, str] = field(default_factory=dict)
    """Code to address, as a farm's own service for short links keeps them."""
    wikis: dict[str, Wiki] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    wiki_sets: list[WikiSet] = field(default_factory=list)
    global_blocks: list[GlobalBlock] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    access_log: AccessLog = field(default_factory=AccessLog)
    faults: Faults = field(default_factory=Faults)
    oauth: OAuthTokens = field(default_factory=OAuthTokens)
    sessions: dict[tuple[str, str], Account] = field(default_factory=dict)
    next_central_id: int = 72_418_006
    stream: Stream = field(init=False)

    def __post_init__(self) -> None:
        self.stream = Stream(self.clock)

    def now(self) -> datetime:
        """The farm's time in whole seconds, as wikis keep it."""
        return self.clock().replace(microsecond=0)

    @property
    def short_link_host(self) -> str:
        """Host and port of the service for short links."""
        return f"{self.short_host}:{self.port}"

    @property
    def stream_url(self) -> str:
        """Base address of the event stream: what HAVEN_STREAM_URL is set to."""
        return f"http://{self.stream_host}:{self.port}"

    # Finding

    def wiki(self, dbname: str) -> Wiki:
        return self.wikis[dbname]

    @property
    def central(self) -> Wiki:
        return self.wikis[self.central_dbname]

    def account(self, name: str) -> Account:
        """The account with this name; KeyError when there is none."""
        return self.accounts[name]

    def account_with_id(self, central_id: int) -> Account | None:
        return next((account for account in self.accounts.values() if account.central_id == central_id), None)

    def wikis_of_global_group(self, group: str) -> tuple[str, ...] | None:
        """The wikis a global group covers, or None for all."""
        return next((wiki_set.wikis for wiki_set in self.wiki_sets if wiki_set.group == group), None)

    # Wikis and people

    def add_wiki(self, place: Place) -> Wiki:
        wiki = Wiki(self, place)
        self.wikis[place.dbname] = wiki
        if wiki.is_open:
            for account in self.accounts.values():
                self.attach(account, wiki)
        return wiki

    def add_account(
        self,
        name: str,
        role: str = "editor",
        *,
        home: str = "enwiki",
        edits: int = 200,
        registered: datetime | None = None,
        temporary: bool = False,
        only_on: tuple[str, ...] | None = None,
    ) -> Account:
        """A new global account, attached to every open wiki (or to `only_on`)."""
        self.next_central_id += 1013 + self.next_central_id % 17
        since = registered or self.now() - timedelta(days=1400)
        account = Account(self.next_central_id, name, role, home, since, temporary=temporary, has_mail=not temporary)
        self.accounts[name] = account
        for wiki in self.wikis.values():
            if wiki.is_open and (only_on is None or wiki.dbname in only_on):
                self.attach(account, wiki)
        if home in account.local:
            account.local[home].edit_count = edits
        return account

    def attach(self, account: Account, wiki: Wiki) -> LocalAccount:
        if wiki.dbname not in account.local:
            account.local[wiki.dbname] = LocalAccount(wiki.new_id("user"), account.registered)
        return account.local[wiki.dbname]

    def rename(self, account: Account, name: str, by: Account | str | None = None) -> None:
        """Names change hands; the numbers stay. With `by` the logs of every wiki tell of it."""
        old = account.name
        del self.accounts[old]
        account.name = name
        self.accounts[name] = account
        if by is not None:
            details = {"olduser": old, "newuser": name}
            self.central.add_log("gblrename", "rename", by, (2, name), "", details)
            for dbname in account.local:
                self.wikis[dbname].add_log("renameuser", "renameuser", by, (2, old), "", {**details, "edits": 0})

    def grant(self, account: Account | str, group: str, wiki: str | None = None) -> None:
        """Put into a local group of `wiki`, or into a global group."""
        person = self._person(account)
        (person.local[wiki].groups if wiki else person.global_groups).add(group)

    def revoke(self, account: Account | str, group: str, wiki: str | None = None) -> None:
        person = self._person(account)
        (person.local[wiki].groups if wiki else person.global_groups).discard(group)

    def block(
        self,
        account: Account | str,
        wiki: str,
        by: Account | str,
        reason: str = "",
        *,
        expiry: datetime | None = None,
        hides_name: bool = False,
        partial: bool = False,
    ) -> Block:
        """Block locally. With `hides_name` the wiki hides the name everywhere it stands, as `hideuser` does."""
        person, performer = self._person(account), self._person(by)
        place = self.wikis[wiki]
        by_id = performer.local[wiki].user_id if wiki in performer.local else 0
        block = Block(place.new_id("block"), performer.name, by_id, reason, self.now(), expiry, hides_name, partial)
        person.local[wiki].block = block
        log_type = ("suppress", "block") if hides_name else ("block", "block")
        place.add_log(*log_type, performer, (2, person.name), reason, {"duration": "infinity"})
        if hides_name:
            self._hide_name_in_history(person, place)
        return block

    def unblock(self, account: Account | str, wiki: str, by: Account | str | None = None) -> None:
        person = self._person(account)
        person.local[wiki].block = None
        if by is not None:
            self.wikis[wiki].add_log("block", "unblock", by, (2, person.name))

    def lock(self, account: Account | str, by: Account | str | None = None, reason: str = "") -> None:
        """Lock globally; written to the central wiki's log when `by` is given. Every sign-in ends."""
        person = self._person(account)
        person.locked = True
        self.sessions = {key: who for key, who in self.sessions.items() if who is not person}
        if by is not None:
            details = {"added": ["locked"], "removed": []}
            self.central.add_log("globalauth", "setstatus", by, (2, f"{person.name}@global"), reason, details)

    def unlock(self, account: Account | str, by: Account | str | None = None) -> None:
        person = self._person(account)
        person.locked = False
        if by is not None:
            details = {"added": [], "removed": ["locked"]}
            self.central.add_log("globalauth", "setstatus", by, (2, f"{person.name}@global"), "", details)

    def edit(self, account: Account | str, wiki: str, title: str = "Sandbox") -> Revision:
        """Somebody edits a page of this wiki; it is begun where there is none."""
        person, place = self._person(account), self.wikis[wiki]
        self.attach(person, place)
        found = place.page_titled(place.titles.parse(title))
        return place.add_revision(found or place.add_page(title), person)

    def hide_account(self, account: Account | str, level: str = "suppressed") -> None:
        """Hide a global account: "lists" hides it from lists, "suppressed" also from every wiki's histories."""
        person = self._person(account)
        person.hidden = level
        if level == "suppressed":
            for dbname, here in person.local.items():
                wiki = self.wikis[dbname]
                here.block = Block(wiki.new_id("block"), "global>Steward", 0, "", self.now(), None, True)
                self._hide_name_in_history(person, wiki)

    def _hide_name_in_history(self, person: Account, wiki: Wiki) -> None:
        for revision in [*wiki.revisions.values(), *wiki.deleted_revisions.values()]:
            if revision.author is person:
                revision.hidden |= USER | SUPPRESSED

    def add_global_block(
        self, target: str, by: str, reason: str = "", *, expiry: datetime | None = None
    ) -> GlobalBlock:
        number = self.central.new_id("block")
        block = GlobalBlock(number, target, by, self.central_dbname, reason, self.now(), expiry)
        self.global_blocks.append(block)
        self.central.add_log("gblblock", "gblock", by, (2, target), reason)
        return block

    # Sign-ins

    def sign_in(self, account: Account | str, wiki: str) -> str:
        """A session of one wiki; the answer is the value of its cookie. PermissionError when locked."""
        person = self._person(account)
        if person.locked:
            raise PermissionError("this account is locked")
        token = secrets.token_hex(16)
        self.sessions[wiki, token] = person
        return token

    def signed_in(self, wiki: str, token: str | None) -> Account | None:
        return self.sessions.get((wiki, token)) if token else None

    def sign_out(self, wiki: str, token: str | None) -> None:
        if token:
            self.sessions.pop((wiki, token), None)

    def set_edit_count(self, account: Account | str, wiki: str, edits: int) -> None:
        self._person(account).local[wiki].edit_count = edits

    def _person(self, account: Account | str) -> Account:
        return self.account(account) if isinstance(account, str) else account
