"""Two people end a request at the same moment: one does, and the other is told so, on both databases."""

import asyncio

from app.actions.completion import end_as_done
from app.actions.refusals import Overtaken
from app.domain.lifecycle import State
from app.domain.requests import Request
from app.store.requests import find
from app.store.session import Database
from app.store.timeline import timeline_of
from tests.store.making import HANDLER, NOW, REQUESTER, file, oversighter, reference

ROUNDS = 6


async def test_of_two_who_end_it_at_once_one_does_and_the_other_is_told(database: Database) -> None:
    for number in range(1, ROUNDS + 1):
        await file(database, number)
        async with database.reading() as session:
            request = await find(session, oversighter(HANDLER), reference(number))
        assert request is not None

        async def finish(by: int, request: Request = request) -> bool:
            try:
                async with database.writing() as session:
                    await end_as_done(session, request, by, NOW)
            except Overtaken:
                return False
            return True

        # SECURITY: neither waits for the other in a circle: that would be a "no room" for somebody who was too late.
        assert sorted(await asyncio.gather(finish(HANDLER), finish(REQUESTER))) == [False, True]
        async with database.reading() as session:
            assert len(await timeline_of(session, reference(number))) == 1
            ended = await find(session, oversighter(HANDLER), reference(number))
        assert ended is not None
        assert ended.state is State.DONE
