"""What Haven relies on about accounts, asked of a real MediaWiki and of the sandbox alike: edits by a number.

What tells of accounts on all wikis (CentralAuth) plain MediaWiki has not; the sandbox's own tests show it.
"""

from itertools import pairwise
from typing import Any

import pytest

from tests.mediawiki.contract import ABSENT, Asker, relies_on
from tests.mediawiki.test_contract_forms import _deleted_title

NEVER_EXISTED = 99_999_999
CONTRIBUTED = {"list": "usercontribs", "ucprop": "timestamp"}


def _author(wiki: Asker) -> int:
    return int(wiki.revision("rev_plain", "userid")["userid"])


@relies_on("list=usercontribs&ucuserids=&ucprop=timestamp&uclimit=500", "timestamp of each public edit, newest first")
def test_the_times_of_an_accounts_edits(wiki: Asker) -> None:
    answer = wiki.query(**CONTRIBUTED, ucuserids=_author(wiki), uclimit=500)
    rows: list[dict[str, Any]] = answer["query"]["usercontribs"]
    wiki.expect(rows[0], {"timestamp": str, "userid": _author(wiki), "comment": ABSENT, "title": ABSENT})
    times = [row["timestamp"] for row in rows]
    wiki.expect(times == sorted(times, reverse=True), True, "newest first")
    wiki.expect(wiki.revision("rev_plain", "timestamp")["timestamp"] in times, True, "the plain edit")
    wiki.expect("warnings" in answer, False, "a warning")


@relies_on(
    "list=usercontribs&ucuserids=&ucprop=ids|timestamp&ucend=&uclimit=500",
    "revid, pageid and timestamp of each public edit since then",
)
def test_an_accounts_edits_since_a_time_by_numbers(wiki: Asker) -> None:
    plain = wiki.revision("rev_plain", "timestamp")["timestamp"]
    asked = {"list": "usercontribs", "ucprop": "ids|timestamp", "ucuserids": _author(wiki), "uclimit": 500}
    rows: list[dict[str, Any]] = wiki.query(**asked, ucend=plain)["query"]["usercontribs"]
    wiki.expect(rows[0], {"revid": int, "pageid": int, "timestamp": str, "comment": ABSENT, "title": ABSENT})
    wiki.expect(wiki.seed["rev_plain"] in [row["revid"] for row in rows], True, "the plain edit")
    wiki.expect([row for row in rows if row["timestamp"] < plain], [], "what is older")


@relies_on("list=usercontribs&ucuserids=&uclimit=", "continue only where there are more")
def test_whether_these_are_all_edits(wiki: Asker) -> None:
    wiki.expect("continue" in wiki.query(**CONTRIBUTED, ucuserids=_author(wiki), uclimit=1), True, "more to come")
    wiki.expect("continue" in wiki.query(**CONTRIBUTED, ucuserids=_author(wiki), uclimit=500), False, "no more")


@relies_on("list=usercontribs&ucuserids= (nobody's)", "an empty list")
def test_nobodys_edits(wiki: Asker) -> None:
    wiki.expect(wiki.query(**CONTRIBUTED, ucuserids=NEVER_EXISTED)["query"]["usercontribs"], [])


@relies_on("list=usercontribs&ucuserids= (hidden name)", "edits whose author is hidden are not in it")
def test_edits_with_a_hidden_author_are_left_out(wiki: Asker) -> None:
    number = wiki.seed["rev_user_hidden"]
    shown = wiki.query(list="usercontribs", ucprop="ids", ucuserids=_author(wiki), uclimit=500)["query"]["usercontribs"]
    wiki.expect(number in [row["revid"] for row in shown], False, "the edit with a hidden author")


@relies_on(
    "Special:PrefixIndex?prefix=&namespace=2, Special:ListUsers?username=",
    "open for anybody: pages that begin so; accounts from that name on",
)
def test_pages_and_accounts_that_begin_alike(wiki: Asker) -> None:
    name = wiki.query(list="users", ususerids=_author(wiki))["query"]["users"][0]["name"]
    wiki.expect(wiki.visit(title="Special:PrefixIndex", prefix=name, namespace=2).status_code, 200, "PrefixIndex")
    users = wiki.visit(title="Special:ListUsers", username=name)
    wiki.expect((users.status_code, name in users.text), (200, True), "ListUsers")


@relies_on("Special:Undelete?prefix=", "the deleted pages that begin so, for administrators; refuses others")
@pytest.mark.parametrize("person", ["admin", "editor"])
def test_deleted_pages_that_begin_alike(wiki: Asker, person: str) -> None:
    title = _deleted_title(wiki)
    with wiki.wiki.login(person) as client:
        link = {"title": "Special:Undelete", "prefix": title[:-2]}
        page = client.get(wiki.wiki.index_url, params=link, follow_redirects=True).text
    wiki.expect("Permission error" in page, person == "editor", "a refusal")
    wiki.expect(title in page, person == "admin", "the deleted page")


@relies_on(
    "list=usercontribs&ucuser=A|B&ucprop=timestamp&ucend=&uclimit=",
    "userid of each public edit since then, one account after the other; continue where there are more",
)
def test_who_of_several_edited_since_a_time(wiki: Asker) -> None:
    users = wiki.query(list="users", ususerids=[_author(wiki), _member(wiki)["userid"]])["query"]["users"]
    asked = {**CONTRIBUTED, "ucuser": [user["name"] for user in users] + ["No such invented account"]}
    everything = wiki.query(**asked, uclimit=500)
    rows: list[dict[str, Any]] = everything["query"]["usercontribs"]
    wiki.expect(rows[0], {"userid": int, "timestamp": str, "comment": ABSENT, "title": ABSENT})
    wiki.expect("warnings" in everything, False, "a warning about an account that is not there")
    found = [row["userid"] for row in rows]
    wiki.expect(set(found) <= {user["userid"] for user in users}, True, "nobody else")
    changes = sum(one != other for one, other in pairwise(found))
    wiki.expect(changes, len(set(found)) - 1, "one after the other")
    newest = max(row["timestamp"] for row in rows)
    since = wiki.query(**asked, ucend=newest, uclimit=500)["query"]["usercontribs"]
    wiki.expect({row["timestamp"] for row in since}, {newest}, "what is older is left out")
    wiki.expect("continue" in wiki.query(**asked, uclimit=1), True, "more to come")


@relies_on(
    "list=allusers&aurights=&auactiveusers=1&auprop=centralids&aulimit=",
    "name, recentactions: how much each active member did in the last 30 days; who did nothing is not in it",
)
def test_the_active_members_of_a_team(wiki: Asker) -> None:
    asked = {"list": "allusers", "aurights": "deleterevision", "auprop": "centralids", "aulimit": 500}
    answer = wiki.query(**asked, auactiveusers=1)
    everybody = {row["name"] for row in wiki.query(**asked)["query"]["allusers"]}
    wiki.expect("warnings" in answer, False, "a warning")
    wiki.expect(answer["query"]["allusers"], [{"userid": int, "name": str, "recentactions": int, "centralids": dict}])
    wiki.expect({row["name"] for row in answer["query"]["allusers"]} <= everybody, True, "members only")
    wiki.expect(all(row["recentactions"] > 0 for row in answer["query"]["allusers"]), True, "who did something")


def _member(wiki: Asker) -> dict[str, Any]:
    asked = {"list": "allusers", "aurights": "deleterevision", "aulimit": 1}
    member: dict[str, Any] = wiki.query(**asked)["query"]["allusers"][0]
    return member
