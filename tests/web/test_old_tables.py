"""New code over tables that nobody has migrated yet: what can works, the rest says "later"."""

import pytest
from sqlalchemy import text

from app.store.session import make_engine
from tests.support.haven import Haven
from tests.support.page_checks import words


async def test_a_forgotten_migration_is_a_page_and_not_a_failure(
    haven: Haven, caplog: pytest.LogCaptureFixture
) -> None:
    odile = await haven.client("Odile Farr")
    engine = make_engine(haven.settings.database_url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE bells"))
    await engine.dispose()
    answer = await odile.post("/bells")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "Try again" in words(answer)
    for path in ("/queues", "/requests", "/emergency", "/"):
        assert (await odile.get(path)).status_code == 200
    (line,) = [record.getMessage() for record in caplog.records if "store-unavailable" in record.getMessage()]
    assert '"error": "StoreBehind"' in line, "what a maintainer finds in the log"
    assert "bells" not in line.partition('"where"')[0]


async def test_before_any_migration_the_public_pages_are_there(haven: Haven) -> None:
    engine = make_engine(haven.settings.database_url)
    async with engine.begin() as connection:
        for table in ("drafts", "sign_ins"):
            await connection.execute(text(f"DROP TABLE {table}"))
    await engine.dispose()
    odile = await haven.client()
    for path in ("/emergency", "/child-protection", "/guide", "/healthz"):
        assert (await odile.get(path)).status_code == 200
