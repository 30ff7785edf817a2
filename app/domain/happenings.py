"""What an event of the stream means for somebody here: a followed account was seen, or a request's target changed.

In memory only, on its way into the database; nothing of the event but ids, codes and its time is in here.
"""

from dataclasses import dataclass, field

from app.domain.targets import Pointer
from app.domain.trackings import Sighting


@dataclass(frozen=True)
class Seen:
    """A followed account did something, or something was done to it, on a wiki.

    `is_attached`: the account is known to be attached there. Else it may be a stranger's who only has the same name.
    """

    account: int
    sighting: Sighting
    is_attached: bool


@dataclass(frozen=True)
class Touch:
    """Something happened to a target of a request. `hides`: it can be seen less than before; `at` in seconds."""

    reference: str
    number: int
    hides: bool
    at: int


@dataclass(frozen=True)
class FollowedTarget:
    """A target of a request that is open, or was done and may be seen again. `number` names it in its request."""

    reference: str
    number: int
    fingerprint: bytes
    pointer: Pointer


@dataclass
class Matches:
    """What a handful of events came to, in their order; `left_out` is how many could not be made sense of."""

    seen: list[Seen] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True)
class Due:
    """A request that is to be looked at, and the second since when."""

    reference: str
    wiki: str
    at: int
