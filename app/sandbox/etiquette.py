"""The user-agent rule of the wikis: a client must say what it is."""

from __future__ import annotations

import re

_BARE_LIBRARY = re.compile(
    r"\s*(python-httpx|python-requests|python-urllib|python-mwoauth default|curl|wget|go-http-client|testclient|java)\b"
    r"(?!.*[@(])",
    re.IGNORECASE,
)


def acceptable_agent(user_agent: str) -> bool:
    """False for a missing user agent and for a library's default one."""
    return bool(user_agent.strip()) and not _BARE_LIBRARY.match(user_agent)
