"""What leaves a case: the record in three forms, passing on, the six parts, a public notice, questions in public.

What is typed is in no table afterwards, every page may be sent twice, and whoever is involved gets no further.
"""

import re
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import httpx
import mwparserfromhell
import pytest
from bs4 import Tag

from app.domain.cases import Case, Checked, Item, Letter, LetterKind, Party, PartyRole
from app.flows.companion.progress import asked as asked_in
from app.flows.companion.reading import read_companion
from app.text.case_file import write_case
from app.text.case_text import write_text
from app.text.leak_check import Outgoing, TextKind, check
from app.web.case.looking import marks_of
from app.web.case.record import make_record
from tests.support.canary import read_tables
from tests.support.case_walk import CaseWalk, fields_of, form_of
from tests.support.filled_case import fill
from tests.support.haven import Haven, open_haven
from tests.support.page_checks import heading, read, words

REPORTER, TARGET, SUBJECT = "Reporting Robin", "Nilufar of the Meadow", "Quarrel"
HOSTILE = "</textarea><script>alert(1)</script> {{subst:x}} [[y]] ~~~~ \u202e == z =="
WORKS = "Ilse Norrby"
TODAY = date(2026, 11, 28)
S12 = "Quarrel is banned for posting the home address of Nilufar from his employer's site, see [link]"


@pytest.fixture(scope="module")
async def haven(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Haven]:
    """One for all of them: nothing of a case may stay in it."""
    async with open_haven(tmp_path_factory.mktemp("case-out")) as running:
        yield running


def decided(haven: Haven, **changes: object) -> Case:
    """A case at the step of the record, about an account of the large wiki."""
    diff = f"{haven.farm.wiki('enwiki').server}/w/index.php?diff=4711"
    case = Case(
        opened=TODAY,
        wiki="enwiki",
        parties=(
            Party(REPORTER, (PartyRole.REPORTER,)),
            Party(TARGET, (PartyRole.TARGET,)),
            Party(SUBJECT, (PartyRole.SUBJECT,)),
        ),
        marked=("Nilufar", "Meadow Lane 5"),
        items=(Item(diff, Checked.MATCHES, HOSTILE), Item("https://forum.example.org/thread?x=1", Checked.DIFFERS)),
        answers={
            "danger": ("no",), "involved": ("no",), "off-wiki": ("no",), "outcome": ("actionable",),
            "acts": ("remove-rights", "hide"), "act-remove-rights": ("seen",), "act-hide": ("not-possible",),
            "check-in": ("2026-12-08",), "account-control.reporter": ("confirmed",), "appeal-from": ("2027-05-27",),
            "skip-outcome.target": ("would-endanger",),
        },
        words={"events": "First line\n1. Decision\n== Decision ==", "findings": HOSTILE, "investigators": "Ada\nTamsin",
               "went-well": "We were quick."},
        letters=(Letter(LetterKind.ACKNOWLEDGEMENT, PartyRole.REPORTER, "Secret words of a letter", TODAY),),
    )  # fmt: skip
    return replace(case, **changes)  # type: ignore[arg-type]


async def opened(haven: Haven, name: str = WORKS, **changes: object) -> CaseWalk:
    walk = await CaseWalk.begin(await haven.client(name))
    await walk.open(write_case(decided(haven, **changes)).encode())
    return walk


def box(page: httpx.Response, id: str) -> str:
    found = read(page).find("textarea", id=id)
    assert found is not None, words(page)[:400]
    return found.get_text()


def buttons(page: httpx.Response) -> set[str]:
    return {str(each["value"]) for each in read(page).select("main button[name=go]")}


def wrong(page: httpx.Response) -> list[str]:
    return [str(each["href"]).removeprefix("#") for each in read(page).select("#error-summary a")]


async def rows(haven: Haven) -> dict[tuple[str, str], int]:
    return {column: len(values) for column, values in (await read_tables(haven.desk.database)).items()}


# --- to colleagues

