"""A day with Haven on which everything typed, and everything on the wiki, is a canary; then a search for it everywhere.

What may show it: the one answer that gives a form back with what was typed. Names of colleagues who are looked up live
may stand on pages, and nowhere else. The last tests plant leaks, to see that the search finds each of them.
"""

import base64
import logging
import re
import tempfile
from asyncio import gather
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from app.actions import upkeep
from app.domain.hand_overs import Recipient
from app.sandbox import Farm, build_farm
from app.store import drafts
from app.store.pointers import plain_pointer
from app.store.session import StoreSession
from app.web.hand_over import FIELDS, WORDS
from tests.support.canary import (
    Canary,
    NumberCanary,
    Traces,
    add_sqlite_files,
    add_tables,
    count_seals,
    read_tables,
    watched,
    wrong_seals,
)
from tests.support.haven import PUBLIC, SAME_ORIGIN, SUPPRESSION, Client, Haven, open_haven
from tests.support.page_checks import words
from tests.support.sandbox import IN_PROCESS_PORT
from tests.support.trackings import FOLLOW, edit, note
from tests.test_access import TABLE

TYPED = Canary('Qanarie "Zeldzaam" <7f3a9c\'0e> é ‮', "Qz7vanarieKw93b4xTT")
WRITTEN = Canary('Qolibri "op de wiki" <b51d7e\'44> ñ', "Qy8wolibriJd27c5vSS")
NAMED = Canary("Qoekoek (d93ac1) & Zn", "Qw4koekoekHm61n8zRR")
FIRST_REVISION, FIRST_PAGE, FIRST_USER, FIRST_CENTRAL = 7_654_321_234, 6_543_210_345, 5_432_101_456, 4_321_012_567
SENDER, HANDLER, SECOND = f"{NAMED.text} sends", f"{NAMED.text} handles", f"{NAMED.text} looks"
FOLLOWED = f"{NAMED.text} is followed"
AUTHOR, OWNER, KEPT_OUT = f"{WRITTEN.text} wrote", f"{WRITTEN.text} owns", f"{TYPED.text} stays out"
PEOPLE = frozenset({SENDER, HANDLER, SECOND, "Oona Brack", "Wilma Tarn"})
EVERYWHERE_BUT_PAGES = ("table", "file", "dump", "log", "stdout", "stderr", "temporary", "header", "address")
QUERIES = ("queue", "after", "before", "filed", "uselang", "oauth_token", "oauth_verifier", "back_to", "q")
LOOKED_AT = (
    "table requests.sealed_hints",
    "table trackings.sealed_account",
    "table sightings.sealed",
    "table drafts.sealed",
    "file haven.db-wal",
    "dump",
    "stdout",
    "header",
)
Meddle = Callable[[Haven], Awaitable[None]]


class Marked:
    """A farm on which a page has a canary for title, summary, text, author and owner, and ids larger than any other."""

    def __init__(self) -> None:
        self.farm: Farm = build_farm(IN_PROCESS_PORT)
        wiki = self.farm.wiki("enwiki")
        for name, right in ((SENDER, "sysop"), (HANDLER, "suppress"), (SECOND, "suppress")):
            self.farm.add_account(name)
            self.farm.grant(name, right, "enwiki")
        wiki._next |= {"revision": FIRST_REVISION, "page": FIRST_PAGE, "user": FIRST_USER}
        self.farm.next_central_id = FIRST_CENTRAL
        hidden_ids = [self.farm.add_account(name) for name in (AUTHOR, OWNER, KEPT_OUT, FOLLOWED)]
        self.farm.block(FOLLOWED, "enwiki", by="Hedda Moor")
        said = f"{WRITTEN.text} {WRITTEN.core}"
        pages = [wiki.add_page(said, 1), wiki.add_page(OWNER, 3)]
        made = [wiki.add_revision(page, AUTHOR, said, f"{said} {number}") for page in pages for number in range(4)]
        for page in pages:
            wiki.add_revision(page, "Wilma Tarn", "clean", "clean")
        self.revids = [revision.rev_id for revision in made]
        numbers = [*self.revids, *(page.page_id for page in pages)]
        numbers += [each.central_id for each in hidden_ids] + [each.local["enwiki"].user_id for each in hidden_ids]
        self.numbers = [NumberCanary(number) for number in numbers]


