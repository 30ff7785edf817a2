"""From a case to the six parts of a hand-over pack (R95): what the case knows stands there already, to be read and
changed. The case itself goes along in the same bodies, and comes back by one button.
"""

from asyncio import to_thread
from collections.abc import Iterable, Iterator

from fastapi import Request, Response

from app.domain.cases import Case, PartyRole
from app.domain.hand_overs import Part
from app.domain.wikis import Farm
from app.links.pasted_lines import LineKind, read_lines
from app.mediawiki.outcomes import Failed
from app.text.case_record import Fact
from app.web.answers import chrome_of, show
from app.web.case.carrying import FIELD, Carried
from app.web.case.record import FINDINGS, Say, acts_of, letters_of, speaking
from app.web.guard import Visitor
from app.web.hand_over_ways import offered, reviewed_wikis
from app.web.house import House, house_of
from app.web.pages import HandOverChoosePage, Problem
from app.web.wording import word_key

HAND_OVER = "hand-over"
EVENTS = "events"
_DIFFS = frozenset({LineKind.DIFF, LineKind.LOG})


async def show_hand_over(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    """The first page of a hand-over: is somebody in danger, and to whom."""
    house = house_of(request)
    say = speaking(house, chrome_of(request, visitor).language)
    farm = await house.desk.wikis.sites.farm()
    parts = await to_thread(fill_parts, house, say, carried.case, visitor.signed_in.name, _known(farm))
    kept = (*((part.value, text) for part, text in parts.items() if text), (FIELD, carried.text))
    values = {"danger": "", "to": "", "wiki": carried.case.wiki}
    return await show(request, visitor, HandOverChoosePage(offered(house), reviewed_wikis(house), values, kept))


def fill_parts(house: House, say: Say, case: Case, own_name: str, farm: Farm | None) -> dict[Part, str]:
    """What the case knows of each part. No opinion: not what the outcome was thought to be."""
    diffs, pages = _links(case, farm, house.settings.public_host)
    companion = house.desk.guidance.companion
    done = [*acts_of(say, companion, case), *letters_of(say, companion, case)]
    return {
        Part.CONTACT: say("case-out-account", own_name),
        Part.PARTY: "\n".join(_who(say, case)),
        Part.SUMMARY: "\n\n".join(case.words[each] for each in (EVENTS, FINDINGS) if case.words.get(each)),
        Part.PAGES: "\n".join(pages),
        Part.DIFFS: "\n".join(diffs),
        Part.DONE: "\n".join(_lines(done)),
    }


def _who(say: Say, case: Case) -> Iterator[str]:
    """The reporter and whoever is harmed; who is reported stands in the links."""
    for role in (PartyRole.REPORTER, PartyRole.TARGET):
        for party in case.parties_of(role):
            yield say("hand-over-fact", say(word_key("case-role", role)), party.name)


def _links(case: Case, farm: Farm | None, own_host: str) -> tuple[list[str], list[str]]:
    """R96: diffs and log entries, then everything else."""
    lines = read_lines("\n".join(each.link.replace("\n", " ") for each in case.items), farm, own_host)
    diffs = [each.text for each in lines if each.kind in _DIFFS]
    return diffs, [each.text for each in lines if each.kind not in _DIFFS]


def _lines(entries: Iterable[Fact]) -> Iterator[str]:
    return (f"{each.label}: {each.value}" for each in entries)


def _known(farm: Farm | Failed) -> Farm | None:
    return None if isinstance(farm, Failed) else farm
