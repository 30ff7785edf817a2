"""What Haven relies on, asked of a real MediaWiki and of the sandbox alike: so the sandbox cannot drift from the truth.

Each test pins one answer shape or one behaviour of a form. What plain MediaWiki lacks (CentralAuth, OAuth, SiteMatrix)
cannot be asked here.
"""

import json
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup

from tests.mediawiki.contract import ABSENT, Asker, Form, relies_on

HIDDEN_PARTS = "ids|timestamp|sha1|userid|comment"
NEVER_EXISTED = 99_999_999


def _open_form(client: httpx.Client, wiki: Asker, *revisions: str, **parts: int) -> Form:
    """Special:RevisionDelete for these seeded revisions, opened by a plain link as Haven builds it."""
    ids = ",".join(str(wiki.seed[name]) for name in revisions)
    link: dict[str, Any] = {"title": "Special:RevisionDelete", "type": "revision", "ids": ids, **parts}
    return Form(client.get(wiki.wiki.index_url, params=link, follow_redirects=True), "wpHideComment")


def _member_of(wiki: Asker, group: str) -> dict[str, Any]:
    member: dict[str, Any] = wiki.query(list="allusers", augroup=group, aulimit=50)["query"]["allusers"][0]
    return member


# What is visible ------------------------------------------------------------------------------------------------------


@relies_on("prop=revisions&revids=&rvprop=ids|timestamp|sha1|userid|comment", "revid, parentid, values, no flag")
def test_a_visible_revision_shows_its_values_and_no_flag(wiki: Asker) -> None:
    ids = {"revid": wiki.seed["rev_plain"], "parentid": wiki.seed["rev_parent_of_plain"]}
    values = {"timestamp": str, "sha1": str, "userid": int, "comment": str}
    flags = dict.fromkeys(("sha1hidden", "userhidden", "commenthidden", "suppressed"), ABSENT)
    wiki.expect(wiki.revision("rev_plain", HIDDEN_PARTS), ids | values | flags)


@relies_on("prop=revisions&rvprop=sha1", "sha1hidden: the text is hidden", "no texthidden without content")
def test_a_hidden_text_is_told_by_the_checksum(wiki: Asker) -> None:
    hidden = {"sha1hidden": True, "sha1": ABSENT, "texthidden": ABSENT, "userid": int, "comment": str}
    wiki.expect(wiki.revision("rev_text_hidden", HIDDEN_PARTS), {**hidden, "suppressed": ABSENT})


@relies_on("prop=revisions&rvprop=comment", "commenthidden: the summary is hidden")
def test_a_hidden_summary_is_told_only_when_asked_for(wiki: Asker) -> None:
    hidden = {"commenthidden": True, "comment": ABSENT, "sha1": str, "userid": int, "suppressed": ABSENT}
    wiki.expect(wiki.revision("rev_summary_hidden", HIDDEN_PARTS), hidden)
    unasked = wiki.revision("rev_summary_hidden", "ids|timestamp|sha1|userid")
    wiki.expect(unasked, {"commenthidden": ABSENT, "comment": ABSENT})


@relies_on("prop=revisions&rvprop=userid", "userhidden: the user name is hidden")
def test_a_hidden_user_name_leaves_neither_name_nor_number(wiki: Asker) -> None:
    hidden = {"userhidden": True, "userid": ABSENT, "user": ABSENT, "sha1": str, "suppressed": ABSENT}
    wiki.expect(wiki.revision("rev_user_hidden", f"{HIDDEN_PARTS}|user"), hidden)


@relies_on("prop=revisions&rvprop=sha1|userid|comment", "suppressed: true beside the hidden parts' flags")
def test_a_suppressed_revision_says_so(wiki: Asker) -> None:
    wiki.expect(wiki.revision("rev_suppressed", HIDDEN_PARTS), {"sha1hidden": True, "suppressed": True, "sha1": ABSENT})


@relies_on("prop=revisions&rvprop=ids|flags|timestamp|size|tags", "no sign of hiding at all")
@pytest.mark.parametrize("name", ["rev_text_hidden", "rev_summary_hidden", "rev_user_hidden", "rev_suppressed"])
def test_without_the_hidden_field_nothing_shows(wiki: Asker, name: str) -> None:
    flags = ("suppressed", "sha1hidden", "userhidden", "commenthidden", "texthidden")
    wiki.expect(wiki.revision(name, "ids|flags|timestamp|size|tags"), dict.fromkeys(flags, ABSENT))


