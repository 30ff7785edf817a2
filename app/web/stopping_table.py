"""What the table of accounts to be stopped is made of: their names today and what memory still knows of their edits.

SECURITY: the names of marked accounts are asked, too: for whoever holds the request to paste, and to keep whatever else
is called so out of links. They live for as long as the page is made.
"""

from app.actions.completion import Look
from app.actions.marks import names_everywhere
from app.domain.requests import RequestKind
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import There
from app.domain.wikis import Farm
from app.web.house import House
from app.web.on_wiki.accounts_to_stop import accounts_of, accounts_to_stop
from app.web.on_wiki.forms import FormWish
from app.web.pages import AccountsToStop

REFUSED_BY_THE_FORM = "ca"
"""The contact of contacts.toml to ask about accounts that the software hides no more."""


async def stopping_of(house: House, farm: Farm, look: Look, wish: FormWish, holds: bool) -> AccountsToStop:
    """The table and its forms, for somebody who holds a live view of the request."""
    names = await names_today(house, farm, look)
    accounts = accounts_of(look.targets, look.states, names, wish)
    newest = {pointer: at for pointer in look.states if (at := _newest_known(house, look, pointer)) is not None}
    hides = wish.stops is RequestKind.LOCK_AND_HIDE
    contact = house.desk.guidance.contacts.get(REFUSED_BY_THE_FORM) if hides else None
    return accounts_to_stop(accounts, wish, holds, newest, contact)


async def names_today(house: House, farm: Farm, look: Look) -> dict[Pointer, str]:
    """Today's names, of marked accounts as well; of those the wikis show at all nothing is asked twice."""
    seen = {target.pointer: look.state_of(target) for target in look.targets}
    there = [pointer for pointer, state in seen.items() if isinstance(state, There)]
    return await names_everywhere(house.desk, farm, there)


def _newest_known(house: House, look: Look, pointer: Pointer) -> int | None:
    state = look.states[pointer]
    if not isinstance(state, There) or pointer.kind is not TargetKind.GLOBAL_ACCOUNT:
        return None
    return house.desk.wikis.fresh_edits.newest_known((place.wiki, place.user) for place in state.places if place.edits)