BAD_FAITH = {
    "danger": ("no",), "involved": ("no",), "off-wiki": ("no",), "outcome": ("malicious",),
    "bad-faith-second": ("yes",), "earlier-reports.reporter": ("mistaken", "bad-faith"), "kept-where": ("list",),
}  # fmt: skip


async def test_s8_colleagues_get_days_and_places_and_no_ugly_word(haven: Haven) -> None:
    """R104: private, of fixed words, and the next report is read like any other."""
    walk = await opened(haven, answers=BAD_FAITH, words={"record-title": "2026/17", "bad-faith-shown": "Diff nine"})
    page = await walk.press("colleagues")
    text = box(page, "colleagues")
    for piece in (REPORTER, "enwiki", "2026-11-28", "bad faith", "It was a mistake", "private mailing list", "2026/17"):
        assert piece in text
    assert "is somebody in danger?" in text
    for never in (SUBJECT, TARGET, "Diff nine", "diff=", "liar", "malicious", "abus", "troll", "vandal"):
        assert never not in text
    assert not [each["href"] for each in read(page).select("main a[href]") if "/w/" in str(each["href"])]
    assert check(Outgoing(text, TextKind.HANDOVER, "en")) == ()


@pytest.mark.parametrize("change", [{"outcome": ("could-not-verify",)}, {"bad-faith-second": ("waits",)}])
async def test_of_nobody_else_are_colleagues_told(haven: Haven, change: dict[str, tuple[str, ...]]) -> None:
    walk = await opened(haven, answers=BAD_FAITH | change)
    page = await walk.press("colleagues")
    assert heading(page) == "The case, step by step" and "Account that reported" not in page.text


# --- the record


async def test_the_record_has_its_parts_in_order_and_nothing_that_is_not_for_it(haven: Haven) -> None:
    """R94, R160: and neither the words that must not go out nor what was written to somebody."""
    walk = await opened(haven)
    text = box(await walk.press("text"), "record")
    assert re.findall(r"(?m)^(\d+\. .*)$", text) == [
        "1. Summary", "2. Who worked on it", "3. The people in it", "4. Links, and what they turned out to say",
        "5. Findings", "6. Decision", "7. What was done on the wiki", "8. Letters", "9. Days",
    ]  # fmt: skip
    assert "Who reported it: Reporting Robin" in text
    assert "  That it has arrived (Who reported it): 2026-11-28" in text
    assert "  How it ended (Who is harmed by it): not sent, with a reason" in text
    assert "Removal of rights: done, as the wiki showed" in text
    assert "Revision deletion or suppression: not done, with a reason" in text
    assert "2026-12-08" in text and "2027-05-27" in text
    assert "Meadow Lane 5" not in text and "Secret words" not in text and "We were quick." not in text


@pytest.mark.parametrize("outcome", ["actionable", "malicious"])
def test_whatever_was_answered_stands_in_the_record(outcome: str) -> None:
    """R94, R160: whoever reads it in two years asks for all of it, and where it is kept. What is about the person who
    worked on it and what the team says when it looks back are the only things left out."""
    companion = read_companion()
    people = tuple(Party(f"P {role}", (role,)) for role in (PartyRole.REPORTER, PartyRole.TARGET, PartyRole.SUBJECT))
    given = {"off-wiki": ("yes",), "on-wiki-too": ("yes",), "ties": ("alike",), "attributed": ("yes",),
             "outcome": (outcome,), "target-asked": ("yes",), "announcement": ("yes",)}  # fmt: skip
    stages = [each for each in companion.stages if each != "debrief"]
    case = fill(companion, Case(TODAY, "enwiki", parties=people, answers=given), stages)
    text = write_text(make_record(lambda key, *params: f"{key} {params}", companion, case))
    questions = (each for name in stages for each in asked_in(companion.stages[name], case))
    left_out = {each.question.id for each in questions if each.question.ask not in text}
    assert left_out == {"danger", "involved"}
    assert "On the team’s private wiki" in text and "Some words." in text


