"""Forwarding: whoever holds a request sends it on, to another team of its wiki, to the stewards, or to another wiki.

It goes where a new request would go: a team that is not there, or wholly kept out, leads to the stewards. Where no
queue is open there, it ends in a finished mail, and its handler closes it by code. Who is kept out stays kept out.
"""

from dataclasses import dataclass

from app.actions import handling
from app.actions.completion import Look
from app.actions.desk import Desk
from app.actions.filing import COUNSELS_ADVICE, Prepared, ask_members, choose_route
from app.actions.limits import FORWARDS, admit, admit_destination
from app.actions.open_queues import why_closed
from app.actions.refusals import CouldNotCheckRights, Overtaken, Unusable, refuse
from app.domain.lifecycle import Event
from app.domain.people import Person
from app.domain.queues import Closed, Destination, Queue, Team
from app.domain.requests import Exposed, NewRequest, Request, RequestKind, Wish
from app.domain.rights import Right
from app.domain.visibility import CouldNotCheck, Shown
from app.flows.packs import Criterion
from app.mediawiki.outcomes import Failed
from app.policy.climbing import climbs_at
from app.policy.decide import Denied, decide
from app.policy.routing import Route, route_without_mail, team_for
from app.store.onward import NewPlace, kept_out_of
from app.store.onward import forward as send_on
from app.store.timeline import note_event, times

FORWARDS_AT_MOST = 5
"""A request that was sent on this often belongs to nobody: then somebody has to decide."""


@dataclass(frozen=True)
class Held:
    """A request that the person holds, with its seals open to them."""

    request: Request
    look: Look


@dataclass(frozen=True)
class Onto:
    """Where a request would go, and what it would be there. `closed`: why no queue is open there, so that it goes by
    mail. `criteria` are those to choose from; none where its own holds there, too."""

    destination: Destination
    wiki: str
    team: Team
    kind: RequestKind
    route: Route
    closed: Closed | None
    criteria: tuple[Criterion, ...]

    @property
    def by_mail(self) -> bool:
        return self.closed is not None


async def find_held(desk: Desk, person: Person, reference: str) -> Held:
    """For the first page: by what was known of the person. Raises NotThere, NotAllowed, Overtaken, Unusable."""
    return await _held(desk, person, await handling.find(desk, person, reference))


async def find_held_now(desk: Desk, person: Person, reference: str) -> Held:
    """For every step: the rights are read from the wiki at this moment. Raises CouldNotCheckRights, too."""
    request = await handling.find(desk, person, reference)
    fresh = await handling.reader_now(desk, person, request)
    held = await _held(desk, fresh, request)
    # SECURITY: an author whom the wiki names by now, and hid when they opened it, sends nothing on.
    await handling.keep_out_parties(desk, fresh, request, held.look, not_my_own=True)
    return held


async def _held(desk: Desk, person: Person, request: Request) -> Held:
    verdict = decide(person, Right.REQUEST_FORWARD, request)
    if isinstance(verdict, Denied):
        raise refuse(verdict)
    if request.held_by(desk.now()) != person.central_id:
        raise Overtaken("you-do-not-hold-it")
    look = await handling.look_inside(desk, person, request)
    if look is None:
        raise Overtaken("open-it-once-more")
    async with desk.database.reading() as session:
        if await times(session, request.reference, Event.FORWARDED) >= FORWARDS_AT_MOST:
            raise Unusable("to", "forwarded-too-often", str(FORWARDS_AT_MOST))
    return Held(request, look)


def destinations(held: Held) -> tuple[Destination, ...]:
    """Where it can be sent to. Whoever stops accounts does so on all wikis: that is the stewards' alone."""
    request = held.request
    if request.kind.stops_accounts:
        return ()
    teams = [Team.OVERSIGHTERS, Team.ADMINISTRATORS, Team.STEWARDS]
    fit = [Destination(team.value) for team in teams if team is not request.queue.team and _can_do(team, held)]
    return (*fit, Destination.OTHER_WIKI)


def kind_for(team: Team, kind: RequestKind) -> RequestKind:
    """What is asked of a team: what one hides by suppression, the other does by revision deletion."""
    if kind is RequestKind.LIFT or not team.is_local:
        return kind
    return RequestKind.SUPPRESSION if team is Team.OVERSIGHTERS else RequestKind.REVISION_DELETION


def _can_do(team: Team, held: Held) -> bool:
    """Whether it is in this team's power. Oversighters and stewards can do whatever administrators can."""
    return team is not Team.ADMINISTRATORS or _needed_team(kind_for(team, held.request.kind), held) is team


def _needed_team(kind: RequestKind, held: Held) -> Team:
    """The local team that can do all of it."""
    lifts = kind is RequestKind.LIFT
    states = [(target.pointer, held.look.state_of(target)) for target in held.look.targets]
    needed = {
        team_for(kind, pointer.kind, lifts and (isinstance(state, CouldNotCheck) or _is_suppressed(state)))
        for pointer, state in states
    }
    return Team.OVERSIGHTERS if Team.OVERSIGHTERS in needed else Team.ADMINISTRATORS


def _is_suppressed(state: object) -> bool:
    return isinstance(state, Shown) and state.suppressed


