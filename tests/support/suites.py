"""Which suites need more than Python, what this machine lacks for them, and the sentence that says so.

A test belongs to a suite by the fixtures it asks for, or by a mark. Where something is missing its tests are skipped by
name with that sentence; `.ci/run` takes no skip for an answer. This module starts nothing.
"""

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CACHE = PROJECT / ".cache"
REAL_WIKI = CACHE / "real-wiki"
REAL_WIKI_SOFTWARE = REAL_WIKI / "software" / "usr" / "share" / "mediawiki"
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
CODEX = PROJECT / "static" / "codex" / "codex.style.css"


@dataclass(frozen=True)
class Suite:
    """A named part of the tests, the fixtures that make a test part of it, and what it cannot run without."""

    name: str
    fixtures: frozenset[str]
    missing: Callable[[], str | None]


def find_program(*names: str) -> str | None:
    """The path of the first of these programs that is here; system folders count even when PATH leaves them out."""
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/bin")
        if found:
            return found
    return None


def _real_wiki_missing() -> str | None:
    if find_program("php") is None:
        return "there is no PHP here to run a real MediaWiki (package php-cli and its modules)"
    if not (REAL_WIKI_SOFTWARE / "index.php").exists():
        return "MediaWiki was not fetched (setup/fetch-real-wiki.sh, which needs apt-get, dpkg and the network)"
    return None


def _mariadb_missing() -> str | None:
    if not all(find_program(name) for name in ("mariadbd", "mariadb-install-db", "my_print_defaults")):
        return "MariaDB's programs are not here (packages mariadb-server-core and mariadb-client-core)"
    return None


def _browser_missing() -> str | None:
    if find_program("chromium") is None:
        return "there is no Chromium here (package chromium)"
    if not AXE.exists() or not CODEX.exists():
        return "the style sheets or the accessibility checker are not here (npm ci && npm run build)"
    return None


SUITES = (
    Suite("real_wiki", frozenset({"real_wiki"}), _real_wiki_missing),
    Suite("mariadb", frozenset({"mariadb_server"}), _mariadb_missing),
    Suite("browser", frozenset({"browser"}), _browser_missing),
)


def suites_of(fixture_names: Collection[str], marks: Collection[str]) -> list[Suite]:
    """The suites that a test with these fixtures belongs to, or that it names by a mark."""
    return [suite for suite in SUITES if suite.name in marks or suite.fixtures.intersection(fixture_names)]
