"""The text of a public request: what stops it and what does not, and that nothing typed is lost on the way."""

import httpx
import pytest

from app.web.public_request import KEPT_OUT_AT_MOST
from tests.journeys.pastes import diff, paste
from tests.journeys.test_attack_names import editor_of, text_of
from tests.journeys.test_five_accounts import PAGE
from tests.support.haven import Client, Haven
from tests.support.page_checks import read, words
from tests.web.test_stewards_names import ONE, OTHER, down, link
from tests.web.test_stewards_way import PUBLIC, say

ASKED = {"reason": "cross-wiki-abuse"}


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    for name in (ONE, OTHER):
        haven.farm.add_account(name, edits=5)
    return await haven.client("Tamsin Vale")


@pytest.fixture
async def path(haven: Haven, tamsin: Client) -> str:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    await say(tamsin, draft, **PUBLIC)
    return f"{draft}/stewards/public/lock"


def policy(page: httpx.Response) -> str:
    return page.headers["content-security-policy"].rpartition("form-action ")[2]


@pytest.mark.parametrize("name", ["Ross", "Abu", "Cross", "Lock", "See", "En", "Wiki", "Diff", "A"])
async def test_a_name_within_our_own_words_stops_no_honest_request(
    haven: Haven, tamsin: Client, path: str, name: str
) -> None:
    evidence = diff(haven.farm.wiki("enwiki"), haven.farm.edit(ONE, "enwiki").rev_id)
    asked = ASKED | {"kept_out": name, "links": evidence}
    made = await tamsin.post(path, asked)
    assert made.status_code == 200 and editor_of(made), words(made)
    checked = await tamsin.post(path, asked | {"do": "check", "text": f"{text_of(made)} More."})
    assert checked.status_code == 200 and editor_of(checked)
    leaking = text_of(made).replace("--~~~~", f"They follow {name}. --~~~~")
    stopped = await tamsin.post(path, asked | {"do": "check", "text": leaking})
    assert stopped.status_code == 422 and editor_of(stopped) == {}


async def test_only_so_many_names_are_looked_for(tamsin: Client, path: str) -> None:
    for typed in ("\n".join(f"Name {number}" for number in range(KEPT_OUT_AT_MOST + 1)), "x" * 256):
        answer = await tamsin.post(path, ASKED | {"kept_out": typed})
        assert answer.status_code == 422 and "At most 50 names" in words(answer)
        assert typed.splitlines()[-1] in answer.text


@pytest.mark.parametrize("wrong", [{"links": "no link"}, {"reason": "nonsense"}, {"kept_out": "x" * 256}, {"text": ""}])
async def test_a_changed_text_is_not_lost_beside_what_is_wrong(
    tamsin: Client, path: str, wrong: dict[str, str]
) -> None:
    text = f"{text_of(await tamsin.post(path, ASKED))} Changed by hand."
    answer = await tamsin.post(path, ASKED | {"do": "check", "text": text} | wrong)
    assert answer.status_code == 422
    if "text" in wrong:
        assert text_of(answer) and editor_of(answer), "what was there before"
    else:
        assert text_of(answer).strip() == text and "Nobody looked this text through" in words(answer)
    assert bool(editor_of(answer)) == ("http" in policy(answer)), "no button that goes nowhere"


async def test_a_text_that_is_too_long_is_kept_and_goes_nowhere(tamsin: Client, path: str) -> None:
    answer = await tamsin.post(path, ASKED | {"do": "check", "text": "word " * 4001})
    assert answer.status_code == 422 and text_of(answer).startswith("word word")
    assert editor_of(answer) == {} and policy(answer) == "'self'"


async def test_accounts_that_cannot_be_asked_about_are_not_called_gone(haven: Haven, tamsin: Client, path: str) -> None:
    text = text_of(await tamsin.post(path, ASKED))
    down(haven)
    assert (await tamsin.get(path)).status_code == 503
    evidence = diff(haven.farm.wiki("enwiki"), haven.farm.edit(ONE, "enwiki").rev_id)
    typed = ASKED | {"links": evidence, "kept_out": "Wilma Tarn", "do": "check", "text": text}
    answer = await tamsin.post(path, typed)
    assert answer.status_code == 503 and "could not be asked about these accounts" in words(answer)
    assert text_of(answer) == text and editor_of(answer) == {}
    assert {box["name"]: box.get_text().strip() for box in read(answer).select("textarea")} == {
        "text": text,
        "links": evidence,
        "kept_out": "Wilma Tarn",
    }


async def test_removal_of_access_is_offered_where_it_can_be_asked_for(haven: Haven, tamsin: Client, path: str) -> None:
    ways = path.replace("/public/lock", "/ways")
    haven.farm.grant(ONE, "global-rollbacker")
    haven.clock.move(minutes=6)
    page = await tamsin.get(ways)
    assert "holds rights" in words(page) and "/public/removal-of-access" not in page.text, "no wiki to choose"
    haven.farm.grant(ONE, "sysop", "dewikibooks")
    haven.clock.move(minutes=6)
    assert "/public/removal-of-access" in (await tamsin.get(ways)).text
    await say(tamsin, path.replace("/stewards/public/lock", ""), harms=["0"], evidence="public")
    page = await tamsin.get(ways)
    assert "holds rights" in words(page) and "/public/removal-of-access" not in page.text, (
        "its name may not stand there"
    )


async def test_a_heading_of_somebody_else_repeats_no_marked_name(haven: Haven, tamsin: Client) -> None:
    page = haven.farm.central.page_titled((0, PAGE))
    assert page is not None
    written = f"=== Global lock for {ONE} and friends ===\n{{{{status}}}}\n* {{{{MultiLock|1={ONE}|2={OTHER}}}}}\nx\n\n"
    later = page.latest.text.replace("== See also", f"{written}== See also")
    haven.farm.central.add_revision(page, "Wilma Tarn", "asked", later)
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER))
    await say(tamsin, draft, harms=["0"], evidence="public")
    made = await tamsin.post(f"{draft}/stewards/public/lock", ASKED)
    assert "These stand on the page already" in words(made) and OTHER in words(made)
    assert ONE not in made.text and ONE.replace(" ", "_") not in made.text


async def test_a_page_with_other_line_ends_opens_the_editor(haven: Haven, tamsin: Client, path: str) -> None:
    page = haven.farm.central.page_titled((0, PAGE))
    assert page is not None
    kept = page.latest.text.replace("\n* ", "\r\n* ").replace("{{status", "\r{{status")
    page.latest.text = kept
    assert "\r" in kept
    assert editor_of(await tamsin.post(path, ASKED))


async def test_an_account_that_could_not_be_asked_about_is_told(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, ONE), link(haven, OTHER, "dewikibooks"))
    await say(tamsin, draft, **PUBLIC)
    path = f"{draft}/stewards/public/lock"
    assert "could not be asked about" not in words(await tamsin.post(path, ASKED))
    haven.farm.faults.set("dewikibooks", "down")
    made = await tamsin.post(path, ASKED)
    assert ONE in text_of(made) and OTHER not in text_of(made)
    assert "One account could not be asked about just now" in words(made)
