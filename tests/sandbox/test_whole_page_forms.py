"""The sandbox's forms about pages: filled in by a link, saved by one press, and refused as real wikis refuse."""

from __future__ import annotations

import pytest

from app.sandbox.visibility import SUMMARY, SUPPRESSED, TEXT, USER
from app.sandbox.wiki import Page, Wiki
from tests.sandbox.asking import Asker
from tests.sandbox.filling import open_form

ADMIN, OVERSIGHTER, BOTH, EDITOR = "Ilse Norrby", "Odile Farr", "Piet Wander", "Wilma Tarn"


def wiki(ask: Asker) -> Wiki:
    return ask.farm.wiki("enwiki")


def page(ask: Asker) -> Page:
    """A fresh page of three edits."""
    made = wiki(ask).add_page("Invented page")
    for number in range(3):
        wiki(ask).add_revision(
            made, EDITOR, f"step {number}", f"Invented {number}", at=wiki(ask).ago(minutes=9 - number)
        )
    return made


def index(**query: object) -> str:
    return "/w/index.php?" + "&".join(f"{name}={value}" for name, value in query.items())


FORMS = {
    "delete": ("action=delete&curid={id}", "delete"),
    "protect": ("action=protect&curid={id}", "protect"),
    "move": ("title=Special:MovePage&wpOldTitle=Invented_page", "move"),
    "undelete": ("title=Special:Undelete&target=Invented_page", "deletedhistory"),
}


@pytest.mark.parametrize("name", FORMS)
async def test_signed_out_people_get_a_bare_refusal(ask: Asker, name: str) -> None:
    address = "/w/index.php?" + FORMS[name][0].format(id=page(ask).page_id)
    form = await open_form(ask, "enwiki", address, None)
    assert (form.status, form.heading, form.fields) == (403, "Permission error", {})


@pytest.mark.parametrize(
    ("name", "viewer", "may"),
    [
        ("delete", ADMIN, True),
        ("delete", OVERSIGHTER, False),  # the group of oversighters alone does not delete
        ("delete", EDITOR, False),
        ("protect", ADMIN, True),
        ("protect", OVERSIGHTER, False),
        ("protect", EDITOR, False),
        ("move", EDITOR, True),
        ("undelete", ADMIN, True),
        ("undelete", OVERSIGHTER, True),
        ("undelete", EDITOR, False),
    ],
)
async def test_who_may_open_what(ask: Asker, name: str, viewer: str, may: bool) -> None:
    address = "/w/index.php?" + FORMS[name][0].format(id=page(ask).page_id)
    form = await open_form(ask, "enwiki", address, viewer)
    assert form.status == (200 if may else 403)


async def test_deleting_by_number(ask: Asker) -> None:
    made = page(ask)
    form = await open_form(ask, "enwiki", index(action="delete", curid=made.page_id, wpReason="neutral"), ADMIN)
    assert form.fields["wpReason"] == "neutral"
    assert "wpSuppress" not in form.boxes, "administrators are not offered what only oversighters may"
    await form.save()
    assert made.deleted
    entry = wiki(ask).log[-1]
    assert (entry.kind, entry.action, entry.comment) == ("delete", "delete", "neutral")
    body = await ask.api("enwiki", prop="info", pageids=made.page_id)
    assert body["query"]["pages"][0]["missing"] is True
    assert body["query"]["pages"][0].keys().isdisjoint({"title", "lastrevid"}), "as if it had never been"


async def test_a_number_outranks_the_title(ask: Asker) -> None:
    made = page(ask)
    other = index(title="Talk:Harbour_lights", action="delete", curid=made.page_id)
    await (await open_form(ask, "enwiki", other, ADMIN)).save()
    assert made.deleted
    assert wiki(ask).page("Talk:Harbour lights")


async def test_deleting_with_suppression(ask: Asker) -> None:
    made = page(ask)
    form = await open_form(ask, "enwiki", index(action="delete", curid=made.page_id, wpSuppress=1), BOTH)
    assert form.boxes == {"wpSuppress": True}
    await form.save()
    assert {revision.hidden for revision in made.revisions} == {TEXT | SUMMARY | USER | SUPPRESSED}


async def test_an_administrator_cannot_suppress_by_sending_the_field(ask: Asker) -> None:
    made = page(ask)
    form = await open_form(ask, "enwiki", index(action="delete", curid=made.page_id), ADMIN)
    await form.save(wpSuppress="1")
    assert made.deleted
    assert {revision.hidden for revision in made.revisions} == {0}


