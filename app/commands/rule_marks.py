"""Where the rules of the training module are embodied: marks in the data, in the code's comments and in templates.

Data files say `rules = ["R8"]` (or `rule = "R53"`) on whatever embodies it; code says the number in a docstring or
comment where the reason stands. Nothing of their meaning is known here, so that data of any shape is read.
"""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RULE = re.compile(r"\bR(?P<first>[1-9]\d{0,2})(?:\s?-\s?R(?P<last>[1-9]\d{0,2}))?\b")
LONGEST_RANGE = 10
"""A longer one, such as all rules, marks nothing."""
NAMES = ("id", "code", "value")
"""Under which keys a row of data has its name."""
NO_MARKS = frozenset({"app/flows/rules.toml", "app/commands/rules.py", "app/commands/rule_marks.py"})
OTHERS = ("app/sandbox/",)
"""What the demo invents is none of Haven's rules."""
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_WORDS_OF_ADVICE = 6


@dataclass(frozen=True)
class Mark:
    """`file` as from the root of the repository; `place` within it, in words, or empty for all of it."""

    rule: str
    file: str
    place: str


def read_marks(root: Path) -> list[Mark]:
    """Every mark below `app` and `templates`, each once, in the order of the files."""
    found: list[Mark] = []
    for path in sorted([*(root / "app").rglob("*"), *(root / "templates").rglob("*.html")]):
        file = path.relative_to(root).as_posix()
        if file in NO_MARKS or file.startswith(OTHERS) or "__pycache__" in file:
            continue
        if path.suffix == ".toml":
            data = tomllib.loads(path.read_text("utf-8"))
            found += [Mark(rule, file, place) for place, rules in _in_data(data, ()) for rule in rules]
        elif path.suffix == ".py":
            found += [Mark(rule, file, place) for place, rule in _in_code(path.read_text("utf-8"))]
        elif path.suffix == ".html":
            comments = _JINJA_COMMENT.findall(path.read_text("utf-8"))
            found += [Mark(rule, file, "") for comment in comments for rule in rules_in(comment)]
    return list(dict.fromkeys(found))


def rules_in(text: str) -> Iterator[str]:
    """Every rule that a text names, ranges too."""
    for match in RULE.finditer(text):
        first, last = int(match["first"]), int(match["last"] or match["first"])
        if last - first < LONGEST_RANGE:
            yield from (f"R{number}" for number in range(first, last + 1))


# Data -----------------------------------------------------------------------------------------------------------------


def _in_data(table: Mapping[str, Any], at: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each place below a table that has marks, with them."""
    rules = table.get("rules", [])
    marks = [rules] if isinstance(rules, str) else [each for each in rules if isinstance(each, str)]
    marks += [table["rule"]] if isinstance(table.get("rule"), str) else []
    if marks:
        yield ", ".join(at), [rule for mark in marks for rule in rules_in(mark)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _in_data(value, (*at, f"`{key}`"))
        elif isinstance(value, list):
            for row in (row for row in value if isinstance(row, Mapping)):
                yield from _in_data(row, (*at, _name_of_row(key, row)))


def _name_of_row(key: str, row: Mapping[str, Any]) -> str:
    """What a row is, by its keys: a node of a flow asks or leads somewhere; a letter has somebody it goes to."""
    if key == "node":
        key = "question" if "ask" in row else "outcome"
    name = next((str(row[each]) for each in NAMES if each in row), "")
    if "kind" in row and "to" in row:
        name = f"{row['kind']}.{row['to']}" if isinstance(row["to"], str) else str(row["kind"])
    if name:
        return f"{key} `{name}`"
    words = str(row.get("say", "")).split()
    return f"{key} “{' '.join(words[:_WORDS_OF_ADVICE])}…”" if words else key


# Code -----------------------------------------------------------------------------------------------------------------


def _in_code(source: str) -> Iterator[tuple[str, str]]:
    """Each rule that a docstring or a comment names, with what it stands in."""
    if not RULE.search(source):
        return
    tree = ast.parse(source)
    texts = [(node.lineno, node.value.value) for node in ast.walk(tree) if _is_docstring(node)]  # type: ignore[attr-defined]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    texts += [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]
    for line, text in sorted(texts):
        place = _what_stands_at(tree, line)
        yield from ((place, rule) for rule in rules_in(text))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _what_stands_at(tree: ast.Module, line: int) -> str:
    """The function or class around a line, or the name that a docstring behind it explains; else nothing."""
    around: list[str] = []
    body: Sequence[ast.stmt] = tree.body
    while body:
        inner: Sequence[ast.stmt] = ()
        for node in body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            if node.lineno <= line <= (node.end_lineno or node.lineno):
                around.append(node.name)
                inner = node.body
        if not inner:
            explained = [node for node in body if node.lineno < line and _assigned(node)]
            documents = any(_is_docstring(node) and node.lineno == line for node in body[1:])
            around += [_assigned(explained[-1])] if documents and explained else []
        body = inner
    return f"`{'.'.join(around)}`" if around else ""


def _assigned(node: ast.stmt) -> str:
    target = (
        node.target if isinstance(node, ast.AnnAssign) else node.targets[0] if isinstance(node, ast.Assign) else None
    )
    return target.id if isinstance(target, ast.Name) else ""
