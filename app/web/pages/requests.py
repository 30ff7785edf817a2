"""Lists of requests, one request, and the view log."""

from dataclasses import dataclass, field

from app.domain.queues import Closed, Destination, Queue
from app.domain.requests import ClosingCode, Hints, Purpose, Request, TargetState
from app.domain.targets import Pointer
from app.flows.contacts import NamedContact
from app.flows.packs import Criterion
from app.links.build import OnWikiLink, PostedForm
from app.web.pages.box import AfterLink, FilledForm, FormGroup, TargetRow
from app.web.pages.frame import Page, Problem
from app.web.pages.inquiries import Between
from app.web.pages.live import Live
from app.web.pages.onward import NOTHING_ONWARD, Onward
from app.web.pages.reminders import ReminderPart
from app.web.pages.team_now import AwakeTeam, TeamNow, Telling


@dataclass(frozen=True)
class RequestLine:
    """A row of a list. `holder` is None (free), "you" or a name; `overdue` past the time its urgency promises, which is
    `promised` (seconds since 1970, None: nobody promised anything). `waited`: handed up after so many seconds with its
    wiki's own team."""

    request: Request
    age: int
    holder: str | None
    overdue: bool
    promised: int | None = None
    waited: int | None = None


@dataclass(frozen=True)
class OwnRequestsPage(Page):
    """`/requests`: what I asked for, newest first. `just_filed`: the references of several filed together just now,
    `tellings` what to say of them, team by team."""

    template = "requests/own.html"
    title = "title-own-requests"
    lines: tuple[RequestLine, ...]
    older: str | None
    just_filed: tuple[str, ...] = ()
    live: Live | None = None
    tellings: tuple[Telling, ...] = ()


@dataclass(frozen=True)
class QueuePage(Page):
    """`/queues`: what waits for me, most urgent first, no pointers, no total counts.

    `chosen` is the queue shown alone, None for all of mine. `older` is the address of the next page. `unasked` are
    wikis that could not be asked whether I handle their queues. `forwarded`: where something was just sent on to.
    `doors` say of mine (of very many, of the chosen one) why each is closed, None for an open one; `team` is who else
    of a single one may be awake.
    """

    template = "requests/queue.html"
    title = "title-queue"
    queues: tuple[Queue, ...]
    chosen: Queue | None
    lines: tuple[RequestLine, ...]
    older: str | None
    unasked: tuple[str, ...] = ()
    live: Live | None = None
    forwarded: Destination | None = None
    doors: tuple[tuple[Queue, Closed | None], ...] = ()
    team: AwakeTeam | None = None

    @property
    def to_hand_over(self) -> str:
        """The queue's hand-over view; of several queues, where one is chosen."""
        one = self.queues[0] if len(self.queues) == 1 else self.chosen
        return f"/queues/hand-over?queue={one.key}" if one else "/queues/hand-over"


@dataclass(frozen=True)
class TimelineLine:
    """One event, as a code. `by` is a name, "you", "haven" (nobody asked) or None (not for this reader).

    `detail` is the message key of what was asked, answered or chosen; `toward` the colleague it was handed to or who
    was asked, None for the requester.
    """

    event: str
    at: int
    by: str | None
    detail: str | None = None
    toward: str | None = None


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
class AccountToStop:
    """A row of the table of accounts that stewards are asked to stop; `place` is its number within the request.

    `name` is empty where it must not be shown, or was not told. `seen`, `locked` and `blocked` (globally) are message
    keys of what the public sees; None where the question makes no sense for this account. `edits` on all wikis,
    `blocked_on` and `edited_on` (wikis, most edits first) are None where they were not told; `newest` is its newest
    edit if that is known from a moment ago. `result` is None where the wikis could not be asked. `form` stops this one
    account; `advice` are message keys of what to mind. `kept` is, for whoever holds the request, the name that the seal
    keeps as the wikis show no such account.
    """

    place: int
    pointer: Pointer
    name: str
    look: str | None
    seen: str
    locked: str | None
    blocked: str | None
    edits: int | None
    blocked_on: tuple[str, ...] | None
    edited_on: tuple[str, ...] | None
    newest: int | None
    result: TargetState | None
    form: FilledForm | None = None
    advice: tuple[str, ...] = ()
    kept: str = ""


