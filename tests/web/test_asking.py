"""How to ask in private on a wiki: for everybody, live, and honest where nobody could be asked."""

import httpx
import pytest

from app.mediawiki.guidance import KEPT_SECONDS
from app.sandbox.cases import TO_HIDE
from app.store.session import StoreBusy
from tests.support.haven import Haven
from tests.support.page_checks import form_actions, links, words

NOBODY = "Nobody on dewikibooks is an oversighter now. Write to the stewards."
COULD_NOT = "Who handles it on dewikibooks could not be checked just now."


def said_by(page: httpx.Response) -> str:
    """The words, without the blank that the end of an isolated name would leave before a full stop."""
    return words(page).replace(" .", ".")


async def ask(haven: Haven, path: str, name: str | None = None) -> httpx.Response:
    return await (await haven.client(name)).get(path)


async def test_who_handles_it_now_and_the_reviewed_contact(haven: Haven) -> None:
    page = await ask(haven, "/ask/enwiki")
    said = said_by(page)
    assert "3 oversighters handle it on enwiki now. Write to the oversighters of enwiki." in said
    assert "6 people on enwiki can do it now. Write to the administrators of enwiki." in said
    assert "Mail oversighters-enwiki@sandbox.invalid" in said
    assert "mailto:oversighters-enwiki@sandbox.invalid?subject=A%20request%20for%20enwiki" in links(page)
    assert "oversight (suppression)" in said
    assert "this wiki wants no such requests" in said


async def test_adding_one_oversighter_changes_the_way_without_a_restart(haven: Haven) -> None:
    assert NOBODY in said_by(await ask(haven, "/ask/dewikibooks"))
    haven.farm.grant("Bruno Halm", "suppress", "dewikibooks")
    haven.clock.move(seconds=KEPT_SECONDS)
    said = said_by(await ask(haven, "/ask/dewikibooks"))
    assert "One oversighter handles it on dewikibooks now. Write to the oversighters of dewikibooks." in said
    assert "stewards@sandbox.invalid" not in said


async def test_a_wiki_that_is_down_is_said_to_be_unchecked_with_the_reviewed_contact(haven: Haven) -> None:
    """Of the small wiki no team is known: the stewards. The large one's reviewed contact stays the way."""
    for wiki in ("dewikibooks", "enwiki"):
        haven.farm.faults.set(wiki, "down")
    small = said_by(await ask(haven, "/ask/dewikibooks"))
    assert f"{COULD_NOT} Write to the stewards." in small
    assert "Mail stewards@sandbox.invalid" in small
    assert "Nobody on" not in small
    large = said_by(await ask(haven, "/ask/enwiki"))
    assert "could not be checked just now. Write to the oversighters of enwiki." in large
    assert "Mail oversighters-enwiki@sandbox.invalid" in large


async def test_with_the_whole_farm_silent_reviewed_contacts_and_emergency_pages_remain(haven: Haven) -> None:
    for wiki in haven.farm.wikis:
        haven.farm.faults.set(wiki, "down")
    known, unknown = await ask(haven, "/ask/enwiki"), await ask(haven, "/ask/nosuchwiki")
    assert "oversighters-enwiki@sandbox.invalid" in said_by(known)
    assert "whether there is a wiki nosuchwiki could not be checked" in said_by(unknown)
    assert "stewards@sandbox.invalid" in said_by(unknown)
    for page in (known, unknown):
        assert links(page).index("/emergency") < len(links(page))
    visitor = await haven.client()
    assert (await visitor.post("/ask", {"wiki": "enwiki"})).headers["location"] == "/ask/enwiki"
    not_looked_up = await visitor.post("/ask", {"wiki": "dewiki"})
    assert not_looked_up.status_code == 503
    assert "could not be looked up" in said_by(not_looked_up)


@pytest.mark.parametrize("wiki", ["nosuchwiki", "ENWIKI", "councilwiki", "a", "enwiki%2F", "x" * 61])
async def test_a_wiki_that_is_not_there_or_answers_nobody_is_not_found(haven: Haven, wiki: str) -> None:
    assert (await ask(haven, f"/ask/{wiki}")).status_code == 404


async def test_with_the_farm_silent_only_the_shape_of_a_short_name_is_shown_again(haven: Haven) -> None:
    haven.farm.faults.set("metawiki", "down")
    for path in ("/ask/Some-Name", "/ask/call_me%20now", "/ask/" + "x" * 61):
        assert (await ask(haven, path)).status_code == 404


