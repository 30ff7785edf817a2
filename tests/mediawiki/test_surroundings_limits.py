"""Surroundings: what a failed question leaves, what is asked of which target, and that only ids and times come out."""

from asyncio import Event
from typing import Any

import httpx
import pytest

from app.domain.surroundings import NotSearched, RangeEnd, Suggestion, WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.mediawiki import surroundings
from app.mediawiki.outcomes import Garbled, Refused, Unreachable
from app.mediawiki.ranges import Ranges
from app.mediawiki.surroundings import LONG_AGO, MOST_UNCHANGED
from tests.mediawiki.around import NAME, PAGE, TARGET, TITLE, World, around, at, entry, hit, iso, revision

DOWN = httpx.Response(500)
BACK = [revision(10, "good", 0), revision(20, "bad", 1), revision(30, "bad", 2), revision(40, "good", 3)]


def everything(**changes: Any) -> World:
    """A world in which each question has something to tell."""
    told: dict[str, Any] = {
        "history": BACK,
        "hits_of_account": [hit(1, 5)],
        "hits_on_page": [hit(2, 6)],
        "about_page": [entry(3, "create", "create", 0)],
        "about_account": [entry(4, "newusers", "create", 0, page=0)],
        "in_second": [entry(5, "move", "move", 2)],
        "files": {
            "query": {
                "pages": [
                    {
                        "pageid": 77,
                        "ns": 6,
                        "imageinfo": [
                            {"timestamp": iso(5), "userid": 5, "sha1": "sum-b"},
                            {"timestamp": iso(1), "userid": 5, "sha1": "sum-a", "archivename": "20260801120500!I.png"},
                        ],
                    }
                ]
            }
        },
        "namespace": 6,
        "model": "wikibase-item",
    }
    return World(**(told | changes))


ALL = {
    WhyHere.REVERT_SUMMARY,
    WhyHere.AUTOMATIC_SUMMARY,
    WhyHere.TITLE,
    WhyHere.FILTER_HIT_OF_ACCOUNT,
    WhyHere.FILTER_HIT_ON_PAGE,
    WhyHere.CREATION_LOG,
    WhyHere.MOVE_LOG,
    WhyHere.NEW_ACCOUNT_LOG,
    WhyHere.EARLIER_FILE_VERSION,
}


@pytest.mark.parametrize(
    ("question", "lost"),
    [
        ("hits_of_account", {WhyHere.FILTER_HIT_OF_ACCOUNT}),
        ("hits_on_page", {WhyHere.FILTER_HIT_ON_PAGE}),
        ("about_page", {WhyHere.CREATION_LOG}),
        ("about_account", {WhyHere.NEW_ACCOUNT_LOG}),
        ("in_second", {WhyHere.MOVE_LOG}),
        ("files", {WhyHere.EARLIER_FILE_VERSION}),
        ("history", {WhyHere.REVERT_SUMMARY, WhyHere.AUTOMATIC_SUMMARY, WhyHere.MOVE_LOG}),
        (None, set()),
    ],
)
async def test_a_question_that_fails_takes_no_other_with_it(question: str | None, lost: set[WhyHere]) -> None:
    found = await around(everything(**({question: DOWN} if question else {})))
    assert {each.why for each in found.suggestions} == ALL - lost
    assert found.could_not_check is (question is not None)
    assert found.not_searched is None
    assert (found.range is None) is (question == "history")


@pytest.mark.parametrize(
    ("subject", "ending"),
    [
        (DOWN, Unreachable()),
        ({"batchcomplete": True}, Garbled()),
        ({"error": {"code": "readapidenied"}}, Refused("readapidenied")),
    ],
)
async def test_a_target_that_cannot_be_asked_about_is_a_failure(subject: Any, ending: object) -> None:
    world = World(subject=subject)
    assert await world.around() == ending
    assert len(world.wikis.asked) == 1


async def test_nothing_stands_around_what_the_public_cannot_see() -> None:
    world = everything(subject={"query": {"badrevids": {"20": {"revid": 20, "missing": True}}}})
    found = await around(world)
    assert (found.range, found.suggestions, found.not_searched) == (None, (), NotSearched.GONE)
    assert len(world.wikis.asked) == 1


async def test_each_place_once() -> None:
    move = entry(5, "move", "move", 2)
    found = await around(everything(about_page=[move, move], hits_on_page=[hit(1, 5)]))
    identities = [each.pointer.identity for each in found.suggestions]
    assert len(identities) == len(set(identities))
    assert [each.why for each in found.suggestions].count(WhyHere.MOVE_LOG) == 1


async def test_the_target_itself_only_where_another_part_is_meant() -> None:
    page = everything(model="wikitext")
    assert PAGE not in {each.pointer for each in (await around(page, PAGE)).suggestions}
    revisions = await around(everything())
    again = [each for each in revisions.suggestions if each.pointer.identity == TARGET.identity]
    parts = Parts.TEXT | Parts.SUMMARY
    itself = Pointer("bigwiki", TargetKind.REVISION, 20, parts=parts)
    assert again == [Suggestion(itself, WhyHere.AUTOMATIC_SUMMARY, at(1))]


async def test_ids_and_times_are_all_that_comes_out() -> None:
    found = await around(everything())
    for secret in (TITLE, NAME, "sum-", "Invented", ".png"):
        assert secret not in repr(found)
    for each in found.suggestions:
        assert each.pointer.id
        assert not (each.pointer.title or each.pointer.name)


async def test_names_and_titles_go_in_the_body_only() -> None:
    world = everything()
    await around(world)
    assert {question.address for question in world.wikis.asked} == {"https://big.example/w/api.php"}


