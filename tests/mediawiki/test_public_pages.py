"""Reading a request page: where its parts begin, what is no page, and which answers are not believed."""

from typing import Any

import pytest

from app.domain.public_pages import Part, Section
from app.mediawiki.client import WikiClient
from app.mediawiki.outcomes import Failed, Garbled, NoSuchPage, Refused, Warned
from app.mediawiki.public_pages import PublicPages
from tests.mediawiki.scripted import META, USER_AGENT, Answer, Scripted

TEXT = "\U0001f600 שלום\n\n== One \U0001f600 ==\n{{Brings}}\n\n<h2>Html</h2>\nin it\n\n=== One a ===\na\n\n== Two ==\nb"
AT = 1_790_000_000
BROUGHT_IN = {"hLevel": 2, "index": "T-1", "anchor": "Brought_in"}
HTML = {"hLevel": 2, "anchor": "Html"}


def _row(index: int, level: int, anchor: str, heading: str) -> dict[str, Any]:
    return {"hLevel": level, "index": str(index), "codepointOffset": TEXT.index(heading), "anchor": anchor}


ROWS = [
    _row(1, 2, "One_\U0001f600", "== One \U0001f600"),
    BROUGHT_IN,
    HTML,
    _row(2, 3, "One_a", "=== One a"),
    _row(3, 2, "Two", "== Two"),
]


def _pages(parsed: Answer, saved: Answer | None = None) -> tuple[PublicPages, Scripted]:
    revision = {"revid": 37, "timestamp": "2026-09-21T14:13:20Z"}
    told: Answer = {"query": {"pages": [{"title": "A page", "revisions": [revision]}]}}
    wikis = Scripted({("meta.example", "tocdata|wikitext|revid"): parsed, ("meta.example", "revisions"): saved or told})
    return PublicPages(WikiClient(USER_AGENT, lambda: AT, wikis.client())), wikis


def _parsed(rows: list[dict[str, Any]] = ROWS, text: str = TEXT, **more: Any) -> dict[str, Any]:
    toc = {"sections": rows, "extensionData": []}
    return {"parse": {"title": "A page", "pageid": 5, "revid": 37, "tocdata": toc, "wikitext": text}, **more}


async def test_a_page_with_its_parts() -> None:
    pages, wikis = _pages(_parsed())
    page = await pages.read(META, "A page")
    assert not isinstance(page, NoSuchPage | Failed)
    assert (page.title, page.revision, page.saved_at, page.text) == ("A page", 37, AT, TEXT)
    one, two = TEXT.index("== One"), TEXT.index("== Two")
    assert page.sections[:3] == (
        Section(1, 2, "One_\U0001f600", one),
        Section(None, 2, "Brought_in", one),
        Section(None, 2, "Html", one),
    )
    assert page.part("Two") == Part(3, "Two", "== Two ==\nb")
    assert page.part("One_\U0001f600") == Part(1, "One_\U0001f600", TEXT[one : two - 2]), "not ended by what it holds"
    assert [page.part(anchor) for anchor in ("Brought_in", "Html", "Nowhere", "")] == [None] * 4
    assert len(wikis.asked) == 2
    assert all(asked.address == "https://meta.example/w/api.php" for asked in wikis.asked), "no title in an address"


@pytest.mark.parametrize("code", ["missingtitle", "invalidtitle", "pagecannotexist"])
async def test_no_page(code: str) -> None:
    pages, wikis = _pages({"error": {"code": code, "info": "words of the wiki"}})
    assert await pages.read(META, "A page") == NoSuchPage()
    assert len(wikis.asked) == 1


async def test_what_fails_is_said_as_it_is() -> None:
    pages, _ = _pages({"error": {"code": "readapidenied"}})
    assert await pages.read(META, "A page") == Refused("readapidenied")
    pages, _ = _pages(_parsed(warnings={"parse": {"warnings": "deprecated"}}))
    assert await pages.read(META, "A page") == Warned()
    pages, _ = _pages(_parsed(), {"query": {"badrevids": {"37": {"revid": 37, "missing": True}}}})
    assert await pages.read(META, "A page") == Garbled()


@pytest.mark.parametrize("moved", [1, -1, 7])
async def test_a_heading_that_is_not_where_the_wiki_says_is_not_believed(moved: int) -> None:
    """Otherwise a part would be cut elsewhere, and a request put into the middle of another one."""
    rows = [
        row | {"codepointOffset": row["codepointOffset"] + moved} if row.get("index") == "3" else row for row in ROWS
    ]
    pages, _ = _pages(_parsed(rows))
    assert await pages.read(META, "A page") == Garbled()


async def test_bytes_are_not_taken_for_characters() -> None:
    rows = [_row(1, 2, "One", "== One") | {"codepointOffset": len(TEXT[: TEXT.index("== One")].encode())}]
    pages, _ = _pages(_parsed(rows))
    assert await pages.read(META, "A page") == Garbled()


async def test_a_page_without_headings_and_an_empty_heading() -> None:
    pages, _ = _pages(_parsed([], "Just text"))
    page = await pages.read(META, "A page")
    assert not isinstance(page, NoSuchPage | Failed)
    assert page.sections == ()
    pages, _ = _pages(_parsed([{"hLevel": 3, "index": "1", "codepointOffset": 0}], "=== ==="))
    page = await pages.read(META, "A page")
    assert not isinstance(page, NoSuchPage | Failed)
    assert page.sections == (Section(1, 3, "", 0),)
