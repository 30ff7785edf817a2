"""The team that is asked, as it is at this moment: who may be awake, whether it has a queue, and what to tell it."""

from dataclasses import dataclass

from app.domain.queues import Closed, Queue
from app.flows.packs import Contact
from app.mediawiki.awake import MINUTES, Awake


@dataclass(frozen=True)
class AwakeTeam:
    """How many of a team edited of late; `awake` None: could not be checked."""

    queue: Queue
    awake: Awake | None

    @property
    def minutes(self) -> int:
        """What "of late" means."""
        return MINUTES


@dataclass(frozen=True)
class Telling:
    """A ready text for the channels that the team has already: `references` alone for those that everybody can read;
    `body` with wiki, kind and urgency for its role mail, under a neutral subject. Never a criterion, never a target."""

    queue: Queue
    contact: Contact | None
    mail_page: str | None
    references: str
    subject: str
    body: str
    mailto: str | None


@dataclass(frozen=True)
class TeamNow:
    """For the requester, while nobody holds the request. `closed`: why no more requests can wait with the team."""

    team: AwakeTeam
    telling: Telling
    closed: Closed | None
