"""The case companion. Every POST answers 200 and may be repeated: the whole case travels in the body, in one hidden
field that is the case file itself, and is gone with the request. Nothing is stored, nothing is sent.
"""

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app.actions.drafting import read_draft
from app.domain.cases import Case, Item
from app.domain.rights import Right
from app.flows.companion.progress import OUTCOME, asked, progress, record_is_kept
from app.text.case_file import MOST_ROWS, ROOM, BadCaseFile, Broken, read_case, write_case
from app.web.answers import show
from app.web.body import Form, read_form
from app.web.case.carrying import (
    AT,
    CLOSE,
    DOWNLOAD,
    FIELD,
    GO,
    LIST,
    LOOK,
    NEW,
    NEXT,
    OPEN,
    SAVE,
    Carried,
    day_of,
    read_carried,
)
from app.web.case.items import new_links
from app.web.case.places import PLACES
from app.web.case.recusal import is_involved, leads_on
from app.web.case.stage_page import (
    is_finished,
    list_page,
    new_questions,
    next_stage,
    stage_page,
    told_by,
)
from app.web.case.taking import look_at_stage, take_stage
from app.web.guard import Visitor, allow
from app.web.hand_over_ways import links_of
from app.web.house import House, house_of
from app.web.pages import CaseClosedPage, CaseStartPage, Problem

router = APIRouter()

FILE_NAME = "notes.txt"
"""Says nothing to whoever else looks at the folder."""


@router.get("/case")
async def begin(request: Request, visitor: Visitor = allow(Right.CASE_KEEP)) -> Response:
    """Begin a case, or open a file."""
    return await show(request, visitor, CaseStartPage())


@router.get("/drafts/{draft}/case")
async def begin_with(request: Request, draft: str, visitor: Visitor = allow(Right.CASE_KEEP)) -> Response:
    """A new case with the links of a draft, by numbers alone. The draft is only read."""
    house = house_of(request)
    desk, today = house.desk, day_of(house.desk.now())
    found = await read_draft(desk, visitor.signed_in.central_id, draft)
    lists, _ = links_of(await desk.wikis.sites.farm(), found.chosen)
    links = "\n".join(lists.values()).splitlines()[: MOST_ROWS["item"]]
    wikis = {each.wiki for each in found.chosen}
    wiki = wikis.pop() if len(wikis) == 1 else ""
    case = Case(opened=today, wiki=wiki, items=tuple(Item(link) for link in links))
    return await _go_to(request, visitor, Carried(case, Form(), today), _first(house))


@router.post("/case")
async def go_on(request: Request, visitor: Visitor = allow(Right.CASE_KEEP)) -> Response:
    """What was typed goes into the case; then comes the page that the button names."""
    house, form = house_of(request), await read_form(request)
    go = form.one(GO)
    if go == CLOSE:
        return await _close(request, visitor, form)
    if go == NEW:
        today = day_of(house.desk.now())
        return await _go_to(request, visitor, Carried(Case(opened=today), Form(), today), _first(house))
    if go == OPEN or not form.one(FIELD):
        return await _open(request, visitor, form)
    try:
        carried = read_carried(form, house.desk.now())
    except BadCaseFile as error:
        return await _start_again(request, visitor, form.one(FIELD), error)
    return await _take_and_go(request, visitor, carried, go)


async def _close(request: Request, visitor: Visitor, form: Form) -> Response:
    """For now, or for good: a case is finished once nothing is left of it, its record included (R92)."""
    house = house_of(request)
    try:
        carried = read_carried(form, house.desk.now())
    except BadCaseFile:
        return await show(request, visitor, CaseClosedPage(is_finished=True))
    case = carried.case
    is_decided = bool(case.answer(OUTCOME)) and not is_involved(case, visitor.signed_in.name)
    page = CaseClosedPage(is_finished(house, case), is_decided and not record_is_kept(case))
    return await show(request, visitor, page)


