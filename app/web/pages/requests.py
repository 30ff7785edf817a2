"""Lists of requests, one request, and the view log."""

from dataclasses import dataclass

from app.domain.queues import Queue
from app.domain.requests import ClosingCode, Hints, Purpose, Request, TargetState
from app.flows.packs import Criterion
from app.web.pages.box import FormGroup, TargetRow
from app.web.pages.frame import Page, Problem
from app.web.pages.live import Live


@dataclass(frozen=True)
class RequestLine:
    """A row of a list. `holder` is None (free), "you" or a name; `overdue` past the time its urgency promises."""

    request: Request
    age: int
    holder: str | None
    overdue: bool


@dataclass(frozen=True)
class OwnRequestsPage(Page):
    """`/requests`: what I asked for, newest first. `just_filed`: the references of several filed together just now."""

    template = "requests/own.html"
    title = "title-own-requests"
    lines: tuple[RequestLine, ...]
    older: str | None
    just_filed: tuple[str, ...] = ()
    live: Live | None = None


@dataclass(frozen=True)
class QueuePage(Page):
    """`/queues`: what waits for me, most urgent first, no pointers, no total counts.

    `chosen` is the queue shown alone, None for all of mine. `older` is the address of the next page. `unasked` are
    wikis that could not be asked whether I handle their queues.
    """

    template = "requests/queue.html"
    title = "title-queue"
    queues: tuple[Queue, ...]
    chosen: Queue | None
    lines: tuple[RequestLine, ...]
    older: str | None
    unasked: tuple[str, ...] = ()
    live: Live | None = None


@dataclass(frozen=True)
class TimelineLine:
    """One event, as a code. `by` is a name, "you", "haven" (nobody asked) or None (not for this reader)."""

    event: str
    at: int
    by: str | None


@dataclass(frozen=True)
class ViewLine:
    """One line of the view log. `keeps_someone_out`: of the request it speaks of."""

    reference: str
    by: str
    purpose: Purpose
    first_at: int
    last_at: int
    keeps_someone_out: bool = False


@dataclass(frozen=True)
class OpenRow(TargetRow):
    """A target of an opened request: `place` is its number within it; with what the last check said.

    `kept` is, for whoever holds it, the name or title that no link carries and the wiki has no number for.
    """

    result: TargetState = TargetState.OPEN
    kept: str = ""


@dataclass(frozen=True)
class Opened:
    """The inside of a request, for a reader who holds a live view. `own_case_unknown`: the wiki hides an author,
    so taking asked for a declaration. `could_not_check`: pointers are shown only after a check of rights, states
    may still be unknown. `guided` are guided questions with their answers, in the words of today's flows.
    `edit_out_first`: the wiki wants the text edited out before anything is hidden."""

    hints: Hints
    rows: tuple[OpenRow, ...]
    groups: tuple[FormGroup, ...]
    could_not_check: bool
    until: int
    guided: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edit_out_first: bool = False


@dataclass(frozen=True)
class RequestPage(Page):
    """`/requests/REF`: one request, for its requester or for those who handle it.

    `holder` is None (free), "you", a name, or "somebody" where the reader may not learn who. `may` holds the steps
    that this reader can take now: take, take-over, open, check, release, close, withdraw. `closing_codes` are those
    that fit the kind; DONE only where the public cannot tell.
    """

    template = "requests/request.html"
    title = "title-request"
    request: Request
    is_requester: bool
    holder: str | None
    overdue: bool
    may: frozenset[str]
    closing_codes: tuple[ClosingCode, ...]
    purposes: tuple[Purpose, ...]
    timeline: tuple[TimelineLine, ...]
    views: tuple[ViewLine, ...]
    requester: str | None
    mail_requester: str | None
    opened: Opened | None
    criterion: Criterion | None
    wiki_name: str
    problem: Problem | None = None
    notice: str | None = None
    live: Live | None = None


@dataclass(frozen=True)
class TakeOverPage(Page):
    """`/requests/REF/take-over`: asks before taking a request out of a colleague's hands.

    `holder_seen` goes back in a hidden field of that name: only from this holder will it be taken.
    """

    template = "requests/take_over.html"
    title = "title-take-over"
    reference: str
    holder: str
    holder_seen: int
    until: int
    author_known: bool


@dataclass(frozen=True)
class ViewLogPage(Page):
    """`/view-log`, for the ombuds: who opened which reference, when and why; never what it points at."""

    template = "requests/view_log.html"
    title = "title-view-log"
    lines: tuple[ViewLine, ...]
    older: str | None
