"""A person, and what the wikis say they are. Policy turns this into rights of Haven."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """The people of product.md section 2. A role without a wiki holds everywhere."""

    EDITOR = "editor"
    SENDER = "sender"
    ADMINISTRATOR = "administrator"
    OVERSIGHTER = "oversighter"
    GLOBAL_SYSOP = "global-sysop"
    STEWARD = "steward"
    OMBUDS = "ombuds"


@dataclass(frozen=True, order=True)
class HeldRole:
    """A role and the wiki it is held on; `wiki` is "" for roles that belong to no wiki."""

    role: Role
    wiki: str = ""


@dataclass(frozen=True)
class Standing:
    """What the wikis said of a person, and when (`asked_at`, seconds since 1970).

    `unasked` names the wikis that could not be asked: nothing follows from them. `local_ids` maps wikis to the
    person's user id there, to compare with the authors that a wiki names by its local ids.
    """

    held: frozenset[HeldRole]
    asked_at: int
    unasked: frozenset[str] = frozenset()
    local_ids: Mapping[str, int] = field(default_factory=dict)

    def holds(self, role: Role, wiki: str = "") -> bool:
        return HeldRole(role, wiki) in self.held

    def holds_any(self, *roles: Role) -> bool:
        return any(held.role in roles for held in self.held)

    def wikis_as(self, role: Role) -> frozenset[str]:
        return frozenset(held.wiki for held in self.held if held.role is role)


@dataclass(frozen=True)
class Unknown:
    """The wikis could not be asked who somebody is. An unknown answer is a no, said as "could not check"."""


@dataclass(frozen=True)
class Person:
    """Somebody signed in. `central_id` is the global account's number; the name is how the wiki spells it today."""

    central_id: int
    name: str
    standing: Standing


@dataclass(frozen=True)
class Reader:
    """Who reads the database: the input of the visible set. `queues` are the keys of the queues they handle.

    `sees_view_log` is the ombuds' right: which reference was opened by whom, never what it points at.
    `sees_trackings` is the stewards': nobody follows an account in secret. `only_own_trackings`: they hold no right to
    read any, and may only end what they began.
    """

    central_id: int
    queues: tuple[str, ...] = ()
    sees_view_log: bool = False
    sees_trackings: bool = False
    only_own_trackings: bool = False
