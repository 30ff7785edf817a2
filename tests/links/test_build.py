"""Links into the wikis' forms: what they carry, how they are cut, and that no name breaks out of its place."""

from collections.abc import Callable
from itertools import chain
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.visibility import Parts
from app.domain.wikis import Wiki
from app.links import build, forms_accounts, forms_hiding, forms_pages

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
    [link] = forms_hiding.revision_delete_links(WIKI, [3, 1, 2], Parts.TEXT | Parts.USER_NAME, suppress=False)
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
    [link] = forms_hiding.revision_delete_links(WIKI, [5], parts, suppress)
    ticked = {key: value for key, value in query_of(link.url).items() if key.startswith("wp")}
    assert ticked == {field: ["1"] for field in fields}


def test_reason_only_when_given() -> None:
    reason = "RD2: Grossly insulting & <b>degrading</b>, 100% “so”"
    [link] = forms_hiding.revision_delete_links(LOOPBACK, [5], Parts.TEXT, False, reason)
    assert link.url.startswith("http://127.0.0.3:8000/index.php?title=Special:RevisionDelete&")
    assert query_of(link.url)["wpRevDeleteReasonList"] == [reason]
    assert ("wpRevDeleteReasonList", reason) in returned_to(link.through_sign_in)
    assert forms_hiding.revision_delete_links(WIKI, [], Parts.TEXT, False) == []


@given(
    ids=st.lists(st.integers(1, 2**63 - 1), max_size=900),
    suppress=st.booleans(),
    reason=st.none() | st.text(max_size=150),
)
def test_every_id_once_in_order_and_no_link_too_long(ids: list[int], suppress: bool, reason: str | None) -> None:
    links = forms_hiding.revision_delete_links(WIKI, ids, Parts.TEXT | Parts.SUMMARY, suppress, reason)
    assert list(chain.from_iterable(link.ids for link in links)) == list(dict.fromkeys(ids))
    for link in links:
        assert len(link.url.encode()) <= build.MOST_BYTES
        assert len(link.through_sign_in.encode()) <= build.MOST_BYTES_THROUGH_SIGN_IN
        assert query_of(link.url)["ids"] == [",".join(map(str, link.ids))]
        assert link.url.isascii() and link.through_sign_in.isascii()


def test_split_only_when_needed() -> None:
    ids = range(1_000_000_001, 1_000_000_401)
    first, second = forms_hiding.revision_delete_links(WIKI, ids, Parts.TEXT, suppress=True)
    assert build.MOST_BYTES - 12 < len(first.url) <= build.MOST_BYTES
    assert len(first.ids) + len(second.ids) == 400
    assert len(forms_hiding.revision_delete_links(WIKI, ids[:300], Parts.TEXT, suppress=True)) == 1


NAMED: list[tuple[Callable[[str], build.OnWikiLink | str], str]] = [
    (lambda name: build.email_link(WIKI, name), "wpTarget"),
    (lambda name: forms_accounts.contributions_link(WIKI, name), "target"),
    (lambda name: forms_accounts.block_link(WIKI, name, hide_name=True), "wpTarget"),
    (lambda name: forms_accounts.central_auth_link(WIKI, name, lock=True, hide="suppressed"), "target"),
    (lambda name: forms_accounts.global_block_link(WIKI, name), "wpAddress"),
    (lambda name: forms_accounts.nuke_link(WIKI, name), "target"),
    (lambda name: forms_pages.move_page_link(WIKI, name), "wpOldTitle"),
    (lambda name: forms_pages.undelete_link(WIKI, name, None), "target"),
    (lambda name: forms_hiding.file_version_links(WIKI, name, ["20260101120000"], Parts.TEXT, False)[0], "target"),
    (lambda name: forms_hiding.deleted_revision_links(WIKI, name, [5], Parts.TEXT, False)[0], "target"),
]


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("make", "field"), NAMED)
def test_names_stay_in_their_place(make: Callable[[str], build.OnWikiLink | str], field: str, name: str) -> None:
    link, harmless = make(name), make("Name")
    url = link if isinstance(link, str) else link.url
    plain = harmless if isinstance(harmless, str) else harmless.url
    shown = name.replace("\ud800", "?")
    assert url.isascii() and not set(url) & set("<>\"'| \n\r\\^`{}#+")
    assert query_of(url)[field] == [shown]
    assert query_of(url) | {field: ["Name"]} == query_of(plain), "nothing else changes with the name"
    assert returned_to(build.through_sign_in(url)) == parse_qsl(urlsplit(url).query)


def ticks(url: str) -> dict[str, str]:
    return {key: value[0] for key, value in query_of(url).items() if key not in {"title", "type", "ids", "target"}}


