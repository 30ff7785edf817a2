"""Which of a wiki's own forms somebody gets for each kind of target, and exactly what is ticked in them.

Read from the page of a draft as its links; what is left out, and why, is told apart from what is not needed.
"""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.domain.requests import RequestKind
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Gone, Parts, Shown, There
from app.domain.wikis import Wiki as FarmWiki
from app.sandbox.abuse_log import add_hit
from app.sandbox.cases import TO_HIDE
from app.sandbox.files import upload
from app.sandbox.moves import log_creation
from app.sandbox.wiki import Wiki
from app.web.on_wiki.forms import FormWish, forms_of
from tests.journeys.cases import harbour, newest
from tests.journeys.pastes import account_link, diff, forms_to, hit_link, log_link, page_link, paste
from tests.support.haven import Haven
from tests.support.page_checks import words

ADMIN, OVERSIGHTER, STEWARD, GLOBAL_SYSOP = "Ilse Norrby", "Odile Farr", "Sunniva Aldous", "Gael Timmer"
HIDE = "wpHidePrimary"
FORMS = ("RevisionDelete", "AbuseLog/hide", "MovePage", "Special:Block", "CentralAuth", "Undelete")
ACTIONS = ("delete", "protect", "edit")

Form = tuple[str, ...]
"""The form, and the names of the fields that tick or choose something in it."""


def form_of(link: str) -> Form | None:
    query = dict(parse_qsl(urlsplit(link).query))
    if query.get("action") in ACTIONS:
        return (query["action"], *sorted(key for key in query if key.startswith("wp")))
    if not any(form in query.get("title", "") for form in FORMS):
        return None
    name = query["title"].removeprefix("Special:") + (f" {query['type']}" if "type" in query else "")
    assert all(value != "-1" for value in query.values())
    return (name, *sorted(key for key in query if key.startswith("wp") and key not in _NAMING))


_NAMING = {"wpTarget", "wpOldTitle", "wpshoworhide", "wpRevDeleteReasonList"}


def forms(page: httpx.Response) -> set[Form]:
    return {form for link in forms_to(page) if (form := form_of(link))}


def ids_in(page: httpx.Response, *having: str) -> list[list[str]]:
    found = (dict(parse_qsl(urlsplit(form).query)) for form in forms_to(page, "RevisionDelete", *having))
    return [query["ids"].split(",") for query in found]


def _gone(wiki: Wiki) -> str:
    page = wiki.add_page("Old notes")
    at = wiki.add_revision(page, "Marlow Quince", "draft", at=wiki.ago(days=4)).at
    wiki.delete_page(page, "Hedda Moor")
    title = "title=Special:Undelete&target=Old_notes"
    return f"{wiki.server}/w/index.php?{title}&timestamp={at.strftime('%Y%m%d%H%M%S')}"


def _file(wiki: Wiki) -> str:
    page = wiki.add_page("Sail (invented).png", 6)
    wiki.add_revision(page, "Wilma Tarn", "upload", at=wiki.ago(days=3))
    first, _ = (upload(wiki, page, "Marlow Quince", "version", f"bytes {n}", wiki.ago(days=3 - n)) for n in range(2))
    name = "Sail_(invented).png"
    return f"{wiki.server}/w/index.php?title=File:{name}&action=revert&oldimage={first.archive_time}!{name}"


def _hit(wiki: Wiki) -> str:
    return hit_link(wiki, add_hit(wiki, "Marlow Quince", (0, "Old notes"), wiki.ago(hours=2)).hit_id)


PLACES: dict[str, Callable[[Wiki], str]] = {
    "revision": lambda wiki: diff(wiki, harbour(wiki)[0]),
    "log": lambda wiki: log_link(wiki, log_creation(wiki, wiki.page("Talk:Harbour lights")).log_id),
    "abuse-log": _hit,
    "page": lambda wiki: page_link(wiki, wiki.page("Talk:Harbour lights").page_id),
    "account": lambda wiki: account_link(wiki, wiki.farm.account("Marlow Quince").local["enwiki"].user_id),
    "deleted-revision": _gone,
    "file-version": _file,
}


def hiding(kind: str, suppresses: bool) -> set[Form]:
    name = f"RevisionDelete {kind}"
    return {(name, HIDE)} | ({(name, HIDE, "wpHideRestricted")} if suppresses else set())


