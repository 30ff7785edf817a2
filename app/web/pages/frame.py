"""What every page has around it: the parent of all page classes, the chrome, and one line of an error summary."""

from dataclasses import dataclass
from typing import ClassVar

from app.domain.rights import Right


@dataclass(frozen=True)
class Chrome:
    """What surrounds every page. `name` is the signed-in account as the wiki spells it, or None.

    `token` goes into every form as the field `token`. `path` is the address of the page itself.
    """

    name: str | None
    rights: frozenset[Right]
    token: str
    language: str
    direction: str
    path: str
    queues_on: bool
    demo: bool
    contact: str
    source: str
    version: str


@dataclass(frozen=True)
class Page:
    """The parent of all pages."""

    template: ClassVar[str]
    title: ClassVar[str]


@dataclass(frozen=True)
class Wait:
    """How long somebody has to wait, in seconds; pages say it in minutes or hours, and the answer in its headers."""

    seconds: int


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: `field` is the id of the input it is about, `sentence` a message key."""

    field: str
    sentence: str
    params: tuple[str | Wait, ...] = ()
