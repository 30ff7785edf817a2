"""The purge as the platform runs it: it ends well when nothing was left, and raises the alarm when something was."""

import pytest

from app.domain.retention import DAY
from app.jobs import purge as job
from app.store import purge as store
from app.store.tables import PRESENCE
from app.store.tallies import count_up
from tests.support.haven import Haven


async def leave_something_old(haven: Haven) -> None:
    now = haven.clock()
    async with haven.desk.database.writing() as session:
        assert await count_up(session, "requests", 5, 1, DAY, 10, now)
        await session.execute(PRESENCE.delete())


async def test_it_ends_well_when_everything_went(haven: Haven, capsys: pytest.CaptureFixture[str]) -> None:
    await leave_something_old(haven)
    haven.clock.move(days=3)
    assert await job.run(haven.desk.database, haven.clock()) == 0
    said = capsys.readouterr().out
    assert "tallies=1" in said
    assert "LEFT BEHIND" not in said


async def test_what_a_purge_left_raises_the_alarm_in_numbers_alone(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One branch of it does nothing: the next question finds what it should have taken, and the job fails."""
    await leave_something_old(haven)
    haven.clock.move(days=3)

    async def forgets(*_: object) -> int:
        return 0

    monkeypatch.setattr(store, "_delete", forgets)
    assert await job.run(haven.desk.database, haven.clock()) == 1
    assert "LEFT BEHIND" in capsys.readouterr().out
    monkeypatch.undo()
    assert await job.run(haven.desk.database, haven.clock()) == 0


def test_every_branch_of_the_purge_is_asked_by_the_alarm() -> None:
    """Both read the same rules: a table that is only deleted from, or only counted, would be a hole."""
    assert set(store._KEPT_FOR_A_TIME) <= set(vars(store.Purged()))