def expected(kind: str, suppresses: bool, locks: bool) -> set[Form]:
    """By hand, from the product page: who may suppress may choose, and nobody is offered what they cannot do."""
    block: Form = ("Block",)
    lock: Form = ("CentralAuth", "wpStatusLocked")
    hide_name: Form = ("Block", "wpDisableEmail", "wpDisableUTEdit", "wpExpiry", "wpHideUser")
    blank = ("delete", "wpReason")  # a blank, so that the wiki does not propose a reason that quotes the page
    delete: set[Form] = {blank, (*blank, "wpSuppress")} if suppresses else {blank}
    table: dict[str, set[Form]] = {
        "revision": hiding("revision", suppresses),
        "log": hiding("logging", suppresses),
        "abuse-log": {("AbuseLog/hide",)} if suppresses else set(),
        "page": delete | {("MovePage", "wpLeaveRedirect"), ("protect",)},
        "account": {block, hide_name, lock} - (set() if suppresses else {hide_name}) - (set() if locks else {lock}),
        "deleted-revision": hiding("archive", suppresses) | {("Undelete",)},
        "file-version": hiding("oldimage", suppresses),
    }  # fmt: skip
    return table[kind]


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("name", [ADMIN, OVERSIGHTER, STEWARD])
async def test_the_forms_of_each_kind_for_each_role(haven: Haven, name: str, kind: str) -> None:
    client = await haven.client(name)
    page = await client.get(await paste(client, PLACES[kind](haven.farm.wiki("enwiki"))))
    assert forms(page) - {("edit",)} == expected(kind, suppresses=name != ADMIN, locks=name == STEWARD)
    assert ("Only oversighters can hide entries" in words(page)) is (kind == "abuse-log" and name == ADMIN)


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("name", ["Tamsin Vale", "Bruno Halm", "Lasse Brook", GLOBAL_SYSOP, "Caro Lindqvist"])
async def test_who_can_do_nothing_there_gets_no_form(haven: Haven, name: str, kind: str) -> None:
    """A rollbacker, and administrators elsewhere: the large wiki is not in the set of the global sysops."""
    client = await haven.client(name)
    page = await client.get(await paste(client, PLACES[kind](haven.farm.wiki("enwiki"))))
    assert forms(page) == set()


async def test_a_global_sysop_gets_an_administrators_forms_on_the_wikis_of_the_set(haven: Haven) -> None:
    books = haven.farm.wiki("dewikibooks")
    revid = next(each.rev_id for each in books.revisions.values() if TO_HIDE in each.text)
    gael = await haven.client(GLOBAL_SYSOP)
    page = await gael.get(await paste(gael, diff(books, revid)))
    assert forms(page) - {("edit",)} == hiding("revision", suppresses=False)


