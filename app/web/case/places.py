"""Pages of a case that are no stage: a letter, an export, passing it on. Each reads what was typed on it and shows
itself; `argument` is what stands behind the colon of a button, as in `letter:outcome.reporter`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from app.domain.cases import Case
from app.web.case import announcement, exports, letter
from app.web.case.carrying import PASS_ON, STOP, Carried
from app.web.case.handing_over import HAND_OVER, show_hand_over
from app.web.case.passing_on import show_pass_on
from app.web.case.questions import QUESTIONS, show_questions
from app.web.case.stopping import show_stop
from app.web.case.telling_colleagues import COLLEAGUES, show_colleagues
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import Problem

Apply = Callable[[House, Carried, str], tuple[Case, tuple[Problem, ...]]]
Show = Callable[[Request, Visitor, Carried, str, tuple[Problem, ...]], Awaitable[Response]]


def takes_nothing(house: House, carried: Carried, argument: str) -> tuple[Case, tuple[Problem, ...]]:
    """For places on which nothing is typed that the case keeps."""
    return carried.case, ()


@dataclass(frozen=True)
class Place:
    """One of them."""

    show: Show
    apply: Apply = takes_nothing


PLACES: Mapping[str, Place] = {
    "letter": Place(letter.show, letter.apply),
    exports.WIKITEXT: Place(exports.show_wikitext, exports.take_kept),
    exports.TEXT: Place(exports.show_text, exports.take_kept),
    exports.PRINT: Place(exports.show_print, exports.take_kept),
    announcement.ANNOUNCEMENT: Place(announcement.show_notice, announcement.take_notice),
    QUESTIONS: Place(show_questions),
    COLLEAGUES: Place(show_colleagues),
    PASS_ON: Place(show_pass_on),
    HAND_OVER: Place(show_hand_over),
    STOP: Place(show_stop),
}