@relies_on("prop=revisions&revids=", "badrevids: one answer for deleted and never existed")
def test_deleted_and_never_existed_are_the_same_to_the_public(wiki: Asker) -> None:
    deleted = wiki.seed["rev_deleted"]
    answer = wiki.query(prop="revisions", revids=[deleted, NEVER_EXISTED], rvprop=HIDDEN_PARTS)
    missing = {str(number): {"revid": number, "missing": True} for number in (deleted, NEVER_EXISTED)}
    wiki.expect(answer["query"], {"badrevids": missing, "pages": ABSENT})


@relies_on("prop=revisions&revids= (several pages)", "grouped by page: map back by revid")
def test_many_revisions_come_grouped_by_page(wiki: Asker) -> None:
    asked = sorted(number for name, number in wiki.seed.items() if name.startswith("rev_") and name != "rev_deleted")
    answer = wiki.query(prop="revisions", revids=asked, rvprop="ids")
    pages = answer["query"]["pages"]
    wiki.expect(pages, [{"pageid": int, "ns": int, "title": str, "revisions": [{"revid": int, "parentid": int}]}])
    assert sorted(revision["revid"] for page in pages for revision in page["revisions"]) == asked, wiki.name


@relies_on("prop=info|revisions&revids=", "pageid, ns, title, lastrevid (which revision is the current one)")
def test_the_current_revision_is_told_with_the_page(wiki: Asker) -> None:
    answer = wiki.query(prop="info|revisions", revids=wiki.seed["rev_plain"], rvprop="ids")
    page = {"pageid": wiki.seed["page"], "ns": int, "title": str, "lastrevid": wiki.seed["rev_current"]}
    wiki.expect(answer["query"]["pages"], [{**page, "revisions": [{"revid": wiki.seed["rev_plain"]}]}])


@relies_on("prop=revisions&titles=&rvstartid=&rvdir=newer&rvlimit=2&rvprop=ids", "the following revision")
def test_the_following_revision_is_found_by_the_pages_history(wiki: Asker) -> None:
    first, following = wiki.seed["rev_parent_of_plain"], wiki.seed["rev_plain"]
    title = wiki.query(prop="info", revids=first)["query"]["pages"][0]["title"]
    answer = wiki.query(prop="revisions", titles=title, rvstartid=first, rvdir="newer", rvlimit=2, rvprop="ids")
    found = [revision["revid"] for revision in answer["query"]["pages"][0]["revisions"]]
    wiki.expect(found, [first, following])


@relies_on("prop=revisions&titles= (no such page)", "missing: true")
def test_a_page_that_does_not_exist_is_missing(wiki: Asker) -> None:
    answer = wiki.query(prop="revisions", titles="No such invented page", rvprop="ids")
    wiki.expect(answer["query"]["pages"], [{"title": "No such invented page", "missing": True, "revisions": ABSENT}])


# Limits and errors ----------------------------------------------------------------------------------------------------


@relies_on("any", "HTTP 200, error.code and error.info, the header MediaWiki-API-Error")
@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("badvalue", {"action": "nosuchaction"}),
        ("badinteger", {"action": "query", "prop": "revisions", "revids": "abc"}),
        ("multisource", {"action": "query", "prop": "revisions", "revids": "1", "titles": "A page"}),
        ("toomanyvalues", {"action": "query", "prop": "revisions", "revids": list(range(1, 52)), "rvprop": "ids"}),
    ],
)
def test_an_error_comes_with_its_code(wiki: Asker, code: str, parameters: dict[str, Any]) -> None:
    answer = wiki.call(**parameters)
    wiki.expect(answer.status_code, 200, "status")
    wiki.expect(answer.headers.get("MediaWiki-API-Error"), code, "MediaWiki-API-Error")
    wiki.expect(answer.json(), {"error": {"code": code, "info": str}, "query": ABSENT})


