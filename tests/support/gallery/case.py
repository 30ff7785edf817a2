"""The case companion: its first page, the task list, stages."""

from dataclasses import replace
from datetime import date
from itertools import takewhile

from app.domain.cases import Case, Checked, Item, Party, PartyRole
from app.flows.companion.progress import AskedQuestion, Waiting, asked, progress
from app.text.case_file import write_case
from app.web import pages
from app.web.case.carrying import field_of
from app.web.case.items import ItemsSection
from app.web.case.parties import PartiesSection, PartyRow
from app.web.case.stage_page import NOT_NOW
from app.web.pages import Chrome, Page, Problem
from tests.support.filled_case import fill
from tests.support.gallery.people import ADMINISTRATOR, GUIDANCE

NAME = "<b>Nilufar</b> of the Meadow \u202e " + "long" * 20
BEGUN = Case(
    opened=date(2026, 11, 28),
    wiki="largewiki",
    parties=(Party(NAME, (PartyRole.REPORTER, PartyRole.TARGET)), Party("Grubby", (PartyRole.SUBJECT,))),
    items=(Item("https://large.example.org/w/index.php?diff=4711", Checked.MATCHES), Item("<i>no link</i>" * 40)),
    answers={"involved": ("no",), "off-wiki": ("yes",), "of-another-version": ("yes",)},
)
CASE = fill(GUIDANCE.companion, BEGUN, ("begin",))
CHROME = replace(ADMINISTRATOR, path="/case")


def stage(case: Case, name: str, section: object = None, problems: tuple[Problem, ...] = ()) -> pages.CaseStagePage:
    """One stage as it stands in this case; where a section is to be seen, after all that comes before it."""
    if section is not None:
        case = fill(GUIDANCE.companion, case, tuple(takewhile(lambda each: each != name, GUIDANCE.companion.stages)))
    state = next(each for each in progress(GUIDANCE.companion, case) if each.stage.id == name)
    assert section is None or state.standing not in NOT_NOW, name
    questions = tuple(_shown(each, case) for each in asked(state.stage, case))
    help = GUIDANCE.companion.help if state.stage.help else ()
    return pages.CaseStagePage(write_case(case), name, state, questions, state.stage.advice, section, help, problems)


def _shown(each: AskedQuestion, case: Case) -> pages.ShownQuestion:
    names = tuple(party.name for party in case.parties_of(each.role)) if each.role else ()
    words, chosen = case.words.get(each.id, ""), case.answers.get(each.id, ())
    return pages.ShownQuestion(each, field_of(each.id), words, chosen, names)


def case_examples() -> list[tuple[str, Page, Chrome]]:
    states = progress(GUIDANCE.companion, CASE)
    parties = PartiesSection((PartyRow(NAME, ("reporter",)), PartyRow("", ())), "largewiki", "Nilu\n<script>")
    wrong = (Problem("wiki", "ask-which-wiki"), Problem("roles-1", "case-choose-role"))
    broken = (Problem("pasted", "case-broken-not-written-so", ("3",)),)
    return [
        ("case", pages.CaseStartPage(), CHROME),
        ("case-broken", pages.CaseStartPage("haven-case-file = 1\n<b>", broken), CHROME),
        ("case-list", pages.CaseListPage(write_case(CASE), "list", CASE, states, "acknowledge", ("x",)), CHROME),
        (
            "case-list-missed",
            pages.CaseListPage(
                write_case(CASE), "list", CASE, states, None, (), date(2026, 11, 20), Waiting("Whoever <b>", None)
            ),
            CHROME,
        ),
        ("case-outside", stage(CASE, "attribution"), CHROME),
        ("case-parties", stage(CASE, "begin", parties, wrong), CHROME),
        ("case-items", stage(CASE, "verify", ItemsSection(CASE.items, "")), CHROME),
        ("case-locked", stage(CASE, "decide"), CHROME),
        ("case-stop", pages.CaseStopPage(write_case(CASE), "stop", is_finished=False), CHROME),
        ("case-stop-finished", pages.CaseStopPage(write_case(CASE), "stop", is_finished=True), CHROME),
        ("case-closed", pages.CaseClosedPage(is_finished=True), CHROME),
        ("case-stopped", pages.CaseClosedPage(is_finished=False, lacks_record=True), CHROME),
    ]
