"""Which later revisions still carry it, and where else it may stand: one diff of sixty edits, pasted.

The invented page was begun by somebody else, the third edit brings it in, the fiftieth takes it out; the thirtieth is
what a move left in the history.
"""

from pathlib import Path

import httpx
import pytest

from app.sandbox.more_cases import INSERTED, RESTORED, SIXTY
from app.sandbox.wiki import Page, Wiki
from tests.journeys.pastes import box_in_row, boxes, diff, forms_to, paste, raw_database, row_with, ticked
from tests.support.haven import SUPPRESSION, Client, Haven
from tests.support.page_checks import words


@pytest.fixture
async def odile(haven: Haven) -> Client:
    return await haven.client("Odile Farr")


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
def page(wiki: Wiki) -> Page:
    return wiki.page("Sixty edits")


def ids(page: Page, first: int, last: int) -> list[int]:
    """The numbers of its edits from the `first` to the `last`, counted from one."""
    return [each.rev_id for each in page.revisions[first - 1 : last]]


def revisions_among(values: list[str]) -> list[int]:
    return [int(value.split(".")[1]) for value in values if value.startswith("revision.") and value.endswith("..0")]


async def around(client: Client, draft: str, place: int = 0) -> httpx.Response:
    answer = await client.get(f"{draft}/around/{place}")
    assert answer.status_code == 200, words(answer)
    return answer


async def test_exactly_the_third_to_the_forty_ninth_are_ticked(odile: Client, wiki: Wiki, page: Page) -> None:
    found = await around(odile, await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id)))
    carried = ids(page, INSERTED, RESTORED - 1)
    assert len(carried) == 47
    assert revisions_among(ticked(found)) == carried
    assert revisions_among(list(boxes(found))) == carried, "no box for a revision that no longer carries it"
    assert "47 revisions carry it" in words(found)
    assert f"Revision {page.revisions[RESTORED - 1].rev_id} has the same text again" in words(found)


async def test_what_other_people_wrote_in_between_is_counted(odile: Client, wiki: Wiki, page: Page) -> None:
    """All but the first one: their names stay with their work."""
    found = await around(odile, await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id)))
    assert "46 of them were made by others" in words(found)
    assert not any(each.author.name in found.text.replace(odile.name or "", "") for each in page.revisions)


async def test_the_other_places_are_suggested_and_none_is_ticked_beforehand(
    odile: Client, wiki: Wiki, page: Page
) -> None:
    draft = await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    found = await around(odile, draft)
    revert, [hit], move = page.revisions[RESTORED - 1], _hits(wiki, page), _log(wiki, page, "move")
    summary = f"revision.{revert.rev_id}..2"
    assert box_in_row(found, "The summary with which it was taken out") == summary
    assert box_in_row(found, "The log entry of a move").startswith(f"log.{move}.")
    hit_box = box_in_row(found, f"filter log entry {hit}")
    assert hit_box == f"abuse-log.{hit}..0"
    assert not boxes(found)[summary]
    assert [value for value in ticked(found) if not value.startswith("revision.")] == []


async def test_taking_them_adds_each_once_and_a_second_time_adds_nothing(odile: Client, wiki: Wiki, page: Page) -> None:
    draft = await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    found = await around(odile, draft)
    reasons = ("The summary with which it was taken out", "The log entry of a move", "A filter stopped or noted this")
    more = [box_in_row(found, reason) for reason in reasons]
    assert all(more)
    for _ in range(2):
        added = await odile.follow(await odile.post(f"{draft}/around/0", {"take": [*ticked(found), *more]}))
        assert "50 targets on 1 wiki" in words(added), "47 revisions, the summary, the move and the filter's entry"
        assert len(ticked(added)) == 50
    assert "only its summary" in row_with(added, str(page.revisions[RESTORED - 1].rev_id))


