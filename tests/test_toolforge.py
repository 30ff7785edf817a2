"""What Toolforge reads, checked without Toolforge: its files against the keys and rules the platform knows, one lock
file per language, and the application started exactly as the Procfile says.

The allow-lists stand here on purpose: a key that the platform does not know is silently ignored there, or refused.
"""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from app.actions.stream.pulse import NAME
from app.settings import ROOT, BadSettings, from_environment
from tests.support.loopback import end_process_group, find_free_port, wait_until_open

SERVICE_KEYS = {"type", "health-check-path", "mount", "cpu", "mem", "replicas", "buildservice-image"}
JOB_KEYS = {
    "name", "command", "image", "schedule", "continuous", "port", "replicas", "mem", "cpu", "retry", "timeout",
    "emails", "mount", "health-check-script",
}  # fmt: skip
SCHEDULED_ONLY = {"retry", "timeout", "schedule"}
CONTINUOUS_ONLY = {"port", "replicas", "health-check-script"}
MACROS = {"@hourly", "@daily", "@weekly", "@monthly", "@yearly"}
CRON_FIELD = re.compile(r"\*(/[0-9]+)?|[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*")
"""A field of cron as the platform takes it: steps on a star, but not on a range."""
QUANTITY = re.compile(r"[1-9][0-9]*(m|Mi|Gi)?")
TOOLINFO_KEYS = {
    "_schema", "_language", "name", "title", "subtitle", "description", "url", "author", "repository", "license",
    "tool_type", "for_wikis", "available_ui_languages", "technology_used", "experimental", "user_docs_url",
    "developer_docs_url", "feedback_url", "privacy_policy_url", "translate_url", "bugtracker_url", "icon",
}  # fmt: skip
LOCK_FILES = ("requirements.txt", "poetry.lock", "uv.lock")
CLOSED_PORT = "http://127.0.0.1:9"

SECRET_WORDS = {
    "HAVEN_OAUTH_SECRET": "the-oauth-secret-of-a-test",
    "HAVEN_SESSION_SECRET": "the-session-secret-of-a-test-long-enough",
    "HAVEN_SEAL_KEYS": urlsafe_b64encode(b"the seal key of a test, 32 long.").decode(),
    "TOOL_TOOLSDB_PASSWORD": "the-password-of-a-test",
}


def environment(folder: Path, **changes: str | None) -> dict[str, str]:
    """Everything a deployment sets, with dummy secrets and a central wiki that nobody answers for. None takes away."""
    values: dict[str, str | None] = {
        "HAVEN_CENTRAL_WIKI": f"{CLOSED_PORT}/w/index.php",
        "HAVEN_PUBLIC_URL": "https://haven.example.org",
        "HAVEN_OAUTH_KEY": "a-consumer-of-a-test",
        "HAVEN_OAUTH_SECRET": SECRET_WORDS["HAVEN_OAUTH_SECRET"],
        "HAVEN_SESSION_SECRET": SECRET_WORDS["HAVEN_SESSION_SECRET"],
        "HAVEN_SEAL_KEYS": SECRET_WORDS["HAVEN_SEAL_KEYS"],
        "HAVEN_CONTACT": "maintainers@haven.invalid",
        "HAVEN_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'haven.db'}",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line)


def jobs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((ROOT / "toolforge-jobs.yaml").read_text("utf-8"))
    return found


