"""The wikis' forms that Haven's links open, for targets of every kind: what they tick, for whom, and what saving does.

As in `test_contract`, on a real MediaWiki and on the sandbox alike. What saves has a page, account or entry of its own.
"""

from typing import Any

import httpx
import pytest

from tests.mediawiki.contract import ABSENT, Asker, Form, relies_on

PEOPLE = ("admin", "suppressor")
BOXES = ("wpHidePrimary", "wpHideComment", "wpHideUser")


def _open(client: httpx.Client, wiki: Asker, marker: str, **link: Any) -> Form:
    """The form that a link opens, known by a control in it."""
    return Form(client.get(wiki.wiki.index_url, params=link, follow_redirects=True), marker)


def _hide(client: httpx.Client, wiki: Asker, type_: str, *ids: int | str, **link: Any) -> Form:
    joined = ",".join(map(str, ids))
    return _open(client, wiki, "wpHideComment", title="Special:RevisionDelete", type=type_, ids=joined, **link)


def _chosen(form: Form, *names: str) -> list[str | None]:
    return [form.chosen(name) for name in names]


def _title(wiki: Asker, name: str) -> str:
    return str(wiki.query(prop="info", pageids=wiki.seed[name])["query"]["pages"][0]["title"])


def _name(wiki: Asker, name: str) -> str:
    return str(wiki.query(list="users", ususerids=wiki.seed[name])["query"]["users"][0]["name"])


def _entries(wiki: Asker, **which: Any) -> list[dict[str, Any]]:
    answer = wiki.query(list="logevents", leprop="ids|title|type|timestamp|comment", lelimit=500, **which)
    found: list[dict[str, Any]] = answer["query"]["logevents"]
    return found


def _deleted_title(wiki: Asker) -> str:
    return next(str(entry["title"]) for entry in _entries(wiki) if entry["logid"] == wiki.seed["log_delete"])


def _deleted_time(wiki: Asker) -> str:
    """When the deleted revision was made, as those tell who may see it (14 digits)."""
    answer = wiki.query_as("admin", prop="deletedrevisions", revids=wiki.seed["rev_deleted"], drvprop="ids|timestamp")
    time = answer["query"]["pages"][0]["deletedrevisions"][0]["timestamp"]
    return "".join(filter(str.isdigit, time))


# Special:RevisionDelete for every type --------------------------------------------------------------------------------


def _links(wiki: Asker, kind: str) -> tuple[str, list[int | str], dict[str, str]]:
    """What Haven's link of each kind says: type, ids, target."""
    file = {"target": _title(wiki, "page_file")}
    match kind:
        case "deleted revision":
            return "revision", [wiki.seed["rev_deleted"]], {"target": _deleted_title(wiki)}
        case "deleted revision by time":
            return "archive", [_deleted_time(wiki)], {"target": _deleted_title(wiki)}
        case "log entry":
            return "logging", [wiki.seed["log_create"]], {}
        case "log entries":
            return "logging", [wiki.seed["log_create"], wiki.seed["log_move"]], {}
        case "file version":
            return "oldimage", [wiki.seed["file_old"]], file
        case "file versions":
            return "oldimage", [wiki.seed["file_old"], wiki.seed["file_to_hide"]], file
    return "filearchive", [wiki.seed["file_deleted"]], {"target": "File:Invented sketch.png"}


KINDS = ("deleted revision", "deleted revision by time", "log entry", "file version", "deleted file version")


@relies_on(
    "Special:RevisionDelete?type=revision|archive|logging|oldimage|filearchive&target=&ids=&wpHidePrimary=1&wpHideRestricted=1",
    "one item: the box is ticked, the others not; wpHideRestricted ticked for oversighters, not there for others",
)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("person", PEOPLE)
def test_a_link_to_one_item_of_any_kind_ticks_its_box(wiki: Asker, kind: str, person: str) -> None:
    type_, ids, target = _links(wiki, kind)
    with wiki.wiki.login(person) as client:
        form = _hide(client, wiki, type_, *ids, **target, wpHidePrimary=1, wpHideRestricted=1)
    wiki.expect(form.kinds("wpHidePrimary"), {"checkbox"}, "the control")
    wiki.expect(_chosen(form, *BOXES), ["1", None, None], "the boxes")
    wiki.expect(form.chosen("wpHideRestricted"), "1" if person == "suppressor" else None, "wpHideRestricted")
    wiki.expect(form.chosen("ids"), str(ids[0]), "ids")