async def test_what_was_typed_is_no_markup_in_the_wikitext(haven: Haven) -> None:
    walk = await opened(haven, parties=(Party(HOSTILE.replace("\u202e", ""), (PartyRole.SUBJECT,)),))
    text = box(await walk.press("wikitext"), "record")
    parsed = mwparserfromhell.parse(text)
    assert not parsed.filter_templates() and not parsed.filter_wikilinks()
    assert "~~~" not in text and "<script" not in text and "\u202e" not in text
    assert [str(each.title).strip() for each in parsed.filter_headings()].count("Decision") == 1


async def test_the_record_on_paper_says_the_same_and_escapes_it(haven: Haven) -> None:
    walk = await opened(haven)
    page = await walk.press("print")
    assert "<script>" not in page.text
    assert "First line" in words(page) and REPORTER in words(page)


async def test_the_record_can_be_taken_as_a_file_whose_name_says_nothing(haven: Haven) -> None:
    walk = await opened(haven)
    for form in ("wikitext", "text"):
        shown = box(await walk.press(form), "record")
        page = await walk.press(f"{form}:file")
        assert page.headers["content-disposition"] == 'attachment; filename="notes.txt"'
        assert page.text == shown


async def test_what_the_reporter_may_be_told_stands_apart(haven: Haven) -> None:
    """R19 and R52."""
    walk = await opened(haven, letters=(TO_SUBJECT,))
    told = box(await walk.press("text"), "tell")
    assert told == "We have looked into it, and action was taken.\n"
    waiting = await opened(haven, answers={"involved": ("no",), "check-in": ("2026-12-08",)})
    assert "by 2026-12-08" in box(await waiting.press("text"), "tell")


UNDONE = {"outcome": ("actionable",), "acts": ("block",), "act-block": ("waits",), "check-in": ("2026-12-08",)}
UNTIED = UNDONE | {"off-wiki": ("yes",), "on-wiki-too": ("no",), "ties": ("nothing",)}
NOT_VERIFIED = {"outcome": ("could-not-verify",), "check-in": ("2026-12-08",)}
STILL_OPEN = (
    "Your report is being looked at.\nYou will hear from us again by 2026-12-08, even if nothing is decided by then."
)
TO_TARGET = Letter(LetterKind.OUTCOME, PartyRole.TARGET, "It is over.", TODAY)
TO_SUBJECT = Letter(LetterKind.SANCTIONED, PartyRole.SUBJECT, "You are blocked.", TODAY)


@pytest.mark.parametrize(
    ("answers", "letters", "told"),
    [
        (UNDONE, (), None),
        (UNDONE | {"act-block": ("seen",)}, (), None),
        (UNDONE | {"act-block": ("seen",)}, (TO_SUBJECT, TO_TARGET), "We have looked into it, and action was taken."),
        (UNTIED | {"act-block": ("seen",)}, (TO_SUBJECT, TO_TARGET), None),
        (NOT_VERIFIED, (), None),
        (NOT_VERIFIED, (TO_TARGET,), "We have looked into it. It could not be verified."),
    ],
)
async def test_nobody_may_be_told_the_end_before_their_turn(
    haven: Haven, answers: dict[str, tuple[str, ...]], letters: tuple[Letter, ...], told: str | None
) -> None:
    """R162, R165, R169: neither by a letter nor by the line beside the record."""
    walk = await opened(haven, answers={"involved": ("no",), "off-wiki": ("no",), **answers}, letters=letters)
    assert box(await walk.press("text"), "tell") == (told or STILL_OPEN) + "\n"


async def test_what_a_team_says_when_it_looks_back_is_a_text_of_its_own(haven: Haven) -> None:
    walk = await opened(haven)
    text = box(await walk.press("text:debrief"), "record")
    assert "We were quick." in text
    assert not any(name in text for name in (REPORTER, TARGET, SUBJECT))
    await walk.press("list")
    assert "record-kept" not in walk.text


async def test_whoever_leaves_a_decided_case_is_told_that_its_record_is_missing(haven: Haven) -> None:
    """R92: and the tick on the page of the record counts, with its day."""
    walk = await opened(haven)
    opened_again, told = walk.page, "its record is not yet where your team keeps its records"
    assert told in words(await walk.press("close"))
    walk.page = opened_again
    await walk.press("text")
    await walk.press("list", {"record_kept": "yes"})
    assert 'record-kept = "' in walk.text
    assert told not in words(await walk.press("close"))


