"""Every way a question to a wiki can end, as a frozen type.

Codes only: a wiki's or a library's own words may quote names, addresses or tokens, so none of them gets in here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CODE = re.compile(r"[A-Za-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Answered:
    """The wiki answered in full and without a warning; `data` is its JSON."""

    data: Mapping[str, Any]


@dataclass(frozen=True)
class Failed:
    """No answer to rely on: what depends on it "could not be checked". Each ending below is one of these."""

    @property
    def code(self) -> str:
        """What a log may say of it."""
        return type(self).__name__


@dataclass(frozen=True)
class Unreachable(Failed):
    """No connection, a connection that broke, or a server error."""


@dataclass(frozen=True)
class TooSlow(Failed):
    """A deadline passed: connecting, reading, waiting for a turn, or all together."""


@dataclass(frozen=True)
class RateLimited(Failed):
    """The wiki asked us to slow down; `retry_after` in seconds where it said so."""

    retry_after: int | None = None


@dataclass(frozen=True)
class Lagged(Failed):
    """The wiki's databases lag behind; `retry_after` in seconds where it said so."""

    retry_after: int | None = None


@dataclass(frozen=True)
class ReadOnly(Failed):
    """The wiki is read-only and did not answer for that reason."""


@dataclass(frozen=True)
class Refused(Failed):
    """The wiki said no; `reason` is the API's error code, `http-404` for a status without one."""

    reason: str

    def __post_init__(self) -> None:
        # SECURITY: whatever a server sends as its code, only the shape of a code is kept.
        if not _CODE.fullmatch(self.reason):
            object.__setattr__(self, "reason", "other")

    @property
    def code(self) -> str:
        return f"Refused:{self.reason}"


@dataclass(frozen=True)
class Garbled(Failed):
    """Not the shape we know: no JSON, a redirect, or fields missing."""


@dataclass(frozen=True)
class TooLarge(Failed):
    """More than Haven reads of one answer."""


@dataclass(frozen=True)
class Warned(Failed):
    """Answered with a warning. An unknown group in `augroup` is only a warning, and then the API lists everybody."""


@dataclass(frozen=True)
class NotFound:
    """Nobody of that name whom the public can see: no such account, or a hidden one."""


@dataclass(frozen=True)
class NoSuchPage:
    """No page of that title: none there now, or a title that no page can have."""
