"""Making visible again: by those who hid it, done when it can be seen; and what was hidden and can be seen again."""

from collections.abc import Sequence

import httpx
import pytest

from app.sandbox.abuse_log import Hit, add_hit
from app.sandbox.wiki import Wiki
from tests.journeys.cases import harbour
from tests.journeys.pastes import diff, forms_to, hit_link, log_link, paste, row_with, rows
from tests.support.haven import SUPPRESSION, Client, Haven
from tests.support.page_checks import links, words

LIFT = SUPPRESSION | {"kind": "lift", "criterion": "lift-mistake", "exposed": ["other"]}
DONE, BY_HAND, AGAIN = "Done: the wiki shows it", "Done: said by the handler", "Visible again: the wiki shows it"


@pytest.fixture
def wiki(haven: Haven) -> Wiki:
    return haven.farm.wiki("enwiki")


@pytest.fixture
async def tamsin(haven: Haven) -> Client:
    return await haven.client("Tamsin Vale")


async def file(client: Client, answers: dict[str, object], *addresses: str) -> str:
    """One request; its path."""
    draft = await paste(client, *addresses)
    filed = await client.post(f"{draft}/file", answers)
    assert filed.status_code == 303, words(filed)
    assert filed.headers["location"].startswith("/requests/H-"), filed.headers["location"]
    return str(filed.headers["location"])


async def taken(haven: Haven, name: str, path: str) -> tuple[Client, httpx.Response]:
    client = await haven.client(name)
    return client, await client.follow(await client.post(f"{path}/take", {"not_my_own": "yes"}))


async def ask_wiki(haven: Haven, client: Client, path: str) -> httpx.Response:
    """Some minutes later."""
    haven.clock.move(minutes=6)
    return await client.follow(await client.post(f"{path}/check"))


async def done(haven: Haven, wiki: Wiki, tamsin: Client, revids: Sequence[int]) -> tuple[Client, str]:
    """A request to suppress that the wiki showed as done; with its handler."""
    path = await file(tamsin, SUPPRESSION, *(diff(wiki, each) for each in revids))
    odile, _ = await taken(haven, "Odile Farr", path)
    wiki.hide(revids, text=True, suppressed=True)
    assert DONE in words(await ask_wiki(haven, odile, path))
    return odile, path


