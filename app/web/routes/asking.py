"""How to ask in private on a wiki, for everybody: no sign-in, no database, nothing sensitive in an address.

An address that somebody pastes may name the very thing, so it is sent as a form; only the wiki's short name goes on.
"""

import re

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.flows.packs import GLOBAL
from app.mediawiki.outcomes import Failed
from app.web.answers import chrome_of, go_to, show
from app.web.asking import guidance_for, wiki_named
from app.web.body import read_form
from app.web.guard import Visitor, public
from app.web.house import House, house_of
from app.web.pages import AskPage, Problem

router = APIRouter()

DBNAME = re.compile(r"[a-z][a-z0-9_]{1,59}")
LONGEST_TEXT = 4000


@router.get("/ask")
async def ask(request: Request, visitor: Visitor = public()) -> Response:
    return await show(request, visitor, AskPage(_reviewed(house_of(request))))


@router.post("/ask")
async def choose(request: Request, visitor: Visitor = public()) -> Response:
    """On to the wiki that the text names, or the page again."""
    house = house_of(request)
    text = (await read_form(request)).one("wiki").strip()[:LONGEST_TEXT]
    farm = await house.desk.wikis.guidance.farm()
    found = wiki_named(text, farm, _reviewed(house))
    if found:
        return go_to(f"/ask/{found}")
    silent = isinstance(farm, Failed)
    problem = Problem("wiki", "ask-could-not-check" if silent else "ask-which-wiki")
    return await show(request, visitor, AskPage(_reviewed(house), text, problem), 503 if silent else 422)


@router.get("/ask/{wiki}")
async def ask_on(request: Request, wiki: str, visitor: Visitor = public()) -> Response:
    """Who handles it on this wiki now. A wiki that is not in the farm, or answers nobody, does not exist here."""
    house = house_of(request)
    if not DBNAME.fullmatch(wiki):
        raise HTTPException(404)
    farm = await house.desk.wikis.guidance.farm()
    if not isinstance(farm, Failed) and (wiki not in farm.wikis or not farm.wikis[wiki].readable):
        raise HTTPException(404)
    page = await guidance_for(house, chrome_of(request, visitor).language, farm, wiki)
    return await show(request, visitor, page)


def _reviewed(house: House) -> tuple[str, ...]:
    return tuple(sorted(wiki for wiki in house.desk.packs.by_wiki if wiki != GLOBAL))
