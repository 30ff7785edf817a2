"""What Haven relies on to find and to follow every kind of target: log entries, filter hits, files, pages, people.

As in `test_contract`, each test pins one answer shape, on a real MediaWiki and on the sandbox alike. The forms into
which these targets lead are in `test_contract_forms`.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from app.mediawiki.hidden_flags import read_moment
from tests.mediawiki.contract import ABSENT, Asker, relies_on

ENTRY = "ids|type|userid|timestamp"
FLAGS = ("actionhidden", "commenthidden", "userhidden", "suppressed")
NEVER_EXISTED = 99_999_999


def _entries(wiki: Asker, leprop: str, **which: Any) -> list[dict[str, Any]]:
    answer = wiki.query(list="logevents", leprop=leprop, lelimit=500, **which)
    found: list[dict[str, Any]] = answer["query"]["logevents"]
    return found


def _entry(wiki: Asker, name: str, leprop: str) -> dict[str, Any]:
    """One seeded entry, looked for among all: by number it can be asked for on newer wikis only."""
    return next(entry for entry in _entries(wiki, leprop) if entry["logid"] == wiki.seed[name])


def _title(wiki: Asker, name: str) -> str:
    return str(wiki.query(prop="info", pageids=wiki.seed[name])["query"]["pages"][0]["title"])


def _history(wiki: Asker, name: str, **which: Any) -> dict[str, Any]:
    """A page's history, oldest first, as Haven asks for it."""
    asked = {"prop": "revisions", "pageids": wiki.seed[name], "rvprop": "ids|timestamp|sha1|userid", "rvdir": "newer"}
    return wiki.query(**asked, **{"rvlimit": 500, **which})


def _name(wiki: Asker, name: str) -> str:
    return str(wiki.query(list="users", ususerids=wiki.seed[name])["query"]["users"][0]["name"])


def _digits(timestamp: str) -> str:
    return "".join(filter(str.isdigit, timestamp))


# Log entries ----------------------------------------------------------------------------------------------------------


@relies_on(
    "list=logevents&leprop=ids|type|userid|timestamp|comment&lelimit=",
    "logid, logpage, type, action, userid, timestamp, comment; no flag",
)
@pytest.mark.parametrize("name", ["log_create", "log_move", "log_delete"])
def test_a_visible_log_entry_shows_its_values_and_no_flag(wiki: Asker, name: str) -> None:
    _, kind = name.split("_")
    values = {"logpage": int, "type": kind, "action": kind, "userid": int, "timestamp": str, "comment": str}
    wiki.expect(_entry(wiki, name, f"{ENTRY}|comment"), values | dict.fromkeys(FLAGS, ABSENT))


@relies_on("list=logevents&leprop=ids", "actionhidden: the target is hidden, no logpage; type and action stay")
def test_a_hidden_target_of_an_entry_is_told_by_its_page(wiki: Asker) -> None:
    hidden = {"actionhidden": True, "logpage": ABSENT, "type": "protect", "action": str, "userid": int, "comment": str}
    others = ("commenthidden", "userhidden", "suppressed", "title")
    wiki.expect(_entry(wiki, "log_action_hidden", f"{ENTRY}|comment"), hidden | dict.fromkeys(others, ABSENT))


@relies_on("list=logevents&leprop=comment", "commenthidden: the summary is hidden; not told unasked")
def test_a_hidden_summary_of_an_entry_is_told_only_when_asked_for(wiki: Asker) -> None:
    shown = {"logpage": int, "userid": int, "suppressed": ABSENT, "comment": ABSENT}
    asked = _entry(wiki, "log_comment_hidden", f"{ENTRY}|comment")
    wiki.expect(asked, {"commenthidden": True, **shown})
    wiki.expect(_entry(wiki, "log_comment_hidden", ENTRY), {"commenthidden": ABSENT, **shown})


@relies_on("list=logevents&leprop=userid", "userhidden: who did it is hidden, no number")
def test_a_hidden_name_of_an_entry_leaves_no_number(wiki: Asker) -> None:
    hidden = {"userhidden": True, "userid": ABSENT, "user": ABSENT, "logpage": int, "suppressed": ABSENT}
    wiki.expect(_entry(wiki, "log_user_hidden", f"{ENTRY}|user"), hidden)


