"""Whom the ladder finds: an emergency is not left to somebody who may be asleep."""

from dataclasses import replace

import pytest

from app.domain.inquiries import Inquiry
from app.domain.lifecycle import LEASE_SECONDS
from app.domain.requests import Urgency
from app.store.claims import claim
from app.store.climbing import due_to_climb
from app.store.inquiries import ask_back
from app.store.session import Database
from tests.store.making import HANDLER, NOW, file, new_request, reference


@pytest.mark.parametrize(("urgency", "goes_up"), [(Urgency.NOW, True), (Urgency.TODAY, False)])
async def test_what_waits_for_an_answer_goes_up_in_an_emergency_alone(
    database: Database, urgency: Urgency, goes_up: bool
) -> None:
    await file(database, 1, replace(new_request(urgency=urgency), climbs_at=NOW + 60))
    async with database.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        assert await ask_back(session, reference(1), Inquiry.WHICH_PART, HANDLER, NOW)
    async with database.reading() as session:
        assert not await due_to_climb(session, NOW + LEASE_SECONDS - 1), "somebody holds it"
        assert bool(await due_to_climb(session, NOW + LEASE_SECONDS)) is goes_up
