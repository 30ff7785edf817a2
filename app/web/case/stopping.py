"""Before a case is left: it is in this page alone, so the file comes first.

The button that leaves stands on this page and nowhere else but where the case is passed on.
"""

from fastapi import Request, Response

from app.web.answers import show
from app.web.case.carrying import STOP, Carried
from app.web.case.stage_page import is_finished
from app.web.guard import Visitor
from app.web.house import house_of
from app.web.pages import CaseStopPage, Problem


async def show_stop(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    return await show(request, visitor, CaseStopPage(carried.text, STOP, is_finished(house_of(request), carried.case)))