@relies_on("revids= with 51 numbers", "toomanyvalues with limit 50, highlimit 500, nothing answered")
def test_fifty_numbers_are_the_most(wiki: Asker) -> None:
    error = wiki.query(prop="revisions", revids=list(range(1, 52)), rvprop="ids")["error"]
    wiki.expect(error, {"parameter": "revids", "limit": 50, "lowlimit": 50, "highlimit": 500})
    fifty = wiki.query(prop="revisions", revids=list(range(1, 51)), rvprop="ids")
    wiki.expect(fifty, {"error": ABSENT, "query": dict})


@relies_on("any unknown parameter", "warnings, and the rest answered")
def test_an_unknown_parameter_is_a_warning(wiki: Asker) -> None:
    answer = wiki.query(meta="siteinfo", siprop="general", nosuchparameter=1)
    wiki.expect(answer, {"warnings": {"main": {"warnings": str}}, "query": {"general": dict}})


# People ---------------------------------------------------------------------------------------------------------------


@relies_on("list=users&ususers=&usprop=groups|rights|blockinfo|centralids", "userid, name, groups, effective rights")
def test_a_persons_groups_and_rights_on_the_wiki(wiki: Asker) -> None:
    name = _member_of(wiki, "sysop")["name"]
    answer = wiki.query(list="users", ususers=name, usprop="groups|groupmemberships|rights|blockinfo|centralids")
    person = {"userid": int, "name": name, "groups": [str], "rights": [str], "centralids": dict, "blockid": ABSENT}
    wiki.expect(answer["query"]["users"], [{**person, "groupmemberships": [{"group": str, "expiry": str}]}])
    assert {"deleterevision", "deletelogentry"} <= set(answer["query"]["users"][0]["rights"]), wiki.name


@relies_on("list=users&usprop=rights", "suppressrevision for members of the group suppress, and for no one else")
def test_only_oversighters_may_suppress(wiki: Asker) -> None:
    oversighters = {one["name"] for one in wiki.query(list="allusers", augroup="suppress")["query"]["allusers"]}
    administrators = {one["name"] for one in wiki.query(list="allusers", augroup="sysop")["query"]["allusers"]}
    answer = wiki.query(list="users", ususers=sorted(oversighters | administrators), usprop="rights|groups")
    for person in answer["query"]["users"]:
        may = "suppressrevision" in person["rights"]
        wiki.expect(may, person["name"] in oversighters, f"suppressrevision of {person['name']}")


@relies_on("list=users (no such account)", "name, missing: true, no userid")
def test_an_account_that_does_not_exist_is_missing(wiki: Asker) -> None:
    answer = wiki.query(list="users", ususers="No such invented account", usprop="groups|rights")
    missing = {"name": "No such invented account", "missing": True, "userid": ABSENT, "rights": ABSENT}
    wiki.expect(answer["query"]["users"], [missing])


@relies_on("list=users&ususerids=", "the same by number; missing with the number")
def test_people_are_found_by_number_too(wiki: Asker) -> None:
    administrator = _member_of(wiki, "sysop")
    answer = wiki.query(list="users", ususerids=[administrator["userid"], NEVER_EXISTED], usprop="groups")
    by_number = {person["userid"]: person for person in answer["query"]["users"]}
    wiki.expect(by_number[administrator["userid"]], {"name": administrator["name"], "groups": [str], "missing": ABSENT})
    wiki.expect(by_number[NEVER_EXISTED], {"missing": True, "name": ABSENT})


@relies_on("list=allusers&augroup=suppress", "the members; an empty list means none")
def test_the_members_of_a_group(wiki: Asker) -> None:
    answer = wiki.query(list="allusers", augroup="suppress", aulimit=50)
    wiki.expect(answer, {"warnings": ABSENT, "query": {"allusers": [{"userid": int, "name": str}]}})
    wiki.expect(wiki.query(list="allusers", augroup="bureaucrat", auprefix="No such")["query"]["allusers"], [])


@relies_on("list=allusers&augroup=(unknown)", "only a warning, and everybody: treat any warning as an error")
def test_an_unknown_group_lists_everybody_with_a_warning(wiki: Asker) -> None:
    answer = wiki.query(list="allusers", augroup="nosuchgroup", aulimit=50)
    wiki.expect(answer, {"warnings": {"allusers": {"warnings": str}}})
    assert len(answer["query"]["allusers"]) > len(wiki.query(list="allusers", augroup="suppress")["query"]["allusers"])