@dataclass(frozen=True)
class KeptNames:
    """Names that stand in no link: the page sends them into the stewards' form by POST. They can be copied, too, one a
    line, into the form as a link opens it: without them, and so without what is to be chosen in it.

    SECURITY: what harms by its name; only for whoever holds the request, and shown only behind a control of its own.
    `count` is how many are meant, with those whose names could not be learnt; `say` is what the form is for.
    """

    say: str
    link: OnWikiLink
    posted: PostedForm
    names: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class AccountsToStop:
    """What stewards need of a request that stops accounts: `forms` for all that is left, the names that no form
    carries, and one table. `unknown` counts the accounts about which not everything could be asked."""

    rows: tuple[AccountToStop, ...]
    forms: tuple[FilledForm, ...]
    kept: tuple[KeptNames, ...]
    unknown: int
    too_many: int = 0
    contact: NamedContact | None = None

    @property
    def tells_locks(self) -> bool:
        return any(row.locked for row in self.rows)

    @property
    def tells_blocks(self) -> bool:
        return any(row.blocked for row in self.rows)


@dataclass(frozen=True)
class Opened:
    """The inside of a request, for a reader who holds a live view. `own_case_unknown`: the wiki hides an author,
    so taking asked for a declaration. `could_not_check`: pointers are shown only after a check of rights, states
    may still be unknown. `guided` are guided questions with their answers, in the words of today's flows.
    `edit_out_first`: the wiki wants the text edited out before anything is hidden. `stopping` stands in place of rows
    and groups where accounts are to be stopped on all wikis."""

    hints: Hints
    rows: tuple[OpenRow, ...]
    groups: tuple[FormGroup, ...]
    could_not_check: bool
    until: int
    guided: tuple[tuple[str, tuple[str, ...]], ...] = ()
    edit_out_first: bool = False
    stopping: AccountsToStop | None = None


@dataclass(frozen=True)
class RequestPage(Page):
    """`/requests/REF`: one request, for its requester or for those who handle it.

    `holder` is None (free), "you", a name, or "somebody" where the reader may not learn who; `requester` a name,
    "somebody" (hidden or gone), "could-not-check", or None where it is the reader. `may` holds the steps
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
    between: Between = field(default_factory=Between)
    onward: Onward = NOTHING_ONWARD
    reminder: ReminderPart | None = None
    team_now: TeamNow | None = None

    @property
    def names_go_to(self) -> str:
        """The origin of the wiki whose form takes names from this page; empty where it holds none."""
        kept = self.opened.stopping.kept if self.opened and self.opened.stopping else ()
        return next((each.posted.origin for each in kept if each.names), "")


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


@dataclass(frozen=True)
class AccountAfter:
    """An account on one wiki: `place` is its number within the request; `name` is empty where no link may carry it,
    and then it has no links but `look`, by its LOCAL number. `edits` are those of the last 90 days (None: not told)."""

    place: int
    pointer: Pointer
    name: str
    look: str
    edits: int | None
    newest: int | None
    is_blocked: bool
    links: tuple[AfterLink, ...]


@dataclass(frozen=True)
class WikiAfter:
    """One wiki to look through; `newest` is the newest edit of them all there (None: not told of every account).

    `links` open without a name, for accounts whose names are in none. `suppression` says who suppresses there (a
    message key; None: nothing is to be hidden), `forms` do so, `pages_left` counts the pages that have none.
    """

    wiki: str
    newest: int | None
    accounts: tuple[AccountAfter, ...]
    links: tuple[AfterLink, ...]
    suppression: str | None
    forms: tuple[FormGroup, ...]
    pages_left: int
    others: tuple[AfterLink, ...]
    could_not_check: bool


@dataclass(frozen=True)
class AfterStoppingPage(Page):
    """`/requests/REF/after` of a request that stops accounts: wiki by wiki, the newest edits first.

    `quiet` counts accounts on wikis that did nothing there of late, `left_out` those that were not asked about;
    `not_visible` accounts are in no public list (any more), `unknown` could not be asked about. `kept` are, for whoever
    holds the request, the names that stand in no link.
    """

    template = "requests/after.html"
    title = "title-after-stopping"
    back_to: str
    wikis: tuple[WikiAfter, ...]
    quiet: int
    left_out: int
    not_visible: int
    unknown: int
    kept: tuple[str, ...]
    hides: bool
