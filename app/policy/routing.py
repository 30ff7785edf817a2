"""Which queue a request goes to (facts: domain.md 3.3, 4 and 6).

Suppression goes to the wiki's oversighters where it has any, else to the stewards; revision deletion to the wiki's
administrators, else to the stewards. Accounts are stopped on all wikis by stewards alone. A whole team is never kept
out: then it goes one group up.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.queues import Queue, Team
from app.domain.requests import RequestKind
from app.domain.targets import SUPPRESSORS_ONLY, TargetKind


class RouteReason(StrEnum):
    """Why a request goes where it goes; each has a sentence in the messages (`route-<value>`)."""

    LOCAL_TEAM = "local-team"
    NO_LOCAL_TEAM = "no-local-team"
    TEAM_KEPT_OUT = "team-kept-out"
    MAIL_WOULD_REACH = "mail-would-reach"
    MAIL_MIGHT_REACH = "mail-might-reach"
    TEAM_NOT_ASKED = "team-not-asked"
    TEAM_NOT_ASKED_STEWARDS = "team-not-asked-stewards"
    ONLY_STEWARDS = "only-stewards"

    @property
    def goes_up_for_kept_out(self) -> bool:
        """Whether it goes past the team that was to be expected because of whom it is kept from: that is said first."""
        return self in {RouteReason.TEAM_KEPT_OUT, RouteReason.MAIL_WOULD_REACH, RouteReason.MAIL_MIGHT_REACH}


@dataclass(frozen=True)
class Route:
    queue: Queue
    reason: RouteReason


def team_for(kind: RequestKind, target: TargetKind = TargetKind.REVISION, is_suppressed: bool = False) -> Team:
    """The team that can do what `kind` asks of such a target on a wiki. Who suppressed something lifts it, too."""
    if kind.stops_accounts:
        return Team.STEWARDS
    only_oversighters = target in SUPPRESSORS_ONLY or is_suppressed
    if kind is RequestKind.SUPPRESSION or only_oversighters:
        return Team.OVERSIGHTERS
    return Team.ADMINISTRATORS


def route(
    wiki: str, team: Team, members: frozenset[int] | None, excluded: frozenset[int], pack_names_team: bool
) -> Route:
    """Where a request to a wiki's team goes. `excluded` are the people for whom it must not exist.

    `members` are the central ids of the wiki's team read live (None: the wiki could not be asked; then the policy
    pack's word counts: the local team where the pack names its contact, the stewards where it does not know).
    """
    if not team.is_local:
        return Route(Queue(team), RouteReason.ONLY_STEWARDS)
    local = Queue(team, wiki)
    if members is None:
        if pack_names_team:
            return Route(local, RouteReason.TEAM_NOT_ASKED)
        return Route(Queue(Team.STEWARDS), RouteReason.TEAM_NOT_ASKED_STEWARDS)
    if not members:
        return Route(Queue(Team.STEWARDS), RouteReason.NO_LOCAL_TEAM)
    if members <= excluded:
        return Route(Queue(Team.STEWARDS), RouteReason.TEAM_KEPT_OUT)
    return Route(local, RouteReason.LOCAL_TEAM)


def route_of_mail(chosen: Route, members: frozenset[int] | None, excluded: frozenset[int]) -> Route:
    """Where a finished mail goes that no queue takes: a role address is read by the whole team, so with somebody of
    the team kept out (or nobody able to tell) it goes one group up."""
    reaches_them = bool(excluded) if members is None else bool(members & excluded)
    if chosen.queue.team.is_local and reaches_them:
        return Route(Queue(Team.STEWARDS), RouteReason.MAIL_WOULD_REACH)
    return chosen


def route_without_mail(chosen: Route) -> Route:
    """Where a request from which somebody is kept out goes on, as told to a handler, whose team has no queue: up,
    whoever is on the team. A handler who asked of one team after another would learn else who it is."""
    is_about_team = chosen.queue.team.is_local or chosen.reason.goes_up_for_kept_out
    return Route(Queue(Team.STEWARDS), RouteReason.MAIL_MIGHT_REACH) if is_about_team else chosen