@relies_on("Special:RevisionDelete?type=logging|oldimage&ids=N,M", "several: 1 is chosen, the others stay -1")
@pytest.mark.parametrize("kind", ["log entries", "file versions"])
@pytest.mark.parametrize("person", PEOPLE)
def test_a_link_to_several_items_chooses_one_of_three(wiki: Asker, kind: str, person: str) -> None:
    type_, ids, target = _links(wiki, kind)
    with wiki.wiki.login(person) as client:
        form = _hide(client, wiki, type_, *ids, **target, wpHideComment=1)
    wiki.expect(form.kinds("wpHideComment"), {"radio"}, "the control")
    wiki.expect(_chosen(form, *BOXES), ["-1", "1", "-1"], "the buttons")


@relies_on("Special:RevisionDelete?type=revision&ids= (deleted, without target)", "no form: a title has to be named")
def test_a_deleted_revision_needs_a_title_and_takes_any(wiki: Asker) -> None:
    with wiki.wiki.login("admin") as client:
        for link, opens in (({}, False), ({"target": "Some other title"}, True)):
            form = _hide(client, wiki, "revision", wiki.seed["rev_deleted"], **link)
            wiki.expect(form.found, opens, f"a form with {link}")


@relies_on("Special:RevisionDelete?type=oldimage&ids= (the newest, or a whole archive name)", "no form")
def test_the_newest_version_of_a_file_has_no_form(wiki: Asker) -> None:
    target = _title(wiki, "page_file")
    name = target.partition(":")[2].replace(" ", "_")
    with wiki.wiki.login("admin") as client:
        for id in (wiki.seed["file_current"] + 1, f"{wiki.seed['file_old']}!{name}"):
            wiki.expect(_hide(client, wiki, "oldimage", id, target=target).found, False, f"a form for {id}")


@relies_on("Special:RevisionDelete?type=logging, ids with a suppressed one", "refuses an administrator")
def test_a_suppressed_entry_in_the_list_refuses_an_administrator(wiki: Asker) -> None:
    for person, opens in (("admin", False), ("suppressor", True)):
        with wiki.wiki.login(person) as client:
            form = _hide(client, wiki, "logging", wiki.seed["log_create"], wiki.seed["log_suppressed"])
        wiki.expect(form.found, opens, f"the form for {person}")


@relies_on("Special:RevisionDelete?type=logging|oldimage|filearchive, for an editor", "no form")
@pytest.mark.parametrize("kind", KINDS)
def test_without_the_right_there_is_no_form(wiki: Asker, kind: str) -> None:
    type_, ids, target = _links(wiki, kind)
    with wiki.wiki.login("editor") as client:
        wiki.expect(_hide(client, wiki, type_, *ids, **target, wpHidePrimary=1).found, False, "a form")


@relies_on("saving Special:RevisionDelete?type=logging", "commenthidden, then suppressed")
def test_saving_hides_a_log_entry(wiki: Asker) -> None:
    title = _title(wiki, "page_to_protect")
    number = _entries(wiki, letitle=title, letype="create")[0]["logid"]
    for person, link, flags in (
        ("admin", {}, {"suppressed": ABSENT}),
        ("suppressor", {"wpHideRestricted": 1}, {"suppressed": True}),
    ):
        with wiki.wiki.login(person) as client:
            _hide(client, wiki, "logging", number, wpHideComment=1, **link).send(client)
        row = next(entry for entry in _entries(wiki) if entry["logid"] == number)
        wiki.expect(row, {"commenthidden": True, "comment": ABSENT, "logpage": int, **flags})


@relies_on("saving Special:RevisionDelete?type=oldimage", "filehidden; an entry delete/revision of the file's page")
def test_saving_hides_a_file_version(wiki: Asker) -> None:
    target, id = _title(wiki, "page_file"), wiki.seed["file_to_hide"]
    with wiki.wiki.login("admin") as client:
        form = _hide(client, wiki, "oldimage", id, target=target, wpHideUser=1)
        wiki.expect(_chosen(form, *BOXES), [None, None, "1"], "the boxes")
        form.send(client)
    answer = wiki.query(prop="imageinfo", pageids=wiki.seed["page_file"], iiprop="userid|archivename", iilimit=500)
    versions = answer["query"]["pages"][0]["imageinfo"]
    hidden = [version for version in versions if version.get("archivename", "").startswith(str(id))]
    wiki.expect(hidden, [{"userhidden": True, "userid": ABSENT, "suppressed": ABSENT}])
    entries = wiki.query(list="logevents", letitle=target, letype="delete", leprop="ids|type|details")
    params = {"type": "oldimage", "ids": [str], "new": {"bitmask": 4}}
    wiki.expect(entries["query"]["logevents"][0], {"action": "revision", "params": params})


