"""Requests that go on: handed up, sent to somebody else, opened again."""

from dataclasses import replace

from app.domain.lifecycle import Reopening, State
from app.domain.queues import Destination, Queue, Step, Team
from app.domain.requests import ClosingCode, RequestKind
from app.domain.retention import DAY
from app.policy.routing import RouteReason
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.filing import letters
from tests.support.gallery.people import NOW, OVERSIGHTER, PACKS, ROLLBACKER
from tests.support.gallery.requests import HANDLER_PAGE, OWN_PAGE, REQUEST, TAKEN_PAGE

STEWARDS = pages.WriteTo(
    Queue(Team.STEWARDS), PACKS.contact(Team.STEWARDS, ""), "http://127.0.0.2:8000/wiki/Special:Contact"
)
UP = replace(
    REQUEST,
    kind=RequestKind.REVISION_DELETION,
    queue=Queue(Team.ADMINISTRATORS, "largewiki"),
    reached=Step.STEWARDS,
    reopened_at=NOW - 50_000,
)
CLOSED = replace(REQUEST, state=State.CLOSED, closing=ClosingCode.MISTAKE, ended_at=NOW)
CHECK = pages.ForwardCheckPage(
    "7K3Q2M9D",
    Destination.OVERSIGHTERS,
    RequestKind.SUPPRESSION,
    "smallwiki",
    Queue(Team.STEWARDS),
    RouteReason.NO_LOCAL_TEAM,
    by_mail=False,
    criteria=tuple(each for each in PACKS.everywhere.criteria if each.kind is RequestKind.SUPPRESSION),
    place="stewards smallwiki suppression queue",
)


def onward_examples() -> list[tuple[str, Page, Chrome]]:
    free = replace(OWN_PAGE, request=REQUEST, holder=None)
    coming = pages.Onward(next_step=Step.STEWARDS, next_at=NOW + 3_000)
    over = replace(OWN_PAGE, request=CLOSED, holder=None, may=frozenset(), notice=None)
    everywhere = tuple(Destination)
    wrong = Problem("wiki", "forward-wiki-does-not-count", ("testwiki",))
    line = pages.RequestLine(UP, 90_000, None, True, waited=14_400)
    queue = pages.QueuePage((Queue(Team.STEWARDS),), None, (line,), None, forwarded=Destination.OVERSIGHTERS)
    return [
        ("onward-queue", queue, OVERSIGHTER),
        ("onward-up", replace(HANDLER_PAGE, request=UP, onward=pages.Onward(waited=14_400)), OVERSIGHTER),
        ("onward-coming", replace(free, onward=coming), ROLLBACKER),
        ("onward-unheard", replace(free, onward=pages.Onward(unheard=STEWARDS)), ROLLBACKER),
        ("onward-stale", replace(free, onward=pages.Onward(stale_on=NOW + 9 * DAY), notice=None), ROLLBACKER),
        ("onward-held", replace(TAKEN_PAGE, onward=pages.Onward(may_forward=True)), OVERSIGHTER),
        ("onward-reopen", replace(over, onward=pages.Onward(reopenings=tuple(Reopening))), ROLLBACKER),
        ("onward-too-often", replace(over, onward=pages.Onward(too_often=STEWARDS)), ROLLBACKER),
        ("forward", pages.ForwardPage(REQUEST, everywhere), OVERSIGHTER),
        ("forward-wrong", pages.ForwardPage(REQUEST, everywhere, "other-wiki", "testwiki", wrong), OVERSIGHTER),
        ("forward-none", pages.ForwardPage(replace(REQUEST, kind=RequestKind.LOCK), ()), OVERSIGHTER),
        ("forward-check", CHECK, OVERSIGHTER),
        ("forward-moved", replace(CHECK, criteria=(), has_moved=True), OVERSIGHTER),
        (
            "forward-check-mail",
            replace(CHECK, by_mail=True, problem=Problem("criterion", "choose-criterion")),
            OVERSIGHTER,
        ),
        ("forward-letter", pages.ForwardLetterPage("7K3Q2M9D", letters()[0]), OVERSIGHTER),
    ]
