"""The test house itself: its private MariaDB, its closed doors, and that `.ci/run` takes no excuse."""

import importlib.util
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.support.suites import PROJECT, SUITES


async def test_each_mariadb_address_is_an_empty_database_of_its_own(mariadb_url: Callable[[], str]) -> None:
    first, second = mariadb_url(), mariadb_url()
    assert first != second
    engine = create_async_engine(first)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SHOW TABLES"))).all() == []
        assert (await connection.execute(text("SELECT @@collation_database"))).scalar() == "utf8mb4_bin"
    await engine.dispose()


def test_no_name_is_looked_up() -> None:
    with pytest.raises(OSError, match="look up"):
        socket.getaddrinfo("elsewhere.invalid", 443)


def test_no_other_machine_is_connected_to() -> None:
    with socket.socket() as there, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"), pytest.warns(UserWarning):
        there.connect(("192.0.2.1", 443))


def _find_excuses(report: Path) -> list[str]:
    specification = importlib.util.spec_from_file_location("no_excuses", PROJECT / ".ci" / "no_excuses.py")
    assert specification is not None
    assert specification.loader is not None
    module: Any = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: list[str] = module.find_excuses(report)
    return found


def _case(suite: str, inside: str = "") -> str:
    return (
        f"<testcase classname='c' name='{suite}'><properties><property name='suite' value='{suite}'/></properties>"
        f"{inside}</testcase>"
    )


@pytest.mark.parametrize("without", [suite.name for suite in SUITES])
def test_a_suite_that_never_ran_is_no_success(tmp_path: Path, without: str) -> None:
    report = tmp_path / "tests.xml"
    cases = [_case(suite.name) for suite in SUITES if suite.name != without]
    report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    assert _find_excuses(report) == [f"no test of the suite {without} ran"]


def test_a_skipped_test_is_no_success(tmp_path: Path) -> None:
    report = tmp_path / "tests.xml"
    cases = [*(_case(suite.name) for suite in SUITES), "<testcase name='n'><skipped message='not here'/></testcase>"]
    report.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    assert [excuse.split(":")[0] for excuse in _find_excuses(report)] == ["skipped"]
    report.write_text(
        f"<testsuites><testsuite>{''.join(_case(suite.name) for suite in SUITES)}</testsuite></testsuites>",
        encoding="utf-8",
    )
    assert _find_excuses(report) == []
