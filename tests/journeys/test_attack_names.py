"""Scenario S5: eight names, six of which insult an editor by name, on several wikis. The six go to the stewards in
private and are looked for everywhere else, in any writing; the two harmless ones may stand on a public page."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import mwparserfromhell
import pytest
from bs4 import BeautifulSoup

from app.sandbox import Farm, build_farm
from tests.journeys.pastes import account_link, outgoing, paste
from tests.support.canary import Canary, Traces, add_sqlite_files, add_tables, read_tables, watched, wrong_seals
from tests.support.haven import Client, Haven, open_haven
from tests.support.page_checks import words
from tests.support.sandbox import IN_PROCESS_PORT

ATTACKING = [f"Wexmarl Quillbane {does}" for does in ("Lies", "Stinks", "Is Watched", "Must Go", "Fails", "Weeps")]
HARMLESS = ["Plain Reed = Two", "Plain Sedge"]
TEMPORARY = "~2026-55501-11"
GLOBAL_SYSOP, STEWARD = "Gael Timmer", "Sunniva Aldous"
PRIVATE = {"danger": "no", "kind": "lock-and-hide", "criterion": "xw-attack-name", "urgency": "within-the-hour"}
EVERYWHERE_BUT_PAGES = ("table", "file", "dump", "log", "stdout", "stderr", "temporary", "header", "address")


def make_farm() -> Farm:
    farm = build_farm(IN_PROCESS_PORT)
    for name in (*ATTACKING, *HARMLESS):
        farm.add_account(name, edits=7)
    farm.set_edit_count(ATTACKING[0], "enwiki", 1200)
    farm.add_account(TEMPORARY, edits=2, temporary=True)
    return farm


class Case:
    """One Haven, watched; what it answers is kept from the moment on at which the names were marked."""

    def __init__(self, haven: Haven, folder: Path, traces: Traces) -> None:
        self.haven, self.folder, self.traces = haven, folder, traces

    def link(self, name: str) -> str:
        wiki = self.haven.farm.wiki("enwiki")
        return account_link(wiki, self.haven.farm.accounts[name].local["enwiki"].user_id)

    def keep(self, answer: httpx.Response, may_show_names: bool = False) -> httpx.Response:
        self.traces.add_answer(answer, may_show_names, self.haven.settings.public_url)
        for link in outgoing(answer):
            self.traces.add("address out", link)
        return answer

    async def look(self) -> None:
        columns = await read_tables(self.haven.desk.database)
        assert not wrong_seals(columns, self.haven.desk.database.vault, frozenset({GLOBAL_SYSOP, STEWARD}))
        add_tables(self.traces, columns)
        add_sqlite_files(self.traces, self.folder)

    def leaks(self, kinds: tuple[str, ...] = ("",)) -> list[str]:
        canaries = [Canary(name, name) for name in ATTACKING] + [Canary("Wexmarl Quillbane", "Quillbane")]
        return sorted({leak for canary in canaries for leak in self.traces.leaks(canary, kinds)})


@pytest.fixture
async def case(tmp_path: Path) -> AsyncIterator[Case]:
    traces = Traces()
    with watched(traces, tmp_path / "temporary"):
        async with open_haven(tmp_path, farm=make_farm()) as haven:
            yield Case(haven, tmp_path, traces)


@pytest.fixture
async def gael(case: Case) -> Client:
    return await case.haven.client(GLOBAL_SYSOP)


async def sort(case: Case, client: Client, *marked: str, evidence: str = "public") -> str:
    """The way up to what the stewards can be asked; the path of the draft."""
    draft = await paste(client, *map(case.link, (*ATTACKING, *HARMLESS, TEMPORARY)))
    asks = await client.get(f"{draft}/stewards")
    boxes = {
        words_of(box): str(box.find("input")["value"])  # type: ignore[index]
        for box in BeautifulSoup(asks.text, "html5lib").select(".choice:has(input[name=harms])")
    }
    ticked = [value for label, value in boxes.items() if any(label.startswith(name) for name in marked)]
    fields = {"harms": ticked or ["none"], "evidence": evidence, "shown": shown(asks)}
    said = await client.post(f"{draft}/stewards", fields)
    assert said.status_code == 303, words(said)
    return draft


def shown(page: httpx.Response) -> list[str]:
    return [str(each["value"]) for each in BeautifulSoup(page.text, "html5lib").select("input[name=shown]")]


def words_of(element: object) -> str:
    return " ".join(element.get_text(" ", strip=True).split())  # type: ignore[attr-defined]


def text_of(page: httpx.Response) -> str:
    """The finished text of a public request; empty where there is none."""
    found = BeautifulSoup(page.text, "html5lib").select_one("textarea#text")
    return found.get_text().lstrip("\n") if found else ""


def editor_of(page: httpx.Response) -> dict[str, str]:
    """The fields of the form that opens the wiki's editor; empty where there is none."""
    form = BeautifulSoup(page.text, "html5lib").select_one("form[action^='http']")
    return {str(each["name"]): str(each["value"]) for each in form.select("input")} if form else {}


