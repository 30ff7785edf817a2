"""Bad input on the pages around a draft: one clear sentence, nothing done, and what was ticked or typed is kept."""

import httpx
import pytest

from app.actions import drafting
from app.actions.limits import TARGETS_A_PASTE, Limit
from app.sandbox.wiki import Wiki
from app.store.drafts import Draft
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, boxes, diff, paste, references, ticked
from tests.support.haven import REVISION_DELETION, Client, Haven
from tests.support.page_checks import words

LARGEST = 2**63 - 1
NO_PLACES = ("5", "99999", "100000", "-1", "1.5", "x", "٣", "１", "0x1", "1e1", "", "9" * 400, "None")
NO_BOXES = (
    "", "revision", "revision.", "revision.1", "revision.1.", "revision.1..8", "revision.0..0", "revision.-1..0",
    "revision.01..0", "revision.1..0 ", " revision.1..0", "revision.1..0\n", "revision.1.2026.0", "revision.٣..0",
    f"revision.{LARGEST + 1}..0", "revision.1..0.name", "account.5..0", "ip.5..0", "unknown.5..0", "comment.5..0",
    "deleted-revision.5.20260101000000.0", "file-version.5..0", "Revision.1..0", "log.1.20260101000000.9",
    "<script>.1..0", "revision.1..0&take=revision.2..0", "page.1..0'--", "x" * 10_000,
)  # fmt: skip


@pytest.fixture
async def ilse(haven: Haven) -> Client:
    return await haven.client("Ilse Norrby")


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


async def draft_of(client: Client, wiki: Wiki) -> str:
    """Two revisions and an account; the second one is left out."""
    account = account_link(wiki, wiki.farm.account("Marlow Quince").local["enwiki"].user_id)
    draft = await paste(client, *(diff(wiki, each) for each in harbour(wiki)[:2]), account)
    assert (await client.post(f"{draft}/choose", {"take": ["0", "2"]})).status_code == 303
    return draft


async def kept(haven: Haven, draft: str) -> Draft:
    return await drafting.read_draft(haven.desk, haven.central_id("Ilse Norrby"), draft.rpartition("/")[2])


def is_refusal(page: httpx.Response, status: int, sentence: str) -> None:
    assert page.status_code == status
    assert sentence in words(page)
    assert "Traceback" not in page.text


# --- choosing


@pytest.mark.parametrize("take", [[], ["99"], ["-1"], ["x"], ["1.5"], [""], ["9" * 400], ["٣"]])
async def test_choosing_nothing_that_is_there_changes_nothing(
    haven: Haven, ilse: Client, wiki: Wiki, take: list[str]
) -> None:
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    is_refusal(await ilse.post(f"{draft}/choose", {"take": take}), 422, "Tick at least one target to ask for")
    assert await kept(haven, draft) == before
    assert ticked(await ilse.get(draft)) == ["0", "2"]


