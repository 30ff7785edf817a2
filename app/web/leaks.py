"""A text looked through for what would leak, as a page shows it: the text with its places marked, and what is wrong.

SECURITY: what is typed lives in this request alone, and is given back in the body of its answer. A finding shows the
piece of the text, never the name that it was held against.
"""

import re
from asyncio import to_thread
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from app.domain.cases import Case
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.text.leak_check import LANGUAGES, Finding, Outgoing, Severity, check
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages.leaks import FoundLeak, LookedThrough, MarkedPiece

MOST_SIGNS = 20_000
"""Of one text: a long mail."""
LONGEST_PIECE = 200
"""Signs of a piece that are shown beside its finding; in the text it is marked whole."""
NO_PARTS = frozenset({"leak-announcement-parts", "leak-appeal"})
"""What only a whole notice has to have (R179, R190)."""

_HOST = re.compile(r"//([^/?#\s\]]+)")

Settle = Callable[[Sequence[Finding]], Iterable[Finding]]
"""What of the findings holds on a page, and what it adds."""


async def look_through(house: House, visitor: Visitor, outgoing: Outgoing, settle: Settle = iter) -> LookedThrough:
    """The text beside its findings. Links may lead to the wikis of the farm as well. A language without words is looked
    through with those of all. One text of a person at a time: a hostile one takes seconds."""
    farm = await house.desk.wikis.sites.farm()
    known, text = None if isinstance(farm, Failed) else farm, outgoing.text
    language = outgoing.language if outgoing.language in LANGUAGES else None
    outgoing = replace(outgoing, language=language, allowed_hosts=(*outgoing.allowed_hosts, *_hosts(known)))
    # In a thread: many names and 20,000 signs take a second, and other people's pages go on meanwhile.
    async with house.desk.reading_turns.of(visitor.signed_in.central_id):
        found = settle(await to_thread(check, outgoing))
    found = [each for each in found if not _is_host_of_a_wiki(text, each, known)]
    return LookedThrough(
        tuple(_shown(text, number, each) for number, each in enumerate(found, 1)), _marked(text, found)
    )


def names_of(case: Case, but: str = "") -> tuple[str, ...]:
    """R171 and R181: whoever is in the case, but for the one account that the text is about, and what was marked."""
    return tuple(dict.fromkeys([*(each.name for each in case.parties if each.name != but), *case.marked]))


def _hosts(farm: Farm | None) -> tuple[str, ...]:
    """Without their ports, as the leak check compares them."""
    return tuple(wiki.host.partition(":")[0] for wiki in farm.wikis.values()) if farm else ()


def _is_host_of_a_wiki(text: str, found: Finding, farm: Farm | None) -> bool:
    """On a farm whose hosts are numbers these are nobody's address."""
    if farm is None or found.say != "leak-address":
        return False
    hosts = (each for each in _HOST.finditer(text) if each.start() <= found.start and found.end <= each.end())
    return any(farm.by_host(each[1]) for each in hosts)


def _is_whole(text: str, found: Finding) -> bool:
    """What is missing is missing from all of it."""
    return found.start == 0 and found.end in (0, len(text))


def _shown(text: str, number: int, found: Finding) -> FoundLeak:
    is_whole = _is_whole(text, found)
    piece = "" if is_whole else text[found.start : found.end][:LONGEST_PIECE]
    return FoundLeak(number, found.rule, found.say, piece, found.instead, found.severity is Severity.BLOCK)


def _marked(text: str, found: Sequence[Finding]) -> tuple[MarkedPiece, ...]:
    """The text in pieces: what is marked has the numbers of its findings."""
    placed = [(number, each) for number, each in enumerate(found, 1) if not _is_whole(text, each)]
    cuts = sorted({0, len(text), *(at for _, each in placed for at in (each.start, each.end))})
    return tuple(_pieces(text, cuts, placed))


def _pieces(text: str, cuts: Sequence[int], placed: Sequence[tuple[int, Finding]]) -> Iterator[MarkedPiece]:
    for start, end in pairwise(cuts):
        within = [(number, each) for number, each in placed if each.start <= start and end <= each.end]
        blocks = any(each.severity is Severity.BLOCK for _, each in within)
        ending = tuple(number for number, each in within if each.end == end)
        yield MarkedPiece(text[start:end], bool(within), blocks, ending)
