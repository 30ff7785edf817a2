"""The people of a case and the wiki it is on. R78: nothing asks who somebody is in the world."""

import itertools
import re
from dataclasses import dataclass, replace

from app.domain.cases import Case, Party, PartyRole, each_once
from app.flows.companion.stages import Stage
from app.mediawiki.outcomes import Failed
from app.text.case_file import LONGEST_NAME, MOST_ROWS
from app.web.asking import wiki_named
from app.web.body import Form
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import PartiesShown, Problem

FIRST_NAME = "name-0"
FEWEST_ROWS = 2
"""Of a case that has just begun. Later there is one empty row below the others: on a phone each is long."""


@dataclass(frozen=True)
class PartyRow:
    """One row of the form."""

    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PartiesSection:
    """`marked` is one a line. `looked`: what the wikis say, where they were asked."""

    rows: tuple[PartyRow, ...]
    wiki: str
    marked: str
    looked: PartiesShown | None = None
    roles: tuple[PartyRole, ...] = tuple(PartyRole)


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    form, problems = carried.form, list[Problem]()
    parties = _read_parties(form, problems)
    marked = tuple(dict.fromkeys(each.strip() for each in form.one("marked").splitlines() if each.strip()))
    if any(len(each) > LONGEST_NAME for each in marked) or len(marked) > MOST_ROWS["marked"]:
        problems.append(Problem("marked", "case-marked-too-long", (str(MOST_ROWS["marked"]), str(LONGEST_NAME))))
    wiki = form.one("wiki").strip()
    if problems:
        return carried.case, tuple(problems)
    return replace(carried.case, parties=parties, marked=marked, wiki=wiki), ()


async def settle_wiki(house: House, case: Case) -> tuple[Case, tuple[Problem, ...]]:
    """The wiki by its short name, however it was written. Where the wikis cannot be asked, a short name stands."""
    if not case.wiki:
        return case, ()
    farm = await house.desk.wikis.sites.farm()
    named = wiki_named(case.wiki, farm, tuple(house.desk.packs.by_wiki))
    if named is None and isinstance(farm, Failed) and re.fullmatch(r"[a-z0-9_]{2,64}", case.wiki):
        return case, ()
    if named is None:
        return replace(case, wiki=""), (Problem("wiki", "ask-which-wiki"),)
    return replace(case, wiki=named), ()


async def show(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> PartiesSection:
    case, form = carried.case, carried.form
    rows = [PartyRow(each.name, each.roles) for each in case.parties]
    if carried.again:
        rows = [PartyRow(name, form.all(f"roles-{number}")) for number, name in _typed_names(form)]
    wiki = form.one("wiki") if carried.again else case.wiki
    marked = form.one("marked") if carried.again else "\n".join(case.marked)
    looked = carried.looked if isinstance(carried.looked, PartiesShown) else None
    return PartiesSection((*rows, *(PartyRow("", ()),) * max(1, FEWEST_ROWS - len(rows))), wiki, marked, looked)


def _read_parties(form: Form, problems: list[Problem]) -> tuple[Party, ...]:
    found = []
    for number, name in _typed_names(form):
        chosen = form.all(f"roles-{number}")
        if not name:
            continue
        roles = tuple(role for role in PartyRole if role in chosen)
        if len(name) > LONGEST_NAME:
            problems.append(Problem(f"name-{number}", "case-name-too-long", (str(LONGEST_NAME),)))
        elif not roles:
            problems.append(Problem(f"roles-{number}", "case-choose-role"))
        found.append(Party(name, roles))
    if len(found) > MOST_ROWS["party"]:
        problems.append(Problem(FIRST_NAME, "case-too-many-parties", (str(MOST_ROWS["party"]),)))
    return each_once(found)


def _typed_names(form: Form) -> list[tuple[int, str]]:
    """Each row with its number, the empty ones, too."""
    rows = itertools.takewhile(lambda number: any(key == f"name-{number}" for key, _ in form.pairs), itertools.count())
    return [(number, form.one(f"name-{number}").strip()) for number in rows]