async def test_six_go_in_private_and_two_may_stand_in_public(case: Case, gael: Client) -> None:
    draft = await sort(case, gael, *ATTACKING)
    ways = case.keep(await gael.get(f"{draft}/stewards/ways"))
    assert "Global lock, name hidden: 6 accounts" in words(ways)
    assert "Global lock: 2 accounts" in words(ways)
    assert "Global block: one account" in words(ways)
    assert "the software refuses to hide them" in words(ways)
    made = case.keep(await gael.post(f"{draft}/stewards/public/lock", {"reason": "long-term-abuse"}))
    written = mwparserfromhell.parse(text_of(made))
    assert str(written.filter_headings()[0].title).strip() == "Global lock for 2 accounts"
    named = [each for each in written.filter_templates() if each.name.matches("MultiLock")]
    assert [[str(each.get(number).value) for number in (1, 2)] for each in named] == [HARMLESS]
    assert len([each for each in written.filter_templates() if each.name.matches("status")]) == 1
    assert "hidename" not in made.text
    assert HARMLESS[0] in editor_of(made)["wpTextbox1"]
    block = case.keep(await gael.post(f"{draft}/stewards/public/global-block", {"reason": "vandalism"}))
    assert TEMPORARY in text_of(block) and "Requests for global (un)block" in editor_of(block)["wpTextbox1"]
    await case.look()
    assert case.leaks() == []


async def test_the_six_reach_the_stewards_and_nobody_else(
    case: Case, gael: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    draft = await sort(case, gael, *ATTACKING)
    apart = await gael.post(f"{draft}/stewards/private", {"kind": "lock-and-hide"})
    case.keep(apart)
    form = case.keep(await gael.follow(apart))
    assert "6 targets" in words(form)
    filed = case.keep(await gael.post(str(form.request.url.path), PRIVATE))
    assert filed.status_code == 303, words(filed)
    own = case.keep(await gael.follow(filed))
    assert "Global lock, name hidden" in words(own)
    mail = case.keep(await gael.post(f"{draft}/stewards/mail", {"kind": "lock-and-hide"}), may_show_names=True)
    page = BeautifulSoup(mail.text, "html5lib")
    (body,) = page.select("textarea#body")
    assert all(name in body.get_text() for name in ATTACKING)
    assert "over 1,000 edits: cannot be hidden" in body.get_text()
    body.decompose()
    assert "Quillbane" not in str(page), "for the clipboard alone"
    steward = await case.haven.client(STEWARD)
    case.keep(await steward.get("/queues"))
    case.keep(await steward.post(f"{filed.headers['location']}/take", {"not_my_own": "yes"}))
    await case.look()
    printed = capfd.readouterr()
    case.traces.add("stdout", printed.out)
    case.traces.add("stderr", printed.err)
    assert case.leaks() == []


@pytest.mark.parametrize(
    "disguise",
    [
        lambda name: name,
        lambda name: name.upper(),
        lambda name: name.lower().replace(" ", "_"),
        lambda name: name.replace("e", "\u0435"),  # a Cyrillic letter
        lambda name: name.replace("l", "\u200bl"),
        lambda name: name.replace(" ", ""),
        lambda name: "".join(f"&#{ord(sign)};" for sign in name),
        lambda name: name.replace("Q", "%51").replace(" ", "%20"),
        lambda name: f"[[User:{name}|x]]",
    ],
    ids=["plain", "upper", "underscores", "cyrillic", "unseen", "run-together", "entities", "percent", "link"],
)  # fmt: skip
async def test_a_marked_name_in_any_writing_stops_the_public_text(case: Case, gael: Client, disguise: object) -> None:
    draft = await sort(case, gael, *ATTACKING)
    asked = {"reason": "long-term-abuse"}
    text = text_of(await gael.post(f"{draft}/stewards/public/lock", asked))
    changed = f"{text}\n{disguise(ATTACKING[1])}"  # type: ignore[operator]
    answer = await gael.post(f"{draft}/stewards/public/lock", asked | {"do": "check", "text": changed})
    assert answer.status_code == 422
    assert "This must not stand on a public page" in words(answer)
    assert editor_of(answer) == {}
    assert text_of(answer).strip() == changed.strip(), "nothing typed is lost"
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r"form-action 'self' \S", answer.headers["content-security-policy"])


async def test_with_private_reasons_nothing_is_public(case: Case, gael: Client) -> None:
    draft = await sort(case, gael, *ATTACKING, evidence="private")
    ways = await gael.get(f"{draft}/stewards/ways")
    assert f"{draft}/stewards/public/lock" not in ways.text
    for what in ("lock", "global-block", "checkuser", "global-sysops", "removal-of-access"):
        assert (await gael.get(f"{draft}/stewards/public/{what}")).status_code == 404
        assert (await gael.post(f"{draft}/stewards/public/{what}", {"reason": "spam"})).status_code == 404
