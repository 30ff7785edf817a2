"""Whether what happens outside the wikis is tied to an account (R140-R143): from the answers alone, each time anew.

A team sets how much is enough. What never counts is fixed here, so that no answer kept from before lets it count.
"""

from enum import StrEnum

from app.domain.cases import Case

OFF_WIKI = "off-wiki"
ON_WIKI_TOO = "on-wiki-too"
TIES = "ties"
ATTRIBUTED = "attributed"
NEVER_COUNTS = frozenset({"said-outside", "nothing"})
"""R143: an outside account that says it belongs to a wiki user proves nothing, alone or beside others."""


class Attribution(StrEnum):
    """`NOT_NEEDED`: nothing happens outside; `OPEN`: not everything is said yet."""

    NOT_NEEDED = "not-needed"
    OPEN = "open"
    NOT_ESTABLISHED = "not-established"
    ESTABLISHED = "established"


def attribution(case: Case) -> Attribution:
    """Established only where something counts and the team says that it is enough (R141)."""
    if case.answer(OFF_WIKI) != "yes":
        return Attribution.NOT_NEEDED
    if not case.answers.get(TIES):
        return Attribution.OPEN
    if not ties_count(case) or case.answer(ATTRIBUTED) == "no":
        return Attribution.NOT_ESTABLISHED
    return Attribution.ESTABLISHED if case.answer(ATTRIBUTED) == "yes" else Attribution.OPEN


def ties_count(case: Case) -> bool:
    """Whether anything that was found counts at all."""
    return bool(set(case.answers.get(TIES, ())) - NEVER_COUNTS)


def may_sanction(case: Case) -> bool:
    """R140: no way to a sanction opens for what is not tied to the account. What stands on a wiki stands by itself."""
    tied = attribution(case) in (Attribution.NOT_NEEDED, Attribution.ESTABLISHED)
    return tied or case.answer(ON_WIKI_TOO) == "yes"
