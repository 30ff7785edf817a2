"""Policy packs: one TOML file per wiki with its criteria, contacts and wishes; `global.toml` stands for the rest. R1:
how things are handled differs from wiki to wiki, so none of it stands in the code.

The format is explained in EDITING.md for the people who propose changes. Unknown keys and missing reviews are errors,
so that a slip of the pen cannot send a report to the wrong place.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.queues import Step, Team
from app.domain.requests import RequestKind, Urgency
from app.flows.reading import read_marks

GLOBAL = "global"
LONGEST_TERM = 60
LONGEST_TITLE = 255
"""Bytes."""
_NO_TITLE = frozenset("#<>[]{}|\n\t")


class Norm(StrEnum):
    """What a wiki expects of anybody who acts or speaks in public about such a case."""

    NEUTRAL_SUMMARY = "neutral-summary"
    """The public summary says neither why, nor that something private stood there."""
    PUBLIC_PSEUDO_LOG = "public-pseudo-log"
    """The oversighters tell on a public page that they acted, without what or where."""
    ANNOUNCE_BLOCK = "announce-block"
    ANNOUNCE_LOCK = "announce-lock"
    ANNOUNCE_RIGHTS_REMOVAL = "announce-rights-removal"
    ANNOUNCE_RESTRICTION = "announce-restriction"
    """R174 and R175: at the end of a case the wiki wants this act told in public. Where it does not say so, nobody
    makes a spectacle of it."""

    @property
    def asks_for_notice(self) -> bool:
        return self.value.startswith("announce-")


class Reviewer(StrEnum):
    """Who last read a pack against the wiki: a role, never a person."""

    MAINTAINER = "maintainer"
    ADMINISTRATOR = "administrator"
    OVERSIGHTER = "oversighter"
    STEWARD = "steward"


WAITING_STEPS: Mapping[RequestKind, frozenset[Step]] = {
    RequestKind.REVISION_DELETION: frozenset({Step.LOCAL, Step.GLOBAL_SYSOPS}),
    RequestKind.SUPPRESSION: frozenset({Step.LOCAL}),
}
"""With whom a request of each kind can wait before the next group is asked. The stewards are always the last."""

TERMS = frozenset({RequestKind.REVISION_DELETION.value, RequestKind.SUPPRESSION.value, Team.OVERSIGHTERS.value})
"""What a wiki may have words of its own for."""


class BadPack(ValueError):
    """A pack that cannot be trusted; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Criterion:
    """One reason the policy knows. `code` is what is stored, `say` how people call it, `source` where it stands.

    `public_template` names a template of the wiki that asks for it in public: only ever for copyright. `reason_mark` is
    what the one option of the wiki's own list of reasons for it contains. `like` is the code of the global criterion
    that it is this wiki's word for: the flows name global ones. `also_for` are further kinds of request that have the
    same reason: a temporary account is blocked globally for what others are locked for. `rules`: which rules of the
    training module it embodies.
    """

    code: str
    kind: RequestKind
    say: str
    source: str
    public_template: str | None = None
    reason_mark: str | None = None
    like: str | None = None
    also_for: tuple[RequestKind, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[RequestKind]:
        return frozenset({self.kind, *self.also_for})


@dataclass(frozen=True)
class Contact:
    """How a team is reached in private: role mail, the page that mails it, the chat channel. `verified`: last seen."""

    verified: date
    mail: str | None = None
    mail_page: str | None = None
    chat: str | None = None


@dataclass(frozen=True)
class Pack:
    """What one wiki wants. `queues` maps a team to the day since when it wants a queue here.

    `neutral_reasons` are options of the wiki's own drop-down, word for word, that give nothing away.
    `promise_minutes` is how soon a request of each urgency should be in somebody's hands, `escalation_minutes` how long
    it waits with each group before the next one is asked. `terms` are the wiki's own words, keyed as in TERMS.
    `public_venue`: whether the wiki has a public place for asking for revision deletion (None: not known); it is never
    for private information. `blocking_policy` is the address of the wiki's own (R59), `noticeboards` are titles with
    which the pages of its noticeboards and their archives begin (R87). `not_here` are codes of global criteria that
    this wiki does not accept.
    `announcement_page` is the title of the page where notices at the end of a case stand.
    """

    wiki: str
    reviewed: date
    reviewed_by: Reviewer
    criteria: tuple[Criterion, ...]
    contacts: Mapping[Team, Contact]
    queues: Mapping[Team, date]
    neutral_reasons: Mapping[RequestKind, str]
    promise_minutes: Mapping[Urgency, int]
    escalation_minutes: Mapping[RequestKind, Mapping[Step, int]] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    public_venue: bool | None = None
    edit_out_first: bool = False
    announcement: tuple[Norm, ...] = ()
    announcement_page: str | None = None
    handbook: str | None = None
    blocking_policy: str | None = None
    noticeboards: tuple[str, ...] = ()
    not_here: frozenset[str] = frozenset()
    global_sysop_wikiset: str | None = None


@dataclass(frozen=True)
class Packs:
    """All packs. A wiki without its own is served by the global one."""

    by_wiki: Mapping[str, Pack]

    def of(self, wiki: str) -> Pack:
        return self.by_wiki.get(wiki) or self.by_wiki[GLOBAL]

    @property
    def everywhere(self) -> Pack:
        return self.by_wiki[GLOBAL]

    def criteria(self, wiki: str) -> tuple[Criterion, ...]:
        """The wiki's own criteria and, where it names none for a kind, the global ones that it accepts."""
        own = self.of(wiki).criteria
        kinds = {criterion.kind for criterion in own}
        return own + tuple(criterion for criterion in self._global_ones([wiki]) if criterion.kind not in kinds)

    def criteria_of_all(self, wikis: Sequence[str]) -> tuple[Criterion, ...]:
        """What one page of answers can offer for several wikis at once: their own criteria where all know them, and
        for a kind in which they share none the global ones that all of them accept."""
        if not wikis:
            return ()
        first, *others = [self.criteria(wiki) for wiki in wikis]
        common = [criterion for criterion in first if all(criterion in each for each in others)]
        kinds = {criterion.kind for criterion in common}
        return tuple(common) + tuple(each for each in self._global_ones(wikis) if each.kind not in kinds)

    def _global_ones(self, wikis: Sequence[str]) -> tuple[Criterion, ...]:
        refused = frozenset[str]().union(*(self.of(wiki).not_here for wiki in wikis))
        return tuple(each for each in self.everywhere.criteria if each.code not in refused)

    def criterion(self, wiki: str, code: str) -> Criterion | None:
        """The criterion of this code on this wiki; the global ones hold wherever a wiki does not refuse them."""
        known = self.criteria(wiki) + self._global_ones([wiki])
        return next((criterion for criterion in known if criterion.code == code), None)

    def contact(self, team: Team, wiki: str) -> Contact | None:
        """The reviewed contact of a wiki's team; the stewards' stands in the global pack."""
        pack = self.of(wiki) if team.is_local and wiki else self.everywhere
        return pack.contacts.get(team)

    def wants_queue(self, team: Team, wiki: str, today: date) -> bool:
        """Whether the team asked for a queue here, and since when."""
        pack = self.of(wiki) if team.is_local and wiki else self.everywhere
        since = pack.queues.get(team)
        return since is not None and since <= today

    def escalation(self, wiki: str, kind: RequestKind) -> Mapping[Step, int]:
        """How many minutes a request waits with each group before the next one is asked: the wiki's word, or the
        global one."""
        return self.of(wiki).escalation_minutes.get(kind) or self.everywhere.escalation_minutes.get(kind, {})

    def promised_by(self, wiki: str, urgency: Urgency, since: int) -> int | None:
        """By when (seconds since 1970) what waits since `since` should be in somebody's hands: the wiki's word, or the
        global one; None where nobody promised anything."""
        minutes = (self.of(wiki).promise_minutes or self.everywhere.promise_minutes).get(urgency)
        return None if minutes is None else since + minutes * 60

    @property
    def mail_domains(self) -> frozenset[str]:
        """The domains of all reviewed role addresses."""
        contacts = [contact for pack in self.by_wiki.values() for contact in pack.contacts.values()]
        return frozenset(contact.mail.rpartition("@")[2].lower() for contact in contacts if contact.mail)


def read_packs(folder: Path) -> Packs:
    """Every `*.toml` of the folder. Raises BadPack; a folder without `global.toml` is one, too."""
    packs = {path.stem: _read_pack(path) for path in sorted(folder.glob("*.toml"))}
    if GLOBAL not in packs:
        raise BadPack("global.toml is missing")
    known = {criterion.code: criterion.kind for criterion in packs[GLOBAL].criteria}
    for pack in packs.values():
        if unknown := pack.not_here - known.keys():
            raise BadPack(f"{pack.wiki}.toml: not-here names no global criterion: {sorted(unknown)}")
        for criterion in pack.criteria:
            if criterion.like is not None and known.get(criterion.like) is not criterion.kind:
                raise BadPack(f"{pack.wiki}.toml: {criterion.code} is like no global criterion of its kind")
    return Packs(packs)


_KEYS = {
    "wiki", "reviewed", "reviewed-by", "criterion", "contact", "queue", "neutral-reason", "promise-minutes",
    "escalation-minutes", "terms", "public-venue", "edit-out-first", "announcement", "announcement-page", "handbook",
    "not-here", "global-sysop-wikiset", "blocking-policy", "noticeboards",
}  # fmt: skip


def _read_pack(path: Path) -> Pack:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(data) - _KEYS
        if unknown:
            raise BadPack(f"unknown keys {sorted(unknown)}")
        if data["wiki"] != path.stem:
            raise BadPack("the file is not named after its wiki")
        return _pack(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadPack(f"{path.name}: {error}") from error


def _pack(data: Mapping[str, Any]) -> Pack:
    return Pack(
        wiki=data["wiki"],
        reviewed=_day(data["reviewed"]),
        reviewed_by=Reviewer(data["reviewed-by"]),
        criteria=tuple(_criterion(row) for row in data.get("criterion", [])),
        contacts={Team(team): read_contact(row) for team, row in data.get("contact", {}).items()},
        queues={Team(team): _day(since) for team, since in data.get("queue", {}).items()},
        neutral_reasons={RequestKind(kind): text for kind, text in data.get("neutral-reason", {}).items()},
        promise_minutes={
            Urgency.from_code(code): int(value) for code, value in data.get("promise-minutes", {}).items()
        },
        escalation_minutes={
            RequestKind(kind): _steps(RequestKind(kind), row)
            for kind, row in data.get("escalation-minutes", {}).items()
        },
        terms={key: _term(key, text) for key, text in data.get("terms", {}).items()},
        public_venue=_yes_or_no(data["public-venue"]) if "public-venue" in data else None,
        edit_out_first=_yes_or_no(data.get("edit-out-first", False)),
        announcement=tuple(Norm(code) for code in _listed(data.get("announcement", []))),
        announcement_page=_title(data["announcement-page"]) if "announcement-page" in data else None,
        handbook=_address(data["handbook"]) if "handbook" in data else None,
        blocking_policy=_address(data["blocking-policy"]) if "blocking-policy" in data else None,
        noticeboards=tuple(_page_title(title) for title in _listed(data.get("noticeboards", []))),
        not_here=frozenset(_listed(data.get("not-here", []))),
        global_sysop_wikiset=data.get("global-sysop-wikiset"),
    )


def _criterion(row: Mapping[str, Any]) -> Criterion:
    read = {
        "kind": RequestKind(row["kind"]),
        "also_for": tuple(RequestKind(kind) for kind in _listed(row.get("also-for", []))),
        "rules": read_marks(row),
    }
    criterion = Criterion(**{key.replace("-", "_"): value for key, value in row.items()} | read)
    if criterion.also_for and not all(kind.stops_accounts for kind in criterion.kinds):
        raise BadPack("only what stops accounts on all wikis shares its criteria with other kinds")
    if criterion.public_template and criterion.kind is not RequestKind.REVISION_DELETION:
        raise BadPack("only a criterion of revision deletion has a public way")
    if not criterion.source or not set(criterion.code) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise BadPack("a criterion needs a source, and a code of small letters, digits and hyphens")
    return criterion


def read_contact(row: Mapping[str, Any]) -> Contact:
    """One contact from its keys. Raises BadPack, TypeError."""
    contact = Contact(**{key.replace("-", "_"): value for key, value in row.items()})
    if not (contact.mail or contact.mail_page or contact.chat):
        raise BadPack("a contact needs a mail, a mail page or a chat")
    _day(contact.verified)
    return contact


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise BadPack(f"{value!r} is not a day (write it as 2026-11-22)")
    return value


def _steps(kind: RequestKind, row: Mapping[str, Any]) -> Mapping[Step, int]:
    steps = {Step(step): minutes for step, minutes in row.items()}
    if not steps.keys() <= WAITING_STEPS.get(kind, frozenset()):
        raise BadPack(f"a {kind} waits with none of {sorted(row)}, or goes nowhere from there")
    if not all(type(minutes) is int and minutes > 0 for minutes in steps.values()):
        raise BadPack("escalation minutes are whole numbers above zero")
    return steps


def _term(key: str, text: object) -> str:
    if key not in TERMS:
        raise BadPack(f"there is no term {key!r}: {sorted(TERMS)}")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TERM:
        raise BadPack(f"a term is a word or two, at most {LONGEST_TERM} characters")
    return text


def _page_title(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or any(sign in value for sign in '#<>[]|{}"\n'):
        raise BadPack(f"{value!r} is not the title of a page")
    return value


def _address(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("https://"):
        raise BadPack(f"{value!r} is not the address of a page (https://...)")
    return value


def _title(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or len(value.encode()) > LONGEST_TITLE or set(value) & _NO_TITLE:
        raise BadPack(f"{value!r} is not the title of a page")
    return value


def _yes_or_no(value: object) -> bool:
    # "false" in quotation marks would count as true.
    if not isinstance(value, bool):
        raise BadPack(f"{value!r} is neither true nor false (write it without quotation marks)")
    return value


def _listed(value: object) -> list[str]:
    # The letters of a single word would pass for a list.
    if not isinstance(value, list):
        raise BadPack(f"{value!r} is not a list (write it in square brackets)")
    return value