async def _open(request: Request, visitor: Visitor, form: Form) -> Response:
    """A file that was chosen, or its text."""
    text = form.one("file") or form.one("pasted")
    try:
        case = read_case(text)
        # What is written more briefly than we write it, or with signs as numbers, can grow beyond what is opened again.
        write_case(case)
    except BadCaseFile as error:
        return await _start_again(request, visitor, text, error)
    carried = Carried(case, Form(), day_of(house_of(request).desk.now()))
    return await _go_to(request, visitor, carried, LIST)


async def _start_again(request: Request, visitor: Visitor, text: str, error: BadCaseFile) -> Response:
    """What is wrong with the file, and its text to be mended here; what is too long or no text stays on their disk."""
    shown = "" if error.why in (Broken.TOO_LONG, Broken.NOT_TEXT, Broken.EMPTY) else text
    field = "pasted" if shown else "file"
    problem = Problem(field, f"case-broken-{error.why}", (error.detail,) if error.detail else ())
    return await show(request, visitor, CaseStartPage(shown, (problem,)), 422)


async def _take_and_go(request: Request, visitor: Visitor, carried: Carried, go: str) -> Response:
    house, at = house_of(request), carried.form.one(AT)
    own_name = visitor.signed_in.name
    # SECURITY: of whoever is involved nothing is taken that belongs to a page which they do not get.
    at = at if leads_on(carried.case, own_name, at) == at else ""
    name, _, argument = at.partition(":")
    stage, place = house.desk.guidance.companion.stages.get(at), PLACES.get(name)
    before = asked(stage, carried.case) if stage else ()
    case, problems = carried.case, tuple[Problem, ...]()
    if stage:
        case, problems = await take_stage(house, carried, stage)
    elif place:
        case, problems = place.apply(house, carried, argument)
    try:
        # Of a file that is full already everything can be read, and nothing added.
        write_case(case, ROOM if case == carried.case else 0)
    except BadCaseFile as error:
        case, problems = carried.case, (*problems, Problem("main", f"case-broken-{error.why}", (error.detail,)))
    taken = replace(carried, case=case, again=bool(problems))
    if problems:
        if stage:
            page = await stage_page(house, visitor, taken, stage, problems)
            return await show(request, visitor, page, 422)
        assert place is not None  # noqa: S101 - a list has nothing to take, and so no problem
        return await place.show(request, visitor, taken, argument, problems)
    brought = (*new_links(carried.case, case), *new_questions(before, stage, case)) if stage else ()
    if go == NEXT and stage and brought:
        return await _go_to(request, visitor, replace(taken, brought=brought), at)
    if stage and go != at:
        taken = replace(taken, told=told_by(stage, carried.case, case))
    if go == NEXT and stage:
        go = next_stage(progress(house.desk.guidance.companion, case), stage.id) or LIST
    elif go == LOOK and stage:
        taken = await look_at_stage(house, visitor, taken, stage)
        return await show(request, visitor, await stage_page(house, visitor, taken, stage))
    elif go in (NEXT, SAVE, ""):
        go = at
    return await _go_to(request, visitor, taken, go)


async def _go_to(request: Request, visitor: Visitor, carried: Carried, go: str) -> Response:
    """The page that a button names; an unknown one is the task list."""
    house = house_of(request)
    go = leads_on(carried.case, visitor.signed_in.name, go)
    name, _, argument = go.partition(":")
    if go == DOWNLOAD:
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return PlainTextResponse(carried.text, headers=headers)
    if stage := house.desk.guidance.companion.stages.get(go):
        return await show(request, visitor, await stage_page(house, visitor, carried, stage))
    if place := PLACES.get(name):
        return await place.show(request, visitor, carried, argument, ())
    return await show(request, visitor, list_page(house, carried))


def _first(house: House) -> str:
    return next(iter(house.desk.guidance.companion.stages))
