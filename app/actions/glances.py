"""The last look at a request's targets, kept in this process for a minute.

Taking a request asks the wiki; the page that follows shows the same answer instead of asking again. Nothing of it is
written anywhere, and another replica simply asks for itself. What another process saw later stands in the database:
whoever recalls a glance says since when it must be.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, LiveState

KEPT_SECONDS = 60
KEPT_AT_MOST = 200


@dataclass
class Glances:
    """Live states by reference, with the time they were seen."""

    _seen: OrderedDict[str, tuple[int, Mapping[Pointer, LiveState]]] = field(default_factory=OrderedDict)

    def keep(self, reference: str, states: Mapping[Pointer, LiveState], now: int) -> None:
        self._seen[reference] = (now, states)
        self._seen.move_to_end(reference)
        while len(self._seen) > KEPT_AT_MOST or now - next(iter(self._seen.values()))[0] >= KEPT_SECONDS:
            self._seen.popitem(last=False)

    def keep_some(self, reference: str, states: Mapping[Pointer, LiveState], now: int) -> None:
        """The same where not everything was told: whoever tries again asks for the rest alone, within the minute in
        which the first of it was seen."""
        at, _ = self._seen.get(reference, (now, None))
        self.keep(reference, states, at if now - at < KEPT_SECONDS else now)

    def recall(self, reference: str, now: int, since: int = 0) -> Mapping[Pointer, LiveState] | None:
        """The states seen within the last minute and not before `since`, else None."""
        at, states = self._seen.get(reference, (0, None))
        return states if states is not None and at >= since and now - at < KEPT_SECONDS else None

    def recall_some(self, reference: str, now: int, since: int = 0) -> Mapping[Pointer, LiveState] | None:
        """The same, only of a look that ended before everything was told: any other step asks anew."""
        states = self.recall(reference, now, since)
        return states if states and any(isinstance(each, CouldNotCheck) for each in states.values()) else None

    def forget(self, reference: str) -> None:
        self._seen.pop(reference, None)