@relies_on("list=logevents&leprop=ids|userid|comment", "suppressed: true beside the hidden parts' flags")
def test_a_suppressed_entry_says_so(wiki: Asker) -> None:
    hidden = {"actionhidden": True, "commenthidden": True, "userhidden": True, "suppressed": True}
    wiki.expect(_entry(wiki, "log_suppressed", f"{ENTRY}|comment"), hidden)


@relies_on("list=logevents&leids=&lelimit=", "1.43: warned about, and the newest entries stand there instead")
def test_asked_by_number_the_answer_is_right_or_warned_about(wiki: Asker) -> None:
    meant = wiki.seed["log_delete"]
    answer = wiki.query(list="logevents", leids=meant, lelimit=50, leprop=ENTRY)
    found = {entry["logid"] for entry in answer["query"]["logevents"]}
    assert "warnings" in answer or found == {meant}, wiki.name


@relies_on("list=logevents&lestart=T&leend=T&lelimit=500", "every entry of that second, hidden ones with their flags")
@pytest.mark.parametrize("name", ["log_move", "log_action_hidden", "log_suppressed"])
def test_an_entry_of_any_state_is_found_by_its_time(wiki: Asker, name: str) -> None:
    time = _entry(wiki, name, ENTRY)["timestamp"]
    found = _entries(wiki, ENTRY, lestart=_digits(time), leend=_digits(time))
    assert wiki.seed[name] in {entry["logid"] for entry in found}, wiki.name
    assert {entry["timestamp"] for entry in found} == {time}, wiki.name


@relies_on(
    "list=logevents&letitle=&leprop=ids|type|timestamp&lelimit=",
    "the entries about a page; those hidden in their target are left out",
)
def test_by_title_what_is_hidden_in_its_target_is_left_out(wiki: Asker) -> None:
    title = next(row["title"] for row in _entries(wiki, "ids|title") if row["logid"] == wiki.seed["log_user_hidden"])
    found = _entries(wiki, "ids|type|timestamp", letitle=title)
    wiki.expect(found, [{"logid": int, "logpage": int, "type": str, "action": str, "timestamp": str}])
    numbers = {entry["logid"] for entry in found}
    assert {wiki.seed["log_comment_hidden"], wiki.seed["log_user_hidden"]} <= numbers, wiki.name
    assert numbers.isdisjoint({wiki.seed["log_action_hidden"], wiki.seed["log_suppressed"]}), wiki.name


@relies_on("list=logevents&leprop=ids|title", "ns and title of what an entry is about; neither where that is hidden")
def test_what_an_entry_is_about(wiki: Asker) -> None:
    rows = {row["logid"]: row for row in _entries(wiki, "ids|title")}
    wiki.expect(rows[wiki.seed["log_user_hidden"]], {"ns": int, "title": str})
    wiki.expect(rows[wiki.seed["log_action_hidden"]], {"actionhidden": True, "ns": ABSENT, "title": ABSENT})


@relies_on("list=logevents&letitle=&letype=delete", "when a page was deleted; logpage is the number that it had")
def test_a_deletion_is_found_by_the_pages_title(wiki: Asker) -> None:
    title = next(row["title"] for row in _entries(wiki, "ids|title") if row["logid"] == wiki.seed["log_delete"])
    found = _entries(wiki, "ids|type|timestamp", letitle=title, letype="delete")
    wiki.expect(found[-1], {"logid": wiki.seed["log_delete"], "action": "delete", "timestamp": str})
    assert found[-1]["logpage"] > 0, wiki.name


@relies_on("list=logevents&letitle=User:NAME&letype=newusers", "the entry of a new account, about no page")
def test_a_new_account_is_found_by_its_user_page(wiki: Asker) -> None:
    found = _entries(wiki, "ids|type|timestamp", letitle=f"User:{_name(wiki, 'user_author')}", letype="newusers")
    wiki.expect(found, [{"logid": int, "type": "newusers", "action": str, "timestamp": str, "logpage": 0}])


