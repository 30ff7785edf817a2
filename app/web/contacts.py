"""How a team is reached in private, as a page shows it."""

from app.domain.queues import Queue
from app.domain.wikis import Farm
from app.flows.packs import Contact
from app.links.build import page_link
from app.mediawiki.outcomes import Failed


def mail_page_of(farm: Farm | Failed, queue: Queue, contact: Contact | None) -> str | None:
    """The wiki's own page that mails the team: on the wiki itself, the stewards' on the central one."""
    home = None if isinstance(farm, Failed) else farm.wikis.get(queue.wiki or farm.central)
    return page_link(home, contact.mail_page) if home and contact and contact.mail_page else None
