"""What every action needs at hand: the database, the wikis, the policy packs, the guided flows and the time."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.actions.glances import Glances
from app.actions.turns import Turns
from app.flows.guidance import Guidance
from app.flows.packs import Packs
from app.mediawiki.door import Wikis
from app.store.session import Database


@dataclass(frozen=True)
class Desk:
    """One per process. `now` gives seconds since 1970 (UTC)."""

    database: Database
    wikis: Wikis
    packs: Packs
    guidance: Guidance
    queues_on: bool
    now: Callable[[], int]
    glances: Glances = field(default_factory=Glances)
    turns: Turns = field(default_factory=Turns)
    reading_turns: Turns = field(default_factory=Turns)
    """Of texts that are looked through: no letter waits for a wiki."""
