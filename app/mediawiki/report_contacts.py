"""The address that a wiki's own Incident Reporting System names for private information, which anybody may read.

Only ever to be compared with the contact that people reviewed: whoever may edit a wiki's settings can change it. Read
as an interface message, so that no question of Haven's ever asks for the text of a page.
"""

import json
from asyncio import timeout
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.wikis import Wiki
from app.mediawiki.client import Params, WikiClient
from app.mediawiki.outcomes import Failed, TooSlow
from app.mediawiki.remembered import Remembered

SETTINGS = "IncidentReportingConfig.json"
"""The page `MediaWiki:IncidentReportingConfig.json` (extension ReportIncident, src/Config/ReportIncidentSchema.php)."""
HELP = "ReportIncident_NonEmergency_Doxing_HelpMethod"
KEPT_SECONDS = 5 * 60
DEADLINE = 3.0
"""Seconds: a page waits no longer for a mere comparison."""
LONGEST_ADDRESS = 254


class ReportContacts:
    """Kept a few minutes for each wiki; a wiki that cannot be asked is asked again the next time."""

    def __init__(self, client: WikiClient, now: Callable[[], int], seconds: float = DEADLINE) -> None:
        self._client = client
        self._seconds = seconds
        self._mails: Remembered[str, str] = Remembered(now, KEPT_SECONDS, most=500)

    async def mail_of(self, wiki: Wiki) -> str | Failed:
        """The mail address as it stands there, trimmed; empty where the wiki names none."""
        try:
            async with timeout(self._seconds):
                return await self._mails.get(wiki.dbname, lambda: self._ask(wiki))
        except TimeoutError:
            return TooSlow()

    async def _ask(self, wiki: Wiki) -> str | Failed:
        question: Params = {"action": "query", "meta": "allmessages", "ammessages": SETTINGS}
        return await self._client.read(wiki, question, _read_mail)


def _read_mail(data: Mapping[str, Any]) -> str:
    message = data["query"]["allmessages"][0]
    if message.get("missing"):
        return ""
    try:
        settings = json.loads(message["content"])
    except RecursionError as error:
        raise ValueError from error
    mail = settings.get(HELP, {}).get("Email", "")
    if not isinstance(mail, str):
        raise TypeError
    return mail.strip()[: LONGEST_ADDRESS + 1]