async def test_what_was_taken_is_asked_for_in_the_forms_by_its_own_parts(
    haven: Haven, odile: Client, wiki: Wiki, page: Page
) -> None:
    """Of the revert only the summary: its text is clean."""
    tamsin = await haven.client("Tamsin Vale")
    draft = await paste(tamsin, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    found = await around(tamsin, draft)
    revert = box_in_row(found, "The summary with which it was taken out")
    await tamsin.post(f"{draft}/around/0", {"take": [*ticked(found), revert]})
    filed = await tamsin.post(f"{draft}/file", SUPPRESSION | {"tail": "necessary"})
    assert filed.status_code == 303, words(filed)
    keeva = await haven.client("Keeva Strand")
    reference = filed.headers["location"]
    opened = await keeva.follow(await keeva.post(f"{reference}/take"))
    forms = forms_to(opened, "Special:RevisionDelete", "type=revision")
    texts = [form for form in forms if "wpHidePrimary=1" in form]
    summaries = [form for form in forms if "wpHideComment=1" in form]
    number = str(page.revisions[RESTORED - 1].rev_id)
    assert texts and all(number not in form for form in texts)
    assert [number in form for form in summaries] == [True]
    assert all(str(each) in texts[0] for each in ids(page, INSERTED, RESTORED - 1))


async def test_the_author_of_the_revert_is_a_party_of_a_request_about_its_summary(
    haven: Haven, wiki: Wiki, page: Page
) -> None:
    haven.farm.grant("Tamsin Vale", "suppress", "enwiki")
    hedda = await haven.client("Hedda Moor")
    draft = await paste(hedda, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    revert = f"revision.{page.revisions[RESTORED - 1].rev_id}..2"
    await hedda.post(f"{draft}/around/0", {"take": [revert]})
    filed = await hedda.post(f"{draft}/file", SUPPRESSION)
    tamsin = await haven.client("Tamsin Vale")
    assert (await tamsin.get(filed.headers["location"])).status_code == 404


@pytest.mark.parametrize("number", [INSERTED + 1, RESTORED, SIXTY])
async def test_from_another_edit_the_range_is_that_edits_own(
    odile: Client, wiki: Wiki, page: Page, number: int
) -> None:
    """Nothing brings the text before these back, so all that follow are listed, and the page says why."""
    found = await around(odile, await paste(odile, diff(wiki, page.revisions[number - 1].rev_id)))
    assert revisions_among(ticked(found)) == ids(page, number, SIXTY)
    assert "No later revision has the text of the one before it" in words(found)


async def test_from_the_first_edit_all_of_the_page_is_listed(odile: Client, wiki: Wiki, page: Page) -> None:
    found = await around(odile, await paste(odile, diff(wiki, page.revisions[0].rev_id)))
    assert revisions_among(ticked(found)) == ids(page, 1, SIXTY)
    assert "The page began with it" in words(found)


async def test_what_is_hidden_already_is_not_ticked(odile: Client, wiki: Wiki, page: Page) -> None:
    hidden = ids(page, 10, 12)
    wiki.hide(hidden, text=True)
    found = await around(odile, await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id)))
    assert revisions_among(ticked(found)) == [each for each in ids(page, INSERTED, 49) if each not in hidden]
    assert "text hidden" in row_with(found, str(hidden[0]))


async def test_the_checksums_are_compared_in_memory_and_stand_nowhere(
    haven: Haven, odile: Client, wiki: Wiki, page: Page, tmp_path: Path
) -> None:
    draft = await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    found = await around(odile, draft)
    await odile.post(f"{draft}/around/0", {"take": ticked(found)})
    sums = {each.sha1 for each in page.revisions}
    assert not any(each in found.text for each in sums)
    kept = raw_database(tmp_path)
    assert kept
    assert not any(each.encode() in kept for each in sums)


async def test_a_wiki_that_cannot_be_asked_offers_no_range(haven: Haven, odile: Client, wiki: Wiki, page: Page) -> None:
    draft = await paste(odile, diff(wiki, page.revisions[INSERTED - 1].rev_id))
    haven.farm.faults.set("enwiki", "down")
    answer = await odile.get(f"{draft}/around/0")
    assert answer.status_code == 503
    assert "could not be asked" in words(answer)
    assert boxes(answer) == {}


def _hits(wiki: Wiki, page: Page) -> list[int]:
    names = {"Sixty edits", "Sixty edits (old title)"}
    return [each.hit_id for each in wiki.hits.values() if each.title[1] in names]


def _log(wiki: Wiki, page: Page, kind: str) -> int:
    return next(each.log_id for each in wiki.log if each.kind == kind and each.page_id == page.page_id)
