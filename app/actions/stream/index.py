"""Who and what is followed, and what of the stream concerns them: look-ups in memory, the same for ten or ten thousand.

Pure: no database, no network, no clock. Names live here only and are never written anywhere. An account that has no
account's name (an IP address) can match nothing.
"""

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.happenings import FollowedTarget, Matches, Seen, Touch
from app.domain.targets import ACCOUNTS, Pointer, TargetKind
from app.domain.trackings import Sighting, SightingKind
from app.mediawiki.stream_events import LogParams, StreamEvent, Visibility, read_log_params

EDITS = frozenset({"edit", "new"})
ABOUT_ACCOUNTS = {
    "block": SightingKind.BLOCK,
    "gblblock": SightingKind.BLOCK,
    "globalauth": SightingKind.LOCK,
    "renameuser": SightingKind.RENAME,
    "gblrename": SightingKind.RENAME,
    "rights": SightingKind.LOG,
    "gblrights": SightingKind.LOG,
}
"""Logs whose entries are about an account, under the title of its user page."""

CENTRAL_LOGS = frozenset({"gblblock", "globalauth", "gblrename", "gblrights"})
"""They speak of global accounts, and on the central wiki only."""

RENAMES = frozenset({"renameuser", "gblrename"})
USER_NAMESPACE = 2
LATELY_AT_MOST = 5_000
LARGEST_ID = 2**63 - 1
ALL_PARTS = 7
HIDDEN_KINDS = {("revision", "revision"): TargetKind.REVISION, ("event", "logging"): TargetKind.LOG}
"""What the numbers of an entry of the deletion log stand for, by its action and the type it tells."""
OTHER_KINDS = frozenset({"archive", "oldimage", "filearchive"})
"""Types whose ids are times, or numbers of deleted files: none of them is a revision's."""
PARTS = ("text", "user", "comment")

Fingerprints = Callable[[Pointer], Iterable[bytes]]
Place = tuple[str, str]
"""A wiki and a name or title there."""


@dataclass
class FollowedAccount:
    """`wikis` are those where it is known to be attached; `named_at` is when it was asked for its name, or got it."""

    central_id: int
    name: str
    wikis: set[str] = field(default_factory=set)
    named_at: int = 0