class Day:
    """Lives the day and keeps what it left: every answer, and the database at each `look`."""

    def __init__(self, haven: Haven, marked: Marked, folder: Path, traces: Traces, meddle: Meddle | None) -> None:
        self.haven, self.marked, self.folder, self.traces, self.meddle = haven, marked, folder, traces, meddle
        self.wrong: list[str] = []
        self.seals = 0

    async def client(self, name: str | None) -> Client:
        """A browser all of whose own words are the canary."""
        client = await self.haven.client(name)
        client.http.cookies.set("other", TYPED.core)
        client.http.headers.update(dict.fromkeys(("User-Agent", "Accept-Language", "X-Request-Id"), TYPED.core))
        client.http.headers["Referer"] = f"{PUBLIC}/{TYPED.core}?q={quote(TYPED.text)}"
        return client

    def keep(self, answer: httpx.Response, may_echo: bool = False) -> httpx.Response:
        self.traces.add_answer(answer, may_echo, PUBLIC)
        return answer

    async def get(self, client: Client, path: str) -> httpx.Response:
        return self.keep(await client.http.get(path))

    async def post(self, client: Client, path: str, fields: dict[str, Any], may_echo: bool = False) -> httpx.Response:
        more = {TYPED.core: TYPED.text, "extra": TYPED.text, "token": client.token}
        return self.keep(await client.http.post(path, data=more | fields, headers=SAME_ORIGIN), may_echo)

    async def step(self, client: Client, path: str, fields: dict[str, Any]) -> httpx.Response:
        """A step that must work: 303 and the page behind it."""
        done = await self.post(client, path, fields)
        assert done.status_code == 303, (path, words(done))
        return await self.get(client, done.headers["location"])

    async def look(self) -> None:
        """Everything that the database holds at this moment, and its files."""
        if self.meddle:
            await self.meddle(self.haven)
        columns = await read_tables(self.haven.desk.database)
        add_tables(self.traces, columns)
        self.wrong += wrong_seals(columns, self.haven.desk.database.vault, PEOPLE)
        self.seals += count_seals(columns)
        if (self.folder / "haven.db").exists():
            add_sqlite_files(self.traces, self.folder)

    # The parts of the day. What pages must be is tested elsewhere: here they are fetched without those checks.

    async def file(self, sender: Client, revids: list[int], **answers: Any) -> str:
        """From a paste with words all around the links to a filed request."""
        server = self.marked.farm.wiki("enwiki").server
        links = f" {TYPED.text}\n".join(f"{server}/w/index.php?diff={revid}&x={TYPED.core}" for revid in revids)
        pasted = await self.post(sender, "/box", {"text": f"{TYPED.text} {TYPED.core}\n{links}\n{TYPED.core}"})
        assert pasted.status_code == 303, words(pasted)
        draft = pasted.headers["location"]
        shown = (await self.get(sender, draft)).text
        assert all(str(revid) in shown for revid in revids)
        await self.be_guided(sender, draft)
        await self.get(sender, f"{draft}/file")
        spoilt = dict.fromkeys([*SUPPRESSION, "line", "section", "side", "keep_out_1", "keep_out_2"], TYPED.text)
        assert (await self.post(sender, f"{draft}/file", spoilt, may_echo=True)).status_code == 422
        nobody = SUPPRESSION | {"keep_out_3": TYPED.text}
        assert (await self.post(sender, f"{draft}/file", nobody, may_echo=True)).status_code == 422
        await self.look()
        right = SUPPRESSION | {"line": "12", "section": "3", "side": "new", "keep_out_1": KEPT_OUT} | answers
        filed = await self.post(sender, f"{draft}/file", right)
        assert filed.status_code == 303, words(filed)
        await self.get(sender, filed.headers["location"])
        await self.look()
        return str(filed.headers["location"])

    async def be_guided(self, sender: Client, draft: str) -> None:
        """The canary in every field of the guided questions, and one right answer."""
        assert (await self.post(sender, f"{draft}/triage", {"guided": TYPED.text})).status_code == 303
        typed = {"question": "danger", "answer": TYPED.text, "number": TYPED.text, "text": TYPED.text}
        assert (await self.post(sender, f"{draft}/triage/answer", typed, may_echo=True)).status_code == 422
        for spoilt in ({"question": TYPED.text, "answer": "no"}, {"question": TYPED.core, "answer": "no"}):
            assert (await self.post(sender, f"{draft}/triage/answer", spoilt)).status_code == 404
        assert (
            await self.post(sender, f"{draft}/triage/links", {"text": TYPED.text}, may_echo=True)
        ).status_code == 422
        assert (await self.post(sender, f"{draft}/triage/send", {"act": TYPED.text})).status_code == 404
        assert (await self.post(sender, f"{draft}/tail", {"tail": TYPED.text})).status_code == 404
        await self.post(sender, f"{draft}/triage/answer", {"question": "danger", "answer": "no"})
        await self.get(sender, f"{draft}/triage")
        await self.look()

    async def type_into_everything(self, client: Client) -> None:
        """The canary in every query, every path, and every form that will not have it."""
        query = "&".join(f"{name}={quote(each)}" for name in QUERIES for each in (TYPED.text, TYPED.core))
        for method, path in TABLE:
            path = re.sub(r"\{[a-z]+\}", TYPED.core, path)
            if method == "GET":
                await self.get(client, f"{path}?{query}")
            elif not path.startswith("/sign-out"):
                fields = {"text": TYPED.text, "back_to": TYPED.text}
                gives_back = path in {"/box", "/accounts", "/leak-check"}
                await self.post(client, f"{path}?{query}", fields, may_echo=gives_back)
        for path in (f"/{TYPED.core}", f"/static/{TYPED.core}", f"/requests/{quote(TYPED.text, safe='')}"):
            await self.get(client, path)
        refused = f"https://{TYPED.core}.example/wiki/{TYPED.core} [[Nosuch:{TYPED.core}]] 2001:db8::7f3a:9c"
        for pasted in (refused, TYPED.text, f"[[Special:Diff/{TYPED.core}]]"):
            answer = await self.post(client, "/box", {"text": pasted}, may_echo=True)
            assert answer.status_code in (200, 401, 403, 422)
        server = self.haven.farm.wiki("enwiki").server
        for typed, status in ((TYPED.text, 422), (f"{server}/wiki/{TYPED.core}?title={TYPED.text}#{TYPED.core}", 303)):
            answer = await self.post(client, "/ask", {"wiki": typed}, may_echo=status == 422)
            assert answer.status_code == status
        await self.get(client, f"/ask/{TYPED.core.lower()}")
        stale = {"text": TYPED.text, "keep_out_1": TYPED.text, "token": TYPED.core}
        assert (await self.post(client, "/box", stale, may_echo=True)).status_code in (401, 403)
        cross = await client.post("/box", {"text": TYPED.text}, {"Sec-Fetch-Site": "cross-site", "Origin": TYPED.core})
        assert self.keep(cross).status_code == 403
        body = f'{{"text": "{TYPED.core}"}}'.encode()
        kind = SAME_ORIGIN | {"Content-Type": f"text/{TYPED.core}"}
        assert self.keep(await client.http.post("/box", content=body, headers=kind)).status_code == 415

    async def follow(self, owner: Client, colleague: Client) -> str:
        """An account is followed and seen; the canary in every field of it. The tracking's address."""
        colleagues = [f"colleague_{number}" for number in range(1, 6)]
        right = FOLLOW | {"account": FOLLOWED, "colleague_1": str(colleague.name)}
        wrong = [
            dict.fromkeys([*right, *colleagues, "days"], TYPED.text),
            {"account": TYPED.text},
            {"account": TYPED.core},
            *(FOLLOW | {"account": typed} for typed in (TYPED.text, TYPED.core, f"[[User:{TYPED.core}]]")),
            *(right | {field: typed} for field in colleagues for typed in (TYPED.text, TYPED.core)),
        ]
        for fields in wrong:
            answer = await self.post(owner, "/trackings/start", fields, may_echo=True)
            assert answer.status_code in (200, 422), words(answer)
        assert await self.get(owner, "/trackings/start")
        begun = await self.post(owner, "/trackings/start", right)
        assert begun.status_code == 303, words(begun)
        address = str(begun.headers["location"])
        await note(self.haven, address, *(edit(self.haven, revid) for revid in self.marked.revids))
        await self.look()
        for client in (owner, colleague):
            assert str(self.marked.revids[0]) in (await self.get(client, address)).text
            for step in ("seen", "request", "consent", "renew", "end", "colleagues"):
                typed = dict.fromkeys(["up_to", "take", "consent", "renewal", "remove"], TYPED.text)
                if step == "end" and client is owner:
                    continue
                await self.post(client, f"{address}/{step}", typed)
                await self.get(client, f"{address}/{step}?before={TYPED.core}")
        wrong_name = await self.post(owner, f"{address}/colleagues", {"colleague": TYPED.text}, may_echo=True)
        assert wrong_name.status_code == 422
        await self.step(owner, f"{address}/request", {"take": "1", "with_account": TYPED.text})
        await self.step(owner, f"{address}/seen", {"up_to": "3"})
        await self.look()
        return address

    async def hand_over(self, client: Client) -> None:
        """The canary in every field of a hand-over, for each recipient: refused, finished, as a file, and changed."""
        link = f"{self.marked.farm.wiki('enwiki').server}/?diff={self.marked.revids[0]}"
        draft = (await self.post(client, "/box", {"text": link})).headers["location"]
        asked = dict.fromkeys(("ask_severe", "ask_local-steps", "ask_beyond-local", "keep_outside"), "yes")
        for to in Recipient:
            beside = "" if to is Recipient.CHILD_PROTECTION else f" {TYPED.core}"
            links = {"pages": f"https://{TYPED.core}.example/", "noticed": link, "diffs": f"{link}{beside}"}
            whole = {"to": to.value, "wiki": "enwiki", "danger": "no", "steps": "account-blocked", **asked}
            right = dict.fromkeys(WORDS, TYPED.text) | whole | links
            for wrong in (whole | dict.fromkeys((*FIELDS, "steps", "danger"), TYPED.text), {"to": TYPED.text}):
                answer = await self.post(client, "/hand-over", wrong, may_echo=True)
                assert answer.status_code == 422, words(answer)
            for step in ("choose", "make", "download", "change", "again"):
                answer = await self.post(client, "/hand-over", right | {"step": step}, may_echo=True)
                assert answer.status_code == (422 if to is Recipient.CHECKUSERS and step != "again" else 200), step
            typed = {"to": to.value, "wiki": TYPED.text}
            await self.post(client, f"{draft}/hand-over", typed, may_echo=to.is_of_a_wiki)
        for path in ("/hand-over", f"{draft}/hand-over"):
            await self.get(client, path)
        await self.look()

    async def type_into_steps(self, client: Client, request: str) -> None:
        """The canary in every field of a request's own steps."""
        fields = dict.fromkeys(["purpose", "closing", "holder_seen", "not_my_own"], TYPED.text)
        for step in ("open", "close", "take-over", "withdraw", "release"):
            answer = await self.post(client, f"{request}/{step}", fields)
            assert answer.status_code in (403, 409, 422), (step, words(answer))
        # Given back in its own field, as every form gives back what does not fit.
        answer = await self.post(client, f"{request}/remind", {"remind_on": TYPED.text}, may_echo=True)
        assert answer.status_code in (403, 422), words(answer)

        await self.type_between_people(client, request)

    async def type_between_people(self, client: Client, request: str) -> None:
        """Asked, answered, named, sent on, opened again; by whoever holds it, names are looked up live."""
        between = (
            "colleague",
            "inquiry",
            "reply",
            "opinion",
            "number",
            "place",
            "to",
            "wiki",
            "criterion",
            "reopening",
        )
        for step in ("ask", "second-opinion", "hand-over", "take-back", "answer", "opinion", "forward", "reopen"):
            answer = await self.post(client, f"{request}/{step}", dict.fromkeys(between, TYPED.text), may_echo=True)
            assert answer.status_code in (403, 409, 422), (step, words(answer))

    async def see_every_page(self, client: Client) -> None:
        for method, path in TABLE:
            if method == "GET" and "{" not in path:
                await self.get(client, path)

    async def break_down(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        """A mistake of ours whose exception quotes everything, a wiki that talks nonsense, and one that is away."""

        async def broken(*_: object, **__: object) -> None:
            try:
                raise KeyError(WRITTEN.text)
            except KeyError as error:
                raise RuntimeError(f"{TYPED.text} {TYPED.core} {FIRST_REVISION}") from error

        with monkeypatch.context() as patch:
            patch.setattr("app.web.routes.queues.stored.queue_page", broken)
            assert (await self.get(client, "/queues")).status_code == 500
        for fault in ("garbage", "down"):
            self.marked.farm.faults.set("enwiki", fault)
            await self.see_every_page(client)
        self.marked.farm.faults.clear()

    async def whole(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sender, handler, second = [await self.client(name) for name in (SENDER, HANDLER, SECOND)]
        nobody, plain = await self.client(None), await self.client("Wilma Tarn")
        for client in (nobody, plain, sender):
            await self.type_into_everything(client)
        too_long = await self.post(sender, "/box", {"text": TYPED.text * 8000}, may_echo=True)
        assert too_long.status_code == 422
        first = await self.file(sender, self.marked.revids[:4])
        taken, withdrawn, stale = [await self.file(sender, [revid]) for revid in self.marked.revids[4:7]]
        await self.hand_over(sender)
        await self.handle(handler, second, first)
        await self.type_into_everything(handler)
        tracking = await self.follow(handler, second)
        await self.break_down(handler, monkeypatch)
        await self.step(second, f"{taken}/take", {"not_my_own": TYPED.text})
        await self.get(handler, f"{taken}/take-over")
        seen = {"holder_seen": str(self.haven.central_id(SECOND)), "not_my_own": TYPED.text}
        await self.step(handler, f"{taken}/take-over", seen)
        await self.step(handler, f"{taken}/close", {"closing": "mistake"})
        await self.step(sender, f"{withdrawn}/withdraw", {})
        await self.look()
        everybody = [nobody, plain, sender, handler, second, await self.client("Oona Brack")]
        for client in everybody:
            await self.see_every_page(client)
            for address in (first, taken, withdrawn, stale, tracking):
                await self.get(client, address)
        for client in everybody[1:]:
            assert (await self.post(client, "/sign-out", {})).status_code == 303
        for days in (8, 83, 91):
            self.haven.clock.move(days=days)
            await upkeep.purge(self.haven.desk.database, self.haven.clock())
            await self.look()
        left = await read_tables(self.haven.desk.database)
        assert {table for table, _ in left} == {"tallies", "alembic_version"}, left.keys()
        assert left["tallies", "what"] == [upkeep.PURGE_RAN]

    async def handle(self, handler: Client, second: Client, request: str) -> None:
        """Queue, take, open, check, hide on the wiki, done."""
        reference = request.rpartition("/")[2]
        assert reference in words(await self.get(handler, "/queues"))
        opened = await self.step(handler, f"{request}/take", {"not_my_own": TYPED.text})
        assert str(self.marked.revids[0]) in opened.text
        await self.type_between_people(handler, request)
        await self.type_into_steps(second, request)
        await self.step(second, f"{request}/open", {"purpose": "review"})
        await self.step(handler, f"{request}/check", {})
        await self.look()
        self.marked.farm.wiki("enwiki").hide(self.marked.revids[:4], text=True, suppressed=True)
        assert "Done: the wiki shows it" in words(await self.step(handler, f"{request}/check", {}))


@asynccontextmanager
async def a_day(tmp_path: Path, url: str | None = None, meddle: Meddle | None = None) -> AsyncIterator[Day]:
    marked, traces = Marked(), Traces()
    with watched(traces, tmp_path / "temporary"):
        async with open_haven(tmp_path, url, farm=marked.farm) as haven:
            yield Day(haven, marked, tmp_path, traces, meddle)


def all_leaks(day: Day, printed: tuple[str, str]) -> list[str]:
    """Every place where something is that must not be there."""
    traces = day.traces
    traces.add("stdout", printed[0])
    traces.add("stderr", printed[1])
    found = traces.leaks(TYPED) + traces.leaks(WRITTEN) + traces.leaks(NAMED, EVERYWHERE_BUT_PAGES)
    for number in day.marked.numbers:
        found += traces.leaks(number, EVERYWHERE_BUT_PAGES)
    found += [place for place in traces.places if place.startswith("temporary")]
    return found + [f"seal {place}" for place in day.wrong]


async def test_after_a_whole_day_the_canary_is_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async with a_day(tmp_path) as day:
        await day.whole(monkeypatch)
    assert all_leaks(day, capfd.readouterr()) == []
    assert day.seals > 20, "seals were looked into"
    places = "\n".join(day.traces.places)
    for needed in LOOKED_AT:
        assert needed in places, f"{needed} was never looked at"
    assert b"unexpected" in day.traces.places["stdout"]


async def test_after_a_day_on_mariadb_the_canary_is_in_no_table(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    mariadb_url: Callable[[], str],
) -> None:
    async with a_day(tmp_path, mariadb_url()) as day:
        await day.whole(monkeypatch)
    assert all_leaks(day, capfd.readouterr()) == []
    assert day.seals > 20
    assert "table request_targets.sealed" in day.traces.places


# --- the search itself


@pytest.mark.parametrize("canary", [TYPED, WRITTEN, NAMED])
@pytest.mark.parametrize(
    ("form", "write"),
    [
        ("plain", lambda text: text.encode()),
        ("plain", lambda text: text.upper().encode() if text.isascii() else text.encode()),
        ("percent-encoded", lambda text: quote(text, safe="").encode()),
        ("HTML", lambda text: text.replace("&", "&amp;").replace("<", "&lt;").encode()),
        ("JSON", lambda text: text.replace('"', '\\"').encode()),
        ("UTF-16", lambda text: text.encode("utf-16")),
        ("hex", lambda text: text.encode().hex().encode()),
        ("base64", lambda text: base64.b64encode(b"a" + text.encode() + b"bcd")),
        ("base64", lambda text: base64.urlsafe_b64encode(b"ab" + text.lower().encode())),
        ("base64", lambda text: base64.b64encode(text.encode())),
        ("backwards", lambda text: text[::-1].encode()),
    ],
)
def test_the_search_knows_every_writing(canary: Canary, form: str, write: Callable[[str], bytes]) -> None:
    assert form in canary.found_in(b"before" + write(canary.core) + b"after")
    assert canary.found_in(b"before" + write(f"{canary.text} {canary.core}") + b"after")
    assert canary.found_in(b"nothing of it here, not even Qz7vanarie or Qy8wolibri") == []


@pytest.mark.parametrize("write", [str, hex, lambda number: number.to_bytes(6, "big"), lambda number: f"<{number}>"])
def test_the_search_knows_a_number(write: Callable[[int], str | bytes]) -> None:
    written = write(FIRST_REVISION)
    raw = written if isinstance(written, bytes) else written.encode()
    assert NumberCanary(FIRST_REVISION).found_in(b"before " + raw + b" after")
    assert NumberCanary(FIRST_REVISION).found_in(b"7654321235") == []


# --- planted leaks: each must turn the test red


def leak_into_log(patch: pytest.MonkeyPatch) -> None:
    _before_reading(patch, lambda pasted: logging.getLogger("somewhere.deep").debug("parsing %s", pasted))


def leak_into_output(patch: pytest.MonkeyPatch) -> None:
    _before_reading(patch, lambda pasted: print("debug", pasted.upper()))


def leak_into_journal(patch: pytest.MonkeyPatch) -> None:
    from app.web.journal import note

    _before_reading(patch, lambda pasted: note(base64.b64encode(pasted.encode()).decode()))


def leak_into_temporary_file(patch: pytest.MonkeyPatch) -> None:
    _before_reading(patch, lambda _: tempfile.TemporaryFile().close())


def leak_into_address(patch: pytest.MonkeyPatch) -> None:
    from app.web.answers import go_to

    patch.setattr("app.web.routes.filing.go_to", lambda path: go_to(f"{path}?note={quote(TYPED.text)}"))


def leak_into_cookie(patch: pytest.MonkeyPatch) -> None:
    from app.web.answers import go_to

    def with_cookie(path: str) -> Any:
        response = go_to(path)
        response.set_cookie("last", quote(TYPED.text))
        return response

    patch.setattr("app.web.routes.box.go_to", with_cookie)


def leak_onto_page(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("app.web.answers.VERSION", WRITTEN.text)


def leak_into_seal(patch: pytest.MonkeyPatch) -> None:
    def careless(session: StoreSession, draft: drafts.Draft) -> str:
        plain = [plain_pointer(pointer) for pointer in draft.pointers]
        kept = {"pointers": plain, "left-out": [], "answers": {"title": WRITTEN.text}}
        return session.vault.seal(kept, least=512)

    patch.setattr(drafts, "_seal", careless)


def _before_reading(patch: pytest.MonkeyPatch, leak: Callable[[str], object]) -> None:
    from app.actions.pasting import read_paste

    async def leaking(desk: Any, pasted: str) -> Any:
        leak(pasted)
        return await read_paste(desk, pasted)

    patch.setattr("app.web.routes.box.read_paste", leaking)


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (leak_into_log, "log: "),
        (leak_into_output, "stdout: plain"),
        (leak_into_journal, "stdout: base64"),
        (leak_into_temporary_file, "temporary file"),
        (leak_into_address, "header location"),
        (leak_into_cookie, "header set-cookie"),
        (leak_onto_page, "page of "),
        (leak_into_seal, "seal drafts.sealed"),
    ],
)
async def test_a_planted_leak_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    plant: Callable[[pytest.MonkeyPatch], None],
    where: str,
) -> None:
    plant(monkeypatch)
    async with a_day(tmp_path) as day:
        await day.file(await day.client(SENDER), day.marked.revids[:1])
    found = all_leaks(day, capfd.readouterr())
    assert any(leak.startswith(where) for leak in found), found


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE requests SET criterion = lower(:core)", ("table requests.criterion: plain", "dump: plain")),
        ("UPDATE events SET event = :encoded", ("table events.event: base64", "file haven.db-wal: base64")),
        ("UPDATE tallies SET count = :number", ("table tallies.count: decimal", "file haven.db-wal: binary")),
        ("CREATE TABLE IF NOT EXISTS notes AS SELECT :core AS note", ("table notes.note: plain",)),
    ],
)
async def test_a_leaking_column_is_found(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], statement: str, where: tuple[str, ...]
) -> None:
    async def meddle(haven: Haven) -> None:
        values = {"core": TYPED.core, "number": day.marked.revids[0], "encoded": ENCODED}
        async with haven.desk.database.engine.connect() as connection:
            await connection.execute(text("PRAGMA ignore_check_constraints=ON"))
            await connection.execute(
                text(statement), {name: value for name, value in values.items() if f":{name}" in statement}
            )
            await connection.commit()
            await connection.execute(text("PRAGMA ignore_check_constraints=OFF"))

    async with a_day(tmp_path, meddle=meddle) as day:
        await day.file(await day.client(SENDER), day.marked.revids[:1])
    found = all_leaks(day, capfd.readouterr())
    assert set(where) <= set(found), found


ENCODED = base64.b64encode(f"..{TYPED.core}".encode()).decode()


async def test_two_people_at_once_leave_nothing_either(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    async with a_day(tmp_path) as day:
        sender = await day.client(SENDER)
        request = await day.file(sender, day.marked.revids[:2])
        both = [await day.client(name) for name in (HANDLER, SECOND)]
        await gather(*(day.post(client, f"{request}/take", {"not_my_own": TYPED.text}) for client in both))
        await day.look()
    assert all_leaks(day, capfd.readouterr()) == []
