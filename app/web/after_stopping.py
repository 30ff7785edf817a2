"""Where accounts that are stopped on all wikis did something: there it has to be looked through, and nowhere else."""

from asyncio import gather
from collections.abc import Sequence

from app.actions.refusals import CouldNotCheckRights
from app.domain.targets import Pointer, TargetKind
from app.mediawiki.global_account import GlobalAccount
from app.mediawiki.outcomes import Failed
from app.web.house import House

PLACES_AT_MOST = 20
"""Accounts on wikis: each costs its wiki some questions."""


async def where_they_edited(house: House, pointers: Sequence[Pointer]) -> tuple[list[Pointer], bool]:
    """Each global account among these as what it is on the wikis where it has edits, those with the most first; and
    whether some of them are left out. Any other target stays what it is. Raises CouldNotCheckRights."""
    globally = [each for each in pointers if each.kind is TargetKind.GLOBAL_ACCOUNT and not each.is_marked]
    ask = house.desk.wikis.accounts.global_account
    found = await gather(*(ask({"guiid": each.id, "guiprop": "merged"}) for each in globally))
    if any(isinstance(account, Failed) for account in found):
        raise CouldNotCheckRights("look-around-could-not")
    edits = {
        Pointer(dbname, TargetKind.ACCOUNT, there.user_id): there.edits
        for account in found
        if isinstance(account, GlobalAccount)
        for dbname, there in account.on.items()
        if there.edits
    }
    places = sorted(edits, key=lambda place: -edits[place])
    others = [each for each in pointers if each.kind is not TargetKind.GLOBAL_ACCOUNT]
    return [*places[:PLACES_AT_MOST], *others], len(places) > PLACES_AT_MOST
