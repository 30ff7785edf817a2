"""A whole case from the first answer to the look back, closed and opened again from its file three times on the way,
with a canary typed into every field: afterwards it is in no table, log, address, header or temporary file.
"""

import logging
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from bs4 import Tag

from app.domain.cases import LetterKind, PartyRole
from app.flows.companion.progress import progress
from app.sandbox.demo import build_farm
from app.text.case_file import read_case
from tests.journeys.test_canary import TYPED
from tests.support.canary import Traces, add_sqlite_files, add_tables, read_tables, watched
from tests.support.case_walk import CaseWalk, fields_of, form_of
from tests.support.haven import PUBLIC, Client, Haven, open_haven
from tests.support.page_checks import read, words
from tests.support.sandbox import IN_PROCESS_PORT

REPORTER, SUBJECT = f"{TYPED.text} reports", "Wilma Tarn"
SAID: dict[str, str | list[str]] = {
    "q-danger": "no",
    "q-involved": "no",
    "q-off-wiki": "yes",
    "q-on-wiki-too": "yes",
    "q-account-control.reporter": "confirmed",
    "q-ties": ["said-on-wiki"],
    "q-attributed": "yes",
    "q-needs-second": ["outside"],
    "q-second-read": "yes",
    "q-outcome": "actionable",
    "q-acts": ["block"],
    "q-subject-knows": "yes",
    "q-kept-where": "private-wiki",
    "q-announcement": "yes",
    "record_kept": "yes",
}
"""What is answered where it matters; anything else by the first answer that closes the question."""
STAGES = ("begin", "acknowledge", "verify", "background", "context", "attribution", "second", "decide", "record", "act",
          "notify", "announce", "debrief", "afterwards")  # fmt: skip
CLOSED_AFTER = frozenset({"verify", "decide", "act"})


