"""Lists of requests, and requests in each state."""

from dataclasses import replace

from app.domain.lifecycle import State
from app.domain.queues import Closed, Queue, Team
from app.domain.requests import (
    Basis,
    ClosingCode,
    Purpose,
    Request,
    RequestKind,
    Urgency,
)
from app.domain.retention import DAY
from app.links.build import email_link
from app.mediawiki.awake import Awake
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import LARGE, NOW, OMBUDS, OVERSIGHTER, PACKS, ROLLBACKER
from tests.support.gallery.stopping import after_stopping_page, stopping
from tests.support.gallery.targets import forms, opened
from tests.support.gallery.team_now import team_now, telling

REQUEST = Request(
    reference="7K3Q2M9D",
    kind=RequestKind.SUPPRESSION,
    wiki=LARGE.dbname,
    queue=Queue(Team.OVERSIGHTERS, LARGE.dbname),
    criterion="os-private-information",
    urgency=Urgency.WITHIN_THE_HOUR,
    state=State.OPEN,
    filed_at=NOW - 2_400,
    requester=11,
    targets=5,
    done=2,
)


HELD = replace(REQUEST, holder=12, claim_until=NOW + 1_500, checked_at=NOW - 60)


def lines() -> tuple[pages.RequestLine, ...]:
    older = replace(
        REQUEST, reference="H2NX5RT8", kind=RequestKind.REVISION_DELETION, urgency=Urgency.ROUTINE, wiki="smallwiki"
    )
    return (
        pages.RequestLine(replace(REQUEST, urgency=Urgency.NOW, reference="4P8WZC63"), 1_100, None, True),
        pages.RequestLine(HELD, 2_400, "you", False),
        pages.RequestLine(replace(HELD, reference="9D9FQ2VV", urgency=Urgency.TODAY), 30_000, "Steven Steward", False),
        pages.RequestLine(older, 400_000, None, False),
    )


def own_lines() -> tuple[pages.RequestLine, ...]:
    done = replace(REQUEST, reference="H2NX5RT8", state=State.DONE, basis=Basis.WIKI, done=5, ended_at=NOW - 86_400)
    closed = replace(done, reference="GG23XWZ7", state=State.CLOSED, basis=Basis.HANDLER)
    declined = replace(closed, reference="ZZ23XWZ7", closing=ClosingCode.NOT_SUPPRESSIBLE)
    return (
        pages.RequestLine(REQUEST, 2_400, None, False),
        pages.RequestLine(replace(HELD, reference="2B3C4D5F"), 2_600, "somebody", False),
        pages.RequestLine(done, 90_000, None, False),
        pages.RequestLine(replace(closed, closing=ClosingCode.DONE), 180_000, None, False),
        pages.RequestLine(declined, 180_000, None, False),
        pages.RequestLine(replace(done, reference="XX23XWZ7", state=State.WITHDRAWN), 900_000, None, False),
    )


TIMELINE = (
    pages.TimelineLine("filed", NOW - 2_400, "Rolf Rückgängig"),
    pages.TimelineLine("taken", NOW - 600, "you"),
    pages.TimelineLine("checked", NOW - 60, None),
)


VIEWS = (
    pages.ViewLine("7K3Q2M9D", "you", Purpose.HANDLING, NOW - 600, NOW - 60),
    pages.ViewLine("7K3Q2M9D", "Steven Steward", Purpose.SECOND_LOOK, NOW - 1_600, NOW - 1_500),
)


CODES = tuple(code for code in ClosingCode if code is not ClosingCode.DONE)


HANDLER_PAGE = pages.RequestPage(
    request=REQUEST,
    is_requester=False,
    holder=None,
    overdue=True,
    may=frozenset({"take", "open", "check"}),
    closing_codes=(),
    purposes=(Purpose.SECOND_LOOK, Purpose.REVIEW, Purpose.APPEAL),
    timeline=TIMELINE[:1],
    views=(),
    requester="Rolf Rückgängig",
    mail_requester=email_link(LARGE, "Rolf Rückgängig"),
    opened=None,
    criterion=PACKS.criterion("global", "os-private-information"),
    wiki_name="Large Wiki",
)


TAKEN_PAGE = replace(
    HANDLER_PAGE,
    request=HELD,
    holder="you",
    overdue=False,
    may=frozenset({"check", "release", "close"}),
    closing_codes=CODES,
    timeline=TIMELINE,
    views=VIEWS,
    opened=opened(),
)


OWN_PAGE = replace(
    HANDLER_PAGE,
    is_requester=True,
    request=HELD,
    holder="somebody",
    overdue=False,
    may=frozenset({"check", "withdraw"}),
    requester=None,
    mail_requester=None,
    notice="notice-filed",
)


REMINDER = pages.ReminderPart(None, "2026-11-24", "2027-02-20")


MARK = "A9-_" * 173 + "zz"


def live(page: str, *changed: str) -> pages.Live:
    return pages.Live(page, f"{page}/changes", MARK, len(changed) + 1, frozenset(changed[1:]), frozenset(changed[:1]))


def stopping_examples() -> list[tuple[str, Page, Chrome]]:
    def page(kind: RequestKind, marked: bool = False, only: int | None = None) -> pages.RequestPage:
        request = replace(HELD, kind=kind, queue=Queue(Team.STEWARDS), criterion="xw-attack-name")
        return replace(TAKEN_PAGE, request=request, opened=stopping(kind, marked, only))

    return [
        ("stopping", page(RequestKind.LOCK), OVERSIGHTER),
        ("stopping-one", page(RequestKind.LOCK, only=1), OVERSIGHTER),
        ("stopping-hide", page(RequestKind.LOCK_AND_HIDE, marked=True), OVERSIGHTER),
        ("stopping-hide-one", page(RequestKind.LOCK_AND_HIDE, marked=True, only=1), OVERSIGHTER),
        ("after-stopping", after_stopping_page(hides=False), OVERSIGHTER),
        ("after-stopping-hide", after_stopping_page(hides=True), OVERSIGHTER),
    ]


