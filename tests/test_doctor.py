"""The doctor: one line for each thing a deployment leans on, right or wrong, and never a secret in any of them."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.actions import checkup
from app.actions.checkup import Deployment, Finding, check_deployment
from app.actions.climbing import JOB
from app.actions.upkeep import purge
from app.commands.doctor import check_settings, check_words, deployment_of
from app.flows.packs import Packs
from app.settings import ROOT, from_environment
from app.store.job_holders import hold
from app.store.migrations import migrate
from app.store.seal_check import SEALED, Seals, look_at_seals
from app.store.sealing import Vault
from app.store.session import Database, make_engine
from app.store.tables import METADATA
from tests.store.making import KEYS, file, new_request
from tests.support.haven import Haven
from tests.test_toolforge import SECRET_WORDS, environment, jobs

KINDS = (
    "address", "secrets", "seal keys", "privacy page", "database", "connections", "seals", "purge", "central wiki",
    "OAuth consumer", "stream", "handing up", "queues", "policy packs", "messages",
)  # fmt: skip


def run_doctor(settings: Mapping[str, str]) -> tuple[int, str]:
    """The command itself, with nothing else of this machine's environment."""
    environ = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **settings}
    command = [sys.executable, "-m", "app", "doctor"]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def deployment(haven: Haven, **changes: object) -> Deployment:
    usual = Deployment(haven.settings.database_url, "http://127.0.0.1:8999/sign-in/callback", None, 2, 2)
    return replace(usual, **changes)  # type: ignore[arg-type]


# --- the whole


def test_every_line_is_one_finding_and_none_names_a_secret(tmp_path: Path) -> None:
    """No wiki answers and nothing was migrated: everything that can be wrong is, and each is still one line."""
    settings = environment(tmp_path, HAVEN_QUEUES="on", HAVEN_STREAM_URL="https://127.0.0.1:1")
    code, said = run_doctor(settings)
    lines = said.splitlines()
    assert code == 1
    assert [line[6:].partition(":")[0] for line in lines] == list(KINDS)
    assert all(line.startswith(("ok    ", "WRONG ")) for line in lines)
    wrong = {line[6:].partition(":")[0] for line in lines if line.startswith("WRONG")}
    assert {"privacy page", "database", "purge", "central wiki", "OAuth consumer", "stream"} <= wrong
    assert not [secret for secret in SECRET_WORDS.values() if secret in said]
    assert str(tmp_path) not in said, "nor the database's address"


async def test_a_database_that_refuses_us_is_one_line_without_its_password(haven: Haven) -> None:
    url = "mysql+aiomysql://haven:the-password-of-a-test@127.0.0.1:1/haven"
    findings = await check_deployment(haven.desk, deployment(haven, database_url=url))
    assert {each.about: each.well for each in findings}["database"] is False
    assert "the-password-of-a-test" not in str(findings)


def test_what_runs_side_by_side_is_read_from_the_files_of_the_platform(tmp_path: Path) -> None:
    found = deployment_of(from_environment(environment(tmp_path)))
    assert found.jobs == len(jobs())
    assert found.replicas == 2
    # Two replicas of 4, each job 2, a command by hand 2: within what ToolsDB lets one account have, with one more
    # web process while they are restarted.
    assert found.connections + 4 <= 18


# --- settings


def look(tmp_path: Path, **changes: str) -> dict[str, Finding]:
    return {each.about: each for each in check_settings(from_environment(environment(tmp_path, **changes)))}


def test_an_address_without_https_is_for_trying_out(tmp_path: Path) -> None:
    assert look(tmp_path)["address"].well
    assert not look(tmp_path, HAVEN_PUBLIC_URL="http://127.0.0.1:8000")["address"].well


