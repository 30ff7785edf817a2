"""Nobody judges their own case, whatever kind of thing it is: the account meant, an entry's performer, an uploader.

The same pattern as for revisions in `test_own_case.py`: for a party the request is a wrong address.
"""

from collections.abc import Callable

import pytest

from app.sandbox.abuse_log import add_hit
from app.sandbox.files import upload
from app.sandbox.visibility import TEXT
from app.sandbox.wiki import Wiki
from tests.journeys.cases import harbour
from tests.journeys.pastes import account_link, diff, hit_link, log_link, page_link, paste, references
from tests.support.haven import REVISION_DELETION, SUPPRESSION, Client, Haven
from tests.support.page_checks import words

PARTY, COLLEAGUE = "Odile Farr", "Keeva Strand"


def _account(wiki: Wiki) -> str:
    return account_link(wiki, wiki.farm.account(PARTY).local["enwiki"].user_id)


def _by_name(wiki: Wiki) -> str:
    return f"{wiki.server}/wiki/Special:Contributions/{PARTY.replace(' ', '_')}"


def _log(wiki: Wiki) -> str:
    return log_link(wiki, wiki.add_log("protect", "protect", PARTY, (0, "Tide tables"), "why").log_id)


def _own_page(wiki: Wiki) -> str:
    page = wiki.add_page(f"{PARTY}/Desk", 2)
    wiki.add_revision(page, "Marlow Quince", "about her")
    return page_link(wiki, page.page_id)


def _version(wiki: Wiki) -> str:
    page = wiki.add_page("Rope (invented).png", 6)
    wiki.add_revision(page, "Wilma Tarn", "upload", at=wiki.ago(days=3))
    first, _ = (
        upload(wiki, page, PARTY if n == 0 else "Wilma Tarn", "v", f"b{n}", wiki.ago(days=3 - n)) for n in range(2)
    )
    name = "Rope_(invented).png"
    return f"{wiki.server}/w/index.php?title=File:{name}&action=revert&oldimage={first.archive_time}!{name}"


def _blocked(wiki: Wiki) -> str:
    """An entry about an account that has no user page: no page stands behind it."""
    entry = wiki.add_log("block", "block", "Ilse Norrby", (2, PARTY), "an insult")
    assert entry.page_id == 0
    return log_link(wiki, entry.log_id)


def _created_for(wiki: Wiki) -> str:
    return log_link(wiki, wiki.add_log("newusers", "create2", "Marlow Quince", (2, PARTY), "an insult").log_id)


def _stopped(wiki: Wiki) -> str:
    hit = add_hit(wiki, wiki.farm.account(PARTY), wiki.page("Tide tables").title, wiki.ago(hours=1))
    return hit_link(wiki, hit.hit_id)


def _uploaded(wiki: Wiki) -> str:
    page = wiki.add_page("Rope (invented).png", 6)
    wiki.add_revision(page, "Wilma Tarn", "moved here", at=wiki.ago(days=3))
    upload(wiki, page, PARTY, "v", "bytes", wiki.ago(days=3))
    return page_link(wiki, page.page_id)


def _begun(wiki: Wiki) -> str:
    page = wiki.add_page("Begun by a colleague")
    wiki.add_revision(page, PARTY, "new", at=wiki.ago(days=2))
    wiki.add_revision(page, "Wilma Tarn", "more", at=wiki.ago(days=1))
    return page_link(wiki, page.page_id)


def _deleted_talk(wiki: Wiki) -> str:
    page = wiki.add_page(f"{PARTY}/Old", 3)
    made = wiki.add_revision(page, "Marlow Quince", "about her", at=wiki.ago(hours=2)).at
    wiki.delete_page(page, "Ilse Norrby", "no")
    title = f"User_talk:{PARTY.replace(' ', '_')}/Old"
    return f"{wiki.server}/w/index.php?title=Special:Undelete&target={title}&timestamp={made:%Y%m%d%H%M%S}"


KINDS: dict[str, Callable[[Wiki], str]] = {
    "account": _account,
    "account-by-name": _by_name,
    "log": _log,
    "page": _own_page,
    "file-version": _version,
    "log-about-an-account": _blocked,
    "log-of-a-new-account": _created_for,
    "filter-hit": _stopped,
    "file-as-a-whole": _uploaded,
    "page-begun": _begun,
    "owner-of-a-deleted-page": _deleted_talk,
}


async def filed(client: Client, address: str, answers: dict[str, object] = SUPPRESSION) -> str:
    """The path of the request."""
    draft = await paste(client, address)
    answer = await client.post(f"{draft}/file", answers)
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"])


