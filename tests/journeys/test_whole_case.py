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

from app.domain.cases import LetterKind, PartyRole
from app.flows.companion.progress import progress
from app.sandbox.demo import build_farm
from app.text.case_file import read_case
from tests.journeys.test_canary import TYPED
from tests.support.canary import Traces, add_sqlite_files, add_tables, read_tables, watched
from tests.support.case_typing import STAGES, CaseTyping, letters_to_write
from tests.support.case_walk import CaseWalk, fields_of, form_of
from tests.support.haven import PUBLIC, Client, Haven, open_haven
from tests.support.page_checks import read, words
from tests.support.sandbox import IN_PROCESS_PORT

REPORTER, SUBJECT = f"{TYPED.text} reports", "Wilma Tarn"
CLOSED_AFTER = frozenset({"verify", "decide", "act"})


class WholeCase:
    """The walk, and all that it left."""

    def __init__(self, haven: Haven, client: Client, traces: Traces, folder: Path) -> None:
        self.haven, self.client, self.traces, self.folder = haven, client, traces, folder
        self.opened_again = 0
        self.asked: list[str] = []
        """Every address that Haven asked a wiki for: names go in bodies."""
        wiki = haven.farm.wiki("enwiki")
        link = f"{wiki.server}/wiki/Special:Diff/{next(iter(wiki.revisions))}"
        self.typing = CaseTyping(TYPED.text, TYPED.core, REPORTER, SUBJECT, link)

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
                await walk.press("look", self.typing.filled(form_of(walk.page)))
                assert "act-block" in read_case(walk.text).answers, words(walk.page)[:3000]
            await walk.press("next", self.typing.filled(form_of(walk.page)))
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
        while buttons := [each for each in letters_to_write(read(walk.page)) if not self._is_settled(walk, each)]:
            await walk.press(buttons[0])
            await walk.press(buttons[0], self.typing.filled(form_of(walk.page)))
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
            answer = await self.client.post(
                "/case", {**fields_of(form_of(walk.page)), **self.typing.filled(form_of(walk.page))}
            )
            assert answer.status_code in (200, 422), words(answer)[:500]
        walk.page = here


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
        assert TYPED.core in walk.text and len(whole.typing.typed_into) > 12
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

    def leaking(text: str, *more: Any, **options: Any) -> Any:
        leak(text)
        return read_case(text, *more, **options)

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
        await walk.press("next", whole.typing.filled(form_of(walk.page)))
        await walk.press("list")
        await walk.client.post("/case", {**fields_of(form_of(walk.page)), "go": "download"})
        found = await all_that_is_left(whole, capfd.readouterr())
    assert any(leak.startswith(where) for leak in found), found
