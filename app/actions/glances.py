"""The last look at a request's targets, kept in this process for a minute.

Taking a request asks the wiki; the page that follows shows the same answer instead of asking again. Nothing of it is
written anywhere, and another replica simply asks for itself. What another process saw later stands in the database:
whoever recalls a glance says since when it must be.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.targets import Pointer
from app.domain.visibility import LiveState

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

    def recall(self, reference: str, now: int, since: int = 0) -> Mapping[Pointer, LiveState] | None:
        """The states seen within the last minute and not before `since`, else None."""
        at, states = self._seen.get(reference, (0, None))
        return states if states is not None and at >= since and now - at < KEPT_SECONDS else None

    def forget(self, reference: str) -> None:
        self._seen.pop(reference, None)
