"""One of two processes that try to take the same request at the same moment, round after round.

`python -m tests.store.claiming DATABASE-ADDRESS CENTRAL-ID CLOCK-AHEAD`. A round begins with a line on standard input,
the time of a right clock; this process's own is ahead of it. It answers with one line: what it got in this round, and
whether it could keep a claim that the other may hold by now.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.store.claims import claim, renew
from app.store.sealing import Vault
from app.store.session import Database, StoreBusy, StoreSession
from tests.store.making import KEYS, reference

T = TypeVar("T")


async def race(url: str, central_id: int, ahead: int) -> None:
    database = Database(url, Vault(KEYS[:1]), connections=1)
    for line in sys.stdin:
        now = int(line) + ahead

        async def take(session: StoreSession, now: int = now) -> bool:
            return await claim(session, reference(1), central_id, now)

        async def keep(session: StoreSession, now: int = now) -> bool:
            return await renew(session, reference(1), central_id, now)

        won = await _until_heard(database, take)
        print(int(won), int(await _until_heard(database, keep)), flush=True)
    await database.close()


async def _until_heard(database: Database, attempt: Callable[[StoreSession], Awaitable[T]]) -> T:
    while True:
        try:
            async with database.writing() as session:
                return await attempt(session)
        except StoreBusy:
            continue


if __name__ == "__main__":
    asyncio.run(race(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
