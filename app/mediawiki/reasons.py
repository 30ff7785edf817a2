"""The options of a wiki's own list of reasons, which anybody may read. Nothing else is ever chosen in a form."""

import re
from collections.abc import Mapping
from typing import Any

from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.outcomes import Failed

HIDING = "revdelete-reason-dropdown"
_OPTION = re.compile(r"^\*\*\s*(.+?)\s*$", re.MULTILINE)


class Reasons:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def containing(self, wiki: Wiki, mark: str) -> str | Failed | None:
        """The one option for hiding revisions that contains `mark`; None where there is not exactly one."""
        question: Params = {"action": "query", "meta": "allmessages", "ammessages": HIDING}
        options = await self._client.read(wiki, question, _read_options)
        if isinstance(options, Failed):
            return options
        fitting = [option for option in options if mark in option]
        return fitting[0] if len(fitting) == 1 else None


def _read_options(data: Mapping[str, Any]) -> list[str]:
    message = data["query"]["allmessages"][0]
    return [] if message.get("missing") else _OPTION.findall(str(message["content"]))
