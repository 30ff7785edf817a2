"""The form that opens the wiki's editor with a part written anew: where it goes, what it sends, what it refuses."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.public_pages import PageText, Part
from app.domain.wikis import Wiki
from app.links.forms_editing import prefilled_editor

META = Wiki("metawiki", "https://meta.example")
PAGE = PageText("Steward requests/Global", 41, 1_790_000_000, "", ())
PART = Part(4, "Lock", "== Lock ==\n\n=== One ===\nx")


def _fields(text: str) -> dict[str, str]:
    return dict(prefilled_editor(META, PAGE, PART, text, "/* Lock */ request").fields)


def test_where_it_goes_and_what_it_sends() -> None:
    editor = prefilled_editor(META, PAGE, PART, f"{PART.text}\n\n=== Two ===\ny", "/* Lock */ request")
    assert editor.action == "https://meta.example/w/index.php?title=Steward%20requests/Global&action=submit"
    assert editor.fields == (
        ("wpSection", "4"),
        ("wpTextbox1", f"{PART.text}\n\n=== Two ===\ny"),
        ("wpSummary", "/* Lock */ request"),
        ("editRevId", "41"),
        ("wpStarttime", "20260921141320"),
        ("wpPreview", "1"),
        ("wpUltimateParam", "1"),
    )


def test_it_sends_nothing_that_could_save() -> None:
    assert not {"wpEditToken", "wpSave", "wpDiff"} & set(_fields(PART.text))


def test_line_breaks_are_the_wikis() -> None:
    text = f"{PART.text}\n\n=== Two ===\ny"
    assert _fields(text.replace("\n", "\r\n"))["wpTextbox1"] == text
    assert _fields(text.replace("\n", "\r"))["wpTextbox1"] == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "== Lock ==\n\n=== Two ===\ny",
        f"{PART.text[:-1]}\n\n=== Two ===\ny",
        "== Lock ==\n\n=== Changed ===\nx",
        "x",
    ],
    ids=["nothing", "another request", "a letter short", "a heading changed", "the end alone"],
)
def test_nothing_of_the_part_may_be_missing(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        _fields(text)


@given(place=st.integers(0, len(PART.text)), put_in=st.text(st.characters(exclude_characters="\r"), max_size=30))
def test_anything_may_be_put_in_at_one_place(place: int, put_in: str) -> None:
    text = PART.text[:place] + put_in + PART.text[place:]
    assert _fields(text)["wpTextbox1"] == text


@given(title=st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_title_stays_in_its_place(title: str) -> None:
    page = PageText(title, 41, 1_790_000_000, "", ())
    action = urlsplit(prefilled_editor(META, page, PART, PART.text, "").action)
    assert parse_qsl(action.query, keep_blank_values=True) == [("title", title), ("action", "submit")]
    assert (action.netloc, action.path, action.fragment) == ("meta.example", "/w/index.php", "")
