"""What Python itself remembers of a request, forgotten with it: the addresses it took apart and the patterns it made.

SECURITY: both are kept for later by the standard library, with names and links that somebody typed in them, and would
outlive the request by hours (promise 1).
"""

import re
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class Forgetting:
    """ASGI middleware: at the end of every request but for the files of ours that never change."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http" and not scope["path"].startswith("/static/"):
                forget()


def forget() -> None:
    """Patterns that modules hold stay; those made from a text on the way are made again when they are needed."""
    re.purge()
    urlsplit.cache_clear()  # type: ignore[attr-defined]
