"""Puts together the page of one request: for its requester, or for those who handle it, opened or not."""

from collections.abc import Mapping

from app.actions import handling
from app.actions.handling import Look
from app.domain.lifecycle import State
from app.domain.people import Person, Role
from app.domain.requests import ClosingCode, Purpose, Request, RequestKind, TargetState, closing_codes
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.domain.rights import Right
from app.domain.visibility import CouldNotCheck, Gone, Shown
from app.domain.wikis import Wiki
from app.links.build import email_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import Allowed, decide
from app.store import views
from app.store.timeline import timeline_of
from app.web.guard import Visitor
from app.web.house import House
from app.web.on_wiki import FormWish, forms_of, row_of
from app.web.pages import Opened, OpenRow, Problem, RequestPage, TimelineLine, ViewLine
from app.web.people import SOMEBODY, YOU, names_for
from app.web.routes.queues import is_overdue

PURPOSES = (Purpose.SECOND_LOOK, Purpose.REVIEW, Purpose.APPEAL)
JUST_NOW = 60


async def make_page(house: House, visitor: Visitor, reference: str, problem: Problem | None = None) -> RequestPage:
    """Raises NotThere for a request that does not exist for this person."""
    desk, person = house.desk, visitor.signed_in
    request = await handling.find(desk, person, reference)
    is_requester = request.requester == person.central_id
    # SECURITY: a session in which nothing was sent for an hour shows no pointers, whoever sits there.
    confirmed = desk.now() - visitor.confirmed_at <= POINTERS_NEED_POST_WITHIN
    look = await handling.look_inside(desk, person, request) if confirmed and not is_requester else None
    async with desk.database.reading() as session:
        timeline = await timeline_of(session, reference)
        log = [] if is_requester else await views.views_of(session, reference)
    farm = await desk.wikis.sites.farm()
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(request.wiki)
    who = [line.by for line in timeline if line.by] + [view.central_id for view in log] + [request.requester or 0]
    names = {person.central_id: YOU} if is_requester else await names_for(house, person.central_id, who)
    requester = None if is_requester else names.get(request.requester or 0, SOMEBODY)
    # Answers on suppression go from the team's role address: one's own mail would tell who handled it.
    may_mail = wiki and requester and requester != SOMEBODY and request.kind is not RequestKind.SUPPRESSION
    return RequestPage(
        request=request,
        is_requester=is_requester,
        holder=_holder(request, person, names, house.desk.now()),
        overdue=is_overdue(house, request),
        may=_may(request, person, house.desk.now(), look),
        closing_codes=_closing_codes(request, look),
        purposes=PURPOSES,
        timeline=tuple(TimelineLine(line.event.value, line.at, names.get(line.by or 0)) for line in timeline),
        views=tuple(
            ViewLine(view.reference, names[view.central_id], view.purpose, view.first_at, view.last_at) for view in log
        ),
        requester=requester,
        mail_requester=email_link(wiki, requester) if may_mail and wiki and requester else None,
        opened=_opened(house, request, person, look, wiki) if look and wiki else None,
        criterion=desk.packs.criterion(request.wiki, request.criterion),
        wiki_name=(wiki.site_name if wiki else "") or request.wiki,
        problem=problem,
        notice=_notice(request, is_requester, desk.now()),
    )


def _holder(request: Request, person: Person, names: Mapping[int, str], now: int) -> str | None:
    holder = request.held_by(now)
    if holder is None:
        return None
    return YOU if holder == person.central_id else names.get(holder, SOMEBODY)


def _may(request: Request, person: Person, now: int, look: Look | None) -> frozenset[str]:
    """The steps this reader can take now; the policy is asked, and the claim decides between them."""
    if request.state is not State.OPEN:
        can_open = isinstance(decide(person, Right.REQUEST_OPEN, request), Allowed) and look is None
        return frozenset({"open"}) if can_open else frozenset()
    holder = request.held_by(now)
    mine = holder == person.central_id
    may = {"check"}
    if isinstance(decide(person, Right.REQUEST_TAKE, request), Allowed):
        if mine:
            may |= {"release"} | ({"close"} if look else {"take"})
        else:
            may.add("take" if holder is None else "take-over")
            may |= set() if look else {"open"}
    if isinstance(decide(person, Right.REQUEST_WITHDRAW, request), Allowed):
        may.add("withdraw")
    return frozenset(may)


def _closing_codes(request: Request, look: Look | None) -> tuple[ClosingCode, ...]:
    """Those that fit the kind. "Done" is the wiki's to say wherever the public can tell."""
    untellable = look is not None and all(
        isinstance(state, Gone) or _is_done(request, look, state) for state in look.states.values()
    )
    return tuple(code for code in closing_codes(request.kind) if code is not ClosingCode.DONE or untellable)


def _is_done(request: Request, look: Look, state: object) -> bool:
    return isinstance(state, Shown) and state.is_done(look.hints.parts, request.kind is RequestKind.SUPPRESSION)


def _opened(house: House, request: Request, person: Person, look: Look, wiki: Wiki) -> Opened:
    suppresses = request.kind is RequestKind.SUPPRESSION
    standing = person.standing
    wish = FormWish(
        parts=look.hints.parts,
        suppress=suppresses,
        sees_suppressed=standing.holds(Role.OVERSIGHTER, request.wiki) or standing.holds(Role.STEWARD),
        reason=house.desk.packs.of(request.wiki).neutral_reasons.get(request.kind),
    )
    rows = []
    for target in look.targets:
        state = look.states.get(target.pointer.id, CouldNotCheck())
        row = row_of(wiki, target.pointer.id, state)
        result = TargetState.DONE if _is_done(request, look, state) else target.state
        rows.append(
            OpenRow(row.id, row.state, row.chips, row.diff, row.at, row.page, number=target.number, result=result)
        )
    return Opened(
        hints=look.hints,
        rows=tuple(rows),
        pages=forms_of(wiki, look.states, wish) if request.state is State.OPEN else (),
        could_not_check=look.could_not_check,
        until=look.until,
    )


def _notice(request: Request, is_requester: bool, now: int) -> str | None:
    """What to say first: that the wiki has just been asked and shows it open still, or that it was sent."""
    if request.state is not State.OPEN:
        return None
    if request.checked_at is not None and now - request.checked_at < JUST_NOW:
        return "notice-not-yet"
    return "notice-filed" if is_requester else None
