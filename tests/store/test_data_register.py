"""The register names every column, and `docs/data.md` is what it says."""

from pathlib import Path

import pytest

from app.domain import retention
from app.store import data_register
from app.store.data_register import REGISTER, RegisterIncomplete, check_register, say_span, write_data_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "data.md"


def test_the_register_is_complete() -> None:
    check_register()


def test_a_column_missing_from_the_register_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = {name: entry for name, entry in REGISTER["requests"].columns.items() if name != "wiki"}
    monkeypatch.setitem(REGISTER, "requests", data_register.Chapter("", columns))
    with pytest.raises(RegisterIncomplete, match=r"requests\.wiki"):
        check_register()


def test_a_column_that_is_no_more_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = data_register.Entry("free text", "for ever", "everybody")
    monkeypatch.setitem(REGISTER, "notes", data_register.Chapter("", {"note": entry}))
    with pytest.raises(RegisterIncomplete, match=r"notes\.note"):
        check_register()


def test_the_page_is_what_the_register_says() -> None:
    """To write it anew: `python -c "from app.store.data_register import *; print(write_data_page(), end='')"`."""
    assert PAGE.read_text(encoding="utf-8") == write_data_page()


def test_the_page_gives_the_numbers_of_the_purge() -> None:
    page = write_data_page()
    for span in (retention.POINTERS_AFTER_END, retention.STALE_AFTER, retention.DRAFT, retention.SESSION_IDLE):
        assert say_span(span) in page


@pytest.mark.parametrize(("seconds", "said"), [(3600, "1 hour"), (86_400, "24 hours"), (7 * 86_400, "7 days")])
def test_spans_are_said_as_people_say_them(seconds: int, said: str) -> None:
    assert say_span(seconds) == said
