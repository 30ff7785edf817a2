"""One process that keeps its database as busy as it can: `python -m tests.support.hammering CONNECTIONS SECONDS`.

It reads the address from standard input, says READY, and begins with the next line. In the end it prints one JSON
object: how many transactions ended well, how many were told to wait longer than they may, and which errors the server
gave. It is what a web process or a job is to the server: one `Database`.
"""

import asyncio
import json
import sys
import time
from collections import Counter

from sqlalchemy import text

from app.store.sealing import Vault
from app.store.session import Database, StoreBusy
from tests.store.making import KEYS

AT_ONCE_FOR_EACH = 4
"""More wait for each connection than there is room for."""


async def hammer(url: str, connections: int, seconds: float) -> dict[str, object]:
    database = Database(url, Vault(KEYS[:1]), connections)
    until = time.monotonic() + seconds
    done, errors = 0, Counter[str]()

    async def one_after_another() -> None:
        nonlocal done
        while time.monotonic() < until:
            try:
                async with database.writing() as session:
                    await session.execute(text("SELECT SLEEP(0.002)"))
                done += 1
            except StoreBusy as error:
                errors[_code_of(error)] += 1

    await asyncio.gather(*(one_after_another() for _ in range(connections * AT_ONCE_FOR_EACH)))
    await database.close()
    return {"done": done, "waited": errors.pop("waited", 0), "errors": dict(errors)}


def _code_of(error: StoreBusy) -> str:
    """The server's own number of it; "waited" where no connection became free within the stated time."""
    cause = error.__cause__
    arguments = getattr(getattr(cause, "orig", cause), "args", ())
    return str(arguments[0]) if arguments else "waited"


if __name__ == "__main__":
    address = sys.stdin.readline().strip()
    print("READY", flush=True)
    sys.stdin.readline()
    print(json.dumps(asyncio.run(hammer(address, int(sys.argv[1]), float(sys.argv[2])))))
