"""One's own desk, and a queue as it is handed over."""

from dataclasses import replace

from app.domain.overview import QueueList, WhyWaiting
from app.domain.queues import Queue, Step, Team
from app.domain.requests import Request, Urgency
from app.domain.retention import DAY
from app.web import pages
from app.web.pages import Chrome, Page
from tests.support.gallery.people import LARGE, NOW, OVERSIGHTER, ROLLBACKER
from tests.support.gallery.requests import HELD, REQUEST, live, own_lines

TODAY = NOW - NOW % DAY
QUEUE = Queue(Team.OVERSIGHTERS, LARGE.dbname)


def line(
    request: Request, holder: str | None = None, overdue: bool = False, promised: int | None = None
) -> pages.RequestLine:
    return pages.RequestLine(request, NOW - request.filed_at, holder, overdue, promised)


ASKED = replace(REQUEST, reference="A2B3C4D5", awaits_answer=True)
HANDED = replace(HELD, reference="B2B3C4D5", claim_until=NOW + 900)
OPINION = replace(HELD, reference="C2B3C4D5", urgency=Urgency.TODAY)
AGAIN = replace(REQUEST, reference="D2B3C4D5", visible_again=True, filed_at=NOW - 9 * DAY)
CLIMBED = replace(REQUEST, reference="E2B3C4D5", reached=Step.STEWARDS, urgency=Urgency.NOW, keeps_someone_out=True)
LATE = replace(REQUEST, reference="F2B3C4D5", filed_at=NOW - 7_500)


def desk() -> pages.DeskPage:
    waiting = (
        pages.WaitingLine("asked-A2B3C4D5-1", line(ASKED), WhyWaiting.ASKED_BACK),
        pages.WaitingLine(
            "asked-C2B3C4D5-1", line(OPINION, "Steven Steward"), WhyWaiting.SECOND_OPINION, "Steven Steward"
        ),
        pages.WaitingLine("claim-B2B3C4D5", line(HANDED, "you"), WhyWaiting.HANDED_OVER, "somebody", NOW + 900),
        pages.WaitingLine("again-D2B3C4D5", line(AGAIN, None, True), WhyWaiting.VISIBLE_AGAIN),
    )
    reminders = (
        pages.ReminderLine(own_lines()[3], TODAY - DAY, -1),
        pages.ReminderLine(line(AGAIN), TODAY, 0),
        pages.ReminderLine(line(HELD, "you"), TODAY + 20 * DAY, 20),
    )
    return pages.DeskPage(
        waiting=waiting,
        claims=(line(HELD, "you"), line(replace(CLIMBED, holder=12, claim_until=NOW + 1_700), "you")),
        own=own_lines()[:2],
        more_own=True,
        reminders=reminders,
        handles=True,
        live=live("/desk", "claim-7K3Q2M9D", "asked-A2B3C4D5-1"),
    )


def hand_over() -> pages.QueueHandOverPage:
    return pages.QueueHandOverPage(
        queues=(QUEUE,),
        chosen=QUEUE,
        overdue=(line(LATE, None, True, NOW - 3_900),),
        free=(line(CLIMBED, None, False, NOW + 600), line(replace(REQUEST, urgency=Urgency.ROUTINE))),
        held=(line(HELD, "you", promised=NOW + 1_200), line(OPINION, "Ovid Sighter with quite a long account name")),
        awaiting=(
            pages.AwaitingLine(line(ASKED, "Steven Steward"), NOW - 1_800),
            pages.AwaitingLine(line(AGAIN), None),
        ),
        more=frozenset({QueueList.FREE}),
        shown_at=NOW,
        live=live(f"/queues/hand-over?queue={QUEUE.key}", "F2B3C4D5"),
    )


def overview_examples() -> list[tuple[str, Page, Chrome]]:
    at_desk, sender = replace(OVERSIGHTER, path="/desk"), replace(ROLLBACKER, path="/desk")
    nothing = pages.DeskPage((), (), (), False, (), handles=True)
    no_queue = pages.QueueHandOverPage((), None, (), (), (), (), frozenset(), NOW)
    several = (Queue(Team.ADMINISTRATORS, "largewiki"), QUEUE, Queue(Team.STEWARDS))
    return [
        ("desk", desk(), at_desk),
        ("desk-later", replace(desk(), reminders=desk().reminders[2:], waiting=(), live=None), at_desk),
        ("desk-empty", nothing, at_desk),
        ("desk-sender", replace(nothing, handles=False, could_not_check=True), sender),
        ("desk-unasked", replace(desk(), unasked=("smallwiki",)), at_desk),
        ("queue-hand-over", hand_over(), at_desk),
        ("queue-hand-over-choose", replace(no_queue, queues=several), at_desk),
        ("queue-hand-over-none", no_queue, at_desk),
        ("queue-hand-over-unasked", replace(no_queue, unasked=("smallwiki",)), at_desk),
        ("queue-hand-over-empty", replace(no_queue, queues=(QUEUE,), chosen=QUEUE), at_desk),
    ]
