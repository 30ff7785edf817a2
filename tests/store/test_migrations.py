"""Migrations: what they build is what the models say, on both databases; they repeat, and they spare what is there."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from app.store.migrations import is_up_to_date, migrate, newest, sql_file
from app.store.requests import find
from app.store.schema import DIALECTS, write_schema
from app.store.sealing import Vault
from app.store.session import Database, make_engine
from app.store.tables import METADATA
from tests.store.making import HANDLER, KEYS, file, oversighter, reference

ALEMBIC = "alembic_version"


def _describe(connection: Connection) -> dict[str, str]:
    """Every table and index as the database itself writes them out."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {f"{kind} {name}": " ".join(sql.split()) for kind, name, sql in rows if name != ALEMBIC}
    names = [name for name in inspect(connection).get_table_names() if name != ALEMBIC]
    written = {name: connection.execute(text(f"SHOW CREATE TABLE `{name}`")).one()[1] for name in names}
    # The order in which indexes were made says nothing.
    return {name: "\n".join(sorted(line.rstrip(",") for line in sql.splitlines())) for name, sql in written.items()}


async def _describe_at(url: str) -> dict[str, str]:
    engine = make_engine(url)
    async with engine.connect() as connection:
        described = await connection.run_sync(_describe)
    await engine.dispose()
    return described


async def test_migrations_build_what_the_models_say(empty_url: str) -> None:
    engine = make_engine(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
    by_models = await _describe_at(empty_url)
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.drop_all)
    await engine.dispose()
    assert await _describe_at(empty_url) == {}
    await migrate(empty_url)
    assert await _describe_at(empty_url) == by_models
    assert len(by_models) >= len(METADATA.tables)


async def test_migrating_again_spares_the_data(empty_url: str) -> None:
    assert not await is_up_to_date(empty_url)
    await migrate(empty_url)
    database = Database(empty_url, Vault(KEYS[:1]), connections=1)
    await file(database, 1)
    await migrate(empty_url)
    assert await is_up_to_date(empty_url)
    async with database.reading() as session:
        assert await find(session, oversighter(HANDLER), reference(1)) is not None
    await database.close()


async def test_a_migration_that_broke_off_is_taken_up_again(empty_url: str) -> None:
    """MariaDB cannot undo what creates tables: half of them may stand when the next attempt comes."""
    await migrate(empty_url)
    engine = make_engine(empty_url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE tallies"))
        await connection.execute(text(f"DELETE FROM {ALEMBIC}"))
    await engine.dispose()
    await migrate(empty_url)
    assert "tallies" in str(sorted(await _describe_at(empty_url)))


async def test_two_replicas_that_start_together_both_succeed(empty_url: str) -> None:
    await asyncio.gather(migrate(empty_url), migrate(empty_url))
    assert await is_up_to_date(empty_url)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_the_first_migration_is_what_the_models_say(dialect: str) -> None:
    """Until the first deployment: `python -c "from app.store.schema import *; write_first_migration()"` writes it."""
    assert newest() == "0001_everything"
    assert sql_file("0001_everything", dialect).read_text(encoding="utf-8") == write_schema(dialect)


def test_every_table_compares_byte_by_byte_on_mariadb() -> None:
    statements = Path(sql_file("0001_everything", "mariadb")).read_text(encoding="utf-8")
    assert statements.count("ENGINE=InnoDB") == statements.count("COLLATE utf8mb4_bin") == len(METADATA.tables)
