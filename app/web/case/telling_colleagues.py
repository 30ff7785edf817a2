"""After a report in bad faith: a text for those who are likely to get the next one (R104), for their own mail.

It is made of fixed words, so nothing ugly is in it by accident (S8): who reported, on which wiki, how it ended and
when, where the record is, and that the next report is read like any other. Not whom it was about, nor the evidence.
"""

from collections.abc import Iterator

from fastapi import Request, Response

from app.domain.cases import Case, PartyRole
from app.flows.companion.progress import OUTCOME
from app.flows.companion.stages import Companion
from app.text.case_record import Fact, labelled, one_line
from app.web.answers import chrome_of, show
from app.web.case.carrying import Carried
from app.web.case.record import EARLIER, Say, entries_of, place_of_record, speaking
from app.web.case.stage_page import list_page
from app.web.guard import Visitor
from app.web.house import house_of
from app.web.pages import CaseColleaguesPage, Problem

COLLEAGUES = "colleagues"


def may_tell(case: Case) -> bool:
    """SECURITY: R105: of nobody such a text is made before two people came to it, each by themselves."""
    return case.answer(OUTCOME) == "malicious" and case.answer("bad-faith-second") == "yes"


async def show_colleagues(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    house = house_of(request)
    if not may_tell(carried.case):
        return await show(request, visitor, list_page(house, carried))
    say = speaking(house, chrome_of(request, visitor).language)
    text = text_for_colleagues(say, house.desk.guidance.companion, carried.case)
    subject = say("case-colleagues-subject")
    return await show(request, visitor, CaseColleaguesPage(carried.text, COLLEAGUES, subject, text))


def text_for_colleagues(say: Say, companion: Companion, case: Case) -> str:
    """In the words of the page, without a greeting: it goes to several, each by themselves."""
    parts = ("\n".join(_facts(say, companion, case)), say("case-colleagues-next"), say("case-colleagues-quiet"))
    return "\n\n".join((say("case-colleagues-open"), *parts)) + "\n"


def _facts(say: Say, companion: Companion, case: Case) -> Iterator[str]:
    names = ", ".join(one_line(each.name) for each in case.parties_of(PartyRole.REPORTER))
    yield say("case-colleagues-who", names or say("case-colleagues-nobody-named"))
    if case.wiki:
        yield say("case-out-pass-on-wiki", case.wiki)
    yield say("case-colleagues-end", case.opened.isoformat())
    known = entries_of(say, companion, case, EARLIER)
    for entry in (*known, *place_of_record(say, companion, case)):
        value = entry.value if isinstance(entry, Fact) else one_line(entry.text)
        yield f"{labelled(entry.label)} {value}"
