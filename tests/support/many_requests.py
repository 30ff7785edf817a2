"""Fills a migrated database with very many invented requests, fast: what `make bench` measures the queue page on.

The rows are valid (the database checks them), yet all share one seal and have no targets: sealing a million times would
be the slowest part, and the queue page reads neither.
"""

import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from app.domain.lifecycle import State
from app.domain.queues import Queue
from app.domain.references import ALPHABET, LENGTH
from app.domain.requests import Basis, ClosingCode, Hints, Intent, PublishedBefore, RequestKind, Whose
from app.domain.retention import DAY
from app.domain.visibility import Parts
from app.store import pointers
from app.store.sealing import Vault
from app.store.session import make_engine
from app.store.tables import EXCLUDED, REQUESTS

AT_ONCE = 10_000
PEOPLE = range(1_000, 2_000)
HINTS = Hints(frozenset(), Parts.TEXT, Whose.UNKNOWN, Intent.UNKNOWN, PublishedBefore.UNKNOWN)

Rows = tuple[list[dict[str, Any]], list[dict[str, Any]]]


async def add_many_requests(
    url: str, vault: Vault, count: int, queues: Sequence[str], now: int, open_share: float = 0.2
) -> None:
    """`count` requests spread evenly over `queues`, filed during the last 80 days; `open_share` of them are open.

    The requesters are PEOPLE; one in a hundred requests is kept from one of them. The same call makes the same rows.
    """
    engine = make_engine(url)
    chance = random.Random(count)
    try:
        for first in range(1, count + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, count + 1))
            requests, excluded = _rows(vault, numbers, queues, now, open_share, chance)
            async with engine.begin() as connection:
                await connection.execute(insert(REQUESTS), requests)
                if excluded:
                    await connection.execute(insert(EXCLUDED), excluded)
    finally:
        await engine.dispose()


def _rows(
    vault: Vault, numbers: range, queues: Sequence[str], now: int, open_share: float, chance: random.Random
) -> Rows:
    hints = pointers.seal_hints(vault, HINTS)
    requests = []
    excluded = []
    for number in numbers:
        queue = queues[number % len(queues)]
        is_open = chance.random() < open_share
        filed_at = now - chance.randrange(80 * DAY)
        requests.append(
            {
                "id": number,
                "reference": _reference(number),
                "kind": RequestKind.SUPPRESSION.value,
                "wiki": queue.partition(".")[2] or "enwiki",
                "queue": queue,
                "criterion": "personal-information",
                "urgency": chance.randrange(4),
                "state": (State.OPEN if is_open else State.CLOSED).value,
                "requester": chance.choice(PEOPLE),
                "filed_at": filed_at if is_open else filed_at - filed_at % DAY,
                "ended_at": None if is_open else now - now % DAY,
                "target_count": 1,
                "done_count": 0,
                "closing": None if is_open else ClosingCode.DONE.value,
                "basis": None if is_open else Basis.HANDLER.value,
                "author_known": True,
                "keeps_someone_out": False,
                "visible_again": False,
                "awaits_answer": False,
                "reached": Queue.from_key(queue).first_step.value,
                "sealed_hints": hints,
            }
        )
        if chance.random() < 0.01:
            person = pointers.person_fingerprint(vault, chance.choice(PEOPLE))
            excluded.append({"request_id": number, "fingerprint": person})
    return requests, excluded


def _reference(number: int) -> str:
    signs = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(ALPHABET))
        signs = ALPHABET[sign] + signs
    return signs
