"""Puts together the way to the stewards: reads what was said of the names, and groups accounts into requests."""

from collections.abc import Sequence

from app.actions.escalating import (
    EVIDENCE,
    PRIVATE,
    PUBLIC,
    Sorted,
    as_shown,
    goes_in_private,
    names_were_looked_at,
)
from app.actions.open_queues import why_closed
from app.domain.accounts import Account
from app.domain.public_pages import PublicRequest
from app.domain.queues import Queue, Team
from app.domain.requests import RequestKind
from app.policy.stopping import LeftToAsk
from app.store.drafts import Draft
from app.web.body import Form
from app.web.house import House
from app.web.pages import AskTogether, Problem, StewardWaysPage

NONE = "none"
ON_A_PUBLIC_PAGE = {RequestKind.LOCK: PublicRequest.LOCK, RequestKind.GLOBAL_BLOCK: PublicRequest.GLOBAL_BLOCK}
"""Hiding a name is never asked for in public: the request would show it."""


def read_names(form: Form, accounts: Sequence[Sorted]) -> tuple[frozenset[int], str, tuple[Problem, ...]]:
    """The places of the accounts whose names harm, whether the reasons may be public, and what is missing."""
    ticked, evidence = form.all("harms"), form.one(EVIDENCE)
    places = {str(each.place): each.place for each in accounts}
    problems = []
    if form.one("shown") != as_shown(accounts):
        # SECURITY: what was added, named or marked meanwhile, nobody has looked at on this page.
        problems.append(Problem("harms", "stewards-names-changed"))
    elif not ticked or not set(ticked) <= {NONE, *places}:
        problems.append(Problem("harms", "stewards-choose-names"))
    elif NONE in ticked and len(ticked) > 1:
        problems.append(Problem("harms", "stewards-names-or-none"))
    if evidence not in (PUBLIC, PRIVATE):
        problems.append(Problem(EVIDENCE, "stewards-choose-evidence"))
    return frozenset(places[each] for each in ticked if each in places), evidence, tuple(problems)


def said_before(draft: Draft, accounts: Sequence[Sorted]) -> dict[str, str | tuple[str, ...]]:
    """The fields as they were answered; a name that was marked elsewhere is ticked already."""
    harming = harming_of(accounts)
    evidence = {EVIDENCE: draft.stewards[EVIDENCE]} if EVIDENCE in draft.stewards else {}
    if not names_were_looked_at(draft, accounts):
        return {"harms": harming, **evidence}
    return {"harms": harming or (NONE,), **evidence}


def harming_of(accounts: Sequence[Sorted]) -> tuple[str, ...]:
    """The boxes of the names that are marked."""
    return tuple(str(each.place) for each in accounts if each.name_harms)


async def make_ways_page(
    house: House, draft_id: str, draft: Draft, accounts: Sequence[Sorted], problem: Problem | None = None
) -> StewardWaysPage:
    """Every account in exactly one place: in one request, or among those of which nothing is asked."""
    groups: dict[tuple[bool, RequestKind], list[Sorted]] = {}
    nothing: dict[LeftToAsk, list[Sorted]] = {}
    for each in accounts:
        if each.left.kind:
            groups.setdefault((not goes_in_private(draft, each), each.left.kind), []).append(each)
        else:
            nothing.setdefault(each.left, []).append(each)
    together = (
        AskTogether(
            kind,
            tuple(its),
            ON_A_PUBLIC_PAGE.get(kind) if is_public else None,
            sum(each.cannot_be_hidden for each in its),
        )
        for (is_public, kind), its in sorted(groups.items())
    )
    return StewardWaysPage(
        draft=draft_id,
        together=tuple(together),
        nothing={left: tuple(its) for left, its in nothing.items()},
        others=_other_requests(draft, accounts),
        closed=await why_closed(house.desk, Queue(Team.STEWARDS)),
        rights_holders=tuple(each for each in accounts if holds_rights(each)),
        problem=problem,
    )


def holds_rights(account: Sorted) -> bool:
    """Whether it is in a group on any wiki: then it matters who learns of the request first (seed R166)."""
    looked = account.looked
    return isinstance(looked, Account) and bool(looked.groups or any(place.groups for place in looked.on))


def holds_local_rights(account: Sorted) -> bool:
    """Whether it is in a group of one wiki: only such access is asked for on the public page."""
    return isinstance(account.looked, Account) and any(place.groups for place in account.looked.on)


def _other_requests(draft: Draft, accounts: Sequence[Sorted]) -> tuple[PublicRequest, ...]:
    """What else stewards are asked on public pages about accounts whose names may stand there."""
    public = [each for each in accounts if isinstance(each.looked, Account) and not goes_in_private(draft, each)]
    offered = []
    if any(holds_local_rights(each) for each in public):
        offered.append(PublicRequest.ACCESS)
    if public:
        offered += [PublicRequest.CHECKUSER, PublicRequest.GLOBAL_SYSOPS]
    return tuple(offered)
