"""S11: twelve links of which some are hidden already. What can be done is done, and nothing is told of the rest."""

from dataclasses import dataclass

import pytest

from app.sandbox.wiki import Wiki
from tests.journeys.pastes import diff, forms_to, outgoing, paste, row_with, rows
from tests.support.haven import REVISION_DELETION, Haven
from tests.support.page_checks import words

SUPPRESSORS_NAME, AUTHORS_NAME, TEXT = "Piet Wander", "Corin Ashby", "zyqquelin text"


@dataclass(frozen=True)
class Twelve:
    """Ids of what was pasted, and the addresses. `summary`: only its summary is suppressed."""

    visible: tuple[int, ...]
    suppressed: int
    summary: int
    deleted: int
    elsewhere: int
    addresses: tuple[str, ...]


@pytest.fixture
def twelve(haven: Haven) -> Twelve:
    """Eight that can be hidden, two that are suppressed, one of a deleted page, one of another wiki."""
    wiki = haven.farm.wiki("enwiki")
    page = wiki.add_page("Eight and four")
    wiki.add_revision(page, "Wilma Tarn", "new page", at=wiki.ago(hours=30))
    made = [
        wiki.add_revision(page, AUTHORS_NAME if number > 7 else "Marlow Quince", f"step {number}", f"{TEXT} {number}",
                          at=wiki.ago(hours=20 - number)).rev_id
        for number in range(10)
    ]  # fmt: skip
    wiki.add_revision(page, "Wilma Tarn", "clean", "Clean.", at=wiki.ago(hours=1))
    wiki.hide(made[8:9], text=True, user=True, suppressed=True, by=SUPPRESSORS_NAME)
    wiki.hide(made[9:], summary=True, user=True, suppressed=True, by=SUPPRESSORS_NAME)
    gone = wiki.add_page("Eight and four (draft)")
    deleted = wiki.add_revision(gone, "Marlow Quince", "draft", at=wiki.ago(days=2)).rev_id
    wiki.delete_page(gone, "Hedda Moor", "not needed")
    elsewhere = haven.farm.wiki("dewikibooks").page("Talk:Gezeiten: Übungen").revisions[1].rev_id
    addresses = [*(diff(wiki, each) for each in made), _beside(wiki, deleted), diff(wiki, elsewhere)]
    return Twelve(tuple(made[:8]), made[8], made[9], deleted, elsewhere, tuple(addresses))


def _beside(wiki: Wiki, revid: int) -> str:
    return f"{wiki.server}/w/index.php?title=Eight_and_four_(draft)&oldid={revid}"


def ids_of(form: str) -> list[str]:
    return form.partition("&ids=")[2].partition("&")[0].split(",")


async def test_the_form_takes_the_eight_and_leaves_the_rest_out(haven: Haven, twelve: Twelve) -> None:
    ilse = await haven.client("Ilse Norrby")
    page = await ilse.get(await paste(ilse, *twelve.addresses))
    assert len(rows(page)) == 12
    live = [form for form in forms_to(page, "type=revision") if "&target=" not in form]
    assert [ids_of(form) for form in live] == [[str(each) for each in twelve.visible]]
    assert "wpHideRestricted" not in page.text
    assert "One is left out of the form because you cannot see it" in words(page)


async def test_the_deleted_one_has_its_own_form_and_the_wrong_wiki_is_said_to_be_gone(
    haven: Haven, twelve: Twelve
) -> None:
    ilse = await haven.client("Ilse Norrby")
    page = await ilse.get(await paste(ilse, *twelve.addresses))
    [form] = forms_to(page, "Special:RevisionDelete", "target=Eight%20and%20four%20%28draft%29")
    assert ids_of(form) == [str(twelve.deleted)]
    assert forms_to(page, "Special:Undelete")
    for revid in (twelve.deleted, twelve.elsewhere):
        assert "gone: the public cannot see it (deleted, or a wrong number)" in row_with(page, f"revision {revid}")
    assert str(twelve.elsewhere) not in "".join(forms_to(page, "RevisionDelete"))
    assert "visible" in row_with(page, f"revision {twelve.visible[0]}")


