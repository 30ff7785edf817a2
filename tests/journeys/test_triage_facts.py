"""What the wikis tell in guided triage, where it changes, is silent, or is about something else than it seems."""

import re
from typing import Any

import httpx
import pytest

from app.actions import guiding
from app.actions.drafting import read_draft
from app.actions.facts import find_facts
from app.domain.people import Person, Standing
from app.domain.targets import Pointer, TargetKind
from app.mediawiki.outcomes import Unreachable
from app.sandbox.people import ATTACKING_NAME, LOCKED_NAME
from app.sandbox.visibility import SUMMARY, TEXT, USER
from app.sandbox.wiki import Revision, Wiki
from app.store.drafts import Draft
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, paste
from tests.journeys.test_attack_names import shown
from tests.journeys.test_triage import OUTING, _filled, begin, question_of, say, small_wiki, walk
from tests.support.haven import Client, Haven
from tests.support.page_checks import heading, words

ASKER = "Tamsin Vale"
AUTHOR = "Marlow Quince"
FIRST = ("danger", "child-protection", "involved")
EMPTY = {**OUTING, "what": "copyright", "copy-source": "none", "copy-authors": "no"}


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client(ASKER)


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


def written(wiki: Wiki, author: str = AUTHOR) -> Revision:
    """A revision between two others, on a page of its own."""
    page = wiki.add_page("Erfundene Ebbe")
    wiki.add_revision(page, "Wilma Tarn", "a", "One.", at=wiki.ago(hours=5))
    found = wiki.add_revision(page, author, "b", "Two.", at=wiki.ago(hours=4))
    wiki.add_revision(page, "Corin Ashby", "c", "Three.", at=wiki.ago(hours=3))
    return found


async def draft_of(haven: Haven, draft: str) -> Draft:
    return await read_draft(haven.desk, haven.central_id(ASKER), draft.rpartition("/")[2])


async def facts_of(haven: Haven, client: Client, *addresses: str) -> dict[str, str]:
    return dict((await draft_of(haven, await begin(client, *addresses))).facts)