async def test_a_record_that_is_not_there_any_more_can_be_unticked(haven: Haven) -> None:
    walk = await opened(haven)
    await walk.press("text")
    await walk.press("text", {"record_kept": "yes"})
    fields = {name: value for name, value in fields_of(form_of(walk.page)).items() if name != "record_kept"}
    page = await walk.client.post("/case", {**fields, "go": "list"})
    assert "record-kept" not in fields_of(form_of(page))["case"]


async def test_a_case_without_a_decision_is_closed_as_it_is(haven: Haven) -> None:
    walk = await opened(haven, answers={"involved": ("no",)})
    assert heading(await walk.press("close")) == "You have left the case"


async def test_no_place_of_a_record_is_one_that_others_read(haven: Haven) -> None:
    """R97, R98, R161."""
    walk = await opened(haven, answers={**decided(haven).answers, "second-read": ("yes",)})
    page = await walk.press("text")
    assert "Never in a sandbox" in words(page)
    assert not [each for each in read(page).select("main a[href^=http]") if "edit" in str(each["href"])]


# --- passing on, and whoever is involved


async def test_passing_on_asks_for_no_reason_and_tells_nothing(haven: Haven) -> None:
    walk = await opened(haven)
    page = await walk.press("pass-on")
    text = box(page, "text") + box(page, "subject")
    assert "Wiki: enwiki" in text and "2026-12-08" in text
    assert not any(name in text for name in (REPORTER, TARGET, SUBJECT, "harass", "opinion"))
    (link,) = [str(each["href"]) for each in read(page).select("main ol a[href^=http]")]
    assert link.endswith("?title=Special:EmailUser")
    assert not [each for each in read(page).select("main form[action='/case'] :is(input, textarea, select)")
                if each.get("type") != "hidden" and not each.has_attr("readonly")]  # fmt: skip


EVERYWHERE = (
    "list", "notify", "record", "wikitext", "print", "hand-over", "questions", "announcement", "next", "nonsense",
)  # fmt: skip


WRITTEN_OTHERWISE = ("ilse_Norrby", "User:Ilse_Norrby", "[[user:ilse Norrby]]", "Ilse Norrby\u200e", "@Ilse Norrby")


@pytest.mark.parametrize(
    ("involved", "go"),
    [*(("answer", go) for go in EVERYWHERE), ("own-name", "list"), *((name, "notify") for name in WRITTEN_OTHERWISE)],
)
async def test_whoever_is_involved_passes_it_on_and_sees_no_more(haven: Haven, involved: str, go: str) -> None:
    """S9: neither a letter nor the end of the case, nor how the reporter is reached."""
    case = decided(haven)
    if involved == "answer":
        walk = await opened(haven, answers={**case.answers, "involved": ("yes",)})
    else:
        name = WORKS if involved == "own-name" else involved
        walk = await opened(haven, parties=(*case.parties, Party(name, (PartyRole.OTHER,))))
    assert heading(walk.page) == "Pass it on"
    page = await walk.press(go)
    assert heading(page) == "Pass it on"
    assert buttons(page) == {"download", "close", "begin"}
    shown = words(page)
    assert not any(name in shown for name in (REPORTER, TARGET, SUBJECT))


async def test_nothing_typed_is_taken_from_whoever_is_involved(haven: Haven) -> None:
    walk = await opened(haven, answers={**decided(haven).answers, "involved": ("yes",)})
    for typed in ({"at": "text", "record_kept": "yes"}, {"at": "acknowledge", "q-check-in": "2027-01-01"}):
        page = await walk.client.post("/case", {"case": walk.text, "go": "save", **typed})
        assert heading(page) == "Pass it on"
        assert fields_of(form_of(page))["case"] == walk.text


async def test_an_answer_by_mistake_can_be_taken_back(haven: Haven) -> None:
    walk = await opened(haven, answers={**decided(haven).answers, "involved": ("yes",)})
    await walk.press("begin")
    assert walk.at == "begin"
    await walk.press("list", {"q-involved": "no"})
    assert walk.at == "list"


