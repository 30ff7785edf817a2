"""Keeping somebody out of a request after it was filed: the wiki has just shown that it is their own case.

It must not decide whose case it is; `app.actions.parties` does.
"""

from sqlalchemy import insert, select, update

from app.store import pointers
from app.store.session import StoreSession
from app.store.tables import EXCLUDED, REQUESTS


async def exclude(session: StoreSession, reference: str, central_id: int) -> None:
    """From now on the request does not exist for this person. Doing it again changes nothing."""
    query = select(REQUESTS.c.id, REQUESTS.c.sealed_parties).where(REQUESTS.c.reference == reference).with_for_update()
    request = (await session.execute(query)).one()
    vault = session.vault
    parties = pointers.open_parties(vault, request.sealed_parties) if request.sealed_parties else frozenset()
    if central_id in parties:
        return
    fingerprint = pointers.person_fingerprint(vault, central_id)
    await session.execute(insert(EXCLUDED).values(request_id=request.id, fingerprint=fingerprint))
    # The ids stand under a seal as well, so that a change of keys can make the fingerprints anew.
    sealed = pointers.seal_parties(vault, parties | {central_id})
    await session.execute(update(REQUESTS).where(REQUESTS.c.id == request.id).values(sealed_parties=sealed))
