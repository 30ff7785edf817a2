"""The store's tests run on SQLite always and on the private MariaDB where there is one: the same tests on both."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import delete

from app.store.migrations import migrate
from app.store.sealing import Vault
from app.store.session import Database, make_engine
from app.store.tables import METADATA
from tests.store.making import KEYS

BOTH = [pytest.param("sqlite"), pytest.param("mariadb", marks=pytest.mark.mariadb)]

_migrated: dict[str, str] = {}
"""Migrating once a run is enough: SQLite's file is copied for each test, MariaDB's tables are emptied."""


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it, not even tables."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    create: Callable[[], str] = request.getfixturevalue("mariadb_url")
    return create()


@pytest.fixture(scope="session")
async def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "migrated.db"
    await migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(params=BOTH)
async def url(request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path) -> str:
    """The address of a database with our tables and no rows."""
    return await clean_database(request, tmp_path, migrated_file)


async def clean_database(request: pytest.FixtureRequest, folder: Path, migrated_file: Path) -> str:
    if request.param == "sqlite":
        shutil.copy(migrated_file, folder / "haven.db")
        return f"sqlite+aiosqlite:///{folder / 'haven.db'}"
    if "mariadb" not in _migrated:
        create: Callable[[], str] = request.getfixturevalue("mariadb_url")
        _migrated["mariadb"] = create()
        await migrate(_migrated["mariadb"])
    await _empty(_migrated["mariadb"])
    return _migrated["mariadb"]


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url, Vault(KEYS[:1]), connections=4, wait=5)
    yield opened
    await opened.close()


async def _empty(url: str) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            await connection.execute(delete(table))
    await engine.dispose()
