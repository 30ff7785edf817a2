"""What people ask each other about a request, as each of them sees it."""

from dataclasses import replace

from app.domain.inquiries import REPLIES, Inquiry, Reply, askable
from app.domain.requests import RequestKind
from app.web import pages
from app.web.pages import Chrome, Page, Problem
from tests.support.gallery.people import NOW, OVERSIGHTER, ROLLBACKER
from tests.support.gallery.requests import HANDLER_PAGE, OWN_PAGE, TAKEN_PAGE

WHICH = pages.Question(1, Inquiry.WHICH_REVISION, REPLIES[Inquiry.WHICH_REVISION], None, 5)
WHERE = pages.Question(2, Inquiry.CANNOT_FIND, REPLIES[Inquiry.CANNOT_FIND], None, 10_000)
THINK = pages.Question(11, Inquiry.SECOND_OPINION, REPLIES[Inquiry.SECOND_OPINION], "Steven Steward", None)
ASKED = (
    pages.AskedLine(1, Inquiry.WHICH_REVISION, "you", None, Reply.THIS_ONE, 2, False),
    pages.AskedLine(11, Inquiry.SECOND_OPINION, "you", "Steven Steward", Reply.LOWER, None, False),
    pages.AskedLine(12, Inquiry.SECOND_OPINION, "you", "Ada Administrator", None, None, True),
    pages.AskedLine(2, Inquiry.CANNOT_FIND, "you", None, None, None, True),
)
STEPS = (
    pages.TimelineLine("asked-back", NOW - 500, "you", "inquiry-which-revision"),
    pages.TimelineLine("answered", NOW - 400, "Rolf Rückgängig", "reply-this-one"),
    pages.TimelineLine("opinion-asked", NOW - 300, "you", None, "Steven Steward"),
    pages.TimelineLine("opinion-given", NOW - 200, "Steven Steward", "reply-lower"),
    pages.TimelineLine("handed-over", NOW - 100, "Ada Administrator", None, "you"),
)


def inquiry_examples() -> list[tuple[str, Page, Chrome]]:
    waiting = replace(OWN_PAGE, request=replace(OWN_PAGE.request, awaits_answer=True))
    anew = pages.Between(asked=(replace(ASKED[0], by=None, reply=Reply.SENT_ANEW, place=None),), advice="send-anew")
    not_needed = replace(anew.asked[0], inquiry=Inquiry.STILL_NEEDED, reply=Reply.NO)
    holding = pages.Between(asked=ASKED, may=frozenset({"ask", "second-opinion", "hand-over"}))
    number = Problem("place", "reply-number", ("5",))
    typed = replace(WHICH, chosen="this-one", place="nine")
    nobody = Problem("colleague", "colleague-cannot-be-asked")
    return [
        ("asked-own", replace(waiting, between=pages.Between(WHICH)), ROLLBACKER),
        ("asked-own-number", replace(waiting, between=pages.Between(typed), problem=number), ROLLBACKER),
        ("asked-own-line", replace(waiting, between=pages.Between(WHERE, ASKED[:1])), ROLLBACKER),
        ("asked-own-anew", replace(OWN_PAGE, between=anew), ROLLBACKER),
        ("asked-own-not-needed", replace(OWN_PAGE, between=pages.Between(None, (not_needed,), advice="not-needed")),
         ROLLBACKER),
        ("asked-holder", replace(TAKEN_PAGE, between=holding, timeline=TAKEN_PAGE.timeline + STEPS), OVERSIGHTER),
        ("asked-colleague", replace(HANDLER_PAGE, between=pages.Between(THINK, ASKED[2:3])), OVERSIGHTER),
        ("asked-colleague-opened", replace(TAKEN_PAGE, holder="Steven Steward", may=frozenset({"check", "take-over"}),
                                           between=pages.Between(THINK)), OVERSIGHTER),
        ("ask-back", pages.AskBackPage("7K3Q2M9D", askable(RequestKind.SUPPRESSION)), OVERSIGHTER),
        ("ask-back-nothing", pages.AskBackPage("7K3Q2M9D", askable(RequestKind.LOCK),
                                               problem=Problem("inquiry", "choose-inquiry")), OVERSIGHTER),
        ("second-opinion", pages.SecondOpinionPage("7K3Q2M9D"), OVERSIGHTER),
        ("hand-request-over", pages.HandRequestOverPage("7K3Q2M9D"), OVERSIGHTER),
        ("hand-request-over-nobody", pages.HandRequestOverPage("7K3Q2M9D", "Nobody Known", nobody), OVERSIGHTER),
    ]  # fmt: skip
