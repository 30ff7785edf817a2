"""The case between two pages: one hidden field, which is the case file itself. Every POST reads it, changes it, and
gives it back.

SECURITY: what stands there lives in this request alone: no table, no session, no cookie, no log knows of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.domain.cases import Case
from app.flows.companion.progress import AskedQuestion
from app.flows.companion.stages import Asks
from app.text.case_file import LONGEST_TEXT, ROOM, read_case, write_case
from app.web.body import Form
from app.web.pages import Problem, Told

FIELD, AT, GO = "case", "at", "go"
"""The hidden case, the page that was sent, and where its button leads."""
NEW, OPEN, LIST, NEXT, SAVE, LOOK = "new", "open", "list", "next", "save", "look"
DOWNLOAD, PASS_ON, STOP, CLOSE = "download", "pass-on", "stop", "close"
"""Where buttons lead beside stages and places. `LOOK` asks the wikis what the section of this page needs to know, and
shows the page again with it."""
LATEST = timedelta(days=3660)


@dataclass(frozen=True)
class Carried:
    """A case on its way. `form` is what was typed beside it; `today` by the clock of the desk; `again`: the page that
    was sent comes once more, with what was typed, because something of it could not be taken. `looked`: what the wikis
    said a moment ago, where the button of this page asked them. `told`: answers just given that have something to tell;
    `brought`: fields that came with what was just typed, so that the same page comes again."""

    case: Case
    form: Form
    today: date
    again: bool = False
    looked: object = None
    told: tuple[Told, ...] = ()
    brought: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The case file."""
        return write_case(self.case, ROOM)


def read_carried(form: Form, now: int) -> Carried:
    """Raises BadCaseFile where somebody changed the hidden field into what is none, or into what grows too long."""
    carried = Carried(read_case(form.one(FIELD), ROOM), form, day_of(now))
    write_case(carried.case, ROOM)
    return carried


def day_of(now: int) -> date:
    return datetime.fromtimestamp(now, UTC).date()


def field_of(question: str) -> str:
    """Under which name a question stands in a form."""
    return f"q-{question}"


def apply_answers(
    case: Case, questions: Iterable[AskedQuestion], form: Form, today: date
) -> tuple[Case, tuple[Problem, ...]]:
    """The case with what was answered to the questions of the page that was sent."""
    problems: list[Problem] = []
    for each in questions:
        field, typed = field_of(each.id), form.all(field_of(each.id))
        if each.question.kind is Asks.WORDS:
            text = form.one(field).strip()
            if len(text) > LONGEST_TEXT:
                problems.append(Problem(field, "case-too-long", (str(LONGEST_TEXT),)))
                continue
            case = case.with_words(each.id, text)
        elif each.question.kind is Asks.DAY:
            day = form.one(field).strip()
            if day and not _is_day(day, today):
                problems.append(Problem(field, "case-no-day"))
                continue
            case = case.with_answer(each.id, (day,) if day else ())
        else:
            offered = {choice.value for choice in each.question.answers}
            case = case.with_answer(each.id, tuple(value for value in typed if value in offered))
    return case, tuple(problems)


def _is_day(text: str, today: date) -> bool:
    try:
        return abs(date.fromisoformat(text) - today) < LATEST
    except ValueError:
        return False
