"""How the Action API says that a part of something is hidden: a flag stands where the part itself would stand.

The same for revisions, log entries and file versions. Pure reading; the parts themselves are looked at for being there
and dropped.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.visibility import Parts

Flags = Mapping[Parts, tuple[str, str]]
"""For each part: the flag that says it is hidden, and the field that is there when it is not."""


def read_hidden(row: Mapping[str, Any], flags: Flags) -> tuple[Parts, Parts]:
    """The parts hidden now, and the parts that this answer could tell at all."""
    hidden = asked = Parts.NONE
    for part, (flag, field) in flags.items():
        is_hidden = row.get(flag, False) is not False
        if is_hidden:
            hidden |= part
        if is_hidden or field in row:
            asked |= part
    return hidden, asked


def read_moment(timestamp: str) -> int:
    """Seconds since 1970 of a time as the API writes it."""
    return int(datetime.fromisoformat(timestamp).timestamp())


def fourteen_digits(at: int) -> str:
    """The same time as links and forms write it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y%m%d%H%M%S")


def moment_of(digits: str) -> int:
    """Seconds since 1970 of fourteen digits. Raises ValueError."""
    return int(datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp())
