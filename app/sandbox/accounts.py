"""Accounts of the sandbox farm: one global account, with a local account on each wiki it is attached to.

Plain data without behaviour that needs the farm; who may do what is decided in `rights`, never here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Block:
    """A local block. `expiry` None means it does not end; `hides_name` is the block with hidden name."""

    block_id: int
    by: str
    by_id: int
    reason: str
    at: datetime
    expiry: datetime | None = None
    hides_name: bool = False
    partial: bool = False
    no_mail: bool = False
    no_talk: bool = False


@dataclass(frozen=True)
class GlobalBlock:
    """A block over the whole farm, placed by a steward; the target is an account or an address."""

    block_id: int
    target: str
    by: str
    by_wiki: str
    reason: str
    at: datetime
    expiry: datetime | None = None


@dataclass
class LocalAccount:
    """What one wiki knows of an account. The number differs from the central one, as on a real farm."""

    user_id: int
    registered: datetime
    groups: set[str] = field(default_factory=set)
    edit_count: int = 0
    block: Block | None = None


@dataclass(eq=False)
class Account:
    """A global account. `hidden` is "", "lists" or "suppressed"; `role` is the line shown on the sign-in page."""

    central_id: int
    name: str
    role: str
    home: str
    registered: datetime
    global_groups: set[str] = field(default_factory=set)
    locked: bool = False
    hidden: str = ""
    temporary: bool = False
    has_mail: bool = True
    local: dict[str, LocalAccount] = field(default_factory=dict)

    @property
    def edit_count(self) -> int:
        return sum(here.edit_count for here in self.local.values())

    def hidden_on(self, dbname: str) -> bool:
        """True when that wiki shows the name to suppressors only."""
        here = self.local.get(dbname)
        return self.hidden == "suppressed" or bool(here and here.block and here.block.hides_name)
