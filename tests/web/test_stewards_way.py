"""The way to the stewards: what must be said of the names, whose draft it is, and what holds while wikis are silent."""

import re

import httpx
import pytest

from app.mediawiki.outcomes import Unreachable
from tests.journeys.pastes import account_link, diff, paste
from tests.journeys.test_attack_names import editor_of, shown, text_of
from tests.support.haven import Client, Haven
from tests.support.page_checks import read, words

ONE, OTHER, TEMPORARY = "Dull Sandpiper", "Dull Plover", "~2026-77703-33"
PUBLIC = {"harms": "none", "evidence": "public"}
HOSTILE = ["a<script>alert(1)</script>b", "\u202egnihton", "x" * 255, "'\"", "=", "line\nbreak", "}}{{x", "public lock"]


def link(haven: Haven, name: str, dbname: str = "enwiki") -> str:
    return account_link(haven.farm.wiki(dbname), haven.farm.accounts[name].local[dbname].user_id)


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    for name in (ONE, OTHER):
        haven.farm.add_account(name, edits=5)
    haven.farm.add_account(TEMPORARY, edits=1, temporary=True)
    return await haven.client("Tamsin Vale")


@pytest.fixture
async def draft(haven: Haven, tamsin: Client) -> str:
    return await paste(tamsin, link(haven, ONE), link(haven, ONE, "dewikibooks"), link(haven, OTHER))


async def say(client: Client, draft: str, **fields: object) -> httpx.Response:
    asks = await client.get(f"{draft}/stewards")
    return await client.post(f"{draft}/stewards", {"shown": shown(asks), **fields})


async def test_one_account_linked_twice_is_asked_about_once(tamsin: Client, draft: str) -> None:
    asks = await tamsin.get(f"{draft}/stewards")
    assert words(asks).count(ONE) == 1 and words(asks).count(OTHER) == 1
    assert "2 accounts" in words(asks)


@pytest.mark.parametrize("fields", [{}, {"harms": "0"}, {"evidence": "public"}, {"harms": "7", "evidence": "public"}])
async def test_both_answers_are_needed_and_nothing_is_lost(tamsin: Client, draft: str, fields: dict[str, str]) -> None:
    answer = await say(tamsin, draft, **fields)
    assert answer.status_code == 422 and "Error" in answer.text
    assert ("checked" in answer.text) == (fields.get("harms") == "0" or "evidence" in fields)
    assert (await tamsin.get(f"{draft}/stewards/ways")).headers["location"] == f"{draft}/stewards"
    for path in ("public/lock", "public/checkuser"):
        assert (await tamsin.get(f"{draft}/stewards/{path}")).headers["location"] == f"{draft}/stewards"
        assert (await tamsin.post(f"{draft}/stewards/{path}")).headers["location"] == f"{draft}/stewards"


async def test_names_and_none_together_are_refused(tamsin: Client, draft: str) -> None:
    answer = await say(tamsin, draft, harms=["0", "none"], evidence="public")
    assert answer.status_code == 422 and "or “None of them”" in words(answer)


async def test_an_account_added_meanwhile_is_looked_at_first(haven: Haven, tamsin: Client) -> None:
    """Another tab puts an account into the draft: its name was shown to nobody yet."""
    revid = haven.farm.edit(ONE, "enwiki").rev_id
    draft = await paste(tamsin, link(haven, OTHER), diff(haven.farm.wiki("enwiki"), revid))
    old = shown(await tamsin.get(f"{draft}/stewards"))
    await tamsin.post(f"{draft}/triage/links", {"text": link(haven, ONE)})
    answer = await tamsin.post(f"{draft}/stewards", PUBLIC | {"shown": old})
    assert answer.status_code == 422 and "other accounts here now" in words(answer)
    assert ONE in words(answer)


