"""A case in which some stages are worked through, whatever the data of the companion asks there."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from app.domain.cases import Case, Checked, Letter
from app.flows.companion.progress import RECORD_KEPT, AskedQuestion, asked, is_answered, letters
from app.flows.companion.stages import Asks, Companion, Section

DAY = date(2026, 11, 28)


def fill(companion: Companion, case: Case, stages: Sequence[str], but: Collection[str] = ()) -> Case:
    """What is not answered gets its first answer that closes the question, every letter is sent, every link read,
    and the record kept; the questions in `but` stay open."""
    for name in stages:
        for _ in range(3):  # an answer can bring a question
            for each in asked(companion.stages[name], case):
                is_open = each.question.id not in but and not is_answered(each, case)
                case = _answered(case, each) if is_open else case
        for state in letters(companion, case, name):
            case = case.with_letter(Letter(state.step.kind, state.step.to, "…", sent=DAY))
        if companion.stages[name].section is Section.ITEMS:
            read = tuple(replace(each, checked=each.checked or Checked.MATCHES) for each in case.items)
            case = replace(case, items=read)
        if name == "record":
            case = case.with_answer(RECORD_KEPT, (DAY.isoformat(),))
    return case


def _answered(case: Case, each: AskedQuestion) -> Case:
    match each.question.kind:
        case Asks.WORDS:
            return case.with_words(each.id, "Some words.")
        case Asks.DAY:
            return case.with_answer(each.id, ("2026-12-24",))
        case _:
            first = next(choice.value for choice in each.question.answers if not choice.is_open)
            return case if each.id in case.answers else case.with_answer(each.id, (first,))
