"""The options of a wiki's own list of reasons, which anybody may read. Nothing else is ever chosen in a form."""

from collections.abc import Mapping
from typing import Any

from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.outcomes import Failed

HIDING = "revdelete-reason-dropdown"
_BLANKS = " \t\r\0\v"
"""What the wikis cut off an option, as PHP's trim does: nothing else that Unicode calls a blank."""


class Reasons:
    def __init__(self, client: WikiClient) -> None:
        self._client = client

    async def containing(self, wiki: Wiki, mark: str) -> str | Failed | None:
        """The one option for hiding revisions that contains `mark`; None where there is not exactly one."""
        question: Params = {"action": "query", "meta": "allmessages", "ammessages": HIDING}
        options = await self._client.read(wiki, question, read_options)
        if isinstance(options, Failed):
            return options
        fitting = [option for option in options if mark in option]
        return fitting[0] if len(fitting) == 1 else None


def read_options(data: Mapping[str, Any]) -> list[str]:
    """Lines with two stars; a line with one is a heading, and one without is no option of a list with headings."""
    message = data["query"]["allmessages"][0]
    lines = [] if message.get("missing") else [line.strip(_BLANKS) for line in str(message["content"]).split("\n")]
    options = (line[2:].strip(_BLANKS) for line in lines if line.startswith("**"))
    return [option for option in options if option]
