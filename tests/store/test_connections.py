"""All processes of a deployment against one server that lets our account have few connections: none is refused.

Three web processes (two replicas, and the third that runs beside them during a restart), the stream's job and the
purge, each a process of its own, as busy as they can be.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pymysql
import pytest

from app.settings import ROOT
from app.store.session import JOB_CONNECTIONS, WEB_CONNECTIONS, connections_allowed
from tests.support.mariadb import ACCOUNT, MariaDB

PROCESSES = (WEB_CONNECTIONS, WEB_CONNECTIONS, WEB_CONNECTIONS, JOB_CONNECTIONS, JOB_CONNECTIONS)
ALLOWED = 18
SECONDS = "2"


@pytest.fixture
def limited(mariadb_server: MariaDB) -> Iterator[MariaDB]:
    mariadb_server.allow_connections(ALLOWED)
    yield mariadb_server
    mariadb_server.allow_connections(0)


@contextmanager
def busy(url: str, connections: int) -> Iterator["subprocess.Popen[str]"]:
    """A process that is ready to begin; told to when a line is written to it."""
    command = [sys.executable, "-m", "tests.support.hammering", str(connections), SECONDS]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(url + "\n")
            process.stdin.flush()
            yield process
        finally:
            process.kill()


def seen_at_once(server: MariaDB, processes: list["subprocess.Popen[str]"]) -> int:
    """The most connections of our account that the server showed at any moment, this one left out."""
    most = 0
    query = f"SELECT COUNT(*) FROM information_schema.processlist WHERE user = '{ACCOUNT}'"
    with pymysql.connect(host="127.0.0.1", port=server.port, user=ACCOUNT, password=server.password) as connection:
        while any(process.poll() is None for process in processes):
            with connection.cursor() as cursor:
                cursor.execute(query)
                (count,) = cursor.fetchone() or (0,)
            most = max(most, count - 1)
            time.sleep(0.005)
    return most


async def test_replicas_and_jobs_at_once_stay_within_what_the_server_allows(limited: MariaDB) -> None:
    url = limited.create_database()
    assert await connections_allowed(url) == ALLOWED
    with ExitStack() as stack:
        processes = [stack.enter_context(busy(url, connections)) for connections in PROCESSES]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "READY\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        most = seen_at_once(limited, processes)
        told = [json.loads(process.stdout.read()) for process in processes if process.stdout]
    assert [each["errors"] for each in told] == [{}] * len(PROCESSES)
    assert all(each["done"] > 0 for each in told), told
    assert 0 < most <= sum(PROCESSES)


async def test_a_server_without_a_limit_states_none(mariadb_server: MariaDB, tmp_path: object) -> None:
    assert await connections_allowed(mariadb_server.create_database()) is None
    assert await connections_allowed(f"sqlite+aiosqlite:///{tmp_path}/empty.db") is None
