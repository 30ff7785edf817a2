"""Who may know that a request exists: the one place where that is decided, for lists, details, counts and feeds.

It must not know any page or action. There is no second copy of this rule anywhere.
"""

from sqlalchemy import ColumnElement, and_, exists, or_

from app.domain.people import Reader
from app.store.pointers import person_fingerprints
from app.store.sealing import Vault
from app.store.tables import EXCLUDED, REQUESTS


def visible_to(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for requests the reader sent, and for those of their queues from which nobody keeps them out.

    A purged request (no requester any more) is visible to nobody: who was kept out of it is forgotten too, and
    silence denies.
    """
    own = REQUESTS.c.requester == reader.central_id
    if not reader.queues:
        return own
    handled = and_(REQUESTS.c.queue.in_(reader.queues), REQUESTS.c.requester.is_not(None), not_kept_out(vault, reader))
    return or_(own, handled)


def not_kept_out(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for requests for which the reader is neither a known party nor kept out by the requester."""
    # SECURITY: removing this shows a request to the very people it is about.
    return ~exists().where(
        EXCLUDED.c.request_id == REQUESTS.c.id,
        EXCLUDED.c.fingerprint.in_(person_fingerprints(vault, reader.central_id)),
    )