async def test_the_file_goes_along_and_the_case_closes_without_a_record(haven: Haven) -> None:
    walk = await opened(haven, answers={**decided(haven).answers, "involved": ("yes",)})
    assert REPORTER in await walk.download()
    assert heading(await walk.press("close")) == "You have left the case"


# --- the six parts


async def test_the_six_parts_are_filled_in_and_the_case_comes_back(haven: Haven) -> None:
    walk = await opened(haven)
    before = walk.text
    page = await walk.press("hand-over")
    form = form_of(page, "/hand-over")
    fields = {name: value for name, value in fields_of(form).items() if name != "token"}
    assert fields["contact"] == f"User:{WORKS} (by the wiki’s mail form)"
    assert fields["party"] == f"Who reported it: {REPORTER}\nWho is harmed by it: {TARGET}"
    assert "diff=4711" in fields["diffs"] and "forum.example.org" in fields["pages"]
    assert "First line" in fields["summary"] and "Removal of rights: done, as the wiki showed" in fields["done"]
    assert SUBJECT not in str([value for name, value in fields.items() if name != "case"])
    page = await walk.client.post("/hand-over", {**fields, "danger": "no", "to": "u4c"})
    assert page.status_code == 200
    fields = {name: value for name, value in fields_of(form_of(page, "/hand-over")).items() if name != "token"}
    page = await walk.client.post("/hand-over", {**fields, "keep_outside": "yes", "keep_addresses": "yes"})
    assert page.status_code == 200, words(page)[:600]
    fields = {name: value for name, value in fields_of(form_of(page, "/hand-over")).items() if name != "token"}
    assert read(page).select_one("button[formaction='/case'][value=list]")
    page = await walk.client.post("/case", {**fields, "go": "list"})
    assert fields_of(form_of(page))["case"] == before


async def test_a_hand_over_without_a_case_has_no_way_to_one(haven: Haven) -> None:
    client = await haven.client(WORKS)
    assert not read(await client.get("/hand-over")).select("[formaction='/case']")


# --- a public notice


async def test_the_wikis_norm_is_told_and_nothing_is_asked_where_there_is_none(haven: Haven) -> None:
    """R174, R175."""
    ready = {
        **decided(haven).answers, "record-kept": ("2026-11-28",), "kept-where": ("private-wiki",),
    }  # fmt: skip
    walk = await opened(haven, answers=ready)
    stage = haven.desk.guidance.companion.stages["announce"]
    from app.web.case.announcement import show_section
    from app.web.case.carrying import Carried, day_of

    house = haven.app.state.house
    for wiki, acts, asked in (
        ("enwiki", ("remove-rights",), ("Removal of rights",)), ("enwiki", ("hide",), ()),
        ("dewikibooks", ("remove-rights",), ()), ("enwiki", ("block",), ()),
    ):  # fmt: skip
        case = decided(haven, wiki=wiki, answers={**ready, "acts": acts})
        carried = Carried(case, form=None, today=day_of(haven.clock()))  # type: ignore[arg-type]
        section = await show_section(house, None, carried, stage)  # type: ignore[arg-type]
        assert section.asked == asked
    assert walk.at == "list"


NOTICE = {"notice_account": SUBJECT, "notice_basis": "private-information", "notice_outcome": ["remove-rights"]}


async def test_a_notice_of_three_parts_with_the_private_appeal_by_default(haven: Haven) -> None:
    """R179, R190; and the way to the wiki's editor carries nothing of it."""
    walk = await opened(haven)
    page = await walk.press("announcement")
    fields = fields_of(form_of(page))
    assert (fields["notice_account"], fields["notice_outcome"], fields["notice_appeal"]) == (
        SUBJECT,
        "remove-rights",
        "yes",
    )
    page = await walk.press("announcement:write", NOTICE)
    assert box(page, "notice_text") == (
        "User:Quarrel is removed from all groups with advanced rights. Basis: misuse of private information. "
        "They may appeal in private to the team that decided it."
    )
    assert "Nothing was found" in words(page)
    assert read(page).select_one("[data-copy=notice_text]")
    (edit,) = [str(each["href"]) for each in read(page).select("main a[href*='action=edit']")]
    assert edit.partition("?")[2] == "title=Project:Noticeboard&action=edit&section=new"


