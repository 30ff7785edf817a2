"""Handing a case over: the choice, the six parts, the finished text."""

from datetime import date

from app.actions.link_check import Seen
from app.domain.hand_overs import Part, Recipient
from app.flows.packs import Contact
from app.links.build import page_link
from app.links.pasted_lines import LineKind, PastedLine
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import LARGE, ROLLBACKER

CONTACT = Contact(date(2026, 11, 22), mail="a-team@example.org", mail_page="Special:EmailUser/A team")
WAY = pages.NamedWay("A committee", "arbitration-committee", CONTACT, page_link(LARGE, "Special:EmailUser/A team"))
FORUM, NO_LINK = "https://forum.example.org/thread", "<b>no link</b> " + "long" * 80
DIFF = "https://large.example.org/w/index.php?diff=4711"


def lines() -> dict[Part, tuple[pages.CheckedLine, ...]]:
    """A list in which each kind of line stands once."""
    each = (
        pages.CheckedLine(PastedLine(1, DIFF, LineKind.DIFF, "largewiki", DIFF), "hand-over-wanted-page", Seen.THERE),
        pages.CheckedLine(PastedLine(2, FORUM, LineKind.OUTSIDE), "hand-over-outside-untold"),
        pages.CheckedLine(PastedLine(3, NO_LINK, LineKind.NOT_A_LINK), "hand-over-line-not-a-link"),
    )  # fmt: skip
    return {Part.PAGES: each}


TYPED: dict[str, str | tuple[str, ...]] = {
    "contact": "Rolf, rolf@example.org",
    "summary": "\n\nOne <b>follows</b> another.",
    "pages": DIFF,
    "party_none": "other",
    "steps": (),
}
PROBLEMS = (
    *(Problem(f"ask_{each}", f"hand-over-choose-{each}") for each in ("severe", "local-steps", "beyond-local")),
    Problem("party_words", "hand-over-which-reason"),
    Problem("pages", "hand-over-lines", ("3",)),
    Problem("diffs", "hand-over-needs-diffs"),
    Problem("keep_addresses", "hand-over-has-addresses"),
)


def hand_over_examples() -> list[tuple[str, Page, Chrome]]:
    wikis = {Recipient.ARBITRATION: ("largewiki",)}
    to = tuple(Recipient)
    foundation = pages.NamedWay("Wikimedia Foundation", "ca", CONTACT)
    unknown = pages.NamedWay(None, "administrators", None)
    finished = pages.HandOverPage(
        Recipient.TRUST_AND_SAFETY, "", foundation, "A case to take over",
        "mailto:a-team@example.org?subject=A%20case%20to%20take%20over", "1. How to reach you\n  Rolf\n",
        "Thank you.\n", (("contact", "Rolf\n<b>"),), lines(), keep_local=True,
    )  # fmt: skip
    missing = (Problem("danger", "choose-danger"), Problem("to", "hand-over-choose-to"))
    return [
        ("hand-over", pages.HandOverChoosePage(to, wikis), ROLLBACKER),
        (
            "hand-over-problem",
            pages.HandOverChoosePage(to, wikis, {"wiki": "<b>"}, (("pages", "x\ny"),), 2, missing),
            ROLLBACKER,
        ),
        (
            "hand-over-form",
            pages.HandOverFormPage(Recipient.ARBITRATION, "largewiki", WAY, {}, (), without_link=1),
            ROLLBACKER,
        ),
        ("hand-over-child", pages.HandOverFormPage(Recipient.CHILD_PROTECTION, "", foundation, {}), ROLLBACKER),
        (
            "hand-over-form-problems",
            pages.HandOverFormPage(
                Recipient.TRUST_AND_SAFETY, "", foundation, TYPED, (("noticed", "kept"),), PROBLEMS, lines(), True, True
            ),
            ROLLBACKER,
        ),
        ("hand-over-finished", finished, ROLLBACKER),
        (
            "hand-over-finished-no-contact",
            pages.HandOverPage(
                Recipient.ADMINISTRATORS, "smallwiki", unknown, "A case", None, "1.\n", "Thank you.\n", (), {}
            ),
            ROLLBACKER,
        ),
    ]