@relies_on("saving Special:RevisionDelete for what is deleted", "the form comes back with the box ticked")
def test_saving_hides_what_is_deleted(wiki: Asker) -> None:
    type_, ids, target = _links(wiki, "deleted revision")
    with wiki.wiki.login("admin") as client:
        _hide(client, wiki, type_, *ids, **target, wpHideUser=1).send(client)
        again = _hide(client, wiki, type_, *ids, **target)
        wiki.expect(_chosen(again, *BOXES), [None, None, "1"], "the boxes, opened again")
        _hide(client, wiki, type_, *ids, **target, wpHideUser=0).send(client)
        wiki.expect(_hide(client, wiki, type_, *ids, **target).chosen("wpHideUser"), None, "made visible again")


# Pages as a whole -----------------------------------------------------------------------------------------------------


@relies_on("index.php?curid=&action=delete&wpSuppress=1", "wpSuppress ticked for oversighters, not there for others")
@pytest.mark.parametrize("person", PEOPLE)
def test_the_form_that_deletes_opens_by_number(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "wpReason", curid=wiki.seed["page"], action="delete", wpSuppress=1)
    wiki.expect(form.found, True, "the form")
    wiki.expect(form.chosen("wpSuppress"), "1" if person == "suppressor" else None, "wpSuppress")


@relies_on(
    "index.php?curid=&action=delete&wpReason=(a blank)",
    "no reason is typed; without it the wiki proposes one that quotes the page, for the public log",
)
def test_the_form_that_deletes_quotes_the_page_unless_a_blank_is_given(wiki: Asker) -> None:
    link = {"curid": wiki.seed["page_moved"], "action": "delete"}
    with wiki.wiki.login("admin") as client:
        quoting = _open(client, wiki, "wpReason", **link).chosen("wpReason") or ""
        blank = _open(client, wiki, "wpReason", **link, wpReason=" ").chosen("wpReason") or ""
    assert "Invented" in quoting or "invented" in quoting, wiki.name
    wiki.expect(blank.strip(), "", "the reason with a blank")


def _revisions_of(wiki: Asker, name: str) -> list[int]:
    answer = wiki.query(prop="revisions", pageids=wiki.seed[name], rvprop="ids", rvlimit=500)
    return [revision["revid"] for revision in answer["query"]["pages"][0]["revisions"]]


@relies_on(
    "saving action=delete",
    "the page is missing, its revisions are badrevids, the log tells under the title; no comment from a blank",
)
def test_deleting_a_page_is_public(wiki: Asker) -> None:
    number, title = wiki.seed["page_to_delete"], _title(wiki, "page_to_delete")
    revisions = _revisions_of(wiki, "page_to_delete")
    with wiki.wiki.login("admin") as client:
        _open(client, wiki, "wpReason", curid=number, action="delete", wpReason=" ").send(client)
        wiki.expect(wiki.query(prop="info", pageids=number)["query"]["pages"], [{"missing": True}])
        wiki.expect(wiki.query(prop="revisions", revids=revisions)["query"], {"badrevids": dict, "pages": ABSENT})
        entry = _entries(wiki, letitle=title, letype="delete")
        wiki.expect(entry, [{"action": "delete", "logpage": number, "comment": ""}])
        wiki.expect(_hide(client, wiki, "revision", *revisions, target=title).found, True, "the form for an admin")


@relies_on(
    "saving action=delete with wpSuppress",
    "the page is missing, no public log tells; its deleted revisions refuse an administrator",
)
def test_deleting_with_suppression_hides_it_from_administrators(wiki: Asker) -> None:
    number, title = wiki.seed["page_to_suppress"], _title(wiki, "page_to_suppress")
    revisions = _revisions_of(wiki, "page_to_suppress")
    with wiki.wiki.login("suppressor") as client:
        link = {"curid": number, "action": "delete", "wpSuppress": 1, "wpReason": " "}
        _open(client, wiki, "wpSuppress", **link).send(client)
        wiki.expect(_hide(client, wiki, "revision", *revisions, target=title).found, True, "for an oversighter")
    wiki.expect(wiki.query(prop="info", pageids=number)["query"]["pages"], [{"missing": True}])
    wiki.expect(_entries(wiki, letitle=title, letype="delete"), [])
    with wiki.wiki.login("admin") as client:
        wiki.expect(_hide(client, wiki, "revision", *revisions, target=title).found, False, "for an administrator")


