"""Handing requests up by time: where nobody takes one, the next group is asked, too. Done by Haven itself.

Whoever was asked before keeps it in their queue. Where stewards have no queue, nothing is handed to them: the pages say
so, and to whom to write instead.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.actions.open_queues import Doors, is_open
from app.domain.lifecycle import Event
from app.domain.queues import Queue, Step, Team
from app.domain.requests import Request, RequestKind
from app.flows.packs import Packs
from app.mediawiki.outcomes import Failed
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams
from app.policy.climbing import LADDER, climbs_at, next_step
from app.policy.routing import RouteReason, route
from app.store import climbing as stored
from app.store.job_holders import hold, last_sign
from app.store.onward import kept_out_of
from app.store.sealing import SealBroken
from app.store.session import Database, StoreBusy, StoreSession
from app.store.timeline import note_event

JOB = "climbing"
TURN_SECONDS = 30
SILENT_SECONDS = 5 * 60
"""A turn comes every half minute; some may fail while the database or a wiki is away."""

PRESSED = tuple((kind, step) for kind, steps in LADDER.items() for step in steps[:-1])
"""The kinds and groups with whom a request waits for a time only."""

NOBODY_THERE = frozenset({RouteReason.NO_LOCAL_TEAM, RouteReason.TEAM_KEPT_OUT})


class Census(Protocol):
    """What of the wikis the ladder needs: who is on a team, and which wikis the global sysops serve."""

    @property
    def sites(self) -> Sites: ...
    @property
    def teams(self) -> Teams: ...


class Stairs(Doors, Protocol):
    """What handing up needs: the desk of the web has it, and so has the job."""

    @property
    def wikis(self) -> Census: ...


@dataclass(frozen=True)
class Stairwell:
    """The job's own `Stairs`."""

    database: Database
    wikis: Census
    packs: Packs
    queues_on: bool
    now: Callable[[], int]


@dataclass(frozen=True)
class Climbed:
    """What came of a turn: how many were handed up, and how many could not be looked at for a reason nobody foresaw."""

    handed_up: int = 0
    failed: int = 0


def climbs_anew(packs: Packs, request: Request, now: int) -> int | None:
    """From when on the next group is asked, if its time with this one begins `now`: sent, answered, opened again."""
    return climbs_at(request.kind, request.reached, packs.escalation(request.wiki, request.kind), now)


async def begin_wait(session: StoreSession, packs: Packs, request: Request, now: int) -> None:
    """Its time with the group that was asked last begins anew: its requester has answered."""
    await stored.set_time(session, request, climbs_anew(packs, request, now))


async def climb(stairs: Stairs) -> Climbed:
    """One turn over everything that is due. Raises StoreBusy; what was not done stays due."""
    now = stairs.now()
    async with stairs.database.reading() as session:
        timeless = await stored.without_time(session, PRESSED)
        due = await stored.due_to_climb(session, now)
    for request in timeless:
        await _wait_on(stairs, request)
    up_is_open = await is_open(stairs, Queue(Team.STEWARDS))
    handed_up = failed = 0
    for request in due:
        try:
            handed_up += await _climb_one(stairs, request, up_is_open)
        except StoreBusy:
            raise
        except Exception:
            # One request that fails must not keep the others where they are; it stays due.
            failed += 1
    return Climbed(handed_up, failed)


async def _climb_one(stairs: Stairs, request: Request, up_is_open: bool) -> bool:
    step = await step_behind(stairs, request)
    if step is None:
        await _wait_on(stairs, request)
        return False
    if step is Step.STEWARDS and not up_is_open:
        # It stays due: its pages say that nobody took it, and to whom to write.
        return False
    now = stairs.now()
    later = climbs_at(request.kind, step, stairs.packs.escalation(request.wiki, request.kind), now)
    async with stairs.database.writing() as session:
        # SECURITY: one conditional UPDATE; who has just taken it keeps it, and nothing is handed up twice.
        if not await stored.hand_up(session, request, step, later, now):
            return False
        await note_event(session, request.reference, Event.HANDED_UP, None, now, detail=step.value)
    return True


