"""Puts together the page of one request: for its requester, or for those who handle it, opened or not."""

from collections.abc import Mapping
from dataclasses import replace

from app.actions import handling
from app.actions.completion import Look
from app.domain.lifecycle import Event, State
from app.domain.people import Person, Role
from app.domain.queues import Team
from app.domain.references import write_reference
from app.domain.requests import ClosingCode, Purpose, Request, RequestKind, TargetState, closing_codes
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.domain.rights import Right
from app.domain.wikis import Farm
from app.flows.words import words_of
from app.links.build import email_link
from app.mediawiki.outcomes import Failed
from app.policy.decide import Allowed, decide
from app.store import requests as stored
from app.store import views
from app.store.inquiries import inquiries_of
from app.store.timeline import Happening, for_requester, timeline_of
from app.web.between_people import between_of
from app.web.guard import Visitor
from app.web.house import House
from app.web.live.telling import Showing, live_of
from app.web.live.things import Record, things_of_request
from app.web.on_wiki.forms import FormWish, forms_everywhere
from app.web.on_wiki.rows import kept_apart, look_link_everywhere, row_of
from app.web.onward import onward_of
from app.web.pages import Opened, OpenRow, Problem, RequestPage, TimelineLine, ViewLine
from app.web.people import HAVEN, SOMEBODY, UNTOLD, YOU, name_told, names_for
from app.web.promises import is_overdue
from app.web.reminders import reminder_part
from app.web.stopping_table import stopping_of
from app.web.target_groups import names_for_forms
from app.web.wording import detail_key

PURPOSES = (Purpose.SECOND_LOOK, Purpose.REVIEW, Purpose.APPEAL)
JUST_NOW = 60


async def read_record(house: House, person: Person, reference: str) -> Record:
    """What the page shows of a request that is not opened, and all that its polls compare. Raises NotThere for a
    request that does not exist for this person."""
    request = await handling.find(house.desk, person, reference)
    is_requester = request.requester == person.central_id
    async with house.desk.database.reading() as session:
        timeline = await timeline_of(session, reference)
        log = [] if is_requester else await views.views_of(session, reference)
        results = await stored.results_of(session, reference)
        inquiries = await inquiries_of(session, reference)
    if is_requester:
        # SECURITY: what handlers ask one another, and whom they hand it to, is not for whoever asked them.
        timeline = for_requester(timeline)
        inquiries = [each for each in inquiries if not each.inquiry.is_for_colleagues]
    return Record(request, is_requester, is_overdue(house, request), timeline, log, results, inquiries)


def showing_of(house: House, person: Person, record: Record) -> Showing:
    """The same as things, for its mark."""
    things = things_of_request(record, person.central_id, house.desk.now())
    return Showing(f"/requests/{write_reference(record.request.reference)}", things)


async def make_page(
    house: House, visitor: Visitor, reference: str, since: str | None = None, problem: Problem | None = None
) -> RequestPage:
    """`since`: the mark of what the reader saw before, if they ask what changed. Raises NotThere for a request that
    does not exist for this person."""
    desk, person = house.desk, visitor.signed_in
    record = await read_record(house, person, reference)
    request, is_requester, timeline, log = record.request, record.is_requester, record.timeline, record.log
    # SECURITY: a session in which nothing was sent for an hour shows no pointers, whoever sits there.
    confirmed = desk.now() - visitor.confirmed_at <= POINTERS_NEED_POST_WITHIN
    look = await handling.look_inside(desk, person, request) if confirmed and not is_requester else None
    farm = await desk.wikis.sites.farm()
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(request.wiki)
    names = {person.central_id: YOU} if is_requester else await names_for(house, person.central_id, _people(record))
    between = between_of(record, person, names, desk.now())
    requester = None if is_requester else await name_told(house, request.requester or 0)
    # Answers on suppression go from the team's role address: one's own mail would tell who handled it.
    for_few = request.kind in {RequestKind.SUPPRESSION, RequestKind.LOCK_AND_HIDE}
    by_role = for_few or request.queue.team is Team.OVERSIGHTERS
    may_mail = wiki and requester not in {None, SOMEBODY, UNTOLD} and not by_role
    onward = await onward_of(house, person, request, look)
    # Whoever is asked something, or told to write to somebody, is not told that they need do nothing more.
    is_calm = not (onward.unheard or onward.stale_on or between.question or between.advice)
    return RequestPage(
        request=request,
        is_requester=is_requester,
        holder=_holder(request, person, names, house.desk.now()),
        overdue=record.overdue,
        may=_may(request, person, house.desk.now(), look),
        closing_codes=_closing_codes(request, look),
        purposes=PURPOSES,
        timeline=tuple(_timeline_line(line, names) for line in timeline),
        views=tuple(
            ViewLine(view.reference, names[view.central_id], view.purpose, view.first_at, view.last_at) for view in log
        ),
        requester=requester,
        mail_requester=email_link(wiki, requester) if may_mail and wiki and requester else None,
        opened=await _opened(house, request, person, look, farm) if look and not isinstance(farm, Failed) else None,
        criterion=desk.packs.criterion(request.wiki, request.criterion),
        wiki_name=(wiki.site_name if wiki else "") or request.wiki,
        problem=problem,
        notice=_notice(request, is_requester, is_calm, desk.now()),
        live=live_of(house, person, showing_of(house, person, record), since),
        between=between,
        onward=onward,
        reminder=await reminder_part(house, person, request),
    )