@relies_on("list=allusers&aulimit=1", "continue with aufrom")
def test_a_long_list_says_how_to_go_on(wiki: Asker) -> None:
    wiki.expect(wiki.query(list="allusers", aulimit=1), {"continue": {"aufrom": str, "continue": str}})


# The wiki's description -----------------------------------------------------------------------------------------------


@relies_on("meta=siteinfo&siprop=general", "server, wikiid, articlepath, script, lang, rtl, readonly, sitename")
def test_the_wiki_describes_its_addresses(wiki: Asker) -> None:
    general = {"server": str, "wikiid": str, "articlepath": str, "script": str, "scriptpath": str, "sitename": str}
    found = wiki.query(meta="siteinfo", siprop="general")["query"]["general"]
    wiki.expect(found, {**general, "lang": str, "rtl": bool, "readonly": False})
    assert found["articlepath"].count("$1") == 1, wiki.name
    wiki.expect(found["server"] + found["script"], wiki.wiki.index_url, "server + script")


@relies_on("meta=siteinfo&siprop=namespaces|namespacealiases", "keyed by number: id, name, canonical; aliases a list")
def test_the_wiki_describes_its_namespaces(wiki: Asker) -> None:
    answer = wiki.query(meta="siteinfo", siprop="namespaces|namespacealiases")["query"]
    special = {"id": -1, "name": str, "canonical": "Special"}
    talk = {"id": 3, "name": str, "canonical": "User talk"}
    wiki.expect(answer["namespaces"], {"-1": special, "3": talk, "0": {"id": 0, "name": "", "canonical": ABSENT}})
    wiki.expect(answer["namespacealiases"], list)


@relies_on("meta=siteinfo&siprop=specialpagealiases", "realname and aliases, the wiki's own name first")
def test_the_wiki_describes_its_special_pages(wiki: Asker) -> None:
    found = wiki.query(meta="siteinfo", siprop="specialpagealiases")["query"]["specialpagealiases"]
    wiki.expect(found, [{"realname": str, "aliases": [str]}])
    by_name = {page["realname"]: page["aliases"] for page in found}
    assert "RevisionDelete" in by_name["Revisiondelete"], wiki.name
    assert {"Diff", "PermanentLink", "Log", "Contributions", "Redirect"} <= set(by_name), wiki.name


@relies_on("meta=siteinfo&siprop=interwikimap", "prefix and url with $1")
def test_the_wiki_describes_its_interwiki_prefixes(wiki: Asker) -> None:
    found = wiki.query(meta="siteinfo", siprop="interwikimap")["query"]["interwikimap"]
    wiki.expect(found, [{"prefix": str, "url": str}])


@relies_on(
    "meta=allmessages&ammessages=revdelete-reason-dropdown|…-suppress", "content; missing: true for unknown ones"
)
def test_the_reasons_of_the_forms_can_be_read(wiki: Asker) -> None:
    names = ["revdelete-reason-dropdown", "revdelete-reason-dropdown-suppress", "no-such-invented-message"]
    found = {one["name"]: one for one in wiki.query(meta="allmessages", ammessages=names)["query"]["allmessages"]}
    for name in names[:2]:
        wiki.expect(found[name], {"name": name, "content": str, "missing": ABSENT})
        assert any(line.startswith("**") for line in found[name]["content"].splitlines()), wiki.name
    wiki.expect(found[names[2]], {"missing": True, "content": ABSENT})


@relies_on("meta=allmessages&ammessages=IncidentReportingConfig.json", "content: the JSON of the wiki's own page")
def test_a_page_of_settings_can_be_read_as_a_message(wiki: Asker) -> None:
    (found,) = wiki.query(meta="allmessages", ammessages="IncidentReportingConfig.json")["query"]["allmessages"]
    wiki.expect(found, {"name": "IncidentReportingConfig.json", "content": str, "missing": ABSENT})
    settings = json.loads(found["content"])["ReportIncident_NonEmergency_Doxing_HelpMethod"]
    wiki.expect(settings, {"Email": str})
    assert settings["Email"].startswith("reports"), wiki.name


# Public logs ----------------------------------------------------------------------------------------------------------


