"""Saved answers of both format versions become the same farm; broken ones are left out; the contract is exact."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.targets import Relation, Target, TargetKind, Why
from app.links.saved_answers import as_contract, read_farm, read_names
from tests.links.farm import farm, siteinfo, sitematrix

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["sitematrix", "specials", "site", "url", "dbname", "query", "general", "namespaces", "0", "id",
                         "specialpagealiases", "realname", "aliases", "interwikimap", "prefix", "lang", "alias", "*"]),
        inner | st.sampled_from(["https://a.example", "//[", "x"]), max_size=4,
    ),
)  # fmt: skip


def test_both_format_versions_give_the_same_farm() -> None:
    assert farm(version=1) == farm(version=2)


def test_wikis_of_a_sitematrix() -> None:
    wikis = farm().wikis
    assert wikis["arwiki"].direction == "rtl" and wikis["arwiki"].language == "ar"
    assert wikis["enwiki"].index == "https://en.wikipedia.org/w/index.php"
    assert wikis["aawiki"].closed and wikis["secretwiki"].private and not wikis["dewiki"].closed
    assert not wikis["secretwiki"].readable and not wikis["aawiki"].counts_for_rights
    assert set(farm().names) == set(wikis) - {"zhwiki", "aawiki", "secretwiki"}


def test_names_of_a_wiki() -> None:
    names = farm().names_of("dewiki")
    assert names.special_pages["unterschied"] == "Diff" and names.special_pages["diff"] == "Diff"
    assert names.namespaces["spezial"] == -1 and names.namespaces["benutzer_diskussion"] == 3
    assert names.namespaces["benutzerin"] == 2
    assert names.interwiki["w"] == "https://en.wikipedia.org/wiki/$1"
    assert read_names({}) == read_names({"query": {}})


def test_an_alias_never_takes_the_name_of_another_page() -> None:
    rows = [{"realname": "Foo", "aliases": ["Diff", "Bar"]}, {"realname": "Diff", "aliases": ["Bar"]}]
    assert read_names({"specialpagealiases": rows}).special_pages == {"foo": "Foo", "diff": "Diff", "bar": "Foo"}


@pytest.mark.parametrize(
    ("arguments", "central"),
    [
        ({}, "metawiki"),
        ({"central": "dewiki"}, "dewiki"),
        ({"origin": "https://commons.wikimedia.org"}, "commonswiki"),
        ({"origin": "https://elsewhere.example"}, "metawiki"),
    ],
)
def test_the_central_wiki(arguments: dict[str, str], central: str) -> None:
    assert read_farm(sitematrix(), {}, **arguments).central == central


def test_a_small_farm_in_one_layout() -> None:
    matrix = {
        "sitematrix": {
            "0": {"code": "qqq", "dir": "rtl", "site": [{"url": "http://127.0.0.3:8000", "dbname": "smallwiki"}]},
            "specials": [{"url": "http://127.0.0.2:8000", "dbname": "hubwiki"}, {"url": "http://[", "dbname": "x"}],
        }
    }
    general = {"general": {"scriptpath": "", "articlepath": "/index.php/$1", "script": "/index.php"}}
    small = read_farm(matrix, {"hubwiki": {"query": general}})
    assert small.central == "hubwiki" and set(small.wikis) == {"hubwiki", "smallwiki"}
    assert small.wikis["smallwiki"].index == "http://127.0.0.3:8000/index.php"
    assert small.wikis["smallwiki"].direction == "rtl"
    assert small.by_host("127.0.0.3:8000") == small.wikis["smallwiki"]
    assert siteinfo("enwiki")["query"]


@given(matrix=st.dictionaries(st.text(max_size=9), json_values), info=st.dictionaries(st.text(max_size=9), json_values))
def test_broken_answers_are_left_out(matrix: dict[str, object], info: dict[str, object]) -> None:
    for wrapped in (matrix, {"sitematrix": matrix}):
        read = read_farm(wrapped, {"xwiki": info, "ywiki": {"query": info}})
        assert all(read.by_host(wiki.host) for wiki in read.wikis.values())


def test_the_contract_of_a_parsed_target() -> None:
    target = Target(TargetKind.REVISION, "enwiki", id=5, relation=Relation.NEXT, from_id=4, input="x")
    assert as_contract(target) == {
        "kind": "revision", "wiki": "enwiki", "id": 5, "title": None, "name": None, "timestamp": None,
        "relation": "next", "from": 4, "input": "x",
    }  # fmt: skip
    lost = as_contract(Target(TargetKind.UNKNOWN, None, input="y", why=Why.BAD_NUMBER))
    assert lost["why"] == "bad-number" and set(lost) - {"why"} == set(as_contract(target))
    assert json.loads(json.dumps(lost)) == lost
