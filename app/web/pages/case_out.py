"""What leaves a case: the record, passing it on, a public notice, an answer in public. Nothing of it is kept here."""

from dataclasses import dataclass

from app.flows.flow import Outcome, Question
from app.flows.replay import Step
from app.text.case_record import Record
from app.web.pages.case import CasePage
from app.web.pages.frame import Page, Problem
from app.web.pages.leaks import LookedThrough


@dataclass(frozen=True)
class CaseExportPage(CasePage, Page):
    """The record as `form` (wikitext or text). `tell`: what whoever reported may be told, which is apart from it;
    `kept`: the day on which the record was put where it belongs, or empty; `has_marked`: a marked word stands in it."""

    template = "case/export.html"
    title = "title-case-export"
    form: str
    text: str
    tell: str
    kept: str
    is_debrief: bool = False
    has_marked: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CasePrintPage(CasePage, Page):
    """The record to be printed: the same parts, as a page."""

    template = "case/print.html"
    title = "title-case-export"
    record: Record
    kept: str
    is_debrief: bool = False


@dataclass(frozen=True)
class CasePassOnPage(CasePage, Page):
    """To a colleague, without a reason. `mail_form`: the wiki's page that mails somebody, or None; `is_involved`: this
    person works on the case no more, and nothing of it is shown."""

    template = "case/pass_on.html"
    title = "title-case-pass-on"
    subject: str
    text: str
    mail_form: str | None
    is_involved: bool = False


@dataclass(frozen=True)
class CaseColleaguesPage(CasePage, Page):
    """To those who may get the next report, after one in bad faith."""

    template = "case/colleagues.html"
    title = "title-case-colleagues"
    subject: str
    text: str


@dataclass(frozen=True)
class NoticeForm:
    """The fields of a public notice as they stand. `bases` and `all_outcomes` are (code, words) in the language of the
    notice; `vital` and `harmless` are the diffs of which either was said."""

    account: str
    basis: str
    outcomes: tuple[str, ...]
    until: str
    has_appeal: bool
    team: str
    diffs: str
    vital: tuple[str, ...]
    harmless: tuple[str, ...]
    text: str
    bases: tuple[tuple[str, str], ...]
    all_outcomes: tuple[tuple[str, str], ...]
    first: str = ""
    last: str = ""

    @property
    def diff_lines(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.strip() for line in self.diffs.splitlines() if line.strip()))


@dataclass(frozen=True)
class CaseNoticePage(CasePage, Page):
    """A public notice: what it is made from, and its text beside what would leak from it. `where` is the title of the
    wiki's page for notices, `look` and `edit` lead there; each may be None."""

    template = "case/announcement.html"
    title = "title-case-notice"
    form: NoticeForm
    looked: LookedThrough | None
    where: str | None
    look: str | None
    edit: str | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class CaseQuestionsPage(CasePage, Page):
    """A question in public: the steps so far, the one that is asked, or where they lead, with `canned` texts (code,
    words) and an answer of one's own."""

    template = "case/questions.html"
    title = "title-case-questions"
    steps: tuple[Step, ...]
    asks: Question | None
    outcome: Outcome | None
    canned: tuple[tuple[str, str], ...]
    may_answer: bool = False
    answer: str = ""
    looked: LookedThrough | None = None
    problems: tuple[Problem, ...] = ()