@contextmanager
def process(name: str, folder: Path, port: int, settings: Mapping[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A line of the Procfile, run by a shell as the platform does, with nothing else of this machine's environment."""
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    log = folder / "log"
    with log.open("wb") as output:
        started = subprocess.Popen(
            ["bash", "-c", procfile()[name]],
            cwd=ROOT,
            env={"PATH": path, "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1", **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield started
        finally:
            end_process_group(started)


def run(name: str, folder: Path, settings: Mapping[str, str]) -> tuple[int, str]:
    """A Procfile line that ends by itself: its exit code and all it said."""
    with process(name, folder, 0, settings) as started:
        code = started.wait(60)
    return code, (folder / "log").read_text("utf-8")


# The files ------------------------------------------------------------------------------------------------------------


def test_service_template_holds_only_keys_the_platform_knows() -> None:
    service = yaml.safe_load((ROOT / "service.template").read_text("utf-8"))
    assert set(service) <= SERVICE_KEYS
    assert service["type"] == "buildservice"
    assert service["health-check-path"] == "/healthz"
    # Nothing of Haven may lie in a home that others can read.
    assert service["mount"] == "none"
    assert all(QUANTITY.fullmatch(service[key]) for key in ("cpu", "mem"))
    assert isinstance(service["replicas"], int)


def test_there_is_one_job_for_each_module_of_the_jobs_package() -> None:
    modules = {path.stem.replace("_", "-") for path in (ROOT / "app" / "jobs").glob("*.py")} - {"--init--"}
    assert {job["name"] for job in jobs()} == modules
    assert len(jobs()) == len(modules)


@pytest.mark.parametrize("job", jobs(), ids=lambda job: str(job["name"]))
def test_a_job_follows_the_rules_of_the_platform(job: dict[str, Any]) -> None:
    assert set(job) <= JOB_KEYS
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?", job["name"])
    assert job["command"] in procfile()
    assert re.fullmatch(r"tool-([a-z][a-z0-9-]*)/tool-\1:latest", job["image"])
    assert ("schedule" in job) != bool(job.get("continuous"))
    assert not set(job) & (CONTINUOUS_ONLY if "schedule" in job else SCHEDULED_ONLY)
    assert job["emails"] == "onfailure"
    assert job["mount"] == "none"
    assert all(QUANTITY.fullmatch(job[key]) for key in ("cpu", "mem") if key in job)


@pytest.mark.parametrize("job", [job for job in jobs() if "schedule" in job], ids=lambda job: str(job["name"]))
def test_a_scheduled_job_is_tried_again_and_ends_in_time(job: dict[str, Any]) -> None:
    schedule = str(job["schedule"])
    fields = schedule.split()
    assert schedule in MACROS or (len(fields) == 5 and all(CRON_FIELD.fullmatch(field) for field in fields))
    assert 0 < job["retry"] <= 5
    assert 0 < job["timeout"] <= 24 * 60 * 60


def test_the_purge_runs_every_day() -> None:
    assert [job["schedule"] for job in jobs() if job["command"] == "purge"] == ["@daily"]


def test_the_stream_is_followed_all_the_time_and_looked_after() -> None:
    (job,) = [job for job in jobs() if job["name"] == "stream"]
    assert job["continuous"] is True
    assert NAME in job["health-check-script"]
    # One is enough: a second one would only wait for its turn.
    assert "replicas" not in job


def test_procfile_names_the_processes_and_the_web_one_is_quiet() -> None:
    assert set(procfile()) == {"web", "migrate", *(job["command"] for job in jobs())}
    web = procfile()["web"].split()
    assert web[:3] == ["uvicorn", "--factory", "app.main:app_from_environment"]
    for words in ("--host 0.0.0.0", "--port $PORT", "--workers 1", "--log-level warning"):
        assert words in procfile()["web"]
    # An access log would keep addresses; the platform's own does already.
    assert {"--no-access-log", "--no-server-header", "--proxy-headers"} <= set(web)
    assert '--forwarded-allow-ips "${FORWARDED_ALLOW_IPS:-192.168.0.0/16}"' in procfile()["web"]


def test_the_builder_finds_one_lock_file_and_the_python_version() -> None:
    assert [name for name in LOCK_FILES if (ROOT / name).exists()] == ["requirements.txt"]
    assert not (ROOT / "runtime.txt").exists()
    assert (ROOT / ".python-version").read_text("utf-8") == "3.11\n"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_and_hashed_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    text = re.sub(r"(?m)^\s*#.*\n", "", text)
    for entry in re.split(r"\n(?=[a-zA-Z])", text):
        assert re.match(r"[a-z0-9.\[\]-]+==\S+ \\\n\s+--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]
    assert set(re.findall(r"(?m)(?:^|\s)(--?[a-z][a-z-]*)", text)) == {"--hash"}


def test_requirements_hold_the_driver_for_mariadb_and_nothing_of_the_tests() -> None:
    names = set(re.findall(r"(?m)^([a-z0-9.-]+)==", (ROOT / "requirements.txt").read_text("utf-8")))
    assert {"aiomysql", "pymysql", "aiosqlite", "alembic", "uvicorn"} <= names
    assert not names & {"pytest", "playwright", "hypothesis", "mypy", "ruff"}


def test_the_lock_of_the_style_sheets_names_no_download_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all(package.get("integrity") for place, package in packages.items() if place)


def test_the_build_brings_the_style_sheets() -> None:
    """The builder runs `npm run build`; what it needs must not be a development dependency."""
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert "build" in package["scripts"]
    assert {"@wikimedia/codex", "@wikimedia/codex-design-tokens"} <= set(package["dependencies"])


def test_toolinfo_is_what_toolhub_takes() -> None:
    info = json.loads((ROOT / "toolinfo.json").read_text("utf-8"))
    assert set(info) <= TOOLINFO_KEYS
    assert {"name", "title", "description", "url"} <= set(info)
    assert info["_schema"].startswith("/toolinfo/1.2")
    assert info["license"] == json.loads((ROOT / "package.json").read_text("utf-8"))["license"]
    assert f"SPDX-License-Identifier: {info['license']}" in (ROOT / "LICENSE").read_text("utf-8")
    assert info["tool_type"] == "web app"
    assert len(info["title"]) <= 25
    spoken = {path.stem for path in (ROOT / "app" / "messages").glob("*.json")} - {"qqq"}
    assert set(info["available_ui_languages"]) == spoken
    for key in info:
        if key.endswith("_docs_url") or key == "privacy_policy_url":
            assert all(set(each) == {"language", "url"} for each in info[key])


# The start ------------------------------------------------------------------------------------------------------------


def test_haven_starts_as_the_procfile_says_and_is_well_without_database_or_wiki(tmp_path: Path) -> None:
    """The tables were never made and the central wiki is a closed port: the platform must not restart it for that."""
    port = find_free_port()
    with process("web", tmp_path, port, environment(tmp_path)) as started:
        wait_until_open(port, started)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            probe = client.get("/healthz", headers={"Host": "a-probe-of-the-platform"})
            page = client.get("/emergency", headers={"Host": "haven.example.org"})
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(15)
    assert (probe.status_code, probe.text) == (200, "ok\n")
    assert page.status_code == 200
    assert "server" not in probe.headers
    # No access log, no banner: standard output is kept for two weeks and read by every maintainer.
    assert (tmp_path / "log").read_text("utf-8") == ""


def test_the_other_processes_run_on_a_new_database(tmp_path: Path) -> None:
    settings = environment(tmp_path)
    for name in ("migrate", "purge"):
        code, said = run(name, tmp_path, settings)
        assert code == 0, said


def is_alive(folder: Path) -> bool:
    """What the platform's probe says, run as it runs it; `folder` is the container's for temporary files."""
    (job,) = [job for job in jobs() if job["name"] == "stream"]
    environ = {"PATH": "/usr/bin:/bin", "TMPDIR": str(folder)}
    return (
        subprocess.run(
            ["sh", "-c", job["health-check-script"]], env=environ, check=False, stderr=subprocess.DEVNULL
        ).returncode
        == 0
    )


def until_alive(folder: Path) -> None:
    for _ in range(600):
        if is_alive(folder):
            return
        time.sleep(0.05)
    raise AssertionError


def test_with_queues_off_the_job_idles_until_it_is_ended(tmp_path: Path) -> None:
    """A continuous job that ends is started again and again."""
    settings = environment(tmp_path, TMPDIR=str(tmp_path))
    with process("stream", tmp_path, 0, settings) as started:
        until_alive(tmp_path)
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGTERM)
        assert started.wait(15) == 0
    said = (tmp_path / "log").read_text("utf-8")
    assert (said.count("\n"), "queues are off" in said) == (1, True)


def test_a_job_that_waits_or_catches_up_is_alive_and_one_whose_loop_is_stuck_is_not(tmp_path: Path) -> None:
    """No wiki answers, so that nothing can be followed yet."""
    settings = environment(tmp_path, TMPDIR=str(tmp_path), HAVEN_QUEUES="on", HAVEN_STREAM_URL=CLOSED_PORT)
    assert not is_alive(tmp_path)
    assert run("migrate", tmp_path, settings)[0] == 0
    with process("stream", tmp_path, 0, settings) as started:
        until_alive(tmp_path)
        assert started.poll() is None
        os.utime(tmp_path / NAME, (time.time() - 180,) * 2)
        assert not is_alive(tmp_path)
        # The next beat.
        until_alive(tmp_path)


def run_check(folder: Path, settings: Mapping[str, str]) -> tuple[int, str]:
    """What a person is told."""
    environ = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **settings}
    command = [sys.executable, "-m", "app", "stream", "--check"]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_a_database_without_tables_is_told_of_in_one_line(tmp_path: Path) -> None:
    code, said = run_check(tmp_path, environment(tmp_path, HAVEN_QUEUES="on", HAVEN_STREAM_URL=CLOSED_PORT))
    assert (code, said.count("\n")) == (1, 1)
    assert "was it migrated?" in said


def test_without_an_address_of_the_stream_the_job_says_so_and_hands_requests_up_all_the_same(tmp_path: Path) -> None:
    settings = environment(tmp_path, TMPDIR=str(tmp_path), HAVEN_QUEUES="on")
    assert run("migrate", tmp_path, settings)[0] == 0
    with process("stream", tmp_path, 0, settings) as started:
        until_alive(tmp_path)
        until_turned(settings["HAVEN_DATABASE_URL"])
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGTERM)
        assert started.wait(15) == 0
    assert "HAVEN_STREAM_URL" in (tmp_path / "log").read_text("utf-8")


def until_turned(url: str) -> None:
    """Until a turn over what is to be handed up is over."""
    for _ in range(600):
        with contextlib.closing(sqlite3.connect(url.partition("///")[2])) as database:
            if database.execute("SELECT 1 FROM job_holders WHERE job = 'climbing' AND behind = 0").fetchall():
                return
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.parametrize("name", ["web", "migrate", "stream"])
def test_a_missing_secret_stops_the_start_and_is_named(name: str, tmp_path: Path) -> None:
    code, said = run(name, tmp_path, environment(tmp_path, HAVEN_OAUTH_SECRET=None))
    assert code != 0
    assert "HAVEN_OAUTH_SECRET" in said
    assert not [secret for secret in SECRET_WORDS.values() if secret in said]


@pytest.mark.parametrize("name", sorted(environment(Path("/nowhere"))))
def test_every_setting_without_which_haven_cannot_be_is_asked_for_by_name(name: str, tmp_path: Path) -> None:
    for nothing in (None, ""):
        with pytest.raises(BadSettings, match=name) as refused:
            from_environment(environment(tmp_path, **{name: nothing}))
        assert not [secret for secret in SECRET_WORDS.values() if secret in str(refused.value)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAVEN_SESSION_SECRET", "too-short-to-be-a-secret"),
        ("HAVEN_SEAL_KEYS", "not-a-seal-key"),
        ("HAVEN_QUEUES", "perhaps"),
        ("HAVEN_CENTRAL_WIKI", "http://wiki.example.org/w/index.php"),
        ("HAVEN_PUBLIC_URL", "haven-without-scheme"),
        ("HAVEN_STREAM_URL", "http://stream.example.org"),
        ("HAVEN_STREAM_URL", "https://stream.example.org/v2/stream"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_value(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=name) as refused:
        from_environment(environment(tmp_path, **{name: value}))
    assert value not in str(refused.value)


def test_secrets_are_in_no_repr(tmp_path: Path) -> None:
    settings = from_environment(environment(tmp_path))
    assert not [secret for secret in SECRET_WORDS.values() if secret in repr(settings)]


def toolsdb(folder: Path, name: str) -> dict[str, str]:
    """What the platform injects, and the database's name."""
    return environment(
        folder,
        HAVEN_DATABASE_URL=None,
        HAVEN_DATABASE_NAME=name,
        TOOL_TOOLSDB_USER="s12345",
        TOOL_TOOLSDB_PASSWORD=SECRET_WORDS["TOOL_TOOLSDB_PASSWORD"],
    )


def test_on_toolforge_the_database_address_is_built_from_what_it_injects(tmp_path: Path) -> None:
    url = from_environment(toolsdb(tmp_path, "s12345__haven")).database_url
    assert url.startswith("mysql+aiomysql://s12345:the-password-of-a-test@tools.db.svc.wikimedia.cloud/s12345__haven?")


def test_a_database_that_every_tool_may_read_is_refused(tmp_path: Path) -> None:
    everybody_reads = "s12345__haven_p"
    by_url = environment(
        tmp_path, HAVEN_DATABASE_URL=f"mysql+aiomysql://u:p@127.0.0.1/{everybody_reads}?charset=utf8mb4"
    )
    for settings in (toolsdb(tmp_path, everybody_reads), by_url):
        with pytest.raises(BadSettings, match="must not end in _p"):
            from_environment(settings)


def test_nothing_is_stored_unless_queues_are_turned_on(tmp_path: Path) -> None:
    assert not from_environment(environment(tmp_path)).queues_on
    assert from_environment(environment(tmp_path, HAVEN_QUEUES="on")).queues_on


def test_what_the_database_needs_comes_without_the_tests_own_requirements() -> None:
    """SQLAlchemy's async engine asks for greenlet and does not bring it; beside Playwright nobody would miss it."""
    assert re.search(r"(?m)^greenlet==", (ROOT / "requirements.txt").read_text("utf-8"))
