"""To whom a case can be handed over, how they are reached, and the links that a draft brings along."""

from collections.abc import Mapping, Sequence

from app.domain.hand_overs import Part, Recipient
from app.domain.queues import Team
from app.domain.targets import Pointer, TargetKind
from app.domain.wikis import Farm
from app.flows.contacts import NamedContact
from app.links.build import page_link
from app.mediawiki.outcomes import Failed
from app.web.house import House
from app.web.on_wiki.rows import look_link
from app.web.pages import NamedWay

REVIEWED_ONLY = (Recipient.CHECKUSERS, Recipient.ARBITRATION)
"""Teams that few wikis have: offered where somebody reviewed how to reach one."""

_PAGES = frozenset({TargetKind.PAGE, TargetKind.FILE_VERSION, TargetKind.ACCOUNT, TargetKind.GLOBAL_ACCOUNT})


def reviewed_wikis(house: House) -> Mapping[Recipient, tuple[str, ...]]:
    """For each of them the wikis of which a contact is known; none at all where there is no such wiki."""
    named = {to: tuple(sorted(each.wiki for each in _teams(house, to))) for to in REVIEWED_ONLY}
    return {to: wikis for to, wikis in named.items() if wikis}


def offered(house: House) -> tuple[Recipient, ...]:
    """In the order of the page: the Foundation first, then who is nearer."""
    reviewed = reviewed_wikis(house)
    return tuple(to for to in Recipient if to not in REVIEWED_ONLY or to in reviewed)


def way_to(house: House, farm: Farm | Failed, to: Recipient, wiki: str) -> NamedWay | None:
    """How they are reached. None for a team that this wiki is not known to have; a team that is there, of which nobody
    reviewed a contact, has a way without one."""
    if to in REVIEWED_ONLY:
        team = next((each for each in _teams(house, to) if each.wiki == wiki), None)
        return (
            NamedWay(team.say, to.value, team.contact, _mail_page(farm, wiki, team.contact.mail_page)) if team else None
        )
    if to.is_of_a_wiki:
        contact = house.desk.packs.contact(Team(to.value), wiki)
        return NamedWay(None, to.value, contact, _mail_page(farm, wiki, contact.mail_page if contact else None))
    named = house.desk.guidance.contacts[to.value]
    return NamedWay(named.say, to.value, named.contact, _mail_page(farm, "", named.contact.mail_page))


def links_of(farm: Farm | Failed, pointers: Sequence[Pointer]) -> tuple[dict[str, str], int]:
    """The links of these targets as the fields of the page hold them, and how many have none.

    By numbers alone: whatever was marked as harming by its name stands in none of them.
    """
    found: dict[str, list[str]] = {Part.PAGES: [], Part.DIFFS: []}
    for pointer in pointers:
        wiki = None if isinstance(farm, Failed) else farm.wikis.get(pointer.wiki)
        link = look_link(wiki, pointer) if wiki else None
        if link:
            found[Part.PAGES if pointer.kind in _PAGES else Part.DIFFS].append(link)
    lists = {part: "\n".join(dict.fromkeys(lines)) for part, lines in found.items() if lines}
    return lists, len(pointers) - sum(map(len, found.values()))


def _teams(house: House, to: Recipient) -> list[NamedContact]:
    return [each for each in house.desk.guidance.contacts.values() if each.team == to.value]


def _mail_page(farm: Farm | Failed, wiki: str, title: str | None) -> str | None:
    """On the wiki itself; what belongs to none is on the central one."""
    home = None if isinstance(farm, Failed) else farm.wikis.get(wiki or farm.central)
    return page_link(home, title) if home and title else None