@relies_on(
    "list=logevents&leaction=delete/revision", "params.ids, params.old and params.new with content, comment, user"
)
def test_a_revision_deletion_is_public_with_its_ids(wiki: Asker) -> None:
    answer = wiki.query(
        list="logevents", leaction="delete/revision", leprop="ids|type|userid|timestamp|details", lelimit=50
    )
    entries = answer["query"]["logevents"]
    wiki.expect(entries, [{"logid": int, "type": "delete", "action": "revision", "userid": int, "timestamp": str}])
    text = [entry["params"] for entry in entries if wiki.seed["rev_text_hidden"] in entry["params"]["ids"]]
    old, new = {"bitmask": 0, "content": False}, {"bitmask": 1, "content": True, "comment": False, "user": False}
    wiki.expect(text, [{"type": "revision", "ids": [int], "old": old, "new": new}])


@relies_on("list=logevents&letype=suppress", "empty for the public: the time of a suppression cannot be read")
def test_a_suppression_is_in_no_public_log(wiki: Asker) -> None:
    wiki.expect(wiki.query(list="logevents", letype="suppress", leprop="ids|type")["query"]["logevents"], [])
    answer = wiki.query(list="logevents", leaction="delete/revision", leprop="ids|type|details", lelimit=50)
    named = {number for entry in answer["query"]["logevents"] for number in entry["params"]["ids"]}
    wiki.expect(wiki.seed["rev_suppressed"] in named, False, "the suppressed revision in the public log")


@relies_on("list=logevents&leids=", "newer wikis: the entry; 1.43: a warning and the newest entries: verify the logid")
def test_a_log_entry_asked_by_number_is_found_or_warned_about(wiki: Asker) -> None:
    entries = wiki.query(list="logevents", letype="delete", leprop="ids|type", lelimit=50)["query"]["logevents"]
    oldest = entries[-1]["logid"]
    answer = wiki.query(list="logevents", leids=oldest, leprop="ids|type")
    found = [entry["logid"] for entry in answer["query"]["logevents"]]
    assert found == [oldest] or "leids" in answer["warnings"]["main"]["warnings"], wiki.name


@relies_on("list=logevents&lestart=T&leend=T&letype=", "the entries of that second")
def test_a_log_entry_is_found_by_its_time(wiki: Asker) -> None:
    entry = wiki.query(list="logevents", letype="delete", leprop="ids|type|timestamp")["query"]["logevents"][0]
    time = entry["timestamp"]
    answer = wiki.query(list="logevents", letype="delete", lestart=time, leend=time, leprop="ids|timestamp", lelimit=50)
    assert entry["logid"] in {one["logid"] for one in answer["query"]["logevents"]}, wiki.name


# The form -------------------------------------------------------------------------------------------------------------


