"""What holds for every text: no text raises, order and numbers are kept, and twice the text costs twice the steps."""

import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as opcodes  # type: ignore[attr-defined]
from re import _parser as expressions  # type: ignore[attr-defined]
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.targets import TargetKind
from app.links import (
    addresses,
    entities,
    finding,
    ips,
    lists,
    names,
    numbers,
    pages,
    parse,
    reading,
    special_pages,
    titles,
    wikis_mentioned,
)
from tests.links.farm import farm

FARM = farm()
BARE = farm(described=False)

FRAGMENTS = [
    "https://", "http://", "//", "en.wikipedia.org", "de.m.wikipedia.org", "evil.example", "/wiki/", "/w/index.php",
    "?", "&", "diff=", "oldid=", "title=", "curid=", "prev", "next", "cur", "5", "12", "Special:", "Spezial:", "Diff/",
    "MobileDiff/", "...", "/", "[[", "]]", "|", ":", "w:", "de:", "User:", "#c-", "#", "%", "%5", "%FF", "%E6%9F%90",
    " ", "\n", "\u200f", "\u200b", "和", "，", "٥", "خاص:", "(", ")", "[", "]", "''", "1.2.3.4", "2001:db8::", "/24",
    "Reporting user: ", "\nReported user: ", "ids=", "ids[5]=1", ",", "api.php", "revids=", "rest.php/v1/revision/",
    "Special:UserLogin", "returnto=", "returntoquery=", "w.wiki/", "Special:Undelete", "target=", "timestamp=", "\x00",
]  # fmt: skip
anything = st.text(st.characters(), max_size=200)
linklike = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=40).map("".join)
ids = st.integers(1, 2**63 - 1)


@settings(max_examples=400)
@given(text=anything | linklike)
def test_never_raises_and_reports_only_what_stands_there(text: str) -> None:
    targets = parse(text, FARM)
    position = 0
    for target in targets:
        assert target.input and target.input in text
        assert (target.kind is TargetKind.UNKNOWN) == (target.why is not None)
        assert target.id is None or 1 <= target.id < 2**63
        first = text.index(target.input)
        assert first >= 0
        position = max(position, first)
    keys = [(target.identity, target.input if target.why else None) for target in targets]
    assert len(keys) == len(set(keys))
    assert parse(text, FARM) == targets
    assert wikis_mentioned(text, BARE) <= BARE.wikis.keys()
    parse(text, BARE)


@given(text=anything | linklike)
def test_what_was_reported_reads_the_same_again(text: str) -> None:
    for target in parse(text, FARM):
        if target.kind is not TargetKind.ACCOUNT:  # an account named in a mail has no link of its own
            again = parse(target.input, FARM)
            assert target.identity in [other.identity for other in again]


FORMS = [
    "https://en.wikipedia.org/w/index.php?diff={}",
    "https://en.wikipedia.org/w/index.php?title=Foo&oldid=prev&diff={}",
    "https://en.wikipedia.org/wiki/Special:Diff/{}",
    "https://en.m.wikipedia.org/wiki/Special:MobileDiff/{}",
    "en.wikipedia.org/wiki/Special:PermaLink/{}",
    "[[:w:Special:Diff/{}|x]]",
    "//en.wikipedia.org/?oldid={}",
]
JOINTS = [" ", "\n", ", ", "。", "، ", " and ", "\n* ", " 和 ", "\u3000", "」「", "\u200f \u200e"]


@given(pairs=st.lists(st.tuples(ids, st.sampled_from(FORMS), st.sampled_from(JOINTS)), max_size=60))
def test_every_id_once_and_in_order(pairs: list[tuple[int, str, str]]) -> None:
    text = "".join(form.format(id) + joint for id, form, joint in pairs)
    targets = parse(text, FARM)
    assert [target.id for target in targets] == list(dict.fromkeys(id for id, _, _ in pairs))
    assert {(target.kind, target.wiki) for target in targets} <= {(TargetKind.REVISION, "enwiki")}


@given(text=st.text(st.characters(exclude_categories=["Nd", "Nl", "No"]), min_size=1, max_size=20), id=ids)
def test_a_number_is_exact_or_not_understood(text: str, id: int) -> None:
    for target in parse(f"https://en.wikipedia.org/w/index.php?diff={id}{text}", FARM):
        if target.kind is TargetKind.REVISION:
            assert target.id == id or target.relation is not None or "=" in text


