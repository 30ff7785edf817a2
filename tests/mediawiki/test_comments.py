"""Comments of talk pages: the edit that added one, by its author and minute; its page where that cannot be told."""

from collections.abc import Sequence
from typing import Any

import httpx
import pytest

from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone
from tests.mediawiki.scripted import Scripted, scripted_farm
from tests.mediawiki.test_pointing import NAME, QUESTION, asked, point, target

COMMENT = "c-Invented_Name-20260801120000-Wilma-20260801110000"


def comments(title: str | None = "Talk:Invented") -> dict[str, Any]:
    rows = [{"id": COMMENT, "title": title, "oldid": None, "matchedby": "id"}]
    return {"discussiontoolsfindcomment": rows} if title else {}


def history(*edits: tuple[int, str | None]) -> dict[str, Any]:
    rows = [
        {"revid": number, "parentid": 1} | ({"user": user} if user else {"userhidden": True}) for number, user in edits
    ]
    return {"query": {"pages": [{"pageid": 7, "ns": 1, "title": "Talk:Invented", "revisions": rows}]}}


def with_comment(found: Any, edits: Any) -> Scripted:
    wikis = scripted_farm()
    wikis.answers["big.example", "discussiontoolsfindcomment"] = found
    wikis.answers["big.example", "revisions"] = edits
    return wikis


async def test_a_comment_is_the_edit_of_its_author_in_its_minute() -> None:
    wikis = with_comment(comments(), history((11, "Wilma"), (12, NAME), (13, "Wilma")))
    meant = target(TargetKind.COMMENT, name=COMMENT)
    assert await point(wikis, meant) == {meant: Pointer("bigwiki", TargetKind.REVISION, 12)}
    bare = {"format": "json", "formatversion": "2"}
    which = {"prop": "revisions", "titles": "Talk:Invented", "rvprop": "ids|user", "rvdir": "newer", "rvlimit": "50"}
    minute = {"rvstart": "20260801120000", "rvend": "20260801120059"}
    assert asked(wikis) == [
        bare | {"action": "discussiontoolsfindcomment", "idorname": COMMENT},
        QUESTION | which | minute,
    ]
    assert all("nvented" not in question.address for question in wikis.asked)


@pytest.mark.parametrize(
    ("edits", "meant"),
    [
        (((11, "Wilma"),), Pointer("bigwiki", TargetKind.REVISION, 11)),  # a signature that was changed
        (((11, None),), Pointer("bigwiki", TargetKind.REVISION, 11)),  # an author who is hidden since
        (((11, "Wilma"), (12, None)), Pointer("bigwiki", TargetKind.PAGE, 7)),  # which of two, nobody can tell
        ((), Pointer("bigwiki", TargetKind.PAGE, 7)),
    ],
)
async def test_a_comment_whose_author_is_not_found(edits: Sequence[tuple[int, str | None]], meant: Pointer) -> None:
    comment = target(TargetKind.COMMENT, name=COMMENT)
    assert await point(with_comment(comments(), history(*edits)), comment) == {comment: meant}


@pytest.mark.parametrize("name", ["h-Invented_heading", "c-Invented_Name-20261399999999", "c-Invented"])
async def test_a_comment_without_a_time_is_its_page(name: str) -> None:
    comment = target(TargetKind.COMMENT, name=name)
    wikis = with_comment(comments(), history((11, "Wilma")))
    assert await point(wikis, comment) == {comment: Pointer("bigwiki", TargetKind.PAGE, 7)}
    assert "rvstart" not in asked(wikis)[1]


async def test_comments_that_are_nowhere() -> None:
    comment = target(TargetKind.COMMENT, name=COMMENT)
    assert await point(with_comment(comments(None), history()), comment) == {comment: Gone()}
    gone = {"query": {"pages": [{"ns": 1, "title": "Talk:Invented", "missing": True}]}}
    assert await point(with_comment(comments(), gone), comment) == {comment: Gone()}


@pytest.mark.parametrize(
    ("found", "edits"),
    [
        (httpx.Response(500), history()),
        ({"error": {"code": "unknown_action"}}, history()),  # a wiki without DiscussionTools
        (comments(), httpx.Response(500)),
        (comments(), {"query": {"pages": []}}),
    ],
)
async def test_comments_that_could_not_be_asked_about(found: Any, edits: Any) -> None:
    comment = target(TargetKind.COMMENT, name=COMMENT)
    assert await point(with_comment(found, edits), comment) == {comment: CouldNotCheck()}
