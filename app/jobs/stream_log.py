"""What the job that follows the stream writes: one line for each thing, with codes and counts only."""

import json
from datetime import UTC, datetime
from typing import Protocol


class Say(Protocol):
    """Writes one line of the log."""

    def __call__(self, code: str, **counts: int) -> None: ...


def say(code: str, **counts: int) -> None:
    """One line: when, and a code. SECURITY: nothing that came over the stream or out of the database, but counts."""
    line = {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "event": f"stream-{code.removeprefix('stream-')}"}
    print(json.dumps(line | counts), flush=True)
