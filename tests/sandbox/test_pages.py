"""The pages of the sandbox: addresses in every form, local names, sign-in with a way back, editing."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from bs4 import BeautifulSoup

from app.sandbox.cases import ARABIC_TITLE, HOSTILE_TITLE, LONG_TITLE, TO_HIDE
from app.sandbox.wiki import Page
from tests.sandbox.asking import Asker


def harbour(ask: Asker) -> Page:
    return ask.farm.wiki("enwiki").page("Talk:Harbour lights")


@pytest.mark.parametrize(
    "address",
    [
        "/wiki/Talk:Harbour_lights",
        "/w/index.php?title=Talk:Harbour_lights",
        "/w/index.php/Talk:Harbour_lights",
        "/w/index.php?title=talk:harbour%20lights",
    ],
)
async def test_a_page_in_every_form_of_address(ask: Asker, address: str) -> None:
    answer = await ask.page("enwiki", address)
    assert answer.status_code == 200
    assert "Invented reply" in answer.text
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("dbname", "title"),
    [
        ("enwiki", LONG_TITLE),
        ("enwiki", HOSTILE_TITLE),
        ("arwikibooks", ARABIC_TITLE),
        ("dewikibooks", "Hauptseite"),
    ],
)
async def test_odd_titles_are_shown_as_text(ask: Asker, dbname: str, title: str) -> None:
    answer = await ask.page(dbname, "/wiki/" + quote(title.replace(" ", "_")))
    soup = BeautifulSoup(answer.text, "html5lib")
    assert soup.h1 is not None
    assert soup.h1.get_text() == title
    assert soup.find("script") is None
    assert soup.html is not None
    assert soup.html["dir"] == ask.farm.wiki(dbname).place.language.direction


def test_the_long_title_has_the_most_bytes_a_title_may_have() -> None:
    assert len(LONG_TITLE.encode()) == 255


@pytest.mark.parametrize(
    "query",
    [
        "diff={5}",
        "diff={5}&oldid={4}",
        "diff=prev&oldid={5}",
        "diff=next&oldid={4}",
        "title=Anything&diff={5}&oldid=prev",
    ],
)
async def test_differences(ask: Asker, query: str) -> None:
    found = harbour(ask).revisions
    asked = query.replace("{5}", str(found[5].rev_id)).replace("{4}", str(found[4].rev_id))
    answer = await ask.page("enwiki", "/w/index.php?" + asked)
    assert f"revision {found[4].rev_id}" in answer.text
    assert f"revision {found[5].rev_id}" in answer.text


async def test_old_revisions_and_page_numbers(ask: Asker) -> None:
    page = harbour(ask)
    assert TO_HIDE in (await ask.page("enwiki", f"/w/index.php?oldid={page.revisions[5].rev_id}")).text
    assert "Invented reply" in (await ask.page("enwiki", f"/w/index.php?curid={page.page_id}")).text
    assert (await ask.page("enwiki", "/w/index.php?oldid=5")).status_code == 404
    assert (await ask.page("enwiki", "/w/index.php?diff=5")).status_code == 404


async def test_hidden_parts_are_not_shown(ask: Asker) -> None:
    page = harbour(ask)
    target = page.revisions[5]
    ask.farm.wiki("enwiki").hide([target.rev_id], text=True, summary=True, user=True)
    for address in (f"/w/index.php?oldid={target.rev_id}", f"/w/index.php?diff={target.rev_id}"):
        assert TO_HIDE not in (await ask.page("enwiki", address)).text
    lines = BeautifulSoup((await ask.page("enwiki", "/wiki/Talk:Harbour_lights?action=history")).text, "html5lib")
    line = next(item for item in lines.find_all("li") if str(target.rev_id) in str(item))
    assert "(username removed)" in line.get_text()
    assert "(edit summary removed)" in line.get_text()
    assert TO_HIDE in (await ask.page("enwiki", f"/w/index.php?oldid={target.rev_id}", "Ilse Norrby")).text


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/wiki/Special:Diff/12", "/w/index.php?diff=12"),
        ("/wiki/Special:Diff/11/12", "/w/index.php?oldid=11&diff=12"),
        ("/wiki/Special:Diff/12/prev", "/w/index.php?oldid=12&diff=prev"),
        ("/wiki/Special:MobileDiff/11...12", "/w/index.php?oldid=11&diff=12"),
        ("/wiki/Special:MobileDiff/12", "/w/index.php?diff=12"),
        ("/wiki/Special:PermanentLink/12", "/w/index.php?oldid=12"),
        ("/wiki/Special:Redirect/logid/12", "/w/index.php?title=Special:Log&logid=12"),
        ("/wiki/m:Some_page", "http://127.0.0.2:8123/wiki/Some_page"),
        ("/wiki/special:contribs/Wilma_Tarn", "/wiki/Special:Contributions/Wilma_Tarn"),
    ],
)
async def test_special_pages_that_lead_on(ask: Asker, address: str, target: str) -> None:
    answer = await ask.page("enwiki", address)
    assert answer.status_code in (301, 302)
    assert answer.headers["location"] == target


async def test_english_names_lead_to_local_ones_and_keep_parameters(ask: Asker) -> None:
    answer = await ask.page("dewikibooks", "/w/index.php?title=Special:RevisionDelete&type=revision&ids=1,2")
    assert answer.status_code == 301
    location = unquote(answer.headers["location"])
    assert location == "/w/index.php?title=Spezial:Versionslöschung&type=revision&ids=1,2"
    answer = await ask.page("arwikibooks", "/wiki/Special:Log")
    assert unquote(answer.headers["location"]) == "/wiki/خاص:سجل"
    assert (await ask.page("arwikibooks", answer.headers["location"])).status_code == 200


async def test_local_names_work_on_their_wiki_only(ask: Asker) -> None:
    assert (await ask.page("dewikibooks", "/wiki/Spezial:Logbuch")).status_code == 200
    assert (await ask.page("enwiki", "/wiki/Spezial:Logbuch")).status_code == 404
    assert (await ask.page("enwiki", "/wiki/Special:Logbuch")).status_code == 404
    assert (await ask.page("arwikibooks", "/wiki/Special:Logbuch")).status_code == 404


async def test_sign_in_comes_back_with_its_parameters(ask: Asker) -> None:
    way_back = "returnto=Special:RevisionDelete&returntoquery=" + quote("type=revision&ids=1,2&wpHidePrimary=1")
    address = f"/w/index.php?title=Special:UserLogin&{way_back}"
    people = await ask.page("enwiki", address)
    form = BeautifulSoup(people.text, "html5lib").form
    assert form is not None
    assert "sign in as Ilse Norrby" in form.get_text()
    back = await ask.page("enwiki", str(form["action"]), wpName="Ilse Norrby")
    target = "/w/index.php?title=Special:RevisionDelete&type=revision&ids=1,2&wpHidePrimary=1"
    assert back.headers["location"] == target
    assert "enwikiSession" in back.headers["set-cookie"]
    again = await ask.page("enwiki", address)
    assert again.headers["location"] == target
    assert "already logged in" in (await ask.page("enwiki", "/wiki/Special:UserLogin")).text
    await ask.page("enwiki", "/wiki/Special:UserLogout")
    assert not ask.farm.sessions


async def test_a_session_counts_on_its_own_wiki_only(ask: Asker) -> None:
    session = ask.farm.sign_in("Ilse Norrby", "enwiki")
    ask.client.cookies.set("dewikibooksSession", session)
    body = await ask.client.get("http://127.0.0.5:8123/wiki/Hauptseite")
    assert "Ilse Norrby" not in body.text


async def test_logs(ask: Asker) -> None:
    assert "delete/delete" in (await ask.page("enwiki", "/wiki/Special:Log")).text
    entry = ask.farm.wiki("enwiki").log[0]
    one = BeautifulSoup((await ask.page("enwiki", f"/wiki/Special:Log?logid={entry.log_id}")).text, "html5lib")
    assert len(one.select("main li")) == 1
    assert (await ask.page("enwiki", "/wiki/Special:Log?type=suppress")).status_code == 403
    assert (await ask.page("enwiki", "/wiki/Special:Log?type=suppress", "Odile Farr")).status_code == 200


async def test_pages_about_people(ask: Asker) -> None:
    assert "Harbour lights" in (await ask.page("enwiki", "/wiki/Special:Contributions/Marlow_Quince")).text
    assert (await ask.page("enwiki", "/wiki/Special:Contributions/Hollow_Vane")).status_code == 404
    assert "steward" in (await ask.page("metawiki", "/wiki/Special:CentralAuth/Ines_Torvald")).text
    assert (await ask.page("metawiki", "/wiki/Special:CentralAuth/Hollow_Vane")).status_code == 404


async def test_mail_is_a_form_and_is_never_sent(ask: Asker) -> None:
    address = "/wiki/Special:EmailUser/Odile_Farr?wpSubject=Subject+1&wpText=Text+1"
    assert (await ask.page("enwiki", address)).status_code == 403
    form = BeautifulSoup((await ask.page("enwiki", address, "Wilma Tarn")).text, "html5lib")
    assert "Text 1" in form.select("textarea")[0].get_text()
    assert form.select("#wpSubject")[0]["value"] == "Subject 1"
    assert "nothing was sent" in (await ask.page("enwiki", address, "Wilma Tarn", wpText="Text 1")).text


def token_of(page: str) -> str:
    return str(BeautifulSoup(page, "html5lib").select("input[name=wpEditToken]")[0]["value"])


async def test_editing_makes_a_revision(ask: Asker) -> None:
    page = harbour(ask)
    form = await ask.page("enwiki", "/w/index.php?title=Talk:Harbour_lights&action=edit", "Wilma Tarn")
    saved = await ask.page(
        "enwiki",
        "/w/index.php?title=Talk:Harbour_lights&action=submit",
        wpTextbox1="New text",
        wpSummary="short",
        wpEditToken=token_of(form.text),
        wpUltimateParam="1",
        wpSave="1",
    )
    assert saved.status_code == 302
    assert (page.latest.text, page.latest.comment, page.latest.author.name) == ("New text", "short", "Wilma Tarn")


async def test_a_form_from_elsewhere_only_previews(ask: Asker) -> None:
    page = harbour(ask)
    before = len(page.revisions)
    answer = await ask.page(
        "enwiki",
        "/w/index.php?title=Talk:Harbour_lights&action=submit",
        "Wilma Tarn",
        wpTextbox1="Sent from elsewhere",
        wpSummary="Heading",
        wpSection="new",
        wpUltimateParam="1",
        wpSave="1",
    )
    assert "Sent from elsewhere" in answer.text
    assert len(page.revisions) == before
    saved = await ask.page(
        "enwiki",
        "/w/index.php?title=Talk:Harbour_lights&action=submit",
        wpTextbox1="Sent from elsewhere",
        wpSummary="Heading",
        wpSection="new",
        wpUltimateParam="1",
        wpEditToken=token_of(answer.text),
    )
    assert saved.status_code == 302
    assert page.latest.text.endswith("== Heading ==\n\nSent from elsewhere")


async def test_blocked_people_do_not_edit(ask: Asker) -> None:
    answer = await ask.page("enwiki", "/w/index.php?title=Lanternfish&action=edit", "Roderick Sloe")
    assert answer.status_code == 403


async def test_every_page_says_that_it_is_a_sandbox(ask: Asker) -> None:
    for address in ("/wiki/Main_Page", "/wiki/Special:UserLogin", "/wiki/Special:Block", "/wiki/Nothing", "/elsewhere"):
        assert "This is a sandbox wiki" in (await ask.page("enwiki", address)).text
