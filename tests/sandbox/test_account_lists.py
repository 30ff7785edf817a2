"""What the accounts page reads of the sandbox, and the pages it leads to, as Haven's own links open them."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag

from app.domain.wikis import Wiki
from app.links import forms_many_accounts as links
from app.links.build import OnWikiLink
from app.sandbox.people import TEMPORARY_NAME
from app.sandbox.sock_case import LOOK_ALIKE, OTHER_SOCK, SOCK
from tests.sandbox.asking import Asker
from tests.sandbox.filling import open_form

STEWARD, ADMINISTRATOR = "Sunniva Aldous", "Ilse Norrby"


def _wiki(ask: Asker, dbname: str) -> Wiki:
    return Wiki(dbname, ask.farm.wiki(dbname).server)


async def _open(ask: Asker, dbname: str, url: str, viewer: str | None) -> tuple[int, str]:
    ask.client.cookies.clear()
    page = await ask.page(dbname, url.removeprefix(ask.farm.wiki(dbname).server), viewer)
    return page.status_code, page.text


async def test_everything_that_the_table_of_accounts_is_made_of(ask: Asker) -> None:
    asked = {"meta": "globaluserinfo", "guiuser": SOCK, "guiprop": "groups|merged|editcount"}
    info = (await ask.api("metawiki", **asked))["query"]["globaluserinfo"]
    told = {"name": SOCK, "home": "enwiki", "locked": True, "editcount": 12, "groups": []}
    assert told.items() <= info.items()
    assert info["registration"].endswith("Z")
    merged = {each["wiki"]: each for each in info["merged"]}
    assert set(merged["enwiki"]) == {"wiki", "url", "timestamp", "method", "editcount", "registration", "id", "blocked"}
    assert merged["enwiki"]["blocked"]["expiry"] == "infinity"
    assert merged["dewikibooks"]["editcount"] == 3
    assert "blocked" not in merged["dewikibooks"]
    other = (await ask.api("metawiki", meta="globaluserinfo", guiuser=OTHER_SOCK, guiprop="merged"))["query"]
    ends = [each["blocked"]["expiry"] for each in other["globaluserinfo"]["merged"] if "blocked" in each]
    assert len(ends) == 1
    assert ends[0].endswith("Z"), "a block that ends"


async def test_pages_to_look_at_open(ask: Asker) -> None:
    central, english = _wiki(ask, "metawiki"), _wiki(ask, "enwiki")
    everywhere = links.global_contributions_link(central, SOCK)
    assert (await _open(ask, "metawiki", everywhere, None))[0] == 403
    status, text = await _open(ask, "metawiki", everywhere, ADMINISTRATOR)
    assert (status, "dewikibooks: 3" in text) == (200, True)
    for dbname, url in (
        ("metawiki", links.global_account_link(central, SOCK)),
        ("metawiki", links.similar_names_link(central, SOCK)),
        ("enwiki", links.similar_names_here_link(english, SOCK)),
    ):
        status, text = await _open(ask, dbname, url, None)
        assert (status, SOCK in text) == (200, True), url
    similar = (await _open(ask, "metawiki", links.similar_names_link(central, "T"), None))[1]
    assert LOOK_ALIKE in similar
    assert OTHER_SOCK not in similar


async def test_pages_in_the_user_space(ask: Asker) -> None:
    wiki, english = ask.farm.wiki("enwiki"), _wiki(ask, "enwiki")
    for title in (f"{SOCK}/Notes", f"{SOCK}/Gone"):
        wiki.add_revision(wiki.add_page(title, 2), SOCK)
    wiki.delete_page(wiki.page(f"User:{SOCK}/Gone"), "Ilse Norrby")
    text = (await _open(ask, "enwiki", links.user_pages_link(english, SOCK), None))[1]
    assert f"User:{SOCK}/Notes" in text
    deleted = links.deleted_user_pages_link(english, SOCK).url
    assert f"User:{SOCK}/Gone" in (await _open(ask, "enwiki", deleted, ADMINISTRATOR))[1]
    assert (await _open(ask, "enwiki", deleted, "Marlow Quince"))[0] == 403


@pytest.mark.parametrize("form", ["lock", "block"])
async def test_the_forms_that_take_several_names(ask: Asker, form: str) -> None:
    central, names = _wiki(ask, "metawiki"), [LOOK_ALIKE, OTHER_SOCK] if form == "lock" else [TEMPORARY_NAME]
    make = links.multi_lock_links if form == "lock" else links.mass_global_block_links
    [link] = make(central, [*names, "Nobody of that name"])
    assert (await _open(ask, "metawiki", link.url, ADMINISTRATOR))[0] == 403
    boxes = await _boxes(ask, link)
    assert list(boxes.values()) == names
    kept = {"title": "Special:MultiLock" if form == "lock" else "Special:MassGlobalBlock", "wpSubmit": "1"}
    token = await _token(ask, link)
    does = {"wpActionLock": "lock"} if form == "lock" else {}
    saved = await ask.page("metawiki", "/w/index.php", **boxes, **kept, **does, wpEditToken=token)
    assert saved.status_code == 200
    if form == "lock":
        assert all(ask.farm.account(name).locked for name in names)
    else:
        assert [each.target for each in ask.farm.global_blocks] == names


async def test_several_are_locked_and_hidden_from_a_pasted_list(ask: Asker) -> None:
    """The way for names that no link carries: the form opens without them, and they are pasted."""
    busy = ask.farm.add_account("Busy Heron", edits=1_001)
    link = links.bare_multi_lock_link(_wiki(ask, "metawiki"))
    chosen = f"{link.url.removeprefix(ask.farm.central.server)}&wpActionLock=lock&wpActionHide=2"
    form = await open_form(ask, "metawiki", chosen, STEWARD)
    assert "wpTarget" in form.text
    pasted = await form.save(wpTarget=f"{OTHER_SOCK}\n{busy.name}\n")
    page = BeautifulSoup(pasted.text, "html5lib")
    actions = [page.select_one(f"input[name={name}]") for name in ("wpActionLock", "wpActionHide")]
    assert [each and each["value"] for each in actions] == ["nochange", "-1"], "what a link chose is forgotten"
    boxes = {str(each["name"]): str(each["value"]) for each in page.select("input[type=checkbox]")}
    assert list(boxes.values()) == [OTHER_SOCK, busy.name]
    kept = {str(each["name"]): str(each["value"]) for each in page.select("form.wiki-form input")}
    does = {"wpActionLock": "lock", "wpActionHide": "2", "wpSubmit": "1"}
    saved = await ask.page("metawiki", "/w/index.php", **kept | boxes | does)
    assert "too many edits to be hidden" in saved.text
    hidden = {name: (ask.farm.account(name).locked, ask.farm.account(name).hidden) for name in (OTHER_SOCK, busy.name)}
    assert hidden == {OTHER_SOCK: (True, "suppressed"), busy.name: (False, "")}, "refused as a whole"


async def _form(ask: Asker, link: OnWikiLink) -> list[Tag]:
    text = (await _open(ask, "metawiki", link.url, STEWARD))[1]
    return list(BeautifulSoup(text, "html5lib").select("form.wiki-form input"))


async def _boxes(ask: Asker, link: OnWikiLink) -> dict[str, str]:
    return {str(each["name"]): str(each["value"]) for each in await _form(ask, link) if each.get("type") == "checkbox"}


async def _token(ask: Asker, link: OnWikiLink) -> str:
    return next(str(each["value"]) for each in await _form(ask, link) if each["name"] == "wpEditToken")