async def test_suppressed_ones_go_to_the_oversighters_and_the_others_to_the_administrators(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    suppressed, deleted, *_ = harbour(wiki)
    wiki.hide([suppressed], text=True, suppressed=True)
    wiki.hide([deleted], text=True)
    draft = await paste(tamsin, diff(wiki, suppressed), diff(wiki, deleted))
    page = await tamsin.follow(await tamsin.post(f"{draft}/file", LIFT))
    assert len(rows(page)) == 2
    assert all("Making visible again on enwiki" in row for row in rows(page))
    assert "1 target" in row_with(page, "the oversighters of enwiki")
    assert "1 target" in row_with(page, "the administrators of enwiki")
    await tamsin.post(f"{draft}/check")
    hedda, keeva = await haven.client("Hedda Moor"), await haven.client("Keeva Strand")
    assert len(rows(await hedda.get("/queues"))) == 1
    [path] = _requests(await hedda.get("/queues"))
    _, opened = await taken(haven, "Hedda Moor", path)
    assert str(deleted) in opened.text
    assert str(suppressed) not in opened.text
    # Who lifted a suppression its sender learns no more than who made one; administrators write in their own name.
    assert "Special:EmailUser" in opened.text
    theirs = await haven.client("Odile Farr")
    held = await theirs.get("/queues?queue=oversighters.enwiki")
    path = next(link for link in links(held) if link.startswith("/requests/H-"))
    looked = await theirs.follow(await theirs.post(f"{path}/take"))
    assert str(suppressed) in looked.text and "Special:EmailUser" not in looked.text
    assert len(rows(await keeva.get("/queues"))) == 2, "who suppresses there, deletes there too"


async def test_a_summary_that_alone_is_suppressed_is_the_oversighters_too(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    wiki.hide(harbour(wiki)[:1], summary=True, suppressed=True)
    path = await file(tamsin, LIFT | {"parts": ["summary"]}, diff(wiki, harbour(wiki)[0]))
    assert "the oversighters of enwiki" in words(await tamsin.get(path))


async def test_the_form_ticks_nothing_and_is_done_when_all_can_be_seen(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    """Of two it is half done after one."""
    revids = harbour(wiki)[:2]
    wiki.hide(revids, text=True)
    path = await file(tamsin, LIFT, *(diff(wiki, each) for each in revids))
    hedda, opened = await taken(haven, "Hedda Moor", path)
    [form] = forms_to(opened, "Special:RevisionDelete")
    assert form.endswith(f"type=revision&ids={revids[0]},{revids[1]}"), "and nothing after the ids"
    wiki.show(revids[:1])
    half = await ask_wiki(haven, hedda, path)
    assert "2 targets, 1 done" in words(half)
    [form] = forms_to(half, "Special:RevisionDelete")
    assert form.endswith(f"&ids={revids[1]}")
    assert DONE not in words(half)
    wiki.show(revids)
    assert DONE in words(await ask_wiki(haven, hedda, path))
    assert DONE in words(await tamsin.get(path))


async def test_a_log_entry_is_lifted_the_same_way(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    entry = next(each for each in wiki.log if each.kind == "move")
    entry.hidden = 2
    path = await file(tamsin, LIFT | {"parts": ["summary"]}, log_link(wiki, entry.log_id))
    hedda, opened = await taken(haven, "Hedda Moor", path)
    [form] = forms_to(opened, "type=logging")
    assert form.endswith(f"&ids={entry.log_id}")
    entry.hidden = 0
    assert DONE in words(await ask_wiki(haven, hedda, path))


async def test_what_can_be_seen_needs_no_lifting(wiki: Wiki, tamsin: Client) -> None:
    draft = await paste(tamsin, diff(wiki, harbour(wiki)[0]))
    answer = await tamsin.post(f"{draft}/file", LIFT)
    assert answer.status_code == 422
    assert "enwiki already shows all of this. There is nothing left to ask for." in words(answer)


@pytest.mark.parametrize("code", ["not-suppressible", "lower-level-suffices", "already-public", "lifted-on-purpose"])
async def test_codes_of_hiding_do_not_end_a_lift(haven: Haven, wiki: Wiki, tamsin: Client, code: str) -> None:
    wiki.hide(harbour(wiki)[:1], text=True)
    path = await file(tamsin, LIFT, diff(wiki, harbour(wiki)[0]))
    hedda, opened = await taken(haven, "Hedda Moor", path)
    assert f'value="{code}"' not in opened.text
    assert (await hedda.post(f"{path}/close", {"closing": code})).status_code == 422


async def test_a_done_lift_stays_done_when_it_is_hidden_anew(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    """Hiding it anew is another case; nobody is asked to lift it once more, and nobody is told it can be seen."""
    wiki.hide(harbour(wiki)[:1], text=True)
    path = await file(tamsin, LIFT, diff(wiki, harbour(wiki)[0]))
    hedda, _ = await taken(haven, "Hedda Moor", path)
    wiki.show(harbour(wiki)[:1])
    await ask_wiki(haven, hedda, path)
    wiki.hide(harbour(wiki)[:1], text=True)
    page = await ask_wiki(haven, tamsin, path)
    assert DONE in words(page)
    assert "can be seen again" not in words(page)
    assert f"{path}/check" not in page.text
    assert rows(await hedda.get("/queues")) == []


async def test_what_can_be_seen_again_is_open_again_for_all(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    odile, path = await done(haven, wiki, tamsin, harbour(wiki)[:2])
    assert rows(await odile.get("/queues")) == []
    wiki.show(harbour(wiki)[:1])
    again = await ask_wiki(haven, tamsin, path)
    assert "Those who can act are asked once more." in words(again)
    assert AGAIN in words(again)
    assert len(rows(await odile.get("/queues"))) == 1
    keeva, opened = await taken(haven, "Keeva Strand", path)
    assert "Was it lifted on purpose?" in words(opened)
    [form] = forms_to(opened, "Special:RevisionDelete")
    assert str(harbour(wiki)[0]) in form
    assert str(harbour(wiki)[1]) not in form
    wiki.hide(harbour(wiki)[:1], text=True, suppressed=True)
    assert DONE in words(await ask_wiki(haven, keeva, path))


async def test_what_was_lifted_on_purpose_stays_closed(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    odile, path = await done(haven, wiki, tamsin, harbour(wiki)[:1])
    wiki.show(harbour(wiki)[:1])
    await ask_wiki(haven, tamsin, path)
    keeva, opened = await taken(haven, "Keeva Strand", path)
    assert 'value="lifted-on-purpose"' in opened.text
    assert (await keeva.post(f"{path}/close", {"closing": "lifted-on-purpose"})).status_code == 303
    for client in (tamsin, odile, keeva):
        page = await ask_wiki(haven, client, path)
        assert "Closed by the handler: It was made visible again on purpose" in words(page)
        assert f"{path}/check" not in page.text, "nothing is left to ask"
    assert rows(await odile.get("/queues")) == []


async def test_on_purpose_can_be_said_only_of_what_was_done_before(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    path = await file(tamsin, SUPPRESSION, diff(wiki, harbour(wiki)[0]))
    odile, opened = await taken(haven, "Odile Farr", path)
    assert 'value="lifted-on-purpose"' not in opened.text
    assert (await odile.post(f"{path}/close", {"closing": "lifted-on-purpose"})).status_code == 422


async def test_what_the_public_cannot_tell_is_done_by_the_handlers_word_and_shown_so(
    haven: Haven, wiki: Wiki, tamsin: Client
) -> None:
    """An entry of the filter log: while it stands there it is not done, and once it is gone nobody can tell why."""
    hit = _hit(wiki)
    path = await file(tamsin, SUPPRESSION, hit_link(wiki, hit.hit_id))
    odile, opened = await taken(haven, "Odile Farr", path)
    assert forms_to(opened, "Special:AbuseLog/hide", f"hideids%5B{hit.hit_id}%5D=1")
    early = await odile.post(f"{path}/close", {"closing": "done"})
    assert early.status_code == 422
    hit.hidden = True
    asked = await ask_wiki(haven, odile, path)
    assert "the wiki does not tell" in row_with(asked, "filter log entry")
    assert DONE not in words(asked)
    closed = await odile.follow(await odile.post(f"{path}/close", {"closing": "done"}))
    for page in (closed, await tamsin.get(path)):
        assert BY_HAND in words(page)
        assert DONE not in words(page)
    assert "Odile" not in (await tamsin.get(path)).text


async def test_a_lift_of_a_filter_log_entry_goes_to_the_oversighters(haven: Haven, wiki: Wiki, tamsin: Client) -> None:
    hit = _hit(wiki)
    hit.hidden = True
    path = await file(tamsin, LIFT, hit_link(wiki, hit.hit_id))
    assert "the oversighters of enwiki" in words(await tamsin.get(path))
    odile, opened = await taken(haven, "Odile Farr", path)
    [form] = forms_to(opened, "AbuseLog/hide")
    assert f"hideids%5B{hit.hit_id}%5D=1" in form
    assert "wpshoworhide=show" in form
    hit.hidden = False
    assert DONE in words(await ask_wiki(haven, odile, path)), "that it can be seen again the public can tell"


def _hit(wiki: Wiki) -> Hit:
    return add_hit(wiki, "Marlow Quince", wiki.page("Talk:Harbour lights").title, wiki.ago(hours=5))


def _requests(page: httpx.Response) -> list[str]:
    return list(
        dict.fromkeys(part.partition('"')[0] for part in page.text.split('href="')[1:] if "/requests/H-" in part[:14])
    )
