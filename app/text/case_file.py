"""The case file: a text that its owner keeps, opens again and reads without Haven. Format: docs/case-file.md.

TOML, so that it can be read and mended in any editor. Whoever chooses a file may have got it from anybody: every value
is checked, nothing of a broken file is guessed, and what a newer Haven may have asked is carried along untouched.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

import tomli_w

from app.domain.cases import Case, Checked, Item, Letter, LetterKind, Party, PartyRole, each_once

VERSION = 1
LONGEST = 200_000
"""Characters of a whole file. In a form each takes up to twelve bytes, and the whole body has to fit."""
ROOM = 1_000
"""Characters more on its way between two pages: one adds what a wiki showed, or a day, to a file that is full."""
LONGEST_TEXT = 20_000
"""Characters of one text in it: a long mail."""
LONGEST_NAME = 255
LONGEST_LINK = 4_000
MOST_ROWS = {"party": 40, "item": 300, "letter": 100, "answer": 600, "words": 300, "marked": 100}
FORMAT = "haven-case-file"
_FIRST_LINES = (
    "# A case file of Haven. It names people: keep it where only your team can read it.\n"
    "# Open it again on Haven's page for cases. How it is written: docs/case-file.md\n"
)
_KEYS = frozenset({FORMAT, "opened", "wiki", "language", "marked", "party", "item", "answer", "words", "letter"})
_CODE = re.compile(r"[a-z0-9-]{1,60}(?:\.[a-z]{1,20})?")
_WIKI = re.compile(r"[a-z0-9_]{0,64}")
_LANGUAGE = re.compile(r"[a-z-]{0,20}")
MOST_DOTS = 500
"""In one line. SECURITY: a key with 60,000 dots keeps `tomllib` busy for a minute and a half."""

Row = Mapping[str, Any]
Code = TypeVar("Code", bound=StrEnum)


class Broken(StrEnum):
    """Why a text is no case file that this Haven can read."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_TEXT = "not-text"
    TOO_MANY_DOTS = "too-many-dots"
    NOT_A_CASE_FILE = "not-a-case-file"
    OTHER_VERSION = "other-version"
    NOT_WRITTEN_SO = "not-written-so"
    WRONG_VALUE = "wrong-value"


@dataclass(frozen=True)
class BadCaseFile(ValueError):
    """`detail`: the line of a slip, the version, or the key whose value does not fit; never a value."""

    why: Broken
    detail: str = ""


def read_bytes(content: bytes) -> str:
    """The text of a chosen file. Raises BadCaseFile."""
    if not content.strip():
        raise BadCaseFile(Broken.EMPTY)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise BadCaseFile(Broken.NOT_TEXT) from error


def read_case(text: str, room: int = 0) -> Case:
    """Raises BadCaseFile with what is wrong and where. `room`: characters more that it may have on its way."""
    if not text.strip():
        raise BadCaseFile(Broken.EMPTY)
    _check_size(text, LONGEST + room)
    data = _parse(text.replace("\r\n", "\n"))
    if data.get(FORMAT) is None:
        raise BadCaseFile(Broken.NOT_A_CASE_FILE)
    if data[FORMAT] != VERSION:
        raise BadCaseFile(Broken.OTHER_VERSION, str(data[FORMAT])[:10])
    try:
        return _case(data)
    except _WrongValue as error:
        raise BadCaseFile(Broken.WRONG_VALUE, str(error)) from error


def write_case(case: Case, room: int = 0) -> str:
    """The file, with the same order each time. Raises BadCaseFile when it would be too long to be opened again; `room`:
    characters more that it may have on its way."""
    data: dict[str, Any] = {FORMAT: VERSION, "opened": case.opened}
    data |= {key: value for key, value in (("wiki", case.wiki), ("language", case.language)) if value}
    data |= {"marked": list(case.marked)} if case.marked else {}
    data |= {"answer": {key: _value(values) for key, values in sorted(case.answers.items())}} if case.answers else {}
    data |= {"words": {key: _lines(text) for key, text in sorted(case.words.items())}} if case.words else {}
    data |= {"party": [{"name": each.name, "roles": list(map(str, each.roles))} for each in case.parties]}
    data |= {"item": [_item_row(each) for each in case.items]}
    data |= {"letter": [_letter_row(each) for each in case.letters]}
    text = _FIRST_LINES + tomli_w.dumps(
        {key: value for key, value in data.items() if value != []}, multiline_strings=True
    )
    _check_size(text, LONGEST + room)
    return text


def _check_size(text: str, most: int) -> None:
    if len(text) > most:
        raise BadCaseFile(Broken.TOO_LONG, str(LONGEST))
    if dotted := next((at for at, line in enumerate(text.split("\n"), start=1) if line.count(".") > MOST_DOTS), 0):
        raise BadCaseFile(Broken.TOO_MANY_DOTS, str(dotted))


