"""One frozen class per page: exactly what its template may use, values only, never a row or a call.

Every page carries `template` and `title` (a message key). What stands around it (who is signed in, the form token,
the language) is its `Chrome`. Words are message keys or codes; templates turn them into sentences.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from app.domain.people import HeldRole
from app.domain.queues import Queue
from app.domain.requests import ClosingCode, Hints, Purpose, Request, RequestKind, TargetState
from app.domain.rights import Right
from app.domain.targets import TargetKind
from app.domain.visibility import LiveState
from app.flows.packs import Contact, Criterion
from app.links.build import OnWikiLink
from app.policy.routing import Route


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
    version: str


@dataclass(frozen=True)
class Page:
    """The parent of all pages."""

    template: ClassVar[str]
    title: ClassVar[str]


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: `field` is the id of the input it is about, `sentence` a message key."""

    field: str
    sentence: str
    params: tuple[str, ...] = ()


# --- before and around signing in


@dataclass(frozen=True)
class StartPage(Page):
    """What a visitor sees at `/`: what Haven is, the emergency pages first, and the way in."""

    template = "start/visitor.html"
    title = "title-start"


@dataclass(frozen=True)
class EditorPage(Page):
    """`/` for somebody signed in without a right to send requests: how to ask whom privately.

    `could_not_check` says that the wikis could not be asked, so that this may change on reload.
    """

    template = "start/editor.html"
    title = "title-start"
    could_not_check: bool


@dataclass(frozen=True)
class SignInPage(Page):
    """`/sign-in`. `problem` is a message key after a sign-in that did not work out.

    `reason` is a message key that says why the person stands here (not signed in, or to confirm that it is them);
    `back_to` is one of our own addresses to return to (hidden field `back_to` of the form).
    """

    template = "sign_in/start.html"
    title = "title-sign-in"
    problem: str | None = None
    reason: str | None = None
    back_to: str = ""


@dataclass(frozen=True)
class ContinuePage(Page):
    """After POST /sign-in: the link to the wiki's own page (also sent as a Refresh header)."""

    template = "sign_in/continue.html"
    title = "title-sign-in"
    address: str
    wiki: str


@dataclass(frozen=True)
class AccountPage(Page):
    """`/account`: which account is signed in, what the wikis say of it, and signing out (everywhere)."""

    template = "sign_in/account.html"
    title = "title-account"
    roles: tuple[HeldRole, ...]
    asked_at: int | None
    unasked: tuple[str, ...]


# --- one box


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

    `at` is when it was made (seconds since 1970, UTC) or None; `diff` opens it on the wiki.
    """

    id: int
    state: LiveState
    chips: tuple[str, ...]
    diff: str
    at: int | None
    page: int | None = None


@dataclass(frozen=True)
class PageForms:
    """The on-wiki forms for the revisions of one page. `current` is set when its newest revision is among them:
    its text cannot be hidden before it was edited out (`edit`)."""

    page: int
    forms: tuple[OnWikiLink, ...]
    history: str
    edit: str
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


# --- filing


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


# --- requests and queues


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


@dataclass(frozen=True)
class QueuePage(Page):
    """`/queues`: what waits for me, most urgent first, no pointers, no total counts.

    `chosen` is the queue shown alone, None for all of mine. `older` is the address of the next page.
    """

    template = "requests/queue.html"
    title = "title-queue"
    queues: tuple[Queue, ...]
    chosen: Queue | None
    lines: tuple[RequestLine, ...]
    older: str | None


@dataclass(frozen=True)
class TimelineLine:
    """One event, as a code. `by` is a name, "you" or None where this reader may not learn it."""

    event: str
    at: int
    by: str | None


@dataclass(frozen=True)
class ViewLine:
    """One line of the view log."""

    reference: str
    by: str
    purpose: Purpose
    first_at: int
    last_at: int


@dataclass(frozen=True)
class OpenRow(TargetRow):
    """A target of an opened request: with `number` within it, and what the last check said."""

    number: int = 0
    result: TargetState = TargetState.OPEN


@dataclass(frozen=True)
class Opened:
    """The inside of a request, for a reader who holds a live view. `own_case_unknown`: the wiki hides an author,
    so taking asked for a declaration. `could_not_check`: pointers are shown only after a check of rights, states
    may still be unknown."""

    hints: Hints
    rows: tuple[OpenRow, ...]
    pages: tuple[PageForms, ...]
    could_not_check: bool
    until: int


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


# --- pages that anybody may read


@dataclass(frozen=True)
class PrivacyPage(Page):
    """`/privacy`: the same numbers that the purge uses (days), and who runs this."""

    template = "public/privacy.html"
    title = "title-privacy"
    days: Mapping[str, int]
    operator: str
    key_holders: str
    agreement: str
    queues_on: bool


@dataclass(frozen=True)
class AboutPage(Page):
    """`/about`: what Haven is, and the two tables of who may do what, from the code."""

    template = "public/about.html"
    title = "title-about"
    local_roles: tuple[tuple[str, str], ...]
    global_roles: tuple[tuple[str, str], ...]
    role_rights: tuple[tuple[str, tuple[Right, ...]], ...]


@dataclass(frozen=True)
class EmergencyPage(Page):
    """`/emergency`: threats to life. Works with the database and the wikis down; sends nothing to the server."""

    template = "public/emergency.html"
    title = "title-emergency"
    address: str


@dataclass(frozen=True)
class ChildProtectionPage(Page):
    """`/child-protection`: no preview, no description, one address."""

    template = "public/child_protection.html"
    title = "title-child-protection"
    address: str


@dataclass(frozen=True)
class GuidePage(Page):
    """`/guide`: how to use Haven, by person."""

    template = "public/guide.html"
    title = "title-guide"


@dataclass(frozen=True)
class ErrorPage(Page):
    """Any refusal or failure. `sentence` is a message key, `advice` another one or None; `reference` helps the
    maintainers find the log line; the signed-in account is named because second accounts are normal."""

    template = "errors/error.html"
    title = "title-error"
    status: int
    heading: str
    sentence: str
    advice: str | None
    reference: str | None
    params: tuple[str, ...] = ()


@dataclass(frozen=True)
class StalePage(Page):
    """The session ended or the token was stale in mid-form: the same fields again with a fresh token, nothing done.

    `fields` are the typed names and values; `action` is where the form goes on.
    """

    template = "errors/stale.html"
    title = "title-stale"
    action: str
    fields: tuple[tuple[str, str], ...]
    signed_in: bool