async def test_what_was_said_is_of_these_accounts_alone(haven: Haven, tamsin: Client) -> None:
    draft = await paste(tamsin, link(haven, OTHER))
    assert (await say(tamsin, draft, **PUBLIC)).status_code == 303
    await tamsin.post(f"{draft}/triage/links", {"text": link(haven, ONE)})
    assert (await tamsin.get(f"{draft}/stewards/ways")).headers["location"] == f"{draft}/stewards"


async def test_the_answer_binds_on_the_other_pages_too(haven: Haven, tamsin: Client, draft: str) -> None:
    await say(tamsin, draft, harms=["0"], evidence="public")
    targets = await tamsin.get(draft)
    assert ONE not in targets.text, "in no link of what the wikis show"
    listed = await tamsin.post("/accounts", {"draft": draft.rpartition("/")[2]})
    assert ONE not in listed.text and OTHER in listed.text
    await say(tamsin, draft, **PUBLIC)
    assert ONE in (await tamsin.post("/accounts", {"draft": draft.rpartition("/")[2]})).text, "and can be taken back"


async def test_a_draft_is_its_owners_alone(haven: Haven, tamsin: Client, draft: str) -> None:
    await say(tamsin, draft, **PUBLIC)
    other = await haven.client("Ilse Norrby")
    for path in ("", "/ways", "/public/lock"):
        assert (await other.get(f"{draft}/stewards{path}")).status_code == 404
    for path in ("", "/private", "/mail", "/public/lock"):
        answer = await other.post(f"{draft}/stewards{path}", {"kind": "lock", **PUBLIC})
        assert answer.status_code == 404 and ONE not in answer.text


async def test_a_draft_without_accounts_has_no_way_to_the_stewards(haven: Haven, tamsin: Client) -> None:
    revid = haven.farm.edit(ONE, "enwiki").rev_id
    draft = await paste(tamsin, diff(haven.farm.wiki("enwiki"), revid))
    assert (await tamsin.get(f"{draft}/stewards")).status_code == 404
    assert "Ask the stewards" not in words(await tamsin.get(draft))


async def test_from_the_page_of_targets_and_from_the_accounts_page(haven: Haven, tamsin: Client, draft: str) -> None:
    assert "Ask the stewards about the ticked accounts" in words(await tamsin.get(draft))
    chosen = await tamsin.post(f"{draft}/choose", {"take": ["2"], "next": "stewards"})
    assert chosen.headers["location"] == f"{draft}/stewards"
    assert ONE not in words(await tamsin.follow(chosen))
    pasted = await tamsin.post("/box", {"text": [f"User:{ONE}", link(haven, OTHER)], "next": "stewards"})
    assert pasted.headers["location"].endswith("/stewards")


async def test_a_silent_central_wiki_refuses_the_public_way_and_not_the_filing(
    haven: Haven, tamsin: Client, draft: str
) -> None:
    haven.farm.faults.set(haven.farm.central_dbname, "down")
    await say(tamsin, draft, **PUBLIC)
    ways = await tamsin.get(f"{draft}/stewards/ways")
    assert "Could not be checked" in words(ways) and "Nothing left" not in words(ways)
    assert (await tamsin.get(f"{draft}/stewards/public/lock")).status_code == 503
    assert (await tamsin.get(f"{draft}/file")).status_code == 200


async def test_locked_hidden_and_temporary_accounts_each_in_their_place(haven: Haven, tamsin: Client) -> None:
    links = [link(haven, name) for name in (ONE, OTHER, TEMPORARY)]
    draft = await paste(tamsin, *links)
    haven.farm.lock(ONE, by="Sunniva Aldous")
    haven.farm.hide_account(OTHER)
    await say(tamsin, draft, **PUBLIC)
    said = words(await tamsin.get(f"{draft}/stewards/ways"))
    assert ONE in said.partition("Nothing left to do")[2]
    assert "Not found or not visible" in said and OTHER not in said
    assert "Global block: one account" in said and "Global lock:" not in said


