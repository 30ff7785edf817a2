"""A letter as it stands on the page: its parts, its text, and whether somebody has changed that by hand.

As long as nobody has, the text follows what is ticked and typed. What is changed by hand wins, and is only replaced by
somebody who was asked.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.cases import Case
from app.domain.wikis import Farm
from app.flows.companion.progress import LetterState
from app.flows.companion.stages import LetterStep
from app.mediawiki.outcomes import Failed
from app.text.replies.composing import (
    Filling,
    WrittenPart,
    compose,
    lacking,
    own_words,
    parts_in,
    parts_of,
    usual_choice,
)
from app.text.replies.parts import Language, LetterForm, Use
from app.text.replies.reading import FIRST, replies
from app.web.case.carrying import AT, Carried
from app.web.case.letter_help import OfferedHelp, offered_help
from app.web.house import House

TEAM = "letter-team"
"""Under which id the file keeps how the team calls itself."""


def safety_question(step: LetterStep) -> str:
    """Under which id the file keeps why a closing has no safety line (R121)."""
    return f"letter-safety-{step.id}"


@dataclass(frozen=True)
class Draft:
    """`made` is the text of its parts; `text` what is to go out; `came_back`: the form of this page was sent."""

    carried: Carried
    state: LetterState
    form: LetterForm
    language: Language
    filling: Filling
    written: Sequence[WrittenPart]
    chosen: frozenset[str]
    own: str
    made: str
    text: str
    is_edited: bool
    came_back: bool
    helping: OfferedHelp

    @property
    def step(self) -> LetterStep:
        return self.state.step

    @property
    def case(self) -> Case:
        return self.carried.case

    @property
    def lacks(self) -> tuple[str, ...]:
        """What must be chosen and is not. Whoever wrote it themselves knows what they left out."""
        return () if self.is_edited else lacking(self.written, self.chosen)

    @property
    def lacks_days(self) -> tuple[str, ...]:
        """Questions whose day is past or was never given, though a part of the letter names it."""
        if self.is_edited:
            return ()
        here = [each for each in self.written if each.part.use is Use.ALWAYS or each.part.id in self.chosen]
        return tuple(dict.fromkeys(each.part.day for each in here if each.lacks_day and each.part.day))

    @property
    def is_general(self) -> bool:
        """R17: nothing in it was written for this case."""
        return not own_words(self.text, self.form, replies(), self.helping.all_lines)


def read_draft(house: House, farm: Farm | Failed, carried: Carried, state: LetterState) -> Draft:
    """The letter from what was sent with its page, or else from the case, or else of its usual parts."""
    case, step = carried.case, state.step
    form, language = replies().forms[step.kind], language_of(case, farm)
    kept, came_back = case.draft(step.kind, step.to), comes_from(carried, step)
    helping = offered_help(house.desk.guidance.companion, case, language.code, kept)
    if came_back:
        helping = replace(helping, chosen=frozenset(carried.form.all("help")))
    filling = _filling(house, farm, carried, step, helping.lines)
    written = parts_of(form, case, step.to, language, filling)
    if came_back:
        chosen, own = _ticked(carried, written), carried.form.one("own")
    else:
        chosen, own = parts_in(kept, written, language) if kept else usual_choice(written), ""
    made = compose(written, chosen, own)
    if carried.again:
        kept = carried.form.one("text")
    is_new = not (kept or came_back)
    is_edited = not is_new and digest(kept) != (carried.form.one("made") if came_back else digest(made))
    text = kept if is_edited else made
    return Draft(
        carried, state, form, language, filling, written, chosen, own, made, text, is_edited, came_back, helping
    )  # fmt: skip


def comes_from(carried: Carried, step: LetterStep) -> bool:
    """Whether the page that was sent is the one on which this letter is written."""
    return carried.form.one(AT) == f"letter:{step.id}"


def digest(text: str) -> str:
    """Two texts with the same one differ in blanks at most."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def language_of(case: Case, farm: Farm | Failed) -> Language:
    """The case's, or that of its wiki where we have it, or English."""
    languages = replies().languages
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(case.wiki)
    wished = (case.language, wiki.language.partition("-")[0] if wiki else "", FIRST)
    return next(languages[each] for each in wished if each in languages)


def days_named(form: LetterForm, chosen: frozenset[str] | None = None) -> tuple[str, ...]:
    """The questions whose days its parts name; of the chosen ones alone, or of all."""
    words = replies().languages[FIRST].words
    parts = [part for part in form.parts if part.day and "{day}" in words.get(part.words, "")]
    here = [part for part in parts if chosen is None or part.use is Use.ALWAYS or part.id in chosen]
    return tuple(dict.fromkeys(part.day for part in here))


def day_of_question(house: House, carried: Carried, id: str) -> date | None:
    """As it was answered; or else with the ample slack that its stage proposes (R18)."""
    question = house.desk.guidance.companion.question(id)
    usual = carried.today + timedelta(days=question.days) if question and question.days else None
    return carried.case.day(id) or usual


def _days(house: House, carried: Carried, form: LetterForm) -> Mapping[str, date]:
    """Those that can still be named: nobody is told to wait until a day that is past."""
    found = {id: day_of_question(house, carried, id) for id in days_named(form)}
    return {id: day for id, day in found.items() if day and day >= carried.today}


def _filling(house: House, farm: Farm | Failed, carried: Carried, step: LetterStep, help: tuple[str, ...]) -> Filling:
    case, form = carried.case, replies().forms[step.kind]
    wiki = None if isinstance(farm, Failed) else farm.wikis.get(case.wiki)
    addressees = case.parties_of(step.to)
    return Filling(
        wiki=(wiki.site_name or wiki.host) if wiki else "",
        # Several get the same text, each by themselves: none of them learns of the others.
        account=addressees[0].name if len(addressees) == 1 else "",
        team=case.words.get(TEAM, ""),
        days=_days(house, carried, form),
        help=help,
    )


def _ticked(carried: Carried, written: Sequence[WrittenPart]) -> frozenset[str]:
    groups = dict.fromkeys(each.part.one_of for each in written if each.part.one_of)
    of_groups = (carried.form.one(f"one-{group}") for group in groups)
    return frozenset((*carried.form.all("part"), *filter(None, of_groups)))