@pytest.mark.parametrize(
    ("left_out", "field"),
    [("notice_account", "notice_account"), ("notice_basis", "notice_basis"), ("notice_outcome", "notice_outcome")],
)
async def test_a_part_that_is_missing_is_asked_for_and_nothing_else(haven: Haven, left_out: str, field: str) -> None:
    walk = await opened(haven)
    await walk.press("announcement")
    page = await walk.press("announcement:write", {**NOTICE, left_out: []}, status=422)
    assert wrong(page) == [field]


async def test_a_choice_that_nobody_offers_is_none(haven: Haven) -> None:
    """From a file or a form that somebody changed; a day with a blank before it is that day."""
    odd = {"notice-basis": ("gossip",), "notice-until": ("2026-99-99",), "notice-outcome": ("gossip", "block-until")}
    walk = await opened(haven, answers={**decided(haven).answers, **odd})
    page = await walk.press("announcement:write", status=422)
    assert wrong(page) == ["notice_basis", "notice_until"]
    page = await walk.press("announcement:write", {"notice_basis": "gossip", "notice_until": "soon"}, status=422)
    assert "soon" in page.text
    page = await walk.press("announcement:write", {**NOTICE, "notice_basis": "gossip"}, status=422)
    page = await walk.press(
        "announcement:write", {**NOTICE, "notice_outcome": ["block-until"], "notice_until": " 2026-12-24"}
    )
    assert "2026-12-24" in box(page, "notice_text")


async def test_s12_the_draft_blocks_for_name_act_hint_and_link(haven: Haven) -> None:
    """It is read in memory and given back; while something blocks there is no copy button and no way to the editor."""
    walk = await opened(haven)
    before = await rows(haven)
    await walk.press("announcement", NOTICE)
    page = await walk.press("announcement", {**NOTICE, "notice_text": S12})
    rules = set(re.findall(r"rule (R\d+)", words(page)))
    assert {"R171", "R181", "R182", "R183"} <= rules
    assert box(page, "notice_text") == S12
    assert not read(page).select("[data-copy=notice_text]")
    assert not read(page).select("main a[href*='action=edit']")
    marked = "".join(each.get_text() for each in read(page).select("mark.blocks"))
    assert all(piece in marked for piece in ("Nilufar", "home address", "[link]"))
    # Written anew, it may go; and nothing of either was kept.
    page = await walk.press("announcement:write", NOTICE)
    assert read(page).select("[data-copy=notice_text]")
    assert await rows(haven) == before


async def test_what_was_changed_by_hand_stays_in_the_file(haven: Haven) -> None:
    walk = await opened(haven)
    await walk.press("announcement", NOTICE)
    await walk.press("list", {**NOTICE, "notice_text": "User:Quarrel is blocked. Mine.", "notice_appeal": []})
    await walk.open((await walk.download()).encode())
    page = await walk.press("announcement")
    fields = fields_of(form_of(page))
    assert box(page, "notice_text") == "User:Quarrel is blocked. Mine."
    assert "notice_appeal" not in fields and fields["notice_basis"] == "private-information"


@pytest.mark.parametrize("outcome", ["block-until"])
async def test_a_block_with_an_end_needs_its_day(haven: Haven, outcome: str) -> None:
    walk = await opened(haven)
    await walk.press("announcement")
    typed = {**NOTICE, "notice_outcome": [outcome]}
    assert wrong(await walk.press("announcement:write", typed, status=422)) == ["notice_until"]
    assert wrong(await walk.press("announcement:write", {**typed, "notice_until": "soon"}, status=422)) == [
        "notice_until"
    ]
    page = await walk.press("announcement:write", {**typed, "notice_until": "2026-12-31"})
    assert "until 2026-12-31" in box(page, "notice_text")


