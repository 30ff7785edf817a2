"""Hands requests up that nobody takes, every half minute, for as long as the process of the stream's job lives.

It has no process of its own: a turn is a look into the database. It shares nothing with the reading but connections,
and neither waits for the other. What it prints are codes and counts.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from app.actions.climbing import TURN_SECONDS, Stairs, take_turn
from app.store.session import StoreBusy

HANDED_UP, FAILED, AWAY = "handed-up", "hand-up-failed", "database-away"
"""What is said of a turn: codes of the log."""

TURN_AT_MOST = 5 * 60.0
"""Wikis that are slow may not keep the next turn waiting for longer."""

LAST_TURN_SECONDS = 20.0
"""How long a process that is about to fail lets its first turn go on: one that fails again and again hands up still."""

Pause = Callable[[float], Awaitable[None]]


class Say(Protocol):
    """Writes one line of the log."""

    def __call__(self, code: str, **counts: int) -> None: ...


async def keep_climbing(stairs: Stairs, secret: str, say: Say, turned: asyncio.Event, pause: Pause) -> None:
    """Turn after turn until it is cancelled; nothing that goes wrong in one ends it. `turned`: after the first."""
    while True:
        try:
            async with asyncio.timeout(TURN_AT_MOST):
                climbed = await take_turn(stairs, secret)
            if climbed is not None and climbed.handed_up:
                say(HANDED_UP, requests=climbed.handed_up)
            if climbed is not None and climbed.failed:
                say(FAILED, requests=climbed.failed)
        except StoreBusy:
            say(AWAY)
        except Exception:
            # SECURITY: an exception's own words may quote what was read; the age on /status tells that it fails.
            say(FAILED)
        turned.set()
        await pause(TURN_SECONDS)


async def beside(following: Coroutine[Any, Any, None], stairs: Stairs, say: Say, pause: Pause = asyncio.sleep) -> None:
    """Hands up while `following` runs, and ends as it ends: with what it raises, once the first turn is over."""
    turned = asyncio.Event()
    climbing = asyncio.ensure_future(keep_climbing(stairs, secrets.token_urlsafe(32), say, turned, pause))
    try:
        await following
    except Exception:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_TURN_SECONDS):
                await turned.wait()
        raise
    finally:
        climbing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await climbing
