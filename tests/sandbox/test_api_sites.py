"""What the sandbox says of its wikis, and how its API treats parameters, limits and errors."""

from __future__ import annotations

import pytest

from app.sandbox.cases import ARABIC_TITLE
from tests.sandbox.asking import Asker


async def test_sitematrix_lists_every_wiki_with_its_flags(ask: Asker) -> None:
    matrix = (await ask.api("metawiki", action="sitematrix"))["sitematrix"]
    specials = {site["dbname"]: site for site in matrix["specials"]}
    languages = {entry["code"]: entry for key, entry in matrix.items() if key.isdigit()}
    assert matrix["count"] == len(ask.farm.wikis) == 9
    assert set(specials) == {"metawiki", "commonswiki", "testwiki", "councilwiki", "chapterwiki"}
    assert specials["councilwiki"]["private"] is True
    assert specials["chapterwiki"]["fishbowl"] is True
    assert "closed" not in specials["metawiki"]
    assert languages["ar"]["dir"] == "rtl"
    assert [site.get("closed") for site in languages["en"]["site"]] == [None, True]
    assert languages["de"]["site"][0] == {
        "url": "http://127.0.0.5:8123",
        "dbname": "dewikibooks",
        "code": "wikibooks",
        "sitename": "Sandbox-Bücherei",
    }


async def test_siteinfo_names_are_local(ask: Asker) -> None:
    query = (
        await ask.api(
            "dewikibooks",
            meta="siteinfo",
            siprop="general|namespaces|namespacealiases|specialpagealiases|usergroups|interwikimap",
        )
    )["query"]
    aliases = {row["realname"]: row["aliases"] for row in query["specialpagealiases"]}
    assert query["general"]["server"] == "http://127.0.0.5:8123"
    assert query["general"]["wikiid"] == "dewikibooks"
    assert query["general"]["articlepath"] == "/wiki/$1"
    assert query["namespaces"]["-1"]["name"] == "Spezial"
    assert query["namespaces"]["-1"]["canonical"] == "Special"
    assert {"id": 2, "alias": "Benutzerin"} in query["namespacealiases"]
    assert aliases["Revisiondelete"] == ["Versionslöschung", "RevisionDelete"]
    assert any("deleterevision" in group["rights"] for group in query["usergroups"] if group["name"] == "sysop")
    assert any(row["prefix"] == "m" and row["url"].startswith("http://127.0.0.2") for row in query["interwikimap"])


async def test_arabic_wiki_is_right_to_left(ask: Asker) -> None:
    query = (await ask.api("arwikibooks", meta="siteinfo", titles=ARABIC_TITLE, prop="info"))["query"]
    assert query["general"]["rtl"] is True
    assert query["pages"][0]["pagelanguagedir"] == "rtl"


async def test_messages_are_in_the_language_of_the_wiki(ask: Asker) -> None:
    rows = (await ask.api("dewikibooks", meta="allmessages", ammessages="revdelete-reason-dropdown|no-such-message"))[
        "query"
    ]["allmessages"]
    assert "Urheberrechtsverletzung" in rows[0]["content"]
    assert rows[1] == {"name": "no-such-message", "normalizedname": "no-such-message", "missing": True}


async def test_wiki_set_of_the_global_sysops(ask: Asker) -> None:
    rows = (await ask.api("metawiki", list="wikisets", wsprop="type|wikisincluded"))["query"]["wikisets"]
    assert rows == [
        {
            "id": "7",
            "name": "Opted-in small wikis",
            "type": "optin",
            "wikisincluded": ["dewikibooks", "arwikibooks"],
        }
    ]


async def test_several_modules_in_one_query(ask: Asker) -> None:
    body = await ask.api("enwiki", meta="siteinfo|userinfo", list="users|allusers", ususers="Ilse Norrby")
    assert set(body["query"]) == {"general", "userinfo", "users", "allusers"}
    assert body["batchcomplete"] is True
    assert body["query"]["userinfo"] == {"id": 0, "name": "127.0.0.1", "anon": True}


async def test_unknown_parameters_and_values_are_warnings(ask: Asker) -> None:
    ask.farm.release = "1.43"
    body = await ask.api("enwiki", list="logevents", leids="5", lelimit="1")
    assert body["warnings"] == {"main": {"warnings": "Unrecognized parameter: leids."}}
    assert len(body["query"]["logevents"]) == 1
    body = await ask.api("enwiki", list="allusers", augroup="oversight", aulimit="500")
    assert "Unrecognized value" in body["warnings"]["allusers"]["warnings"]
    assert len(body["query"]["allusers"]) > 10
    body = await ask.api("enwiki", list="allusers", augroup="suppress", errorformat="plaintext", nonsense="1")
    assert body["warnings"] == [
        {"code": "unrecognizedparams", "text": "Unrecognized parameter: nonsense.", "module": "main"}
    ]


@pytest.mark.parametrize("name", ["revids", "titles", "pageids"])
async def test_one_value_too_many_is_refused(ask: Asker, name: str) -> None:
    answer = await ask.raw("enwiki", prop="info", **{name: "|".join(map(str, range(1, 52)))})
    assert answer.status_code == 200
    assert answer.headers["MediaWiki-API-Error"] == "toomanyvalues"
    error = answer.json()["error"]
    assert (error["limit"], error["lowlimit"], error["highlimit"], error["parameter"]) == (50, 50, 500, name)
    assert "error" not in await ask.api("enwiki", "Ilse Norrby", prop="info", **{name: "|".join(map(str, range(51)))})


async def test_errors_have_a_code_and_a_header(ask: Asker) -> None:
    answer = await ask.raw("enwiki", prop="info", revids="1", titles="X")
    assert answer.headers["MediaWiki-API-Error"] == answer.json()["error"]["code"] == "multisource"
    body = await ask.api("enwiki", prop="info", revids="1", titles="X", errorformat="plaintext")
    assert body["errors"][0]["code"] == "multisource"
    assert (await ask.api("enwiki", action="nonsense"))["error"]["code"] == "badvalue"
    assert (await ask.api("enwiki", prop="info", revids="x"))["error"]["code"] == "badinteger"
    assert (await ask.api("enwiki", meta="userinfo", **{"assert": "user"}))["error"]["code"] == "assertuserfailed"


async def test_a_token_that_only_identifies_reads_nothing(ask: Asker) -> None:
    ask.client.headers["Authorization"] = 'OAuth oauth_token="x"'
    assert (await ask.api("enwiki", meta="userinfo"))["error"]["code"] == "readapidenied"


@pytest.mark.parametrize("agent", ["", "python-httpx/0.28", "python-requests/2.32", "curl/8"])
async def test_clients_must_say_what_they_are(ask: Asker, agent: str) -> None:
    ask.client.headers["User-Agent"] = agent
    assert (await ask.raw("enwiki", meta="userinfo")).status_code == 403


async def test_unknown_hosts_are_not_answered(ask: Asker) -> None:
    answer = await ask.client.get("http://127.0.0.8:8123/w/api.php")
    assert answer.status_code == 404
    assert (await ask.client.get("http://127.0.0.99:8123/w/api.php")).status_code == 404
