"""A small file that is touched every few seconds, by which the platform sees that the job's process lives.

It tells nothing else: neither how far the job is behind nor whether database and wikis answer. A process that catches
up, or waits for one of them, must not be started again for that. `/status` and the doctor tell the rest.
"""

import asyncio
import os
import tempfile
from contextlib import suppress
from pathlib import Path

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
