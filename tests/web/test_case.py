"""The case companion's pages: begun, opened from a file, carried from page to page, and never kept."""

import gc
import re
import tempfile
from dataclasses import replace
from datetime import date
from urllib.parse import SplitResult

import pytest

from app.domain.cases import Case, Checked, Item, Party, PartyRole
from app.flows.companion.reading import read_companion
from app.flows.companion.resources import HelpKind
from app.text.case_file import write_case
from tests.support.case_walk import CaseWalk
from tests.support.filled_case import fill
from tests.support.haven import SAME_ORIGIN, Haven
from tests.support.page_checks import heading, read, words

HOSTILE = '<script>alert("1")</script> \u202e\'"=\\ {{x}} \U0001f600'
PEOPLE = {
    "wiki": "dewikibooks",
    "name-0": HOSTILE,
    "roles-0": ["reporter", "target"],
    "name-1": "Bertha Beispiel",
    "roles-1": ["subject"],
    "q-danger": "no",
    "q-involved": "no",
    "q-off-wiki": "no",
    "marked": "Anneliese\nMüllerstraße",
}


async def test_a_case_is_begun_carried_and_opened_again(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    assert walk.at == "begin"
    await walk.press("next", PEOPLE)
    assert walk.at == "acknowledge"
    kept = await walk.download()
    assert HOSTILE.split("\u202e")[0].replace('"', '\\"') in kept
    await walk.open(kept.encode())
    assert walk.at == "list"
    assert walk.text == kept
    await walk.press("begin")
    assert walk.at == "begin" or heading(walk.page)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing in it."),
        (b"\x89PNG\r\n\x1a\n\xff\x00", "This is no text"),
        (b"hello = 1\n", "This is not a case file."),
        (b"Dear all,\nthis is a letter.\n", "This is not a case file."),
        (b"haven-case-file = 2\n", "version 2"),
        (b"haven-case-file = 1\nopened = 2026-11-28\nwiki = \"dewiki\n", "Line 3 is not written"),
        (b"haven-case-file = 1\nopened = \"soon\"\n", "What stands at “opened”"),
        (b"haven-case-file = 1\nopened = 2026-11-28\n<script> = 1\n", "Line 3 is not written"),
        (b"haven-case-file = 1\n" + b"a." * 60_000 + b"a = 1\n", "Line 2 has more dots"),
        (b"#" * 200_001, "more than 200000 characters"),
    ],
)  # fmt: skip
async def test_what_is_no_case_file_is_said_in_a_sentence(haven: Haven, content: bytes, sentence: str) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    page = await walk.open(content, status=422)
    assert sentence in words(page)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("item = [" + ",".join(f'{{link="{each}",note="{"a" * 640}"}}' for each in range(300)) + "]\n", "200000"),
        ("[words]\n" + "".join(f"a{each} = '{chr(92) * 19_990}'\n" for each in range(9)), "200000"),
        ('[words]\nevents = "' + r"\u002e" * 600 + '"\n', "has more dots"),
    ],
)
async def test_what_would_not_be_read_again_is_not_opened(haven: Haven, rows: str, sentence: str) -> None:
    """A file that is short enough as it stands and not as we write it: said when it is opened, or comes in a form."""
    text = "haven-case-file = 1\nopened = 2026-11-28\n" + rows
    assert len(text) < 200_000
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    assert sentence in words(await walk.open(text.encode(), status=422))
    page = await walk.client.post("/case", {"case": text, "at": "begin", "go": "list"})
    assert page.status_code == 422 and sentence in words(page)


async def test_the_longest_list_of_links_can_be_sent(haven: Haven) -> None:
    """Each link with its answer, its note and its tick."""
    items = tuple(Item(f"https://forum.example/{each}", Checked.MATCHES) for each in range(300))
    answers = dict.fromkeys(("involved", "danger", "off-wiki"), ("no",))
    people = (Party("Reporting Robin", (PartyRole.REPORTER,)),)
    text = write_case(Case(date(2026, 11, 28), "enwiki", parties=people, items=items, answers=answers))
    typed = {f"{name}-{each}": "yes" for each in range(300) for name in ("drop", "note")}
    typed |= {f"checked-{each}": "matches" for each in range(300)} | {"drop-0": "", "note-0": "what was typed"}
    client = await haven.client("Ilse Norrby")
    page = await client.post("/case", {"case": text, "at": "verify", "go": "save", **typed})
    assert page.status_code == 200 and "what was typed" in page.text


