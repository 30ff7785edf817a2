"""The way to the stewards: what is asked about the names, what can be asked for each account, and a public request."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.escalating import Sorted, as_shown
from app.domain.accounts import Account
from app.domain.public_pages import PublicPage, PublicRequest
from app.domain.queues import Closed
from app.domain.requests import RequestKind
from app.flows.packs import Contact
from app.links.build import PostedForm
from app.policy.stopping import LeftToAsk
from app.web.pages.frame import Page, Problem

Values = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class StewardsPage(Page):
    """`/drafts/ID/stewards`: which of these names harm, and whether everybody may read the reasons (fields `harms`,
    with the numbers of accounts or "none", and `evidence`)."""

    template = "stewards/names.html"
    title = "title-stewards"
    draft: str
    accounts: tuple[Sorted, ...]
    values: Values
    problems: tuple[Problem, ...] = ()

    @property
    def to_judge(self) -> tuple[Sorted, ...]:
        """Those with a name that somebody chose: temporary accounts have theirs from the software."""
        return tuple(each for each in self.accounts if each.called)

    @property
    def unseen(self) -> int:
        """How many have no name that can be seen now: nobody can say anything of these."""
        return sum(not isinstance(each.looked, Account) for each in self.accounts)

    @property
    def shown(self) -> str:
        """What the form sends along: these names with these marks were looked at."""
        return as_shown(self.accounts)


@dataclass(frozen=True)
class AskTogether:
    """Accounts of which the same is asked on the same way: one request. `public`: what it is called on the pages of the
    central wiki, None where it goes in private."""

    kind: RequestKind
    accounts: tuple[Sorted, ...]
    public: PublicRequest | None
    too_many_edits: int = 0


@dataclass(frozen=True)
class StewardWaysPage(Page):
    """`/drafts/ID/stewards/ways`: each request with its accounts, those of which nothing is asked, and what else the
    stewards can be asked on public pages (`others`). `closed`: why no queue of theirs is open here."""

    template = "stewards/ways.html"
    title = "title-stewards-ways"
    draft: str
    together: tuple[AskTogether, ...]
    nothing: Mapping[LeftToAsk, tuple[Sorted, ...]]
    others: tuple[PublicRequest, ...]
    closed: Closed | None
    rights_holders: tuple[Sorted, ...]
    problem: Problem | None = None


@dataclass(frozen=True)
class Named:
    """Somebody named this account or address on the page already: under which heading, and where; the heading is empty
    where a marked name stands in it. `is_open`: nobody answered there yet."""

    name: str
    heading: str
    link: str
    is_open: bool


@dataclass(frozen=True)
class Leak:
    """A piece of the text that must not stand there; `say` is a message key. With one that `blocks` the text goes
    nowhere."""

    say: str
    piece: str
    blocks: bool


@dataclass(frozen=True)
class PublicText:
    """The finished text, empty where nothing is left to ask. `page` is the link to the page it is for.

    `editor` is the form that opens the wiki's editor with it: None with something in it that blocks, where the page
    could not be read (`not_read`), and where it lacks the part that the request belongs into (`no_part`). With
    `names_unknown` a marked name cannot be seen now, and nobody held the text against it. An `unread` text was not
    looked through at all.
    """

    text: str
    page: str
    named: tuple[Named, ...] = ()
    leaks: tuple[Leak, ...] = ()
    editor: PostedForm | None = None
    no_part: bool = False
    not_read: bool = False
    names_unknown: bool = False
    unread: bool = False

    @property
    def may_go(self) -> bool:
        return not self.unread and not any(leak.blocks for leak in self.leaks)


@dataclass(frozen=True)
class PublicRequestPage(Page):
    """`/drafts/ID/stewards/public/WHAT`: writes a request for a public page; nothing of it is kept.

    `made` is the text with what there is to say of it, None before the button was pressed. `where` holds the words of
    that page: reasons and choices. `unchecked` accounts could not be asked about: the text does not name them.
    """

    template = "stewards/public.html"
    title = "title-public-request"
    draft: str
    asks: str
    where: PublicPage
    link: str
    sign_in: str
    accounts: tuple[Sorted, ...]
    wikis: tuple[str, ...]
    names_its_wiki: bool
    values: Values
    unchecked: int = 0
    made: PublicText | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class PrivateMailPage(Page):
    """`/drafts/ID/stewards/mail`: a finished mail to the stewards, with the names in it, for the clipboard alone."""

    template = "stewards/mail.html"
    title = "title-private-mail"
    draft: str
    contact: Contact | None
    mail_page: str | None
    subject: str
    body: str
    mailto: str | None