def _people(record: Record) -> list[int]:
    """Everybody whom the page names to a handler, beside its requester."""
    people = [each for line in record.timeline for each in (line.by, line.toward) if each]
    people += [each for asked in record.inquiries for each in (asked.asked_by, asked.asked_of)]
    return people + [view.central_id for view in record.log]


def _timeline_line(line: Happening, names: Mapping[int, str]) -> TimelineLine:
    toward = names.get(line.toward, SOMEBODY) if line.toward else None
    return TimelineLine(line.event.value, line.at, _by(line, names), detail_key(line.event, line.detail), toward)


def _by(line: Happening, names: Mapping[int, str]) -> str | None:
    """Whose name stands beside a line. What nobody did, Haven saw in the stream of the wikis' public events."""
    seen_by_haven = line.by is None and line.event in (Event.DONE_ON_WIKI, Event.VISIBLE_AGAIN)
    return HAVEN if seen_by_haven else names.get(line.by or 0)


def _holder(request: Request, person: Person, names: Mapping[int, str], now: int) -> str | None:
    holder = request.held_by(now)
    if holder is None:
        return None
    return YOU if holder == person.central_id else names.get(holder, SOMEBODY)


def _may(request: Request, person: Person, now: int, look: Look | None) -> frozenset[str]:
    """The steps this reader can take now; the policy is asked, and the claim decides between them."""
    if request.state is not State.OPEN:
        can_open = isinstance(decide(person, Right.REQUEST_OPEN, request), Allowed) and look is None
        # What was hidden may become visible again: whoever knows of the request can have the wiki asked.
        hid = request.kind.hides and request.closing is ClosingCode.DONE
        can_look_back = hid and request.requester is not None
        return frozenset(({"open"} if can_open else set()) | ({"check"} if can_look_back else set()))
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
    results = {look.result_of(target, request.kind) for target in look.targets} if look else {None}
    tellable = bool(results & {TargetState.OPEN, None})
    codes = closing_codes(request.kind, request.visible_again)
    return tuple(code for code in codes if code is not ClosingCode.DONE or not tellable)


async def _opened(house: House, request: Request, person: Person, look: Look, farm: Farm) -> Opened | None:
    if request.wiki not in farm.wikis:
        return None
    is_open = request.state is State.OPEN
    holds = is_open and request.held_by(house.desk.now()) == person.central_id
    wish = _wish(house, request, person, look, farm)
    opened = Opened(
        hints=look.hints,
        rows=(),
        groups=(),
        could_not_check=look.could_not_check,
        until=look.until,
        guided=words_of(house.desk.guidance.flows, look.hints.guided) if look.hints.guided else (),
    )
    if request.kind.stops_accounts:
        return replace(opened, stopping=await stopping_of(house, farm, look, wish, holds))
    states = {target.pointer: look.state_of(target) for target in look.targets}
    wish = replace(wish, names=await names_for_forms(house, farm, states))
    rows = []
    for target in look.targets:
        state = states[target.pointer]
        row = row_of(farm.wikis.get(target.pointer.wiki), target.number, target.pointer, state)
        look_at = row.look or look_link_everywhere(farm.wikis, state)
        now_done = look.result_of(target, request.kind) is TargetState.DONE
        result = TargetState.DONE if now_done else target.state
        kept = kept_apart(target.pointer) if holds else ""
        rows.append(OpenRow(row.place, row.pointer, row.state, row.chips, look_at, row.at, result=result, kept=kept))
    return replace(
        opened,
        rows=tuple(rows),
        groups=forms_everywhere(farm.wikis, states, wish) if is_open else (),
        edit_out_first=house.desk.packs.of(request.wiki).edit_out_first,
    )


def _wish(house: House, request: Request, person: Person, look: Look, farm: Farm) -> FormWish:
    """What the forms of an opened request should tick, for whoever handles it."""
    standing = person.standing
    return FormWish(
        parts=look.hints.parts,
        suppress=request.kind is RequestKind.SUPPRESSION,
        sees_suppressed=standing.holds(Role.OVERSIGHTER, request.wiki) or standing.holds(Role.STEWARD),
        reason=house.desk.packs.of(request.wiki).neutral_reasons.get(request.kind),
        lifts=request.kind is RequestKind.LIFT,
        is_steward=standing.holds(Role.STEWARD),
        central=farm.wikis[farm.central],
        tail=look.hints.tail,
        stops=request.kind if request.kind.stops_accounts else None,
        wikis=farm.wikis,
    )


def _notice(request: Request, is_requester: bool, is_calm: bool, now: int) -> str | None:
    """What to say first: that it can be seen again, that the wiki has just been asked and shows it open still, or that
    it was sent (and nothing more need be done, unless they are asked something)."""
    if request.state is not State.OPEN:
        return None
    if request.visible_again:
        return "notice-visible-again-requester" if is_requester else "notice-visible-again"
    if request.checked_at is not None and now - request.checked_at < JUST_NOW:
        return "notice-not-yet"
    return "notice-filed" if is_requester and is_calm else None
