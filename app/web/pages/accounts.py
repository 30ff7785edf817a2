"""The accounts page: the box, and what the wikis tell of the accounts in it. Nothing of it is kept."""

from collections.abc import AsyncIterable
from dataclasses import dataclass

from app.actions.looking_up import AskedSoFar, WikiAnswered
from app.domain.account_rows import WINDOWS, AccountRow, Order
from app.domain.accounts import Account, Meant
from app.domain.activity import Period, Strip
from app.links.bare_lines import LeftOut
from app.links.build import OnWikiLink
from app.text.look_alikes import LookAlikes
from app.web.pages.box import AddressLinks, Piece
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class AccountsPage(Page):
    """`/accounts`: one text box (POST /accounts, field `text`). `text` keeps what was typed."""

    template = "accounts/box.html"
    title = "title-accounts"
    text: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class AccountLink:
    """A link about an account: `say` is a message key. `through_sign_in` for forms, as of all forms."""

    say: str
    url: str
    through_sign_in: str | None = None


@dataclass(frozen=True)
class AccountCard:
    """One account as a whole. `alike` are others of the list that look like it; `elsewhere` counts wikis where it is
    attached and no more is to be said; `pasted` is the account as the box of the start page takes it."""

    account: Account
    alike: LookAlikes
    elsewhere: int
    links: tuple[AccountLink, ...]
    pasted: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the table with its links: the first few, and `more`. `is_alike`: another name of the list is like it."""

    row: AccountRow
    is_alike: bool
    links: tuple[AccountLink, ...]
    more: tuple[AccountLink, ...]


@dataclass(frozen=True)
class PictureStrip:
    """One account on one wiki in the picture."""

    row: AccountRow
    strip: Strip


@dataclass(frozen=True)
class Picture:
    """Edits over time. All strips have one scale: `most` is the highest column. `left_out` counts rows without one;
    `could_not_check` and `not_asked` those of which nothing is known."""

    period: Period
    strips: tuple[PictureStrip, ...]
    most: int
    left_out: int
    could_not_check: int
    not_asked: int


@dataclass(frozen=True)
class ListForms:
    """What can be done with all of them at once: texts to copy, and forms that take several names."""

    names: str
    wikitext: str
    locks: tuple[OnWikiLink, ...]
    global_blocks: tuple[OnWikiLink, ...]
    analysers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AccountsView:
    """How the table is looked at: its order, the filter in days (None: all), and whether more edits are asked for."""

    order: Order = Order.ACCOUNT
    days: int | None = None
    more_edits: bool = False


@dataclass(frozen=True)
class AccountsTable:
    """Everything there is to show, when all questions have ended.

    `cut_off` counts rows beyond what one page holds, `filtered` those that the filter leaves away.
    `left` counts rows whose edits were not asked about, `is_over` says that a limit is why; `unanswered` are wikis that
    could not be asked about some of them.
    """

    cards: tuple[AccountCard, ...]
    not_visible: tuple[Meant, ...]
    could_not_check: tuple[Meant, ...]
    rows: tuple[ShownRow, ...]
    cut_off: int
    filtered: int
    unanswered: tuple[str, ...]
    left: int
    is_over: bool
    picture: Picture | None
    lists: ListForms


@dataclass(frozen=True)
class FoundAccountsPage(Page):
    """The answer to `POST /accounts`, streamed. `steps` may be consumed once: progress, then the table.

    `text` is the list itself: the forms of the page carry it. `left_out` are lines that look like a text, and those
    beside them.
    """

    template = "accounts/found.html"
    title = "title-accounts-found"
    text: str
    view: AccountsView
    meant: int
    addresses: tuple[AddressLinks, ...]
    pieces: tuple[Piece, ...]
    left_out: tuple[LeftOut, ...]
    steps: AsyncIterable[AskedSoFar | WikiAnswered | AccountsTable]
    windows: tuple[int, ...] = WINDOWS
