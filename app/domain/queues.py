"""Who handles a request is its queue: the local group of a wiki, the global sysops, or the stewards."""

from dataclasses import dataclass
from enum import StrEnum


class Team(StrEnum):
    """The groups of people who handle requests."""

    ADMINISTRATORS = "administrators"
    OVERSIGHTERS = "oversighters"
    STEWARDS = "stewards"

    @property
    def is_local(self) -> bool:
        return self is not Team.STEWARDS


class Closed(StrEnum):
    """Why requests cannot wait with a team; each has a sentence in the messages (`closed-<value>`)."""

    QUEUES_OFF = "queues-off"
    NOT_WANTED = "not-wanted"
    NOBODY_HERE = "nobody-here"


class Step(StrEnum):
    """The groups that a request goes through, in this order, when nobody takes it."""

    LOCAL = "local"
    GLOBAL_SYSOPS = "global-sysops"
    STEWARDS = "stewards"


class Destination(StrEnum):
    """Where whoever holds a request can send it on to; the values of teams are theirs. Each has words in the messages
    (`destination-<value>`, and `forwarded-<value>` for the timeline)."""

    ADMINISTRATORS = Team.ADMINISTRATORS.value
    OVERSIGHTERS = Team.OVERSIGHTERS.value
    STEWARDS = Team.STEWARDS.value
    OTHER_WIKI = "other-wiki"
    """The same team of another wiki."""


@dataclass(frozen=True, order=True)
class Queue:
    """A team, of one wiki where the team is local. `key` is how the database and the pages name it."""

    team: Team
    wiki: str = ""

    def __post_init__(self) -> None:
        if self.team.is_local != bool(self.wiki):
            raise ValueError("a local team's queue names its wiki, the stewards' names none")

    @property
    def key(self) -> str:
        return f"{self.team.value}.{self.wiki}" if self.wiki else self.team.value

    @property
    def first_step(self) -> Step:
        """Who is asked at first."""
        return Step.LOCAL if self.team.is_local else Step.STEWARDS

    @classmethod
    def from_key(cls, key: str) -> "Queue":
        """Raises ValueError for a key that no queue has."""
        team, _, wiki = key.partition(".")
        return cls(Team(team), wiki)
