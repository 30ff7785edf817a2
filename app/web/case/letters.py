"""The letters of a stage, each with where it stands: sent, next, waiting for what, or not sent and why not."""

from app.domain.cases import Case
from app.flows.companion.progress import LetterState, letters, skip_question
from app.flows.companion.stages import Stage
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import LetterLine, LettersSection, Problem


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    """Nothing is typed in the list."""
    return carried.case, ()


async def show(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> LettersSection:
    states = letters(house.desk.guidance.companion, carried.case, stage.id)
    following = next((each for each in states if _is_due(each)), None)
    return LettersSection(tuple(_line(carried.case, each, each is following) for each in states))


def _is_due(state: LetterState) -> bool:
    return not (state.is_settled or state.is_locked or state.step.optional)


def _line(case: Case, state: LetterState, is_next: bool) -> LetterLine:
    step = state.step
    sent = tuple(each.sent for each in case.letters if (each.kind, each.to) == (step.kind, step.to) and each.sent)
    names = ", ".join(party.name for party in case.parties_of(step.to))
    why_not = case.answer(skip_question(step)) if state.is_skipped and not state.is_sent else ""
    return LetterLine(state, names, sent, why_not, bool(case.draft(step.kind, step.to)), is_next)