async def test_reading_many_links_holds_up_nobody(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hundred links of a hostile file take seconds: the process has other people to answer."""
    threads = []

    def noted(*given: object) -> list[object]:
        threads.append(threading.current_thread())
        return []

    monkeypatch.setattr("app.web.case.announcement.read_lines", noted)
    walk = await opened(haven)
    await walk.press("announcement")
    await walk.press("announcement:write", {**NOTICE, "notice_diffs": "[[a]]"}, status=422)
    assert threads and threading.main_thread() not in threads


def test_what_is_marked_is_read_once_for_a_case() -> None:
    case = Case(TODAY, marked=("Nilufar",))
    assert marks_of(case) is marks_of(case)
    assert not marks_of(replace(case, marked=())).keep_out_name("Nilufar")


async def test_an_edit_needs_both_things_said_and_is_never_one_of_the_case(haven: Haven) -> None:
    """R180, R182."""
    walk = await opened(haven)
    server = haven.farm.wiki("enwiki").server
    diff, of_case = f"{server}/w/index.php?diff=4712", f"{server}/wiki/Special:Diff/4711"
    await walk.press("announcement")
    for diffs, ticks, field in (
        (of_case, {"vital": [of_case], "harmless": [of_case]}, ["notice_diffs"]),
        ("https://forum.example.org/x", {}, ["notice_diffs"]),
        ("\n".join(f"{diff}{number}" for number in range(6)), {}, ["notice_diffs"]),
        (diff, {}, ["vital", "harmless"]),
        (diff, {"vital": [diff]}, ["harmless"]),
        (diff, {"harmless": [diff]}, ["vital"]),
        (diff, {"vital": [diff], "harmless": [diff + "9"]}, ["harmless"]),
    ):
        typed = {**NOTICE, "notice_diffs": diffs, "vital": [], "harmless": [], **ticks}
        page = await walk.press("announcement:write", typed, status=422)
        assert wrong(page) == field, (diffs, ticks)
        assert box(page, "notice_diffs") == diffs
    both = {"vital": [diff], "harmless": [diff]}
    page = await walk.press("announcement:write", {**NOTICE, "notice_diffs": diff, **both})
    assert f"[{diff}]" in box(page, "notice_text")
    assert read(page).select("[data-copy=notice_text]")
    # What is said of one edit is not said of another that is put there by hand.
    text = box(page, "notice_text").replace("4712", "4713")
    page = await walk.press("announcement", {**NOTICE, "notice_diffs": diff, **both, "notice_text": text})
    assert not read(page).select("[data-copy=notice_text]")


@pytest.mark.parametrize("name", ["Nilufar’s", "N i l u f a r", "nilüfar", "Reporting_Robin", "Meadow Lane 5"])
async def test_no_name_of_the_case_but_the_account_gets_out(haven: Haven, name: str) -> None:
    walk = await opened(haven)
    await walk.press("announcement", NOTICE)
    text = f"User:Quarrel is blocked. Basis: harassment of {name}. They may appeal to the team."
    page = await walk.press("announcement", {**NOTICE, "notice_text": text})
    assert not read(page).select("[data-copy=notice_text]"), words(page)


# --- questions in public


async def answer(walk: CaseWalk, *values: str) -> httpx.Response:
    page = await walk.press("questions")
    for value in values:
        radio = read(page).select_one("main input[type=radio]")
        assert isinstance(radio, Tag), words(page)
        page = await walk.press("questions", {str(radio["name"]): value})
    return page


@pytest.mark.parametrize(
    ("values", "said", "canned"),
    [
        (("no", "yes"), "Do not answer it in public", {"canned-not-public", "canned-mail"}),
        (("no", "no", "yes"), "Do not answer it in public", {"canned-not-public", "canned-mail"}),
        (("no", "no", "no", "no"), "Name a better place", {"canned-elsewhere"}),
        (("no", "no", "no", "yes", "no"), "Say why such cases are private", {"canned-why-private"}),
        (("no", "no", "no", "yes", "yes"), "Answer it, calmly", {"canned-colleague", "canned-mail"}),
        (("no", "unknown"), "Ask a colleague", {"canned-colleague", "canned-mail"}),
        (("no", "no", "unknown"), "Ask a colleague", {"canned-colleague", "canned-mail"}),
        (("no", "no", "no", "unknown"), "Ask a colleague", {"canned-colleague", "canned-mail"}),
        (("no", "no", "no", "yes", "unknown"), "Ask a colleague", {"canned-colleague", "canned-mail"}),
    ],
)
async def test_four_steps_with_a_way_out_on_each(
    haven: Haven, values: tuple[str, ...], said: str, canned: set[str]
) -> None:
    """R185 to R189, R194."""
    walk = await opened(haven)
    before = walk.text
    page = await answer(walk, *values)
    assert said in words(page)
    boxes = {str(each["id"]) for each in read(page).select("textarea[readonly]")}
    assert boxes == canned
    await walk.press("list")
    assert walk.text == before, "the case learns nothing of it"


async def test_an_answer_of_ones_own_is_looked_through(haven: Haven) -> None:
    walk = await opened(haven)
    await answer(walk, "no", "no", "no", "yes", "yes")
    page = await walk.press("questions:check", {"answer": "Nilufar told us, see https://forum.example.org/x"})
    assert {"R171", "R181"} <= set(re.findall(r"rule (R\d+)", words(page)))
    assert not read(page).select("[data-copy=answer]")
    page = await walk.press("questions:check", {"answer": "The policy on harassment says how such cases are decided."})
    assert read(page).select("[data-copy=answer]")
    assert wrong(await walk.press("questions:check", {"answer": " "}, status=422)) == ["answer"]


async def test_steps_that_somebody_made_up_begin_anew(haven: Haven) -> None:
    walk = await opened(haven)
    page = await walk.client.post("/case", {"case": walk.text, "at": "questions", "go": "questions", "tp-danger": "x"})
    assert page.status_code == 200
    assert read(page).select("input[name=tp-danger]")


# --- all of it


async def test_every_page_may_be_sent_twice_and_nothing_of_it_is_in_any_table(haven: Haven) -> None:
    walk = await opened(haven)
    before = await rows(haven)
    for go in ("wikitext", "text", "print", "text:debrief", "pass-on", "announcement", "questions", "hand-over"):
        fields = {"case": walk.text, "at": "list", "go": go}
        first, second = [await walk.client.post("/case", fields) for _ in range(2)]
        assert (first.status_code, second.status_code) == (200, 200)
        without_token = [re.sub(r'name="token" value="[^"]*"', "", each.text) for each in (first, second)]
        assert without_token[0] == without_token[1]
    assert await rows(haven) == before


async def test_a_marked_word_that_was_typed_is_not_passed_over_in_the_record(haven: Haven) -> None:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    case = (
        'haven-case-file = 1\nopened = 2026-11-28\nwiki = "enwiki"\nmarked = ["Anneliese"]\n'
        '[answer]\noutcome = "mistaken"\n[words]\nevents = "One says ANNELIESE, twice."\n'
    )
    await walk.open(case.encode())
    assert "Something that you marked stands in this text" in words(await walk.press("wikitext"))
    await walk.open(case.replace("ANNELIESE", "a name").encode())
    assert "Something that you marked" not in words(await walk.press("wikitext"))


async def test_danger_takes_nobody_away_from_a_page_that_holds_a_case(haven: Haven) -> None:
    """R115: the way to the emergency page opens beside it, and no answer is offered; left for another page, the case
    would be gone."""
    walk = await opened(haven)
    kept, way = walk.text, 'a.button[href="/emergency"][target="_blank"]'
    await walk.press("questions")
    assert not read(walk.page).select(way)
    page = await walk.press("questions", {"tp-danger": "yes"})
    assert read(page).select(way) and not read(page).select("textarea") and walk.text == kept
    await walk.press("hand-over")
    fields = fields_of(form_of(walk.page, "/hand-over"))
    page = await walk.client.post("/hand-over", {**fields, "danger": "yes"})
    assert page.status_code == 200 and read(page).select(way)
    assert fields_of(form_of(page, "/hand-over"))["case"] == kept
