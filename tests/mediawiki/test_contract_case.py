"""What the case companion relies on, asked of a real MediaWiki and of the sandbox alike: every block in force of an
account and what it may do, told without a reason; and the pages where somebody reads about it.
"""

from typing import Any

import pytest

from tests.mediawiki.contract import ABSENT, Asker, relies_on
from tests.mediawiki.test_contract_forms import _name, _open

HERE = "groupmemberships|rights|editcount|registration|centralids"


@relies_on(
    f"list=users&ususers=&usprop={HERE}",
    "in no order: userid, name, groupmemberships, effective rights, editcount, registration; missing or invalid: true",
)
def test_what_an_account_is_on_one_wiki(wiki: Asker) -> None:
    name = _name(wiki, "user_author")
    names = [name, "No such invented account", "not#aname"]
    rows = wiki.query(list="users", ususers=names, usprop=HERE)["query"]["users"]
    found, missing, invalid = (next(row for row in rows if row["name"] == each) for each in names)
    told = {"userid": int, "name": name, "groupmemberships": list, "rights": [str], "editcount": int}
    wiki.expect(found, told | {"registration": str, "missing": ABSENT, "invalid": ABSENT, "blockreason": ABSENT})
    wiki.expect(missing, {"missing": True, "userid": ABSENT})
    wiki.expect(invalid, {"invalid": True, "userid": ABSENT})


@relies_on("list=users&usprop=groupmemberships (of an administrator)", "group: sysop, and what it was given besides")
def test_the_groups_that_an_account_was_given(wiki: Asker) -> None:
    name = next(row["name"] for row in wiki.query(list="allusers", augroup="sysop", aulimit=1)["query"]["allusers"])
    (row,) = wiki.query(list="users", ususers=name, usprop=HERE)["query"]["users"]
    wiki.expect("sysop" in [each["group"] for each in row["groupmemberships"]], True, "its group")
    wiki.expect("block" in row["rights"], True, "its right")


@relies_on(
    "list=blocks&bkusers=&bkprop=user|timestamp|expiry|flags&bklimit=max",
    "user, timestamp, expiry (infinity), partial; no reason; nothing of who is not blocked",
)
def test_every_block_of_an_account_is_told_without_its_reason(wiki: Asker) -> None:
    free, blocked = _name(wiki, "user_author"), _name(wiki, "user_blocked")
    answer = wiki.query(list="blocks", bkusers=[free, blocked], bkprop="user|timestamp|expiry|flags", bklimit="max")
    rows: list[dict[str, Any]] = answer["query"]["blocks"]
    wiki.expect(len(rows), 1, "blocks")
    wiki.expect(rows[0], {"user": blocked, "timestamp": str, "expiry": "infinity", "partial": False, "reason": ABSENT})
    wiki.expect("warnings" in answer, False, "a warning")


@relies_on("Special:Block?wpTarget=&wpEditingRestriction=partial", "a block in part is chosen")
def test_the_form_that_blocks_is_set_to_a_block_in_part(wiki: Asker) -> None:
    link = {"title": "Special:Block", "wpTarget": _name(wiki, "user_author"), "wpEditingRestriction": "partial"}
    with wiki.wiki.login("admin") as client:
        form = _open(client, wiki, "wpTarget", **link)
    wiki.expect(form.chosen("wpEditingRestriction"), "partial", "how far it goes")


@relies_on("Special:UserRights?user=", "the account's groups, for those who may change them and others")
@pytest.mark.parametrize("person", ["admin", "editor"])
def test_the_rights_of_an_account_are_shown(wiki: Asker, person: str) -> None:
    name = _name(wiki, "user_author")
    with wiki.wiki.login(person) as client:
        page = client.get(
            wiki.wiki.index_url, params={"title": "Special:UserRights", "user": name}, follow_redirects=True
        )
    wiki.expect(page.status_code, 200, "the page")
    assert name in page.text, wiki.name


@relies_on(
    "Special:Log?type=rights&page=, Special:Log?type=renameuser&page=, Special:Search?search=&fulltext=1, "
    "Special:Search?profile=advanced&ns4=1, User talk:NAME&action=history",
    "open for anybody",
)
def test_where_to_read_about_somebody(wiki: Asker) -> None:
    name = _name(wiki, "user_author")
    looks: list[dict[str, Any]] = [
        {"title": "Special:Log", "type": "rights", "page": f"User:{name}"},
        {"title": "Special:Log", "type": "renameuser", "page": f"User:{name}"},
        {"title": "Special:Search", "search": f'"{name}" prefix:Project:Noticeboard', "fulltext": "1"},
        {"title": "Special:Search", "profile": "advanced", "ns4": "1"},
    ]
    for link in looks:
        page = wiki.visit(**link)
        wiki.expect(page.status_code, 200, str(link))
        wiki.expect("No such special page" in page.text, False, str(link))
    talk = wiki.visit(title=f"User talk:{name}", action="history")
    wiki.expect(talk.status_code in (200, 404), True, "the history, or that there is none")
