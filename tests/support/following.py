"""The job that follows the stream, for tests: run beside a Haven over real sockets, and waited for by what it did.

Time is the Haven's own clock where it decides anything; nothing here asserts how long something took.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from app.actions.stream.watcher import Watch
from app.domain.targets import Pointer
from app.jobs import stream as job
from app.mediawiki.lookout import Lookout, open_lookout
from app.mediawiki.stream import Stream
from app.sandbox import Farm
from app.settings import Settings
from app.store.sealing import Vault
from app.store.session import JOB_CONNECTIONS, Database
from tests.store.making import file, new_request
from tests.support.haven import Clock, Haven, open_haven
from tests.support.sandbox import start_sandbox

LONGEST_WAIT = 30.0


@dataclass
class Follower:
    """A running job with everything within reach; `said` are the codes it wrote."""

    following: job.Following
    database: Database
    wikis: Lookout
    said: list[str] = field(default_factory=list)
    task: "asyncio.Task[None] | None" = None

    async def until(self, true: Callable[[], bool | Awaitable[bool]]) -> None:
        """Waits for something to become true while the job runs; a job that ended raises what it ended with."""
        async with asyncio.timeout(LONGEST_WAIT):
            while True:
                found = true()
                if found if isinstance(found, bool) else await found:
                    return
                if self.task is not None and self.task.done():
                    self.task.result()
                await asyncio.sleep(0.02)

    async def is_connected(self) -> None:
        await self.until(lambda: "connected" in self.said)

    async def stop(self) -> None:
        """As SIGTERM does: it keeps what it has."""
        await self.kill()
        await self.following.end()

    async def kill(self) -> None:
        """Nothing is kept on the way out."""
        if self.task is not None:
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task

    async def close(self) -> None:
        try:
            await self.kill()
        finally:
            await self.wikis.aclose()
            await self.database.close()


def make_follower(
    settings: Settings,
    clock: Callable[[], int],
    name: str = "one process",
    http: httpx.AsyncClient | None = None,
    url: str | None = None,
    database: Database | None = None,
    stall_seconds: float = 5.0,
) -> Follower:
    """A job that was not begun yet. Its pauses are short."""
    database = database or Database(settings.database_url, Vault(settings.seal_keys), JOB_CONNECTIONS)
    wikis = open_lookout(settings.central_wiki, settings.user_agent, clock, http=http)
    stream = Stream(http or wikis.client.http, url or settings.stream_url or "", settings.user_agent, stall_seconds)
    said: list[str] = []

    def say(code: str, **counts: int) -> None:
        said.append(code)

    async def pause(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.05))

    watch = Watch(database, wikis, clock, name)
    return Follower(job.Following(watch, stream, say, pause=pause), database, wikis, said)


def begin(follower: Follower) -> None:
    follower.task = asyncio.create_task(follower.following.run())


@asynccontextmanager
async def following(haven: Haven, **changes: object) -> AsyncIterator[Follower]:
    """The job beside this Haven, connected to its farm's stream."""
    follower = make_follower(haven.settings, haven.clock, **changes)  # type: ignore[arg-type]
    begin(follower)
    try:
        await follower.is_connected()
        yield follower
    finally:
        await follower.close()


async def file_quietly(haven: Haven, number: int, pointer: Pointer) -> str:
    """A request for suppression straight into the database, whatever the pages would have asked before."""
    new = new_request()
    wish = replace(new.wish, wiki=pointer.wiki, pointers=(pointer,))
    return await file(haven.desk.database, number, replace(new, wish=wish), haven.clock())


@asynccontextmanager
async def haven_with_stream(folder: Path) -> AsyncIterator[Haven]:
    """A Haven whose farm also answers on real sockets, its stream among them. The Haven's own way there is short."""
    with start_sandbox() as sandbox:
        farm: Farm = sandbox.farm
        farm.stream.keep_alive_seconds = 0.5
        async with open_haven(folder, farm=farm, stream_url=farm.stream_url) as haven:
            yield haven


__all__ = ["Clock", "Follower", "begin", "file_quietly", "following", "haven_with_stream", "make_follower"]
