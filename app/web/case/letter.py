"""The place `letter:<kind>.<role>`: a letter is written, looked through, copied into the wiki's own mail form, and
noted as sent. Haven sends nothing.

SECURITY: R165, R166: what waits for acts or other letters, and what would leak, has no way out of here: no mail form,
no box to copy from, no note that it was sent. What was typed stays in its field.
"""

from dataclasses import dataclass, replace
from datetime import date

from fastapi import Request, Response

from app.domain.cases import Case, Letter, NoSafetyLine, NotSent
from app.flows.companion.progress import AskedQuestion, LetterState, letters, skip_question
from app.flows.companion.stages import LetterStep
from app.text.case_file import LONGEST_NAME, LONGEST_TEXT, BadCaseFile, write_case
from app.text.replies.reading import replies
from app.web.answers import show as show_page
from app.web.case.carrying import GO, Carried, apply_answers, field_of
from app.web.case.letter_draft import TEAM, Draft, comes_from, days_named, read_draft, safety_question
from app.web.case.letter_help import COUNTRY, countries
from app.web.case.letter_pages import letter_page, send_page
from app.web.case.stage_page import list_page, stage_page
from app.web.guard import Visitor
from app.web.house import House, house_of
from app.web.pages import CaseLetterPage, Problem

MAKE, ANEW, SEND, SENT, SKIP, UNSKIP = "make", "make-anew", "send", "sent", "skip", "unskip"
DAY_SENT = "sent-day"
EARLIEST = date(2001, 1, 15)
"""Nobody has sent a letter about a wiki before."""


@dataclass(frozen=True)
class Wanted:
    """What a button names: the letter, and what is to happen with it."""

    state: LetterState
    action: str = ""

    @property
    def step(self) -> LetterStep:
        return self.state.step


def read_wanted(house: House, case: Case, argument: str) -> Wanted | None:
    """`outcome.reporter/send`; None for a letter that this case has none of."""
    id, _, action = argument.partition("/")
    states = letters(house.desk.guidance.companion, case)
    return next((Wanted(each, action) for each in states if each.step.id == id), None)


def apply(house: House, carried: Carried, argument: str) -> tuple[Case, tuple[Problem, ...]]:
    """What was typed where the letter is written; from the page behind it comes only the day, which `show` reads."""
    wanted = read_wanted(house, carried.case, argument)
    if wanted is None or not comes_from(carried, wanted.step):
        return carried.case, ()
    step, form, case, problems = wanted.step, carried.form, carried.case, list[Problem]()
    text, team = form.one("text").replace("\r\n", "\n").strip(), " ".join(form.one("team").split())
    for field, typed, most in (
        ("text", text, LONGEST_TEXT),
        ("own", form.one("own"), LONGEST_TEXT),
        ("team", team, LONGEST_NAME),
    ):
        if len(typed) > most:
            problems.append(Problem(field, "case-too-long", (str(most),)))
    case, wrong = apply_answers(case, _days_asked(house, carried, step), form, carried.today)
    problems += wrong
    if not problems:
        case = _with_typed(house, case, step, carried, text, team)
    return _skipped(case, wanted, carried, problems)


def _days_asked(house: House, carried: Carried, step: LetterStep) -> list[AskedQuestion]:
    """Only the days that this letter really names become answers of the case."""
    named = days_named(replies().forms[step.kind], frozenset(carried.form.all("part")) | _of_groups(carried))
    questions = [house.desk.guidance.companion.question(id) for id in named]
    typed = {key for key, _ in carried.form.pairs}
    return [AskedQuestion(each.id, each) for each in questions if each and field_of(each.id) in typed]


def _of_groups(carried: Carried) -> frozenset[str]:
    return frozenset(value for key, value in carried.form.pairs if key.startswith("one-"))


def _with_typed(house: House, case: Case, step: LetterStep, carried: Carried, text: str, team: str) -> Case:
    form, language = carried.form, carried.form.one("language")
    no_safety = tuple(each for each in form.all("no-safety") if each in set(NoSafetyLine))[:1]
    case = replace(case, language=language) if language in replies().languages else case
    case = case.with_words(TEAM, team).with_answer(safety_question(step), no_safety)
    country = form.one("country").strip().upper()
    case = case.with_answer(COUNTRY, (country,) if country in countries(house.desk.guidance.companion) else ())
    return case.with_letter(Letter(step.kind, step.to, text)) if text else case.without_draft(step.kind, step.to)


