"""The one box, and the targets found in what was pasted."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from app.domain.targets import TargetKind
from app.domain.visibility import LiveState, Parts
from app.links.build import OnWikiLink
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class BoxPage(Page):
    """`/` for people who may send requests: one text box (POST /box, field `text`). `text` keeps what was typed."""

    template = "box/box.html"
    title = "title-box"
    text: str = ""
    problem: Problem | None = None
    waiting: int | None = None


@dataclass(frozen=True)
class Piece:
    """A piece of the pasted text that was not used: shown back once, with why (a message key)."""

    text: str
    sentence: str


@dataclass(frozen=True)
class NotUnderstoodPage(Page):
    """The answer to a paste of which something could not be used (the rest waits in the draft)."""

    template = "box/not_understood.html"
    title = "title-not-understood"
    pieces: tuple[Piece, ...]
    not_yet: Mapping[TargetKind, int]
    understood: int
    continue_to: str | None


@dataclass(frozen=True)
class TargetRow:
    """One revision with its live state. `chips` are message keys of what to show ("state-visible", ...).

    `at` is when it was made (seconds since 1970, UTC) or None; `diff` opens it on the wiki (None:
    no link is known). `chosen` says whether it
    is ticked to go into a request.
    """

    id: int
    state: LiveState
    chips: tuple[str, ...]
    diff: str | None
    at: int | None
    page: int | None = None
    chosen: bool = True


@dataclass(frozen=True)
class FilledForm:
    """One form of the wiki, filled in: the link, and exactly what it ticks."""

    link: OnWikiLink
    parts: Parts
    suppress: bool


@dataclass(frozen=True)
class PageForms:
    """The on-wiki forms for the revisions of one page. `current` is set when its newest revision is among them:
    its text cannot be hidden before it was edited out (`edit`)."""

    page: int
    forms: tuple[FilledForm, ...]
    history: str
    edit: OnWikiLink
    current: int | None
    left_out: int


@dataclass(frozen=True)
class WikiGroup:
    """What one wiki answered. `own_forms` are there for somebody who may act on this wiki themselves."""

    wiki: str
    rows: tuple[TargetRow, ...]
    own_forms: tuple[PageForms, ...]
    could_not_check: bool


@dataclass(frozen=True)
class TargetsPage(Page):
    """`/drafts/ID`: the targets with live state, streamed wiki by wiki. `groups` may be consumed once."""

    template = "box/targets.html"
    title = "title-targets"
    draft: str
    wikis: int
    targets: int
    groups: AsyncIterator[WikiGroup]
    may_act_on: tuple[str, ...]
    not_yet: Mapping[TargetKind, int] = field(default_factory=dict)
