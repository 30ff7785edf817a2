"""Reads the flows' TOML files into nouns. Anything unknown, missing or misspelled is an error with the file's name.

The files lie beside this module; what must hold across them is in `checking.py`.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.requests import Urgency
from app.flows.flow import (
    Act,
    Answer,
    Condition,
    Flow,
    Flows,
    Node,
    Outcome,
    Question,
    QuestionKind,
    Resource,
    Route,
    Rule,
    Turn,
)

HERE = Path(__file__).parent
NOT_FLOWS = frozenset({"contacts.toml", "public_pages.toml", "rules.toml"})
_MARK = re.compile(r"R(?:[1-9]\d?|1[0-8]\d|19[0-7])")

Row = Mapping[str, Any]


class BadFlow(ValueError):
    """A flow that cannot be followed; the message names the file and what is wrong with it, one thing a line."""


def read_flows(folder: Path = HERE) -> Flows:
    """Every `*.toml` of the folder but NOT_FLOWS. Raises BadFlow with what is wrong in each file."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name not in NOT_FLOWS)
    flows: dict[str, Flow] = {}
    wrong: list[str] = []
    for path in paths:
        try:
            flows[path.stem] = _read(path)
        except BadFlow as error:
            wrong.append(str(error))
    if wrong or not flows:
        raise BadFlow("\n".join(wrong) or "there is no flow")
    return Flows(flows)


def _read(path: Path) -> Flow:
    try:
        return _flow(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadFlow(f"{path.name}: {what}") from error


def _flow(name: str, data: Row) -> Flow:
    _only(data, "id", "title", "start", "version", "reviewed", "source", "node")
    if data["id"] != name:
        raise ValueError("the file is not named after its flow")
    if not isinstance(data["reviewed"], date) or not _text(data, "source").startswith("https://"):
        raise ValueError("a flow needs a day of review (as 2026-11-22) and the address of a source")
    nodes: dict[str, Node] = {}
    for row in _rows(data, "node"):
        node = _node(row)
        if node.id in nodes:
            raise ValueError(f"“{node.id}” stands there twice")
        nodes[node.id] = node
    if not nodes:
        raise ValueError("node is missing")
    version, start = _number(data, "version"), _switch(data, "start")
    return Flow(name, _text(data, "title"), version, data["reviewed"], data["source"], nodes, start)


def _node(row: Row) -> Node:
    """What a row is shows by its keys: a question asks, an outcome has a route, a turn has rules."""
    name = _code(row, "id")
    try:
        if "ask" in row:
            return _question(row)
        if "route" in row:
            return _outcome(row)
        _only(row, "id", "rule")
        return Turn(name, tuple(_rule(each) for each in _rows(row, "rule")))
    except KeyError as error:
        raise ValueError(f"“{name}”: {error.args[0]} is missing") from error
    except ValueError as error:
        raise ValueError(f"“{name}”: {error}") from error


def _question(row: Row) -> Question:
    _only(row, "id", "ask", "why", "hint", "kind", "go", "fact", "answer", "rules")
    answers = tuple(_answer(each) for each in _rows(row, "answer"))
    if len({answer.value for answer in answers}) < max(len(answers), 2):
        raise ValueError("it needs at least two different answers")
    kind = QuestionKind(row.get("kind", "choice"))
    rest = {key: _text(row, key) for key in ("hint", "go", "fact") if key in row}
    return Question(row["id"], _text(row, "ask"), answers, kind, _text(row, "why"), rules=read_marks(row), **rest)


def _answer(row: Row) -> Answer:
    _only(row, "value", "say", "about", "go", "adds", "implies", "criterion", "rules")
    rest = {key: _text(row, key) for key in ("about", "go", "criterion") if key in row}
    implies = tuple(_condition(text) for text in _texts(row, "implies"))
    adds, rules = _texts(row, "adds"), read_marks(row)
    return Answer(_code(row, "value"), _text(row, "say"), adds=adds, implies=implies, rules=rules, **rest)


def _rule(row: Row) -> Rule:
    _only(row, "when", "go", "adds")
    return Rule(tuple(_condition(text) for text in _texts(row, "when")), _text(row, "go"), _texts(row, "adds"))


def _condition(text: str) -> Condition:
    """`question is value`."""
    of, separator, value = text.partition(" is ")
    if not separator:
        raise ValueError(f"“{text}” is no condition: write it as “question is value”")
    return Condition(of.strip(), value.strip())


def _outcome(row: Row) -> Outcome:
    _only(
        row, "id", "say", "because", "route", "urgency", "precedence", "next", "acts", "contacts", "adds", "warning",
        "resources", "at-once", "rules",
    )  # fmt: skip
    if len(_texts(row, "next")) != 3:
        raise ValueError("it has to say the next three things to do")
    return Outcome(
        id=row["id"],
        say=_text(row, "say"),
        because=_text(row, "because"),
        route=Route(row["route"]),
        urgency=Urgency.from_code(row["urgency"]),
        precedence=_number(row, "precedence"),
        next=_texts(row, "next"),
        acts=tuple(Act(each) for each in _texts(row, "acts")),
        contacts=_texts(row, "contacts"),
        adds=_texts(row, "adds"),
        warning=_text(row, "warning") if "warning" in row else "",
        resources=tuple(_resource(each) for each in _rows(row, "resources")) if "resources" in row else (),
        at_once=_switch(row, "at-once"),
        rules=read_marks(row),
    )


def _resource(row: Row) -> Resource:
    _only(row, "say", "address")
    if not _text(row, "address").startswith("https://"):
        raise ValueError(f"“{row['address']}” is no address that begins with https://")
    return Resource(_text(row, "say"), row["address"])


def read_marks(row: Row) -> tuple[str, ...]:
    """The key `rules`: which rules of the training module this embodies. Raises ValueError."""
    rules = _texts(row, "rules")
    if wrong := [each for each in rules if not _MARK.fullmatch(each)]:
        raise ValueError(f"{wrong[0]} is no rule: R1 to R197")
    return rules


def _only(row: Row, *known: str) -> None:
    unknown = sorted(set(row) - set(known))
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)} (known here: {', '.join(known)})")


def _text(row: Row, key: str) -> str:
    if not isinstance(row[key], str) or not row[key].strip():
        raise ValueError(f"{key} has to be words in quotation marks")
    return str(row[key])


def _texts(row: Row, key: str) -> tuple[str, ...]:
    """A list of words; where the key is missing, an empty one."""
    found = row.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, str) and each.strip() for each in found):
        raise ValueError(f"{key} has to be a list of words in quotation marks")
    return tuple(found)


def _rows(row: Row, key: str) -> list[Row]:
    found = row[key]
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError(f"{key} has to be written as [[{key}]]")
    return found


def _number(row: Row, key: str) -> int:
    if not isinstance(row[key], int) or isinstance(row[key], bool) or row[key] < 1:
        raise ValueError(f"{key} has to be a number from 1 on")
    return int(row[key])


def _switch(row: Row, key: str) -> bool:
    if not isinstance(row.get(key, False), bool):
        raise ValueError(f"{key} is either true or false")
    return bool(row.get(key, False))


def _code(row: Row, key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value or set(value) - set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise ValueError(f"“{value}” is no code: small letters, digits and hyphens")
    return value
