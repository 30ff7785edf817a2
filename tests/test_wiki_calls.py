"""docs/wiki-calls.md is what the tests say, and leaves out nothing that Haven asks of a wiki or opens on one."""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeGuard

import pytest

from tests.wiki_calls import BESIDE_THE_CONTRACT, PAGE, PROJECT, Reliance, SeenOn, reliances, write_page

Asked = frozenset[tuple[str, str]]
"""One question: parameters with each of their values, "" where only the parameter matters."""

MODULES = {"list", "meta", "prop"}
VALUE_MATTERS = re.compile(r"action|list|meta|.*prop")
SPECIAL_PAGE = re.compile(r"Special:[A-Z][A-Za-z]+")


def _questions_in(tree: ast.Module) -> Iterator[Asked]:
    """The questions of one module of the code: dicts with string keys, one of them `action`."""
    texts = {
        target.id: _texts(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            given = {str(key.value): value for key, value in zip(node.keys, node.values, strict=True) if _is_text(key)}
            if "action" in given:
                yield frozenset(pair for name, value in given.items() for pair in _pairs(name, value, texts))


def _pairs(name: str, value: ast.expr, texts: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    yield name, ""
    if VALUE_MATTERS.fullmatch(name):
        known = texts.get(value.id, []) if isinstance(value, ast.Name) else _texts(value)
        yield from ((name, part) for text in known for part in text.split("|") if part)


def _is_text(node: ast.expr | None) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _texts(node: ast.AST) -> list[str]:
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _told_by(line: Reliance) -> Asked:
    """What a line of the table names: `list=users&usprop=groups|rights&ususerids=`."""
    found = re.findall(r"([a-z]+)=([^&\s,]*)", line.call)
    told = {(name, value) for name, values in found for value in ["", *values.split("|")]}
    return frozenset(told | ({("action", ""), ("action", "query")} if "action=" not in line.call else set()))


def _modules(asked: Asked) -> set[tuple[str, str]]:
    return {(name, value) for name, value in asked if value and name in MODULES}


def _untold(question: Asked, told: Sequence[Asked]) -> set[tuple[str, str]]:
    """What no line about the same module of the API tells."""
    of_it = [line for line in told if _modules(line) & _modules(question) or not _modules(line) | _modules(question)]
    return set(question.difference(*of_it))


def test_the_page_is_what_the_tests_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page(reliances()), "run: python -m tests.wiki_calls"


def test_everything_that_haven_asks_is_in_the_table() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (PROJECT / "app" / "mediawiki").glob("*.py")]
    questions = [question for source in sources for question in _questions_in(ast.parse(source))]
    assert {("list", "users"), ("meta", "globaluserinfo"), ("rvprop", "comment")} <= frozenset().union(*questions)
    told = [_told_by(line) for line in reliances()]
    assert [_untold(question, told) for question in questions] == [set()] * len(questions)


def test_every_special_page_that_haven_opens_is_in_the_table() -> None:
    makers = [*(PROJECT / "app" / "links").glob("forms_*.py"), PROJECT / "app" / "links" / "build.py"]
    opened = {name for path in makers for name in SPECIAL_PAGE.findall(path.read_text(encoding="utf-8"))}
    assert {"Special:RevisionDelete", "Special:Block", "Special:UserLogin", "Special:MovePage"} <= opened
    told = {name for line in reliances() for name in SPECIAL_PAGE.findall(line.call)}
    assert opened - told == set()


@pytest.mark.parametrize("line", BESIDE_THE_CONTRACT, ids=lambda line: line.call)
def test_every_line_beside_the_contract_names_a_test_that_there_is(line: Reliance) -> None:
    file, _, name = line.shown_by.partition("::")
    assert f"def {name}(" in (PROJECT / file).read_text(encoding="utf-8")


def test_a_question_that_nobody_wrote_down_is_noticed() -> None:
    source = 'fields = "ids|tags"\nASK = {"action": "query", "prop": "info", "inprop": fields, "revids": ids}'
    (question,) = _questions_in(ast.parse(source))
    told = [_told_by(Reliance("prop=info&inprop=ids", (), SeenOn.REAL_WIKI, ""))]
    assert _untold(question, told) == {("inprop", "tags"), ("revids", "")}
