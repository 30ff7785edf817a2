"""What a visitor may learn of a wiki: whether it exists, and how many people handle requests there now.

Visitors are strangers and many, so all of them together may cause only so many questions a minute; what was answered
is kept for some minutes, and what failed for a short while. It needs no database and knows no names.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from app.domain.queues import Team
from app.domain.wikis import Farm, Wiki
from app.mediawiki.outcomes import Failed, RateLimited, TooSlow
from app.mediawiki.remembered import Remembered
from app.mediawiki.report_contacts import ReportContacts
from app.mediawiki.sites import Sites
from app.mediawiki.teams import Teams

T = TypeVar("T")

KEPT_SECONDS = 5 * 60
FAILURE_KEPT_SECONDS = 30
LOOKS_A_MINUTE = 60
"""For all visitors of this process together. A look asks one wiki three questions."""
DEADLINE = 4.0
"""Seconds: then the page says that it could not check."""
MINUTE = 60


@dataclass(frozen=True)
class Seen:
    """How many hold the right on a wiki now; None where it could not be asked. `report_mail` is not to be trusted."""

    oversighters: int | None = None
    administrators: int | None = None
    report_mail: str = ""

    @property
    def is_whole(self) -> bool:
        return self.oversighters is not None and self.administrators is not None


@dataclass
class Bucket:
    """At most `at_most` in each minute."""

    now: Callable[[], int]
    at_most: int
    _minute: int = field(default=-1, init=False)
    _taken: int = field(default=0, init=False)

    def take(self) -> bool:
        minute = self.now() // MINUTE
        if minute != self._minute:
            self._minute, self._taken = minute, 0
        self._taken += 1
        return self._taken <= self.at_most


class Guidance:
    """`seconds` is the deadline of everything that one page waits for."""

    def __init__(
        self,
        sites: Sites,
        teams: Teams,
        report_contacts: ReportContacts,
        now: Callable[[], int],
        *,
        looks_a_minute: int = LOOKS_A_MINUTE,
        seconds: float = DEADLINE,
    ) -> None:
        self._sites = sites
        self._teams = teams
        self._report_contacts = report_contacts
        self._now = now
        self._seconds = seconds
        self._bucket = Bucket(now, looks_a_minute)
        self._farm_again_at = 0
        self._seen: Remembered[str, Seen] = Remembered(
            now, lambda seen: KEPT_SECONDS if seen.is_whole else FAILURE_KEPT_SECONDS, most=2000
        )

    async def farm(self) -> Farm | Failed:
        """Which wikis there are. After a failure nobody asks again for a while."""
        if self._now() < self._farm_again_at:
            return TooSlow()
        found = await self._within(self._sites.farm())
        if isinstance(found, Failed):
            self._farm_again_at = self._now() + FAILURE_KEPT_SECONDS
        return found

    async def of(self, wiki: Wiki) -> Seen:
        """Rights on test, closed and fishbowl wikis count for nothing: nobody handles it there."""
        if not wiki.counts_for_rights:
            return Seen(0, 0)
        found = await self._seen.get(wiki.dbname, lambda: self._look(wiki))
        return Seen() if isinstance(found, Failed) else found

    async def _look(self, wiki: Wiki) -> Seen | Failed:
        # SECURITY: without this, whoever opens one address after another makes Haven ask every wiki of the farm.
        if not self._bucket.take():
            return RateLimited()
        oversighters, administrators, mail = await asyncio.gather(
            self._within(self._teams.members(wiki, Team.OVERSIGHTERS)),
            self._within(self._teams.members(wiki, Team.ADMINISTRATORS)),
            self._within(self._report_contacts.mail_of(wiki)),
        )
        return Seen(
            None if isinstance(oversighters, Failed) else len(oversighters),
            None if isinstance(administrators, Failed) else len(administrators),
            "" if isinstance(mail, Failed) else mail,
        )

    async def _within(self, asked: Awaitable[T | Failed]) -> T | Failed:
        try:
            async with asyncio.timeout(self._seconds):
                return await asked
        except TimeoutError:
            return TooSlow()
