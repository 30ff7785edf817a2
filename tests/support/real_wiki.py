"""A real MediaWiki 1.43 for tests: PHP's own server on loopback over SQLite, with invented people and an invented page.

It is installed and seeded once, kept under .cache/, and each test run serves a copy, so nothing a test does stays. It
knows nothing of Haven: whatever it answers is MediaWiki's own word, which the sandbox's answers are held against.
What is seeded stands in `real_wiki_places`, how it is spoken to in `real_wiki_asking`.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.support.loopback import end_process_group, find_free_port, wait_until_open
from tests.support.real_wiki_asking import PASSWORD, PEOPLE, USER_AGENT, ask, sign_in, token
from tests.support.real_wiki_places import seed_places
from tests.support.suites import REAL_WIKI, REAL_WIKI_SOFTWARE, find_program

__all__ = ["DATABASE_NAME", "PASSWORD", "PEOPLE", "USER_AGENT", "RealWiki", "ask", "real_wiki", "sign_in", "token"]

SUPPORT = Path(__file__).parent
DATABASE_NAME = "realwiki"
SOURCES = ("real_wiki.py", "real_wiki_asking.py", "real_wiki_places.py", "real_wiki_settings.php")
"""What a prepared wiki is made from: when one of these changes, it is made again."""


@dataclass(frozen=True)
class RealWiki:
    """The address of a running copy, the ids of what was seeded, and a way to act there as one of the people."""

    server: str
    seed: dict[str, int]
    user_agent: str = USER_AGENT

    @property
    def api_url(self) -> str:
        return f"{self.server}/w/api.php"

    @property
    def index_url(self) -> str:
        return f"{self.server}/w/index.php"

    def login(self, person: str) -> httpx.Client:
        """A client signed in as one of PEOPLE, such as "admin" (sysop) or "suppressor" (sysop, suppress)."""
        return sign_in(self.api_url, PEOPLE[person][0])


@contextmanager
def real_wiki() -> Iterator[RealWiki]:
    """A running copy of the prepared wiki on a free port; it and its files are gone afterwards."""
    prepared = prepare()
    with TemporaryDirectory(prefix="haven-real-wiki-") as folder:
        copy = Path(folder) / "wiki"
        shutil.copytree(prepared, copy, symlinks=True)
        with _serve(copy) as server:
            yield RealWiki(server, json.loads((copy / "seed.json").read_text(encoding="utf-8")))


def prepare() -> Path:
    """The folder of an installed and seeded wiki; made on first use, and again when what it is made from changes.

    Test processes side by side ask for it at the same moment: one makes it while the others wait.
    """
    with (REAL_WIKI / "preparing.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        prepared = REAL_WIKI / f"prepared-{_fingerprint()}"
        if not _is_fresh(prepared / "seed.json"):
            for old in REAL_WIKI.glob("prepared-*"):
                shutil.rmtree(old)
            _install(prepared)
            with _serve(prepared) as server:
                seed = seed_places(f"{server}/w")
            # Elsewhere jobs run by themselves; this one writes the list of who is active.
            _run(prepared, "runJobs", "--type", "recentChangesUpdate")
            (prepared / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
    return prepared


def _is_fresh(seed: Path) -> bool:
    """Whether it is made, and of late: whose last edit is over 30 days old is active no more."""
    return seed.exists() and time.time() - seed.stat().st_mtime < 20 * 24 * 60 * 60


def _fingerprint() -> str:
    sources = [*(SUPPORT / name for name in SOURCES), REAL_WIKI_SOFTWARE.parents[2] / "complete"]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def _install(wiki: Path) -> None:
    data = wiki / "data"
    for folder in (data, wiki / "cache", wiki / "images"):
        folder.mkdir(parents=True)
    _run(
        wiki,
        "install",
        *("--dbtype", "sqlite", "--dbname", DATABASE_NAME, "--dbpath", str(data), "--confpath", str(wiki)),
        *("--server", "http://127.0.0.1", "--scriptpath", "/w", "--pass", PASSWORD, "Real wiki", "Ines Installer"),
    )
    settings = wiki / "LocalSettings.php"
    written = settings.read_text(encoding="utf-8").replace(f'"{data}"', "__DIR__ . '/data'")
    addition = SUPPORT / "real_wiki_settings.php"
    settings.write_text(f"{written}\n$realWikiDirectory = __DIR__;\nrequire '{addition}';\n", encoding="utf-8")
    _run(wiki, "update", "--quick", "--skip-external-dependencies")
    for user_name, groups in PEOPLE.values():
        in_groups = [f"--custom-groups={','.join(groups)}"] if groups else []
        _run(wiki, "createAndPromote", *in_groups, user_name, PASSWORD)


def _run(wiki: Path, script: str, *arguments: str) -> None:
    """One of MediaWiki's maintenance scripts; its words are shown only when it fails."""
    command = [_php(), str(REAL_WIKI_SOFTWARE / "maintenance" / "run.php"), script, *arguments]
    done = subprocess.run(command, env=_environment(wiki), capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"MediaWiki's {script} failed:\n{done.stdout}\n{done.stderr}")


def _php() -> str:
    program = find_program("php")
    if program is None:
        raise RuntimeError("there is no PHP here")
    return program


def _environment(wiki: Path, server: str = "http://127.0.0.1") -> dict[str, str]:
    settings = wiki / "LocalSettings.php"
    environment = os.environ | {"HAVEN_REAL_WIKI_SERVER": server, "PHP_CLI_SERVER_WORKERS": "4"}
    return environment | ({"MW_CONFIG_FILE": str(settings)} if settings.exists() else {})


@contextmanager
def _serve(wiki: Path) -> Iterator[str]:
    """PHP's own server over this installation; yields its address, as in `http://127.0.0.1:40001`."""
    port = find_free_port()
    server = f"http://127.0.0.1:{port}"
    root = wiki / "www"
    root.mkdir(exist_ok=True)
    if not (root / "w").is_symlink():
        (root / "w").symlink_to(REAL_WIKI_SOFTWARE)
    with (wiki / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [_php(), "-S", f"127.0.0.1:{port}", "-t", str(root), str(SUPPORT / "real_wiki_router.php")],
            env=_environment(wiki, server),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until_open(port, process)
        yield server
    finally:
        end_process_group(process)
