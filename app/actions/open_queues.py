"""Which queues are open: where requests may wait. Everywhere else the same answers end in a finished mail."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from app.domain.queues import Queue
from app.flows.packs import Packs
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
    """Whether requests can wait here: queues are on, and the pack says that the team wants one."""
    today = datetime.fromtimestamp(doors.now(), UTC).date()
    return doors.queues_on and doors.packs.wants_queue(queue.team, queue.wiki, today)
