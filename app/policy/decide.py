"""May this person do that? The one place that answers, for pages, buttons and POSTs alike.

Deny beats allow, silence denies. What a person may not know of is hidden (404); what they may know of but not do is
refused with one sentence (403). Knows nothing of HTTP or SQL.
"""

from dataclasses import dataclass

from app.domain.people import Person, Reader, Role, Standing
from app.domain.queues import Queue, Step, Team
from app.domain.requests import Request
from app.domain.rights import Right
from app.policy.rights import denial
from app.policy.roles import ROLE_RIGHTS

HANDLERS_RIGHTS = frozenset(
    {
        Right.REQUEST_TAKE,
        Right.REQUEST_OPEN,
        Right.REQUEST_CLOSE,
        Right.REQUEST_ASK,
        Right.REQUEST_FORWARD,
        Right.REQUEST_HAND_OVER,
        Right.VIEW_LOG_READ,
    }
)
REQUESTERS_RIGHTS = frozenset({Right.REQUEST_WITHDRAW, Right.REQUEST_ANSWER})


@dataclass(frozen=True)
class Allowed:
    """Yes."""


@dataclass(frozen=True)
class Denied:
    """No. `sentence` is a message key; `hidden` says that the person may not even know that the thing exists."""

    sentence: str
    hidden: bool = False


Verdict = Allowed | Denied


def queues_of(standing: Standing) -> tuple[Queue, ...]:
    """Every queue whose requests somebody of this standing handles, in a fixed order."""
    of_global_sysops = {Queue(Team.ADMINISTRATORS, wiki) for wiki in standing.wikis_as(Role.GLOBAL_SYSOP)}
    return tuple(sorted(of_global_sysops.union(kept_open_by(standing))))


def kept_open_by(standing: Standing) -> tuple[Queue, ...]:
    """The queues that somebody of this standing keeps open by being here, in a fixed order: those of their own wikis'
    teams, and the stewards'. A global sysop could handle hundreds of wikis' and looks at none of them by being here."""
    own = [
        *(Queue(Team.ADMINISTRATORS, wiki) for wiki in standing.wikis_as(Role.ADMINISTRATOR)),
        *(Queue(Team.OVERSIGHTERS, wiki) for wiki in standing.wikis_as(Role.OVERSIGHTER)),
    ]
    return tuple(sorted(own + ([Queue(Team.STEWARDS)] if standing.holds(Role.STEWARD) else [])))


def handles(standing: Standing, request: Request) -> bool:
    """Whether it is among what somebody of this standing handles: their queue's, or handed up to them."""
    handed_up = request.reached is Step.STEWARDS and standing.holds(Role.STEWARD)
    return handed_up or request.queue in queues_of(standing)


def reader_of(person: Person) -> Reader:
    """What the database needs to know of a person to build the visible set."""
    return Reader(
        central_id=person.central_id,
        queues=tuple(queue.key for queue in queues_of(person.standing)),
        sees_view_log=Right.VIEW_LOG_READ_ALL in rights_of(person.standing),
        sees_trackings=person.standing.holds(Role.STEWARD),
        only_own_trackings=Right.TRACKING_READ not in rights_of(person.standing),
    )


def rights_of(standing: Standing) -> frozenset[Right]:
    """All rights that the person's roles carry, whatever the queue."""
    roles = {Role.EDITOR, *(held.role for held in standing.held)}
    return frozenset().union(*(ROLE_RIGHTS[role] for role in roles))


def decide(person: Person | None, right: Right, request: Request | None = None) -> Verdict:
    """Whether `person` (None: not signed in) holds `right`, for `request` where one is meant."""
    if person is None or right not in rights_of(person.standing):
        return Denied(denial(right))
    return Allowed() if request is None else _decide_on(person, right, request)


def _decide_on(person: Person, right: Right, request: Request) -> Verdict:
    is_requester = request.requester == person.central_id
    is_handler = handles(person.standing, request)
    if not (is_requester or is_handler):
        return Denied(denial(Right.REQUEST_READ), hidden=True)
    if right in HANDLERS_RIGHTS and (is_requester or not is_handler):
        return Denied("denied-own-request" if is_requester else denial(right))
    if right in REQUESTERS_RIGHTS and not is_requester:
        return Denied(denial(right))
    return Allowed()


def may_act_here(standing: Standing, wiki: str, team: Team) -> bool:
    """Whether the person can do on `wiki`, in the wiki's own forms, what is this team's to do."""
    if standing.holds(Role.OVERSIGHTER, wiki) or standing.holds(Role.STEWARD):
        return True
    return team is Team.ADMINISTRATORS and any(
        standing.holds(role, wiki) for role in (Role.ADMINISTRATOR, Role.GLOBAL_SYSOP)
    )
