"""What lists and the pages of requests and trackings show, as things: each with exactly what its reader sees of it, in
codes and numbers.

What only grows older (an age, the time of the last look) is no change. A requester never learns who handles their
request, so no name of a handler goes into what they are shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.inquiries import Asked
from app.domain.requests import Request, TargetState
from app.domain.trackings import NotedSighting, Tracking
from app.store.timeline import Happening
from app.store.views import View
from app.web.live.page_marks import Shown, Things

MINUTE = 60


@dataclass(frozen=True)
class Record:
    """One request as its reader may read it, without anything of what it points at.

    `results` holds what the last check said of each target, by number. Of `timeline` and `inquiries` a requester gets
    what is theirs, and of `log` nothing.
    """

    request: Request
    is_requester: bool
    overdue: bool
    timeline: Sequence[Happening]
    log: Sequence[View]
    results: Mapping[int, TargetState]
    inquiries: Sequence[Asked] = ()


def row_shown(request: Request, now: int, overdue: bool, tells_names: bool) -> Shown:
    """A row of a list."""
    holder = _holder(request, now, tells_names)
    return (*_standing(request, overdue), request.urgency.value, request.targets, request.done, holder)


def things_of_request(record: Record, reader: int, now: int) -> Things:
    """The page of a request: where it stands, who holds it until when, its timeline, its view log, its targets.

    Not the team that its requester reads of: polls ask no wiki who is awake, and it goes once somebody has the request.
    """
    request = record.request
    until = (request.claim_until or 0) // MINUTE if request.held_by(now) else 0
    things: dict[str, Shown] = {
        "standing": _standing(request, record.overdue),
        "claim": (_holder(request, now, not record.is_requester), until),
        # That its time is over, time alone brings; that another one counts is a change.
        "onward": (request.climbs_at, request.awaits_answer),
    }
    for number, line in enumerate(record.timeline):
        by = line.by if line.by == reader or not record.is_requester else None
        things[f"event-{number}"] = (line.event.value, by, line.toward, line.detail)
    for number, view in enumerate(record.log):
        things[f"view-{number}"] = (view.central_id, view.purpose.value, view.last_at // MINUTE)
    for asked in record.inquiries:
        things[f"inquiry-{asked.number}"] = (asked.inquiry.value, asked.reply and asked.reply.value, asked.place)
    for number, state in record.results.items():
        things[f"target-{number}"] = (state.value,)
    return things


def tracking_row_shown(tracking: Tracking) -> Shown:
    """A row of the list of trackings."""
    return (tracking.is_waiting, tracking.unseen, tracking.until, tracking.name_harms)


def things_of_tracking(tracking: Tracking, noted: Sequence[NotedSighting]) -> Things:
    """The page of a tracking: where it stands, who agreed, until when, who else sees it, and each sighting shown.

    What the wikis show of a sighting is in none of them: polls ask no wiki about it. That it can be renewed by now is
    no change either; time alone brings it.
    """
    things: dict[str, Shown] = {
        "standing": (tracking.is_waiting, tracking.unseen),
        "consent": (tracking.consent and tracking.consent.value, tracking.consent_by),
        "name": (tracking.name_harms,),
        "colleagues": tuple(sorted(tracking.colleagues)),
        "until": (tracking.until, tracking.renewal and tracking.renewal.value),
    }
    for each in noted:
        things[f"sighting-{each.number}"] = (each.sighting.kind.value, each.is_seen)
    return things


def _standing(request: Request, overdue: bool) -> Shown:
    closing = request.closing.value if request.closing else None
    basis = request.basis.value if request.basis else None
    went_on = (request.queue.key, request.kind.value, request.reached.value, request.reopened_at is not None)
    return (request.state.value, closing, basis, request.visible_again, overdue, request.awaits_answer, *went_on)


def _holder(request: Request, now: int, tells_names: bool) -> int | None:
    """Who holds it; for a reader who may not learn that, whether somebody does."""
    holder = request.held_by(now)
    return holder if holder is None or tells_names else 1
