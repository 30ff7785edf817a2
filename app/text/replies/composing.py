"""Makes a letter of its parts, and tells in a text what of it is ours and what somebody wrote themselves.

SECURITY: only four things of a case get into a letter: a day, the wiki, the account it goes to, and how the team calls
itself (R52, R171). Whatever else stands in it, a person typed.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from app.domain.cases import Case, PartyRole
from app.text.replies.parts import Language, LetterForm, Part, Piece, Replies, Use
from app.text.replies.reading import GAP

UNSAID = "unsaid"
"""In `when`: the question is not answered yet."""
ISOLATE, END = "\u2068", "\u2069"
"""Around a name in a text from right to left, so that it does not turn its neighbours around."""
ALWAYS = frozenset({Use.ALWAYS, Use.OWN, Use.HELP})
"""In the letter without a tick: of help, each address has its own."""
EMERGENCY = "emergency@wikimedia.org"
"""Who says so in a closing has told them where to turn, in whatever language (R121)."""


@dataclass(frozen=True)
class Filling:
    """What stands in the gaps. `account` is empty where nobody is named, `wiki` and `team` where the language's own
    word does. `days`: question to its day. `help`: addresses of help, one a line."""

    wiki: str = ""
    account: str = ""
    team: str = ""
    days: Mapping[str, date] = field(default_factory=dict)
    help: tuple[str, ...] = ()


@dataclass(frozen=True)
class WrittenPart:
    """A part in the words of one language. `text` is empty where it lacks its day, and of the place for one's own
    words."""

    part: Part
    text: str

    @property
    def lacks_day(self) -> bool:
        return not self.text and self.part.use not in (Use.OWN, Use.HELP)


def parts_of(
    form: LetterForm, case: Case, to: PartyRole, language: Language, filling: Filling
) -> Sequence[WrittenPart]:
    """Those that this letter has or may have, in order, in their words."""
    facts = {"third-party": ("yes" if case.is_third_party_report else "no",)}
    return [
        WrittenPart(part, _write(part, language, filling))
        for part in form.parts
        if (not part.to or to in part.to) and _holds(part, {**case.answers, **facts})
    ]


def _holds(part: Part, answers: Mapping[str, tuple[str, ...]]) -> bool:
    return all(values & set(answers.get(question) or (UNSAID,)) for question, values in part.when.items())


def _write(part: Part, language: Language, filling: Filling) -> str:
    if part.use is Use.OWN or (part.use is Use.HELP and not filling.help):
        return ""
    words = language.words[part.words]
    if "{account}" in words and not filling.account:
        words = language.words[part.otherwise] if part.otherwise else ""
    day = filling.days.get(part.day)
    if "{day}" in words and not day:
        return ""
    text = fill(words, language, filling, day)
    return "\n".join((text, *filling.help)) if part.use is Use.HELP else text


def fill(words: str, language: Language, filling: Filling, day: date | None = None) -> str:
    """The words with their gaps filled; what fills one is never looked into for gaps itself."""
    values = {"wiki": filling.wiki or language.wiki, "account": filling.account}
    values["team"] = filling.team or GAP.sub(lambda gap: values[gap[1]], language.team)
    if language.direction == "rtl":
        values = {name: f"{ISOLATE}{value}{END}" for name, value in values.items()}
    values["day"] = _say_day(day, language) if day else ""
    return GAP.sub(lambda gap: values[gap[1]], words)


def _say_day(day: date, language: Language) -> str:
    said = {"day": str(day.day), "month": language.months[day.month - 1], "year": str(day.year)}
    return GAP.sub(lambda gap: said[gap[1]], language.date)


def usual_choice(written: Sequence[WrittenPart]) -> frozenset[str]:
    """The parts that are in the letter as long as nobody says otherwise; where only one can be chosen, that one."""
    groups = [each.part.one_of for each in written if each.part.one_of]
    usual = {each.part.id for each in written if each.part.use not in (Use.OFFERED, Use.OWN)}
    return frozenset({*usual, *(each.part.id for each in written if groups.count(each.part.one_of) == 1)})


def lacking(written: Sequence[WrittenPart], chosen: Collection[str]) -> tuple[str, ...]:
    """What must be chosen and is not: a word of `one-of`, or one of the three pieces (R170)."""
    groups = dict.fromkeys(each.part.one_of for each in written if each.part.one_of)
    pieces = dict.fromkeys(each.part.piece for each in written if each.part.piece)
    here = [each.part for each in written if each.text and (each.part.id in chosen or each.part.use is Use.ALWAYS)]
    without = [group for group in groups if not any(part.one_of == group for part in here)]
    return (*without, *(str(piece) for piece in pieces if not _has_piece(here, piece) and str(piece) not in without))


def _has_piece(parts: Sequence[Part], piece: Piece) -> bool:
    return any(part.piece is piece for part in parts)


def compose(written: Sequence[WrittenPart], chosen: Collection[str], own: str = "") -> str:
    """The letter. Of a group only its first chosen part counts; what lacks its day is left out."""
    paragraphs: list[str] = []
    groups = set[str]()
    for each in written:
        part, text = each.part, own.strip() if each.part.use is Use.OWN else each.text
        if not text or not (part.use in ALWAYS or part.id in chosen) or part.one_of in groups:
            continue
        groups |= {part.one_of} if part.one_of else set()
        if part.joins and len(paragraphs) > 1:
            paragraphs[-1] += f" {text}"
        else:
            paragraphs.append(text)
    return "\n\n".join(paragraphs)


# A text, looked at again --------------------------------------------------------------------------------------------


def own_words(text: str, form: LetterForm, replies: Replies, help: Sequence[str] = ()) -> str:
    """What of a text no part of this letter says in any language: that a person wrote (R17)."""
    rest = _in_lines(text)
    for language in replies.languages.values():
        for words in _words_of(form, language):
            rest = _pattern(words).sub("\n", rest)
    for line in help:
        rest = rest.replace(_in_lines(line), "\n")
    return "\n".join(line.strip() for line in rest.split("\n") if any(map(str.isalnum, line)))


def parts_in(text: str, written: Sequence[WrittenPart], language: Language) -> frozenset[str]:
    """The parts whose words stand in a text."""
    lines = _in_lines(text)
    return frozenset(
        each.part.id
        for each in written
        if each.part.use is not Use.OWN and _pattern(language.words[each.part.words]).search(lines)
    )


def has_safety_line(text: str, replies: Replies) -> bool:
    """R121: whether it says where to turn in danger."""
    lines = _in_lines(text)
    lead = (_pattern(language.words["safety"]) for language in replies.languages.values())
    return EMERGENCY in text.casefold() or any(pattern.search(lines) for pattern in lead)


def _words_of(form: LetterForm, language: Language) -> Iterator[str]:
    """The long ones first: a short one may stand within."""
    ids = {id for part in form.parts for id in (part.words, part.otherwise) if id in language.words}
    yield from sorted((language.words[id] for id in ids), key=len, reverse=True)


@lru_cache(1024)
def _pattern(words: str) -> re.Pattern[str]:
    """The words with anything in their gaps; a gap at the end of a line takes the rest of it."""
    pieces = GAP.split(_in_lines(words))[::2]
    gaps = ["[^\n]{0,400}" if piece == "" or piece.startswith("\n") else "[^\n]{0,400}?" for piece in pieces[1:]]
    return re.compile("".join(part for pair in zip(["", *gaps], map(re.escape, pieces), strict=True) for part in pair))


def _in_lines(text: str) -> str:
    """With one blank where there are several, line by line."""
    return "\n".join(" ".join(line.split()) for line in text.splitlines())
