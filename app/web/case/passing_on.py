"""To a colleague, from every page, and no reason is asked (R36, R99): the file, and a short text for the wiki's mail.

The text says that there is a case, on which wiki, and what was promised: no name, no opinion, and not why.
"""

from fastapi import Request, Response

from app.links.build import page_link
from app.mediawiki.outcomes import Failed
from app.web.answers import chrome_of, show
from app.web.case.carrying import PASS_ON, Carried
from app.web.case.record import Say, speaking
from app.web.case.recusal import is_involved
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.pages import CasePassOnPage, Problem

MAIL_FORM = "Special:EmailUser"


async def show_pass_on(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    house = house_of(request)
    say = speaking(house, chrome_of(request, visitor).language)
    page = CasePassOnPage(
        carried.text,
        PASS_ON,
        say("hand-over-subject"),
        neutral_text(say, carried),
        await _mail_form(house, carried.case.wiki),
        is_involved(carried.case, visitor.signed_in.name),
    )
    return await show(request, visitor, page)


def neutral_text(say: Say, carried: Carried) -> str:
    """S9: the same words for whoever is involved and whoever is tired."""
    case = carried.case
    lines = [say("case-out-pass-on-text")]
    lines += [say("case-out-pass-on-wiki", case.wiki)] if case.wiki else []
    day = case.day("check-in")
    lines += [say("case-out-pass-on-check-in", day.isoformat())] if day else []
    return "\n".join([*lines, say("case-out-pass-on-close")]) + "\n"


async def _mail_form(house: House, wiki: str) -> str | None:
    """Of the case's wiki, to nobody yet: the colleague's name is typed there."""
    farm = await house.desk.wikis.sites.farm()
    home = None if isinstance(farm, Failed) else farm.wikis.get(wiki or farm.central)
    return page_link(home, MAIL_FORM) if home else None