async def test_hidden_is_just_hidden_whichever_way_it_was_done(haven: Haven, twelve: Twelve) -> None:
    """The very same row as one that an administrator hid (but for what the public log tells all the world of that one),
    and not a word of suppression on any page."""
    wiki, ilse = haven.farm.wiki("enwiki"), await haven.client("Ilse Norrby")
    wiki.hide(twelve.visible[:1], text=True, user=True)
    draft = await paste(ilse, *twelve.addresses)
    page = await ilse.get(draft)
    suppressed, deleted = (row_with(page, f"revision {each}") for each in (twelve.suppressed, twelve.visible[0]))
    assert _without_time(suppressed, twelve.suppressed) == _without_time(deleted, twelve.visible[0])
    for shown in (page, await ilse.get(f"{draft}/around/8"), await ilse.get(f"{draft}/after")):
        assert "suppress" not in shown.text.lower(), shown.url.path
        assert "versight" not in words(shown), shown.url.path
        assert "Special:Log%2Fsuppress" not in shown.text


async def test_neither_content_nor_the_author_of_what_is_hidden_comes_up(haven: Haven, twelve: Twelve) -> None:
    ilse = await haven.client("Ilse Norrby")
    draft = await paste(ilse, *twelve.addresses)
    await ilse.post(f"{draft}/choose", {"take": [str(place) for place in range(12)]})
    paths = ["", *(f"/around/{place}" for place in range(12)), "/after", "/file"]
    for path in paths:
        page = await ilse.get(draft + path)
        assert page.status_code == 200, path
        for never in (TEXT, AUTHORS_NAME, "Corin%20Ashby", SUPPRESSORS_NAME, "step 3"):
            assert never not in page.text, (path, never)
    assert any("Marlow%20Quince" in link for link in outgoing(await ilse.get(f"{draft}/after"))), "of the visible ones"


async def test_an_oversighter_finds_all_in_the_forms(haven: Haven, twelve: Twelve) -> None:
    odile = await haven.client("Odile Farr")
    page = await odile.get(await paste(odile, *twelve.addresses))
    live = [form for form in forms_to(page, "type=revision") if "&target=" not in form]
    opened, suppressing = live
    assert "wpHideRestricted" not in opened
    assert "wpHideRestricted=1" in suppressing
    shown = [str(each) for each in (*twelve.visible, twelve.summary)]
    assert ids_of(opened) == ids_of(suppressing) == shown
    assert "left out of the form" not in words(page)


async def test_what_an_oversighter_looked_at_tells_the_next_person_nothing(haven: Haven, twelve: Twelve) -> None:
    """The same paste, first by Ilse alone, then again after an oversighter: to the letter the same page."""
    ilse, odile = await haven.client("Ilse Norrby"), await haven.client("Odile Farr")
    before = await ilse.get(await paste(ilse, *twelve.addresses))
    theirs = await paste(odile, *twelve.addresses)
    for path in ("", "/around/8", "/after"):
        await odile.get(theirs + path)
    after = await ilse.get(await paste(ilse, *twelve.addresses))
    assert words(before) == words(after)
    assert outgoing(before) == outgoing(after)


async def test_a_request_for_all_of_them_leaves_out_for_administrators_what_they_cannot_see(
    haven: Haven, twelve: Twelve
) -> None:
    tamsin, hedda = await haven.client("Tamsin Vale"), await haven.client("Hedda Moor")
    draft = await paste(tamsin, *twelve.addresses)
    filed = await tamsin.post(f"{draft}/file", REVISION_DELETION)
    reference = filed.headers["location"]
    page = await hedda.follow(await hedda.post(f"{reference}/take", {"not_my_own": "yes"}))
    live = [form for form in forms_to(page, "type=revision") if "&target=" not in form]
    assert [ids_of(form) for form in live] == [[str(each) for each in twelve.visible]]
    assert "12 targets" in words(page)
    assert "suppress" not in words(page).lower()


def _without_time(row: str, revid: int) -> str:
    """A row but for its number and the times in it."""
    return " ".join(word for word in row.replace(str(revid), "").split() if not any(sign.isdigit() for sign in word))