class WholeCase:
    """The walk, and all that it left."""

    def __init__(self, haven: Haven, client: Client, traces: Traces, folder: Path) -> None:
        self.haven, self.client, self.traces, self.folder = haven, client, traces, folder
        self.opened_again = 0
        self.asked: list[str] = []
        """Every address that Haven asked a wiki for: names go in bodies."""
        self.typed_into: set[str] = set()

    async def live(self) -> CaseWalk:
        """From beginning to end."""
        walk = await CaseWalk.begin(self.client)
        for stage in STAGES:
            walk = await self._do(walk, stage)
            if stage in CLOSED_AFTER:
                walk = await self._close_and_open(walk)
        for page in ("announcement", "questions", "wikitext", "text", "print", "pass-on", "hand-over", "appeal"):
            await self._look_at(walk, page)
        return walk

    async def _do(self, walk: CaseWalk, stage: str) -> CaseWalk:
        await walk.press(stage)
        assert walk.at == stage, (stage, walk.at)
        for _ in range(4):
            await self._write_letters(walk, stage)
            if stage == "act":
                self.haven.farm.block(SUBJECT, "enwiki", by="Ilse Norrby")
                await walk.press("look", self._filled(walk.page))
                assert "act-block" in read_case(walk.text).answers, words(walk.page)[:3000]
            await walk.press("next", self._filled(walk.page))
            if walk.at != stage:
                break
        missing = self._missing(walk, stage)
        assert missing == 0, f"{missing} left in {stage}: {walk.text}"
        return walk

    def _missing(self, walk: CaseWalk, stage: str) -> int:
        states = progress(self.haven.desk.guidance.companion, read_case(walk.text))
        return next(each.missing for each in states if each.stage.id == stage)

    async def _write_letters(self, walk: CaseWalk, stage: str) -> None:
        """Each letter of the stage that may go out, with the canary in its own sentence."""
        while buttons := [each for each in _letters(walk.page) if not self._is_settled(walk, each)]:
            await walk.press(buttons[0])
            await walk.press(buttons[0], self._filled(walk.page))
            text = str(fields_of(form_of(walk.page))["text"])
            await walk.press(f"{buttons[0]}/send", {"text": f"{text}\n\n{TYPED.core}"})
            await walk.press(f"{buttons[0]}/sent")
            if walk.at != stage:
                await walk.press(stage)
            assert self._is_settled(walk, buttons[0]), words(walk.page)[:1500]

    def _is_settled(self, walk: CaseWalk, button: str) -> bool:
        kind, _, role = button.removeprefix("letter:").partition(".")
        optional = kind in ("question", "holding", "delay")
        return optional or read_case(walk.text).has_sent(LetterKind(kind), PartyRole(role))

    async def _close_and_open(self, walk: CaseWalk) -> CaseWalk:
        kept = await walk.download()
        await walk.press("close")
        again = CaseWalk(self.client, walk.page)
        await again.open(kept.encode())
        assert again.text == kept
        self.opened_again += 1
        return again

    async def _look_at(self, walk: CaseWalk, page: str) -> None:
        """A page beside the way: looked at, and everything typed into. What it will not have, it says."""
        here = walk.page
        await walk.press(page)
        if read(walk.page).select_one('form[action="/case"] input[name="case"]'):
            answer = await self.client.post("/case", {**fields_of(form_of(walk.page)), **self._filled(walk.page)})
            assert answer.status_code in (200, 422), words(answer)[:500]
        walk.page = here

    def _filled(self, page: httpx.Response) -> dict[str, Any]:
        """Everything that can be typed, typed; what can be chosen, chosen."""
        form, filled = form_of(page), dict[str, Any]()
        for field in form.find_all(["input", "textarea"]):
            name, kind = str(field.get("name", "")), str(field.get("type", "text"))
            if field.name == "textarea" or kind == "text":
                filled.update(self._typed(name, form))
            elif kind in ("radio", "checkbox") and name in SAID:
                filled[name] = SAID[name]
            elif kind == "radio" and name not in filled and not _is_chosen(form, name):
                filled[name] = _closing_answer(form, name)
            elif kind == "checkbox" and name.startswith("q-") and name not in filled and not _is_chosen(form, name):
                filled[name] = [str(field["value"])]
        return filled

    def _typed(self, name: str, form: Tag) -> dict[str, Any]:
        self.typed_into.add(name)
        revision = next(iter(self.haven.farm.wiki("enwiki").revisions))
        match name:
            case "wiki":
                return {name: "enwiki"}
            case "name-0":
                return {name: REPORTER, "roles-0": ["reporter", "target"]}
            case "name-1":
                return {name: SUBJECT, "roles-1": ["subject"]}
            case "text" | "" if form.find("textarea", {"name": "text"}):
                return {}
            case "added" if "Special:Diff" not in str(form):
                return {name: f"{self.haven.farm.wiki('enwiki').server}/wiki/Special:Diff/{revision}"}
            case "added":
                return {}
            case _ if name.startswith("name-"):
                return {}
            case _ if name in ("own", "sentence") or name.startswith("own"):
                return {name: TYPED.core}
            case "prefix" | "noticeboard" | "title":
                return {name: TYPED.core}
            case "team":
                return {}
            case _:
                return {name: f"{TYPED.text} {TYPED.core}"}


def _letters(page: httpx.Response) -> list[str]:
    """Buttons that lead to a letter which may be written now, in order."""
    lines = [button.find_parent("li") for button in read(page).select('button[value^="letter:"]')]
    ready = [line for line in lines if line is not None and "later" not in line.get_text(" ")]
    return [str(line.find("button")["value"]) for line in ready]  # type: ignore[index, union-attr]


def _is_chosen(form: Tag, name: str) -> bool:
    return form.find("input", {"name": name, "checked": True}) is not None


def _closing_answer(form: Tag, name: str) -> str:
    values = [str(each["value"]) for each in form.find_all("input", {"name": name})]
    return next((each for each in ("no", "matches", "fine", "unknown") if each in values), values[0])


