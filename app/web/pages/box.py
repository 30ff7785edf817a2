"""The one box, the targets found in what was pasted, and what stands around one of them."""

from collections.abc import AsyncIterable
from dataclasses import dataclass, field

from app.domain.surroundings import NotSearched, Range, Suggestion
from app.domain.targets import Pointer, TargetKind
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
class AddressLinks:
    """A network address of the text with links to what can be done about it: (message key, address) each.

    Shown once, from memory: addresses are never kept.
    """

    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NotUnderstoodPage(Page):
    """The answer to a paste of which something could not be used or must not be kept (the rest waits in the draft)."""

    template = "box/not_understood.html"
    title = "title-not-understood"
    pieces: tuple[Piece, ...]
    addresses: tuple[AddressLinks, ...]
    understood: int
    continue_to: str | None


@dataclass(frozen=True)
class TargetRow:
    """One target with its live state. `chips` are message keys of what to show ("state-visible", ...).

    `place` names it within its draft or request; `look` opens it on the wiki (None: no link is known); `at` is when it
    was made (seconds since 1970, UTC) or None. `chosen` says whether it is ticked to go into a request. `done_at`: when
    somebody hid it, as the public log says. `can_be_marked`: it has a name or title that may be what harms.
    """

    place: int
    pointer: Pointer
    state: LiveState
    chips: tuple[str, ...]
    look: str | None
    at: int | None
    chosen: bool = True
    done_at: int | None = None
    can_be_marked: bool = False


@dataclass(frozen=True)
class FilledForm:
    """One form of the wiki, filled in: the link, the message key of what it does, and exactly what it ticks."""

    link: OnWikiLink
    say: str
    kind: TargetKind | None = None
    parts: Parts = Parts.NONE
    count: int = 0


@dataclass(frozen=True)
class FormGroup:
    """The on-wiki forms for what belongs together: the revisions of one page, entries of a log, an account, ...

    `number` is the page's or account's number (0: none); `history` a link to look at it. `current` is set when a page's
    newest revision is among them: its text cannot be hidden before it was edited out (`edit`). `left_out` counts what
    this person cannot see. `advice` are message keys of what to mind. `held_back` counts the revisions of a long tail,
    which wait for a word about them.
    """

    kind: TargetKind
    number: int
    forms: tuple[FilledForm, ...]
    history: str | None = None
    edit: OnWikiLink | None = None
    current: int | None = None
    left_out: int = 0
    advice: tuple[str, ...] = ()
    held_back: int = 0

    @property
    def says_something(self) -> bool:
        return bool(self.forms or self.current or self.left_out or self.advice or self.held_back)


@dataclass(frozen=True)
class WikiGroup:
    """What one wiki answered. `own_forms` are there for somebody who may act on this wiki themselves.

    `edit_out_first`: the wiki wants the text edited out before anything is hidden.
    """

    wiki: str
    rows: tuple[TargetRow, ...]
    own_forms: tuple[FormGroup, ...]
    could_not_check: bool
    edit_out_first: bool = False


@dataclass(frozen=True)
class TargetsPage(Page):
    """`/drafts/ID`: the targets with live state, streamed wiki by wiki. `groups` may be consumed once.

    `has_any_account`: among them are accounts; `has_accounts`: some that can be looked up on all wikis by name.
    """

    template = "box/targets.html"
    title = "title-targets"
    draft: str
    wikis: int
    targets: int
    groups: AsyncIterable[WikiGroup]
    has_accounts: bool = False
    has_any_account: bool = False


@dataclass(frozen=True)
class Tick:
    """A suggestion with a box: `value` is what the form sends of it. `is_there`: it is among the targets already."""

    value: str
    suggestion: Suggestion
    is_there: bool
    look: str | None


@dataclass(frozen=True)
class AroundPage(Page):
    """`/drafts/ID/around/N`: which later revisions still carry it, and where else it may stand; to tick and to add.

    `there` are the numbers that are among the targets already; `ticks` the places suggested. `has_deleted_copies` tells
    somebody who may see them that deleted revisions may hold copies. `left_out` counts revisions that have no box.
    """

    template = "box/around.html"
    title = "title-around"
    draft: str
    place: int
    wiki: str
    row: TargetRow
    range: Range | None
    there: frozenset[int]
    ticks: tuple[Tick, ...]
    has_deleted_copies: bool
    could_not_check: bool
    not_searched: NotSearched | None = None
    left_out: int = 0
    problem: Problem | None = None


@dataclass(frozen=True)
class AfterLink:
    """A link for after hiding: `say` is a message key. `through_sign_in` for forms, as of all forms. `about` is the
    number of the page it is about."""

    say: str
    url: str
    through_sign_in: str | None = None
    about: int = 0


@dataclass(frozen=True)
class AfterAccount:
    """One account behind it, by its LOCAL number. `made` is the first target that it made, `more` how many others;
    None: it is a target itself."""

    number: int
    made: Pointer | None
    more: int
    links: tuple[AfterLink, ...]


@dataclass(frozen=True)
class AfterGroup:
    """What can be done about those behind it on one wiki; names stand in links only."""

    wiki: str
    accounts: tuple[AfterAccount, ...]
    others: tuple[AfterLink, ...]
    could_not_check: bool = False


@dataclass(frozen=True)
class AfterPage(Page):
    """`/drafts/ID/after` and `/requests/REF/after`: blocking, protecting, filters, once it is hidden."""

    template = "box/after.html"
    title = "title-after-hiding"
    back_to: str
    groups: tuple[AfterGroup, ...] = field(default=())