@relies_on("Special:MovePage?wpOldTitle=&wpLeaveRedirect=0", "the box for a redirect is not ticked; none for editors")
@pytest.mark.parametrize("person", [*PEOPLE, "editor"])
def test_the_form_that_moves_leaves_no_redirect(wiki: Asker, person: str) -> None:
    title = _title(wiki, "page")
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "wpNewTitleMain", title="Special:MovePage", wpOldTitle=title, wpLeaveRedirect=0)
    wiki.expect(form.kinds("wpLeaveRedirect"), set() if person == "editor" else {"checkbox"}, "the box")
    wiki.expect(_chosen(form, "wpLeaveRedirect", "wpOldTitle"), [None, title], "the form")


@relies_on("saving Special:MovePage", "the number stays, the old title is missing, the log tells under the old title")
def test_moving_a_page_keeps_its_number(wiki: Asker) -> None:
    number, old = wiki.seed["page_to_move"], _title(wiki, "page_to_move")
    with wiki.wiki.login("admin") as client:
        form = _open(client, wiki, "wpNewTitleMain", title="Special:MovePage", wpOldTitle=old, wpLeaveRedirect=0)
        form.fill(wpNewTitleMain="Invented harmless title").send(client)
    wiki.expect(_title(wiki, "page_to_move"), "Invented harmless title", "the title")
    wiki.expect(wiki.query(prop="info", titles=old)["query"]["pages"], [{"missing": True}])
    wiki.expect(_entries(wiki, letitle=old, letype="move"), [{"action": "move", "logpage": number}])


@relies_on("index.php?curid=&action=protect", "the form for administrators; editors only see the settings")
@pytest.mark.parametrize("person", [*PEOPLE, "editor"])
def test_the_form_that_protects_opens_by_number(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "mwProtect-reason", curid=wiki.seed["page_to_protect"], action="protect")
    wiki.expect(form.found, person != "editor", "the form")
    if form.found:
        wiki.expect(form.chosen("mwProtect-level-edit"), "", "the level before anybody chose")


@relies_on("Special:Undelete?target=&timestamp=", "opens for those who may see what is deleted, refuses others")
@pytest.mark.parametrize("person", [*PEOPLE, "editor"])
def test_deleted_revisions_can_be_looked_at(wiki: Asker, person: str) -> None:
    link = {"title": "Special:Undelete", "target": _deleted_title(wiki)}
    with wiki.wiki.login(person) as client:
        for more in ({}, {"timestamp": _deleted_time(wiki)}):
            page = client.get(wiki.wiki.index_url, params=link | more, follow_redirects=True).text
            wiki.expect("Permission error" in page, person == "editor", "a refusal")
            assert person == "editor" or _name(wiki, "user_author") in page.replace("_", " "), wiki.name


# The filter log -------------------------------------------------------------------------------------------------------


@relies_on(
    "Special:AbuseLog/hide?hideids[N]=1&wpshoworhide=hide",
    "hide is chosen, for oversighters only; wpdropdownreason and wpreason to fill in; saving takes the entry away",
)
def test_a_filter_hit_is_hidden_by_oversighters_only(wiki: Asker) -> None:
    number = wiki.seed["abuse_to_hide"]
    link = {"title": "Special:AbuseLog/hide", "wpshoworhide": "hide", f"hideids[{number}]": 1}
    for person in ("admin", "editor"):
        with wiki.wiki.login(person) as client:
            wiki.expect(_open(client, wiki, "wpshoworhide", **link).found, False, f"a form for {person}")
    with wiki.wiki.login("suppressor") as client:
        form = _open(client, wiki, "wpshoworhide", **link)
        wiki.expect(_chosen(form, "wpshoworhide", "wpdropdownreason", "wpreason"), ["hide", "other", ""], "the form")
        wiki.expect(_hit(wiki, number), [{"id": number}])
        form.fill(wpreason="an invented reason").send(client)
    wiki.expect(_hit(wiki, number), [])
    told = wiki.query_as("suppressor", list="abuselog", aflprop="ids|hidden", afllogid=number)["query"]["abuselog"]
    wiki.expect(told, [{"id": number, "hidden": True}])


def _hit(wiki: Asker, number: int) -> Any:
    return wiki.query(list="abuselog", aflprop="ids|timestamp", afllogid=number, afllimit=1)["query"]["abuselog"]


# Accounts -------------------------------------------------------------------------------------------------------------

HIDING = {"wpExpiry": "infinite", "wpHideUser": 1, "wpDisableUTEdit": 1, "wpDisableEmail": 1}