async def test_the_newest_revisions_text_is_never_ticked(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    current = newest(wiki, "Talk:Harbour lights")
    for name in (ADMIN, OVERSIGHTER, STEWARD):
        client = await haven.client(name)
        page = await client.get(await paste(client, diff(wiki, current), diff(wiki, harbour(wiki)[0])))
        assert all(ids == [str(harbour(wiki)[0])] for ids in ids_in(page, HIDE))
        assert ("edit",) in forms(page), "it is edited out first"


async def test_what_is_hidden_already_is_left_out_and_suppression_may_still_be_added(haven: Haven) -> None:
    wiki = haven.farm.wiki("enwiki")
    done, left = harbour(wiki)[:2]
    wiki.hide([done], text=True)
    ilse = await haven.client(ADMIN)
    page = await ilse.get(await paste(ilse, diff(wiki, done), diff(wiki, left)))
    assert ids_in(page) == [[str(left)]]
    wiki.hide([left], text=True)
    page = await ilse.get(await paste(ilse, diff(wiki, done), diff(wiki, left)))
    assert ids_in(page) == []


async def test_suppressed_items_are_left_out_for_administrators_only(haven: Haven) -> None:
    """One of them would make the form refuse an administrator the whole list."""
    wiki = haven.farm.wiki("enwiki")
    wiki.hide(harbour(wiki)[:1], summary=True, suppressed=True)
    for name, count in ((ADMIN, 1), (OVERSIGHTER, 2), (STEWARD, 2)):
        client = await haven.client(name)
        page = await client.get(await paste(client, *(diff(wiki, each) for each in harbour(wiki)[:2])))
        assert {len(ids) for ids in ids_in(page)} == {count}, name
        assert ("is left out of the form" in words(page)) is (name == ADMIN)


async def test_a_reason_stands_in_the_administrators_form_only(haven: Haven) -> None:
    """The one that the pack marks as neutral; what is suppressed says nothing of why."""
    wiki = haven.farm.wiki("enwiki")
    odile = await haven.client(OVERSIGHTER)
    page = await odile.get(await paste(odile, diff(wiki, harbour(wiki)[0])))
    [suppressing] = forms_to(page, "wpHideRestricted")
    [other] = [link for link in forms_to(page, "RevisionDelete") if link != suppressing]
    assert "wpRevDeleteReasonList=Non-contentious%20housekeeping" in other
    assert "Reason" not in suppressing


# --- from states alone: what no page can be brought to show at once

WIKI = FarmWiki("enwiki", "https://en.example.org")
SHOWN = Shown(9, 1, 5, False, Parts.NONE, False, Parts.TEXT | Parts.SUMMARY | Parts.USER_NAME)
REVISION = Pointer("enwiki", TargetKind.REVISION, 11)


def links_of(states: dict[Pointer, object], wish: FormWish) -> list[str]:
    return [form.link.url for group in forms_of(WIKI, states, wish) for form in group.forms]  # type: ignore[arg-type]


@pytest.mark.parametrize("either_way", [True, False])
@pytest.mark.parametrize("suppress", [True, False])
def test_lifting_ticks_nothing_whatever_else_is_wished(suppress: bool, either_way: bool) -> None:
    hidden = replace(SHOWN, hidden=Parts.TEXT | Parts.SUMMARY, suppressed=True)
    log, file = replace(REVISION, kind=TargetKind.LOG), Pointer("enwiki", TargetKind.FILE_VERSION, 4, "20260101000000")
    wish = FormWish(
        Parts.TEXT, suppress, True, "a reason", either_way, lifts=True, is_steward=True, central=WIKI,
        names={file: "File:A.png"},
    )  # fmt: skip
    found = links_of({REVISION: hidden, log: hidden, file: hidden}, wish)
    assert len(found) == 3
    assert not any("wp" in link for link in found)
    account = Pointer("enwiki", TargetKind.ACCOUNT, 3)
    assert links_of({account: Gone(), REVISION: SHOWN}, wish) == [], "what can be seen already needs no form"


@pytest.mark.parametrize("parts", [Parts(number) for number in range(1, 8)])
@pytest.mark.parametrize("hidden", [Parts(number) for number in range(8)])
def test_a_form_ticks_what_is_meant_and_only_where_something_is_left(parts: Parts, hidden: Parts) -> None:
    found = links_of({REVISION: replace(SHOWN, hidden=hidden)}, FormWish(parts, False, False))
    if parts in hidden:
        assert found == []
        return
    [link] = found
    names = {Parts.TEXT: HIDE, Parts.SUMMARY: "wpHideComment", Parts.USER_NAME: "wpHideUser"}
    ticks = {key for key, _ in parse_qsl(urlsplit(link).query) if key.startswith("wp")}
    assert ticks == {names[part] for part in parts.each}


def test_of_the_newest_revision_the_other_parts_still_have_a_form() -> None:
    [group] = forms_of(WIKI, {REVISION: replace(SHOWN, is_current=True)}, FormWish(Parts(7), True, True))
    [form] = group.forms
    assert group.current == REVISION.id
    assert HIDE not in form.link.url
    assert "wpHideComment=1&wpHideUser=1&wpHideRestricted=1" in form.link.url


@pytest.mark.parametrize("stops", [None, RequestKind.LOCK])
def test_a_namesake_of_one_wiki_alone_is_in_no_form_of_the_stewards(stops: RequestKind | None) -> None:
    """A global account of the same name is a stranger's."""
    wiki, pointer = FarmWiki("enwiki", "https://en.example"), Pointer("enwiki", TargetKind.ACCOUNT, 7)
    central = FarmWiki("metawiki", "https://meta.example")
    wish = FormWish(Parts.NONE, False, False, is_steward=True, central=central, names={pointer: "Mila"}, stops=stops)
    attached, alone = There(user=7, central=70), There(user=7, is_local_only=True)

    def says_lock(state: There) -> bool:
        return any(form.say == "form-lock" for group in forms_of(wiki, {pointer: state}, wish) for form in group.forms)

    assert says_lock(attached)
    assert not says_lock(alone)
    if stops:
        [group] = forms_of(wiki, {pointer: alone}, wish)
        assert group.advice == ("advice-local-only",)
