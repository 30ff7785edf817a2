"""docs/rules.md: every rule of the training module in our own words, with where Haven embodies it.

Made from app/flows/rules.toml and from the marks of `rule_marks.py`. A rule without a mark needs a reason there, and a
reason beside a mark is one too many.
"""

import argparse
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.commands.rule_marks import Mark, read_marks
from app.settings import ROOT

SOURCE = ROOT / "app" / "flows" / "rules.toml"
COUNT = 197
HEAD = """\
# The rules that Haven embodies

This page is written by the code (`python -m app rules > docs/rules.md`), and a test compares the two. It lists the
rules of the Wikimedia Foundation’s training module on online harassment, in our own short words, each with where Haven
embodies it: a question or an outcome of a flow, a question, tip or letter of the case companion, a part of a letter, a
rule of the leak check, a criterion of a policy pack, a template, or code that says why. The words are those of
[app/flows/rules.toml](../app/flows/rules.toml); the marks stand in the files themselves, as `rules = ["R8"]` or in a
comment. How to change them: [EDITING.md](../app/flows/EDITING.md#how-to-change-the-rules).
"""


@dataclass(frozen=True)
class Rule:
    """`reason`: why the tool does not embody it, else empty. `part`: the heading that begins with it, else empty."""

    id: str
    say: str
    reason: str
    part: str


def rules(_arguments: argparse.Namespace) -> int:
    """Print docs/rules.md; 1 when a rule has neither a mark nor a reason, or both."""
    known, marks = read_rules(), read_marks(ROOT)
    print(write_rules_page(known, marks), end="")
    return 1 if wrong_rules(known, marks) else 0


def read_rules() -> tuple[Rule, ...]:
    data = tomllib.loads(SOURCE.read_text("utf-8"))
    parts: Mapping[str, str] = data.pop("parts")
    return tuple(Rule(id, row["say"], row.get("not", ""), parts.get(id, "")) for id, row in data.items())


def wrong_rules(known: Iterable[Rule], marks: Iterable[Mark]) -> list[str]:
    """A sentence for each rule that is missing, unknown, without a mark and a reason, or with both."""
    marked, names = {mark.rule for mark in marks}, [rule.id for rule in known]
    found = (
        [] if names == [f"R{number}" for number in range(1, COUNT + 1)] else ["rules.toml holds R1 to R197 in order"]
    )
    found += [
        f"{rule.id} has neither a mark nor a reason" for rule in known if not rule.reason and rule.id not in marked
    ]
    found += [f"{rule.id} has a mark, so its reason is wrong" for rule in known if rule.reason and rule.id in marked]
    return found + [f"nobody knows {rule}" for rule in sorted(marked - set(names))]


def write_rules_page(known: Sequence[Rule], marks: Sequence[Mark]) -> str:
    """The whole page."""
    lines = [HEAD.rstrip()]
    for rule in known:
        if rule.part:
            lines += ["", f"## {rule.part}", "", "| rule | in short | where |", "| --- | --- | --- |"]
        where = _places([mark for mark in marks if mark.rule == rule.id])
        lines.append(f"| {rule.id} | {_cell(rule.say)} | {where or 'Not embodied: ' + _cell(rule.reason)} |")
    return "\n".join(lines) + "\n"


def _places(marks: Sequence[Mark]) -> str:
    """Files with what in them, as links."""
    return "<br>".join(_file(file, list(each)) for file, each in groupby(marks, key=lambda mark: mark.file))


def _file(file: str, marks: Sequence[Mark]) -> str:
    places = "; ".join(_cell(mark.place) for mark in marks if mark.place)
    return f"[{file.removeprefix('app/')}](../{file})" + (f": {places}" if places else "")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