async def test_a_lock_asked_of_a_name_that_harms_hides_it_even_when_it_is_locked(
    haven: Haven, tamsin: Client, draft: str
) -> None:
    haven.farm.lock(ONE, by="Sunniva Aldous")
    await say(tamsin, draft, harms=["0"], evidence="public")
    assert "Global lock, name hidden: one account" in words(await tamsin.get(f"{draft}/stewards/ways"))


async def test_only_these_accounts_go_on_and_the_others_stay(haven: Haven, tamsin: Client, draft: str) -> None:
    await say(tamsin, draft, harms=["0"], evidence="public")
    apart = await tamsin.post(f"{draft}/stewards/private", {"kind": "lock-and-hide"})
    form = await tamsin.follow(apart)
    assert "2 targets" in words(form), "both links to the one account"
    assert re.search(r'value="lock-and-hide"[^>]*checked', form.text)
    assert "Global lock: one account" in words(await tamsin.get(f"{draft}/stewards/ways"))


@pytest.mark.parametrize("kind", ["", "suppression", "revision-deletion", "lift", "nonsense"])
async def test_nothing_else_goes_on_by_this_way(tamsin: Client, draft: str, kind: str) -> None:
    await say(tamsin, draft, **PUBLIC)
    for step in ("private", "mail"):
        answer = await tamsin.post(f"{draft}/stewards/{step}", {"kind": kind})
        assert answer.status_code in (404, 422), step


@pytest.mark.parametrize("typed", HOSTILE)
async def test_what_is_typed_comes_back_as_it_was_and_nowhere_else(tamsin: Client, draft: str, typed: str) -> None:
    await say(tamsin, draft, **PUBLIC)
    path = f"{draft}/stewards/public/lock"
    for field in ("links", "reason"):
        answer = await tamsin.post(path, {"reason": "spam", "kept_out": typed, field: typed})
        assert answer.status_code == 422
        assert "<script>alert" not in answer.text
    answer = await tamsin.post(path, {"reason": "spam", "kept_out": typed})
    (kept_out,) = read(answer).select("textarea#kept_out")
    assert kept_out.get_text().removeprefix("\n") == typed
    assert (answer.status_code == 422) == (editor_of(answer) == {})
    assert (await tamsin.get(f"{draft}/stewards/public/{typed!r}")).status_code == 404


@pytest.mark.parametrize("kept_out", ["Lover", "Sand"])
async def test_a_short_name_within_the_name_of_an_account_takes_the_editor_away(
    tamsin: Client, draft: str, kept_out: str
) -> None:
    """In prose it may be an accident; the names of accounts are made of whom they harm."""
    await say(tamsin, draft, **PUBLIC)
    path = f"{draft}/stewards/public/lock"
    assert editor_of(await tamsin.post(path, {"reason": "spam"}))
    assert editor_of(await tamsin.post(path, {"reason": "spam", "kept_out": kept_out})) == {}


async def test_a_request_for_a_check_goes_only_where_nobody_local_checks(
    haven: Haven, tamsin: Client, draft: str
) -> None:
    for name in (ONE, OTHER):
        haven.farm.edit(name, "dewikibooks")
    await say(tamsin, draft, **PUBLIC)
    path, asked = f"{draft}/stewards/public/checkuser", {"reason": "sockpuppetry", "wiki": "enwiki"}
    refused = await tamsin.post(path, asked)
    assert refused.status_code == 422 and "has checkusers of its own" in words(refused)
    asked["wiki"] = "dewikibooks"
    haven.farm.faults.set("dewikibooks", "down")
    unknown = await tamsin.post(path, asked)
    assert unknown.status_code == 422 and "could not be asked" in words(unknown)
    haven.farm.faults.clear()
    made = await tamsin.post(path, asked)
    assert f"|user name1 = {ONE}" in text_of(made) and f"|user name2 = {OTHER}" in text_of(made)
    assert editor_of(made)


