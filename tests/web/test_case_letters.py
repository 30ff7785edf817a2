"""The letters of a case in the browser's place: written, looked through, held back, sent, and told in order."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import Tag

from app.domain.cases import Case, Item, Letter, LetterKind, Party, PartyRole
from app.flows.companion.progress import acts_are_done
from app.text.case_file import read_case, write_case
from tests.support.case_walk import CaseWalk, fields_of, form_of
from tests.support.haven import Haven
from tests.support.page_checks import heading, read, words

REPORTER, TARGET, SUBJECT = PartyRole.REPORTER, PartyRole.TARGET, PartyRole.SUBJECT
OPENED = date(2026, 1, 5)
LATER = "2030-12-24"
"""To come, and near enough to be believed."""
FORUM = "https://forum.example/thread/9-where-she-lives"
PEOPLE = (Party("Nilufar", (REPORTER, TARGET)), Party("Bertolt Beispiel", (SUBJECT,)))
BEGUN = Case(
    opened=OPENED,
    wiki="enwiki",
    parties=PEOPLE,
    answers={"danger": ("no",), "involved": ("no",), "off-wiki": ("no",)},
)
DECIDED: dict[str, tuple[str, ...]] = {
    "check-in": (LATER,),
    "account-control.reporter": ("confirmed",),
    "needs-second": ("none",),
    "kept-where": ("private-wiki",),
}
OWN = "Thank you for the list of days, it is clear and easy to read."


def decided(outcome: str, case: Case = BEGUN, **more: tuple[str, ...]) -> Case:
    """A case whose outcome is known, whatever the steps before it ask."""
    answers = {**case.answers, **DECIDED, "outcome": (outcome,), **{k.replace("_", "-"): v for k, v in more.items()}}
    return replace(case, answers=answers)


async def at_letter(haven: Haven, case: Case, id: str, status: int = 200) -> CaseWalk:
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.open(write_case(case).encode())
    await walk.press(f"letter:{id}", status=status)
    return walk


def text_of(walk: CaseWalk) -> str:
    return str(fields_of(form_of(walk.page))["text"])


def parts_of(walk: CaseWalk) -> Tag:
    """What the letter is made of, which folds."""
    found = read(walk.page).select_one("details:has(> summary > #parts)")
    assert found is not None
    return found


def may_go_out(walk: CaseWalk) -> bool:
    """Whether the page has any way out: the mail form, a box to copy, the note that it was sent."""
    page = walk.page.text
    return "Special:EmailUser" in page or 'id="letter"' in page or "/sent" in page


async def test_the_first_answer_from_its_parts_to_the_case(haven: Haven) -> None:
    """R13, R22: six things, a day with slack, and what was sent stands in the case."""
    walk = await at_letter(haven, BEGUN, "acknowledgement.reporter")
    text = text_of(walk)
    for piece in ("Hello Nilufar,", "I am sorry", "will look into it", "again by", "hidden as soon as", "local law"):
        assert piece in text
    assert "anything new happens" in text
    assert "Nothing in it was written for this case" in words(walk.page)
    await walk.press("letter:acknowledgement.reporter/send", {"own": OWN, "q-check-in": LATER, "team": "The desk"})
    assert OWN in walk.page.text and "24 December 2030" in walk.page.text and "The desk" in walk.page.text
    assert "Nothing in it was written for this case" not in words(walk.page)
    link = next(str(each["href"]) for each in read(walk.page).select("a") if "EmailUser" in str(each.get("href")))
    query = parse_qs(urlsplit(link).query)
    assert set(query) == {"title", "wpTarget", "wpSubject"}
    assert query["wpTarget"] == ["Nilufar"]
    await walk.press("letter:acknowledgement.reporter/sent")
    case = read_case(walk.text)
    letter = case.letter(LetterKind.ACKNOWLEDGEMENT, REPORTER)
    assert letter and letter.sent and OWN in letter.text
    assert case.answer("check-in") == LATER
    assert "sent on" in words(walk.page)


async def test_what_is_changed_by_hand_wins(haven: Haven) -> None:
    walk = await at_letter(haven, BEGUN, "acknowledgement.reporter")
    await walk.press("letter:acknowledgement.reporter", {"own": OWN})
    assert OWN in text_of(walk)
    assert parts_of(walk).has_attr("open")
    changed = text_of(walk).replace("Kind regards", "Best wishes")
    await walk.press(
        "letter:acknowledgement.reporter", {"text": changed, "own": "Another sentence.", "part": ["ack-acted"]}
    )
    assert "Best wishes" in text_of(walk) and "Another sentence." not in text_of(walk)
    assert not parts_of(walk).has_attr("open"), "what no longer makes the text stands in nobody's way"
    await walk.press("letter:acknowledgement.reporter", {"team": "x" * 500}, status=422)
    assert parts_of(walk).has_attr("open"), "what has to be mended is seen"
    await walk.press("letter:acknowledgement.reporter", {"team": ""})
    await walk.press("letter:acknowledgement.reporter/make")
    assert "Best wishes" in text_of(walk), "it is asked before anything is replaced"
    assert "Another sentence." in str(read(walk.page).select_one("#anew"))
    await walk.press("letter:acknowledgement.reporter/make-anew")
    assert "Another sentence." in text_of(walk) and "What could be done" in text_of(walk)
    assert "Best wishes" not in text_of(walk)


LEAKS = [
    ("Bertolt Beispiel did it.", "R171"),
    ("B e r t o l t  Beispiel did it.", "R171"),
    ("I promise that we will stop him.", "R53"),
    ("There is no need to worry.", "R24"),
    ("Her street is Gardenia.", "R171"),
    ("Write to her at someone@mail.example.", "R122"),
    (f"It stands at {FORUM} for all to see.", "R171"),
]


async def test_what_would_leak_has_no_way_out(haven: Haven) -> None:
    """The text stays in its field, and the page says which words, which rule, and why."""
    case = replace(BEGUN, marked=("Gardenia",), items=(Item(FORUM), Item("https://en.example.org/?diff=4711")))
    walk = await at_letter(haven, case, "acknowledgement.reporter")
    for leak, rule in LEAKS:
        await walk.press("letter:acknowledgement.reporter/send", {"text": f"Hello,\n\n{leak}"}, status=422)
        assert leak in text_of(walk)
        assert f"rule {rule}" in words(walk.page), leak
        assert not may_go_out(walk)
        await walk.press("letter:acknowledgement.reporter/sent", status=422)
        assert not read_case(walk.text).has_sent(LetterKind.ACKNOWLEDGEMENT, REPORTER)
    await walk.press("letter:acknowledgement.reporter/send", {"text": f"Hello,\n\n{OWN}"})
    assert may_go_out(walk)


async def test_nobody_is_told_before_it_is_done(haven: Haven) -> None:
    """R165, R166, R169: the block first, then whoever it is about, then whoever reported it."""
    case = decided("actionable", acts=("block",), subject_knows=("no",))
    walk = await at_letter(haven, case, "sanctioned.subject")
    assert "what was decided is done on the wiki" in words(walk.page)
    await walk.press("letter:sanctioned.subject/send", status=422)
    assert not may_go_out(walk)
    done = case.with_answer("act-block", ("said",))
    walk = await at_letter(haven, done, "outcome.reporter")
    assert "Decision about their account" in words(walk.page)
    await walk.press("letter:outcome.reporter/sent", {"sent-day": OPENED.isoformat()}, status=422)
    assert not read_case(walk.text).has_sent(LetterKind.OUTCOME, REPORTER)


RECORDED = {"record_kept": ("2026-01-06",), "acts": ("block",)}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"skip-sanctioned.subject": ("not-needed",)},
        {"act-block": ("done",)},
        {"act-block": ("done",), "skip-sanctioned.subject": ("whatever",), "letter-safety-sanctioned.subject": ("x",)},
    ],
)
@pytest.mark.parametrize("was_sent", [False, True])
async def test_no_file_and_no_reason_opens_the_way_before_the_block(
    haven: Haven, more: dict[str, tuple[str, ...]], was_sent: bool
) -> None:
    """R166: that a letter is said not to be sent, or was sent once, or an answer that nobody offers; by hand, too."""
    case = decided("actionable", **RECORDED)
    case = replace(case, answers={**case.answers, **more}, words={"investigators": "Ada", "findings": "It is so."})
    if was_sent:
        case = case.with_letter(Letter(LetterKind.SANCTIONED, SUBJECT, "Hello.", OPENED))
    for id in ("sanctioned.subject", "appeal-received.subject"):
        walk = await at_letter(haven, case, id)
        for go in ("send", "sent"):
            await walk.press(f"letter:{id}/{go}", status=422)
            assert not may_go_out(walk)
    assert not acts_are_done(haven.desk.guidance.companion, case)
    await walk.press("wikitext")
    assert "not done yet" in words(walk.page)


async def test_a_letter_that_is_not_sent_has_a_reason(haven: Haven) -> None:
    """R173."""
    case = decided("actionable", acts=("block",), act_block=("said",), subject_knows=("no",))
    walk = await at_letter(haven, case, "sanctioned.subject")
    page = await walk.press("letter:sanctioned.subject/skip", status=422)
    assert "Choose why it is not sent" in words(page)
    await walk.press("letter:sanctioned.subject/skip", {"skip": "cannot-be-reached"})
    assert read_case(walk.text).answer("skip-sanctioned.subject") == "cannot-be-reached"


async def test_who_was_sanctioned_learns_three_things_and_of_nobody(haven: Haven) -> None:
    """R170, R171."""
    case = decided("actionable", acts=("block", "hide"), act_block=("said",), act_hide=("said",))
    walk = await at_letter(haven, case, "sanctioned.subject")
    text = text_of(walk)
    assert "has been blocked" in text and "hidden from public view" in text
    assert "The reason is conduct" in text and "You can appeal" in text
    assert "Nilufar" not in text
    page = await walk.press("letter:sanctioned.subject", {"part": ["safety", "no-details"]})
    page = await walk.press("letter:sanctioned.subject/send", {"part": ["safety"]}, status=422)
    assert "Tick what was decided" in words(page)


@pytest.mark.parametrize("how_far", ["not-possible", "not-allowed", "not-agreed", "not-needed", "asked"])
async def test_nobody_is_told_of_an_act_that_is_not_done(haven: Haven, how_far: str) -> None:
    """R165: what has a reason why not, and what others were merely asked for, is in no letter to the sanctioned."""
    case = decided("actionable", acts=("block", "lock"), act_block=("seen",), act_lock=(how_far,), depends_on=("no",))
    text = text_of(await at_letter(haven, case, "sanctioned.subject"))
    assert "has been blocked" in text and "on all Wikimedia wikis" not in text
    done = text_of(await at_letter(haven, case.with_answer("act-lock", ["said"]), "sanctioned.subject"))
    assert "on all Wikimedia wikis" in done


async def test_the_safety_line_is_left_out_for_a_reason_alone(haven: Haven) -> None:
    """R121, in a language without words of the leak check, too."""
    for language in ("en", "ar"):
        case = replace(decided("could-not-verify", subject_knows=("no",)), language=language)
        walk = await at_letter(haven, case, "outcome.reporter")
        left: dict[str, Any] = {"part": ["outcome-no-details"]}
        page = await walk.press("letter:outcome.reporter", left)
        assert "rule R121" in words(page)
        page = await walk.press("letter:outcome.reporter", {**left, "no-safety": "already-there"})
        assert "rule R121" not in words(page)
        assert "emergency@wikimedia.org" not in text_of(walk)


async def test_off_wiki_doxxing_that_nobody_can_tie_to_an_account(haven: Haven) -> None:
    """S7: honest and warm, where to turn, nothing of who it was; and no letter to somebody who knows of nothing."""
    base = replace(BEGUN, answers={**BEGUN.answers, "off-wiki": ("yes",)}, items=(Item(FORUM),))
    case = decided("could-not-verify", base, attributed=("no",), subject_knows=("no",))
    walk = await at_letter(haven, case, "outcome.reporter")
    await walk.press(
        "letter:outcome.reporter", {"part": ["safety", "outcome-site", "outcome-people-search", "outcome-accounts"]}
    )
    text = text_of(walk)
    for piece in ("could not verify", "I apologize", "emergency@", "another website", "services that list", "password"):
        assert piece in text
    for never in ("Bertolt", "forum.example", "no proof", "evidence", "believe", "watch"):
        assert never not in text
    walk = await at_letter(haven, case, "cleared.subject")
    assert heading(walk.page) == "All steps" or walk.at == "list"


async def test_a_malicious_report(haven: Haven) -> None:
    """S8: the one it was about learns that nothing follows, and not who it was; whoever reported is not judged."""
    people = (Party("Mallory Meldung", (REPORTER,)), Party("Nurit Neutral", (SUBJECT,)))
    case = decided("malicious", replace(BEGUN, parties=people), subject_knows=("yes",))
    walk = await at_letter(haven, case, "outcome.reporter")
    text = text_of(walk)
    for never in ("malicious", "false", "bad faith", "liar", "Nurit"):
        assert never not in text
    assert "emergency@wikimedia.org" in text and "come back to us" in text
    told = case.with_letter(Letter(LetterKind.OUTCOME, REPORTER, text, OPENED))
    walk = await at_letter(haven, told, "cleared.subject")
    text = text_of(walk)
    assert "No action is being taken" in text and "Mallory" not in text
    await walk.press("letter:cleared.subject/send", {"text": f"{text}\n\nIt was mallory-meldung."}, status=422)
    assert "rule R171" in words(walk.page)


async def test_an_appeal_from_its_arrival_to_its_end(haven: Haven) -> None:
    """S13: received with a day, the outcome in three parts, and never who reported it."""
    people = (Party("Nilufar", (REPORTER,)), Party("Quirin Quelle", (SUBJECT,)))
    answers = {
        "appeal-window": ("yes",), "part-of-first": ("no",), "appeal-check-in": (LATER,), "appeal-result": ("changed",)
    }  # fmt: skip
    case = replace(BEGUN, parties=people, answers={**BEGUN.answers, **answers})
    walk = await at_letter(haven, case, "appeal-received.subject")
    assert "24 December 2030" in text_of(walk)
    await walk.press("letter:appeal-received.subject/send")
    await walk.press("letter:appeal-received.subject/sent")
    await walk.press("letter:appeal-outcome.subject")
    page = await walk.press("letter:appeal-outcome.subject/send", status=422)
    assert "Choose why, in general" in words(page)
    await walk.press("letter:appeal-outcome.subject/send", {"one-why": "appeal-why-new"})
    letter = read_case(walk.text).draft(LetterKind.APPEAL_OUTCOME, SUBJECT)
    for piece in ("has been changed", "circumstances have changed", "appeal again"):
        assert piece in letter
    assert "Nilufar" not in letter
    early = case.with_answer("appeal-window", ["too-early"]).with_answer("appeal-from", [LATER])
    walk = await at_letter(haven, early, "appeal-received.subject")
    assert "can be made from 24 December 2030" in text_of(walk)
    assert "Wherever possible" not in text_of(walk)


async def test_a_letter_in_another_language_runs_its_own_way(haven: Haven) -> None:
    walk = await at_letter(haven, BEGUN, "acknowledgement.reporter")
    await walk.press("letter:acknowledgement.reporter", {"language": "ar"})
    area = read(walk.page).select_one("#text")
    assert area and area["dir"] == "rtl" and area["lang"] == "ar"
    assert "مرحبًا" in text_of(walk)
    assert read_case(walk.text).language == "ar"
    await walk.press("letter:acknowledgement.reporter", {"language": "de", "own": "Danke für die Liste."})
    assert text_of(walk).startswith("Hallo Nilufar,") and "Danke für die Liste." in text_of(walk)


async def test_several_get_the_same_and_learn_nothing_of_each_other(haven: Haven) -> None:
    case = replace(BEGUN, parties=(*PEOPLE, Party("Carola Kranich", (REPORTER,))))
    walk = await at_letter(haven, case, "acknowledgement.reporter")
    assert text_of(walk).startswith("Hello,")
    await walk.press(
        "letter:acknowledgement.reporter/send", {"text": "Hello Carola Kranich,\n\nthank you."}, status=422
    )
    await walk.press("letter:acknowledgement.reporter/send", {"text": "Hello,\n\nthank you for this."})
    links = [str(each["href"]) for each in read(walk.page).select("a") if "EmailUser" in str(each.get("href"))]
    assert len(links) == 2


async def test_a_marked_name_stands_in_no_link(haven: Haven) -> None:
    case = replace(BEGUN, marked=("nilu\u200bfar",))
    walk = await at_letter(haven, case, "acknowledgement.reporter")
    await walk.press("letter:acknowledgement.reporter", {"text": f"Hello,\n\n{OWN}"})
    await walk.press("letter:acknowledgement.reporter/send")
    links = [str(each["href"]) for each in read(walk.page).select("a") if "EmailUser" in str(each.get("href"))]
    assert links and all("wpTarget" not in link for link in links)


UNFIT = [
    ({"q-check-in": "2020-01-01"}, "a day that is still to come"),
    ({"q-check-in": "soon"}, "That is no day"),
    ({"text": ""}, "There is no text yet"),
    ({"text": "a" * 20_001}, "more than 20000 characters"),
    ({"team": "a" * 300}, "more than 255 characters"),
]


async def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(haven: Haven) -> None:
    first = await at_letter(haven, BEGUN, "acknowledgement.reporter")
    for typed, sentence in UNFIT:
        walk = replace(first)
        page = await walk.press("letter:acknowledgement.reporter/send", typed, status=422)
        assert sentence in words(page)
        sent = fields_of(form_of(page))
        assert all(str(sent[field]) == value for field, value in typed.items())


async def test_nothing_was_sent_tomorrow(haven: Haven) -> None:
    walk = await at_letter(haven, BEGUN, "acknowledgement.reporter")
    await walk.press("letter:acknowledgement.reporter/send")
    page = await walk.press("letter:acknowledgement.reporter/sent", {"sent-day": LATER}, status=422)
    assert "today at the latest" in words(page)
    assert not read_case(walk.text).has_sent(LetterKind.ACKNOWLEDGEMENT, REPORTER)


async def test_the_list_tells_where_each_letter_stands(haven: Haven) -> None:
    people = (Party("Nilufar", (REPORTER,)), Party("Tarja Muster", (TARGET,)), Party("Bertolt Beispiel", (SUBJECT,)))
    case = replace(BEGUN, parties=people).with_letter(Letter(LetterKind.ACKNOWLEDGEMENT, REPORTER, "Hello", OPENED))
    case = case.with_answer("skip-question.target", ["asked-not-to"])
    walk = await CaseWalk.begin(await haven.client("Ilse Norrby"))
    await walk.open(write_case(case).encode())
    await walk.press("acknowledge")
    said = words(walk.page)
    assert "sent on 2026-01-05" in said
    assert "They asked not to be written to." in said
    assert "if needed" in said
    await walk.press("letter:holding.reporter", {"q-check-in": LATER})
    assert "24 December 2030" in text_of(walk), "what the step asks is taken along"


async def test_a_letter_that_a_case_has_none_of_leads_to_the_list(haven: Haven) -> None:
    for id in ("outcome.nobody", "cleared.subject", "", "a/b/c"):
        walk = await at_letter(haven, BEGUN, id)
        assert walk.at == "list"
