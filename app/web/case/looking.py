"""The look-ups of a case for its pages: its people (R75, R77, R79), and its links (R73).

Asked by a button alone. SECURITY: names go to the wikis in bodies; in links to them a name stands only where nobody
marked it as what must not go out.
"""

from app.actions.case_looking import (
    Address,
    ItemFound,
    NoName,
    PartiesFound,
    PartyFound,
    account_name,
    is_address,
    look_at_items,
    look_at_parties,
)
from app.actions.refusals import TooMuch
from app.domain.accounts import Account, NotVisible
from app.domain.cases import Case, Party
from app.domain.party_states import AccountHere, PartyLook
from app.domain.targets import Pointer
from app.domain.visibility import CouldNotCheck, Gone
from app.domain.wikis import Farm
from app.links.build import page_link
from app.links.forms_accounts import block_link, block_log_link, contributions_link, global_block_link
from app.links.forms_case import log_link
from app.links.forms_many_accounts import global_account_link
from app.links.pasted_lines import LineKind
from app.store.session import StoreBusy
from app.text.look_alikes import NOT_ALIKE, find_look_alikes
from app.text.marks import Marks
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.on_wiki.rows import chips_of, look_link
from app.web.pages import AccountLink, ItemShown, ItemsShown, PartiesShown, PartyShown, Problem
from app.web.too_much import too_much

_MARKS = "_marks"
BUSY = Problem("main", "case-look-busy")


async def parties(house: House, visitor: Visitor, carried: Carried) -> tuple[Case, PartiesShown]:
    """Everybody of the case on its wiki and on all."""
    try:
        found = await look_at_parties(house.desk, visitor.signed_in, carried.case)
    except TooMuch as error:
        return carried.case, PartiesShown(problem=too_much("main", error))
    except StoreBusy:
        return carried.case, PartiesShown(problem=BUSY)
    return carried.case, show_parties(carried.case, found)


async def items(house: House, visitor: Visitor, carried: Carried) -> tuple[Case, ItemsShown]:
    """Each link, with who of the case made what it names."""
    case, person = carried.case, visitor.signed_in
    try:
        people = await look_at_parties(house.desk, person, case)
        found = await look_at_items(house.desk, person, case, own_host(house), people.looks)
    except TooMuch as error:
        return case, ItemsShown(problem=too_much("main", error))
    except StoreBusy:
        return case, ItemsShown(problem=BUSY)
    rows = tuple(_show_item(case, each, people.farm) for each in found)
    return case, ItemsShown(rows, show_parties(case, people))


def own_host(house: House) -> str:
    return house.settings.public_url.partition("//")[2]


def marks_of(case: Case) -> Marks:
    """What was marked in the case: no link carries it, nor what looks like it.

    Made once and kept beside the case, gone with it: a hundred words take a while to read, and each name and each link
    of a page is held against them.
    """
    known: Marks | None = vars(case).get(_MARKS)
    if known is None:
        known = vars(case)[_MARKS] = Marks(frozenset(case.marked))
    return known


def linkable_name(case: Case, party: Party) -> str | None:
    """The name as a link to a wiki may carry it; None for what is marked, and for what is no name."""
    name = party.name.strip() if is_address(party) else account_name(party)
    return None if not name or marks_of(case).keep_out_name(name) else name


def show_parties(case: Case, found: PartiesFound) -> PartiesShown:
    """R77: names that look alike are put beside one another, those of the case's own people alone."""
    alike = find_look_alikes(each.party.name for each in found.parties if not isinstance(each, Address))
    rows = (_show_party(case, each, found) for each in found.parties)
    shown = tuple(PartyShown(**{**vars(row), "alike": alike.get(row.party.name, NOT_ALIKE)}) for row in rows)
    return PartiesShown(shown, case.wiki if found.names_wiki else "")