async def test_addresses_stand_alone_and_are_not_kept(haven: Haven, tamsin: Client, draft: str) -> None:
    await say(tamsin, draft, **PUBLIC)
    path = f"{draft}/stewards/public/addresses"
    asked = {"reason": "open-proxy", "addresses": "198.51.100.77\n2001:db8:77::/48"}
    made = await tamsin.post(path, asked)
    assert "{{Luxotool|1=198.51.100.77}}" in text_of(made) and ONE not in text_of(made)
    assert "198.51.100.77" not in (await tamsin.get(f"{draft}/stewards/ways")).text
    for wrong in ("", "no address here", ONE, f"198.51.100.77 {diff(haven.farm.wiki('enwiki'), 1)}"):
        refused = await tamsin.post(path, asked | {"addresses": wrong})
        assert refused.status_code == 422 and editor_of(refused) == {}, wrong


async def test_access_is_asked_for_where_the_wiki_shows_it(haven: Haven, tamsin: Client, draft: str) -> None:
    haven.farm.grant(ONE, "sysop", "dewikibooks")
    await say(tamsin, draft, **PUBLIC)
    ways = await tamsin.get(f"{draft}/stewards/ways")
    assert "holds rights" in words(ways) and "Write a private mail about their rights" in words(ways)
    asked = {"wiki": "dewikibooks", "choice": "sysop", "reason": "decided"}
    made = await tamsin.post(f"{draft}/stewards/public/removal-of-access", asked)
    assert f"|user name = {ONE}" in text_of(made) and editor_of(made)
    elsewhere = await tamsin.post(f"{draft}/stewards/public/removal-of-access", asked | {"wiki": "enwiki"})
    assert elsewhere.status_code == 422
    mail = await tamsin.post(f"{draft}/stewards/mail", {"kind": "removal-of-access"})
    assert "dewikibooks: sysop" in mail.text and OTHER not in mail.text


async def test_global_sysops_are_asked_only_for_wikis_of_their_set(haven: Haven, tamsin: Client, draft: str) -> None:
    haven.farm.edit(ONE, "dewikibooks")
    revid = haven.farm.edit(OTHER, "enwiki").rev_id
    await say(tamsin, draft, **PUBLIC)
    path, asked = f"{draft}/stewards/public/global-sysops", {"choice": "vandalism", "wiki": "enwiki"}
    asked["links"] = diff(haven.farm.wiki("enwiki"), revid)
    refused = await tamsin.post(path, asked)
    assert refused.status_code == 422 and "do not act on enwiki" in words(refused)
    no_link = await tamsin.post(path, asked | {"wiki": "dewikibooks", "links": ""})
    assert no_link.status_code == 422 and "at least one link" in words(no_link)
    made = await tamsin.post(path, asked | {"wiki": "dewikibooks"})
    assert text_of(made) and editor_of(made), words(made)


async def test_the_form_may_go_to_the_central_wiki_and_only_on_that_page(
    haven: Haven, tamsin: Client, draft: str
) -> None:
    await say(tamsin, draft, **PUBLIC)
    origin = haven.farm.central.server
    for page in (
        await tamsin.get(f"{draft}/stewards/ways"),
        await tamsin.get(f"{draft}/stewards/public/lock"),
        await tamsin.post(f"{draft}/stewards/public/lock", {}),
    ):
        assert page.headers["content-security-policy"].endswith("form-action 'self'")
    made = await tamsin.post(f"{draft}/stewards/public/lock", {"reason": "spam"})
    assert made.headers["content-security-policy"].endswith(f"form-action 'self' {origin}")
    assert "token" not in editor_of(made)


async def test_a_global_block_that_could_not_be_asked_is_said(
    haven: Haven, tamsin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(names: object) -> Unreachable:
        return Unreachable()

    draft = await paste(tamsin, link(haven, TEMPORARY))
    await say(tamsin, draft, **PUBLIC)
    unsaid = "could not check whether it is blocked globally"
    assert unsaid not in words(await tamsin.get(f"{draft}/stewards/ways"))
    monkeypatch.setattr(haven.desk.wikis.accounts, "globally_blocked", silent)
    ways = words(await tamsin.get(f"{draft}/stewards/ways"))
    assert unsaid in ways and "Global block: one account" in ways
