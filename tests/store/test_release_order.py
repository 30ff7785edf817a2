"""An update without a pause: old code on newer tables, and new code on tables that nobody has migrated yet."""

import pytest
from sqlalchemy import text

from app.store.bells import add_bell
from app.store.migrations import Tables, migrate, state_of
from app.store.purge import eligible_left, run_purge
from app.store.requests import find, queue_page
from app.store.sealing import Vault
from app.store.session import Database, StoreBehind, make_engine
from tests.store.making import HANDLER, KEYS, NOW, OVERSIGHTERS, file, oversighter, reference


async def run_on(url: str, *statements: str) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
async def newer(empty_url: str) -> str:
    """As the migration of a release to come leaves it: a column more, a table more, another name for how far it is."""
    await migrate(empty_url)
    await run_on(
        empty_url,
        "ALTER TABLE requests ADD COLUMN of_tomorrow BIGINT NULL",
        "CREATE TABLE of_tomorrow (id INTEGER NOT NULL)",
        "UPDATE alembic_version SET version_num = '0999_tomorrow'",
    )
    return empty_url


async def test_the_release_before_works_with_newer_tables(newer: str) -> None:
    database = Database(newer, Vault(KEYS[:1]))
    await file(database, 1)
    async with database.reading() as session:
        assert await find(session, oversighter(HANDLER), reference(1)) is not None
        assert len(await queue_page(session, oversighter(HANDLER), [OVERSIGHTERS.key])) == 1
    await run_purge(database, NOW)
    async with database.reading() as session:
        assert (await eligible_left(session, NOW)).total == 0
    await database.close()


async def test_its_migration_leaves_newer_tables_alone(newer: str) -> None:
    assert await state_of(newer) is Tables.AHEAD
    await migrate(newer)
    assert await state_of(newer) is Tables.AHEAD


async def test_new_code_on_old_tables_says_that_they_are_behind(empty_url: str) -> None:
    """What needs the missing part is refused as a whole; the rest works, so that nobody has to stop anything."""
    assert await state_of(empty_url) is Tables.BEHIND
    database = Database(empty_url, Vault(KEYS[:1]))
    with pytest.raises(StoreBehind):
        await file(database, 1)
    await migrate(empty_url)
    await run_on(empty_url, "DROP TABLE bells", "ALTER TABLE tallies RENAME COLUMN count TO counted")
    await file(database, 1)
    with pytest.raises(StoreBehind):
        async with database.writing() as session:
            await add_bell(session, "A" * 43, HANDLER, NOW)
    with pytest.raises(StoreBehind):
        async with database.reading() as session:
            await session.execute(text("SELECT count FROM tallies"))
    await database.close()
