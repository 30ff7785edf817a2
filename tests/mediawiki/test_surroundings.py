"""Where else it may stand: each reason with a case, each place once, ids and times only, and what a failure leaves."""

import pytest

from app.domain.surroundings import RangeEnd, Suggestion, WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.mediawiki.surroundings import AROUND
from tests.mediawiki.around import NAME, PAGE, TITLE, World, around, at, entry, hit, iso, revision

# Each reason


async def test_the_title_itself() -> None:
    found = await around(World())
    assert found.suggestions == (Suggestion(PAGE, WhyHere.TITLE),)
    assert (found.could_not_check, found.deleted_copies) == (False, False)
    assert found.range is not None
    assert ([step.id for step in found.range.steps], found.range.end) == ([20], RangeEnd.NEVER_RESTORED)


async def test_the_summary_of_the_revert_and_the_same_text_again() -> None:
    texts = ("good", "bad", "worse", "good", "bad")
    world = World(history=[revision(10 * (place + 1), text, place) for place, text in enumerate(texts)])
    found = await around(world)
    assert found.suggestions[:2] == (
        Suggestion(Pointer("bigwiki", TargetKind.REVISION, 40, parts=Parts.SUMMARY), WhyHere.REVERT_SUMMARY, at(3)),
        Suggestion(Pointer("bigwiki", TargetKind.REVISION, 50), WhyHere.SAME_TEXT_AGAIN, at(4)),
    )


async def test_the_automatic_summary_of_the_target_itself() -> None:
    found = await around(World(model="wikibase-item"))
    itself = Pointer("bigwiki", TargetKind.REVISION, 20, parts=Parts.TEXT | Parts.SUMMARY)
    assert found.suggestions[0] == Suggestion(itself, WhyHere.AUTOMATIC_SUMMARY, at(1))
    assert WhyHere.AUTOMATIC_SUMMARY not in {each.why for each in (await around(World())).suggestions}


async def test_hits_of_the_account_and_on_the_page_within_an_hour() -> None:
    world = World(hits_of_account=[hit(1, 5), hit(2, 6)], hits_on_page=[hit(2, 6), hit(3, 7)])
    found = await around(world)
    assert found.suggestions[:3] == (
        Suggestion(Pointer("bigwiki", TargetKind.ABUSE_LOG, 1), WhyHere.FILTER_HIT_OF_ACCOUNT, at(5)),
        Suggestion(Pointer("bigwiki", TargetKind.ABUSE_LOG, 2), WhyHere.FILTER_HIT_OF_ACCOUNT, at(6)),
        Suggestion(Pointer("bigwiki", TargetKind.ABUSE_LOG, 3), WhyHere.FILTER_HIT_ON_PAGE, at(7)),
    ), "an entry of both lists is suggested once"
    asked = world.asked("abuselog")
    assert [(params.get("afluser"), params.get("afltitle")) for params in asked] == [(NAME, None), (None, TITLE)]
    assert {(params["aflstart"], params["aflend"]) for params in asked} == {("20260801130100", "20260801110100")}
    assert AROUND == 3600


@pytest.mark.parametrize(
    ("type_", "action", "why"),
    [
        ("create", "create", WhyHere.CREATION_LOG),
        ("move", "move", WhyHere.MOVE_LOG),
        ("delete", "delete", WhyHere.DELETION_LOG),
        ("upload", "overwrite", WhyHere.OTHER_LOG),
        ("protect", "protect", WhyHere.OTHER_LOG),
    ],
)
async def test_entries_about_the_page(type_: str, action: str, why: WhyHere) -> None:
    found = await around(World(about_page=[entry(6, type_, action, 3)]))
    expected = Pointer("bigwiki", TargetKind.LOG, 6, "20260801120300", parts=Parts.SUMMARY)
    assert found.suggestions[0] == Suggestion(expected, why, at(3))
    assert found.deleted_copies is (why is WhyHere.DELETION_LOG)


@pytest.mark.parametrize(("type_", "action"), [("delete", "revision"), ("delete", "event"), ("patrol", "patrol")])
async def test_what_was_hidden_before_is_no_such_entry(type_: str, action: str) -> None:
    found = await around(World(about_page=[entry(6, type_, action, 3)]))
    assert [each.why for each in found.suggestions] == [WhyHere.TITLE]
    assert not found.deleted_copies


async def test_the_entry_of_the_new_account() -> None:
    world = World(about_account=[entry(8, "newusers", "create", 2, page=0)])
    found = await around(world)
    expected = Pointer("bigwiki", TargetKind.LOG, 8, "20260801120200", parts=Parts.TEXT | Parts.USER_NAME)
    assert found.suggestions[0] == Suggestion(expected, WhyHere.NEW_ACCOUNT_LOG, at(2))
    assert [(each["letitle"], each.get("letype")) for each in world.asked("logevents")] == [
        (TITLE, None),
        (f"User:{NAME}", "newusers"),
    ]


async def test_a_move_is_found_by_the_second_of_what_it_left_behind() -> None:
    history = [revision(10, "good", 0), revision(20, "bad", 1), revision(30, "bad", 9)]
    others = entry(7, "move", "move", 9, page=78)
    world = World(history=history, in_second=[entry(6, "move", "move", 9), others])
    found = await around(world)
    expected = Pointer("bigwiki", TargetKind.LOG, 6, "20260801120900", parts=Parts.SUMMARY)
    moves = [each for each in found.suggestions if each.why is WhyHere.MOVE_LOG]
    assert moves == [Suggestion(expected, WhyHere.MOVE_LOG, at(9))], "not the other page's of the same second"
    by_second = [each for each in world.asked("logevents") if "lestart" in each]
    assert [(each["lestart"], each["leend"]) for each in by_second] == [("20260801120900",) * 2]


async def test_earlier_versions_of_a_file() -> None:
    rows = [
        {"timestamp": iso(5), "userid": 5, "sha1": "sum-c"},
        {"timestamp": iso(3), "userid": 5, "sha1": "sum-b", "archivename": "20260801120500!Invented.png"},
        {"timestamp": iso(1), "userid": 5, "filehidden": True},
    ]
    files = {"query": {"pages": [{"pageid": 77, "ns": 6, "title": TITLE, "imageinfo": rows}]}}
    target = Pointer("bigwiki", TargetKind.FILE_VERSION, 77, "20260801120300")
    found = await around(World(files=files, namespace=6), target)
    version = Pointer("bigwiki", TargetKind.FILE_VERSION, 77, "20260801120500")
    assert found.suggestions == (
        Suggestion(version, WhyHere.EARLIER_FILE_VERSION, at(3)),
        Suggestion(PAGE, WhyHere.TITLE),
    ), "neither the target itself nor the newest, which has no number of its own"
    assert found.range is None
    plain = World(files=files, namespace=0)
    await around(plain, Pointer("bigwiki", TargetKind.PAGE, 77))
    assert not plain.asked("imageinfo|info"), "only pages of files have versions"