@pytest.mark.parametrize("name", ["delete", "protect", "move"])
async def test_a_link_or_a_form_without_its_token_changes_nothing(ask: Asker, name: str) -> None:
    made, before = page(ask), len(wiki(ask).log)
    address = "/w/index.php?" + FORMS[name][0].format(id=made.page_id) + "&wpSubmit=1&wpNewTitle=Elsewhere"
    form = await open_form(ask, "enwiki", address, ADMIN)
    for token in ("", "+\\", "another"):
        await form.save(wpEditToken=token, wpNewTitle="Elsewhere")
    assert (made.deleted, made.title, len(wiki(ask).log)) == (False, (0, "Invented page"), before)


@pytest.mark.parametrize("query", [{"action": "delete"}, {"action": "protect"}])
async def test_what_is_not_there_cannot_be_chosen(ask: Asker, query: dict[str, str]) -> None:
    form = await open_form(ask, "enwiki", index(**query, curid=7), ADMIN)
    assert (form.status, form.fields) == (404, {})
    form = await open_form(ask, "enwiki", index(**query, title="Nowhere_at_all"), ADMIN)
    assert (form.status, form.fields) == (404, {})


async def test_protecting_is_filled_in_and_logged(ask: Asker) -> None:
    made = page(ask)
    given = {"mwProtect-level-edit": "sysop", "mwProtect-expiry-edit": "1_week", "mwProtect-reason": "neutral"}
    form = await open_form(ask, "enwiki", index(action="protect", curid=made.page_id, **given), ADMIN)
    assert {name: form.fields[name] for name in given} == given
    await form.save()
    assert (wiki(ask).log[-1].kind, wiki(ask).log[-1].title) == ("protect", made.title)


# Moving


async def test_moving_without_a_redirect(ask: Asker) -> None:
    made = page(ask)
    number, newest = made.page_id, made.latest
    query = {"title": "Special:MovePage/Invented_page", "wpLeaveRedirect": 0}
    form = await open_form(ask, "enwiki", index(**query), ADMIN)
    assert form.boxes == {"wpLeaveRedirect": False}
    await form.save(wpNewTitleMain="Harmless title")
    assert (made.page_id, made.title) == (number, (0, "Harmless title"))
    assert wiki(ask).page_titled((0, "Invented page")) is None
    assert made.latest.text == newest.text, "what a move leaves in the history changes no text"
    body = await ask.api("enwiki", list="logevents", letitle="Invented page", letype="move")
    (entry,) = body["query"]["logevents"]
    assert entry["params"]["target_title"] == "Harmless title", "it stands under the old title"
    assert entry["params"]["suppressredirect"] is True
    assert entry["logpage"] == number
    assert (await ask.api("enwiki", list="logevents", letitle="Harmless title"))["query"]["logevents"] == []


async def test_a_redirect_is_left_unless_somebody_may_and_does_say_no(ask: Asker) -> None:
    page(ask)
    query = {"title": "Special:MovePage/Invented_page", "wpLeaveRedirect": 0}
    form = await open_form(ask, "enwiki", index(**query), EDITOR)
    assert form.boxes == {}, "editors are not asked"
    await form.save(wpNewTitleMain="Harmless title")
    left = wiki(ask).page("Invented page")
    assert left.latest.text == "#REDIRECT [[Harmless title]]"
    again = await open_form(ask, "enwiki", index(title="Special:MovePage/Harmless_title"), ADMIN)
    assert again.boxes == {"wpLeaveRedirect": True}


async def test_moving_takes_a_title_and_nothing_else(ask: Asker) -> None:
    form = await open_form(ask, "enwiki", index(title="Special:MovePage", curid=page(ask).page_id), ADMIN)
    assert (form.status, form.fields) == (404, {})


# What was deleted


async def test_deleted_revisions_are_shown_by_time(ask: Asker) -> None:
    made = page(ask)
    wiki(ask).hide([made.revisions[1].rev_id], summary=True)
    wiki(ask).delete_page(made, ADMIN)
    at = made.revisions[0].at.strftime("%Y%m%d%H%M%S")
    whole = await open_form(ask, "enwiki", index(title="Special:Undelete", target="Invented_page"), OVERSIGHTER)
    assert whole.text.count("ids=") == 3
    one = await open_form(ask, "enwiki", index(title="Special:Undelete", target="Invented_page", timestamp=at), ADMIN)
    assert [f"ids={revision.rev_id}" in one.text for revision in made.revisions] == [True, False, False]
    assert "step 0" in one.text
    none = await open_form(ask, "enwiki", index(title="Special:Undelete", target="Lanternfish"), ADMIN)
    assert "There are no deleted revisions" in none.text
