"""Any text, looked through before it goes out: the page of the leak check. The POST answers 200 and may be repeated;
the text is read in memory and given back.

The right is that of the box (`box:use`): whoever sends requests writes reasons and mails, too, and a text that is
looked through asks nothing of anybody.
"""

from fastapi import APIRouter, Request, Response

from app.domain.rights import Right
from app.text.leak_check import LANGUAGES, Outgoing, TextKind
from app.web.answers import show
from app.web.body import Form, read_form
from app.web.guard import Visitor, allow
from app.web.house import house_of
from app.web.leaks import MOST_SIGNS, look_through
from app.web.pages import LeakCheckPage, Problem
from app.web.public_request import KEPT_OUT_AT_MOST, LONGEST_NAME, lines_of

router = APIRouter()

FIELDS = ("text", "kind", "language", "names")


@router.get("/leak-check")
async def begin(request: Request, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    return await show(request, visitor, LeakCheckPage(languages=LANGUAGES))


@router.post("/leak-check")
async def look(request: Request, visitor: Visitor = allow(Right.BOX_USE)) -> Response:
    """The same page with what was found, or with what is missing; everything that was typed stands there again."""
    form = await read_form(request)
    values = {name: form.one(name) for name in FIELDS}
    if problems := _problems(form):
        page = LeakCheckPage(values, problems=problems, languages=LANGUAGES)
        return await show(request, visitor, page, 422)
    kind, names = TextKind(form.one("kind")), lines_of(form.one("names"))
    outgoing = Outgoing(form.one("text"), kind, form.one("language"), names)
    looked = await look_through(house_of(request), visitor, outgoing)
    return await show(request, visitor, LeakCheckPage(values, looked, languages=LANGUAGES))


def _problems(form: Form) -> tuple[Problem, ...]:
    problems, names = [], lines_of(form.one("names"))
    if not form.one("text").strip():
        problems.append(Problem("text", "leak-check-no-text"))
    elif len(form.one("text")) > MOST_SIGNS:
        problems.append(Problem("text", "leak-check-too-long", (str(MOST_SIGNS),)))
    if form.one("kind") not in set(TextKind):
        problems.append(Problem("kind", "leak-check-no-kind"))
    if len(names) > KEPT_OUT_AT_MOST or any(len(each) > LONGEST_NAME for each in names):
        problems.append(Problem("names", "public-kept-out-too-much", (str(KEPT_OUT_AT_MOST), str(LONGEST_NAME))))
    return tuple(problems)
