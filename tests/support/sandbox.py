"""The sandbox farm for tests: over real loopback sockets in a thread of its own, or in process without any.

`start_sandbox` for whatever speaks HTTP on its own (mwoauth, browsers, silent wikis); `in_process` for speed.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import uvicorn

from app.sandbox import Farm, build_farm, farm_app, farm_server, open_sockets
from app.sandbox.abuse_log import add_hit
from app.sandbox.cases import TO_HIDE
from app.sandbox.farm import Clock, real_time
from app.sandbox.files import upload
from app.sandbox.moves import log_account, log_creation, move, protect
from app.sandbox.server import addresses
from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER
from app.sandbox.visit import cookie_name
from app.sandbox.wiki import Page, Wiki
from tests.support.loopback import find_free_port

USER_AGENT = "HavenTests/1.0 (sandbox; nobody@example.org)"
IN_PROCESS_PORT = 8123
THROWAWAY = ("page_to_delete", "page_to_suppress", "page_to_move", "page_to_protect")
"""Pages that a contract test may delete, move or protect."""


@dataclass(frozen=True)
class Sandbox:
    """A running farm. Its state may be read and changed from the test directly."""

    farm: Farm

    @property
    def port(self) -> int:
        return self.farm.port

    @property
    def central_index(self) -> str:
        """What HAVEN_CENTRAL_WIKI is set to."""
        return self.index_url(self.farm.central_dbname)

    def server(self, dbname: str) -> str:
        return self.farm.wiki(dbname).server

    def api_url(self, dbname: str) -> str:
        return self.server(dbname) + "/w/api.php"

    def index_url(self, dbname: str) -> str:
        return self.server(dbname) + "/w/index.php"

    def cookies(self, dbname: str, name: str) -> dict[str, str]:
        """Cookies of a signed-in session on one wiki, made directly."""
        return {cookie_name(self.farm.wiki(dbname)): self.farm.sign_in(name, dbname)}

    def client(self, dbname: str, name: str | None = None) -> httpx.Client:
        """A blocking client of one wiki (relative addresses allowed), signed in when a name is given."""
        return httpx.Client(
            base_url=self.server(dbname),
            headers={"User-Agent": USER_AGENT},
            cookies=self.cookies(dbname, name) if name else None,
            trust_env=False,
        )


def in_process(farm: Farm | None = None) -> tuple[Farm, httpx.ASGITransport]:
    """A farm without sockets. Give the transport to httpx.AsyncClient and ask addresses such as
    `farm.wiki("enwiki").server + "/w/api.php"`. Timeouts do not work this way: no silent wikis here."""
    farm = farm or build_farm(IN_PROCESS_PORT)
    return farm, httpx.ASGITransport(app=farm_app(farm))


@contextlib.contextmanager
def start_sandbox(extra_wikis: int = 0, clock: Clock = real_time) -> Iterator[Sandbox]:
    """The farm in a background thread, on one free port common to all its addresses."""
    farm, sockets = _bind(extra_wikis, clock)
    server = farm_server(farm)
    thread = threading.Thread(target=_run, args=(server, sockets), name="sandbox", daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield Sandbox(farm)
    finally:
        server.should_exit = True
        thread.join(timeout=5)


def _bind(extra_wikis: int, clock: Clock) -> tuple[Farm, list[socket.socket]]:
    for _attempt in range(50):
        port = find_free_port("127.0.0.2")
        farm = build_farm(port, extra_wikis, clock)
        try:
            return farm, open_sockets(addresses(farm), port)
        except OSError:
            continue
    raise RuntimeError("no port is free on all loopback addresses of the sandbox")


def _run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
    asyncio.run(server.serve(sockets=sockets))


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + 10
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the sandbox did not start")
        time.sleep(0.005)


@dataclass(frozen=True)
class WikiUnderTest:
    """What the contract suite asks of a wiki, sandbox or real."""

    api_url: str
    index_url: str
    seed: dict[str, int]
    user_agent: str
    sandbox: Sandbox

    def login(self, name: str) -> httpx.Client:
        """`admin`, `suppressor`, `editor` or `blocked`, signed in by cookie."""
        people = {"admin": "Ilse Norrby", "suppressor": "Piet Wander", "editor": "Wilma Tarn"}
        people["blocked"] = "Roderick Sloe"
        return self.sandbox.client("enwiki", people[name])


@contextlib.contextmanager
def sandbox_wiki_under_test() -> Iterator[WikiUnderTest]:
    """The large wiki of a running sandbox with one page in every state of hiding."""
    with start_sandbox() as sandbox:
        sandbox.farm.release = "1.43"
        yield WikiUnderTest(
            sandbox.api_url("enwiki"), sandbox.index_url("enwiki"), _seed(sandbox.farm), USER_AGENT, sandbox
        )


def _seed(farm: Farm) -> dict[str, int]:
    wiki = farm.wiki("enwiki")
    page = wiki.add_page("Contract page")
    made = [
        wiki.add_revision(page, "Wilma Tarn", f"step {number}", f"{TO_HIDE} {number}", at=wiki.ago(minutes=20 - number))
        for number in range(8)
    ]
    gone = wiki.add_page("Contract page that was deleted")
    deleted = wiki.add_revision(gone, "Wilma Tarn", "draft")
    wiki.delete_page(gone, "Ilse Norrby", "not needed")
    seed = {
        "page": page.page_id,
        "rev_parent_of_plain": made[0].rev_id,
        "rev_plain": made[1].rev_id,
        "rev_text_hidden": made[2].rev_id,
        "rev_summary_hidden": made[3].rev_id,
        "rev_user_hidden": made[4].rev_id,
        "rev_suppressed": made[5].rev_id,
        "rev_current": made[7].rev_id,
        "rev_deleted": deleted.rev_id,
    }
    wiki.hide([seed["rev_text_hidden"]], text=True, by="Ilse Norrby")
    wiki.hide([seed["rev_summary_hidden"]], summary=True, by="Ilse Norrby")
    wiki.hide([seed["rev_user_hidden"]], user=True, by="Ilse Norrby")
    wiki.hide([seed["rev_suppressed"]], text=True, suppressed=True, by="Piet Wander")
    throwaway = {key: _throwaway(wiki, key) for key in THROWAWAY}
    return seed | _seed_logs(wiki, page, gone) | _seed_files(wiki) | _seed_people(wiki) | throwaway


def _throwaway(wiki: Wiki, key: str) -> int:
    page = wiki.add_page(f"Contract {key.replace('_', ' ')}")
    for number in range(2):
        wiki.add_revision(page, "Wilma Tarn", f"step {number}", f"Invented {number}", at=wiki.ago(minutes=9 - number))
    log_creation(wiki, page)
    return page.page_id


def _seed_logs(wiki: Wiki, page: Page, gone: Page) -> dict[str, int]:
    """The log entries of these pages, and one hidden in each way."""
    moved = wiki.add_page("Contract page that moves")
    for number in range(2):
        wiki.add_revision(moved, "Wilma Tarn", f"step {number}", f"Invented {number}", at=wiki.ago(minutes=9 - number))
    protected = wiki.add_page("Contract page that is protected")
    wiki.add_revision(protected, "Wilma Tarn", "step", "Invented")
    hidden = [protect(wiki, protected, "Hedda Moor", "why") for _ in range(4)]
    for entry, bits in zip(hidden, (TEXT, SUMMARY, USER, TEXT | SUMMARY | USER | SUPPRESSED), strict=True):
        entry.hidden = bits
    names = ("log_action_hidden", "log_comment_hidden", "log_user_hidden", "log_suppressed")
    return {
        "log_create": log_creation(wiki, page).log_id,
        "log_move": move(wiki, moved, (0, "Contract page moved"), "Hedda Moor", "better").log_id,
        "page_moved": moved.page_id,
        "log_delete": next(entry.log_id for entry in wiki.log if entry.kind == "delete" and entry.title == gone.title),
        **{name: entry.log_id for name, entry in zip(names, hidden, strict=True)},
    }


def _seed_files(wiki: Wiki) -> dict[str, int]:
    """A file with three earlier versions, the first of them hidden; a deleted file."""
    file = wiki.add_page("Invented picture.png", 6)
    wiki.add_revision(file, "Wilma Tarn", "a picture", at=wiki.ago(minutes=8))
    versions = [
        upload(wiki, file, "Wilma Tarn", f"version {number}", f"bytes {number}", wiki.ago(minutes=8 - number))
        for number in range(4)
    ]
    versions[0].hidden = TEXT
    sketch = wiki.add_page("Invented sketch.png", 6)
    wiki.add_revision(sketch, "Wilma Tarn", "a sketch", at=wiki.ago(minutes=8))
    deleted = upload(wiki, sketch, "Wilma Tarn", "sketch", "bytes", wiki.ago(minutes=8))
    wiki.delete_page(sketch, "Hedda Moor", "not needed")
    return {
        "page_file": file.page_id,
        "file_current": int(versions[3].at.strftime("%Y%m%d%H%M%S")),
        "file_to_hide": int(versions[2].archive_time),
        "file_old": int(versions[1].archive_time),
        "file_old_hidden": int(versions[0].archive_time),
        "file_deleted": next(number for number, version in wiki.deleted_files.items() if version is deleted),
    }


def _seed_people(wiki: Wiki) -> dict[str, int]:
    """Entries of the filter log, three accounts, a signed comment."""
    hits = [add_hit(wiki, "Wilma Tarn", (0, f"Contract noticeboard {n}"), wiki.ago(minutes=5)) for n in range(3)]
    hits[1].hidden = True
    talk = wiki.add_page("Contract page", 1)
    comment = wiki.add_revision(talk, "Wilma Tarn", "comment", "Invented. Wilma Tarn")
    farm = wiki.farm
    log_account(wiki, farm.account("Wilma Tarn"), wiki.ago(days=30))
    to_hide = farm.add_account("Nora Nameless")
    names = {"user_author": "Wilma Tarn", "user_blocked": "Roderick Sloe", "user_to_hide": to_hide.name}
    return {
        "abuse_hit": hits[0].hit_id,
        "abuse_hidden": hits[1].hit_id,
        "abuse_to_hide": hits[2].hit_id,
        "rev_comment": comment.rev_id,
        **{key: farm.account(name).local[wiki.dbname].user_id for key, name in names.items()},
    }
