"""Names that look alike: by case, spacing, invisible characters and similar letters, and not by anything else."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import look_alikes
from app.text.look_alikes import MOST_BESIDE, Difference, differences_between, find_look_alikes, skeleton

CASE, SPACING, INVISIBLE, LETTERS = Difference.CASE, Difference.SPACING, Difference.INVISIBLE, Difference.LETTERS
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), min_size=1, max_size=20)

ALIKE = {
    ("Tide Watcher", "T\u0456de Watcher"): {LETTERS},
    ("Paypal", "\u0420\u0430\u0443\u0440\u0430l"): {LETTERS},
    ("Paypal", "PayPaI"): {CASE, LETTERS},
    ("ILLY", "illy"): {CASE},
    ("\u041c\u0410\u041c\u0410", "mama"): {CASE, LETTERS},
    ("Tide Watcher", "TideWatcher"): {SPACING},
    ("Tide Watcher", "Tide_Watcher"): {SPACING},
    ("Tide Watcher", "Tide\u00a0Watcher"): {SPACING},
    ("Watcher", "Wat\u200bcher"): {INVISIBLE},
    ("Watcher", "\u2066Watcher\u2069"): {INVISIBLE},
    ("Watcher", "Watcher\u3164"): {INVISIBLE},
    ("Mar1ow", "Marlow"): {LETTERS},
    ("Rnario", "Mario"): {CASE, LETTERS},
    ("Caf\u00e9", "Cafe\u0301"): {LETTERS},
    ("Vandal", "\uff36andal"): {LETTERS},
    ("Admin", "\u24b6dmin"): {LETTERS},
    ("Admin", "\U0001d400dmin"): {LETTERS},
    ("steward", "\u017fteward"): {LETTERS},
    ("paypal", "\u0440\u0430\u0443\u0440\u0430\u04cf"): {LETTERS},
    ("Ivan", "\u04c0van"): {LETTERS},
    ("wolf", "vvolf"): {LETTERS},
    ("Wiki", "VViki"): {LETTERS},
    ("Watcher", "Watcher\ufe0f"): {INVISIBLE},
    ("Watcher", "Wat\U000e0101cher"): {INVISIBLE},
    ("Watcher", "Wat\u180bcher"): {INVISIBLE},
    ("Tide-Watcher", "Tide_Watcher"): {SPACING},
    ("Tide\u2013Watcher", "TideWatcher"): {SPACING},
    ("tide watcher", "T\u0456de\u200bWatcher"): {CASE, SPACING, INVISIBLE, LETTERS},
}
DIFFERENT = [("Watcher", "Watchers"), ("Zo\u00eb", "Zoe"), ("Mali", "Mall"), ("Ann", "Bob"), ("Watcher1", "Watcher2")]


@pytest.mark.parametrize("pair", ALIKE)
def test_they_look_alike_and_it_says_why(pair: tuple[str, str]) -> None:
    one, other = pair
    found = find_look_alikes(pair)
    assert {each.other for each in found[one].shown} == {other}
    assert set(found[one].shown[0].differences) == set(found[other].shown[0].differences) == ALIKE[pair]


@pytest.mark.parametrize("pair", DIFFERENT)
def test_they_do_not(pair: tuple[str, str]) -> None:
    assert find_look_alikes(pair) == {}


@given(NAMES)
def test_a_name_is_no_look_alike_of_itself_but_of_each_of_its_disguises(name: str) -> None:
    assert find_look_alikes([name, name]) == {}
    disguises = {name + "\u200b": INVISIBLE, f"{name} ": SPACING}
    for disguise, difference in disguises.items():
        if disguise != name:
            assert find_look_alikes([name, disguise])[name].shown[0].other == disguise
            assert difference in differences_between(name, disguise)


@given(NAMES)
def test_a_skeleton_has_no_skeleton_of_its_own(text: str) -> None:
    assert skeleton(skeleton(text)) == skeleton(text)
    assert skeleton(unicodedata.normalize("NFC", text)) == skeleton(unicodedata.normalize("NFD", text))


@given(st.lists(NAMES, max_size=8))
def test_alike_is_mutual(names: list[str]) -> None:
    found = find_look_alikes(names)
    assert all(
        name in {each.other for each in found[other.other].shown} or found[other.other].more
        for name in found
        for other in found[name].shown
    )


def test_many_that_all_look_alike_are_marked_with_a_few_each() -> None:
    found = find_look_alikes("\u200b" * number + "Watcher" for number in range(200))
    assert {(len(each.shown), each.more) for each in found.values()} == {(MOST_BESIDE, 199 - MOST_BESIDE)}
    assert len(found) == 200


def test_many_long_names_that_all_look_alike_are_each_taken_apart_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[str, Difference | None]] = Counter()
    keys = look_alikes._keys

    def count(name: str, without: Difference | None = None) -> frozenset[tuple[str, str]]:
        asked[name, without] += 1
        return keys(name, without)

    monkeypatch.setattr(look_alikes, "_keys", count)
    find_look_alikes(("l" * number + "I" * (80 - number)) * 3 for number in range(80))
    assert len(asked) == 80 * (1 + len(Difference))
    assert set(asked.values()) == {1}
