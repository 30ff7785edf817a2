"""Links into the wikis' forms: what they carry, how they are cut, and that no name breaks out of its place."""

from itertools import chain
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.visibility import Parts
from app.domain.wikis import Wiki
from app.links import build

WIKI = Wiki("enwiki", "https://en.wikipedia.org")
LOOPBACK = Wiki("smallwiki", "http://127.0.0.3:8000", script_path="")
HOSTILE = [
    "A=B&C|D",
    "\"quoted\" 'name'",
    "<script>alert(1)</script>",
    "שלום\u202eabc",
    "line\nbreak\r\nSet-Cookie: x",
    "é" * 127,
    "~2026-123-4",
    "100%25 #hash?",
    "a+b",
    "\ud800",
]


def query_of(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)


def returned_to(url: str) -> list[tuple[str, str]]:
    """Where the wiki sends somebody after this sign-in link."""
    query = query_of(url)
    assert query["title"] == ["Special:UserLogin"]
    return [("title", query["returnto"][0]), *parse_qsl(query.get("returntoquery", [""])[0], keep_blank_values=True)]


def test_revision_delete_carries_only_what_is_to_be_hidden() -> None:
    [link] = build.revision_delete_links(WIKI, [3, 1, 2], Parts.TEXT | Parts.USER_NAME, suppress=False)
    assert link.url == (
        "https://en.wikipedia.org/w/index.php?title=Special:RevisionDelete&type=revision&ids=3,1,2"
        "&wpHidePrimary=1&wpHideUser=1"
    )
    assert link.ids == (3, 1, 2)
    assert returned_to(link.through_sign_in) == parse_qsl(urlsplit(link.url).query)


@pytest.mark.parametrize(
    ("parts", "suppress", "fields"),
    [
        (Parts.TEXT, False, {"wpHidePrimary"}),
        (Parts.SUMMARY, False, {"wpHideComment"}),
        (Parts.USER_NAME, True, {"wpHideUser", "wpHideRestricted"}),
        (Parts.NONE, False, set()),
        (~Parts.NONE, True, {"wpHidePrimary", "wpHideComment", "wpHideUser", "wpHideRestricted"}),
    ],
)
def test_fields(parts: Parts, suppress: bool, fields: set[str]) -> None:
    [link] = build.revision_delete_links(WIKI, [5], parts, suppress)
    ticked = {key: value for key, value in query_of(link.url).items() if key.startswith("wp")}
    assert ticked == {field: ["1"] for field in fields}


def test_reason_only_when_given() -> None:
    reason = "RD2: Grossly insulting & <b>degrading</b>, 100% “so”"
    [link] = build.revision_delete_links(LOOPBACK, [5], Parts.TEXT, False, reason)
    assert link.url.startswith("http://127.0.0.3:8000/index.php?title=Special:RevisionDelete&")
    assert query_of(link.url)["wpRevDeleteReasonList"] == [reason]
    assert ("wpRevDeleteReasonList", reason) in returned_to(link.through_sign_in)
    assert build.revision_delete_links(WIKI, [], Parts.TEXT, False) == []


@given(
    ids=st.lists(st.integers(1, 2**63 - 1), max_size=900),
    suppress=st.booleans(),
    reason=st.none() | st.text(max_size=150),
)
def test_every_id_once_in_order_and_no_link_too_long(ids: list[int], suppress: bool, reason: str | None) -> None:
    links = build.revision_delete_links(WIKI, ids, Parts.TEXT | Parts.SUMMARY, suppress, reason)
    assert list(chain.from_iterable(link.ids for link in links)) == list(dict.fromkeys(ids))
    for link in links:
        assert len(link.url.encode()) <= build.MOST_BYTES
        assert len(link.through_sign_in.encode()) <= build.MOST_BYTES_THROUGH_SIGN_IN
        assert query_of(link.url)["ids"] == [",".join(map(str, link.ids))]
        assert link.url.isascii() and link.through_sign_in.isascii()


def test_split_only_when_needed() -> None:
    ids = range(1_000_000_001, 1_000_000_401)
    first, second = build.revision_delete_links(WIKI, ids, Parts.TEXT, suppress=True)
    assert build.MOST_BYTES - 12 < len(first.url) <= build.MOST_BYTES
    assert len(first.ids) + len(second.ids) == 400
    assert len(build.revision_delete_links(WIKI, ids[:300], Parts.TEXT, suppress=True)) == 1


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(
    ("make", "field"),
    [(build.email_link, "wpTarget"), (build.user_contributions_link, "target"), (build.talk_link, "title")],
)
def test_names_stay_in_their_place(make: object, field: str, name: str) -> None:
    assert callable(make)
    url = make(WIKI, name)
    shown = name.replace("\ud800", "?")
    assert url.isascii() and not set(url) & set("<>\"'| \n\r\\^`{}#+")
    assert query_of(url)[field] == [f"User talk:{shown}" if field == "title" else shown]
    assert set(query_of(url)) == {"title", field}
    assert returned_to(build.through_sign_in(url)) == parse_qsl(urlsplit(url).query)


def test_ids_in_place_of_titles() -> None:
    assert build.diff_link(WIKI, 7) == "https://en.wikipedia.org/w/index.php?title=Special:Diff/7"
    assert build.edit_link(WIKI, 7).url == "https://en.wikipedia.org/w/index.php?curid=7&action=edit"
    assert build.history_link(LOOPBACK, 7) == "http://127.0.0.3:8000/index.php?curid=7&action=history"
    assert build.through_sign_in(build.diff_link(WIKI, 7)).endswith("?title=Special:UserLogin&returnto=Special:Diff/7")
    assert returned_to(build.edit_link(WIKI, 7).through_sign_in) == [
        ("title", "Special:BlankPage"), ("curid", "7"), ("action", "edit"),
    ]  # fmt: skip
