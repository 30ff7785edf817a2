"""Where a request goes from here: sent on by its holder, handed up by time, opened again."""

from dataclasses import dataclass

from app.domain.lifecycle import Reopening
from app.domain.queues import Destination, Queue, Step
from app.domain.requests import Request, RequestKind
from app.flows.packs import Contact, Criterion
from app.policy.routing import RouteReason
from app.web.pages.filing import Letter
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class WriteTo:
    """To whom to write where Haven can ask nobody; `mail_page` is the wiki's own page that mails them."""

    queue: Queue
    contact: Contact | None
    mail_page: str | None


@dataclass(frozen=True)
class Onward:
    """What the page of a request says of it. `waited`: handed up after so many seconds with its wiki's own team.

    `next_step` is asked at `next_at` (seconds since 1970) if nobody takes it. `unheard`: nobody took it in time, and
    Haven can ask nobody else. `stale_on`: soon nobody will have ended it for so long that it goes. `reopenings` are the
    reasons this reader can open it again for; `too_often`: they did so as often as they can.
    """

    may_forward: bool = False
    waited: int | None = None
    next_step: Step | None = None
    next_at: int | None = None
    unheard: WriteTo | None = None
    stale_on: int | None = None
    reopenings: tuple[Reopening, ...] = ()
    too_often: WriteTo | None = None


NOTHING_ONWARD = Onward()


@dataclass(frozen=True)
class ForwardPage(Page):
    """`/requests/REF/forward`: where to. `to` and `typed` (the other wiki) keep what was chosen."""

    template = "requests/forward.html"
    title = "title-forward"
    request: Request
    destinations: tuple[Destination, ...]
    to: str = ""
    typed: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class ForwardCheckPage(Page):
    """The second step: where it would really go, why, and what it would be there.

    `place` goes back in a hidden field: it is sent nowhere else than was shown. `has_moved`: that is no longer what was
    shown before. `criteria` are empty where its own criterion holds there, too.
    """

    template = "requests/forward_check.html"
    title = "title-forward"
    reference: str
    to: Destination
    kind: RequestKind
    wiki: str
    queue: Queue
    reason: RouteReason
    by_mail: bool
    criteria: tuple[Criterion, ...]
    place: str
    criterion: str = ""
    has_moved: bool = False
    problem: Problem | None = None


@dataclass(frozen=True)
class ForwardLetterPage(Page):
    """The end of forwarding where no queue is open: the finished mail, for whoever holds the request alone. Nothing of
    it is stored; the request is closed by code once it was sent."""

    template = "requests/forward_letter.html"
    title = "title-forward"
    reference: str
    letter: Letter
