"""A small file that is touched every few seconds, by which the platform sees that the job's process lives.

It tells nothing else: neither how far the job is behind nor whether database and wikis answer. A process that catches
up, or waits for one of them, must not be started again for that. `/status` and the doctor tell the rest.
"""

import asyncio
import os
import signal
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

NAME = "haven-stream-alive"
"""In the folder for temporary files; `toolforge-jobs.yaml` looks for it there."""

BEAT_SECONDS = 5.0


async def keep_beating() -> None:
    """Until it is cancelled, by the loop that does the work: one that is stuck beats no more."""
    file = Path(tempfile.gettempdir()) / NAME
    while True:
        _beat(file)
        await asyncio.sleep(BEAT_SECONDS)


def _beat(file: Path) -> None:
    # SECURITY: elsewhere than in a container of its own, anybody may lay a link of that name there.
    with suppress(OSError):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            os.utime(opened)
        finally:
            os.close(opened)


async def until_ended(work: Coroutine[Any, Any, object]) -> int:
    """Does it until SIGTERM or Ctrl-C. Meanwhile the platform sees that the process lives."""
    job, beating = asyncio.ensure_future(work), asyncio.ensure_future(keep_beating())
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, job.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await job
    finally:
        beating.cancel()
    return 0
