"""Names for central ids, looked up live: the database keeps numbers only."""

from collections.abc import Iterable, Mapping

from app.web.house import House

YOU = "you"
SOMEBODY = "somebody"
UNTOLD = "could-not-check"
HAVEN = "haven"
"""Nobody pressed a button: Haven saw it by itself. No account's name begins with a small letter."""


async def name_told(house: House, central_id: int) -> str:
    """The name of one account today; "somebody" where it is hidden or gone, "could-not-check" where nobody said."""
    told = await house.desk.wikis.accounts.names_told([central_id])
    return told.get(central_id, UNTOLD) or SOMEBODY


async def names_for(house: House, reader: int, central_ids: Iterable[int]) -> Mapping[int, str]:
    """A name for each id; "you" for the reader, "somebody" where the wikis do not tell (hidden, gone, not asked)."""
    wanted = dict.fromkeys(central_ids)
    others = [central_id for central_id in wanted if central_id != reader]
    names = await house.desk.wikis.accounts.names_of(others) if others else {}
    return {central_id: YOU if central_id == reader else names.get(central_id, SOMEBODY) for central_id in wanted}
