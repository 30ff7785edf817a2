"""The page of one stage, and the task list, from a case."""

from datetime import timedelta

from app.domain.cases import Case
from app.flows.companion.progress import (
    AskedQuestion,
    StageState,
    Standing,
    asked,
    holds,
    is_answered,
    missed_day,
    progress,
    waits_for,
)
from app.flows.companion.resources import HelpKind, HelpPlace, help_for
from app.flows.companion.stages import Asks, Stage
from app.web.case.carrying import LATEST, LIST, Carried, field_of
from app.web.case.letter_help import COUNTRY
from app.web.case.sections import SECTIONS
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import CaseListPage, CaseStagePage, Problem, ShownQuestion, Told

NOT_NOW = frozenset({Standing.NOT_NEEDED, Standing.LOCKED})


def state_of(house: House, carried: Carried, stage: str) -> StageState:
    states = progress(house.desk.guidance.companion, carried.case)
    return next(each for each in states if each.stage.id == stage)


def list_page(house: House, carried: Carried) -> CaseListPage:
    """Every stage with where it stands."""
    companion = house.desk.guidance.companion
    states = progress(companion, carried.case)
    known = {question.id for question in companion.questions()}
    answered = {*carried.case.answers, *carried.case.words}
    unknown = tuple(sorted(each for each in answered if not _is_known(each, known)))
    return CaseListPage(
        carried.text,
        LIST,
        carried.case,
        states,
        next_stage(states),
        unknown,
        missed_day(carried.case, carried.today),
        waits_for(companion, carried.case),
        carried.told,
    )


def _is_known(answer: str, questions: set[str]) -> bool:
    question = answer.partition(".")[0]
    return question in questions or question.startswith(("act-", "counts-", "skip-", "letter-", "record-", "notice-"))


def next_stage(states: tuple[StageState, ...], after: str = "") -> str | None:
    """The first stage that can be worked on; `after`: the first behind this one, or else from the start. What nobody
    has to fill in is come past on the way, and holds no case open (R191, R192)."""
    ids = [each.stage.id for each in states]
    behind = states[ids.index(after) + 1 :] if after in ids else ()
    todo = [each for each in behind if _is_left(each) or each.standing is Standing.OPTIONAL]
    todo += [each for each in states if _is_left(each)]
    return next((each.stage.id for each in todo if each.stage.id != after), None)


def is_finished(house: House, case: Case) -> bool:
    """Whether nothing is left to do in it."""
    return next_stage(progress(house.desk.guidance.companion, case)) is None


def _is_left(state: StageState) -> bool:
    return state.standing in (Standing.TO_DO, Standing.BEGUN) and not state.stage.beside


def new_questions(before: tuple[AskedQuestion, ...], stage: Stage, case: Case) -> tuple[str, ...]:
    """Fields of questions of the same page that an answer brought."""
    known = {each.id for each in before}
    left = (each for each in asked(stage, case) if each.id not in known and not is_answered(each, case))
    return tuple(field_of(each.id) for each in left if not each.question.optional)


def told_by(stage: Stage, before: Case, case: Case) -> tuple[Told, ...]:
    """What was just answered and has something to tell: on the way on, nobody sees it beside its question."""
    return tuple(
        Told(each.question.ask, choice)
        for each in asked(stage, case)
        for choice in each.question.answers
        if choice.tip and choice.value in set(case.answers.get(each.id, ())) - set(before.answers.get(each.id, ()))
    )


async def stage_page(
    house: House, visitor: Visitor, carried: Carried, stage: Stage, problems: tuple[Problem, ...] = ()
) -> CaseStagePage:
    """One stage; of one that waits for others only what it waits for."""
    state, case = state_of(house, carried, stage.id), carried.case
    if state.standing in NOT_NOW:
        return CaseStagePage(carried.text, stage.id, state, (), (), told=carried.told)
    part = SECTIONS.get(stage.section) if stage.section else None
    return CaseStagePage(
        carried.text,
        stage.id,
        state,
        tuple(_shown(each, carried) for each in asked(stage, case)),
        tuple(each for each in stage.advice if holds(each.when, case)),
        await part.show(house, visitor, carried, stage) if part else None,
        _help(house, carried, stage),
        problems,
        carried.told,
        carried.brought,
    )


def _help(house: House, carried: Carried, stage: Stage) -> tuple[HelpPlace, ...]:
    """R113, in every language: whoever works on it may write to somebody who speaks another. The country is that of the
    letters' reader, so it says nothing of where those who handle cases find help for themselves."""
    country = "" if HelpKind.SELF_CARE in stage.help else carried.case.answer(COUNTRY)
    return help_for(house.desk.guidance.companion.help, stage.help, "", country)


def _shown(each: AskedQuestion, carried: Carried) -> ShownQuestion:
    case, question, field = carried.case, each.question, field_of(each.id)
    names = tuple(party.name for party in case.parties_of(each.role)) if each.role else ()
    chosen = case.answers.get(each.id, ())
    value = case.words.get(each.id, "") if question.kind is Asks.WORDS else next(iter(chosen), "")
    if question.kind is Asks.DAY and not value and question.days:
        value = (carried.today + timedelta(days=question.days)).isoformat()
    if carried.again:
        chosen, value = carried.form.all(field), carried.form.one(field)
    first, last = carried.today - LATEST, carried.today + LATEST
    return ShownQuestion(each, field, value, chosen, names, first.isoformat(), last.isoformat())
