"""A MariaDB server of the tests' own: a temporary data directory, a free loopback port, one account with a random word.

It takes only the server's programs from the machine, never its running server or its data, and is gone after the run.
"""

import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pymysql

from tests.support.loopback import end_process_group, find_free_port, wait_until_open
from tests.support.suites import find_program

ACCOUNT = "haven"


@dataclass(frozen=True)
class MariaDB:
    """A running server; `create_database` gives the address of an empty database."""

    port: int
    password: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def allow_connections(self, at_most: int) -> None:
        """How many our account may have at a time (0: as many as the server has); for connections made from now on."""
        connection = pymysql.connect(host="127.0.0.1", port=self.port, user=ACCOUNT, password=self.password)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"GRANT USAGE ON *.* TO '{ACCOUNT}'@'127.0.0.1' WITH MAX_USER_CONNECTIONS {at_most}")
        finally:
            connection.close()

    def create_database(self) -> str:
        """A fresh, empty database, utf8mb4 compared byte by byte; its SQLAlchemy address."""
        name = f"haven_{next(self._numbers)}"
        connection = pymysql.connect(host="127.0.0.1", port=self.port, user=ACCOUNT, password=self.password)
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
        finally:
            connection.close()
        return f"mysql+aiomysql://{ACCOUNT}:{self.password}@127.0.0.1:{self.port}/{name}?charset=utf8mb4"


@contextmanager
def mariadb() -> Iterator[MariaDB]:
    """A running private server; ended, and its data removed, when the block ends."""
    with TemporaryDirectory(prefix="haven-mariadb-") as folder:
        home = Path(folder)
        password = secrets.token_hex(16)
        _create_data(home, password)
        port = find_free_port()
        with (home / "server.log").open("wb") as log:
            process = subprocess.Popen(_server_command(home, port), stdout=log, stderr=log, start_new_session=True)
        try:
            wait_until_open(port, process)
            yield MariaDB(port, password)
        finally:
            end_process_group(process)


def _create_data(home: Path, password: str) -> None:
    """System tables, and a file with the one account the server makes when it starts."""
    install = subprocess.run(
        [
            _program("mariadb-install-db"),
            "--no-defaults",
            f"--datadir={home / 'data'}",
            "--auth-root-authentication-method=socket",
            "--skip-test-db",
            *_run_as(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if install.returncode != 0:
        raise RuntimeError(f"mariadb-install-db failed:\n{install.stdout}\n{install.stderr}")
    (home / "accounts.sql").write_text(
        f"CREATE USER '{ACCOUNT}'@'127.0.0.1' IDENTIFIED BY '{password}';\n"
        f"GRANT ALL ON *.* TO '{ACCOUNT}'@'127.0.0.1' WITH GRANT OPTION;\n",
        encoding="utf-8",
    )


def _server_command(home: Path, port: int) -> list[str]:
    """A small, forgetful server: nothing is forced to disk, because nothing outlives the test run."""
    return [
        _program("mariadbd"),
        "--no-defaults",
        f"--datadir={home / 'data'}",
        f"--socket={home / 'mariadb.sock'}",
        f"--pid-file={home / 'mariadb.pid'}",
        f"--init-file={home / 'accounts.sql'}",
        f"--port={port}",
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--innodb-buffer-pool-size=64M",
        "--innodb-log-file-size=16M",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-flush-method=nosync",
        "--innodb-doublewrite=0",
        "--performance-schema=0",
        "--max-connections=100",
        *_run_as(),
    ]


def _run_as() -> list[str]:
    """MariaDB refuses to run as root unless told that this is meant."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _program(name: str) -> str:
    program = find_program(name)
    if program is None:
        raise RuntimeError(f"there is no {name} here")
    return program
