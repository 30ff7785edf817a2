"""How a team is reached in private, as a page shows it."""

from app.domain.queues import Queue
from app.domain.requests import RequestKind
from app.domain.wikis import Farm
from app.flows.packs import Contact
from app.links.build import page_link
from app.mediawiki.outcomes import Failed
from app.web.house import House

STEWARDS_IN_PRIVATE = "stewards-private"
"""The contact of contacts.toml for everything that is not suppression."""


def contact_of(house: House, kind: RequestKind, queue: Queue) -> Contact | None:
    """The team's own; what stops accounts does not go to the address at which stewards are asked to suppress."""
    general = house.desk.guidance.contacts.get(STEWARDS_IN_PRIVATE) if kind.stops_accounts else None
    return general.contact if general else house.desk.packs.contact(queue.team, queue.wiki)


def mail_page_of(farm: Farm | Failed, queue: Queue, contact: Contact | None) -> str | None:
    """The wiki's own page that mails the team: on the wiki itself, the stewards' on the central one."""
    home = None if isinstance(farm, Failed) else farm.wikis.get(queue.wiki or farm.central)
    return page_link(home, contact.mail_page) if home and contact and contact.mail_page else None
