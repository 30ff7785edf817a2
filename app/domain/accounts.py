"""What the name of an account tells of it.

Lives in memory for as long as a page is made. Knows nothing of text, links or network; time is an argument.
"""

import re

_TEMPORARY = re.compile(r"~20[0-9]{2}-")


def is_temporary(name: str) -> bool:
    """Whether a name is one of a temporary account: `~2026-10482-07`."""
    return _TEMPORARY.match(name) is not None
