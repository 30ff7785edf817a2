"""The filter log of one sandbox wiki: what a filter stopped or noted. A hidden entry disappears for nearly all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.sandbox.accounts import Account
from app.sandbox.titles import Title

if TYPE_CHECKING:
    from app.sandbox.wiki import Wiki


@dataclass(eq=False)
class Hit:
    """One entry. `saved` says whether the edit was saved all the same; `private` belongs to the filter."""

    hit_id: int
    filter_id: int
    author: Account
    title: Title
    at: datetime
    action: str = "edit"
    result: str = "disallow"
    saved: int = 0
    private: bool = False
    hidden: bool = False


def add_hit(
    wiki: Wiki, by: Account | str, title: Title, at: datetime, *, filter_id: int = 7, private: bool = False
) -> Hit:
    """A new entry."""
    author = wiki.farm.account(by) if isinstance(by, str) else by
    hit = Hit(wiki.new_id("hit"), filter_id, author, title, at, private=private)
    wiki.hits[hit.hit_id] = hit
    return hit
