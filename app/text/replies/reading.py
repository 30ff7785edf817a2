"""Reads the letters: parts.toml and one file for each language. Anything unknown, missing or misspelled is an error
that names it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from app.domain.cases import LetterKind, PartyRole
from app.text.replies.parts import Language, LetterForm, Part, Piece, Replies, Use

HERE = Path(__file__).parent
PARTS = "parts.toml"
FIRST = "en"
"""The language whose gaps the others are held against."""
FACTS = frozenset({"third-party"})
"""What `when` may ask beside the questions of a case."""
GAP = re.compile(r"\{([^{}]*)\}")
GAPS = frozenset({"day", "wiki", "account", "team"})
"""SECURITY: nothing else of a case gets into a letter by itself: no name of another, no word of theirs (R52, R171)."""
_RULE = re.compile(r"R\d{1,3}")

Row = Mapping[str, Any]


class BadReplies(ValueError):
    """What is wrong in the files, one slip a line."""


@lru_cache(1)
def replies() -> Replies:
    """Those that Haven comes with, read once."""
    return read_replies()


def read_replies(folder: Path = HERE) -> Replies:
    """Raises BadReplies with every slip."""
    try:
        forms = _forms(tomllib.loads((folder / PARTS).read_text(encoding="utf-8")))
        paths = sorted(path for path in folder.glob("*.toml") if path.name != PARTS)
        languages = {path.stem: _language(tomllib.loads(path.read_text(encoding="utf-8"))) for path in paths}
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadReplies(what) from error
    found = Replies(forms, languages)
    if slips := _slips(found):
        raise BadReplies("\n".join(slips))
    return found


def _forms(data: Row) -> dict[LetterKind, LetterForm]:
    _only(data, "letter")
    return {LetterKind(row["kind"]): _form(row) for row in data["letter"]}


def _form(row: Row) -> LetterForm:
    _only(row, "kind", "to", "closing", "day", "rules", "part")
    return LetterForm(
        kind=LetterKind(row["kind"]),
        to=tuple(PartyRole(each) for each in row["to"]),
        parts=tuple(_part(each, row.get("day", "")) for each in row["part"]),
        closing=row.get("closing", False),
        rules=_rules(row),
    )


def _part(row: Row, day: str) -> Part:
    _only(
        row, "id", "use", "words", "otherwise", "when", "to", "one-of", "piece", "day", "joins", "rules"
    )  # fmt: skip
    return Part(
        id=row["id"],
        use=Use(row["use"]),
        words=row.get("words", row["id"]),
        otherwise=row.get("otherwise", ""),
        when={question: frozenset(values) for question, values in row.get("when", {}).items()},
        to=tuple(PartyRole(each) for each in row.get("to", ())),
        one_of=row.get("one-of", ""),
        piece=Piece(row["piece"]) if "piece" in row else None,
        day=row.get("day", day),
        joins=row.get("joins", False),
        rules=_rules(row),
    )


def _language(data: Row) -> Language:
    _only(
        data, "language", "name", "direction", "reviewed", "months", "date", "wiki", "team", "subject", "words"
    )  # fmt: skip
    if not isinstance(data["reviewed"], date) or data["direction"] not in ("ltr", "rtl") or len(data["months"]) != 12:
        raise ValueError(f"{data['language']}: it needs a day of review, a direction (ltr, rtl) and twelve months")
    return Language(
        code=data["language"],
        name=data["name"],
        direction=data["direction"],
        reviewed=data["reviewed"],
        months=tuple(data["months"]),
        date=data["date"],
        wiki=data["wiki"],
        team=data["team"],
        subject=data["subject"],
        words=data["words"],
    )


def _rules(row: Row) -> tuple[str, ...]:
    rules = tuple(row.get("rules", ()))
    if wrong := [each for each in rules if not _RULE.fullmatch(each)]:
        raise ValueError(f"{wrong[0]} is no rule")
    return rules


def _only(row: Row, *known: str) -> None:
    if unknown := sorted(set(row) - set(known)):
        raise ValueError(f"nobody knows “{unknown[0]}” here")


def _slips(found: Replies) -> list[str]:
    slips = [f"there is no letter “{kind}”" for kind in LetterKind if kind not in found.forms]
    used = set[str]()
    for form in found.forms.values():
        ids = [part.id for part in form.parts]
        slips += [f"{form.kind}: “{each}” stands there twice" for each in dict.fromkeys(ids) if ids.count(each) > 1]
        parts = [part for part in form.parts if part.use is not Use.OWN]
        used |= {words for part in parts for words in (part.words, part.otherwise) if words}
    first = found.languages.get(FIRST)
    if first is None:
        return [*slips, f"the language “{FIRST}” is missing"]
    for code, language in found.languages.items():
        slips += [f"{code}: the file calls itself “{language.code}”"] if code != language.code else []
        slips += [f"{code}: “{each}” has no words" for each in sorted(used - set(language.words))]
        slips += [f"{code}: no letter uses “{each}”" for each in sorted(set(language.words) - used)]
        slips += _slips_in_gaps(language, first)
    return slips


def _slips_in_gaps(language: Language, first: Language) -> list[str]:
    slips = []
    for id, words in language.words.items():
        gaps = set(GAP.findall(words))
        slips += [f"{language.code}: “{id}” has the gap {{{each}}}, which nobody fills" for each in sorted(gaps - GAPS)]
        if id in first.words and gaps != set(GAP.findall(first.words[id])):
            slips.append(f"{language.code}: “{id}” has other gaps than in “{FIRST}”")
    return slips
