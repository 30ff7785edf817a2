"""The case companion: where it begins, its task list, and one stage. Nothing of it is kept here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.cases import Case
from app.flows.companion.progress import AskedQuestion, StageState, Waiting
from app.flows.companion.resources import HelpPlace
from app.flows.companion.stages import Advice, Choice
from app.web.pages.frame import Page, Problem

Typed = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class CaseStartPage(Page):
    """`/case`: begin, or open a file. `pasted`: the text of a file that could not be read, to be mended."""

    template = "case/start.html"
    title = "title-case"
    pasted: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CasePage:
    """What all pages with a case carry. `case_text` is the case file, for the hidden field; `at` says which page
    its form sends."""

    case_text: str
    at: str


@dataclass(frozen=True)
class Told:
    """An answer of the page before that has something to tell, for whoever has gone on."""

    ask: str
    choice: Choice


@dataclass(frozen=True)
class CaseListPage(CasePage, Page):
    """The task list. `next`: the stage that is to be done now, or None where nothing is left."""

    template = "case/list.html"
    title = "title-case-list"
    case: Case
    states: tuple[StageState, ...]
    next: str | None
    unknown: tuple[str, ...] = ()
    """Questions that the file answers and this Haven does not ask."""
    missed: date | None = None
    """The day on which whoever reported should have heard again."""
    waiting: Waiting | None = None
    told: tuple[Told, ...] = ()


@dataclass(frozen=True)
class ShownQuestion:
    """A question with what stands there now; `parties`: about whom, where it is asked of somebody."""

    asked: AskedQuestion
    field: str
    value: str
    chosen: tuple[str, ...]
    parties: tuple[str, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def party(self) -> str:
        return ", ".join(self.parties)

    @property
    def options(self) -> tuple[tuple[str, str, str | None], ...]:
        """Value, words, and more words or None."""
        return tuple((each.value, each.say, each.about or None) for each in self.asked.question.answers)

    @property
    def tips(self) -> tuple[Choice, ...]:
        """Chosen answers that have something to tell."""
        return tuple(each for each in self.asked.question.answers if each.tip and each.value in self.chosen)


@dataclass(frozen=True)
class CaseStagePage(CasePage, Page):
    """One stage. `section` is what its section's template gets (`app.web.case.sections`); `brought`: fields that are
    new on it since its button was pressed."""

    template = "case/stage.html"
    title = "title-case-stage"
    state: StageState
    questions: tuple[ShownQuestion, ...]
    advice: tuple[Advice, ...]
    section: Any = None
    help: tuple[HelpPlace, ...] = ()
    problems: tuple[Problem, ...] = ()
    told: tuple[Told, ...] = ()
    brought: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseStopPage(CasePage, Page):
    """Before the case is left: the file first. `is_finished`: nothing is left to do in it."""

    template = "case/stop.html"
    title = "title-case-stop"
    is_finished: bool


@dataclass(frozen=True)
class CaseClosedPage(Page):
    """The case left this page: for good, or until its file is opened again. `lacks_record`: it was decided, and its
    record is not yet where the team keeps its records (R92)."""

    template = "case/closed.html"
    title = "title-case-closed"
    is_finished: bool
    lacks_record: bool = False
