"""The record as it leaves Haven: wikitext, plain text, or a page to print; and where it may be kept (R92, R97, R98).

SECURITY: made from the case in the body, shown, and forgotten. Nothing here can save a page anywhere.
"""

from dataclasses import dataclass

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from app.domain.cases import Case
from app.flows.companion.progress import RECORD_KEPT
from app.flows.companion.stages import Stage
from app.text.case_record import Record
from app.text.case_text import write_text
from app.text.case_wikitext import write_wikitext
from app.text.disguises import find_name
from app.web.answers import chrome_of, show
from app.web.case.carrying import Carried
from app.web.case.record import make_debrief, make_record, speaking, what_may_be_told
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.pages import CaseExportPage, CasePrintPage, Problem

WIKITEXT, TEXT, PRINT = "wikitext", "text", "print"
DEBRIEF, FILE = "debrief", "file"
"""What may stand behind the colon of a button: another export than the record; the record as a file."""
FILE_NAME = "notes.txt"
KEPT = "record_kept"
"""The tick that says that the record is where the team keeps its records."""


@dataclass(frozen=True)
class RecordSection:
    """`kept`: since when, as a day, or empty; `has_letters`: something went out since the first record."""

    kept: str
    has_letters: bool


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    """R92: private work leaves no trace by itself, so the person says when the record is there. Unticked, it is not."""
    return _with_kept(carried), ()


async def show_section(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> RecordSection:
    return RecordSection(carried.case.answer(RECORD_KEPT), any(each.sent for each in carried.case.letters))


def take_kept(house: House, carried: Carried, argument: str) -> tuple[Case, tuple[Problem, ...]]:
    """The same tick below the record itself; what a team says when it looks back has none."""
    return (carried.case if argument == DEBRIEF else _with_kept(carried)), ()


def _with_kept(carried: Carried) -> Case:
    if not carried.form.one(KEPT):
        return carried.case.with_answer(RECORD_KEPT, ())
    if carried.case.day(RECORD_KEPT):
        return carried.case
    return carried.case.with_answer(RECORD_KEPT, (carried.today.isoformat(),))


async def show_wikitext(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    return await _show(request, visitor, carried, WIKITEXT, argument, problems)


async def show_text(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    return await _show(request, visitor, carried, TEXT, argument, problems)


async def show_print(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    """The record as a page of its own, for paper."""
    record = _record(request, visitor, carried, argument)
    kept = carried.case.answer(RECORD_KEPT)
    return await show(
        request, visitor, CasePrintPage(carried.text, _at(PRINT, argument), record, kept, argument == DEBRIEF)
    )


async def _show(
    request: Request, visitor: Visitor, carried: Carried, form: str, argument: str, problems: tuple[Problem, ...]
) -> Response:
    record = _record(request, visitor, carried, argument)
    text = write_wikitext(record) if form == WIKITEXT else write_text(record)
    if argument == FILE:
        return PlainTextResponse(text, headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'})
    say = speaking(house_of(request), chrome_of(request, visitor).language)
    page = CaseExportPage(
        carried.text,
        _at(form, argument),
        form,
        text,
        what_may_be_told(say, house_of(request).desk.guidance.companion, carried.case),
        carried.case.answer(RECORD_KEPT),
        argument == DEBRIEF,
        any(find_name(text, carried.case.marked)),
        problems,
    )
    return await show(request, visitor, page, 422 if problems else 200)


def _record(request: Request, visitor: Visitor, carried: Carried, argument: str) -> Record:
    house = house_of(request)
    say = speaking(house, chrome_of(request, visitor).language)
    make = make_debrief if argument == DEBRIEF else make_record
    return make(say, house.desk.guidance.companion, carried.case)


def _at(form: str, argument: str) -> str:
    return f"{form}:{DEBRIEF}" if argument == DEBRIEF else form