async def test_what_is_no_place_is_passed_over_beside_one_that_is(haven: Haven, ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    assert (await ilse.post(f"{draft}/choose", {"take": ["1", "x", "99", "1"]})).status_code == 303
    assert (await kept(haven, draft)).left_out == {0, 2}


# --- marking


@pytest.mark.parametrize("place", NO_PLACES)
async def test_marking_what_is_not_there_changes_nothing(haven: Haven, ilse: Client, wiki: Wiki, place: str) -> None:
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    answer = await ilse.post(f"{draft}/mark", {"mark": place, "take": ["0"]})
    is_refusal(answer, 422, "There is no such target in this list.")
    assert await kept(haven, draft) == before
    is_refusal(await ilse.post(f"{draft}/mark"), 422, "There is no such target in this list.")


async def test_marking_keeps_what_is_ticked(ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    await ilse.post(f"{draft}/mark", {"mark": "2", "take": ["1"]})
    assert ticked(await ilse.get(draft)) == ["1"]


# --- around


@pytest.mark.parametrize("place", [each for each in NO_PLACES if each])
async def test_around_what_is_not_there_is_not_there(ilse: Client, wiki: Wiki, place: str) -> None:
    draft = await draft_of(ilse, wiki)
    for answer in (
        await ilse.get(f"{draft}/around/{place}"),
        await ilse.post(f"{draft}/around/{place}", {"take": "revision.5..0"}),
    ):
        assert answer.status_code == 404
        assert place[:50] not in words(answer) or len(place) < 3


@pytest.mark.parametrize("value", NO_BOXES)
async def test_what_no_box_sends_adds_nothing(haven: Haven, ilse: Client, wiki: Wiki, value: str) -> None:
    """Neither alone nor beside a box that is one: all or nothing."""
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    for take in ([value], [f"revision.{harbour(wiki)[3]}..0", value]):
        answer = await ilse.post(f"{draft}/around/0", {"take": take})
        is_refusal(answer, 422, "Tick at least one place to add")
        assert boxes(answer), "the page comes again with its boxes"
    assert await kept(haven, draft) == before


async def test_nothing_ticked_says_so(ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    is_refusal(await ilse.post(f"{draft}/around/0"), 422, "Tick at least one place to add")


async def test_more_than_a_paste_may_hold_is_refused_whole(haven: Haven, ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    many = [f"revision.{number}..0" for number in range(1, TARGETS_A_PASTE)]
    is_refusal(await ilse.post(f"{draft}/around/0", {"take": many}), 422, "more than 500 targets at once")
    assert await kept(haven, draft) == before


async def test_over_the_hours_limit_nothing_is_added(
    haven: Haven, ilse: Client, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    monkeypatch.setattr(drafting, "TARGETS", Limit("targets", 4, 60 * 60))
    answer = await ilse.post(f"{draft}/around/0", {"take": ["revision.5..0", "revision.6..0"]})
    is_refusal(answer, 429, "as many links as one person may within an hour")
    assert await kept(haven, draft) == before


async def test_a_box_of_another_page_can_add_only_to_the_wiki_of_its_target(
    haven: Haven, ilse: Client, wiki: Wiki
) -> None:
    draft = await draft_of(ilse, wiki)
    other = haven.farm.wiki("dewikibooks").page("Talk:Gezeiten: Übungen").revisions[1].rev_id
    assert (await ilse.post(f"{draft}/around/0", {"take": f"revision.{other}..0"})).status_code == 303
    assert {each.wiki for each in (await kept(haven, draft)).pointers} == {"enwiki"}


# --- the check page


async def test_checking_without_answers_leads_to_the_questions(ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    for answer in (await ilse.get(f"{draft}/check"), await ilse.post(f"{draft}/check")):
        assert (answer.status_code, answer.headers["location"]) == (303, f"{draft}/file")
    assert (await ilse.get(f"{draft}/copyright")).status_code == 404


async def test_what_no_longer_fits_comes_back_to_the_questions_with_the_answers(
    haven: Haven, ilse: Client, wiki: Wiki
) -> None:
    """Between the look and the press somebody hid it all: it is said, and nothing typed is lost."""
    books = haven.farm.wiki("dewikibooks")
    other = books.page("Talk:Gezeiten: Übungen").revisions[1].rev_id
    draft = await paste(ilse, diff(wiki, harbour(wiki)[0]), diff(books, other))
    answers = REVISION_DELETION | {"criterion": "rd-disruptive", "line": "17"}
    await ilse.follow(await ilse.post(f"{draft}/file", answers))
    wiki.hide(harbour(wiki)[:1], text=True)
    books.hide([other], text=True)
    page = await ilse.post(f"{draft}/check")
    is_refusal(page, 422, "enwiki, dewikibooks already show all of this as hidden.")
    assert 'value="17"' in page.text
    assert (await kept(haven, draft)).answers
    assert references(await ilse.get("/requests")) == set()


async def test_a_stale_token_on_these_pages_does_nothing(haven: Haven, ilse: Client, wiki: Wiki) -> None:
    draft = await draft_of(ilse, wiki)
    before = await kept(haven, draft)
    for path, fields in (("choose", {"take": "1"}), ("mark", {"mark": "2"}), ("around/0", {"take": "revision.5..0"}),
                         ("check", {}), ("copyright", {"source": "https://a.example/x"})):  # fmt: skip
        answer = await ilse.post(f"{draft}/{path}", {"token": "0" * 64, **fields})
        assert answer.status_code == 403, path
    assert await kept(haven, draft) == before
