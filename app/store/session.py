"""How the database is reached: few connections, short transactions, and one plain exception when there is no room.

It must not know any table. SQLite runs in write-ahead mode and wipes what it deletes; MariaDB is reached without a
pool, because ToolsDB allows none.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from app.store.sealing import Vault
from app.store.shapes import SQLITE

WAIT_SECONDS = 2.0
LONGEST_SECONDS = 5.0
LONGEST_JOB_SECONDS = 600.0
WEB_CONNECTIONS = 4
JOB_CONNECTIONS = 2
"""All processes together stay under 18: ToolsDB allows 20 a user. How many replicas that gives: docs/deployment.md."""

_SQLITE_SET_UP = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={int(WAIT_SECONDS * 1000)}",
    "PRAGMA secure_delete=ON",
)
_MARIADB_SET_UP = (
    # SECURITY: strict mode refuses text in number columns; the server's own default is not ours to trust.
    "SET SESSION sql_mode='STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    f"SET SESSION innodb_lock_wait_timeout={int(WAIT_SECONDS)}",
)
_MARIADB_BUSY = frozenset({1040, 1053, 1129, 1203, 1205, 1213, 1226, 1290, 1836, 1927, 1969, 2002, 2003, 2006, 2013})
"""Too many connections, lock waits, deadlocks, and a server that is away, going down or read-only."""

_MARIADB_BEHIND = frozenset({1054, 1146})
_SQLITE_BEHIND = ("no such table", "no such column", "has no column named")
"""What a database says whose tables are older than the code: no such column, no such table."""


class StoreBusy(Exception):
    """The database has no room or cannot be reached now. Nothing was written. Carries nothing of the statement."""


class StoreBehind(StoreBusy):
    """The tables are older than this release: somebody forgot to migrate, or is about to."""


class StoreSession(AsyncSession):
    """One transaction. It knows the vault, so that queries can seal, open and look for fingerprints."""

    def __init__(self, bind: AsyncConnection, vault: Vault) -> None:
        super().__init__(bind, expire_on_commit=False, autoflush=False)
        self.vault = vault

    @property
    def dialect(self) -> str:
        return self.get_bind().dialect.name


class Database:
    """One per process. `connections` bounds how many transactions run at a time; the next waits `wait` seconds.

    A transaction that lasts over `longest` seconds is given up: a server may accept and never answer.
    """

    def __init__(
        self,
        url: str,
        vault: Vault,
        connections: int = WEB_CONNECTIONS,
        wait: float = WAIT_SECONDS,
        longest: float = LONGEST_SECONDS,
    ) -> None:
        self.vault = vault
        self.engine = make_engine(url, connections)
        self._room = asyncio.Semaphore(connections)
        self._wait = wait
        self._longest = longest

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[StoreSession]:
        """A transaction whose changes are thrown away. Raises StoreBusy."""
        async with self._transaction(writing=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[StoreSession]:
        """One transaction: kept as a whole when the block ends well, undone as a whole otherwise. Raises StoreBusy."""
        async with self._transaction(writing=True) as session:
            yield session

    async def checkpoint(self) -> None:
        """SQLite: moves the write-ahead log into the file and empties it, so that nothing deleted lives on there."""
        if self.engine.dialect.name == SQLITE:
            async with self._seat(), self.engine.connect() as connection:
                raw = await connection.get_raw_connection()
                await raw.driver_connection.execute_fetchall(  # type: ignore[union-attr]
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                )

    async def close(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _transaction(self, writing: bool) -> AsyncIterator[StoreSession]:
        try:
            async with asyncio.timeout(self._longest), self._seat(), self.engine.connect() as connection:
                await connection.execution_options(haven_writing=writing)
                async with connection.begin() as transaction, StoreSession(connection, self.vault) as session:
                    yield session
                    await session.flush()
                    if not writing:
                        await transaction.rollback()
        except DBAPIError as error:
            if is_busy(error):
                raise StoreBusy from error
            if _is_behind(error):
                raise StoreBehind from error
            raise
        except OSError as error:  # a passed deadline is one of these, too
            raise StoreBusy from error

    @asynccontextmanager
    async def _seat(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._wait):
                await self._room.acquire()
        except TimeoutError:
            raise StoreBusy from None
        try:
            yield
        finally:
            self._room.release()


def make_engine(url: str, connections: int = 1) -> AsyncEngine:
    """An engine with our rules on every connection; `hide_parameters` keeps values out of error texts."""
    address = make_url(url)
    if address.get_backend_name() == SQLITE:
        engine = create_async_engine(address, hide_parameters=True, pool_size=connections, max_overflow=0)
        event.listen(engine.sync_engine, "connect", _set_up_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_on_sqlite)
        return engine
    settings: dict[str, Any] = {"charset": "utf8mb4", "connect_timeout": 5}
    engine = create_async_engine(address, hide_parameters=True, poolclass=NullPool, connect_args=settings)
    event.listen(engine.sync_engine, "connect", _set_up_mariadb)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own habit of starting transactions late would let two writers read before either writes.
    connection.isolation_level = None
    _run(connection, _SQLITE_SET_UP)


def _set_up_mariadb(connection: Any, _record: object) -> None:
    _run(connection, _MARIADB_SET_UP)


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("haven_writing", True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


async def connections_allowed(url: str) -> int | None:
    """How many connections the server lets our account have at a time; None where it states no number."""
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            if connection.dialect.name == SQLITE:
                return None
            allowed = (await connection.exec_driver_sql("SELECT @@session.max_user_connections")).scalar_one()
            return int(allowed) or None
    finally:
        await engine.dispose()


def is_busy(error: DBAPIError) -> bool:
    """Whether the database only said: not now."""
    code = _code_of(error)
    if isinstance(code, int):
        return code in _MARIADB_BUSY
    return isinstance(code, str) and ("locked" in code or "unable to open" in code)


def _is_behind(error: DBAPIError) -> bool:
    code = _code_of(error)
    if isinstance(code, int):
        return code in _MARIADB_BEHIND
    return isinstance(code, str) and any(words in code for words in _SQLITE_BEHIND)


def _code_of(error: DBAPIError) -> object:
    """MariaDB's number of an error; of SQLite its words."""
    details = getattr(error.orig, "args", ())
    return details[0] if details else None