async def test_no_summary_and_no_text_is_asked_for() -> None:
    world = everything()
    await around(world)
    fields = "|".join(
        value
        for question in world.wikis.asked
        for name, value in question.params.items()
        if name in ("rvprop", "leprop", "aflprop", "iiprop", "inprop", "usprop")
    ).split("|")
    assert not {"comment", "parsedcomment", "content", "details", "title", "url", "tags"} & set(fields)
    (subject,) = world.asked("revisions|info")
    assert subject["rvprop"] == "ids|timestamp|sha1|userid|user"


async def test_a_hidden_author_is_asked_about_nowhere() -> None:
    world = everything(subject=[revision(20, "bad", 1, user=None)])
    found = await around(world)
    assert {each.get("afluser") for each in world.asked("abuselog")} == {None}
    assert [each["letitle"] for each in world.asked("logevents") if "letitle" in each] == [TITLE]
    assert (found.could_not_check, found.not_searched) == (False, NotSearched.AUTHOR)
    assert found.range is not None
    assert found.range.by_others == len(found.range.steps)


async def test_a_history_full_of_moves_costs_five_questions() -> None:
    unchanged = [revision(10, "good", 0), *(revision(10 + 10 * n, "bad", n) for n in range(1, 12))]
    world = World(history=unchanged)
    await around(world)
    assert len([each for each in world.asked("logevents") if "lestart" in each]) == MOST_UNCHANGED == 5


# Other kinds of targets


async def test_around_an_account() -> None:
    world = World(hits_of_account=[hit(1, 5)], about_account=[entry(4, "newusers", "create", 0, page=0)])
    found = await around(world, Pointer("bigwiki", TargetKind.ACCOUNT, 5))
    assert {each.why for each in found.suggestions} == {WhyHere.FILTER_HIT_OF_ACCOUNT, WhyHere.NEW_ACCOUNT_LOG}
    (users,) = world.asked("users")
    assert users["ususerids"] == "5"
    (hits,) = world.asked("abuselog")
    assert hits["afluser"] == NAME
    assert int(hits["aflstart"]) - int(hits["aflend"]) > 0
    assert LONG_AGO == 90 * 24 * 3600
    assert (found.range, found.could_not_check) == (None, False)


async def test_around_a_hidden_account_nothing_is_asked() -> None:
    world = World(account={"userid": 5, "missing": True}, hits_of_account=[hit(1, 5)])
    found = await around(world, Pointer("bigwiki", TargetKind.ACCOUNT, 5))
    assert (found.suggestions, len(world.wikis.asked), found.not_searched) == ((), 1, NotSearched.GONE)


async def test_around_a_deleted_page_the_logs_speak_by_its_title() -> None:
    world = World(about_page=[entry(6, "delete", "delete", 3, page=0)], hits_on_page=[hit(2, 6)])
    found = await around(world, Pointer("bigwiki", TargetKind.PAGE, title=TITLE))
    assert {each.why for each in found.suggestions} == {WhyHere.DELETION_LOG, WhyHere.FILTER_HIT_ON_PAGE}
    assert found.deleted_copies
    assert not world.asked("info"), "the title is all there is"


@pytest.mark.parametrize(
    "target", [Pointer("bigwiki", TargetKind.LOG, 6, "20260801120300"), Pointer("bigwiki", TargetKind.ABUSE_LOG, 6)]
)
async def test_around_an_entry_of_a_log_nothing_is_searched_and_that_is_said(target: Pointer) -> None:
    world = everything()
    found = await around(world, target)
    assert (found.suggestions, world.wikis.asked, found.not_searched) == ((), [], NotSearched.KIND)


@pytest.mark.parametrize(
    ("target", "found_by"),
    [
        (Pointer("bigwiki", TargetKind.DELETED_REVISION, 0, "20260801120300", TITLE), "page"),
        (Pointer("bigwiki", TargetKind.FILE_VERSION, 77, title=TITLE), "page"),
        (Pointer("bigwiki", TargetKind.PAGE, title=TITLE), "page"),
        (Pointer("bigwiki", TargetKind.REVISION, 20, title=TITLE), "page"),
        (Pointer("bigwiki", TargetKind.ACCOUNT, name=NAME), "account"),
    ],
)
async def test_around_what_nobody_can_see_the_logs_speak_by_title_or_name(target: Pointer, found_by: str) -> None:
    found = await around(everything(subject={"query": {"badrevids": {"20": {"revid": 20, "missing": True}}}}), target)
    reasons = {
        "page": {WhyHere.FILTER_HIT_ON_PAGE, WhyHere.CREATION_LOG},
        "account": {WhyHere.FILTER_HIT_OF_ACCOUNT, WhyHere.NEW_ACCOUNT_LOG},
    }
    assert {each.why for each in found.suggestions} == reasons[found_by]
    assert (found.not_searched, found.could_not_check) == (NotSearched.GONE, False)


async def test_what_has_not_answered_by_the_deadline_could_not_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A history of ten slow pages; what the others told stays."""

    async def never(*args: object) -> None:
        await Event().wait()

    monkeypatch.setattr(Ranges, "find", never)
    monkeypatch.setattr(surroundings, "OVERALL_SECONDS", 0.5)
    found = await around(everything())
    assert (found.range, found.could_not_check) == (None, True)
    assert WhyHere.CREATION_LOG in {each.why for each in found.suggestions}


async def test_a_range_over_a_hidden_revision_before() -> None:
    history = [revision(10, None, 0), revision(20, "bad", 1), revision(30, "worse", 2)]
    found = await around(World(history=history))
    assert found.range is not None
    assert (found.range.end, len(found.range.steps)) == (RangeEnd.BEFORE_HIDDEN, 2)
