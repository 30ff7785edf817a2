"""Before a case is left: it is in this page alone, so the file comes first.

The button that leaves stands on this page and nowhere else but where the case is passed on.
"""

from fastapi import Request, Response

from app.flows.companion.progress import progress
from app.web.answers import show
from app.web.case.carrying import Carried
from app.web.case.stage_page import next_stage
from app.web.guard import Visitor
from app.web.house import house_of
from app.web.pages import CaseStopPage, Problem

STOP = "stop"


async def show_stop(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    states = progress(house_of(request).desk.guidance.companion, carried.case)
    return await show(request, visitor, CaseStopPage(carried.text, STOP, next_stage(states) is None))
