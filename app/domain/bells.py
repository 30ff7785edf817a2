"""The bell: what a secret feed address tells of its owner's queues. A size in three words, never a number."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.domain.queues import Queue

A_FEW_AT_MOST = 5
COUNTED_AT_MOST = A_FEW_AT_MOST + 1
"""Nothing counts further: the next word is the last."""

LIVE_BELLS = 3
"""How many one person keeps at a time."""

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Waiting(StrEnum):
    """How much waits in a queue; each has a word in the messages (`waiting-<value>`)."""

    NONE = "none"
    A_FEW = "a-few"
    MANY = "many"


@dataclass(frozen=True)
class Bell:
    """A bell somebody keeps. `number` tells it from their others, `owner` is a central id; times in seconds since 1970
    (UTC)."""

    number: int
    owner: int
    made_at: int
    until: int


@dataclass(frozen=True)
class Ring:
    """What a bell tells at this moment. `only_waiting`: of very many queues only those are listed in which something
    waits; `more`: and of these only the first."""

    queues: tuple[tuple[Queue, Waiting], ...]
    until: int
    only_waiting: bool = False
    more: bool = False


def waiting_for(count: int) -> Waiting:
    """The word for a number, which may have been counted to COUNTED_AT_MOST only."""
    if count == 0:
        return Waiting.NONE
    return Waiting.A_FEW if count <= A_FEW_AT_MOST else Waiting.MANY


def is_secret(signs: str) -> bool:
    """Whether these signs could be the secret of a bell: 256 bits in the URL-safe base64 alphabet."""
    return _SECRET.fullmatch(signs) is not None