async def test_what_the_tool_adds_to_a_full_file_breaks_nothing(haven: Haven) -> None:
    """The next page says that it is too long, and nothing typed is lost."""
    case = Case(
        opened=date(2026, 11, 28), wiki="enwiki", answers=dict.fromkeys(("involved", "danger", "off-wiki"), ("no",))
    )
    case = replace(case, parties=(Party("Reporting Robin", (PartyRole.REPORTER,)),))
    case = replace(case, words={f"a{each}": "a" * 19_900 for each in range(10)})
    left = 200_000 - len(write_case(replace(case, words={**case.words, "b": "a"})))
    case = replace(case, words={**case.words, "b": "a" * (left + 1)}, language="")
    assert len(write_case(case)) == 200_000
    client = await haven.client("Ilse Norrby")
    fuller = write_case(case).replace("opened", 'language = "en"\nopened')
    page = await client.post("/case", {"case": fuller, "at": "list", "go": "acknowledge"})
    assert page.status_code == 200
    page = await client.post("/case", {"case": fuller, "at": "context", "go": "list", "q-events": "what was typed"})
    assert page.status_code == 422 and "what was typed" in page.text


async def test_a_broken_file_stands_there_to_be_mended(haven: Haven) -> None:
    client = await haven.client("Ilse Norrby")
    walk = await CaseWalk.begin(client)
    broken = 'haven-case-file = 1\nopened = 2026-11-28\nwiki = "dewiki\n[words]\nevents = "what was typed"\n'
    page = await walk.open(broken.encode(), status=422)
    assert "what was typed" in page.text
    page = await client.post("/case", {"go": "open", "pasted": broken.replace('"dewiki', '"dewikibooks"')})
    assert page.status_code == 200
    assert "dewikibooks" in words(page)


async def test_a_case_begins_with_the_links_of_a_draft(haven: Haven) -> None:
    client = await haven.client("Ilse Norrby")
    wiki = haven.farm.wiki("enwiki")
    revision = next(iter(wiki.revisions))
    pasted = await client.post("/box", {"text": f"{wiki.server}/w/index.php?diff={revision}"})
    draft = pasted.headers["location"]
    await client.get(draft)
    walk = CaseWalk(client, await client.get(f"{draft}/case"))
    assert f"Special:Diff/{revision}" in walk.text
    assert 'wiki = "enwiki"' in walk.text
    assert (await client.get("/drafts/nosuchdraft/case")).status_code == 404


def _no_file(*_: object, **__: object) -> None:
    raise AssertionError("a temporary file")


