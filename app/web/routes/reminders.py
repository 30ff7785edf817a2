"""Being reminded of a request on a day: asked for, changed, taken back."""

from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.actions import reminders
from app.actions.refusals import Unusable
from app.domain.reminders import read_day
from app.domain.rights import Right
from app.web.body import read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.pages import Problem
from app.web.request_page import make_page
from app.web.routes.requests import show_page, signs_of, to_request

router = APIRouter()


@router.post("/requests/{reference}/remind")
async def remind(request: Request, reference: str, visitor: Visitor = allow(Right.REMINDER_KEEP)) -> Response:
    signs, typed = signs_of(reference), (await read_form(request)).one(reminders.FIELD)
    try:
        await reminders.remind(house_of(request).desk, visitor.signed_in, signs, read_day(typed))
    except Unusable as error:
        problem = Problem(error.field, error.sentence, error.params)
        page = await make_page(house_of(request), visitor, signs, problem=problem)
        kept = page.reminder and replace(page.reminder, typed=typed)
        return await show_page(request, visitor, replace(page, reminder=kept), 422)
    return to_request(signs)


@router.post("/requests/{reference}/remind-no-more")
async def remind_no_more(request: Request, reference: str, visitor: Visitor = allow(Right.REMINDER_KEEP)) -> Response:
    signs = signs_of(reference)
    await reminders.remind_no_more(house_of(request).desk, visitor.signed_in, signs)
    return to_request(signs)