@dataclass
class Index:
    """`fingerprints` gives a pointer's keyed fingerprints under every key in use; `central` is the central wiki."""

    fingerprints: Fingerprints
    central: str = ""
    accounts: dict[int, FollowedAccount] = field(default_factory=dict)
    names: dict[Pointer, str] = field(default_factory=dict)
    """Today's names of accounts and titles of pages that are targets."""
    named_at: dict[Pointer, int] = field(default_factory=dict)
    """When each of them was asked for, or changed."""
    doubted: set[int | Pointer] = field(default_factory=set)
    """Accounts and targets of whose name the stream tells something older than what is known: to be asked about."""
    moves: Counter[str] = field(default_factory=Counter)
    """How many pages and accounts of each wiki changed their names: an answer asked for before may be out of date."""
    _by_name: dict[str, FollowedAccount] = field(default_factory=dict)
    _targets: dict[bytes, list[FollowedTarget]] = field(default_factory=dict)
    _account_targets: dict[str, dict[str, list[FollowedTarget]]] = field(default_factory=dict)
    _page_targets: dict[Place, list[FollowedTarget]] = field(default_factory=dict)
    _lately: OrderedDict[bytes, tuple[bool, int]] = field(default_factory=OrderedDict)

    # Who and what is followed

    def follow(self, account: FollowedAccount) -> None:
        """From now on, under this name; under the one before no more."""
        self.forget(account.central_id)
        self.accounts[account.central_id] = account
        self._by_name[account.name] = account

    def forget(self, central_id: int) -> None:
        account = self.accounts.pop(central_id, None)
        if account is not None and self._by_name.get(account.name) is account:
            del self._by_name[account.name]

    def follow_targets(self, targets: Iterable[FollowedTarget]) -> list[Touch]:
        """Everything that is followed now. The answer is what happened lately to those that were not followed then:
        they were filed a moment ago."""
        known = {(each.reference, each.number) for some in self._targets.values() for each in some}
        self._targets, self._account_targets, self._page_targets = {}, {}, {}
        missed = []
        for target in targets:
            self._targets.setdefault(target.fingerprint, []).append(target)
            if name := self.names.get(target.pointer, ""):
                self._name_target(target, name)
            lately = self._lately.get(target.fingerprint)
            if lately is not None and (target.reference, target.number) not in known:
                missed.append(Touch(target.reference, target.number, *lately))
        return missed

    def name(self, pointer: Pointer, name: str, asked_at: int = 0) -> None:
        """What a target is called today; by the name before it is known no more."""
        before, self.named_at[pointer] = self.names.get(pointer), asked_at
        if before == name:
            return
        self.names[pointer] = name
        for fingerprint in self.fingerprints(pointer):
            for target in self._targets.get(fingerprint, ()):
                if before is not None:
                    self._unname_target(target, before)
                self._name_target(target, name)

    def keep_names(self, wanted: Collection[Pointer]) -> None:
        """Names of what is followed no more are forgotten."""
        for gone in [each for each in self.names if each not in wanted]:
            del self.names[gone]
            self.named_at.pop(gone, None)

    def lose_names(self) -> None:
        """Nobody is known by name any more, and no page by its title."""
        self.accounts, self.names, self.named_at, self._by_name = {}, {}, {}, {}
        self._account_targets, self._page_targets = {}, {}

    def _name_target(self, target: FollowedTarget, name: str) -> None:
        wiki = _place_of(target.pointer)
        self.names[target.pointer] = name
        if target.pointer.kind in ACCOUNTS:
            self._account_targets.setdefault(name, {}).setdefault(wiki, []).append(target)
        else:
            self._page_targets.setdefault((wiki, name), []).append(target)

    def _unname_target(self, target: FollowedTarget, name: str) -> None:
        wiki = _place_of(target.pointer)
        if target.pointer.kind in ACCOUNTS:
            its = self._account_targets.get(name, {}).get(wiki, [])
        else:
            its = self._page_targets.get((wiki, name), [])
        if target in its:
            its.remove(target)

    # What of the stream concerns them

    def match(self, events: Sequence[StreamEvent]) -> Matches:
        """One that nobody foresaw must not end the job, nor meet it again after every start: it is left out."""
        matches, by_name = Matches(), self._by_name
        for event in events:
            try:
                if event.type == "log":
                    self._match_log(event, matches)
                elif event.user is not None and event.user in by_name:
                    self._match_edit(by_name[event.user], event, matches)
                elif event.visibility is not None:
                    self._match_visibility(event, matches)
            except Exception:
                matches.left_out += 1
        return matches

    def _match_edit(self, account: FollowedAccount, event: StreamEvent, matches: Matches) -> None:
        number = event.revision.new if event.revision else None
        if event.type in EDITS and number is not None:
            pointer = Pointer(event.wiki, TargetKind.REVISION, number)
            self._see(account, SightingKind.EDIT, pointer, event, matches)

    def _match_log(self, event: StreamEvent, matches: Matches) -> None:
        log = event.log_type or ""
        if (account := self._by_name.get(event.user or "")) is not None:
            self._see_entry(account, SightingKind.LOG, event, matches)
        if log in ABOUT_ACCOUNTS:
            self._match_account(event, log, matches)
        elif log == "delete":
            self._match_deletion(event, matches)
        elif log == "move":
            self._match_move(event, matches)

    def _match_account(self, event: StreamEvent, log: str, matches: Matches) -> None:
        if log in CENTRAL_LOGS and event.wiki != self.central:
            return
        params = read_log_params(event) if log in RENAMES else LogParams()
        name = params.olduser or _account_in(event)
        account = self._by_name.get(name)
        if account and not (params.newuser and event.at < account.named_at):
            self._see_entry(account, ABOUT_ACCOUNTS[log], event, matches)
        if params.newuser:
            self._rename(event, log, name, params.newuser)
            return
        for wiki, targets in self._account_targets.get(name, {}).items():
            if log in CENTRAL_LOGS or wiki == event.wiki:
                self._touch(targets, False, event, matches)

    def _rename(self, event: StreamEvent, log: str, old: str, new: str) -> None:
        """Names change hands: whoever bears the old one from now on is somebody else. On a single wiki only the rename
        of an account that is attached there is a rename of the global one.

        What is told of the time before a name was asked for is about whoever bore that name then: nobody is moved."""
        self.moves[event.wiki] += 1
        account = self._by_name.get(old)
        if account is not None and (log in CENTRAL_LOGS or event.wiki in account.wikis):
            if event.at < account.named_at:
                self.doubted.add(account.central_id)
            else:
                self.follow(FollowedAccount(account.central_id, new, account.wikis, event.at))
        its = self._account_targets.get(old, {})
        for wiki in [wiki for wiki in its if log in CENTRAL_LOGS or wiki == event.wiki]:
            its[wiki] = self._move_targets(its[wiki], new, event)

    def _move_targets(self, targets: Sequence[FollowedTarget], name: str, event: StreamEvent) -> list[FollowedTarget]:
        """They have this name from now on; the answer is those that stay, as their name was asked for since."""
        stay = [each for each in targets if event.at < self.named_at.get(each.pointer, 0)]
        self.doubted.update(each.pointer for each in stay)
        for target in targets:
            if target not in stay:
                self._name_target(target, name)
                self.named_at[target.pointer] = event.at
        return stay

    def _match_deletion(self, event: StreamEvent, matches: Matches) -> None:
        """Pages deleted and restored; parts of revisions, files and entries of logs hidden and shown again."""
        of_page = self._page_targets.get((event.wiki, event.title or ""), ())
        if event.log_action in ("revision", "event"):
            self._match_hiding(event, read_log_params(event), matches)
            # Which version of a file it was is not told; a page is not hidden when something in its history is.
            self._touch(of_page, False, event, matches)
        elif event.log_action is not None:
            self._touch(of_page, event.log_action.startswith("delete"), event, matches)

    def _match_hiding(self, event: StreamEvent, params: LogParams, matches: Matches) -> None:
        """It hides where a part can be seen no more that could be before: showing one of two hides nothing."""
        kind = HIDDEN_KINDS.get((event.log_action or "", params.type))
        if kind is None:
            matches.left_out += params.type not in OTHER_KINDS
            return
        hides = bool(params.nfield & ~params.ofield & ALL_PARTS)
        for each in params.ids:
            self._touch_pointer(Pointer(event.wiki, kind, _number(each)), hides, event, matches)

    def _match_move(self, event: StreamEvent, matches: Matches) -> None:
        self.moves[event.wiki] += 1
        place, title = (event.wiki, event.title or ""), read_log_params(event).target
        targets = self._page_targets.get(place)
        if not targets:
            return
        self._touch(targets, False, event, matches)
        if title and title != event.title:
            self._page_targets[place] = self._move_targets(targets, title, event)

    def _match_visibility(self, event: StreamEvent, matches: Matches) -> None:
        """Suppressing what is hidden already changes none of the parts: it still hides."""
        shown, before = _shown(event.visibility), _shown(event.prior_state.visibility if event.prior_state else None)
        hides = bool(before - shown) or (before == shown and len(shown) < len(PARTS))
        self._touch_pointer(Pointer(event.database, TargetKind.REVISION, event.rev_id), hides, event, matches)

    # What comes of it

    def _see_entry(self, account: FollowedAccount, kind: SightingKind, event: StreamEvent, matches: Matches) -> None:
        """Entries that a wiki tells no number of cannot be pointed at, and are left out."""
        if event.log_id is not None:
            pointer = Pointer(event.wiki, TargetKind.LOG, event.log_id, timestamp=_digits(event.at))
            self._see(account, kind, pointer, event, matches)

    def _see(
        self, account: FollowedAccount, kind: SightingKind, pointer: Pointer, event: StreamEvent, matches: Matches
    ) -> None:
        if not 0 < pointer.id <= LARGEST_ID:
            return
        is_central = event.wiki == self.central and (event.log_type or "") in CENTRAL_LOGS
        is_attached = is_central or event.wiki in account.wikis
        matches.seen.append(Seen(account.central_id, Sighting(kind, pointer, event.at), is_attached))

    def _touch_pointer(self, pointer: Pointer, hides: bool, event: StreamEvent, matches: Matches) -> None:
        if pointer.id <= 0:
            return
        for fingerprint in self.fingerprints(pointer):
            self._lately[fingerprint] = (hides, event.at)
            self._touch(self._targets.get(fingerprint, ()), hides, event, matches)
        while len(self._lately) > LATELY_AT_MOST:
            self._lately.popitem(last=False)

    def _touch(self, targets: Iterable[FollowedTarget], hides: bool, event: StreamEvent, matches: Matches) -> None:
        matches.touches += [Touch(each.reference, each.number, hides, event.at) for each in targets]


def _place_of(pointer: Pointer) -> str:
    """Of a global account no single wiki's logs tell anything, not even the central wiki's own block log."""
    return "" if pointer.kind is TargetKind.GLOBAL_ACCOUNT else pointer.wiki


def _shown(visibility: Visibility | None) -> frozenset[str]:
    """Which parts of a revision can be seen."""
    return frozenset(part for part in PARTS if visibility is None or getattr(visibility, part))


def _account_in(event: StreamEvent) -> str:
    """`Benutzer:X` and `User:X@global` -> `X`, whatever language the namespace is named in."""
    if event.namespace != USER_NAMESPACE:
        return ""
    # No account's name may hold an @: what follows it is a wiki, or `global`.
    return (event.title or "").partition(":")[2].partition("@")[0]


def _number(given: int | str) -> int:
    """Ids come as numbers or as digits; 0 for anything else."""
    if isinstance(given, int):
        return given
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def _digits(at: int) -> str:
    """Fourteen digits (UTC), as logs tell times; nothing for a time that no calendar knows."""
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y%m%d%H%M%S") if at else ""
    except (OverflowError, OSError, ValueError):
        return ""