HOSTILE = [
    "https://", "https://a", "https://a)", "https://a和", "https://en.wikipedia.org/?diff=5和", "[[", "[[a", "[[a|",
    "[[a]]", "]]", "((((", "https://a(", "a.b/", "a.b/,", "//a.b/", "en.wikipedia.org/", "1.2.3.", "1.2.3.4 ", "::",
    "a:", "2001:db8::1 ", "%E6%9F", "&diff=", "[[w:de:", "[[:w:de:w:de:w:de:w:de:x]]", "和", "''", "，", "\u200f", "a",
    " ", "\n", "> ", "Reporting user: ", "Reporting user: a\nReported user: b\n", "Reporting user: a\n", "_", "\ud800",
    "[[Special:Diff/5]]", "https://en.wikipedia.org/wiki/Special:Diff/5 ", "x.", "http", "https:/", "'https://a",
    "{{", "{{user|", "{{user|a}}", "{{Special:", "{{Special:Diff/5}}", "~20", "~2026-12345", "~2026-12345-6 ", "User:",
    "* User:a\n", "* ", "Reported user: a\nLink to ", "Reporting user:\n> \n", "en.wikipedia.org/w/api.php?titles=a|",
    "|", "%", "::::", "(((", "&lt;", "2001:db8::", "[[:w:de:",
]  # fmt: skip


class Counted:
    """A regular expression that counts the characters it runs over."""

    def __init__(self, expression: re.Pattern[str]) -> None:
        self.expression, self.characters = expression, 0

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self.expression.match(text, start, end)
        self.characters += found.end() - start if found else 1
        return found

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        self.characters += min(len(text), end) - start
        return self.expression.finditer(text, start, end)


def steps_of(work: Callable[[], object], counted: list[Counted]) -> int:
    """Calls of any function, built-in ones too, and characters run over by expressions that may be asked twice."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sum(each.characters for each in counted)
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls + sum(each.characters for each in counted) - before


@pytest.mark.parametrize("block", HOSTILE)
def test_twice_the_text_takes_twice_the_steps(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = []
    for module, name in (
        (finding, "_BODY"),
        (finding, "_WIKITEXT"),
        (finding, "_BRACKET"),
        (ips, "_CANDIDATE"),
        (finding, "_BODY_FOR_PROGRAMS"),
        (finding, "_TRANSCLUDED"),
        (names, "_PARAMETERS"),
        (names, "_NAME_LINE"),
        (names, "_LISTED"),
        (names, "_TEMPORARY"),
    ):
        counted.append(Counted(getattr(module, name)))
        monkeypatch.setattr(module, name, counted[-1])
    text = block * (20_000 // len(block))
    once = steps_of(lambda: parse(text, FARM), counted)
    twice = steps_of(lambda: parse(text * 2, FARM), counted)
    assert twice <= 2.2 * once + 2_000
    assert once <= 60 * len(text) + 2_000


MODULES: list[ModuleType] = [
    addresses, entities, finding, ips, lists, names, numbers, pages, reading, special_pages, titles,
]  # fmt: skip
PATTERNS = [
    pytest.param(value, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
]


def repeats(parsed: object, inside: bool = False) -> Iterator[bool]:
    """For each unbounded repetition: whether it can give back what it took, or stands inside another one."""
    unbounded = (opcodes.MAX_REPEAT, opcodes.MIN_REPEAT, opcodes.POSSESSIVE_REPEAT)
    for operation, argument in parsed:  # type: ignore[attr-defined]
        is_repeat = operation in unbounded and argument[1] > 5_000
        if is_repeat:
            yield inside
        for part in argument if isinstance(argument, tuple | list) else [argument]:
            for inner in part if isinstance(part, list) else [part]:
                if isinstance(inner, expressions.SubPattern):
                    yield from repeats(inner, inside or is_repeat)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_expression_repeats_a_repetition(pattern: re.Pattern[str]) -> None:
    assert not any(repeats(expressions.parse(pattern.pattern, pattern.flags & ~re.UNICODE)))


def test_five_thousand_links_and_two_hundred_thousand_characters() -> None:
    links = "\n".join(f"* see https://en.wikipedia.org/wiki/Special:Diff/{id}." for id in range(1, 5_001))
    assert [target.id for target in parse(links, FARM)] == list(range(1, 5_001))
    for character in ("a", "和", "ש", "[", ":", "%", "1.", "😀", "\u0301", "(", "\u200b"):
        assert parse(character * (200_000 // len(character)), FARM) == []
    for start in ("https://", "[[", "https://en.wikipedia.org/wiki/", "https://en.wikipedia.org/?diff="):
        for character in ("a", "和", "\u0301", "%E0", "(", "5"):
            for target in parse(start + character * 200_000, FARM):
                assert target.kind is TargetKind.UNKNOWN
