"""Signing in and out. The person is identified by the central wiki; here only a session begins or ends."""

import secrets
from contextlib import nullcontext, suppress
from dataclasses import dataclass

from app.actions.desk import Desk
from app.domain.people import Role
from app.domain.retention import POINTERS_NEED_POST_WITHIN
from app.mediawiki.outcomes import Failed
from app.policy.decide import kept_open_by
from app.store import sign_ins
from app.store.presence import note_presence
from app.store.sealing import SealBroken
from app.store.session import StoreBusy


@dataclass(frozen=True)
class SignIn:
    """A live session. `confirmed_at` is when the person last proved to be there: signing in, or a form since then
    with never more than an hour between."""

    central_id: int
    name: str
    is_sender: bool
    confirmed_at: int


async def sign_in(desk: Desk, central_id: int, name: str, old_session: str | None) -> str:
    """Begin a session under a new random id; the one the browser held before ends. Returns the id for the cookie.

    That somebody of their teams was here today is noted, without a person: it keeps these teams' queues open.
    """
    identity = await desk.wikis.rights.standing_anew(central_id)
    is_sender = not isinstance(identity, Failed) and identity.standing.holds_any(Role.SENDER)
    teams = () if isinstance(identity, Failed) or not desk.queues_on else kept_open_by(identity.standing)
    session_id = secrets.token_urlsafe(32)
    async with desk.database.writing() as session:
        if old_session is not None:
            await sign_ins.sign_out(session, old_session)
        await sign_ins.add_sign_in(session, session_id, central_id, name, is_sender, desk.now())
        await note_presence(session, teams, desk.now())
    return session_id


async def read_sign_in(desk: Desk, session_id: str, posted: bool, seen: bool = True) -> SignIn | None:
    """The live session behind a cookie, marking it as seen (at most every five minutes) or as posted.

    `seen` False: an open page asked by itself, which keeps no session alive.
    """
    now = desk.now()
    try:
        async with desk.database.reading() as session:
            found = await sign_ins.find_sign_in(session, session_id, now)
    except SealBroken:
        # The key it was sealed under is gone: whoever held this session signs in again.
        return None
    if found is None:
        return None
    confirmed = posted and now - found.posted_at <= POINTERS_NEED_POST_WITHIN
    if confirmed or (seen and sign_ins.is_touch_due(found, now)):
        # A page that only wants to be read is shown although nothing can be written just now.
        with nullcontext() if posted else suppress(StoreBusy):
            async with desk.database.writing() as session:
                # A form sent after a longer silence proves nothing about who sits there: it does not confirm.
                await (sign_ins.note_post if confirmed else sign_ins.touch)(session, session_id, now)
    return SignIn(found.central_id, found.name, found.is_sender, found.posted_at)


async def sign_out(desk: Desk, session_id: str) -> None:
    """End this session; its drafts go with it."""
    async with desk.database.writing() as session:
        await sign_ins.sign_out(session, session_id)


async def sign_out_everywhere(desk: Desk, central_id: int) -> None:
    """End all sessions of this person on every device; their drafts go with them."""
    async with desk.database.writing() as session:
        await sign_ins.sign_out_everywhere(session, central_id)