async def test_text_hidden_beside_something_visible_is_not_all(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    """A telephone number in the summary, or the address of somebody signed out, stands there still."""
    revision = written(wiki)
    for parts, told in ((TEXT, "some"), (TEXT | USER, "some"), (TEXT | SUMMARY | USER, "all")):
        revision.hidden = parts
        draft = await begin(tamsin, diff(wiki, revision.rev_id))
        assert (await draft_of(haven, draft)).facts["already-hidden"] == told
    page, asked = await walk(tamsin, draft, {**OUTING, "needs-more": "no"})
    assert asked[-1] == "needs-more" and heading(page) == "Nothing is left to hide"


async def test_what_is_hidden_can_need_more(tamsin: Client, wiki: Wiki) -> None:
    revision = written(wiki)
    revision.hidden = TEXT | SUMMARY | USER
    draft = await begin(tamsin, diff(wiki, revision.rev_id))
    page, _ = await walk(tamsin, draft, {**OUTING, "needs-more": "yes"})
    assert heading(page) == "Ask the oversighters of the wiki"
    assert "Ask for suppression" in words(page)


async def test_what_is_gone_is_not_taken_for_hidden(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    """A wrong number, or a deleted page that administrators still see."""
    facts = await facts_of(haven, tamsin, diff(wiki, 99_999_999))
    assert "already-hidden" not in facts and "newest-is-meant" not in facts


async def test_whether_the_newest_is_meant_needs_a_revision(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    assert (await facts_of(haven, tamsin, diff(wiki, written(wiki).rev_id)))["newest-is-meant"] == "no"
    page = f"{wiki.server}/wiki/Talk:Harbour_lights"
    assert "newest-is-meant" not in await facts_of(haven, tamsin, page)


async def test_a_question_of_what_the_wiki_tells_later_is_answered_once(
    haven: Haven, tamsin: Client, wiki: Wiki
) -> None:
    """Silent at the beginning, back later: whoever asks turns out to be the author."""
    draft = await paste(tamsin, diff(wiki, written(wiki, ASKER).rev_id))
    haven.farm.faults.set("enwiki", "down")
    await tamsin.post(f"{draft}/triage")
    await walk(tamsin, draft, {name: OUTING[name] for name in FIRST})
    haven.farm.faults.clear("enwiki")
    haven.clock.move(minutes=10)
    page, _ = await walk(tamsin, draft, OUTING)
    assert question_of(page) == "my-part"
    answered = await tamsin.follow(await say(tamsin, draft, "my-part", "harmed"))
    assert question_of(answered) != "my-part"


async def test_what_is_visible_again_is_asked_about_once(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    revision = written(wiki)
    revision.hidden = TEXT | SUMMARY | USER
    draft = await begin(tamsin, diff(wiki, revision.rev_id))
    await walk(tamsin, draft, {**OUTING, "needs-more": "no"})
    revision.hidden = 0
    haven.clock.move(minutes=10)
    assert question_of(await tamsin.get(f"{draft}/triage")) == "exposed"
    page, asked = await walk(tamsin, draft, OUTING)
    assert asked.count("exposed") == 1
    assert heading(page) == "Ask the oversighters of the wiki"


async def test_what_is_contradicted_is_what_was_shown(haven: Haven, tamsin: Client) -> None:
    wiki = small_wiki(haven)
    draft = await begin(tamsin, diff(wiki, written(wiki).rev_id))
    await walk(tamsin, draft, OUTING)
    haven.farm.grant("Odile Farr", "suppress", wiki.dbname)
    haven.clock.move(minutes=2)
    page = await tamsin.get(f"{draft}/triage")
    link = re.search(r'This wiki has oversighters.*?href="([^"]*found/\d+)"', page.text, re.DOTALL)
    assert link is not None
    shown = await tamsin.get(link[1])
    assert "This wiki has oversighters" in words(shown).partition("The wiki told this")[0]


async def test_evidence_and_sources_are_no_targets(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, {name: OUTING[name] for name in FIRST})
    await say(tamsin, draft, "what", "private-information", "stalking")
    page, _ = await walk(tamsin, draft, OUTING)
    assert question_of(page) == "proof"
    before = (await draft_of(haven, draft)).pointers
    elsewhere = diff(small_wiki(haven), written(small_wiki(haven)).rev_id)
    fields = {"question": "proof", "answer": ["given"], "text": elsewhere, "number": "9"}
    assert (await tamsin.post(f"{draft}/triage/answer", fields)).status_code == 303
    kept = await draft_of(haven, draft)
    assert kept.pointers == before
    assert kept.guided["proof"] == ("given",)


async def test_a_source_needs_no_link_to_a_wiki(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    page, _ = await walk(tamsin, draft, {**OUTING, "what": "copyright"})
    if question_of(page) == "copy-in-newest":
        page = await tamsin.follow(await say(tamsin, draft, "copy-in-newest", "taken-out"))
    assert question_of(page) == "copy-source"
    assert "<textarea" not in page.text, "nothing is typed that nobody keeps"
    given = await tamsin.follow(await say(tamsin, draft, "copy-source", "given"))
    assert question_of(given) == "copy-authors"


async def test_whose_case_it_is_or_who_is_kept_out_is_nobodys_team(haven: Haven, tamsin: Client) -> None:
    wiki = small_wiki(haven)
    revision = written(wiki)
    haven.farm.grant(AUTHOR, "suppress", wiki.dbname)
    draft = await begin(tamsin, diff(wiki, revision.rev_id))
    page, _ = await walk(tamsin, draft, OUTING)
    assert heading(page) == "Ask the stewards"
    haven.farm.grant("Odile Farr", "suppress", wiki.dbname)
    haven.clock.move(minutes=2)
    assert heading(await tamsin.get(f"{draft}/triage")) == "Ask the oversighters of the wiki"
    person = Person(haven.central_id(ASKER), ASKER, Standing(frozenset(), 0))
    pointers = (await draft_of(haven, draft)).chosen
    told = await find_facts(haven.desk, person, pointers, frozenset({haven.central_id("Odile Farr")}))
    assert told["local-oversighters"] == "none"


async def test_a_link_through_the_central_wiki_means_where_the_account_edits(
    haven: Haven, tamsin: Client, wiki: Wiki
) -> None:
    link = f"{haven.farm.central.server}/wiki/Special:CentralAuth/{ATTACKING_NAME.replace(' ', '_')}"
    draft = await begin(tamsin, link)
    assert [pointer.wiki for pointer in (await draft_of(haven, draft)).chosen] == ["enwiki"]


async def test_an_account_beside_something_else_adds_no_wiki(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    account = f"{small_wiki(haven).server}/wiki/User:{LOCKED_NAME.replace(' ', '_')}"
    facts = await facts_of(haven, tamsin, diff(wiki, harbour(wiki)[0]), account)
    assert facts["several-wikis"] == "no" and facts["local-oversighters"] == "some"


async def test_facts_of_what_is_unticked_do_not_stay(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    account = f"{wiki.server}/wiki/User:{LOCKED_NAME.replace(' ', '_')}"
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]), account)
    assert (await draft_of(haven, draft)).facts["accounts-are-locked"] == "yes"
    await tamsin.post(f"{draft}/choose", {"take": ["0"]})
    assert "accounts-are-locked" not in (await draft_of(haven, draft)).facts


async def test_facts_are_not_kept_of_what_was_unticked_while_they_were_asked(
    haven: Haven, tamsin: Client, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = f"{wiki.server}/wiki/User:{LOCKED_NAME.replace(' ', '_')}"
    draft = await paste(tamsin, diff(wiki, harbour(wiki)[0]), account)

    async def ask_while_another_tab_unticks(*asked: Any) -> dict[str, str]:
        facts = await find_facts(*asked)
        await tamsin.post(f"{draft}/choose", {"take": ["0"]})
        return facts

    monkeypatch.setattr(guiding, "find_facts", ask_while_another_tab_unticks)
    await tamsin.post(f"{draft}/triage")
    assert not (await draft_of(haven, draft)).facts


async def test_a_pack_speaks_where_even_the_central_wiki_is_silent(
    haven: Haven, tamsin: Client, wiki: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent() -> Unreachable:
        return Unreachable()

    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    await walk(tamsin, draft, OUTING)
    monkeypatch.setattr(haven.desk.wikis.sites, "farm", silent)
    page = await tamsin.get(f"{draft}/triage")
    assert heading(page) == "Write to the wiki’s reviewed contact for oversight"
    assert "oversighters-enwiki@sandbox.invalid" in words(page)


async def test_a_button_of_an_older_tab_sends_nothing(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    """The answer became something private: the text for a public request is no longer filled in."""
    draft = await begin(tamsin, diff(wiki, written(wiki).rev_id))
    page, _ = await walk(tamsin, draft, {**EMPTY, "copy-in-newest": "taken-out"})
    assert "template" in heading(page)
    await say(tamsin, draft, "what", "private-information")
    stale = await tamsin.post(f"{draft}/triage/send", {"act": "copyright"})
    assert stale.headers["location"] == f"{draft}/triage", "an unfinished trail leads to nothing"
    await walk(tamsin, draft, OUTING)
    stale = await tamsin.post(f"{draft}/triage/send", {"act": "copyright"})
    assert stale.headers["location"] == f"{draft}/triage"
    assert not (await draft_of(haven, draft)).filled


@pytest.mark.parametrize(
    ("what", "act", "criterion"),
    [
        ({**EMPTY, "copy-in-newest": "taken-out"}, "copyright", "rd1-copyright"),
        ({**OUTING, "what": "identity", "how-bad": "gross"}, "revision-deletion", "rd2-grossly-insulting"),
    ],
)
async def test_the_criterion_is_the_wikis_own(
    tamsin: Client, wiki: Wiki, what: dict[str, str], act: str, criterion: str
) -> None:
    draft = await begin(tamsin, diff(wiki, written(wiki).rev_id))
    await walk(tamsin, draft, what)
    form = await tamsin.follow(await tamsin.post(f"{draft}/triage/send", {"act": act}))
    assert _filled(form)["criterion"] == [criterion]


async def test_the_criterion_is_of_the_kind_that_is_sent(haven: Haven, tamsin: Client) -> None:
    """Two ways at once: gross insults, which are deleted, and an attack in a name, which is suppressed."""
    wiki = small_wiki(haven)
    account = f"{wiki.server}/wiki/User:{ATTACKING_NAME.replace(' ', '_')}"
    draft = await begin(tamsin, diff(wiki, written(wiki).rev_id), account)
    for name in FIRST:
        await say(tamsin, draft, name, "no")
    await say(tamsin, draft, "what", "identity", "username")
    answers = {"how-bad": "gross", "names": "attack", "exposed": "insult", "parts": "text", "reach": "yes"}
    await walk(tamsin, draft, answers)
    form = await tamsin.follow(await tamsin.post(f"{draft}/triage/send", {"act": "suppression"}))
    assert _filled(form)["kind"] == ["suppression"]
    assert _filled(form)["criterion"] == ["os-attack-name"]


async def test_of_links_and_accounts_only_the_accounts_are_stopped(haven: Haven, tamsin: Client) -> None:
    """What showed it stays behind: nobody can lock a revision."""
    wiki = small_wiki(haven)
    account = f"{wiki.server}/wiki/User:{ATTACKING_NAME.replace(' ', '_')}"
    draft = await begin(tamsin, diff(wiki, written(wiki).rev_id), account)
    for name in FIRST:
        await say(tamsin, draft, name, "no")
    await say(tamsin, draft, "what", "username")
    await walk(tamsin, draft, {"names": "attack", "exposed": "insult", "reach": "yes"})
    asks = await tamsin.follow(await tamsin.post(f"{draft}/triage/send", {"act": "stewards"}))
    assert heading(asks) == "Ask the stewards" and "One account" in words(asks)
    assert [each.kind.value for each in (await draft_of(haven, draft)).chosen] == ["account"]
    fields = {"harms": "1", "evidence": "public", "shown": shown(asks)}
    assert (await tamsin.post(f"{draft}/stewards", fields)).status_code == 303
    form = await tamsin.follow(await tamsin.post(f"{draft}/stewards/private", {"kind": "lock-and-hide"}))
    assert _filled(form)["kind"] == ["lock-and-hide"]
    assert _filled(form)["exposed"] == ["insult"], "what was answered goes along"
    assert "1 target on" in words(form)


async def test_a_draft_without_targets_has_no_page_of_answers(tamsin: Client) -> None:
    draft = (await tamsin.post("/triage")).headers["location"].removesuffix("/triage")
    for response in (await tamsin.get(f"{draft}/file"), await tamsin.post(f"{draft}/file", {"kind": "suppression"})):
        assert response.headers["location"] == f"{draft}/triage"
    assert back_of(await tamsin.get(f"{draft}/triage")) == "/"


async def test_the_first_question_leads_back_to_the_targets(tamsin: Client, wiki: Wiki) -> None:
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    assert back_of(await tamsin.get(f"{draft}/triage")) == draft


async def test_the_table_of_a_flow_leads_back(haven: Haven) -> None:
    visitor = await haven.client(None)
    assert back_of(await visitor.get("/flows/triage")) == "/guide#about-questions"


async def test_what_is_linked_later_is_no_longer_of_a_tail(haven: Haven, tamsin: Client, wiki: Wiki) -> None:
    later = written(wiki).rev_id
    draft = await begin(tamsin, diff(wiki, harbour(wiki)[0]))
    place = Pointer("enwiki", TargetKind.REVISION, later)
    await tamsin.post(f"{draft}/around/0", {"take": [f"revision.{later}..0"]})
    added = next(each for each in (await draft_of(haven, draft)).pointers if each.identity == place.identity)
    assert added.tail_of == harbour(wiki)[0]
    await tamsin.post(f"{draft}/triage/links", {"text": diff(wiki, later)})
    linked = next(each for each in (await draft_of(haven, draft)).pointers if each.identity == place.identity)
    assert linked.tail_of == 0


async def test_too_many_accounts_are_not_judged_by_the_first_of_them(haven: Haven) -> None:
    person = Person(haven.central_id(ASKER), ASKER, Standing(frozenset(), 0))
    pointers = [Pointer("enwiki", TargetKind.ACCOUNT, name=f"Erfunden {number}") for number in range(51)]
    told = await find_facts(haven.desk, person, pointers)
    assert "account-is-temporary" not in told
    few = await find_facts(haven.desk, person, pointers[:50])
    assert few["account-is-temporary"] == "no"


def back_of(page: httpx.Response) -> str:
    link = re.search(r'class="back".*?href="([^"]*)"', page.text, re.DOTALL)
    assert link is not None
    return link[1]
