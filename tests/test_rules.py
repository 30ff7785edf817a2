"""docs/rules.md: every rule of the training module has a mark where it is embodied, or a reason why not; never both."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.commands.rule_marks import Mark, read_marks, rules_in
from app.commands.rules import COUNT, read_rules, write_rules_page, wrong_rules
from app.settings import ROOT

RULES, MARKS = read_rules(), read_marks(ROOT)


def test_every_rule_is_embodied_or_says_why_not() -> None:
    assert wrong_rules(RULES, MARKS) == []
    assert len(RULES) == COUNT


def test_the_page_is_what_the_marks_say() -> None:
    kept = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert kept == write_rules_page(RULES, MARKS), "python -m app rules > docs/rules.md"


def test_a_lost_mark_a_reason_too_many_and_an_unknown_rule_are_told() -> None:
    without = [mark for mark in MARKS if mark.rule != "R143"]
    assert wrong_rules(RULES, without) == ["R143 has neither a mark nor a reason"]
    beside = [replace(rule, reason="Somebody thought so.") if rule.id == "R8" else rule for rule in RULES]
    assert wrong_rules(beside, MARKS) == ["R8 has a mark, so its reason is wrong"]
    assert wrong_rules(RULES, [*MARKS, Mark("R250", "app/x.py", "")]) == ["nobody knows R250"]
    assert wrong_rules(RULES[1:], MARKS) == ["rules.toml holds R1 to R197 in order", "nobody knows R1"]


def test_reasons_are_the_exception() -> None:
    """The tool is there to embody them: whoever adds a reason looks at this line, too."""
    assert [rule.id for rule in RULES if rule.reason] == ["R70"]


@pytest.mark.parametrize("rule", ["R8", "R25", "R37", "R73", "R104", "R143", "R162", "R166", "R171", "R185", "R191"])
def test_what_people_are_asked_or_told_is_marked_in_the_data(rule: str) -> None:
    assert [mark for mark in MARKS if mark.rule == rule and mark.file.endswith(".toml")]


def test_marks_are_read_from_data_comments_docstrings_and_templates_and_from_nowhere_else(tmp_path: Path) -> None:
    files = {
        "app/flows/a.toml": '[[node]]\nid = "x"\nask = "?"\nrules = ["R3"]\n'
        '[[node.answer]]\nvalue = "y"\nrules = ["R4"]\n',
        "app/text/b.toml": '[promise]\nrule = "R5"\n[other]\nrule = ["no mark"]\n',
        "app/c.py": '"""R6: why."""\n\nX = "R7"  # R9 here\n"""R10-R12, but all of R1-R197 is none."""\n\n'
        "class Y:\n    def z(self) -> str:\n        # R13\n        return 'R14'\n",
        "app/sandbox/d.py": "# R15\n",
        "templates/e.html": "{# R16 #}<p>R17</p>",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert [(mark.rule, mark.place) for mark in read_marks(tmp_path)] == [
        ("R6", ""),
        ("R9", ""),
        ("R10", "`X`"),
        ("R11", "`X`"),
        ("R12", "`X`"),
        ("R13", "`Y.z`"),
        ("R3", "question `x`"),
        ("R4", "question `x`, answer `y`"),
        ("R5", "`promise`"),
        ("R16", ""),
    ]


def test_what_only_looks_like_a_rule_is_none() -> None:
    assert list(rules_in("RD4, R0, R2D2, OR7, R1a")) == []
