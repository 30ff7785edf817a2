"""Puts together how to ask in private on one wiki: what the wiki shows now, beside what people reviewed."""

from functools import partial
from urllib.parse import urlsplit

from app.domain.queues import Queue, Team
from app.domain.wikis import Farm, Wiki
from app.flows.other_addresses import other_address
from app.flows.packs import GLOBAL
from app.links.forms_accounts import list_users_link
from app.mediawiki.guidance import Seen
from app.mediawiki.outcomes import Failed
from app.text.letters import mail_address
from app.web.contacts import mail_page_of
from app.web.house import House
from app.web.pages import AskWikiPage, Way

GROUPS = {Team.OVERSIGHTERS: "suppress", Team.ADMINISTRATORS: "sysop"}
"""The groups whose members a wiki lists for everybody to look up (the rights were counted, not the groups)."""


async def guidance_for(house: House, language: str, farm: Farm | Failed, dbname: str) -> AskWikiPage:
    """The page for a wiki that exists, or of which nobody could say whether it does."""
    packs = house.desk.packs
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(dbname)
    seen = await house.desk.wikis.guidance.of(wiki) if wiki else Seen()
    way = partial(_way, house, language, farm, dbname, wiki)
    pack = packs.of(dbname)
    return AskWikiPage(
        wiki=dbname,
        site_name=wiki.site_name if wiki else "",
        exists=wiki is not None,
        suppression=way(Team.OVERSIGHTERS, seen.oversighters, seen.report_mail),
        deletion=way(Team.ADMINISTRATORS, seen.administrators, ""),
        terms=pack.terms,
        norms=tuple(each for each in pack.announcement if not each.asks_for_notice),
        public_venue=pack.public_venue,
        reviewed=pack.reviewed.isoformat() if pack.wiki != GLOBAL else None,
    )


def _way(
    house: House,
    language: str,
    farm: Farm | Failed,
    dbname: str,
    wiki: Wiki | None,
    team: Team,
    holders: int | None,
    report_mail: str,
) -> Way:
    """As requests go (`policy.routing`): the local team; the stewards where there is none, or where nobody could be
    asked and no contact of a local team was reviewed."""
    packs = house.desk.packs
    local = holders or (holders is None and packs.contact(team, dbname))
    queue = Queue(team, dbname) if local else Queue(Team.STEWARDS)
    contact = packs.contact(queue.team, queue.wiki)
    subject = house.messages.say(language, "letter-subject", dbname)
    return Way(
        holders=holders,
        queue=queue,
        contact=contact,
        mail_page=mail_page_of(farm, queue, contact),
        mailto=mail_address(contact.mail, subject) if contact and contact.mail else None,
        list_users=list_users_link(wiki, GROUPS[team]) if wiki and local and not contact else None,
        other=other_address(contact, report_mail, packs.mail_domains),
    )


def wiki_named(text: str, farm: Farm | Failed, reviewed: tuple[str, ...]) -> str | None:
    """The short name of the wiki that an address, a host or a short name means; of the reviewed ones where the list of
    wikis could not be read."""
    name = text.lower()
    if isinstance(farm, Failed):
        return name if name in reviewed else None
    if name in farm.wikis:
        return name if farm.wikis[name].readable else None
    try:
        host = urlsplit(text if "//" in text else f"//{text}").netloc
    except ValueError:
        return None
    wiki = farm.by_host(host)
    return wiki.dbname if wiki and wiki.readable else None