@relies_on(
    "Special:Block?wpTarget=&wpExpiry=infinite&wpHideUser=1&wpDisableUTEdit=1&wpDisableEmail=1",
    "filled in, the boxes ticked; wpHideUser only for oversighters, and with a name only",
)
@pytest.mark.parametrize("person", PEOPLE)
def test_the_form_that_blocks_is_filled_in(wiki: Asker, person: str) -> None:
    name = _name(wiki, "user_author")
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "wpTarget", title="Special:Block", wpTarget=name, **HIDING)
    filled = _chosen(form, "wpTarget", "wpExpiry", "wpDisableUTEdit", "wpDisableEmail")
    wiki.expect(filled, [name, "infinite", "1", "1"], "the form")
    wiki.expect(form.chosen("wpHideUser"), "1" if person == "suppressor" else None, "wpHideUser")


@relies_on("Special:Block (no wpTarget)", "filled in all the same, the name is left to type")
@pytest.mark.parametrize("person", PEOPLE)
def test_the_form_that_blocks_opens_without_a_name(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "wpTarget", title="Special:Block", **HIDING)
    filled = _chosen(form, "wpTarget", "wpExpiry", "wpDisableUTEdit", "wpDisableEmail")
    wiki.expect(filled, ["", "infinite", "1", "1"], "the form")
    wiki.expect(form.kinds("wpHideUser"), {"checkbox"} if person == "suppressor" else set(), "wpHideUser")


@relies_on("Special:Block, for an editor", "no form")
def test_editors_block_nobody(wiki: Asker) -> None:
    with wiki.wiki.login("editor") as client:
        wiki.expect(_open(client, wiki, "wpTarget", title="Special:Block", **HIDING).found, False, "a form")


@relies_on(
    "saving Special:Block with wpHideUser", "asks to confirm with wpConfirm; then the account is missing for the public"
)
def test_hiding_a_name_has_to_be_confirmed(wiki: Asker) -> None:
    number, name = wiki.seed["user_to_hide"], _name(wiki, "user_to_hide")
    with wiki.wiki.login("suppressor") as client:
        form = _open(client, wiki, "wpTarget", title="Special:Block", wpTarget=name, **HIDING)
        form.send(client)
        wiki.expect(wiki.query(list="users", ususerids=number)["query"]["users"], [{"name": name}])
        form.fill(wpConfirm="1").send(client)
    wiki.expect(wiki.query(list="users", ususerids=number)["query"]["users"], [{"missing": True, "name": ABSENT}])
    wiki.expect(_entries(wiki, letitle=f"User:{name}", letype="block"), [])


@relies_on("Special:Nuke?target=", "everything that the account created, ticked; for administrators")
@pytest.mark.parametrize("person", ["admin", "editor"])
def test_nuke_lists_what_an_account_created(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open(client, wiki, "pages[]", title="Special:Nuke", target=_name(wiki, "user_author"))
    wiki.expect(form.found, person == "admin", "the form")
    if form.found:
        assert _title(wiki, "page").replace(" ", "_") in form.ticked("pages[]"), wiki.name


# To look at -----------------------------------------------------------------------------------------------------------


@relies_on(
    "index.php?curid=, Special:Log?logid=, Special:Log?type=block&page=, Special:Contributions?target=, "
    "Special:ListUsers?group=, Special:Redirect/user/N",
    "open for anybody",
)
@relies_on("Special:AbuseLog/N", "the entry, for those who may see details (on some wikis everybody)")
def test_links_to_look_at_open_for_anybody(wiki: Asker) -> None:
    name = _name(wiki, "user_author")
    looks: list[tuple[dict[str, Any], str]] = [
        ({"curid": wiki.seed["page"]}, _title(wiki, "page")),
        ({"title": "Special:Log", "logid": wiki.seed["log_create"]}, _title(wiki, "page")),
        ({"title": "Special:Log", "type": "block", "page": f"User:{_name(wiki, 'user_blocked')}"}, "block"),
        ({"title": "Special:Contributions", "target": name}, _title(wiki, "page")),
        ({"title": "Special:ListUsers", "group": "suppress"}, "User"),
    ]
    for link, shown in looks:
        page = wiki.visit(**link)
        wiki.expect(page.status_code, 200, str(link))
        assert shown in page.text, (wiki.name, link)
    landed = wiki.visit(title=f"Special:Redirect/user/{wiki.seed['user_author']}")
    assert str(landed.url).endswith(f"/User:{name.replace(' ', '_')}"), wiki.name
    with wiki.wiki.login("admin") as client:  # on some wikis only some may see details
        entry = client.get(wiki.wiki.index_url, params={"title": f"Special:AbuseLog/{wiki.seed['abuse_hit']}"})
        assert name in entry.text, wiki.name