async def test_a_chosen_file_is_read_in_memory(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    for name in ("SpooledTemporaryFile", "TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, _no_file)
    page = await walk.open(b"#" * 3_000_000, status=422)
    assert "more than 200000 characters" in words(page)
    page = await walk.client.post_file("/case", {"go": "open"}, {"file": ("a", b"#" * 4_300_000)})
    assert page.status_code == 413


@pytest.mark.parametrize("body", [b"", b"garbage", b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n'])
async def test_a_form_in_parts_that_is_none_is_refused(haven: Haven, body: bytes) -> None:
    client = await haven.client("Ilse Norrby")
    headers = SAME_ORIGIN | {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.http.post("/case", content=body, headers=headers)
    assert answer.status_code in (401, 403, 415)


async def test_a_case_that_was_changed_on_its_way_is_given_back(haven: Haven) -> None:
    client = await haven.client("Ilse Norrby")
    page = await client.post("/case", {"case": "haven-case-file = 1\nwhat was typed", "at": "begin", "go": "next"})
    assert page.status_code == 422 and "what was typed" in page.text
    walk = await CaseWalk.begin(client)
    text = walk.text
    for at, go in (("nosuch", "nosuch"), ("letter:nosuch", "letter:nosuch"), ("", ""), ("decide", "announce:x")):
        page = await client.post("/case", {"case": text, "at": at, "go": go})
        assert page.status_code == 200, (at, go)


async def at_list(haven: Haven, *answers: str, sent: str = "") -> CaseWalk:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    people = '[[party]]\nname = "Anneliese"\nroles = ["reporter", "target"]\n'
    said = "\n".join(('danger = "no"', 'involved = "no"', 'off-wiki = "no"', *answers))
    text = f'haven-case-file = 1\nopened = 2026-01-05\nwiki = "dewikibooks"\n[answer]\n{said}\n{people}{sent}'
    await walk.open(text.encode())
    return walk


OUTCOME_SENT = '[[letter]]\nkind = "outcome"\nto = "reporter"\nsent = 2026-01-09\ntext = "It is over."\n'


async def test_a_day_that_passed_in_silence_leads_to_the_letter_that_says_so(haven: Haven) -> None:
    """R50: the letter is one press away, with a day that is still to come."""
    walk = await at_list(haven, 'check-in = "2026-01-10"')
    assert "expected to hear from you by 2026-01-10" in words(walk.page)
    page = await walk.press("letter:delay.reporter")
    assert heading(page) == "A letter: Delay, to whoever reported it"
    assert "2026-01-10" not in str(read(page).find("textarea", id="text"))


@pytest.mark.parametrize(("day", "sent"), [("2099-01-10", ""), ("2026-01-10", OUTCOME_SENT), ("soon", "")])
async def test_nobody_is_hurried_without_a_reason(haven: Haven, day: str, sent: str) -> None:
    walk = await at_list(haven, f'check-in = "{day}"', sent=sent)
    assert "expected to hear" not in words(walk.page)


async def test_it_is_plain_whom_a_case_waits_for_and_since_when(haven: Haven) -> None:
    """R51."""
    walk = await at_list(haven, 'waiting-for = "others"', 'waiting-since = "2026-01-07"')
    assert "It waits for: Stewards, a committee, or the Foundation, since 2026-01-07." in words(walk.page)
    await walk.press("acknowledge")
    await walk.press("list", {"q-waiting-for": "nobody"})
    assert "It waits for" not in words(walk.page)


async def test_places_of_help_stand_where_somebody_needs_them(haven: Haven) -> None:
    """R113, S7: for what happens outside, of the country if it is known; and for who does all this."""
    links = {}
    for country in ("", "AU"):
        walk = await at_list(haven, 'on-wiki-too = "no"', *([f'letter-country = "{country}"'] if country else []))
        await walk.press("begin")
        await walk.press("attribution", {"q-off-wiki": "yes"})
        links[country] = links_of(walk)
    assert {"https://stopncii.org", "https://2fa.directory", "https://needhelpnow.ca"} <= links[""]
    assert "https://www.esafety.gov.au" in links["AU"] and "https://needhelpnow.ca" not in links["AU"]
    companion = haven.app.state.house.desk.guidance.companion
    assert companion.stages["notify"].help and companion.stages["afterwards"].help == (HelpKind.SELF_CARE,)


def links_of(walk: CaseWalk) -> set[str]:
    return {str(each["href"]) for each in read(walk.page).select("main a[href]")}


async def test_a_step_that_waits_takes_nothing(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    page = await walk.client.post("/case", {"case": walk.text, "at": "decide", "q-outcome": "malicious", "go": "list"})
    assert "malicious" not in page.text


async def test_every_step_may_be_sent_twice(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    before = walk.page
    await walk.press("next", PEOPLE)
    first, walk.page = walk.page.text, before
    await walk.press("next", PEOPLE)
    assert walk.page.text == first


async def test_an_unread_wiki_is_said_and_nothing_typed_is_lost(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    page = await walk.press("next", PEOPLE | {"wiki": "nosuchwiki.example"}, status=422)
    assert walk.at == "begin" and "Bertha Beispiel" in page.text and "nosuchwiki.example" in page.text
    page = await walk.press("next", {"wiki": "dewikibooks", "roles-1": []}, status=422)
    assert "Tick at least one thing" in words(page) and "Bertha Beispiel" in page.text


async def test_nothing_of_a_case_stays_in_memory(haven: Haven) -> None:
    """Nor in what the standard library keeps for later: addresses that it took apart, patterns that it made."""
    canary = "Zyzanbarell" + "aquix"
    people = (Party(canary, (PartyRole.SUBJECT,)), Party("Reporting Robin", (PartyRole.REPORTER,)))
    links = (f"{haven.farm.wiki('enwiki').server}/wiki/User:{canary}", f"https://forum.example/{canary}")
    case = Case(date(2026, 11, 28), "enwiki", parties=people, marked=(f"{canary} marked",))
    case = replace(
        case,
        items=tuple(map(Item, links)),
        answers=dict.fromkeys(("involved", "danger", "off-wiki"), ("no",)),
        words={"letter-team": f"The desk of {canary}"},
    )
    client, text = await haven.client("Ilse Norrby"), write_case(case)
    typed = {"token": client.token, "case": text, "text": f"Hello,\n\n{canary} wrote this."}
    for at, go in (("verify", "look"), ("letter:acknowledgement.reporter", "letter:acknowledgement.reporter/send")):
        # Not kept by the client of the tests either.
        await client.http.post("/case", data={**typed, "at": at, "go": go}, headers=SAME_ORIGIN)
    kept = (each for each in gc.get_objects() if isinstance(each, SplitResult))
    assert not [each for each in kept if canary in each.path]
    assert not [key for key in vars(re)["_cache"] if "anbarel" in str(key)]


async def test_the_look_back_is_come_past_and_holds_no_case_open(haven: Haven) -> None:
    """Nothing in it has to be filled in, so nothing but the way leads there (R191, R192)."""
    given = {"off-wiki": ("no",), "needs-second": ("none",), "outcome": ("mistaken",), "subject-knows": ("no",)}
    people = (Party("Anouk Quill", (PartyRole.REPORTER, PartyRole.TARGET)), Party("Brackwater", (PartyRole.SUBJECT,)))
    companion, begun = read_companion(), Case(date(2026, 11, 28), "enwiki", parties=people, answers=given)
    done = fill(companion, begun, [each for each in companion.stages if each not in ("debrief", "afterwards")])
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.open(write_case(done).encode())
    assert "Nothing is left to do" in words(walk.page) and "Look back, together if you like" in words(walk.page)
    await walk.press("notify")
    for stage in ("debrief", "afterwards", "list"):
        await walk.press("next")
        assert walk.at == stage


async def test_what_an_answer_has_to_tell_is_seen_on_the_way_on(haven: Haven) -> None:
    """R8, R115: whoever says “danger” and goes on is told at once where to write, not only where they come back."""
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.press("next", PEOPLE | {"q-danger": "yes", "q-kinds": ["following"]})
    assert walk.at == "acknowledge"
    main = read(walk.page).select_one("main")
    assert main is not None
    alert = main.select_one('[role="alert"]')
    assert alert is not None and "emergency team now" in alert.text and alert.select_one('a[href="/emergency"]')
    assert "It is a pattern." in words(walk.page)
    await walk.press("next")
    assert "emergency team now" not in words(walk.page), "once is enough"


async def test_a_page_that_comes_again_says_what_is_new_on_it(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.press("next", PEOPLE | {"q-off-wiki": "yes"})
    assert walk.at == "begin"
    assert read(walk.page).select_one('main li a[href="#q-on-wiki-too"]')
    await walk.press("next", {"q-on-wiki-too": "yes"})
    await walk.press("verify")
    await walk.press("next", {"added": "https://wiki.example.org/1"})
    assert walk.at == "verify" and read(walk.page).select_one('main li a[href="#checked-0"]')


async def test_danger_and_ones_own_part_are_asked_before_anybody_is_named(haven: Haven) -> None:
    """R8 and S9: at the top of the first page, and what the record is made of above the ways to take it away."""
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    names = [str(each.get("name")) for each in read(walk.page).select('main form input[type="radio"], #wiki')]
    assert names[:5] == ["q-danger", "q-danger", "q-involved", "q-involved", "wiki"]
    companion, people = read_companion(), (Party("Anouk Quill", (PartyRole.REPORTER, PartyRole.TARGET)),)
    begun = Case(date(2026, 11, 28), "enwiki", parties=people, answers={"outcome": ("mistaken",)})
    stages = [*companion.stages]
    await walk.open(write_case(fill(companion, begun, stages[: stages.index("record")])).encode())
    await walk.press("record")
    assert walk.page.text.index('name="q-findings"') < walk.page.text.index('value="wikitext"')


async def test_every_question_that_can_stay_open_says_so(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.press("next", PEOPLE)
    await walk.press("context")
    assert "What surrounds it? (optional)" in words(walk.page)


async def test_nobody_leaves_a_case_without_being_handed_its_file(haven: Haven) -> None:
    """“Stop for now” was the end of everything typed: it leads to the file, which the page still carries."""
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.press("next", PEOPLE)
    await walk.press("list")
    leaving = [str(each["value"]) for each in read(walk.page).select('button[name="go"]') if "Stop" in each.text]
    await walk.press(*leaving)
    first = read(walk.page).select_one("main form button")
    assert first is not None and first["value"] == "download"
    assert "Bertha Beispiel" in await walk.download()
    await walk.press("close")
    assert "You have left the case" in words(walk.page) and "Bertha" not in walk.page.text