@relies_on("Special:RevisionDelete?type=revision&ids=N&wpHidePrimary=1", "one id: the box is ticked, the others not")
@pytest.mark.parametrize("person", ["admin", "suppressor"])
def test_a_link_to_one_revision_ticks_its_box(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open_form(client, wiki, "rev_plain", wpHidePrimary=1)
    wiki.expect(form.kinds("wpHidePrimary"), {"checkbox"}, "the control")
    wiki.expect(form.chosen("wpHidePrimary"), "1", "wpHidePrimary")
    wiki.expect([form.chosen("wpHideComment"), form.chosen("wpHideUser")], [None, None], "the others")


@relies_on("Special:RevisionDelete?…&ids=N,M&wpHideComment=1", "several ids: 1 is chosen, the others stay -1")
@pytest.mark.parametrize("person", ["admin", "suppressor"])
def test_a_link_to_several_revisions_chooses_one_of_three(wiki: Asker, person: str) -> None:
    with wiki.wiki.login(person) as client:
        form = _open_form(client, wiki, "rev_plain", "rev_text_hidden", wpHideComment=1)
    wiki.expect(form.kinds("wpHideComment"), {"radio"}, "the control")
    wiki.expect(form.chosen("wpHideComment"), "1", "wpHideComment")
    wiki.expect([form.chosen("wpHidePrimary"), form.chosen("wpHideUser")], ["-1", "-1"], "the others")


@relies_on("Special:RevisionDelete?…&wpHideRestricted=1", "ticked for oversighters, not there for administrators")
def test_suppression_is_offered_to_oversighters_only(wiki: Asker) -> None:
    with wiki.wiki.login("suppressor") as client:
        form = _open_form(client, wiki, "rev_plain", wpHidePrimary=1, wpHideRestricted=1)
    wiki.expect(form.chosen("wpHideRestricted"), "1", "wpHideRestricted of an oversighter")
    with wiki.wiki.login("admin") as client:
        form = _open_form(client, wiki, "rev_plain", wpHidePrimary=1, wpHideRestricted=1)
    wiki.expect(form.chosen("wpHidePrimary"), "1", "wpHidePrimary of an administrator")
    wiki.expect(form.kinds("wpHideRestricted"), set(), "wpHideRestricted of an administrator")


@relies_on("Special:RevisionDelete, ids with a suppressed one", "refuses an administrator, opens for an oversighter")
def test_a_suppressed_revision_in_the_list_refuses_an_administrator(wiki: Asker) -> None:
    for person, opens in (("admin", False), ("suppressor", True)):
        with wiki.wiki.login(person) as client:
            form = _open_form(client, wiki, "rev_plain", "rev_suppressed", wpHidePrimary=1)
        wiki.expect(form.found, opens, f"the form for {person}")


@relies_on("Special:RevisionDelete, not signed in", "a bare refusal without a form or a link to sign in")
def test_signed_out_is_a_bare_refusal(wiki: Asker) -> None:
    page = wiki.visit(title="Special:RevisionDelete", type="revision", ids=wiki.seed["rev_plain"], wpHidePrimary=1)
    wiki.expect(Form(page, "wpHideComment").found, False, "a form")
    soup = BeautifulSoup(page.text, "html5lib")
    refusal = soup.select_one("#mw-content-text") or soup.select_one("main") or soup
    wiki.expect("UserLogin" in str(refusal), False, "a link to sign in")


@relies_on("Special:RevisionDelete under the wiki's own name of it", "English and local names both open the form")
def test_the_form_opens_under_every_name(wiki: Asker) -> None:
    described = wiki.query(meta="siteinfo", siprop="specialpagealiases|namespaces")["query"]
    local = next(page for page in described["specialpagealiases"] if page["realname"] == "Revisiondelete")["aliases"][0]
    prefix = described["namespaces"]["-1"]["name"]
    number = wiki.seed["rev_plain"]
    with wiki.wiki.login("admin") as client:
        for title in (f"{prefix}:{local}", "Special:RevisionDelete", "Special:revisiondelete"):
            link: dict[str, Any] = {"title": title, "type": "revision", "ids": number, "wpHideUser": 1}
            form = Form(client.get(wiki.wiki.index_url, params=link, follow_redirects=True), "wpHideComment")
            wiki.expect(form.chosen("wpHideUser") if form.found else "no form", "1", title)


@relies_on("saving Special:RevisionDelete", "the public flags follow: commenthidden, then suppressed")
def test_saving_the_form_hides(wiki: Asker) -> None:
    with wiki.wiki.login("admin") as client:
        _open_form(client, wiki, "rev_parent_of_plain", wpHideComment=1).send(client, "wpSubmit")
    hidden = {"commenthidden": True, "comment": ABSENT, "sha1": str}
    wiki.expect(wiki.revision("rev_parent_of_plain", HIDDEN_PARTS), {**hidden, "suppressed": ABSENT})
    with wiki.wiki.login("suppressor") as client:
        _open_form(client, wiki, "rev_parent_of_plain", wpHideComment=1, wpHideRestricted=1).send(client, "wpSubmit")
    wiki.expect(wiki.revision("rev_parent_of_plain", HIDDEN_PARTS), {**hidden, "suppressed": True})


@relies_on("saving Special:RevisionDelete for the current revision's text", "refused; it stays visible")
def test_the_current_revisions_text_cannot_be_hidden(wiki: Asker) -> None:
    with wiki.wiki.login("admin") as client:
        _open_form(client, wiki, "rev_current", wpHidePrimary=1).send(client, "wpSubmit")
    wiki.expect(wiki.revision("rev_current", HIDDEN_PARTS), {"sha1": str, "sha1hidden": ABSENT})


@relies_on("Special:Diff/N and index.php?diff=N", "open for anybody")
def test_a_link_to_a_change_opens(wiki: Asker) -> None:
    number = wiki.seed["rev_plain"]
    for link in ({"title": f"Special:Diff/{number}"}, {"diff": str(number)}):
        wiki.expect(wiki.visit(**link).status_code, 200, str(link))
