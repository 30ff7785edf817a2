"""Express filing, and the finished mails in which it ends where no queue is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.queues import Queue
from app.domain.requests import RequestKind
from app.flows.packs import Contact, Criterion
from app.policy.routing import Route
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class RoutePreview:
    """Where a request of `kind` on `wiki` would go. `letter`: it ends in a finished mail instead of the queue."""

    wiki: str
    kind: RequestKind
    route: Route
    letter: bool


@dataclass(frozen=True)
class FilePage(Page):
    """`/drafts/ID/file`: express filing on one page (danger? what? where? whose?).

    `values` keeps what was typed, by field name; fields that take several hold a tuple. `problems` fill the error
    summary. Criteria come from the policy packs, `routes` from asking the wikis who has a team.
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


@dataclass(frozen=True)
class Letter:
    """A finished mail to a team's role address: neutral subject, body with links and codes in words.

    `mail_page` is the address of the wiki's own page that mails the team, where the contact names one.
    """

    queue: Queue
    contact: Contact | None
    mail_page: str | None
    subject: str
    body: str
    mailto: str | None


@dataclass(frozen=True)
class LetterPage(Page):
    """The end of filing where no queue is open: finished mails, nothing stored of them.

    `filed` are the references of requests from the same paste that a queue did take.
    """

    template = "filing/letter.html"
    title = "title-letter"
    letters: tuple[Letter, ...]
    filed: tuple[str, ...] = ()
