"""Colleagues named by somebody who follows an account: who is meant, and whether they may see such a thing.

Each must hold the right to follow accounts themselves, as the wikis say at this moment.
"""

from collections.abc import Mapping

from app.actions.desk import Desk
from app.actions.refusals import Unusable
from app.domain.trackings import COLLEAGUES_AT_MOST
from app.mediawiki.outcomes import Failed, NotFound
from app.policy.tracking import may_be_named


async def find_colleagues(desk: Desk, names: Mapping[str, str], owner: int, account: int) -> frozenset[int]:
    """Central ids of the colleagues named, by field. Each must hold the right to follow accounts themselves.

    Raises Unusable for the field of a name that does not fit.
    """
    found: set[int] = set()
    for field, name in names.items():
        if not name.strip():
            continue
        central_id = await desk.wikis.accounts.central_id_of(name.strip())
        if isinstance(central_id, NotFound):
            raise Unusable(field, "tracking-colleague-not-found")
        if isinstance(central_id, Failed):
            raise Unusable(field, "tracking-colleague-could-not-check")
        if central_id != owner:
            await _check_colleague(desk, field, central_id, account)
            found.add(central_id)
    if len(found) > COLLEAGUES_AT_MOST:
        raise Unusable(next(iter(names)), "tracking-colleagues-too-many", str(COLLEAGUES_AT_MOST))
    return frozenset(found)


async def _check_colleague(desk: Desk, field: str, central_id: int, account: int) -> None:
    if central_id == account:
        raise Unusable(field, "tracking-colleague-is-followed")
    identity = await desk.wikis.rights.standing_of(central_id)
    if isinstance(identity, Failed):
        raise Unusable(field, "tracking-colleague-could-not-check")
    if may_be_named(identity.standing, central_id, account):
        return
    unasked = bool(identity.standing.unasked)
    raise Unusable(field, "tracking-colleague-could-not-check" if unasked else "tracking-colleague-may-not")
