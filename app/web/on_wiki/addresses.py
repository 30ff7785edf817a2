"""What can be done about a network address, as links: on its wiki, or on the central one where the text names none."""

from collections.abc import Iterable

from app.domain.targets import Target
from app.domain.wikis import Farm
from app.links.forms_accounts import block_link, contributions_link, global_block_link
from app.web.pages import AddressLinks


def address_links(farm: Farm, addresses: Iterable[Target]) -> tuple[AddressLinks, ...]:
    """One each, in the given order. Addresses are shown once, from memory."""
    central = farm.wikis[farm.central]
    shown = []
    for address in addresses:
        wiki, name = farm.wikis.get(address.wiki or "", central), address.name or ""
        links = (
            ("address-contributions", contributions_link(wiki, name)),
            ("address-block", block_link(wiki, name, hide_name=False).url),
            ("address-global-block", global_block_link(central, name).url),
        )
        shown.append(AddressLinks(name, links))
    return tuple(shown)
