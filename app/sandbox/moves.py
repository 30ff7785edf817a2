"""Creating, moving and protecting pages so that the logs tell of it, with the traces a real wiki leaves."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.sandbox.accounts import Account
from app.sandbox.titles import Title

if TYPE_CHECKING:
    from app.sandbox.wiki import LogEntry, Page, Wiki


def log_creation(wiki: Wiki, page: Page) -> LogEntry:
    """The line of the creation log: the page's first edit with its summary."""
    first = page.revisions[0]
    return wiki.add_log(
        "create",
        "create",
        first.author,
        page.title,
        first.comment,
        page_id=page.page_id,
        at=first.at,
        rev_id=first.rev_id,
    )


def log_account(wiki: Wiki, account: Account, at: datetime) -> LogEntry:
    """The line of the new-account log."""
    return wiki.add_log("newusers", "create", account, (2, account.name), "", at=at)


def move(
    wiki: Wiki,
    page: Page,
    to: Title,
    by: Account | str,
    reason: str = "",
    *,
    at: datetime | None = None,
    redirect: bool = False,
) -> LogEntry:
    """The page keeps its number under a new title; a revision that changes nothing and a log line tell of it.

    The log line stands under the OLD title.
    """
    when, old = at or wiki.farm.now(), page.title
    names = wiki.titles.prefixed
    comment = f"moved page [[{names(old)}]] to [[{names(to)}]]" + (f": {reason}" if reason else "")
    wiki.retitle(page, to)
    null = wiki.add_revision(page, by, comment, page.latest.text, at=when, minor=True, recent=False)
    details = {"target_ns": to[0], "target_title": names(to), "suppressredirect": not redirect}
    entry = wiki.add_log("move", "move", by, old, reason, details, page_id=page.page_id, at=when, rev_id=null.rev_id)
    if redirect:
        left = wiki.add_page(old[1], old[0])
        wiki.add_revision(
            left, by, comment, f"#REDIRECT [[{names(to)}]]", at=when, tags=["mw-new-redirect"], recent=False
        )
    return entry


def protect(wiki: Wiki, page: Page, by: Account | str, reason: str = "", *, at: datetime | None = None) -> LogEntry:
    """As a move, it leaves a revision that changes nothing, beside the line of the log."""
    when = at or wiki.farm.now()
    comment = f"Protected [[{wiki.titles.prefixed(page.title)}]]" + (f": {reason}" if reason else "")
    null = wiki.add_revision(page, by, comment, page.latest.text, at=when, minor=True, recent=False)
    return wiki.add_log("protect", "protect", by, page.title, reason, page_id=page.page_id, at=when, rev_id=null.rev_id)