async def plan(desk: Desk, person: Person, held: Held, destination: Destination, other_wiki: str) -> Onto:
    """Where it would really go, and why, by who is on the team now. `other_wiki` is the short name of the wiki, for
    that destination. Raises Unusable, CouldNotCheckRights, TooMuch."""
    request = held.request
    if destination not in destinations(held):
        raise Unusable("to", "forward-not-there")
    await admit_destination(desk, person.central_id)
    is_other = destination is Destination.OTHER_WIKI
    wiki = await _other_wiki(desk, request, other_wiki) if is_other else request.wiki
    # Of the stewards' requests the team is the one whose work it would be on a wiki.
    same = request.queue.team if request.queue.team.is_local else _needed_team(request.kind, held)
    team = same if is_other else Team(destination.value)
    kind = kind_for(team, request.kind)
    async with desk.database.reading() as session:
        excluded = await kept_out_of(session, request.reference)
    members = await ask_members(desk, wiki, team)
    others = None if members is None else members - {request.requester or 0}
    chosen, closed = await choose_route(desk, wiki, team, others, excluded)
    if request.keeps_someone_out and team.is_local and await why_closed(desk, Queue(team, wiki)):
        # SECURITY: that somebody is kept out a handler may know, and not who: no team's mail may tell them apart.
        chosen = route_without_mail(chosen)
        closed = await why_closed(desk, chosen.queue)
    if (chosen.queue, wiki, kind) == (request.queue, request.wiki, request.kind):
        raise Unusable("to", "forward-stays", wiki)
    return Onto(destination, wiki, team, kind, chosen, closed, _criteria(desk, request, wiki, kind))


async def _other_wiki(desk: Desk, request: Request, dbname: str) -> str:
    farm = await desk.wikis.sites.farm()
    if isinstance(farm, Failed):
        raise CouldNotCheckRights
    if dbname not in farm.wikis:
        raise Unusable("wiki", "ask-which-wiki")
    if dbname == request.wiki:
        raise Unusable("wiki", "forward-same-wiki")
    if not farm.wikis[dbname].counts_for_rights:
        raise Unusable("wiki", "forward-wiki-does-not-count", dbname)
    return dbname


def _criteria(desk: Desk, request: Request, wiki: str, kind: RequestKind) -> tuple[Criterion, ...]:
    """None where its own criterion is one of that wiki's for that kind."""
    known = desk.packs.criterion(wiki, request.criterion)
    if known is not None and kind in known.kinds:
        return ()
    return tuple(each for each in desk.packs.criteria(wiki) if kind in each.kinds)


def choose_criterion(held: Held, onto: Onto, code: str) -> str:
    """The criterion it has there. Raises Unusable for one that was not offered."""
    chosen = held.request.criterion
    if onto.criteria:
        if code not in {each.code for each in onto.criteria}:
            raise Unusable("criterion", "choose-criterion")
        chosen = code
    only_counsel = Exposed.COPYRIGHT in held.look.hints.exposed and chosen != COUNSELS_ADVICE
    if onto.kind is RequestKind.SUPPRESSION and onto.kind is not held.request.kind and only_counsel:
        raise Unusable("criterion", "copyright-is-not-suppressed")
    return chosen


async def forward(desk: Desk, person: Person, held: Held, onto: Onto, criterion: str) -> Destination:
    """Sends it on, as planned a moment ago; where it went. Raises Overtaken when they do not hold it any more."""
    request, now = held.request, desk.now()
    queue = onto.route.queue
    later = climbs_at(onto.kind, queue.first_step, desk.packs.escalation(onto.wiki, onto.kind), now)
    place = NewPlace(queue, onto.wiki, onto.kind, criterion, later)
    went = _went(request, onto)
    async with desk.database.writing() as session:
        await admit(session, FORWARDS, person.central_id, 1, now)
        # SECURITY: one conditional UPDATE; of two people, or two tabs, one sends it on.
        if not await send_on(session, request.reference, person.central_id, place, now):
            raise Overtaken("you-do-not-hold-it")
        await note_event(session, request.reference, Event.FORWARDED, person.central_id, now, detail=went.value)
    desk.glances.forget(request.reference)
    return went


def _went(request: Request, onto: Onto) -> Destination:
    same_team = onto.route.queue.team is request.queue.team and onto.wiki != request.wiki
    return Destination.OTHER_WIKI if same_team else Destination(onto.route.queue.team.value)


def as_prepared(held: Held, onto: Onto, criterion: str) -> Prepared:
    """The same as a request that no queue takes, for the finished mail. Nothing of it is kept."""
    request, look = held.request, held.look
    pointers = tuple(target.pointer for target in look.targets)
    new = NewRequest(
        wish=Wish(onto.wiki, onto.kind, criterion, request.urgency, look.hints, pointers),
        queue=Queue(onto.route.queue.team, onto.route.queue.wiki),
        requester=request.requester or 0,
        excluded=frozenset(),
        kept_out=0,
        author_known=request.author_known,
    )
    states = {target.pointer: look.state_of(target) for target in look.targets}
    return Prepared(new, onto.route, onto.team, closed=onto.closed, states=states, asked_by=pointers)