@pytest.mark.parametrize(
    ("links", "type_", "target", "ids"),
    [
        (forms_hiding.deleted_revision_links(WIKI, "A page", [7, 8], Parts.TEXT, True), "revision", "A page", "7,8"),
        (
            forms_hiding.deleted_by_time_links(WIKI, "A page", ["20260101120000"], Parts.TEXT, True),
            "archive",
            "A page",
            "20260101120000",
        ),
        (forms_hiding.log_entry_links(WIKI, [7, 8], Parts.TEXT, True), "logging", None, "7,8"),
        (
            forms_hiding.file_version_links(WIKI, "File:A.png", ["20260101120000"], Parts.TEXT, True),
            "oldimage",
            "File:A.png",
            "20260101120000",
        ),
        (forms_hiding.deleted_file_version_links(WIKI, "File:A.png", [9], Parts.TEXT, True), "filearchive",
         "File:A.png", "9"),
    ],
)  # fmt: skip
def test_every_type_of_the_form_that_hides(
    links: list[build.OnWikiLink], type_: str, target: str | None, ids: str
) -> None:
    [link] = links
    query = query_of(link.url)
    assert (query["title"], query["type"], query["ids"]) == (["Special:RevisionDelete"], [type_], [ids])
    assert query.get("target", [None]) == [target]
    assert ticks(link.url) == {"wpHidePrimary": "1", "wpHideRestricted": "1"}
    assert ",".join(map(str, link.ids)) == ids


def test_forms_that_take_more_than_ids() -> None:
    assert ticks(forms_accounts.block_link(WIKI, None, hide_name=True).url) == {
        "wpExpiry": "infinite", "wpHideUser": "1", "wpDisableUTEdit": "1", "wpDisableEmail": "1",
    }  # fmt: skip
    assert ticks(forms_accounts.block_link(WIKI, "A", hide_name=False).url) == {"wpTarget": "A"}
    assert ticks(forms_accounts.central_auth_link(WIKI, "A", lock=True, hide=None).url) == {"wpStatusLocked": "1"}
    hidden = forms_accounts.central_auth_link(WIKI, None, lock=True, hide="suppressed")
    assert ticks(hidden.url) == {"wpStatusLocked": "1", "wpStatusHidden": "2"}
    assert forms_pages.delete_page_link(WIKI, 7, suppress=True).url.endswith(
        "?curid=7&action=delete&wpReason=%20&wpSuppress=1"
    )
    assert forms_pages.delete_page_link(WIKI, 7, suppress=False).url.endswith("?curid=7&action=delete&wpReason=%20")
    assert forms_pages.protect_page_link(WIKI, 7).url.endswith("?curid=7&action=protect")
    assert query_of(forms_pages.move_page_link(WIKI, "A").url)["wpLeaveRedirect"] == ["0"]
    [two] = forms_hiding.hide_abuse_log_links(WIKI, [5, 6, 5])
    assert two.ids == (5, 6)
    assert query_of(two.url) == {
        "title": ["Special:AbuseLog/hide"], "wpshoworhide": ["hide"], "hideids[5]": ["1"], "hideids[6]": ["1"],
    }  # fmt: skip
    assert [len(link.ids) for link in forms_hiding.hide_abuse_log_links(WIKI, range(1, 121))] == [50, 50, 20]
    assert max(len(link.url) for link in forms_hiding.hide_abuse_log_links(WIKI, range(2**62, 2**62 + 50))) < 4_000


def test_the_source_of_a_copyright_violation_is_the_only_text_in_a_link() -> None:
    source = "https://example.org/a?b=c&d=e"
    [link] = forms_hiding.copyright_links(WIKI, [5], Parts.TEXT, "An option", source)
    assert ticks(link.url) == {"wpHidePrimary": "1", "wpRevDeleteReasonList": "An option", "wpReason": source}


def test_ids_in_place_of_titles() -> None:
    assert build.diff_link(WIKI, 7) == "https://en.wikipedia.org/w/index.php?title=Special:Diff/7"
    assert forms_pages.edit_link(WIKI, 7).url == "https://en.wikipedia.org/w/index.php?curid=7&action=edit"
    assert forms_pages.history_link(LOOPBACK, 7) == "http://127.0.0.3:8000/index.php?curid=7&action=history"
    assert forms_accounts.user_link(WIKI, 7).endswith("?title=Special:Redirect/user/7")
    assert forms_hiding.log_entry_link(WIKI, 7).endswith("?title=Special:Log&logid=7")
    assert forms_hiding.abuse_log_link(WIKI, 7).endswith("?title=Special:AbuseLog/7")
    assert forms_pages.page_by_id_link(WIKI, 7).endswith("?curid=7")
    assert build.through_sign_in(build.diff_link(WIKI, 7)).endswith("?title=Special:UserLogin&returnto=Special:Diff/7")
    assert returned_to(forms_pages.edit_link(WIKI, 7).through_sign_in) == [
        ("title", "Special:BlankPage"), ("curid", "7"), ("action", "edit"),
    ]  # fmt: skip
