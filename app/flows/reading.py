"""Reads the flows' TOML files into nouns. Anything unknown, missing or misspelled is an error with the file's name.

The files lie beside this module; what must hold across them is in `checking.py`.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from app.domain.requests import Urgency
from app.flows.flow import Act, Answer, Condition, Flow, Flows, Node, Outcome, Question, QuestionKind, Route, Rule, Turn

HERE = Path(__file__).parent
NOT_FLOWS = frozenset({"contacts.toml"})

Row = Mapping[str, Any]
Made = TypeVar("Made")


class BadFlow(ValueError):
    """A flow that cannot be followed; the message names the file and what is wrong with it."""


def read_flows(folder: Path = HERE) -> Flows:
    """Every `*.toml` of the folder but contacts.toml. Raises BadFlow."""
    paths = sorted(path for path in folder.glob("*.toml") if path.name not in NOT_FLOWS)
    flows = {path.stem: _read(path) for path in paths}
    if not flows:
        raise BadFlow("there is no flow")
    return Flows(flows)


def _read(path: Path) -> Flow:
    try:
        return _flow(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, TypeError, ValueError) as error:
        what = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
        raise BadFlow(f"{path.name}: {what}") from error


def _flow(name: str, data: Row) -> Flow:
    _only(data, "id", "title", "version", "reviewed", "source", "node")
    if data["id"] != name:
        raise ValueError("the file is not named after its flow")
    if not isinstance(data["reviewed"], date) or not str(data["source"]).startswith("https://"):
        raise ValueError("a flow needs a day of review (as 2026-11-22) and the address of a source")
    nodes: dict[str, Node] = {}
    for row in data["node"]:
        node = _node(row)
        if node.id in nodes:
            raise ValueError(f"“{node.id}” stands there twice")
        nodes[node.id] = node
    return Flow(name, str(data["title"]), int(data["version"]), data["reviewed"], str(data["source"]), nodes)


def _node(row: Row) -> Node:
    """What a row is shows by its keys: a question asks, an outcome has a route, a turn has rules."""
    _is_code(row["id"])
    if "ask" in row:
        return _question(row)
    if "route" in row:
        return _outcome(row)
    _only(row, "id", "rule")
    return Turn(row["id"], tuple(_rule(each) for each in row["rule"]))


def _question(row: Row) -> Question:
    _only(row, "id", "ask", "why", "hint", "kind", "go", "fact", "answer")
    answers = tuple(_answer(each) for each in row["answer"])
    if len({answer.value for answer in answers}) < max(len(answers), 2):
        raise ValueError(f"“{row['id']}” needs at least two different answers")
    rest = {key: row[key] for key in ("why", "hint", "go", "fact") if key in row}
    return Question(row["id"], row["ask"], answers, QuestionKind(row.get("kind", "choice")), **rest)


def _answer(row: Row) -> Answer:
    _only(row, "value", "say", "about", "go", "adds")
    _is_code(row["value"])
    return Answer(row["value"], row["say"], row.get("about", ""), row.get("go"), tuple(row.get("adds", ())))


def _rule(row: Row) -> Rule:
    _only(row, "when", "go")
    return Rule(tuple(_condition(text) for text in row.get("when", ())), row["go"])


def _condition(text: str) -> Condition:
    """`question is value`."""
    of, separator, value = text.partition(" is ")
    if not separator:
        raise ValueError(f"“{text}” is no condition: write it as “question is value”")
    return Condition(of.strip(), value.strip())


def _outcome(row: Row) -> Outcome:
    _only(row, "id", "say", "because", "route", "urgency", "precedence", "next", "acts", "contacts", "adds", "warning")
    if len(row["next"]) != 3:
        raise ValueError(f"“{row['id']}” has to say the next three things to do")
    return Outcome(
        id=row["id"],
        say=row["say"],
        because=row["because"],
        route=Route(row["route"]),
        urgency=Urgency.from_code(row["urgency"]),
        precedence=int(row["precedence"]),
        next=tuple(row["next"]),
        acts=tuple(Act(each) for each in row.get("acts", ())),
        contacts=tuple(row.get("contacts", ())),
        adds=tuple(row.get("adds", ())),
        warning=row.get("warning", ""),
    )


def _only(row: Row, *known: str) -> None:
    unknown = sorted(set(row) - set(known))
    if unknown:
        raise ValueError(f"unknown keys {', '.join(unknown)} (known here: {', '.join(known)})")


def _is_code(value: object) -> None:
    if not isinstance(value, str) or not value or set(value) - set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        raise ValueError(f"“{value}” is no code: small letters, digits and hyphens")
