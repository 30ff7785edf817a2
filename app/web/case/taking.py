"""What was typed on a stage goes into the case, and what the wikis say of it.

A stage that waits for others takes nothing and asks nothing.
"""

from dataclasses import replace

from app.domain.cases import Case
from app.flows.companion.progress import asked
from app.flows.companion.stages import Section, Stage
from app.web.case.carrying import Carried, apply_answers
from app.web.case.parties import settle_wiki
from app.web.case.sections import SECTIONS, SectionPart
from app.web.case.stage_page import NOT_NOW, state_of
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import Problem


async def take_stage(house: House, carried: Carried, stage: Stage) -> tuple[Case, tuple[Problem, ...]]:
    """The case with the answers of the page and what was typed in its section; or what of it cannot be taken."""
    if _waits(house, carried, stage):
        return carried.case, ()
    case, problems = apply_answers(carried.case, asked(stage, carried.case), carried.form, carried.today)
    if part := _part_of(stage):
        case, more = part.apply(house, replace(carried, case=case))
        problems = (*problems, *more)
    if stage.section is Section.PARTIES and not problems:
        case, problems = await settle_wiki(house, case)
    return case, problems


async def look_at_stage(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> Carried:
    """The same with what the wikis say, where its section asks them anything."""
    part = _part_of(stage)
    if part is None or part.look is None or _waits(house, carried, stage):
        return carried
    case, looked = await part.look(house, visitor, carried)
    return replace(carried, case=case, looked=looked)


def _waits(house: House, carried: Carried, stage: Stage) -> bool:
    return state_of(house, carried, stage.id).standing in NOT_NOW


def _part_of(stage: Stage) -> SectionPart | None:
    return SECTIONS.get(stage.section) if stage.section else None
