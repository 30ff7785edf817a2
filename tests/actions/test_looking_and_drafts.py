"""Looking around one target of a draft, and what people do with a draft: ticks, marks, more targets."""

from asyncio import gather
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import drafting
from app.actions.limits import TARGETS, TARGETS_A_PASTE
from app.actions.looking import look_around
from app.actions.refusals import CouldNotCheckRights, DraftGone, TooMuch, Unusable
from app.domain.people import Person, Standing
from app.domain.retention import DRAFT
from app.domain.surroundings import WhyHere
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.sandbox.more_cases import INSERTED
from app.store import sign_ins
from tests.support.haven import Haven, open_haven

ME, SOMEBODY_ELSE = 4001, 4002
WILMA = Person(ME, "Invented Name", Standing(frozenset(), 0))
LOG = Pointer("enwiki", TargetKind.LOG, 6, "20260801120000")


@pytest.fixture
async def haven(tmp_path: Path) -> AsyncIterator[Haven]:
    async with open_haven(tmp_path) as opened:
        async with opened.desk.database.writing() as session:
            await sign_ins.add_sign_in(session, "cookie", ME, "Invented Name", True, opened.clock())
        yield opened


def revision(number: int) -> Pointer:
    return Pointer("enwiki", TargetKind.REVISION, number)


async def keep(haven: Haven, *pointers: Pointer) -> str:
    return await drafting.keep_draft(haven.desk, ME, "cookie", pointers)


# Looking around


async def test_looking_around(haven: Haven) -> None:
    inserted = haven.farm.wiki("enwiki").page("Sixty edits").revisions[INSERTED - 1].rev_id
    found = await look_around(haven.desk, WILMA, revision(inserted))
    assert WhyHere.REVERT_SUMMARY in {each.why for each in found.suggestions}


@pytest.mark.parametrize("down", ["enwiki", "metawiki"])
async def test_looking_around_a_wiki_that_cannot_be_asked(haven: Haven, down: str) -> None:
    haven.farm.faults.set(down, "down")
    with pytest.raises(CouldNotCheckRights) as refusal:
        await look_around(haven.desk, WILMA, revision(5))
    assert refusal.value.sentence == "look-around-could-not"


async def test_looking_around_a_wiki_that_the_farm_does_not_list(haven: Haven) -> None:
    with pytest.raises(CouldNotCheckRights):
        await look_around(haven.desk, WILMA, Pointer("strangewiki", TargetKind.REVISION, 5))


# Drafts


async def test_a_draft_is_somebodys_own(haven: Haven) -> None:
    draft_id = await keep(haven, revision(1))
    with pytest.raises(DraftGone):
        await drafting.read_draft(haven.desk, SOMEBODY_ELSE, draft_id)
    with pytest.raises(DraftGone):
        await drafting.choose_targets(haven.desk, SOMEBODY_ELSE, draft_id, frozenset({0}))
    with pytest.raises(DraftGone):
        await drafting.add_targets(haven.desk, SOMEBODY_ELSE, draft_id, [revision(2)])
    with pytest.raises(DraftGone):
        await drafting.mark_name(haven.desk, SOMEBODY_ELSE, draft_id, 0, True, frozenset({0}))
    assert (await drafting.read_draft(haven.desk, ME, draft_id)).pointers == (revision(1),)
    haven.clock.move(seconds=DRAFT)
    with pytest.raises(DraftGone):
        await drafting.read_draft(haven.desk, ME, draft_id)


async def test_ticking(haven: Haven) -> None:
    draft_id = await keep(haven, *map(revision, (1, 2, 3)))
    await drafting.choose_targets(haven.desk, ME, draft_id, frozenset({0, 2}))
    assert (await drafting.read_draft(haven.desk, ME, draft_id)).chosen == (revision(1), revision(3))
    for nothing in (frozenset[int](), frozenset({7})):
        with pytest.raises(Unusable):
            await drafting.choose_targets(haven.desk, ME, draft_id, nothing)
    assert (await drafting.read_draft(haven.desk, ME, draft_id)).chosen == (revision(1), revision(3))


