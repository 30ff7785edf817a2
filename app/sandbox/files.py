"""Files of one sandbox wiki: each file page has versions, the newest last. No pictures: only numbers, times and sums.

As on a real wiki, an earlier version is named by the time at which the next one took its place (its archive name).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from app.sandbox.accounts import Account

if TYPE_CHECKING:
    from app.sandbox.wiki import Page, Wiki


@dataclass(eq=False)
class FileVersion:
    """One upload. `hidden` holds the bits of `visibility`; `replaced_at` None: the newest one."""

    page: Page
    author: Account
    at: datetime
    comment: str
    content: str
    hidden: int = 0
    replaced_at: datetime | None = None

    @property
    def sha1(self) -> str:
        return hashlib.sha1(self.content.encode(), usedforsecurity=False).hexdigest()

    @property
    def archive_time(self) -> str:
        """The 14 digits before the `!` of the archive name; empty for the newest version."""
        return self.replaced_at.strftime("%Y%m%d%H%M%S") if self.replaced_at else ""


def upload(wiki: Wiki, page: Page, by: Account | str, comment: str, content: str, at: datetime) -> FileVersion:
    """A new version over those there are, with its line in the upload log."""
    author = wiki.farm.account(by) if isinstance(by, str) else by
    versions = wiki.files.setdefault(page.page_id, [])
    if versions:
        versions[-1].replaced_at = at
    version = FileVersion(page, author, at, comment, content)
    versions.append(version)
    action = "overwrite" if len(versions) > 1 else "upload"
    wiki.add_log("upload", action, author, page.title, comment, page_id=page.page_id, at=at)
    return version
