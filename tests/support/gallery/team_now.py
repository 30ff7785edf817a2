"""The team that is asked, awake or not, with a queue or without."""

from datetime import date

from app.domain.queues import Closed, Queue, Team
from app.flows.packs import Contact
from app.mediawiki.awake import Awake
from app.web import pages

OVERSIGHTERS = Queue(Team.OVERSIGHTERS, "largewiki")
BODY = (
    "This request waits for you in Haven:\n\nH-7K3Q-2M9D: Suppression, largewiki, Within the hour\n\n"
    "https://haven.example.org/queues\n"
)


def telling(queue: Queue = OVERSIGHTERS, known: bool = True) -> pages.Telling:
    contact = Contact(date(2026, 11, 22), mail="oversighters@example.org", chat="#invented-oversight")
    mailto = "mailto:oversighters@example.org?subject=A%20request%20for%20largewiki"
    subject = "A request for largewiki"
    return pages.Telling(
        queue, contact if known else None, None, "H-7K3Q-2M9D", subject, BODY, mailto if known else None
    )


def team_now(awake: Awake | None, closed: Closed | None = None, queue: Queue = OVERSIGHTERS) -> pages.TeamNow:
    return pages.TeamNow(pages.AwakeTeam(queue, awake), telling(queue, closed is None), closed)