def _show_party(case: Case, found: PartyFound, around: PartiesFound) -> PartyShown:
    party, name = found.party, linkable_name(case, found.party)
    if isinstance(found, NoName):
        return PartyShown(party, "case-party-no-name")
    if isinstance(found, Address):
        return PartyShown(party, "case-party-address", links=_address_links(case, around.farm, name))
    links = _links(case, around.farm, name, found)
    differs = found.written if found.written != party.name else ""
    if not isinstance(found.everywhere, Account):
        return PartyShown(party, _state(found), found, differs, None, links=links)
    on = tuple(place for place in found.everywhere.on if place.blocked and place.wiki != case.wiki)
    return PartyShown(party, _state(found), found, differs, on, links=links)


def _state(look: PartyLook) -> str:
    """SECURITY: what could not be asked is never nobody, and hidden and missing are one and the same."""
    if isinstance(look.here, AccountHere):
        return "case-party-here" if look.here.is_attached else "case-party-here-alone"
    if isinstance(look.everywhere, Account):
        return "case-party-not-here" if isinstance(look.here, NotVisible) else "case-party-elsewhere"
    if isinstance(look.here, CouldNotCheck) or isinstance(look.everywhere, CouldNotCheck):
        return "state-could-not-check"
    return "case-party-not-visible"


def _links(case: Case, farm: Farm | None, name: str | None, look: PartyLook) -> tuple[AccountLink, ...]:
    wiki = farm.wikis.get(case.wiki) if farm else None
    links = []
    if wiki and isinstance(look.here, NotVisible):
        links.append(AccountLink("case-link-renamed", log_link(wiki, "renameuser", name)))
    if wiki:
        links.append(AccountLink("account-contributions", contributions_link(wiki, name)))
        links.append(AccountLink("account-block-log", block_log_link(wiki, name)))
    if farm and name:
        links.append(AccountLink("account-everywhere", global_account_link(farm.wikis[farm.central], name)))
    return tuple(links)


def _address_links(case: Case, farm: Farm | None, address: str | None) -> tuple[AccountLink, ...]:
    """R60: nothing is asked about an address; whoever may look at it does so on the wiki."""
    wiki = farm.wikis.get(case.wiki) if farm else None
    if farm is None or wiki is None:
        return ()
    block = block_link(wiki, address, hide_name=False)
    everywhere = global_block_link(farm.wikis[farm.central], address)
    return (
        AccountLink("address-contributions", contributions_link(wiki, address)),
        AccountLink("account-block-log", block_log_link(wiki, address)),
        AccountLink("address-block", block.url, block.through_sign_in),
        AccountLink("address-global-block", everywhere.url, everywhere.through_sign_in),
    )


def _show_item(case: Case, found: ItemFound, farm: Farm | None) -> ItemShown:
    line = found.line
    if line is None:
        return ItemShown(found.item, None)
    return ItemShown(found.item, line.kind, _chips(found), _opens(case, found, farm), found.made_by, line.wiki)


def _chips(found: ItemFound) -> tuple[str, ...]:
    if found.state is None:
        return ()
    if found.pointer is not None:
        return chips_of(found.pointer, found.state)
    return ("state-gone",) if isinstance(found.state, Gone) else ("state-could-not-check",)


def _opens(case: Case, found: ItemFound, farm: Farm | None) -> str | None:
    """SECURITY: built from what the link names, for wikis of the farm alone: whoever opens an address outside tells its
    owner theirs."""
    line = found.line
    if farm is None or line is None or line.target is None or line.kind is LineKind.LETS_IN:
        return None
    target = line.target
    known = Pointer(line.wiki, target.kind, target.id or 0) if not target.relation else None
    pointer = found.pointer or known
    if pointer and pointer.wiki in farm.wikis and (link := look_link(farm.wikis[pointer.wiki], pointer)):
        return link
    title = target.title
    if not title or line.wiki not in farm.wikis or marks_of(case).keep_out_title(title):
        return None
    return page_link(farm.wikis[line.wiki], title)
