"""The log: one line per event with a code, a reference and the type of an error. Nothing else ever.

SECURITY: no function here takes a text that somebody typed, an address, a name or an exception's own words.
"""

import json
import logging
import secrets
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

_LOG = logging.getLogger("haven")


def start_journal() -> None:
    """Send Haven's lines to standard output and silence every library that would print addresses or values."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    for noisy in ("httpx", "httpcore", "mwoauth", "urllib3", "requests", "requests_oauthlib", "oauthlib", "sqlalchemy",
                  "aiosqlite", "aiomysql", "asyncio", "alembic", "multipart"):  # fmt: skip
        logging.getLogger(noisy).setLevel(logging.CRITICAL)


def note(event: str, *, reference: str | None = None, error: BaseException | None = None, status: int = 0) -> None:
    """Write one line. `event` is a code of ours; of an error only its type is said."""
    line: MutableMapping[str, Any] = {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "event": event}
    if reference:
        line["reference"] = reference
    if error is not None:
        line["error"] = type(error).__name__
        line["where"] = _where(error)
    if status:
        line["status"] = status
    _LOG.info(json.dumps(line))


def new_error_reference() -> str:
    """A random sign that a person can quote and a maintainer can find in the log."""
    return secrets.token_hex(4).upper()


def _where(error: BaseException) -> str:
    """Our own file and line nearest to the error: enough to find it, and no value of any variable."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        path = trace.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/app/" in path:
            place = f"{path.rpartition('/app/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
