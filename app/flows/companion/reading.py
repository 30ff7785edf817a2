"""Reads stages.toml, letters.toml and resources.toml. Anything unknown, missing or misspelled is an error that names
it."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.cases import LetterKind, PartyRole
from app.flows.companion.resources import HelpKind, read_help
from app.flows.companion.stages import (
    Advice,
    Asks,
    Choice,
    Companion,
    Condition,
    LetterStep,
    Question,
    Section,
    Stage,
)
from app.flows.reading import BadFlow, read_marks

HERE = Path(__file__).parent
FACTS = frozenset(
    {
        "third-party",
        "subject-named",
        "target-named",
        "target-reports",
        "attribution",
        "ties-count",
        "may-sanction",
        "nothing-done",
    }
)
"""What a condition may ask beside questions: `progress.facts_of` tells it from the parties and the answers."""

Row = Mapping[str, Any]


def read_companion(folder: Path = HERE) -> Companion:
    """Raises BadFlow with every slip, one a line."""
    try:
        stages = tomllib.loads((folder / "stages.toml").read_text(encoding="utf-8"))
        letters = tomllib.loads((folder / "letters.toml").read_text(encoding="utf-8"))
        companion = replace(_companion(stages, letters), help=read_help(folder))
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadFlow(f"companion: {what}") from error
    if wrong := [*_slips(companion)]:
        raise BadFlow("\n".join(f"companion: {each}" for each in wrong))
    return companion


def _companion(data: Row, letters: Row) -> Companion:
    _only(data, "version", "reviewed", "source", "stage")
    _only(letters, "letter")
    if not isinstance(data["reviewed"], date) or not str(data["source"]).startswith("https://"):
        raise ValueError("it needs a day of review (as 2026-11-28) and the address of a source")
    stages = [_named(row, _stage) for row in data["stage"]]
    if len({stage.id for stage in stages}) < len(stages):
        raise ValueError("a stage stands there twice")
    steps = tuple(_letter(row) for row in letters["letter"])
    return Companion(data["version"], data["reviewed"], data["source"], {stage.id: stage for stage in stages}, steps)


def _named(row: Row, read: Any) -> Any:
    try:
        return read(row)
    except KeyError as error:
        raise ValueError(f"“{row.get('id', '?')}”: {error.args[0]} is missing") from error
    except ValueError as error:
        raise ValueError(f"“{row.get('id', '?')}”: {error}") from error


def _stage(row: Row) -> Stage:
    _only(
        row, "id", "title", "why", "section", "when", "after", "rather-after", "beside", "help", "rules", "question",
        "advice"
    )  # fmt: skip
    return Stage(
        id=row["id"],
        title=row["title"],
        why=row["why"],
        questions=tuple(_named(each, _question) for each in row.get("question", ())),
        section=Section(row["section"]) if "section" in row else None,
        advice=tuple(_advice(each) for each in row.get("advice", ())),
        when=_conditions(row),
        after=tuple(row.get("after", ())),
        rather_after=tuple(row.get("rather-after", ())),
        beside=row.get("beside", False),
        help=tuple(HelpKind(each) for each in row.get("help", ())),
        rules=read_marks(row),
    )


def _question(row: Row) -> Question:
    _only(
        row, "id", "ask", "kind", "why", "hint", "answer", "of", "when", "optional", "days", "first", "rules"
    )  # fmt: skip
    kind = Asks(row.get("kind", "choice"))
    answers = tuple(_choice(each) for each in row.get("answer", ()))
    if (kind in (Asks.CHOICE, Asks.SEVERAL)) != bool(answers) or len({each.value for each in answers}) < len(answers):
        raise ValueError("a choice has different answers, and nothing else has any")
    return Question(
        id=row["id"],
        ask=row["ask"],
        kind=kind,
        why=row.get("why", ""),
        hint=row.get("hint", ""),
        answers=answers,
        of=tuple(PartyRole(each) for each in row.get("of", ())),
        when=_conditions(row),
        optional=row.get("optional", False),
        days=row.get("days"),
        is_first=row.get("first", False),
        rules=read_marks(row) + tuple(rule for each in row.get("answer", ()) for rule in read_marks(each)),
    )


def _choice(row: Row) -> Choice:
    _only(row, "value", "say", "about", "tip", "when", "open", "by-others", "urgent", "rules")
    return Choice(
        value=row["value"],
        say=row["say"],
        about=row.get("about", ""),
        tip=row.get("tip", ""),
        when=_conditions(row),
        is_open=row.get("open", False),
        is_by_others=row.get("by-others", False),
        is_urgent=row.get("urgent", False),
    )


def _advice(row: Row) -> Advice:
    _only(row, "say", "when", "address", "rules")
    if not row.get("address", "https://").startswith("https://"):
        raise ValueError(f"“{row['address']}” is no address that begins with https://")
    return Advice(row["say"], _conditions(row), row.get("address", ""), read_marks(row))


def _letter(row: Row) -> LetterStep:
    _only(row, "kind", "to", "stage", "when", "after", "needs-acts", "optional", "rules")
    after = tuple(each.split(".") for each in row.get("after", ()))
    return LetterStep(
        kind=LetterKind(row["kind"]),
        to=PartyRole(row["to"]),
        stage=row["stage"],
        when=_conditions(row),
        after=tuple((LetterKind(kind), PartyRole(role)) for kind, role in after),
        needs_acts=row.get("needs-acts", False),
        optional=row.get("optional", False),
        rules=read_marks(row),
    )


def _conditions(row: Row) -> tuple[Condition, ...]:
    """Each `question is value` or `question is value or value`; all must hold."""
    found = []
    for text in row.get("when", ()):
        of, separator, values = text.partition(" is ")
        if not separator:
            raise ValueError(f"“{text}” is no condition: write it as “question is value or value”")
        found.append(Condition(of.strip(), frozenset(each.strip() for each in values.split(" or "))))
    return tuple(found)


def _only(row: Row, *known: str) -> None:
    if unknown := sorted(set(row) - set(known)):
        raise ValueError(f"nobody knows “{unknown[0]}” here")


def _slips(companion: Companion) -> list[str]:
    ids = [question.id for question in companion.questions()]
    found = [f"the question “{each}” stands there twice" for each in dict.fromkeys(ids) if ids.count(each) > 1]
    places = [(stage.id, each) for stage in companion.stages.values() for each in (*stage.after, *stage.rather_after)]
    places += [(letter.id, letter.stage) for letter in companion.letters]
    found += [
        f"“{at}” names the stage “{each}”, which is not there" for at, each in places if each not in companion.stages
    ]
    values = {each.id: {choice.value for choice in each.answers} for each in companion.questions()}
    for condition in _all_conditions(companion):
        if condition.of in values and not condition.values <= values[condition.of]:
            found.append(f"“{condition.of}” has no answer {', '.join(sorted(condition.values - values[condition.of]))}")
        elif condition.of not in values and condition.of not in FACTS:
            found.append(f"a condition asks “{condition.of}”, which nobody asks")
    return found


def _all_conditions(companion: Companion) -> list[Condition]:
    stages = companion.stages.values()
    advice = [each for stage in stages for each in stage.advice]
    choices = [each for question in companion.questions() for each in question.answers]
    asked: list[Stage | Question | Choice | Advice | LetterStep]
    asked = [*stages, *companion.questions(), *choices, *advice, *companion.letters]
    return [condition for row in asked for condition in row.when]