@asynccontextmanager
async def a_case(folder: Path, patch: pytest.MonkeyPatch) -> AsyncIterator[WholeCase]:
    traces, farm = Traces(), build_farm(IN_PROCESS_PORT)
    farm.add_account(REPORTER)
    with watched(traces, folder / "temporary"):
        async with open_haven(folder, farm=farm) as haven:
            whole = WholeCase(haven, await haven.client("Ilse Norrby"), traces, folder)
            send = httpx.AsyncClient.send

            async def noted(client: httpx.AsyncClient, request: httpx.Request, **options: Any) -> httpx.Response:
                whole.asked += [str(request.url)] if client is not whole.client.http else []
                return await send(client, request, **options)

            patch.setattr(httpx.AsyncClient, "send", noted)
            yield whole


async def all_that_is_left(whole: WholeCase, printed: tuple[str, str]) -> list[str]:
    """Where the canary is. Pages give back what was typed; their headers and addresses must not."""
    traces = whole.traces
    for address in whole.asked:
        traces.add("address asked of a wiki", address)
    for answer in whole.client.seen:
        traces.add_answer(answer, may_echo=True, public_url=PUBLIC)
    add_tables(traces, await read_tables(whole.haven.desk.database))
    add_sqlite_files(traces, whole.folder)
    for name, text in zip(("stdout", "stderr"), printed, strict=True):
        traces.add(name, text)
    return traces.leaks(TYPED) + [place for place in traces.places if place.startswith("temporary")]


async def test_a_whole_case_is_done_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async with a_case(tmp_path, monkeypatch) as whole:
        walk = await whole.live()
        case = read_case(walk.text)
        assert whole.opened_again == 3
        assert TYPED.core in walk.text and len(whole.typed_into) > 12
        assert case.answers["act-block"] == ("seen",)
        sent = [(each.kind, each.to) for each in case.letters if each.sent]
        told = [each for each in sent if each[0] in (LetterKind.SANCTIONED, LetterKind.OUTCOME)]
        assert told == [(LetterKind.SANCTIONED, PartyRole.SUBJECT), (LetterKind.OUTCOME, PartyRole.REPORTER)]
        assert await all_that_is_left(whole, capfd.readouterr()) == []
        assert any(place.startswith("file haven.db") for place in whole.traces.places)
        assert len(whole.asked) > 5


# --- a planted leak is found


def _leaking(patch: pytest.MonkeyPatch, leak: Callable[[str], object]) -> None:
    """Whoever reads a case says what stands in it."""

    def leaking(text: str) -> Any:
        leak(text)
        return read_case(text)

    patch.setattr("app.web.case.carrying.read_case", leaking)


def leak_into_log(patch: pytest.MonkeyPatch) -> None:
    _leaking(patch, lambda text: logging.getLogger("somewhere.deep").debug("reading %s", text))


def leak_into_output(patch: pytest.MonkeyPatch) -> None:
    _leaking(patch, print)


def leak_into_temporary_file(patch: pytest.MonkeyPatch) -> None:
    _leaking(patch, lambda _: tempfile.TemporaryFile().close())


def leak_into_header(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("app.web.routes.case.FILE_NAME", f"{TYPED.core}.txt")


@pytest.mark.parametrize(
    ("plant", "where"),
    [
        (leak_into_log, "log: "),
        (leak_into_output, "stdout: "),
        (leak_into_temporary_file, "temporary file"),
        (leak_into_header, "header content-disposition"),
    ],
)
async def test_a_planted_leak_of_a_case_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    plant: Callable[[pytest.MonkeyPatch], None],
    where: str,
) -> None:
    plant(monkeypatch)
    async with a_case(tmp_path, monkeypatch) as whole:
        walk = await CaseWalk.begin(whole.client)
        await walk.press("next", whole._filled(walk.page))
        await walk.press("list")
        await walk.client.post("/case", {**fields_of(form_of(walk.page)), "go": "download"})
        found = await all_that_is_left(whole, capfd.readouterr())
    assert any(leak.startswith(where) for leak in found), found
