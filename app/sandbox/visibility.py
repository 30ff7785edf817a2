"""The four bits with which a wiki hides parts of a revision or log entry, and who still sees a hidden part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.sandbox.rights import rights_on

if TYPE_CHECKING:
    from app.sandbox.accounts import Account
    from app.sandbox.wiki import Wiki

TEXT = 1
"""The text of a revision; for a log entry, its action and target."""
SUMMARY = 2
USER = 4
SUPPRESSED = 8


def may_see(viewer: Account | None, wiki: Wiki, hidden: int, part: int) -> bool:
    """May this viewer see that part, given what is hidden?"""
    if not hidden & part:
        return True
    held = rights_on(viewer, wiki)
    if hidden & SUPPRESSED:
        return bool(held & {"suppressrevision", "viewsuppressed"})
    return ("deletedtext" if part == TEXT else "deletedhistory") in held