async def _wait_on(stairs: Stairs, request: Request) -> None:
    """It is left with the same group for as long again. Where the pack sets no time any more, it is not asked again."""
    at = climbs_anew(stairs.packs, request, stairs.now())
    if at != request.climbs_at:
        async with stairs.database.writing() as session:
            await stored.set_time(session, request, at)


async def step_behind(stairs: Stairs, request: Request) -> Step | None:
    """The group that is asked when its time is over, as the wikis say now; None where it is left with this one."""
    return next_step(
        request.kind,
        request.urgency,
        request.reached,
        has_team=await _has_team(stairs, request),
        served_by_sysops=await _is_served(stairs, request),
    )


async def _has_team(stairs: Stairs, request: Request) -> bool:
    """Whether anybody of its team can act on it. Where the wiki cannot be asked, there is a team: an unknown answer
    takes nothing from anybody."""
    if request.kind is not RequestKind.SUPPRESSION or not request.queue.team.is_local:
        return True
    farm = await stairs.wikis.sites.farm()
    if isinstance(farm, Failed) or request.queue.wiki not in farm.wikis:
        return True
    members = await stairs.wikis.teams.member_central_ids(farm.wikis[request.queue.wiki], request.queue.team)
    if isinstance(members, Failed):
        return True
    others = members - {request.requester or 0}
    where = route(request.queue.wiki, request.queue.team, others, await _kept_out(stairs, request), True)
    return where.reason not in NOBODY_THERE


async def _kept_out(stairs: Stairs, request: Request) -> frozenset[int]:
    try:
        async with stairs.database.reading() as session:
            return await kept_out_of(session, request.reference)
    except SealBroken:
        return frozenset()


async def _is_served(stairs: Stairs, request: Request) -> bool:
    """Whether global sysops act on its wiki. Where that cannot be asked they do not: then the stewards are asked."""
    wikiset = stairs.packs.everywhere.global_sysop_wikiset
    if wikiset is None or request.kind is not RequestKind.REVISION_DELETION or request.reached is not Step.LOCAL:
        return False
    served = await stairs.wikis.sites.global_sysop_wikis(wikiset)
    return not isinstance(served, Failed) and request.queue.wiki in served


async def take_turn(stairs: Stairs, secret: str) -> Climbed | None:
    """`climb`, by one process at a time; None while another one does it. `secret` is this process's own.

    The sign of life is written when the turn is over: what is kept as `behind` is how long ago that was. Raises
    StoreBusy.
    """
    now = stairs.now()
    async with stairs.database.writing() as session:
        before = await last_sign(session, JOB)
        behind = 0 if before is None else before.behind + max(0, now - before.at)
        if not await hold(session, JOB, secret, behind, now):
            return None
    climbed = await climb(stairs)
    if not climbed.failed:
        async with stairs.database.writing() as session:
            await hold(session, JOB, secret, 0, stairs.now())
    return climbed


@dataclass(frozen=True)
class ClimbingHealth:
    """`age`: seconds since the last turn that was finished; None: never, or the database is away."""

    well: bool
    say: str
    age: int | None = None


async def check_climbing(database: Database, now: int) -> ClimbingHealth:
    """Are requests that nobody takes handed up? For `/status` and the doctor.

    Never raises for a database that is away: then it is unknown, and that is not well.
    """
    try:
        async with database.reading() as session:
            sign = await last_sign(session, JOB)
    except StoreBusy:
        return ClimbingHealth(False, "the database is away")
    if sign is None:
        return ClimbingHealth(False, "no request was ever handed up or looked at for it: is the job `stream` running?")
    age = max(0, now - sign.at) + sign.behind
    if age > SILENT_SECONDS:
        return ClimbingHealth(False, f"nothing was handed up, nor looked at for it, for {age} seconds", age)
    return ClimbingHealth(True, "requests that nobody takes are handed up", age)
