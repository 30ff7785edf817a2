"""Keeping somebody out of a request after it was filed: the wiki has just shown that it is their own case.

It must not decide whose case it is; `app.actions.parties` does.
"""

from collections.abc import Iterable

from sqlalchemy import and_, insert, select, update

from app.store import pointers
from app.store.session import StoreSession
from app.store.tables import EXCLUDED, REQUESTS


async def exclude(session: StoreSession, reference: str, central_ids: Iterable[int], all_known: bool = False) -> None:
    """From now on the request does not exist for these people. Doing it again changes nothing.

    `all_known`: with them every author is known, and handlers need not declare anything any more.
    """
    query = select(REQUESTS.c.id, REQUESTS.c.sealed_parties).where(REQUESTS.c.reference == reference).with_for_update()
    request = (await session.execute(query)).one()
    vault = session.vault
    parties = pointers.open_parties(vault, request.sealed_parties) if request.sealed_parties else frozenset()
    new = sorted(frozenset(central_ids) - parties)
    for central_id in new:
        fingerprint = pointers.person_fingerprint(vault, central_id)
        await session.execute(insert(EXCLUDED).values(request_id=request.id, fingerprint=fingerprint))
    values: dict[str, object] = {"author_known": True} if all_known else {}
    if new:
        # The ids stand under a seal as well, so that a change of keys can make the fingerprints anew.
        values["sealed_parties"] = pointers.seal_parties(vault, parties | frozenset(new))
        # Whose own case it turns out to be holds it no longer: nobody else would know that it waits.
        theirs = and_(REQUESTS.c.id == request.id, REQUESTS.c.holder.in_(new))
        await session.execute(update(REQUESTS).where(theirs).values(holder=None, claim_until=None))
    if values:
        await session.execute(update(REQUESTS).where(REQUESTS.c.id == request.id).values(values))
