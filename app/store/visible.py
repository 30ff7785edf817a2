"""Who may know that a request or a tracking exists: the one place that decides, for lists, details, counts and feeds.

It must not know any page or action. There is no second copy of this rule anywhere.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, true

from app.domain.people import Reader
from app.domain.queues import Step, Team
from app.store.pointers import person_fingerprints
from app.store.sealing import Vault
from app.store.tables import COLLEAGUES, EXCLUDED, REQUESTS, TRACKINGS


def visible_to(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for requests the reader sent, and for those of their queues from which nobody keeps them out.

    A purged request (no requester any more) is visible to nobody: who was kept out of it is forgotten too, and
    silence denies.
    """
    own = REQUESTS.c.requester == reader.central_id
    if not reader.queues:
        return own
    handled = and_(of_queues(reader.queues), REQUESTS.c.requester.is_not(None), not_kept_out(vault, reader))
    return or_(own, handled)


def sent_by_others(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for what the reader may handle: nobody handles their own request."""
    # SECURITY: who handles a request its own sender never learns, although they are of the team.
    return and_(REQUESTS.c.requester != reader.central_id, visible_to(vault, reader))


def of_queues(keys: Sequence[str]) -> ColumnElement[bool]:
    """True for requests of these queues. To the stewards' belongs what was handed up to them, too."""
    local = [key for key in keys if key != Team.STEWARDS.value]
    rules = [REQUESTS.c.queue == key for key in local] if len(local) == 1 else [REQUESTS.c.queue.in_(local)]
    if Team.STEWARDS.value in keys:
        reached = REQUESTS.c.reached == Step.STEWARDS.value
        return or_(*rules, reached) if local else reached
    return rules[0]


def not_kept_out(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for requests for which the reader is neither a known party nor kept out by the requester."""
    # SECURITY: removing this shows a request to the very people it is about.
    return ~exists().where(
        EXCLUDED.c.request_id == REQUESTS.c.id,
        EXCLUDED.c.fingerprint.in_(person_fingerprints(vault, reader.central_id)),
    )


def tracking_visible_to(vault: Vault, reader: Reader) -> ColumnElement[bool]:
    """True for trackings the reader began or was named in; for stewards, all of them; for who holds no right any more,
    only what they began, so that they can end it. Never of the reader's own account."""
    named = exists().where(COLLEAGUES.c.tracking_id == TRACKINGS.c.id, COLLEAGUES.c.central_id == reader.central_id)
    mine = TRACKINGS.c.owner == reader.central_id
    shared = mine if reader.only_own_trackings else or_(mine, named)
    concerned = true() if reader.sees_trackings else shared
    # SECURITY: removing this tells somebody that they are followed, and by whom.
    not_themselves = TRACKINGS.c.account_fingerprint.not_in(person_fingerprints(vault, reader.central_id))
    return and_(concerned, not_themselves)
