"""Sign-ins: one row per session, idle at most 8 hours, alive at most 24. The name in it is the one the wiki gave.

It must not know cookies, rights or the wikis. The cookie holds the random session id, the row only its digest.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update

from app.domain.retention import SESSION_AT_MOST, SESSION_IDLE
from app.store.sealing import digest_of
from app.store.session import StoreSession
from app.store.tables import DRAFTS, SIGN_INS, SignInRow

TOUCH_EVERY = 5 * 60
NAME_SIZE = 512


@dataclass(frozen=True)
class SignIn:
    """Who is signed in. `is_sender` is what they were at sign-in: what stays possible when no wiki can be asked.

    Times are seconds since 1970 (UTC): when it began, when it was last seen, and its last POST.
    """

    central_id: int
    name: str
    is_sender: bool
    created_at: int
    seen_at: int
    posted_at: int


async def add_sign_in(
    session: StoreSession, session_id: str, central_id: int, name: str, is_sender: bool, now: int
) -> None:
    """Starts a session under a new random id."""
    session.add(
        SignInRow(
            id_hash=digest_of(session_id),
            central_id=central_id,
            name_sealed=session.vault.seal(name, least=NAME_SIZE),
            is_sender=is_sender,
            created_at=now,
            seen_at=now,
            posted_at=now,
        )
    )
    await session.flush()


async def find_sign_in(session: StoreSession, session_id: str, now: int) -> SignIn | None:
    """Who this session is, or None when there is none or it has ended."""
    row = (await session.execute(select(SIGN_INS).where(_live(session_id, now)))).first()
    if row is None:
        return None
    name = session.vault.open(row.name_sealed)
    return SignIn(row.central_id, name, bool(row.is_sender), row.created_at, row.seen_at, row.posted_at)


def is_touch_due(sign_in: SignIn, now: int) -> bool:
    """Whether `touch` has anything to write: most pages need no write at all."""
    return sign_in.seen_at <= now - TOUCH_EVERY


async def touch(session: StoreSession, session_id: str, now: int) -> None:
    """Writes down that the session is in use, at most every five minutes: all that a GET may change."""
    due = and_(_live(session_id, now), SIGN_INS.c.seen_at <= now - TOUCH_EVERY)
    await session.execute(update(SIGN_INS).where(due).values(seen_at=now))


async def note_post(session: StoreSession, session_id: str, now: int) -> None:
    """Writes down that the person did something: pointers need that within the last hour."""
    await session.execute(update(SIGN_INS).where(_live(session_id, now)).values(seen_at=now, posted_at=now))


async def sign_out(session: StoreSession, session_id: str) -> None:
    """Ends one session; its drafts go with it."""
    id_hash = digest_of(session_id)
    await session.execute(delete(DRAFTS).where(DRAFTS.c.sign_in_hash == id_hash))
    await session.execute(delete(SIGN_INS).where(SIGN_INS.c.id_hash == id_hash))


async def sign_out_everywhere(session: StoreSession, central_id: int) -> int:
    """Ends all sessions of a person with their drafts; how many sessions there were."""
    await session.execute(delete(DRAFTS).where(DRAFTS.c.central_id == central_id))
    ended: Any = await session.execute(delete(SIGN_INS).where(SIGN_INS.c.central_id == central_id))
    return int(ended.rowcount)


def _live(session_id: str, now: int) -> ColumnElement[bool]:
    return and_(
        SIGN_INS.c.id_hash == digest_of(session_id),
        SIGN_INS.c.seen_at > now - SESSION_IDLE,
        SIGN_INS.c.created_at > now - SESSION_AT_MOST,
    )
