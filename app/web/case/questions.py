"""Somebody asks in public about a case: four steps with a way out on each (R185 to R189), then words that may be
copied, and a box for an answer of one's own, which is looked through (R194).

The answers to the steps travel in the form; the case file learns nothing of them.
"""

from fastapi import Request, Response

from app.domain.cases import PartyRole
from app.flows.replay import DoesNotFit, Trail, replay
from app.text.announcement import words_for
from app.text.leak_check import Outgoing, TextKind
from app.web.answers import show
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.leaks import MOST_SIGNS, NO_PARTS, look_through, names_of
from app.web.pages import CaseQuestionsPage, LookedThrough, Problem

QUESTIONS, FLOW = "questions", "third-party-question"
AGAIN, CHECK = "again", "check"
"""Behind the colon of a button: from the beginning; the answer is to be looked through."""
BEFORE = "tp-"
"""Before the id of a step, as the name of a field."""
CANNED = {
    "no-answer": ("not-public", "mail"),
    "other-venue": ("elsewhere",),
    "answer": ("colleague", "mail"),
    "why-private": ("why-private",),
    "ask-colleague": ("colleague", "mail"),
}
"""Where the steps lead to what may be copied. With danger there is nothing to say in public."""
MAY_ANSWER = frozenset({"answer", "other-venue", "why-private"})


async def show_questions(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    house, form = house_of(request), carried.form
    given = {} if argument == AGAIN else _given(house, carried)
    try:
        trail = replay(house.desk.guidance.flows, FLOW, given, {})
    except DoesNotFit:
        # A form of another version, or one that somebody changed: from the beginning.
        trail = replay(house.desk.guidance.flows, FLOW, {}, {})
    answer = form.one("answer") if argument == CHECK else ""
    if argument == CHECK:
        problems = (*problems, *_wrong(answer))
    looked = await _look_through(house, visitor, carried, answer) if argument == CHECK and not problems else None
    page = CaseQuestionsPage(
        carried.text,
        QUESTIONS,
        steps=trail.steps,
        asks=trail.asks[1] if trail.asks else None,
        outcome=trail.primary,
        canned=_canned(house, carried, trail),
        may_answer=bool(trail.primary and trail.primary.id in MAY_ANSWER),
        answer=answer,
        looked=looked,
        problems=problems,
    )
    return await show(request, visitor, page, 422 if problems else 200)


def _given(house: House, carried: Carried) -> dict[str, tuple[str, ...]]:
    """What was chosen on the steps so far; what was not chosen yet is no answer."""
    nodes = house.desk.guidance.flows.by_id[FLOW].nodes
    chosen = {node: carried.form.all(BEFORE + node) for node in nodes}
    return {node: values for node, values in chosen.items() if any(values)}


def _canned(house: House, carried: Carried, trail: Trail) -> tuple[tuple[str, str], ...]:
    """Code and words, in the language of the case."""
    answers = words_for(carried.case.language).answers
    codes = CANNED.get(trail.primary.id, ()) if trail.primary else ()
    return tuple((code, answers[code]) for code in codes)


def _wrong(answer: str) -> tuple[Problem, ...]:
    if not answer.strip():
        return (Problem("answer", "leak-check-no-text"),)
    return (Problem("answer", "leak-check-too-long", (str(MOST_SIGNS),)),) if len(answer) > MOST_SIGNS else ()


async def _look_through(house: House, visitor: Visitor, carried: Carried, answer: str) -> LookedThrough:
    """As a notice, but that it need not be a whole one. The sanctioned account is named in public already."""
    subjects = carried.case.parties_of(PartyRole.SUBJECT)
    named = carried.case.words.get("notice-account") or (subjects[0].name if subjects else "")
    names = names_of(carried.case, but=named)
    outgoing = Outgoing(answer, TextKind.ANNOUNCEMENT, carried.case.language, names)
    return await look_through(
        house, visitor, outgoing, lambda found: (each for each in found if each.say not in NO_PARTS)
    )