def test_keys_are_counted_and_never_shown(tmp_path: Path) -> None:
    one, other = KEYS
    third = "dGhpcmQta2V5LWZvci10ZXN0czAwMDAwMDAwMDAwMDA="
    kept = {n: look(tmp_path, HAVEN_SEAL_KEYS=",".join(keys))["seal keys"] for n, keys in enumerate(
        ([one], [one, other], [one, other, third], [one, one]), start=1)}  # fmt: skip
    assert [kept[n].well for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert "under way" in kept[2].say
    assert not [key for key in (one, other, third) if key in str(kept)]


def test_with_queues_on_the_privacy_page_has_to_say_who_holds_the_keys(tmp_path: Path) -> None:
    said = {"HAVEN_OPERATOR": "Two invented people", "HAVEN_KEY_HOLDERS": "the same", "HAVEN_AGREEMENT": "both signed"}
    assert look(tmp_path)["privacy page"].well
    assert not look(tmp_path, HAVEN_QUEUES="on")["privacy page"].well
    assert (
        "HAVEN_AGREEMENT" in look(tmp_path, HAVEN_QUEUES="on", **{**said, "HAVEN_AGREEMENT": " "})["privacy page"].say
    )
    assert look(tmp_path, HAVEN_QUEUES="on", **said)["privacy page"].well


def test_the_words_are_all_there() -> None:
    assert check_words().well


# --- the database


async def test_tables_older_or_newer_than_the_release(haven: Haven, tmp_path: Path) -> None:
    empty = f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    assert "python -m app migrate" in (await checkup._database(empty)).say
    await migrate(empty)
    assert (await checkup._database(empty)).well
    engine = make_engine(empty)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0999_tomorrow'"))
    await engine.dispose()
    ahead = await checkup._database(empty)
    assert ahead.well
    assert "newer release" in ahead.say


@pytest.mark.parametrize(
    ("allowed", "replicas", "well"), [(20, 2, True), (20, 3, False), (18, 2, True), (17, 2, False)]
)
async def test_more_processes_than_connections_are_told_of(
    haven: Haven, monkeypatch: pytest.MonkeyPatch, allowed: int, replicas: int, well: bool
) -> None:
    async def allow(_: str) -> int:
        return allowed

    monkeypatch.setattr(checkup, "connections_allowed", allow)
    finding = await checkup._connections(deployment(haven, replicas=replicas))
    assert finding.well is well
    assert str(allowed) in finding.say


def test_every_sealed_column_is_looked_at() -> None:
    sealed = {column for table in METADATA.sorted_tables for column in table.c if "sealed" in column.name}
    assert set(SEALED) == sealed


async def test_a_key_that_was_dropped_too_early_is_told_of(haven: Haven) -> None:
    url = haven.settings.database_url
    for keys, expected in ((KEYS[:1], Seals(3)), ([KEYS[1], KEYS[0]], Seals(0, 3)), (KEYS[1:], Seals(0, 0, 3))):
        database = Database(url, Vault(keys))
        if expected == Seals(3):
            await file(database, 1, new_request(1, excluded=[7]))
        assert await look_at_seals(database) == expected
        finding = await checkup._seals(replace(haven.desk, database=database))
        assert finding.well is (expected.broken == 0)
        await database.close()


async def test_a_purge_that_does_not_run_is_told_of(haven: Haven) -> None:
    assert not (await checkup._purge(haven.desk)).well
    await purge(haven.desk.database, haven.clock())
    haven.clock.move(hours=36)
    assert (await checkup._purge(haven.desk)).well
    haven.clock.move(seconds=1)
    late = await checkup._purge(haven.desk)
    assert (late.well, late.say) == (False, "ran 36 hours ago")


# --- queues and packs


async def test_teams_that_were_not_here_are_counted_and_not_named(
    haven: Haven, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*_: object) -> bool:
        return False

    assert "off" in (await checkup._queues(replace(haven.desk, queues_on=False))).say
    monkeypatch.setattr(checkup, "is_open", nobody)
    finding = await checkup._queues(haven.desk)
    assert not finding.well
    assert "nobody was here for 7 days" in finding.say
    assert "enwiki" not in finding.say


def test_packs_that_nobody_has_read_for_a_year_are_named(haven: Haven) -> None:
    packs = haven.desk.packs
    today = max(pack.reviewed for pack in packs.by_wiki.values())
    assert checkup._packs(packs, today + timedelta(days=300)).well
    old = replace(packs.of("enwiki"), reviewed=date(2020, 1, 1))
    finding = checkup._packs(Packs({**packs.by_wiki, "enwiki": old}), today)
    assert (finding.well, "enwiki" in finding.say, "commonswiki" in finding.say) == (False, True, False)


async def test_handing_up_is_looked_after(haven: Haven) -> None:
    assert (await checkup._climbing(replace(haven.desk, queues_on=False))).well
    assert not (await checkup._climbing(haven.desk)).well
    async with haven.desk.database.writing() as session:
        assert await hold(session, JOB, "a process", 0, haven.clock())
    assert (await checkup._climbing(haven.desk)).well
    haven.clock.move(hours=1)
    assert not (await checkup._climbing(haven.desk)).well