def request_examples() -> list[tuple[str, Page, Chrome]]:
    queues = (
        Queue(Team.ADMINISTRATORS, "largewiki"),
        Queue(Team.OVERSIGHTERS, "largewiki"),
        Queue(Team.STEWARDS),
    )
    hidden_author = replace(HANDLER_PAGE, request=replace(REQUEST, author_known=False, keeps_someone_out=True))
    done = replace(HELD, state=State.DONE, basis=Basis.WIKI, done=5, holder=None, claim_until=None, ended_at=NOW)
    looked_back = replace(TAKEN_PAGE, request=done, holder=None, may=frozenset({"open"}), opened=None)
    declare = Problem("not_my_own", "declare-not-my-own")
    listed = lines()
    changed = live("/queues", listed[0].request.reference)
    unchanged = pages.Live("/queues", "/queues/changes", MARK, 0)
    return [
        ("own-requests", pages.OwnRequestsPage(own_lines(), "/requests?after=H-7K3Q-2M9D", ("7K3Q2M9D",)), ROLLBACKER),
        ("own-requests-tell", pages.OwnRequestsPage(own_lines(), None, ("7K3Q2M9D",), tellings=(
            telling(), telling(queues[2], known=False))), ROLLBACKER),
        ("own-requests-none", pages.OwnRequestsPage((), None), ROLLBACKER),
        ("queue", pages.QueuePage(queues, None, lines(), "/queues?after=H-7K3Q-2M9D"), OVERSIGHTER),
        ("queue-doors", pages.QueuePage(queues, queues[0], lines(), None, doors=(
            (queues[0], None), (queues[1], Closed.NOBODY_HERE), (queues[2], Closed.NOT_WANTED)),
            team=pages.AwakeTeam(queues[0], Awake(2, 50, is_whole=False, at_least=True))), OVERSIGHTER),
        ("queue-changed", pages.QueuePage(queues, None, listed, None, live=changed), OVERSIGHTER),
        ("queue-unchanged", pages.QueuePage(queues, None, (), None, live=unchanged), OVERSIGHTER),
        (
            "request-changed",
            replace(TAKEN_PAGE, live=live("/requests/H-7K3Q-2M9D", "claim", "event-1", "target-2")),
            OVERSIGHTER,
        ),
        ("queue-empty", pages.QueuePage(queues[:1], None, (), None), OVERSIGHTER),
        ("request-free", HANDLER_PAGE, OVERSIGHTER),
        ("request-hidden-author", replace(hidden_author, problem=declare), OVERSIGHTER),
        ("request-taken", TAKEN_PAGE, OVERSIGHTER),
        ("request-taken-two-pages", replace(TAKEN_PAGE, opened=opened(several_pages=True)), OVERSIGHTER),
        (
            "request-only-current",
            replace(TAKEN_PAGE, opened=replace(opened(), groups=(forms(LARGE, 4711, [], 1_204_511),))),
            OVERSIGHTER,
        ),
        ("request-held", replace(HANDLER_PAGE, request=HELD, holder="Steven Steward",
                                 may=frozenset({"take-over", "open", "check"})), OVERSIGHTER),
        ("request-done", looked_back, OVERSIGHTER),
        ("request-own", OWN_PAGE, ROLLBACKER),
        (
            "request-reminded",
            replace(
                OWN_PAGE,
                reminder=pages.ReminderPart(NOW - NOW % DAY + DAY, "2026-11-24", "2027-02-20", "2025-01-01"),
                problem=Problem("remind_on", "remind-not-then", ("2026-11-24", "2027-02-20")),
            ),
            ROLLBACKER,
        ),
        ("request-remind", replace(HANDLER_PAGE, reminder=REMINDER), OVERSIGHTER),
        ("request-own-awake", replace(OWN_PAGE, holder=None, team_now=team_now(Awake(3, 30))), ROLLBACKER),
        ("request-own-one", replace(OWN_PAGE, holder=None, team_now=team_now(Awake(1, 2))), ROLLBACKER),
        ("request-own-nobody", replace(OWN_PAGE, holder=None, team_now=team_now(Awake(0, 12))), ROLLBACKER),
        ("request-own-no-others", replace(OWN_PAGE, holder=None, team_now=team_now(Awake(0, 0))), ROLLBACKER),
        ("request-own-closed", replace(OWN_PAGE, holder=None, team_now=team_now(None, Closed.NOBODY_HERE, queues[2])),
         ROLLBACKER),
        ("request-visible-again", replace(TAKEN_PAGE, notice="notice-visible-again"), OVERSIGHTER),
        ("request-own-done", replace(OWN_PAGE, request=done, holder=None, may=frozenset({"check"}), notice=None),
         ROLLBACKER),
        ("take-over", pages.TakeOverPage("7K3Q2M9D", "Steven Steward", 12, NOW + 900, author_known=False), OVERSIGHTER),
        ("view-log", pages.ViewLogPage(VIEWS[1:] * 3, "/view-log?before=5"), OMBUDS),
        ("view-log-empty", pages.ViewLogPage((), None), OMBUDS),
        *stopping_examples(),
    ]  # fmt: skip
