"""Policy packs: one TOML file per wiki with its criteria, contacts and wishes; `global.toml` stands for the rest.

The format is explained in EDITING.md for the people who propose changes. Unknown keys and missing reviews are errors,
so that a slip of the pen cannot send a report to the wrong place.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.queues import Team
from app.domain.requests import RequestKind, Urgency

GLOBAL = "global"


class BadPack(ValueError):
    """A pack that cannot be trusted; the message names the file and what is wrong with it."""


@dataclass(frozen=True)
class Criterion:
    """One reason the policy knows. `code` is what is stored, `say` how people call it, `source` where it stands.

    `public_template` names a template of the wiki that asks for it in public: only ever for copyright. `reason_mark` is
    what the one option of the wiki's own list of reasons for it contains.
    """

    code: str
    kind: RequestKind
    say: str
    source: str
    public_template: str | None = None
    reason_mark: str | None = None


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
    `promise_minutes` is how soon a request of each urgency should be in somebody's hands.
    """

    wiki: str
    reviewed: date
    criteria: tuple[Criterion, ...]
    contacts: Mapping[Team, Contact]
    queues: Mapping[Team, date]
    neutral_reasons: Mapping[RequestKind, str]
    promise_minutes: Mapping[Urgency, int]
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
        """The wiki's own criteria and, where it names none for a kind, the global ones."""
        own = self.of(wiki).criteria
        kinds = {criterion.kind for criterion in own}
        return own + tuple(criterion for criterion in self.everywhere.criteria if criterion.kind not in kinds)

    def criteria_of_all(self, wikis: Sequence[str]) -> tuple[Criterion, ...]:
        """What one page of answers can offer for several wikis at once: their own criteria where all know them, and
        for a kind in which they share none the global ones, which hold everywhere."""
        first, *others = [self.criteria(wiki) for wiki in wikis]
        common = [criterion for criterion in first if all(criterion in each for each in others)]
        kinds = {criterion.kind for criterion in common}
        return tuple(common) + tuple(each for each in self.everywhere.criteria if each.kind not in kinds)

    def criterion(self, wiki: str, code: str) -> Criterion | None:
        """The criterion of this code on this wiki; the global ones hold everywhere."""
        known = self.criteria(wiki) + self.everywhere.criteria
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


def read_packs(folder: Path) -> Packs:
    """Every `*.toml` of the folder. Raises BadPack; a folder without `global.toml` is one, too."""
    packs = {path.stem: _read_pack(path) for path in sorted(folder.glob("*.toml"))}
    if GLOBAL not in packs:
        raise BadPack("global.toml is missing")
    return Packs(packs)


_KEYS = {
    "wiki", "reviewed", "criterion", "contact", "queue", "neutral-reason", "promise-minutes",
    "global-sysop-wikiset",
}  # fmt: skip


def _read_pack(path: Path) -> Pack:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = set(data) - _KEYS
        if unknown:
            raise BadPack(f"unknown keys {sorted(unknown)}")
        if data["wiki"] != path.stem:
            raise BadPack("the file is not named after its wiki")
        return Pack(
            wiki=data["wiki"],
            reviewed=_day(data["reviewed"]),
            criteria=tuple(_criterion(row) for row in data.get("criterion", [])),
            contacts={Team(team): read_contact(row) for team, row in data.get("contact", {}).items()},
            queues={Team(team): _day(since) for team, since in data.get("queue", {}).items()},
            neutral_reasons={RequestKind(kind): text for kind, text in data.get("neutral-reason", {}).items()},
            promise_minutes={
                Urgency.from_code(code): int(value) for code, value in data.get("promise-minutes", {}).items()
            },
            global_sysop_wikiset=data.get("global-sysop-wikiset"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadPack(f"{path.name}: {error}") from error


def _criterion(row: Mapping[str, Any]) -> Criterion:
    criterion = Criterion(
        **{key.replace("-", "_"): value for key, value in row.items()} | {"kind": RequestKind(row["kind"])}
    )
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
