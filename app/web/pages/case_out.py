"""What leaves a case: the record, passing it on, a public notice, an answer in public. Nothing of it is kept here."""

from dataclasses import dataclass

from app.text.case_record import Record
from app.web.pages.case import CasePage


@dataclass(frozen=True)
class CaseExportPage(CasePage):
    """The record as `form` (wikitext or text). `tell`: what whoever reported may be told, which is apart from it;
    `kept`: the day on which the record was put where it belongs, or empty."""

    template = "case/export.html"
    title = "title-case-export"
    form: str
    text: str
    tell: str
    kept: str
    is_debrief: bool = False


@dataclass(frozen=True)
class CasePrintPage(CasePage):
    """The record to be printed: the same parts, as a page."""

    template = "case/print.html"
    title = "title-case-export"
    record: Record
    kept: str
    is_debrief: bool = False


@dataclass(frozen=True)
class CasePassOnPage(CasePage):
    """To a colleague, without a reason. `mail_form`: the wiki's page that mails somebody, or None; `is_involved`: this
    person works on the case no more, and nothing of it is shown."""

    template = "case/pass_on.html"
    title = "title-case-pass-on"
    subject: str
    text: str
    mail_form: str | None
    is_involved: bool = False
