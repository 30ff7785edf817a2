"""One of two processes that try to take the same request, round after round: prints the numbers of the rounds it won.

`python -m tests.store.claiming DATABASE-ADDRESS ROUNDS CENTRAL-ID`. Each round begins when the last lease has ended.
"""

import asyncio
import sys

from app.domain.lifecycle import LEASE_SECONDS
from app.store.claims import claim
from app.store.sealing import Vault
from app.store.session import Database, StoreBusy
from tests.store.making import KEYS, NOW, reference


async def race(url: str, rounds: int, central_id: int) -> None:
    database = Database(url, Vault(KEYS[:1]), connections=1)
    for number in range(rounds):
        if await _try(database, central_id, NOW + number * LEASE_SECONDS):
            print(number)
    await database.close()


async def _try(database: Database, central_id: int, now: int) -> bool:
    while True:
        try:
            async with database.writing() as session:
                return await claim(session, reference(1), central_id, now)
        except StoreBusy:
            continue


if __name__ == "__main__":
    asyncio.run(race(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
