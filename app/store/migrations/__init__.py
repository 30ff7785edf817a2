"""Brings a database to today's tables, step by step; safe to repeat. `migrate(url)` is all that callers need.

It must not know the models: a migration is history, and history does not change when the models do. The order of an
update without a pause is in docs/deployment.md: a migration runs while the release before it still serves.
"""

import asyncio
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from app.store.session import is_busy, make_engine

HERE = Path(__file__).parent
TRIES = 10
SECONDS_BETWEEN = 0.2


class Tables(StrEnum):
    """For which release a database's tables were made: an older one (or none at all), this one, or a newer one."""

    BEHIND = "behind"
    CURRENT = "current"
    AHEAD = "ahead"


async def migrate(url: str) -> None:
    """Runs every migration that has not run yet on the database at `url` (an async address). Tables of a newer release
    are left as they are: an older one that was put back works with them.

    Of two that make the same SQLite file, one may be refused without any wait (SQLite lets nobody wait who turns a
    database to its write-ahead log): it begins anew.
    """
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            await _migrate(url)
        except OperationalError as error:
            if last or not is_busy(error):
                raise
            await asyncio.sleep(SECONDS_BETWEEN)
        else:
            break


async def _migrate(url: str) -> None:
    engine = make_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


async def state_of(url: str) -> Tables:
    """Whether the database at `url` has every table and change this release needs, and no more."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_state)
    finally:
        await engine.dispose()


async def is_up_to_date(url: str) -> bool:
    return await state_of(url) is Tables.CURRENT


def newest() -> str | None:
    """The name of the last migration."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def statements_of(name: str, dialect: str) -> list[str]:
    """The statements of a migration written as SQL: `versions/<name>.<sqlite|mariadb>.sql`, parted by empty lines."""
    text = sql_file(name, dialect).read_text(encoding="utf-8")
    return [statement for statement in text.split("\n\n") if statement.strip()]


def sql_file(name: str, dialect: str) -> Path:
    return HERE / "versions" / f"{name}.{'sqlite' if dialect == 'sqlite' else 'mariadb'}.sql"


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        # Creating tables ends a transaction there, so two replicas that start together need another way to queue up.
        connection.exec_driver_sql("SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), 60)")
    if _state(connection) is not Tables.AHEAD:
        command.upgrade(_config(connection), "head")


def _state(connection: Connection) -> Tables:
    current = MigrationContext.configure(connection).get_current_revision()
    if current == newest():
        return Tables.CURRENT
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    return Tables.BEHIND if current is None or current in known else Tables.AHEAD
