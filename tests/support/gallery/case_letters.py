"""The letters of a case: the list of a stage, writing one, what stops it, sending it, and one from right to left."""

from dataclasses import replace
from datetime import date

from app.domain.cases import Case, Letter, LetterKind, Party, PartyRole
from app.flows.companion.progress import letters, progress
from app.flows.companion.stages import Stage
from app.text.case_file import write_case
from app.text.replies.composing import Filling, compose, fill, parts_of, usual_choice
from app.text.replies.parts import Use
from app.text.replies.reading import replies
from app.web import pages
from app.web.case.letter_help import countries, line_of, offered_help
from app.web.pages import Chrome, Page, Problem
from app.web.pages.leaks import FoundLeak, LookedThrough, MarkedPiece
from tests.support.gallery.case import CASE, CHROME, NAME, stage
from tests.support.gallery.people import GUIDANCE

COMPANION = GUIDANCE.companion
DAYS = {"check-in": date(2026, 12, 8), "appeal-check-in": date(2026, 12, 19), "appeal-from": date(2027, 5, 27)}
TOLD = replace(
    CASE,
    parties=(*CASE.parties, Party("Tarja Muster", (PartyRole.TARGET,))),
    answers={
        **CASE.answers,
        "danger": ("no",),
        "on-wiki-too": ("yes",),
        "outcome": ("could-not-verify",),
        "skip-question.target": ("asked-not-to",),
        "letter-country": ("DE",),
    },
).with_letter(Letter(LetterKind.ACKNOWLEDGEMENT, PartyRole.REPORTER, "Hello", date(2026, 11, 28)))
FOUND = (
    FoundLeak(1, "R171", "leak-name", "Grubby", "", True),
    FoundLeak(2, "R53", "leak-promise", "we promise", "We will write to you again by the date below.", True),
    FoundLeak(3, "R181", "leak-link", "https://forum.example/<b>" + "long" * 80, "", False),
)
PIECES = (MarkedPiece("We tell "), MarkedPiece("Grubby", True, True, (1,)), MarkedPiece(" all."))


def letter(id: str, case: Case, code: str) -> pages.CaseLetterPage:
    """A letter as it stands before anybody changed it."""
    state = next(each for each in letters(COMPANION, case) if each.step.id == id)
    form, language = replies().forms[state.step.kind], replies().languages[code]
    helping = offered_help(COMPANION, case, code, "")
    filling = Filling("Large Wiki", "Nilufar", "", DAYS, helping.lines)
    written = parts_of(form, case, state.step.to, language, filling)
    chosen = usual_choice(written)
    return pages.CaseLetterPage(
        case_text=write_case(case),
        at=f"letter:{id}",
        stage=COMPANION.stages[state.step.stage],
        state=state,
        names=tuple(party.name for party in case.parties_of(state.step.to)),
        waits_for=(),
        language=language,
        languages=tuple((each.code, each.name) for each in replies().languages.values()),
        team="",
        usual_team=fill(language.team, language, filling),
        days=(pages.DayField("q-check-in", "By when will you write again?", "2026-12-08"),),
        parts=tuple(
            pages.PartLine(
                each.part.id,
                each.text,
                each.part.use,
                each.part.one_of,
                each.part.use is Use.ALWAYS or each.part.id in chosen,
                each.lacks_day,
            )
            for each in written
        ),
        help=tuple(
            pages.HelpLine(each.id, line_of(each), each.about, each.countries, not each.countries)
            for each in helping.places
            if any(part.use is Use.HELP for part in form.parts)
        ),
        country="DE",
        countries=countries(COMPANION),
        own="",
        no_safety="",
        text=compose(written, chosen),
        made="0" * 64,
        is_edited=False,
        anew="",
        looked=LookedThrough(),
        is_general=True,
        why_not="",
    )


def send(page: pages.CaseLetterPage, ways: tuple[pages.MailWay, ...] | None) -> pages.CaseLetterSendPage:
    return pages.CaseLetterSendPage(
        case_text=page.case_text,
        at=f"{page.at}/send",
        stage=page.stage,
        state=page.state,
        text=page.text,
        subject="A message about Large Wiki",
        language=page.language,
        ways=ways,
        looked=LookedThrough(FOUND[2:]),
        is_general=False,
        first="2026-11-28",
        last="2026-12-01",
        day="2026-12-01",
    )


def section(case: Case, name: str) -> pages.LettersSection:
    lines = [
        pages.LetterLine(
            each,
            ", ".join(party.name for party in case.parties_of(each.step.to)),
            tuple(kept.sent for kept in case.letters if kept.kind == each.step.kind and kept.sent),
            "asked-not-to" if each.is_skipped else "",
            number == 1,
            number == 2,
        )
        for number, each in enumerate(letters(COMPANION, case, name))
    ]
    return pages.LettersSection(tuple(lines))


def case_letter_examples() -> list[tuple[str, Page, Chrome]]:
    first = letter("acknowledgement.reporter", TOLD, "en")
    acting = TOLD.with_answer("outcome", ["actionable"]).with_answer("acts", ["block", "hide"])
    locked = replace(letter("sanctioned.subject", acting, "en"), waits_for=(_stage("record"),))
    end = letter("outcome.reporter", TOLD, "en")
    stopped = replace(
        end,
        looked=LookedThrough(FOUND, PIECES),
        problems=(Problem("text", "case-letter-blocked"),),
        is_edited=True,
        anew=end.text,
    )
    ways = tuple(
        pages.MailWay(name, "https://large.example.org/w/index.php?title=Special:EmailUser", name != NAME)
        for name in (NAME, "B")
    )
    appeal = TOLD.with_answer("appeal-window", ["yes"]).with_answer("part-of-first", ["no"])
    appeal = appeal.with_answer("appeal-result", ["changed"])
    return [
        ("case-letters", stage(TOLD, "acknowledge", section(TOLD, "acknowledge")), CHROME),
        ("case-letters-none", stage(replace(TOLD, parties=()), "appeal", pages.LettersSection(())), CHROME),
        ("case-letter", first, CHROME),
        ("case-letter-locked", locked, CHROME),
        ("case-letter-stopped", stopped, CHROME),
        (
            "case-letter-rtl",
            replace(letter("outcome.reporter", TOLD, "ar"), is_general=False, why_not="by-others"),
            CHROME,
        ),
        ("case-letter-appeal", letter("appeal-outcome.subject", appeal, "es"), CHROME),
        ("case-letter-send", send(first, ways), CHROME),
        (
            "case-letter-send-no-wiki",
            replace(send(end, None), problems=(Problem("sent-day", "case-letter-sent-when"),)),
            CHROME,
        ),
    ]


def _stage(id: str) -> Stage:
    return next(each.stage for each in progress(COMPANION, TOLD) if each.stage.id == id)