def _skipped(case: Case, wanted: Wanted, carried: Carried, problems: list[Problem]) -> tuple[Case, tuple[Problem, ...]]:
    """R173: nobody is left out without a reason."""
    action, reason = carried.form.one(GO).partition("/")[2], carried.form.one("skip")
    if action == UNSKIP:
        case = case.with_answer(skip_question(wanted.step), ())
    if action == SKIP and reason in set(NotSent):
        case = case.with_answer(skip_question(wanted.step), (reason,))
    elif action == SKIP:
        problems = [*problems, Problem("skip", "case-letter-why-not-missing")]
    return case, tuple(problems)


async def show(
    request: Request, visitor: Visitor, carried: Carried, argument: str, problems: tuple[Problem, ...]
) -> Response:
    house = house_of(request)
    wanted = read_wanted(house, carried.case, argument)
    if wanted is None:
        return await show_page(request, visitor, list_page(house, carried))
    stage = house.desk.guidance.companion.stages[wanted.step.stage]
    if not problems and wanted.action in (SKIP, UNSKIP):
        return await show_page(request, visitor, await stage_page(house, visitor, carried, stage))
    farm = await house.desk.wikis.sites.farm()
    draft = read_draft(house, farm, carried, wanted.state)
    if wanted.action == ANEW:
        draft = replace(draft, text=draft.made, is_edited=False)
    draft, more = _kept(draft) if not problems else (draft, ())
    page = await letter_page(house, visitor, farm, draft, asks_anew=wanted.action == MAKE and draft.is_edited)
    if wanted.action in (SEND, SENT) and not (problems or more):
        more = what_stops(draft, page)
    if problems or more or wanted.action not in (SEND, SENT):
        page = replace(page, problems=(*problems, *more))
        return await show_page(request, visitor, page, 422 if page.problems else 200)
    sending = send_page(house, farm, draft, page)
    if wanted.action == SEND:
        return await show_page(request, visitor, sending)
    day = _day_sent(carried)
    if day is None:
        wrong = (Problem(DAY_SENT, "case-letter-sent-when"),)
        return await show_page(request, visitor, replace(sending, problems=wrong), 422)
    done = replace(carried, case=draft.case.with_letter(Letter(draft.step.kind, draft.step.to, draft.text, day)))
    return await show_page(request, visitor, await stage_page(house, visitor, done, stage))


def what_stops(draft: Draft, page: CaseLetterPage) -> tuple[Problem, ...]:
    """Why it cannot go out now."""
    found = [Problem("main", "case-letter-locked")] if page.is_locked else []
    found += [] if draft.text.strip() else [Problem("text", "case-letter-empty")]
    found += [Problem(field_of(day), "case-letter-day-past") for day in draft.lacks_days]
    found += [Problem("parts", f"case-letter-lacks-{what}") for what in draft.lacks]
    return (*found, *((Problem("text", "case-letter-blocked"),) if page.is_blocked else ()))


def _kept(draft: Draft) -> tuple[Draft, tuple[Problem, ...]]:
    """The draft with its text in the case, so that no page after it loses what this one shows."""
    step, text = draft.step, draft.text
    if not text.strip() or not draft.came_back:
        return draft, ()
    if len(text) > LONGEST_TEXT:
        return draft, (Problem("text", "case-too-long", (str(LONGEST_TEXT),)),)
    case = draft.case.with_letter(Letter(step.kind, step.to, text))
    try:
        write_case(case)
    except BadCaseFile as error:
        return draft, (Problem("main", f"case-broken-{error.why}", (error.detail,)),)
    return replace(draft, carried=replace(draft.carried, case=case)), ()


def _day_sent(carried: Carried) -> date | None:
    """Not in the future: what is to be sent is not sent."""
    try:
        day = date.fromisoformat(carried.form.one(DAY_SENT).strip())
    except ValueError:
        return None
    return day if EARLIEST <= day <= carried.today else None