async def test_marking_a_name_and_taking_it_back(haven: Haven) -> None:
    draft_id = await keep(haven, revision(1), Pointer("enwiki", TargetKind.ACCOUNT, name="Invented Target"))
    for _ in range(2):
        await drafting.mark_name(haven.desk, ME, draft_id, 1, True, frozenset({1}))
    draft = await drafting.read_draft(haven.desk, ME, draft_id)
    assert [pointer.is_marked for pointer in draft.pointers] == [False, True], "a double press marks"
    assert draft.left_out == {0}
    await drafting.mark_name(haven.desk, ME, draft_id, 1, False, frozenset({0, 1}))
    draft = await drafting.read_draft(haven.desk, ME, draft_id)
    assert (draft.pointers[1].is_marked, draft.left_out) == (False, frozenset())
    for place in (-1, 2):
        with pytest.raises(Unusable):
            await drafting.mark_name(haven.desk, ME, draft_id, place, True, frozenset({0}))


async def test_what_several_tabs_change_at_once_is_all_kept(haven: Haven) -> None:
    """Each reads what the others left: above all no mark is lost."""
    desk, count = haven.desk, 12
    draft_id = await keep(haven, *map(revision, range(1, count + 1)))
    every = frozenset(range(count))
    await gather(
        *(drafting.mark_name(desk, ME, draft_id, place, True, every) for place in range(count)),
        *(drafting.add_targets(desk, ME, draft_id, [revision(100 + number)]) for number in range(count)),
        drafting.keep_answers(desk, ME, draft_id, {"kind": "suppression"}),
    )
    draft = await drafting.read_draft(desk, ME, draft_id)
    assert [pointer.is_marked for pointer in draft.pointers[:count]] == [True] * count
    assert {pointer.id for pointer in draft.pointers[count:]} == {100 + number for number in range(count)}
    assert draft.answers == {"kind": "suppression"}


async def test_more_targets_stand_beside_those_there_are(haven: Haven) -> None:
    draft_id = await keep(haven, revision(1), LOG)
    await drafting.choose_targets(haven.desk, ME, draft_id, frozenset({0}))
    said = replace(LOG, parts=Parts.SUMMARY)
    await drafting.add_targets(haven.desk, ME, draft_id, [said, revision(2), revision(2)])
    draft = await drafting.read_draft(haven.desk, ME, draft_id)
    assert draft.pointers == (revision(1), said, revision(2)), "one that is there takes over the parts that are meant"
    assert draft.left_out == frozenset(), "and is ticked again"
    await drafting.add_targets(haven.desk, ME, draft_id, [LOG])
    assert (await drafting.read_draft(haven.desk, ME, draft_id)).pointers[1] == said, "nothing said, nothing lost"


async def test_a_draft_does_not_outgrow_a_paste(haven: Haven) -> None:
    draft_id = await keep(haven, *map(revision, range(1, TARGETS_A_PASTE + 1)))
    with pytest.raises(Unusable) as refusal:
        await drafting.add_targets(haven.desk, ME, draft_id, [revision(9_999)])
    assert refusal.value.sentence == "draft-too-many"
    await drafting.add_targets(haven.desk, ME, draft_id, [replace(revision(1), parts=Parts.TEXT)])


async def test_targets_are_counted_by_the_hour(haven: Haven) -> None:
    full = range(1, TARGETS_A_PASTE + 1)
    drafts = [await keep(haven, *map(revision, full)) for _ in range(TARGETS.at_most // TARGETS_A_PASTE)]
    with pytest.raises(TooMuch):
        await keep(haven, revision(1))
    await drafting.add_targets(haven.desk, ME, drafts[0], [revision(1)])
    haven.clock.move(hours=1)
    await keep(haven, revision(1))
    few = await keep(haven, *map(revision, full[1:]))
    await drafting.add_targets(haven.desk, ME, few, [revision(TARGETS_A_PASTE + 1)])


async def test_added_targets_count_as_well(haven: Haven) -> None:
    draft_id = await keep(haven, revision(1))
    rest = TARGETS.at_most - 1
    for start in range(0, rest, TARGETS_A_PASTE):
        await keep(haven, *map(revision, range(1, min(TARGETS_A_PASTE, rest - start) + 1)))
    with pytest.raises(TooMuch):
        await drafting.add_targets(haven.desk, ME, draft_id, [revision(2)])
    assert (await drafting.read_draft(haven.desk, ME, draft_id)).pointers == (revision(1),)