class _WrongValue(ValueError):
    """The key whose value does not fit."""


def _parse(text: str) -> dict[str, Any]:
    if "\x00" in text:
        raise BadCaseFile(Broken.NOT_TEXT)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        if FORMAT not in text[:2_000]:
            raise BadCaseFile(Broken.NOT_A_CASE_FILE) from error
        raise BadCaseFile(Broken.NOT_WRITTEN_SO, at[1] if at else str(text.count("\n") + 1)) from error
    except (RecursionError, ValueError, OverflowError) as error:
        raise BadCaseFile(Broken.NOT_A_CASE_FILE) from error


def _case(data: Row) -> Case:
    _only("", data, _KEYS)
    return Case(
        opened=_day("opened", data.get("opened")),
        wiki=_fitting("wiki", data.get("wiki", ""), _WIKI),
        language=_fitting("language", data.get("language", ""), _LANGUAGE),
        parties=each_once(_party(row) for row in _rows(data, "party")),
        marked=tuple(_text("marked", each, LONGEST_NAME) for each in _list("marked", data.get("marked", []))),
        items=tuple(_item(row) for row in _rows(data, "item")),
        answers={_fitting("answer", key, _CODE): _values(key, each) for key, each in _table(data, "answer")},
        words={_fitting("words", key, _CODE): _text(key, each, LONGEST_TEXT) for key, each in _table(data, "words")},
        letters=tuple(_letter(row) for row in _rows(data, "letter")),
    )


def _party(row: Row) -> Party:
    _only("party", row, frozenset({"name", "roles"}))
    roles = tuple(_code("roles", each, PartyRole) for each in _list("roles", row.get("roles")))
    return Party(_text("name", row.get("name"), LONGEST_NAME), roles)


def _item(row: Row) -> Item:
    _only("item", row, frozenset({"link", "checked", "note"}))
    checked = _code("checked", row["checked"], Checked) if "checked" in row else None
    return Item(_text("link", row.get("link"), LONGEST_LINK), checked, _text("note", row.get("note", ""), LONGEST_TEXT))


def _item_row(item: Item) -> dict[str, Any]:
    row: dict[str, Any] = {"link": item.link}
    row |= {"checked": str(item.checked)} if item.checked else {}
    return row | ({"note": _lines(item.note)} if item.note else {})


def _letter(row: Row) -> Letter:
    _only("letter", row, frozenset({"kind", "to", "text", "sent"}))
    sent = _day("sent", row["sent"]) if "sent" in row else None
    kind, to = _code("kind", row.get("kind"), LetterKind), _code("to", row.get("to"), PartyRole)
    return Letter(kind, to, _text("text", row.get("text", ""), LONGEST_TEXT), sent)


def _letter_row(letter: Letter) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": str(letter.kind), "to": str(letter.to)}
    row |= {"sent": letter.sent} if letter.sent else {}
    return row | {"text": _lines(letter.text)}


def _value(values: Sequence[str]) -> str | list[str]:
    """One answer is written as a word, several as a list."""
    return values[0] if len(values) == 1 else list(values)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# Every value, checked -------------------------------------------------------------------------------------------------


def _only(where: str, row: object, known: frozenset[str]) -> None:
    if not isinstance(row, Mapping):
        raise _WrongValue(where)
    for key in row:
        if key not in known:
            # SECURITY: the key is another's text: cut to what a key of ours looks like.
            raise _WrongValue(re.sub(r"[^a-z0-9-]", "?", str(key))[:40])


def _rows(data: Row, key: str) -> Sequence[Row]:
    rows = _list(key, data.get(key, []))
    if not all(isinstance(row, Mapping) for row in rows):
        raise _WrongValue(key)
    return rows


def _table(data: Row, key: str) -> Iterator[tuple[str, Any]]:
    table = data.get(key, {})
    if not isinstance(table, Mapping) or len(table) > MOST_ROWS[key]:
        raise _WrongValue(key)
    return iter(table.items())


def _list(key: str, value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > MOST_ROWS.get(key, 20):
        raise _WrongValue(key)
    return value


def _values(key: str, value: object) -> tuple[str, ...]:
    return tuple(_text(key, each, 60) for each in ([value] if isinstance(value, str) else _list(key, value)))


def _text(key: str, value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise _WrongValue(_known(key))
    return value


def _fitting(key: str, value: object, shape: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise _WrongValue(_known(key))
    return value


def _code(key: str, value: object, codes: type[Code]) -> Code:
    try:
        return codes(str(value))
    except ValueError as error:
        raise _WrongValue(key) from error


def _day(key: str, value: object) -> date:
    # A moment is a date, too, for Python; here it is none.
    if type(value) is not date:
        raise _WrongValue(key)
    return value


def _known(key: str) -> str:
    return key if _CODE.fullmatch(key) else "answer"
