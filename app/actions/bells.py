"""The bell: making a secret feed address, taking it back, and what it tells whoever polls it.

What it tells is counted anew each time, for its owner's present rights, through the same visible set as their queue
page. Whoever polls is not signed in: the secret is all they have, and everything that is no live bell is one and the
same answer. Without queues none of it exists.
"""

import secrets
from collections.abc import Sequence

from app.actions.desk import Desk
from app.actions.limits import BELLS, RINGS, admit
from app.actions.refusals import CouldNotCheckRights, NotThere, Unusable, refuse
from app.domain.bells import COUNTED_AT_MOST, LIVE_BELLS, Bell, Ring, is_secret, waiting_for
from app.domain.people import Person, Reader
from app.domain.queues import Queue, Team
from app.domain.rights import Right
from app.mediawiki.outcomes import Failed
from app.mediawiki.rights import Identity
from app.policy.decide import Denied, decide, queues_of, reader_of
from app.store import bells as stored
from app.store.requests import QUEUES_ONE_BY_ONE, count_open, queues_with_open
from app.store.session import StoreSession

QUEUES_TOLD = 50
"""Of more than this many queues in which something waits the rest is only told of."""


async def make(desk: Desk, person: Person) -> str:
    """A new bell. Returns the secret: nobody can read it anywhere afterwards.

    Raises NotThere (queues are off), NotAllowed, CouldNotCheckRights, TooMuch, Unusable (they keep enough).
    """
    _check_open(desk)
    identity = await desk.wikis.rights.standing_of(person.central_id)
    if isinstance(identity, Failed):
        raise CouldNotCheckRights
    verdict = decide(_person(identity), Right.BELL_KEEP)
    if isinstance(verdict, Denied):
        raise CouldNotCheckRights if identity.standing.unasked else refuse(verdict)
    now, secret = desk.now(), secrets.token_urlsafe(32)
    async with desk.database.writing() as session:
        # Counted first: of two forms at once the second waits for this row, and finds the bell of the first.
        await admit(session, BELLS, person.central_id, 1, now)
        if await stored.count_bells(session, person.central_id, now) >= LIVE_BELLS:
            raise Unusable("bells", "bells-enough", str(LIVE_BELLS))
        await stored.add_bell(session, secret, person.central_id, now)
    return secret


async def bells_of(desk: Desk, person: Person) -> tuple[Bell, ...]:
    """Their live bells. Raises NotThere."""
    _check_open(desk)
    async with desk.database.reading() as session:
        return tuple(await stored.bells_of(session, person.central_id, desk.now()))


async def take_back(desk: Desk, person: Person, number: int | None = None) -> None:
    """End one of theirs, or all. No wiki is asked: a secret that got out must not ring a moment longer."""
    _check_open(desk)
    async with desk.database.writing() as session:
        await stored.take_back(session, person.central_id, number)


async def ring(desk: Desk, secret: str) -> Ring:
    """What waits in the queues that its owner handles at this moment (the wikis' word is at most five minutes old).

    Raises NotThere (no such bell; its owner holds no queue any more, and then it is gone for good), TooMuch,
    CouldNotCheckRights (a wiki where they hold groups is silent: that something waits nowhere is never guessed).
    """
    bell = await _find(desk, secret)
    # SECURITY: whoever was a functionary when they made it hears nothing; rights are those of this moment.
    identity = await desk.wikis.rights.standing_cached(bell.owner)
    if isinstance(identity, Failed):
        raise CouldNotCheckRights
    owner = _person(identity)
    queues = queues_of(owner.standing)
    if identity.standing.unasked:
        raise CouldNotCheckRights
    if not queues or isinstance(decide(owner, Right.BELL_KEEP), Denied):
        await _end(desk, bell)
        raise NotThere
    async with desk.database.reading() as session:
        return await _listen(session, reader_of(owner), queues, bell.until)


async def _find(desk: Desk, secret: str) -> Bell:
    """The live bell, counted as polled once more. Raises NotThere, TooMuch."""
    if not (desk.queues_on and is_secret(secret)):
        raise NotThere
    now = desk.now()
    async with desk.database.writing() as session:
        bell = await stored.find_bell(session, secret, now)
        if bell is None:
            raise NotThere
        # Each bell for itself: one that got out and is hammered must not silence its owner's others.
        await admit(session, RINGS, bell.owner, 1, now, of=bell.number)
    return bell


async def _end(desk: Desk, bell: Bell) -> None:
    async with desk.database.writing() as session:
        await stored.take_back(session, bell.owner, bell.number)


async def _listen(session: StoreSession, reader: Reader, queues: Sequence[Queue], until: int) -> Ring:
    """Few queues one by one; of very many (a global sysop's) only those in which something waits."""
    only_waiting = len(queues) > QUEUES_ONE_BY_ONE
    more = False
    if only_waiting:
        keys = await queues_with_open(session, reader, [queue.key for queue in queues], QUEUES_TOLD + 1)
        more = len(keys) > QUEUES_TOLD
        stewards = [queue for queue in queues if queue.team is Team.STEWARDS]
        queues = (*(Queue.from_key(key) for key in keys[:QUEUES_TOLD]), *stewards)
    heard = [(queue, waiting_for(await count_open(session, reader, [queue.key], COUNTED_AT_MOST))) for queue in queues]
    return Ring(tuple(heard), until, only_waiting, more)


def _person(identity: Identity) -> Person:
    return Person(identity.central_id, identity.name, identity.standing)


def _check_open(desk: Desk) -> None:
    if not desk.queues_on:
        raise NotThere
