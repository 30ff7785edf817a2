"""The part of a request's page that tells what people asked each other about it, and what its reader can ask or answer.

It must not decide what a requester may read: `read_record` gives it only that.
"""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.inquiries import AT_MOST, PLACE_AT_MOST, REPLIES, Asked, Inquiry, Reply
from app.domain.lifecycle import Event, State
from app.domain.people import Person
from app.domain.requests import Request
from app.domain.rights import Right
from app.policy.decide import Allowed, decide
from app.web.live.things import Record
from app.web.pages import AskedLine, Between, Question
from app.web.people import SOMEBODY


def between_of(record: Record, person: Person, names: Mapping[int, str], now: int) -> Between:
    """`names` has everybody whom this reader may be told of."""
    request = record.request
    own = [each for each in record.inquiries if each.asked_of == person.central_id]
    waiting = [each for each in own if each.reply is None and request.state is State.OPEN][:1]
    holds = request.held_by(now) == person.central_id
    return Between(
        question=_question(waiting[0], request, names, record.is_requester) if waiting else None,
        asked=tuple(
            _line(each, person, names, record.is_requester, holds) for each in record.inquiries if each not in waiting
        ),
        may=_may(record, person) if holds else frozenset(),
        advice=_advice(own) if record.is_requester and request.state is State.OPEN else None,
    )


def filled_in(between: Between, chosen: str, place: str = "") -> Between:
    """The same with what somebody filled in, on a page that says what is missing."""
    question = between.question
    return between if question is None else replace(between, question=replace(question, chosen=chosen, place=place))


def _question(asked: Asked, request: Request, names: Mapping[int, str], is_requester: bool) -> Question:
    replies = REPLIES[asked.inquiry]
    numbered = any(reply.takes_number for reply in replies)
    up_to = request.targets if Reply.THIS_ONE in replies else PLACE_AT_MOST
    by = None if is_requester else names.get(asked.asked_by, SOMEBODY)
    return Question(asked.number, asked.inquiry, replies, by, up_to if numbered else None)


def _line(asked: Asked, person: Person, names: Mapping[int, str], is_requester: bool, holds: bool) -> AskedLine:
    is_colleague = asked.inquiry.is_for_colleagues
    asks = is_colleague and asked.asked_by == person.central_id
    return AskedLine(
        number=asked.number,
        inquiry=asked.inquiry,
        by=None if is_requester else names.get(asked.asked_by, SOMEBODY),
        of=names.get(asked.asked_of, SOMEBODY) if is_colleague else None,
        reply=asked.reply,
        place=asked.place,
        can_take_back=asked.reply is None and not is_requester and (holds or asks),
    )


def _may(record: Record, person: Person) -> frozenset[str]:
    request = record.request
    asked = [line.event for line in record.timeline]
    may = set()
    if isinstance(decide(person, Right.REQUEST_ASK, request), Allowed):
        if not request.awaits_answer and asked.count(Event.ASKED_BACK) < AT_MOST:
            may.add("ask")
        if asked.count(Event.OPINION_ASKED) < AT_MOST:
            may.add("second-opinion")
    if isinstance(decide(person, Right.REQUEST_HAND_OVER, request), Allowed):
        may.add("hand-over")
    return frozenset(may)


def _advice(own: list[Asked]) -> str | None:
    """What follows for the requester from what they answered last, unless they were asked something since."""
    last = own[-1] if own else None
    if last is None or last.reply is None:
        return None
    if last.reply.asks_anew:
        return "send-anew"
    return "not-needed" if (last.inquiry, last.reply) == (Inquiry.STILL_NEEDED, Reply.NO) else None
