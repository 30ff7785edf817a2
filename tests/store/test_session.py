"""Room in the database: bounded, never waited for without end, and said in one plain exception."""

import asyncio

import pytest
from sqlalchemy import text

from app.store.claims import claim
from app.store.requests import find
from app.store.sealing import Vault
from app.store.session import Database, StoreBusy
from tests.store.making import COLLEAGUE, HANDLER, KEYS, NOW, file, oversighter, reference

VAULT = Vault(KEYS[:1])


async def test_no_more_transactions_than_stated_at_a_time(url: str) -> None:
    database = Database(url, VAULT, connections=2, wait=0.05)
    async with database.reading(), database.reading():
        with pytest.raises(StoreBusy):
            async with database.reading():
                pass
    async with database.reading():
        pass
    await database.close()


async def test_a_place_that_becomes_free_is_given_on(url: str) -> None:
    database = Database(url, VAULT, connections=1, wait=5)
    await file(database, 1)

    async def read() -> bool:
        async with database.reading() as session:
            return await find(session, oversighter(), reference(1)) is not None

    assert all(await asyncio.gather(*(read() for _ in range(20))))
    await database.close()


async def test_a_place_is_given_back_when_the_block_fails(url: str) -> None:
    database = Database(url, VAULT, connections=1, wait=0.05)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with database.writing():
                raise ZeroDivisionError
    async with database.writing():
        pass
    await database.close()


async def test_a_database_that_is_not_there_is_busy(tmp_path: object) -> None:
    # Port 1 of this machine answers nobody.
    for url in (f"sqlite+aiosqlite:///{tmp_path}/no/such/folder/haven.db", "mysql+aiomysql://nobody@127.0.0.1:1/none"):
        database = Database(url, VAULT, connections=1)
        with pytest.raises(StoreBusy):
            async with database.reading() as session:
                await session.execute(text("SELECT 1"))
        await database.close()


async def test_a_lock_held_too_long_is_busy_and_nothing_is_written(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.session._SQLITE_SET_UP", ("PRAGMA busy_timeout=50", "PRAGMA foreign_keys=ON"))
    monkeypatch.setattr("app.store.session._MARIADB_SET_UP", ("SET SESSION innodb_lock_wait_timeout=0",))
    one, other = (Database(url, VAULT, connections=1) for _ in range(2))
    await file(one, 1)
    async with one.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        with pytest.raises(StoreBusy):
            async with other.writing() as second:
                await claim(second, reference(1), COLLEAGUE, NOW)
    async with other.reading() as session:
        request = await find(session, oversighter(), reference(1))
        assert request is not None
        assert request.holder == HANDLER
    await one.close()
    await other.close()


async def test_readers_do_not_wait_for_a_writer(url: str) -> None:
    one, other = (Database(url, VAULT, connections=1, wait=0.2) for _ in range(2))
    await file(one, 1)
    async with one.writing() as session:
        assert await claim(session, reference(1), HANDLER, NOW)
        async with other.reading() as second:
            request = await find(second, oversighter(), reference(1))
            assert request is not None
            assert request.holder is None
    await one.close()
    await other.close()


async def test_the_databases_are_set_up_as_stated(url: str) -> None:
    database = Database(url, VAULT, connections=1)
    async with database.reading() as session:
        if session.dialect == "sqlite":
            asked = ("journal_mode", "foreign_keys", "secure_delete")
            said = [(await session.execute(text(f"PRAGMA {name}"))).scalar() for name in asked]
            assert said == ["wal", 1, 1]
        else:
            query = text("SELECT @@sql_mode, @@tx_isolation, @@character_set_connection")
            mode, isolation, characters = (await session.execute(query)).one()
            assert "STRICT_ALL_TABLES" in mode
            assert (isolation, characters) == ("READ-COMMITTED", "utf8mb4")
    await database.close()