@pytest.mark.parametrize("kind", KINDS)
async def test_for_a_party_it_does_not_exist_and_for_a_colleague_it_does(haven: Haven, kind: str) -> None:
    path = await filed(await haven.client("Tamsin Vale"), KINDS[kind](haven.farm.wiki("enwiki")))
    party, colleague = await haven.client(PARTY), await haven.client(COLLEAGUE)
    for tail, fields in (
        ("", None),
        ("/take", {"not_my_own": "yes"}),
        ("/open", {"purpose": "review"}),
        ("/after", None),
    ):
        theirs, unknown = [
            await (party.get(f"{base}{tail}") if fields is None else party.post(f"{base}{tail}", fields))
            for base in (path, "/requests/H-2222-2222")
        ]
        assert theirs.status_code == unknown.status_code == 404, tail
        assert words(theirs) == words(unknown)
    assert path not in (await party.get("/queues")).text
    assert path in (await colleague.get("/queues")).text
    assert (await colleague.post(f"{path}/take", {"not_my_own": "yes"})).status_code == 303


@pytest.mark.parametrize("kind", ["account", "log", "file-version", "log-about-an-account", "filter-hit", "page-begun"])
async def test_filed_blind_the_party_is_found_at_the_take(haven: Haven, kind: str) -> None:
    """The wiki was away at filing, so nobody knew whose case it is."""
    wiki, tamsin = haven.farm.wiki("enwiki"), await haven.client("Tamsin Vale")
    await tamsin.get("/account")
    draft = await paste(tamsin, KINDS[kind](wiki))
    haven.farm.faults.set("enwiki", "down")
    answer = await tamsin.post(f"{draft}/file", SUPPRESSION)
    haven.farm.faults.clear()
    path = answer.headers["location"]
    party, colleague = await haven.client(PARTY), await haven.client(COLLEAGUE)
    assert path in (await party.get("/queues")).text, "nobody knows yet"
    assert (await party.post(f"{path}/take", {"not_my_own": "yes"})).status_code == 404
    assert path not in (await party.get("/queues")).text
    assert (await colleague.post(f"{path}/take", {"not_my_own": "yes"})).status_code == 303


async def test_one_target_among_many_is_enough(haven: Haven) -> None:
    wiki, tamsin = haven.farm.wiki("enwiki"), await haven.client("Tamsin Vale")
    draft = await paste(tamsin, *(diff(wiki, each) for each in harbour(wiki)), _log(wiki))
    path = (await tamsin.post(f"{draft}/file", SUPPRESSION)).headers["location"]
    assert (await (await haven.client(PARTY)).get(path)).status_code == 404
    assert (await (await haven.client(COLLEAGUE)).get(path)).status_code == 200


async def test_of_several_requests_only_the_one_that_concerns_them_is_kept_from_them(haven: Haven) -> None:
    """The account goes to the oversighters, the revisions to the administrators, and she is both."""
    wiki, tamsin = haven.farm.wiki("enwiki"), await haven.client("Tamsin Vale")
    draft = await paste(tamsin, _account(wiki), diff(wiki, harbour(wiki)[0]))
    split = REVISION_DELETION | {"suppression_criterion": "os-private-information"}
    await tamsin.post(f"{draft}/file", split)
    await tamsin.post(f"{draft}/check")
    seen = {name: len(references(await (await haven.client(name)).get("/queues"))) for name in (PARTY, COLLEAGUE)}
    assert seen == {PARTY: 1, COLLEAGUE: 2}


def _page(wiki: Wiki) -> str:
    return page_link(wiki, wiki.page("Talk:Harbour lights").page_id)


def _hidden_subject(wiki: Wiki) -> str:
    entry = wiki.add_log("block", "block", "Ilse Norrby", (2, PARTY), "an insult")
    entry.hidden = TEXT
    return log_link(wiki, entry.log_id)


def _nobody_of_that_name(wiki: Wiki) -> str:
    """As of an account that is hidden."""
    return log_link(wiki, wiki.add_log("block", "block", "Ilse Norrby", (2, "Nowhere Account"), "why").log_id)


@pytest.mark.parametrize("make", [_page, _hidden_subject, _nobody_of_that_name])
async def test_where_the_wiki_does_not_say_whose_it_is_they_declare(haven: Haven, make: Callable[[Wiki], str]) -> None:
    """Many may have written a page; whom an entry is about may be hidden, with it or with the account."""
    path = await filed(await haven.client("Tamsin Vale"), make(haven.farm.wiki("enwiki")))
    odile = await haven.client(PARTY)
    refused = await odile.post(f"{path}/take")
    assert refused.status_code == 422
    assert "Tick that it is not your own case" in words(refused)
    assert (await odile.post(f"{path}/take", {"not_my_own": "yes"})).status_code == 303


@pytest.mark.parametrize("make", [_log, _blocked, _stopped, _version, _account])
async def test_where_the_wiki_says_whose_it_is_nobody_need_declare(haven: Haven, make: Callable[[Wiki], str]) -> None:
    path = await filed(await haven.client("Tamsin Vale"), make(haven.farm.wiki("enwiki")))
    assert (await (await haven.client(COLLEAGUE)).post(f"{path}/take")).status_code == 303