@relies_on(
    "list=logevents&leaction=delete/revision&letitle=&leprop=timestamp|details&lelimit=",
    "params.type, params.ids, params.new.bitmask: what was hidden on that page, and when",
)
def test_the_hidings_of_a_page_are_public_by_its_title(wiki: Asker) -> None:
    found = _entries(wiki, "timestamp|details", leaction="delete/revision", letitle=_title(wiki, "page"))
    params = {"type": "revision", "ids": [int], "new": {"bitmask": int}}
    wiki.expect(found, [{"timestamp": str, "params": params, "logid": ABSENT}])
    bits = {entry["params"]["ids"][0]: entry["params"]["new"]["bitmask"] for entry in found}
    for name, bit in (("rev_text_hidden", 1), ("rev_summary_hidden", 2), ("rev_user_hidden", 4)):
        wiki.expect(bits[wiki.seed[name]], bit, name)


A_MOMENT = 2
"""Seconds: the wiki writes the revision and the entry one after the other, and a second may end between them."""


def apart(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    """Seconds between the times of two things."""
    return abs(read_moment(one["timestamp"]) - read_moment(other["timestamp"]))


@relies_on(
    "prop=revisions&pageids=&rvprop=ids|timestamp|sha1 (after a move)",
    "a revision of the same sha1 as the one before, at the time of the log entry, which stands under the old title",
)
def test_a_move_leaves_a_revision_that_changes_nothing_beside_its_entry(wiki: Asker) -> None:
    *_, before, left = _history(wiki, "page_moved")["query"]["pages"][0]["revisions"]
    wiki.expect(left["sha1"], before["sha1"], "sha1")
    entry = _entry(wiki, "log_move", "ids|type|title|timestamp")
    wiki.expect(entry, {"logpage": wiki.seed["page_moved"], "timestamp": str, "revid": left["revid"]})
    assert apart(entry, left) <= A_MOMENT, wiki.name
    assert entry["title"] != _title(wiki, "page_moved"), wiki.name


@relies_on("prop=revisions&pageids=&rvprop=sha1 (after a protection)", "the same: no new text, a revision all the same")
def test_a_protection_leaves_a_revision_that_changes_nothing(wiki: Asker) -> None:
    entry = _entry(wiki, "log_user_hidden", ENTRY)
    answer = wiki.query(
        prop="revisions", pageids=entry["logpage"], rvprop="ids|timestamp|sha1", rvdir="newer", rvlimit=500
    )
    revisions = answer["query"]["pages"][0]["revisions"]
    assert len(revisions) == 5, wiki.name
    assert len({revision["sha1"] for revision in revisions}) == 1, wiki.name
    assert min(apart(entry, revision) for revision in revisions[1:]) <= A_MOMENT, wiki.name


# The filter log -------------------------------------------------------------------------------------------------------


@relies_on("list=abuselog&aflprop=ids|timestamp&afllogid=&afllimit=1", "id and timestamp of the one entry")
def test_one_entry_of_the_filter_log_is_found_by_its_number(wiki: Asker) -> None:
    answer = wiki.query(list="abuselog", aflprop="ids|timestamp", afllogid=wiki.seed["abuse_hit"], afllimit=1)
    found = answer["query"]["abuselog"]
    wiki.expect(found, [{"id": wiki.seed["abuse_hit"], "timestamp": str, "filter_id": "", "user": ABSENT}])
    wiki.expect(len(found), 1, "entries")


@relies_on("list=abuselog&afllogid= (hidden, or nobody's)", "an empty list for both")
@pytest.mark.parametrize("person", ["", "admin"])
def test_a_hidden_entry_is_as_one_that_never_was(wiki: Asker, person: str) -> None:
    for number in (wiki.seed["abuse_hidden"], NEVER_EXISTED):
        asked = {"list": "abuselog", "aflprop": "ids|timestamp", "afllogid": number, "afllimit": 1}
        answer = wiki.query_as(person, **asked) if person else wiki.query(**asked)
        wiki.expect(answer, {"query": {"abuselog": []}, "error": ABSENT})


@relies_on("list=abuselog (default parts)", "hidden: false on what is not hidden")
def test_an_entry_says_that_it_is_not_hidden(wiki: Asker) -> None:
    answer = wiki.query(list="abuselog", afllogid=wiki.seed["abuse_hit"])
    row = {"hidden": False, "user": str, "ns": int, "title": str, "action": str, "result": str, "timestamp": str}
    wiki.expect(answer["query"]["abuselog"], [row])


@relies_on(
    "list=abuselog&afluser=&aflstart=&aflend=&afllimit=, list=abuselog&afltitle=",
    "the entries of an account or a page between two times, the later one first; none outside",
)
@pytest.mark.parametrize("by", ["afluser", "afltitle"])
def test_the_filters_hits_around_a_time(wiki: Asker, by: str) -> None:
    hit = wiki.query(list="abuselog", afllogid=wiki.seed["abuse_hit"])["query"]["abuselog"][0]
    time = _digits(hit["timestamp"])
    asked = {"list": "abuselog", "aflprop": "ids|timestamp", "afllimit": 50, by: hit[by.removeprefix("afl")]}
    found = wiki.query(**asked, aflstart=time, aflend=time)["query"]["abuselog"]
    assert hit["id"] in {row["id"] for row in found}, wiki.name
    assert wiki.seed["abuse_hidden"] not in {row["id"] for row in found}, wiki.name
    early = wiki.query(**asked, aflstart="20010101000001", aflend="20010101000000")
    wiki.expect(early["query"]["abuselog"], [])


@relies_on("list=abuselog&aflprop=ids|timestamp|user&afllimit=500", "the newest first, each with its account's name")
def test_the_newest_hits(wiki: Asker) -> None:
    found = wiki.query(list="abuselog", aflprop="ids|timestamp|user", afllimit=500)["query"]["abuselog"]
    wiki.expect(found[0], {"id": int, "timestamp": str, "user": str})
    assert [row["timestamp"] for row in found] == sorted((row["timestamp"] for row in found), reverse=True), wiki.name


# Files ----------------------------------------------------------------------------------------------------------------


@relies_on(
    "prop=imageinfo&iiprop=timestamp", "imagerepository: local for a file of this wiki, empty where there is none"
)
def test_a_file_says_where_it_lives(wiki: Asker) -> None:
    answer = wiki.query(prop="imageinfo", pageids=wiki.seed["page_file"], iiprop="timestamp")
    wiki.expect(answer["query"]["pages"], [{"pageid": wiki.seed["page_file"], "imagerepository": "local"}])
    nowhere = wiki.query(prop="imageinfo", titles="File:Nowhere at all.png", iiprop="timestamp")
    wiki.expect(nowhere["query"]["pages"], [{"missing": True, "imagerepository": ""}])


def _versions(wiki: Asker, iiprop: str = "timestamp|archivename|userid|sha1") -> list[dict[str, Any]]:
    answer = wiki.query(prop="imageinfo|info", pageids=wiki.seed["page_file"], iiprop=iiprop, iilimit=500)
    wiki.expect(answer["query"]["pages"], [{"pageid": wiki.seed["page_file"], "ns": 6, "title": str}])
    versions: list[dict[str, Any]] = answer["query"]["pages"][0]["imageinfo"]
    return versions


@relies_on(
    "prop=imageinfo|info&pageids=&iiprop=timestamp|archivename|userid|sha1&iilimit=",
    "newest first; earlier ones with archivename; pageid and ns of the file's page",
)
def test_the_versions_of_a_file_come_newest_first(wiki: Asker) -> None:
    newest, *earlier, oldest = _versions(wiki)
    values = {"comment": ABSENT, "filehidden": ABSENT, "suppressed": ABSENT}
    wiki.expect(newest, {"timestamp": str, "sha1": str, "userid": int, "archivename": ABSENT, **values})
    wiki.expect(_digits(newest["timestamp"]), str(wiki.seed["file_current"]), "the newest version")
    for version, name in zip(earlier, ("file_to_hide", "file_old"), strict=True):
        wiki.expect(version, {"archivename": str, "timestamp": str, **values})
        wiki.expect(version["archivename"].partition("!")[0], str(wiki.seed[name]), name)
    wiki.expect(oldest, {"timestamp": str})


@relies_on("prop=imageinfo (a hidden version)", "filehidden: true, neither sha1 nor archivename; the time stays")
def test_of_a_hidden_version_the_archive_name_is_not_told(wiki: Asker) -> None:
    *_, following, hidden = _versions(wiki)
    shape = {"filehidden": True, "sha1": ABSENT, "archivename": ABSENT, "userid": int, "suppressed": ABSENT}
    wiki.expect(hidden, {"timestamp": str, **shape})
    wiki.expect(_digits(following["timestamp"]), str(wiki.seed["file_old_hidden"]), "the time of the one after it")


@relies_on("prop=imageinfo&iiprop=comment", "the summary of an upload, only when asked for")
def test_the_summary_of_an_upload_is_told_when_asked_for(wiki: Asker) -> None:
    for version in _versions(wiki, "timestamp|archivename|userid|sha1|comment"):
        wiki.expect(version, {"comment": str, "commenthidden": ABSENT})


# Pages ----------------------------------------------------------------------------------------------------------------


@relies_on("prop=info&pageids=", "pageid, ns, title; missing: true with the number alone")
def test_pages_are_found_by_number(wiki: Asker) -> None:
    answer = wiki.query(prop="info", pageids=[wiki.seed["page"], wiki.seed["page_file"], NEVER_EXISTED])
    by_id = {page["pageid"]: page for page in answer["query"]["pages"]}
    page = {"ns": 0, "title": str, "missing": ABSENT, "contentmodel": "wikitext", "lastrevid": int}
    wiki.expect(by_id[wiki.seed["page"]], page)
    wiki.expect(by_id[wiki.seed["page_file"]], {**page, "ns": 6})
    wiki.expect(by_id[NEVER_EXISTED], {"missing": True, "title": ABSENT})


@relies_on("prop=info&titles= (as people write them)", "normalized: from and to; missing: true for the others")
def test_pages_are_found_by_title_as_it_was_written(wiki: Asker) -> None:
    title = _title(wiki, "page")
    written = title[0].lower() + title[1:].replace(" ", "_")
    answer = wiki.query(prop="info", titles=[written, "No such invented page"])["query"]
    assert {"from": written, "to": title}.items() <= answer["normalized"][0].items(), wiki.name
    by_title = {page["title"]: page for page in answer["pages"]}
    wiki.expect(by_title[title], {"pageid": wiki.seed["page"], "ns": 0, "missing": ABSENT})
    wiki.expect(by_title["No such invented page"], {"missing": True, "pageid": ABSENT})


# Accounts -------------------------------------------------------------------------------------------------------------


@relies_on(
    "list=users&ususerids=&usprop=blockinfo|centralids",
    "userid, name; blockid, blockedby, blockpartial where blocked; missing: true with the number",
)
def test_accounts_by_number_tell_of_blocks(wiki: Asker) -> None:
    asked = [wiki.seed["user_author"], wiki.seed["user_blocked"], NEVER_EXISTED]
    answer = wiki.query(list="users", ususerids=asked, usprop="blockinfo|centralids")
    free, blocked, missing = answer["query"]["users"]
    wiki.expect(free, {"userid": asked[0], "name": str, "blockid": ABSENT, "centralids": dict, "missing": ABSENT})
    wiki.expect(blocked, {"userid": asked[1], "name": str, "blockid": int, "blockedby": str, "blockpartial": False})
    wiki.expect(missing, {"userid": NEVER_EXISTED, "missing": True, "name": ABSENT})


@relies_on("list=users&ususers=&usprop=blockinfo|centralids", "the same by name")
def test_accounts_by_name_tell_of_blocks(wiki: Asker) -> None:
    name = _name(wiki, "user_blocked")
    answer = wiki.query(list="users", ususers=[name, "No such invented account"], usprop="blockinfo|centralids")
    blocked, missing = answer["query"]["users"]
    wiki.expect(blocked, {"userid": wiki.seed["user_blocked"], "name": name, "blockid": int})
    wiki.expect(missing, {"name": "No such invented account", "missing": True, "userid": ABSENT})


# Comments -------------------------------------------------------------------------------------------------------------


def _comment(wiki: Asker) -> tuple[str, str, str]:
    """The comment's name as DiscussionTools makes it, its page, and its minute (12 digits)."""
    page = wiki.query(prop="revisions", revids=wiki.seed["rev_comment"], rvprop="user|timestamp")["query"]["pages"][0]
    revision = page["revisions"][0]
    minute = _digits(revision["timestamp"])[:12]
    return f"c-{revision['user'].replace(' ', '_')}-{minute}00", str(page["title"]), minute


@relies_on("action=discussiontoolsfindcomment&idorname=", "title of its page; id, name, matchedby")
def test_a_comment_is_found_by_its_name_and_by_its_id(wiki: Asker) -> None:
    name, title, _ = _comment(wiki)
    found = wiki.call(action="discussiontoolsfindcomment", idorname=name).json()["discussiontoolsfindcomment"]
    wiki.expect(found, [{"id": str, "name": name, "title": title, "oldid": None, "matchedby": "name"}])
    again = wiki.call(action="discussiontoolsfindcomment", idorname=found[0]["id"]).json()
    wiki.expect(again["discussiontoolsfindcomment"], [{"id": found[0]["id"], "title": title, "matchedby": "id"}])


@relies_on("action=discussiontoolsfindcomment (not found)", "an empty answer, without the module's name")
def test_a_comment_that_is_not_there_gives_an_empty_answer(wiki: Asker) -> None:
    answer = wiki.call(action="discussiontoolsfindcomment", idorname="c-Nobody_Invented-20010101000000").json()
    wiki.expect(answer, {"discussiontoolsfindcomment": ABSENT, "error": ABSENT})


@relies_on(
    "prop=revisions&titles=&rvprop=ids|user&rvdir=newer&rvstart=&rvend=&rvlimit=",
    "the edits of one minute with their authors, pageid; no revisions outside",
)
def test_the_edits_of_one_minute(wiki: Asker) -> None:
    name, title, minute = _comment(wiki)
    asked = {"prop": "revisions", "titles": title, "rvprop": "ids|user", "rvdir": "newer", "rvlimit": 50}
    page = wiki.query(**asked, rvstart=f"{minute}00", rvend=f"{minute}59")["query"]["pages"][0]
    wiki.expect(page, {"pageid": int, "revisions": [{"revid": wiki.seed["rev_comment"], "user": str}]})
    assert name.startswith(f"c-{page['revisions'][0]['user'].replace(' ', '_')}-"), wiki.name
    quiet = wiki.query(**asked, rvstart="20010101000000", rvend="20010101000059")["query"]["pages"][0]
    wiki.expect(quiet, {"pageid": int, "revisions": ABSENT})


# Ranges and surroundings ----------------------------------------------------------------------------------------------


@relies_on(
    "prop=revisions&pageids=&rvprop=ids|timestamp|sha1|userid&rvdir=newer&rvstartid=&rvlimit=",
    "the history from that revision on, oldest first; sha1hidden in it; continue where it goes on",
)
def test_a_pages_history_from_one_revision_on(wiki: Asker) -> None:
    start = wiki.seed["rev_plain"]
    whole = _history(wiki, "page", rvstartid=start)
    wiki.expect(whole, {"continue": ABSENT})
    revisions = whole["query"]["pages"][0]["revisions"]
    wiki.expect(revisions[0], {"revid": start, "parentid": wiki.seed["rev_parent_of_plain"], "sha1": str})
    wiki.expect(revisions[-1]["revid"], wiki.seed["rev_current"])
    states = {revision["revid"]: revision for revision in revisions}
    wiki.expect(states[wiki.seed["rev_text_hidden"]], {"sha1hidden": True, "sha1": ABSENT, "userid": int})
    wiki.expect(states[wiki.seed["rev_user_hidden"]], {"userhidden": True, "userid": ABSENT, "sha1": str})
    first = _history(wiki, "page", rvstartid=start, rvlimit=2)
    wiki.expect(first, {"continue": {"rvcontinue": str}})
    rest = _history(wiki, "page", rvstartid=start, rvlimit=500, **first["continue"])
    joined = first["query"]["pages"][0]["revisions"] + rest["query"]["pages"][0]["revisions"]
    wiki.expect(joined, revisions)


@relies_on(
    "prop=revisions|info&revids=&rvprop=ids|timestamp|sha1|userid|user",
    "with the revision: title, ns and contentmodel of its page",
)
def test_a_revision_comes_with_its_page(wiki: Asker) -> None:
    parts = "ids|timestamp|sha1|userid|user"
    answer = wiki.query(prop="revisions|info", revids=wiki.seed["rev_plain"], rvprop=parts)
    revision = {"revid": int, "parentid": int, "timestamp": str, "sha1": str, "userid": int, "user": str}
    page = {"pageid": wiki.seed["page"], "ns": 0, "title": str, "contentmodel": "wikitext"}
    wiki.expect(answer["query"]["pages"], [{**page, "revisions": [revision]}])


@relies_on("list=users&ususerids= (nothing else)", "today's name of a number")
def test_a_number_gives_todays_name(wiki: Asker) -> None:
    answer = wiki.query(list="users", ususerids=wiki.seed["user_author"])
    wiki.expect(answer["query"]["users"], [{"userid": wiki.seed["user_author"], "name": str, "groups": ABSENT}])
