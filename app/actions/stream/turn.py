"""One process follows the stream: it keeps its lease for as long as it lives, whatever else it is waiting for."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from app.actions.stream.watcher import JOB, Superseded, Watch
from app.store.job_holders import LEASE_SECONDS, hold, let_go
from app.store.session import StoreBusy

HOLD_SECONDS = LEASE_SECONDS / 3
"""How often the lease is renewed: also while it names, connects, or the stream is down."""


async def keep_turn(watch: Watch, behind: Callable[[], int], pause: Callable[[float], Awaitable[None]]) -> None:
    """Renews the lease, and with it the sign of life, until it is cancelled. `behind`: seconds behind the stream.

    Raises Superseded when another process has the job: a lease that ended and that nobody took is taken again.
    """
    while True:
        with suppress(StoreBusy):
            async with watch.database.writing() as session:
                if not await hold(session, JOB, watch.secret, behind(), watch.now()):
                    raise Superseded
        await pause(HOLD_SECONDS)


async def end_turn(watch: Watch) -> None:
    """The next process begins at once. Where the database is away, it waits until the lease has ended."""
    with suppress(StoreBusy):
        async with watch.database.writing() as session:
            await let_go(session, JOB, watch.secret, watch.now())