async def test_where_rights_never_count_the_stewards_are_the_way(haven: Haven) -> None:
    haven.farm.access_log.clear()
    for wiki in ("testwiki", "enwikinews"):
        assert f"Nobody on {wiki} is an oversighter now. Write to the stewards." in said_by(
            await ask(haven, f"/ask/{wiki}")
        )


async def test_what_the_wiki_names_instead_stands_beside_the_contact(haven: Haven) -> None:
    page = await ask(haven, "/ask/enwiki")
    assert "names another address: reports-enwiki@sandbox.invalid" in said_by(page)
    assert not any("reports-enwiki" in link for link in links(page))
    assert "names another address" not in said_by(await ask(haven, "/ask/commonswiki"))


@pytest.mark.parametrize(
    ("typed", "wiki"),
    [
        ("enwiki", "enwiki"),
        ("  EnWiki ", "enwiki"),
        ("{server}", "enwiki"),
        ("{server}/wiki/Talk:Harbour_lights?diff=1#x", "enwiki"),
        ("{host}", "enwiki"),
        ("{host}/wiki/Talk:Harbour_lights", "enwiki"),
    ],
)
async def test_an_address_a_host_or_a_short_name_leads_to_the_wiki(haven: Haven, typed: str, wiki: str) -> None:
    server = haven.farm.wiki(wiki).server
    text = typed.format(server=server, host=server.removeprefix("http://"))
    answer = await (await haven.client()).post("/ask", {"wiki": text})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/ask/{wiki}")


@pytest.mark.parametrize(
    "typed", ["", "nosuchwiki", "https://elsewhere.invalid/wiki/x", "//[", "councilwiki", "../etc", "x" * 9_000]
)
async def test_anything_else_is_asked_again_with_what_was_typed(haven: Haven, typed: str) -> None:
    haven.farm.access_log.clear()
    page = await (await haven.client()).post("/ask", {"wiki": typed})
    assert page.status_code == 422
    assert "No wiki is known by this" in said_by(page)
    asked = {entry.wiki for entry in haven.farm.access_log.entries()}
    assert asked <= {"metawiki"}, "only the list of wikis is asked for"


async def test_only_the_name_of_the_wiki_goes_on(haven: Haven) -> None:
    text = f"{haven.farm.wiki('enwiki').server}/wiki/{TO_HIDE.replace(' ', '_')}"
    visitor = await haven.client()
    page = await visitor.follow(await visitor.post("/ask", {"wiki": text}))
    assert "placeholder" not in page.text
    assert "placeholder" not in str(page.url)


async def test_no_database_is_needed(haven: Haven, monkeypatch: pytest.MonkeyPatch) -> None:
    ilse = await haven.client("Ilse Norrby")

    async def unreachable(*_: object, **__: object) -> None:
        raise StoreBusy

    monkeypatch.setattr("app.web.guard.signing.read_sign_in", unreachable)
    assert "/ask" in form_actions(await ilse.get("/ask"))
    assert "3 oversighters handle it" in said_by(await ilse.get("/ask/enwiki"))


async def test_nothing_is_written_and_nobody_is_asked_twice_within_minutes(haven: Haven) -> None:
    await ask(haven, "/ask/enwiki")
    haven.farm.access_log.clear()
    for _ in range(3):
        await ask(haven, "/ask/enwiki")
    assert not haven.farm.access_log.entries()


async def test_it_is_linked_from_the_start_pages_and_from_every_foot(haven: Haven) -> None:
    for name, path in ((None, "/"), ("Marlow Quince", "/"), (None, "/privacy"), ("Ilse Norrby", "/account")):
        assert "/ask" in links(await ask(haven, path, name)), (name, path)


async def test_safety_comes_first(haven: Haven) -> None:
    for path in ("/ask", "/ask/enwiki"):
        said = said_by(await ask(haven, path))
        assert said.index("Somebody may be hurt") < said.index("ddress")


async def test_where_no_contact_was_reviewed_the_wikis_own_list_helps(haven: Haven) -> None:
    haven.farm.grant("Bruno Halm", "suppress", "arwikibooks")
    page = await ask(haven, "/ask/arwikibooks")
    assert "No address of theirs was reviewed" in said_by(page)
    assert any("Special:ListUsers&group=suppress" in link for link in links(page))
