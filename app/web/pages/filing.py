"""Express filing, and the finished mails in which it ends where no queue is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.queues import Closed, Queue
from app.domain.requests import Hints, RequestKind, Urgency
from app.flows.other_addresses import OtherAddress
from app.flows.packs import Contact, Criterion
from app.links.build import OnWikiLink
from app.policy.routing import Route, RouteReason
from app.web.pages.box import FilledForm
from app.web.pages.frame import Page, Problem
from app.web.pages.team_now import AwakeTeam


@dataclass(frozen=True)
class RoutePreview:
    """Where a request of `kind` on `wiki` would go. `closed`: why it ends in a finished mail and not in the queue."""

    wiki: str
    kind: RequestKind
    route: Route
    closed: Closed | None


@dataclass(frozen=True)
class FilePage(Page):
    """`/drafts/ID/file`: express filing on one page (danger? what? where? whose?).

    `values` keeps what was typed, by field name; fields that take several hold a tuple. `problems` fill the error
    summary. Criteria come from the policy packs, `routes` from asking the wikis who has a team. `suppressors_only`
    counts the targets that only oversighters can hide: where the rest is to be revision-deleted they need a criterion
    of their own. `kept_out` are the central ids of those whom the draft keeps out with their names, empty where these
    cannot be shown now: they stay kept out until a box lets them in. `held_back` counts the revisions of a long tail,
    which need a word first. `accounts` counts those among the targets: where all of them are, they can be stopped on
    all wikis; `stewards_closed`: why that ends in a finished mail.
    """

    template = "filing/express.html"
    title = "title-file"
    draft: str
    wikis: tuple[str, ...]
    targets: int
    criteria: tuple[Criterion, ...]
    routes: tuple[RoutePreview, ...]
    values: Mapping[str, str | tuple[str, ...]]
    problems: tuple[Problem, ...] = ()
    already: tuple[str, ...] = ()
    suppressors_only: int = 0
    kept_out: tuple[tuple[int, str], ...] = ()
    held_back: int = 0
    accounts: int = 0
    stewards_closed: Closed | None = None


@dataclass(frozen=True)
class PlannedRequest:
    """One of the requests about to be sent: what is asked, of whom, and of how many targets. `why` is said where it
    does not go to the team that was to be expected."""

    kind: RequestKind
    wiki: str
    queue: Queue
    closed: Closed | None
    criterion: Criterion | None
    targets: int
    digest: str = ""
    why: RouteReason | None = None


@dataclass(frozen=True)
class CheckPage(Page):
    """`/drafts/ID/check`: what one paste becomes, confirmed once. `public_way`: the wiki has a public way for this
    criterion, which needs no request at all. `done`: wikis, each with how many targets are as asked already there and
    therefore in no request (of accounts, how many links lead to such, under no wiki). `same` counts the links that name
    an account once more. The form carries each request's `digest`, so that nothing is sent that was not shown."""

    template = "filing/check.html"
    title = "title-check"
    draft: str
    planned: tuple[PlannedRequest, ...]
    urgency: Urgency
    hints: Hints
    keeps_out: int
    public_way: bool = False
    problem: Problem | None = None
    already: tuple[str, ...] = ()
    done: tuple[tuple[str, int], ...] = ()
    held_back: int = 0
    same: int = 0


@dataclass(frozen=True)
class CopyrightForm:
    """The copyright way on one page of a wiki: the text to put on top of it, or the form for who may hide it.
    `too_scattered`: the text cannot name as many ranges of revisions as are meant."""

    wiki: str
    page: int
    template: str | None
    forms: tuple[FilledForm, ...]
    edit: OnWikiLink
    too_scattered: bool = False


@dataclass(frozen=True)
class CopyrightPage(Page):
    """`/drafts/ID/copyright`: the public way that some wikis have for copyright, and for nothing else.

    The address of the source is typed here, goes into the text and the links, and is not kept. `is_shown`: with no
    form then, nothing is left that it could do.
    """

    template = "filing/copyright.html"
    title = "title-copyright"
    draft: str
    source: str
    forms: tuple[CopyrightForm, ...]
    problem: Problem | None = None
    is_shown: bool = False


@dataclass(frozen=True)
class Letter:
    """A finished mail to a team's role address: neutral subject, body with links and codes in words.

    `mail_page` is the address of the wiki's own page that mails the team, where the contact names one. `other`: the
    wiki's own settings name another address. `closed`: why it is a mail. `team`: who of them may be awake. `why` is
    said where it does not go to the wiki's own team.
    """

    queue: Queue
    contact: Contact | None
    mail_page: str | None
    subject: str
    body: str
    mailto: str | None
    other: OtherAddress | None = None
    closed: Closed | None = None
    team: AwakeTeam | None = None
    why: RouteReason | None = None
    wiki: str = ""


@dataclass(frozen=True)
class LetterPage(Page):
    """The end of filing where no queue is open: finished mails, nothing stored of them.

    `filed` are the references of requests from the same paste that a queue did take.
    """

    template = "filing/letter.html"
    title = "title-letter"
    letters: tuple[Letter, ...]
    filed: tuple[str, ...] = ()
