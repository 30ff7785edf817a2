"""Which later revisions still carry it: against a plain model of the definition, and over pages of five hundred."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.surroundings import Range, RangeEnd, Step
from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, Unreachable, Warned
from app.mediawiki.ranges import A_PAGE, MOST_PAGES, Carried, Edit, Ranges, carried_of
from tests.mediawiki.scripted import BIG, USER_AGENT, Scripted
from tests.mediawiki.test_remembered import Clock

PAGE = 77
START = 1785542400


def history(texts: Sequence[str | None], authors: Sequence[int | None] = (), first_parent: int = 0) -> list[Edit]:
    """Revisions 10, 20, 30, ...: one a second, each on the one before. `None`: hidden."""
    by = [*authors, *[5] * len(texts)]
    return [
        Edit((place + 1) * 10, place * 10 or first_parent, START + place, by[place], text)
        for place, text in enumerate(texts)
    ]


def _restored(range: Range) -> int | None:
    return range.restored.id if range.restored else None


# The definition, as plainly as it can be said


def is_restoring(edit: Edit, before: Edit | None) -> bool:
    return before is not None and before.text is not None and edit.text == before.text


def check(edits: Sequence[Edit], inserted: Edit, is_whole: bool) -> Carried:
    """Every sentence of the definition, looked at one by one."""
    carried = carried_of(PAGE, edits, inserted, is_whole)
    before = {edit.id: edit for edit in edits}.get(inserted.parent)
    place = edits.index(inserted)
    restoring = [edit for edit in edits[place + 1 :] if is_restoring(edit, before)]
    end = edits.index(restoring[0]) if restoring else len(edits)
    assert carried.range.page == PAGE
    assert _restored(carried.range) == (restoring[0].id if restoring else None)
    assert [step.id for step in carried.range.steps] == [edit.id for edit in edits[place:end]]
    for step, edit in zip(carried.range.steps, edits[place:end], strict=True):
        is_own = edit.author is not None and edit.author == inserted.author
        assert step == Step(edit.id, edit.at, is_own, is_hidden=edit.text is None)
    own = sum(edit.author == inserted.author is not None for edit in edits[place:end])
    assert carried.range.by_others == end - place - own
    seen = {edit.text for edit in edits[place:end]} - {None}
    assert list(carried.again) == [edit for edit in edits[end + 1 :] if edit.text in seen]
    changed_nothing = [later for former, later in pairwise(edits) if later.text == former.text is not None]
    assert list(carried.unchanged) == changed_nothing
    assert carried.range.end is expected_end(before, inserted, bool(restoring), is_whole)
    return carried


def expected_end(before: Edit | None, inserted: Edit, is_restored: bool, is_whole: bool) -> RangeEnd:
    if is_restored:
        return RangeEnd.RESTORED
    if inserted.parent == 0:
        return RangeEnd.NEW_PAGE
    if before is None or before.text is None:
        return RangeEnd.BEFORE_HIDDEN
    return RangeEnd.NEVER_RESTORED if is_whole else RangeEnd.TOO_LONG


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", None]), min_size=1, max_size=14)
AUTHORS = st.lists(st.sampled_from([5, 6, 0, None]), max_size=14)


@given(TEXTS, AUTHORS, st.booleans())
@example(["a", "b", "c", "a", "b"], [], True)
@example(["a", None, "c", None, "a"], [5, None, None], True)
def test_the_range_is_what_its_definition_says(
    texts: list[str | None], authors: list[int | None], is_whole: bool
) -> None:
    """The page is asked from the revision before the insertion on: the second edit is the insertion."""
    edits = history(texts, authors)
    check(edits, edits[min(1, len(edits) - 1)], is_whole)


@given(TEXTS, AUTHORS, st.booleans())
def test_a_new_page_carries_it_from_its_first_revision_on(
    texts: list[str | None], authors: list[int | None], is_whole: bool
) -> None:
    edits = history(texts, authors)
    carried = check(edits, edits[0], is_whole)
    assert (carried.range.end, carried.range.restored) == (RangeEnd.NEW_PAGE, None)
    assert len(carried.range.steps) == len(texts)


@given(TEXTS, TEXTS, st.booleans())
def test_merged_histories(between: list[str | None], after: list[str | None], is_whole: bool) -> None:
    """Edits that came from another page stand between the insertion and the one before it: they carry nothing."""
    edits = history(["a", *between, "x", *after])
    place = 1 + len(between)
    edits[place] = replace(edits[place], parent=edits[0].id)
    check(edits, edits[place], is_whole)


@given(TEXTS, st.booleans())
def test_where_the_revision_before_is_not_among_them(texts: list[str | None], is_whole: bool) -> None:
    """It stands on another page, or is deleted."""
    edits = history(texts, first_parent=4)
    carried = check(edits, edits[0], is_whole)
    assert carried.range.end is RangeEnd.BEFORE_HIDDEN


def test_the_sentences_by_example() -> None:
    edits = history(["a", "b", "c", "a", "d", "b", "a"], [6, 5, 6, 7])
    carried = check(edits, edits[1], True)
    assert [step.id for step in carried.range.steps] == [20, 30]
    assert (_restored(carried.range), carried.range.by_others) == (40, 1)
    assert [edit.id for edit in carried.again] == [60], "put in again after it was taken out"


def test_an_author_who_is_hidden_is_never_ones_own() -> None:
    edits = history(["a", "b", "c"], [5, None, None])
    assert carried_of(PAGE, edits, edits[1], True).range.by_others == 2


def test_of_an_insertion_that_is_gone_meanwhile_nothing_is_carried() -> None:
    edits = history(["a", "b", "c"])
    carried = carried_of(PAGE, edits, Edit(15, 10, START, 5, "x"), True)
    assert carried.range.steps == ()


# Asking for it


def answer(edits: Sequence[Edit], onward: str = "") -> dict[str, Any]:
    rows = [
        {"revid": edit.id, "parentid": edit.parent, "timestamp": "2026-08-01T00:00:00Z"}
        | ({"sha1": edit.text} if edit.text is not None else {"sha1hidden": True})
        | ({"userid": edit.author} if edit.author is not None else {"userhidden": True})
        for edit in edits
    ]
    more = {"continue": {"rvcontinue": onward, "continue": "||"}} if onward else {"batchcomplete": True}
    return {"query": {"pages": [{"pageid": PAGE, "revisions": rows}]}, **more}


def in_pages(edits: Sequence[Edit], size: int) -> Callable[[dict[str, str]], dict[str, Any]]:
    def respond(params: dict[str, str]) -> dict[str, Any]:
        begin = int(params.get("rvcontinue", "0"))
        rest = edits[begin + size :]
        return answer(edits[begin : begin + size], str(begin + size) if rest else "")

    return respond


async def find(response: Any, inserted: Edit) -> tuple[Carried | Failed, list[dict[str, str]]]:
    wikis = Scripted({("big.example", "revisions"): response})
    found = await Ranges(WikiClient(USER_AGENT, Clock(), wikis.client())).find(BIG, PAGE, inserted)
    return found, [question.params for question in wikis.asked]


async def test_the_very_question() -> None:
    edits = history(["a", "b", "a"])
    found, asked = await find(answer(edits), edits[1])
    assert isinstance(found, Carried)
    assert _restored(found.range) == 30
    assert asked == [
        {
            "action": "query",
            "format": "json",
            "formatversion": "2",
            "prop": "revisions",
            "pageids": str(PAGE),
            "rvprop": "ids|timestamp|sha1|userid",
            "rvdir": "newer",
            "rvstartid": "10",
            "rvlimit": str(A_PAGE),
        }
    ], "no summary, no name, no text"
    assert A_PAGE == 500


async def test_a_new_page_is_asked_from_the_insertion_on() -> None:
    edits = history(["a", "b"])
    _, asked = await find(answer(edits), edits[0])
    assert asked[0]["rvstartid"] == "10"


async def test_hidden_revisions_in_between_are_hidden_steps_not_an_end() -> None:
    edits = history(["a", "b", None, "c", "a"], [6, 5, 6, None])
    found, _ = await find(answer(edits), edits[1])
    assert isinstance(found, Carried)
    assert [(step.id, step.is_hidden) for step in found.range.steps] == [(20, False), (30, True), (40, False)]
    assert (_restored(found.range), found.range.by_others) == (50, 2)
    assert "sha1" not in repr(found.range)


async def test_it_goes_on_page_by_page_until_it_is_restored_and_no_further() -> None:
    edits = history(["a", *(f"t{n}" for n in range(30)), "a", *(f"u{n}" for n in range(30))])
    found, asked = await find(in_pages(edits, 10), edits[1])
    assert isinstance(found, Carried)
    assert (len(found.range.steps), _restored(found.range), found.range.end) == (30, 320, RangeEnd.RESTORED)
    assert [params.get("rvcontinue") for params in asked] == [None, "10", "20", "30"]
    assert all(params["rvstartid"] == "10" for params in asked)


async def test_a_history_that_ends_without_it_being_restored() -> None:
    edits = history(["a", *(f"t{n}" for n in range(30))])
    found, asked = await find(in_pages(edits, 10), edits[1])
    assert isinstance(found, Carried)
    assert (len(found.range.steps), found.range.end, len(asked)) == (30, RangeEnd.NEVER_RESTORED, 4)


async def test_a_history_that_is_too_long_says_so() -> None:
    edits = history(["a", *(f"t{n}" for n in range(MOST_PAGES * 10 + 5))])
    found, asked = await find(in_pages(edits, 10), edits[1])
    assert isinstance(found, Carried)
    assert (found.range.end, len(asked)) == (RangeEnd.TOO_LONG, MOST_PAGES)
    assert len(found.range.steps) == MOST_PAGES * 10 - 1


@pytest.mark.parametrize(
    ("response", "ending"),
    [
        (httpx.Response(500), Unreachable()),
        ({"query": {}}, Garbled()),
        ({"query": {"pages": [{"revisions": [{"revid": 1}]}]}}, Garbled()),
        ({"query": {"pages": []}, "warnings": {"main": {}, "x": "y"}}, Warned()),
    ],
)
async def test_a_range_that_could_not_be_asked_is_none(response: Any, ending: Failed) -> None:
    found, _ = await find(response, history(["a", "b"])[1])
    assert found == ending


async def test_half_a_history_is_no_range() -> None:
    edits = history(["a", *(f"t{n}" for n in range(30))])
    whole = in_pages(edits, 10)
    found, _ = await find(lambda params: httpx.Response(500) if "rvcontinue" in params else whole(params), edits[1])
    assert found == Unreachable()
