"""What leaves a case, and the page of the leak check."""

from dataclasses import replace
from datetime import date

from app.domain.cases import Case, Letter, LetterKind, PartyRole
from app.flows.replay import replay
from app.links.build import page_link
from app.text.announcement import read_words
from app.text.case_file import write_case
from app.text.case_text import write_text
from app.text.case_wikitext import write_wikitext
from app.web import pages
from app.web.case.announcement import AnnouncementSection
from app.web.case.exports import RecordSection
from app.web.case.record import make_debrief, make_record
from app.web.messages import Messages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.case import CASE, CHROME, stage
from tests.support.gallery.people import GUIDANCE, LARGE, ROLLBACKER, ROOT

DECIDED = replace(
    CASE,
    items=(CASE.items[0],),
    answers={
        "danger": ("no",), "involved": ("no",), "off-wiki": ("no",), "outcome": ("actionable",), "acts": ("block",),
        "act-block": ("seen",), "check-in": ("2026-12-08",), "subject-rights": ("no",),
    },
    words={
        "findings": "First line\n== no heading ==\n{{no template}}",
        "investigators": "Ilse Norrby\nTamsin Vale",
        "went-well": "We answered on the same day.",
    },
    letters=(Letter(LetterKind.ACKNOWLEDGEMENT, PartyRole.REPORTER, "Thank you.", date(2026, 11, 28)),),
)  # fmt: skip
TEXT = "Grubby is banned for posting the home address of Nilufar, see [link]\n<script>alert(1)</script>"
FOUND = pages.LookedThrough(
    (
        pages.FoundLeak(1, "R171", "leak-name", "Nilufar", "", True),
        pages.FoundLeak(2, "R181", "leak-number", "12345678", "Leave it out.", False),
        pages.FoundLeak(3, "R122", "leak-mail", "", "", True),
    ),
    (
        pages.MarkedPiece("Grubby is banned for posting the home address of "),
        pages.MarkedPiece("Nilufar", True, True, (1, 2)),
        pages.MarkedPiece(", see <b>\n"),
        pages.MarkedPiece("12345678", True, False, (2,)),
    ),
)
WARNED = pages.LookedThrough(FOUND.found[1:2], FOUND.pieces[2:])
DIFF = "https://large.example.org/w/index.php?diff=4712"


def notice(text: str = "", diffs: str = "") -> pages.NoticeForm:
    words = read_words("en")
    return pages.NoticeForm(
        "Grubby", "harassment", ("block",), "2027-01-02", True, "the team", diffs, (DIFF,), (), text,
        tuple(words.basis.items()), tuple(words.outcome.items()), "2016-01-01", "2036-01-01",
    )  # fmt: skip


def say(key: str, *params: object) -> str:
    return Messages.load(ROOT / "app" / "messages").say("en", key, *params)


def case_out_examples() -> list[tuple[str, Page, Chrome]]:
    companion, text = GUIDANCE.companion, write_case(DECIDED)
    record, debrief = make_record(say, companion, DECIDED), make_debrief(say, companion, DECIDED)
    mail = page_link(LARGE, "Special:EmailUser")
    told = "We have looked into it, and action was taken.\n"
    looks = (
        page_link(LARGE, "Project:Noticeboard"),
        f"{LARGE.index}?title=Project:Noticeboard&action=edit&section=new",
    )
    wrong = (Problem("notice_basis", "case-notice-needs-basis"), Problem("harmless", "case-notice-confirm-harmless"))
    return [
        ("case-record", stage(DECIDED, "record", RecordSection("2026-11-28", True)), CHROME),
        ("case-wikitext", pages.CaseExportPage(text, "wikitext", "wikitext", write_wikitext(record), told, ""), CHROME),
        ("case-text", pages.CaseExportPage(text, "text", "text", write_text(record), told, "2026-11-28"), CHROME),
        (
            "case-debrief",
            pages.CaseExportPage(text, "text:debrief", "text", write_text(debrief), told, "", is_debrief=True),
            CHROME,
        ),
        ("case-print", pages.CasePrintPage(text, "print", record, ""), CHROME),
        ("case-pass-on", pages.CasePassOnPage(text, "pass-on", "A case", "Could you?\n", mail), CHROME),
        ("case-involved", pages.CasePassOnPage(text, "pass-on", "A case", "Could you?\n", None, True), CHROME),
        (
            "case-colleagues",
            pages.CaseColleaguesPage(
                text, "colleagues", "A case", "For you alone.\n\nAccount that reported: Mallory\n"
            ),
            CHROME,
        ),
        *_notices(text, looks, wrong),
        *_questions(text),
        ("leak-check", pages.LeakCheckPage(languages=("de", "en")), ROLLBACKER),
        ("leak-check-found", _leak_check(FOUND), ROLLBACKER),
        ("leak-check-clean", _leak_check(pages.LookedThrough()), ROLLBACKER),
        ("leak-check-problems", _leak_check(None, (Problem("kind", "leak-check-no-kind"),)), ROLLBACKER),
    ]


def _notices(text: str, looks: tuple[str, str], wrong: tuple[Problem, ...]) -> list[tuple[str, Page, Chrome]]:
    place = ("Project:Noticeboard", *looks)
    return [
        (
            "case-announce",
            stage(_announcing(), "announce", AnnouncementSection(("Block",), "Project:Noticeboard", "largewiki")),
            CHROME,
        ),
        ("case-notice", pages.CaseNoticePage(text, "announcement", notice(), None, None, None, None), CHROME),
        ("case-notice-blocks", pages.CaseNoticePage(text, "announcement", notice(TEXT), FOUND, *place), CHROME),
        ("case-notice-may-go", pages.CaseNoticePage(text, "announcement", notice(TEXT), WARNED, *place), CHROME),
        (
            "case-notice-problems",
            pages.CaseNoticePage(text, "announcement", notice(TEXT, DIFF), None, *place, problems=wrong),
            CHROME,
        ),
    ]


def _questions(text: str) -> list[tuple[str, Page, Chrome]]:
    first = replay(GUIDANCE.flows, "third-party-question", {"danger": ("no",)}, {})
    ways = {"danger": ("no",), "touches-privacy": ("no",), "breaks-confidence": ("no",), "about-this-case": ("yes",)}
    last = replay(GUIDANCE.flows, "third-party-question", {**ways, "helps-to-understand": ("yes",)}, {})
    canned = (("colleague", "A colleague answers."), ("mail", "By mail, please."))
    asked = first.asks[1] if first.asks else None
    return [
        ("case-questions", pages.CaseQuestionsPage(text, "questions", first.steps, asked, None, ()), CHROME),
        (
            "case-questions-end",
            pages.CaseQuestionsPage(text, "questions", last.steps, None, last.primary, canned, True, TEXT, FOUND),
            CHROME,
        ),
    ]


def _announcing() -> Case:
    return replace(DECIDED, answers={**DECIDED.answers, "announcement": ("yes",)})


def _leak_check(looked: pages.LookedThrough | None, problems: tuple[Problem, ...] = ()) -> pages.LeakCheckPage:
    values = {"text": TEXT, "kind": "announcement", "language": "en", "names": "Nilufar\n<b>"}
    return pages.LeakCheckPage(values, looked, problems, languages=("de", "en"))
