"""A followed account that does a great deal: the newest sightings are kept, and the page says so."""

import pytest

from app.sandbox.people import LOCKED_NAME
from app.store import trackings as stored
from app.web import tracking_page
from tests.support.haven import Haven
from tests.support.page_checks import words
from tests.support.trackings import edit, follow, note

SAYS_SO = "Haven keeps the newest 3 only"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stored, tracking_page):
        monkeypatch.setattr(module, "SIGHTINGS_AT_MOST", 3)


async def test_the_page_says_when_older_sightings_may_be_gone(haven: Haven) -> None:
    ilse = await haven.client("Ilse Norrby")
    address = await follow(ilse, LOCKED_NAME)
    await note(haven, address, edit(haven, 5), edit(haven, 6))
    assert SAYS_SO not in words(await ilse.get(address))
    haven.clock.move(minutes=1)
    await note(haven, address, edit(haven, 7), edit(haven, 8))
    page = words(await ilse.get(address))
    assert SAYS_SO in page
    assert "revision 5" not in page
    assert "revision 8" in page
