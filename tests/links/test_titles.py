"""Titles and names in one form: the same thing is told once, and is never longer than what may be kept."""

import pytest

from app.domain.targets import TargetKind
from app.links.reading import NotUnderstood
from app.links.titles import read_person, read_title


@pytest.mark.parametrize(
    "written", ["Cafe\u0301 royal", "Caf\u00e9 royal", "Caf\u00e9_royal", " :Cafe\u0301__royal\u200e"]
)
def test_signs_put_together_and_taken_apart_are_the_same(written: str) -> None:
    assert read_title(written) == "Caf\u00e9 royal"
    person = read_person("enwiki", written)
    assert (person.kind, person.name) == (TargetKind.ACCOUNT, "Caf\u00e9 royal")


def test_a_title_is_measured_in_the_form_in_which_it_is_kept() -> None:
    """A musical sign that is written as one becomes two: 320 bytes become 640."""
    assert read_title("e\u0301" * 150) == "\u00e9" * 150, "450 bytes become 300"
    with pytest.raises(NotUnderstood):
        read_title("\U0001d15e" * 80)
