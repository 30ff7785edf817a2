"""Which queues are open: where requests may wait. Everywhere else the same answers end in a finished mail."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Protocol

from app.domain.queues import Closed, Queue
from app.flows.packs import Packs
from app.store.presence import present_teams
from app.store.session import Database


class Doors(Protocol):
    """What the question needs: the desk of the web has it, and so has the job that hands requests up."""

    @property
    def database(self) -> Database: ...
    @property
    def packs(self) -> Packs: ...
    @property
    def queues_on(self) -> bool: ...
    @property
    def now(self) -> Callable[[], int]: ...


async def is_open(doors: Doors, queue: Queue) -> bool:
    """Whether requests can wait here: queues are on, the pack says since when the team wants one, and somebody of the
    team was here today or on the six days before."""
    return await why_closed(doors, queue) is None


async def why_closed(doors: Doors, queue: Queue) -> Closed | None:
    """None where it is open."""
    return (await why_each_closed(doors, [queue]))[queue]


async def why_each_closed(doors: Doors, queues: Iterable[Queue]) -> Mapping[Queue, Closed | None]:
    """The same of many; the database is asked at most once, and only about teams that want a queue."""
    asked = dict.fromkeys(queues)
    if not doors.queues_on:
        return dict.fromkeys(asked, Closed.QUEUES_OFF)
    now = doors.now()
    today = datetime.fromtimestamp(now, UTC).date()
    wanted = [queue for queue in asked if doors.packs.wants_queue(queue.team, queue.wiki, today)]
    found: dict[Queue, Closed | None] = dict.fromkeys(asked, Closed.NOT_WANTED)
    if wanted:
        async with doors.database.reading() as session:
            here = await present_teams(session, wanted, now)
        found |= {queue: None if queue in here else Closed.NOBODY_HERE for queue in wanted}
    return found
