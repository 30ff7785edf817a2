"""A marked name keeps out whatever is called so, holds it, or looks like it; and nothing else."""

import pytest

from app.domain.targets import TargetKind
from app.text.marks import Marks

MARKS = Marks(names=frozenset({"Corin Lies"}), titles=frozenset({"Corin's \u200bsecret"}))


@pytest.mark.parametrize(
    "name",
    ["Corin Lies", "corin lies", "CORIN_LIES", "CorinLies", "C\u043erin Lies", "Corin\u200b Lies", "The Corin Lies 2",
     "\uff23orin Lies", "Corin L\u0456es"],
)  # fmt: skip
def test_whatever_looks_like_a_marked_name_is_kept_out(name: str) -> None:
    assert MARKS.keep_out(TargetKind.ACCOUNT, name)
    assert MARKS.keep_out(TargetKind.PAGE, f"User:{name}")


@pytest.mark.parametrize("name", ["Corin", "Lies", "Lies Corin", "Gorse Hollow", ""])
def test_nothing_else_is(name: str) -> None:
    assert not MARKS.keep_out(TargetKind.ACCOUNT, name)


def test_what_could_not_be_learnt_may_be_anything() -> None:
    assert Marks(names_known=False).keep_out_name("Gorse Hollow")
    assert Marks(titles_known=False).keep_out_title("Gorse Hollow")


def test_without_a_letter_to_be_seen_nothing_looks_like_it() -> None:
    assert not Marks(names=frozenset({"\u200b"})).keep_out_name("Gorse Hollow")
