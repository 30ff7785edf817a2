"""Drafts: work over several pages, as ids and answer codes under one seal. They go after two hours, whatever happens.

It must not know what the answers mean. The page's address holds the random draft id, the row only its digest.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from app.domain.retention import DRAFT
from app.store.pointers import require_ids_and_codes
from app.store.sealing import digest_of
from app.store.session import StoreSession
from app.store.tables import DRAFTS, DraftRow

Answers = Mapping[str, Any]
"""JSON of numbers, yes and no, short codes, and lists and mappings of them; anything else raises NotSealable."""

SMALLEST = 512


async def keep_draft(
    session: StoreSession, draft_id: str, central_id: int, session_id: str, answers: Answers, now: int
) -> None:
    """Starts a draft of somebody's session. Raises NotSealable and TooLargeToSeal."""
    session.add(
        DraftRow(
            id_hash=digest_of(draft_id),
            central_id=central_id,
            sign_in_hash=digest_of(session_id),
            sealed=_seal(session, answers),
            created_at=now,
            expires_at=now + DRAFT,
        )
    )
    await session.flush()


async def read_draft(session: StoreSession, draft_id: str, central_id: int, now: int) -> dict[str, Any] | None:
    """The answers so far, or None: unknown, somebody else's and expired look the same."""
    query = select(DRAFTS.c.sealed).where(_live(draft_id, central_id, now))
    token = (await session.execute(query)).scalar()
    answers: dict[str, Any] | None = None if token is None else session.vault.open(token)
    return answers


async def change_draft(session: StoreSession, draft_id: str, central_id: int, answers: Answers, now: int) -> bool:
    """Replaces the answers; the draft does not live longer for it. False when there is none."""
    sealed = _seal(session, answers)
    changed: Any = await session.execute(update(DRAFTS).where(_live(draft_id, central_id, now)).values(sealed=sealed))
    return bool(changed.rowcount == 1)


async def drop_draft(session: StoreSession, draft_id: str, central_id: int, now: int) -> bool:
    """Deletes a draft. True for exactly one caller: a form sent twice files once."""
    dropped: Any = await session.execute(delete(DRAFTS).where(_live(draft_id, central_id, now)))
    return bool(dropped.rowcount == 1)


def _live(draft_id: str, central_id: int, now: int) -> ColumnElement[bool]:
    return and_(DRAFTS.c.id_hash == digest_of(draft_id), DRAFTS.c.central_id == central_id, DRAFTS.c.expires_at > now)


def _seal(session: StoreSession, answers: Answers) -> str:
    plain = dict(answers)
    require_ids_and_codes(plain)
    return session.vault.seal(plain, least=SMALLEST)
