"""The leak check of one letter: the rules for replies, whom its reader must not learn of, and the safety line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from app.domain.cases import Case, NoSafetyLine, PartyRole
from app.domain.wikis import Farm
from app.mediawiki.outcomes import Failed
from app.text.leak_check import Finding, Outgoing, Severity, TextKind
from app.text.leak_links import is_within
from app.text.leak_rules import rules
from app.text.replies.composing import has_safety_line
from app.text.replies.reading import replies
from app.web.case.letter_draft import Draft, safety_question
from app.web.guard import Visitor
from app.web.house import House
from app.web.leaks import look_through
from app.web.pages.leaks import LookedThrough

SAFETY_LINE = "leak-safety-line"
_ADDRESS = re.compile(r"(?:https?:)?//(\S+)|((?:[\w-]+\.)+[\w-]{2,}(?:/\S*)?)", re.IGNORECASE)
MOST_OF_LINK = 120
"""Characters of a link that are looked for: who writes so much of it writes it."""


async def look_through_letter(house: House, visitor: Visitor, farm: Farm | Failed, draft: Draft) -> LookedThrough:
    """What must not go out, and what is to be looked at once more."""
    return await look_through(house, visitor, _outgoing(farm, draft), partial(_with_safety_line, draft))


def _outgoing(farm: Farm | Failed, draft: Draft) -> Outgoing:
    names = (*not_to_be_named(draft.case, draft.step.to), *outside_links(draft.case, farm))
    ours = tuple(line for each in draft.written for line in each.text.split("\n") if line)
    return Outgoing(
        draft.text,
        TextKind.REPLY,
        draft.language.code,
        names,
        # The reviewed places of help.
        allowed_hosts=tuple(urlsplit(each.address).hostname or "" for each in draft.helping.places),
        own_words=ours,
    )


def not_to_be_named(case: Case, to: PartyRole) -> tuple[str, ...]:
    """SECURITY: R52 and R171: everybody but who gets it, and each marked word, whatever the reader may guess. Where
    several get it, none of them is named to the others."""
    addressees = {party.name for party in case.parties_of(to)}
    allowed = {name.casefold() for name in addressees} if len(addressees) == 1 else set[str]()
    named = (*(party.name for party in case.parties), *case.marked)
    return tuple(dict.fromkeys(each for each in named if each.strip() and each.casefold() not in allowed))


def outside_links(case: Case, farm: Farm | Failed) -> tuple[str, ...]:
    """Links of the report that lead out of the wikis: where the harm stands, nobody is led to (S7)."""
    found = (match[1] or match[2] for item in case.items if (match := _ADDRESS.fullmatch(item.link.strip())))
    return tuple(dict.fromkeys(each[:MOST_OF_LINK] for each in found if not _is_of_wikis(each, farm)))


def _is_of_wikis(link: str, farm: Farm | Failed) -> bool:
    try:
        host = (urlsplit(f"//{link}").hostname or "").casefold()
    except ValueError:
        return False
    known = not isinstance(farm, Failed) and farm.by_host(urlsplit(f"//{link}").netloc) is not None
    return known or is_within(host, rules().wikis)


def _with_safety_line(draft: Draft, found: Sequence[Finding]) -> Iterator[Finding]:
    """SECURITY: R121: every closing says where to turn in danger, in any language, unless the person said why not."""
    is_excused = draft.case.answer(safety_question(draft.step)) in set(NoSafetyLine)
    missing = [each for each in found if each.say == SAFETY_LINE]
    yield from (each for each in found if each.say != SAFETY_LINE)
    if is_excused or not draft.form.closing:
        return
    if missing:
        yield replace(missing[0], severity=Severity.BLOCK)
    elif draft.text.strip() and not has_safety_line(draft.text, replies()):
        yield Finding("R121", Severity.BLOCK, 0, 0, SAFETY_LINE)
