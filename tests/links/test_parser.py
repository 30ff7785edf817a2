"""Every link form of the facts (mediawiki.md section 6), as a table: the text, and what Haven must understand."""

from dataclasses import replace

import pytest

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Farm, SiteNames, Wiki
from app.links import parse, wikis_mentioned
from app.links.saved_answers import as_contract
from tests.links.farm import farm

FARM = farm()
EN = "https://en.wikipedia.org"
INDEX = f"{EN}/w/index.php"
DE = "https://de.wikipedia.org"


def read(text: str) -> list[dict[str, object]]:
    """What is understood, without the keys that say nothing."""
    return [
        {key: value for key, value in as_contract(target).items() if value is not None and key != "input"}
        for target in parse(text, FARM)
    ]


def revision(id: int | None, wiki: str = "enwiki", **more: object) -> dict[str, object]:
    return {"kind": "revision", "wiki": wiki, **({"id": id} if id else {}), **more}


def older(id: int, from_id: int, wiki: str = "enwiki") -> dict[str, object]:
    return {**revision(id, wiki), "from": from_id}


def unknown(why: str) -> dict[str, object]:
    return {"kind": "unknown", "why": why}


def page(title: str, wiki: str = "enwiki") -> dict[str, object]:
    return {"kind": "page", "wiki": wiki, "title": title}


def account(name: str, wiki: str = "enwiki") -> dict[str, object]:
    return {"kind": "account", "wiki": wiki, "name": name}


REVISIONS = [
    # diff and oldid, in a query, in any order
    (f"{INDEX}?diff=5", revision(5)),
    (f"{INDEX}?title=Foo&diff=5", revision(5)),
    (f"{INDEX}?diff=5&title=Foo", revision(5)),
    (f"{INDEX}?diff=5&oldid=prev&title=Foo", revision(5)),
    (f"{INDEX}?oldid=cur&diff=5", revision(5)),
    (f"{INDEX}?oldid=whatever&diff=5", revision(5)),
    (f"{INDEX}?title=Foo&diff=9&oldid=5", older(9, 5)),
    (f"{INDEX}?oldid=5&type=revision&diff=9&diffmode=source&title=Foo", older(9, 5)),
    (f"{INDEX}?title=Foo&diff=prev&oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&diff=next&oldid=5", revision(5, relation="next")),
    (f"{INDEX}?title=Foo&diff=cur&oldid=5", revision(5, relation="latest")),
    (f"{INDEX}?title=Foo&diff=0&oldid=5", revision(5, relation="latest")),
    (f"{INDEX}?title=Foo&diff=&oldid=5", revision(5, relation="latest")),
    (f"{INDEX}?title=Foo_bar&diff=cur", revision(None, title="Foo bar", relation="latest")),
    (f"{INDEX}?title=Foo&diff=prev", revision(None, title="Foo", relation="latest")),
    (f"{INDEX}?title=Foo&diff=0&oldid=0", revision(None, title="Foo", relation="latest")),
    (f"{INDEX}?oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&oldid=5&direction=next", revision(5, relation="next")),
    (f"{INDEX}?title=Foo&oldid=5&direction=prev", revision(5, relation="previous")),
    (f"{INDEX}?diff=5&oldid=0", revision(5)),
    (f"{INDEX}?title=Spezial:Nope&diff=5", revision(5)),
    (f"{INDEX}?title=de:Foo&oldid=5", revision(5)),
    (f"{INDEX}?diff=9223372036854775807", revision(2**63 - 1)),
    (f"{INDEX}?diff=3&diff=5", revision(5)),
    # actions
    (f"{INDEX}?title=Foo&action=edit&oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&action=history&oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&action=info&oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&action=raw&oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&action=edit&undo=5", revision(5)),
    (f"{INDEX}?title=Foo&action=edit&undoafter=4&undo=5", revision(5)),
    (f"{INDEX}?title=Foo&action=edit&oldid=6&undo=5", revision(6)),
    (f"{INDEX}?title=Foo&action=historysubmit&diff=9&oldid=5", older(9, 5)),
    (f"{INDEX}?curid=77&diff=5", revision(5)),
    (f"{INDEX}?curid=77&oldid=5", revision(5)),
    # hosts, paths and encodings
    (f"{EN}/wiki/Foo?diff=5", revision(5)),
    (f"{EN}/wiki/Foo?oldid=4&diff=5", older(5, 4)),
    (f"{EN}/w/index.php/Foo?diff=5", revision(5)),
    (f"{EN}/?diff=5", revision(5)),
    (f"{EN}?oldid=5", revision(5)),
    (f"{INDEX}?title=Foo&amp;diff=9&amp;oldid=5", older(9, 5)),
    (f"{INDEX}?title=Foo&diff=%35", revision(5)),
    (f"{INDEX}?title=Foo&diff=5#bodyContent", revision(5)),
    ("//en.wikipedia.org/w/index.php?diff=5", revision(5)),
    ("en.wikipedia.org/wiki/Special:Diff/5", revision(5)),
    ("http://en.wikipedia.org/wiki/Special:Diff/5", revision(5)),
    ("HTTPS://EN.Wikipedia.ORG/wiki/Special:Diff/5", revision(5)),
    ("https://en.m.wikipedia.org/wiki/Special:Diff/5", revision(5)),
    ("https://m.wikidata.org/wiki/Special:Diff/5", revision(5, "wikidatawiki")),
    ("https://www.wikidata.org/w/index.php?diff=5", revision(5, "wikidatawiki")),
    ("https://zh.wikipedia.org/zh-hant/Special:Diff/5", revision(5, "zhwiki")),
    # special pages
    (f"{EN}/wiki/Special:Diff/5", revision(5)),
    (f"{EN}/wiki/special:diff/5", revision(5)),
    (f"{EN}/wiki/Special%3ADiff%2F5", revision(5)),
    (f"{INDEX}?title=Special:Diff/5", revision(5)),
    (f"{INDEX}/Special:Diff/5", revision(5)),
    (f"{EN}/wiki/Special:Diff/4/5", older(5, 4)),
    (f"{EN}/wiki/Special:Diff/5/prev", revision(5)),
    (f"{EN}/wiki/Special:Diff/5/next", revision(5, relation="next")),
    (f"{EN}/wiki/Special:Diff/5/cur", revision(5, relation="latest")),
    (f"{EN}/wiki/Special:Diff/prev/5", revision(5)),
    (f"{EN}/wiki/Special:Diff/cur/5", revision(5)),
    (f"{EN}/wiki/Special:Diff/next/5", revision(5)),
    (f"{EN}/wiki/Special:PermanentLink/5", revision(5)),
    (f"{EN}/wiki/Special:PermanentLink/5#c-Foo-20240101000000-Bar", revision(5)),
    (f"{EN}/wiki/Special:Permalink/5#Section", revision(5)),
    (f"{EN}/wiki/Special:PermaLink/5", revision(5)),
    (f"{EN}/wiki/Special:Redirect/revision/5", revision(5)),
    (f"{INDEX}?title=Special:Redirect&wptype=revision&wpvalue=5", revision(5)),
    (f"{EN}/wiki/Special:Redirect?wpvalue=5&wptype=revision", revision(5)),
    (f"{EN}/wiki/Special:MobileDiff/5", revision(5)),
    (f"{EN}/wiki/Special:MobileDiff/4...5", older(5, 4)),
    # a wiki's own names, and English ones everywhere
    (f"{DE}/wiki/Spezial:Diff/5", revision(5, "dewiki")),
    (f"{DE}/wiki/Spezial:Unterschied/4/5", older(5, 4, "dewiki")),
    (f"{DE}/wiki/Special:Unterschied/5", revision(5, "dewiki")),
    (f"{DE}/wiki/SPEZIAL:Permanentlink/5", revision(5, "dewiki")),
    (f"{DE}/wiki/Special:Diff/5", revision(5, "dewiki")),
    (f"{DE}/w/index.php?title=Spezial:Diff/5", revision(5, "dewiki")),
    ("https://de.wikibooks.org/wiki/Spezial:Unterschied/5", revision(5, "dewikibooks")),
    ("https://fr.wikipedia.org/wiki/Sp%C3%A9cial:Diff%C3%A9rence/5", revision(5, "frwiki")),
    ("https://ar.wikipedia.org/wiki/خاص:فرق/5", revision(5, "arwiki")),
    ("https://ar.m.wikipedia.org/wiki/%D8%AE%D8%A7%D8%B5:%D8%B1%D8%A7%D8%A8%D8%B7_%D8%AF%D8%A7%D8%A6%D9%85/5",
     revision(5, "arwiki")),
    # wikitext and interwiki prefixes
    ("[[:w:de:Special:Diff/123|label]]", revision(123, "dewiki")),
    ("[[w:de:Spezial:Unterschied/4/5]]", older(5, 4, "dewiki")),
    ("[[:w:Special:Diff/5]]", revision(5)),
    ("[[:W:Special:Diff/5]]", revision(5)),
    ("[[:d:Special:PermaLink/5#x|y]]", revision(5, "wikidatawiki")),
    ("[[commons:special:diff/5]]", revision(5, "commonswiki")),
    ("[[:w:de:b:Spezial:Unterschied/5]]", revision(5, "dewikibooks")),
    ("[[:diffs:5]]", revision(5)),
    (f"{EN}/wiki/de:Spezial:Diff/5", revision(5, "dewiki")),
    (f"{EN}/wiki/w:fr:Spécial:Diff/5", revision(5, "frwiki")),
    (f"[[{EN}/wiki/Special:Diff/5]]", revision(5)),
    (f"[{EN}/wiki/Special:Diff/5 label]", revision(5)),
    (f"[{INDEX}?title=Foo_(bar)&diff=5]", revision(5)),
    # addresses for programs, the form itself, and the way through the sign-in
    (f"{EN}/w/api.php?action=query&revids=5&prop=revisions", revision(5)),
    (f"{EN}/w/api.php?action=parse&oldid=5", revision(5)),
    (f"{EN}/w/api.php?action=compare&fromrev=4&torev=5", older(5, 4)),
    (f"{EN}/w/rest.php/v1/revision/5", revision(5)),
    (f"{EN}/w/rest.php/v1/revision/5/with_html", revision(5)),
    (f"{EN}/w/rest.php/v1/revision/4/compare/5", older(5, 4)),
    (f"{EN}/api/rest_v1/page/html/Foo/5", revision(5)),
    (f"{INDEX}?title=Special:RevisionDelete&type=revision&ids=5&wpHidePrimary=1", revision(5)),
    (f"{INDEX}?title=Foo&action=revisiondelete&type=revision&ids[5]=1", revision(5)),
    (f"{INDEX}?title=Foo&action=historysubmit&ids%5B5%5D=1&revisiondelete=1&type=revision", revision(5)),
    (f"{INDEX}?title=Special:UserLogin&returnto=Special:Diff/5", revision(5)),
    (f"{INDEX}?title=Special:UserLogin&returnto=Foo&returntoquery=diff%3D5%26oldid%3D4", older(5, 4)),
]  # fmt: skip

OTHERS = [
    (f"{EN}/wiki/Special:Log?logid=7", {"kind": "log", "wiki": "enwiki", "id": 7}),
    (f"{INDEX}?title=Special:Log&logid=7", {"kind": "log", "wiki": "enwiki", "id": 7}),
    (f"{DE}/wiki/Spezial:Logbuch?logid=7", {"kind": "log", "wiki": "dewiki", "id": 7}),
    (f"{EN}/wiki/Special:Redirect/logid/7", {"kind": "log", "wiki": "enwiki", "id": 7}),
    (f"{EN}/wiki/Special:Redirect/page/7", {"kind": "page", "wiki": "enwiki", "id": 7}),
    (f"{EN}/wiki/Special:Redirect/user/7", {"kind": "account", "wiki": "enwiki", "id": 7}),
    (f"{EN}/wiki/Special:Redirect/file/Foo_bar.jpg", page("File:Foo bar.jpg")),
    (f"{INDEX}?title=Special:Undelete&target=Foo_bar&timestamp=20240102030405",
     {"kind": "deleted-revision", "wiki": "enwiki", "title": "Foo bar", "timestamp": "20240102030405"}),
    (f"{DE}/w/index.php?title=Spezial:Wiederherstellen&target=Foo&timestamp=20240102030405&diff=prev",
     {"kind": "deleted-revision", "wiki": "dewiki", "title": "Foo", "timestamp": "20240102030405"}),
    (f"{EN}/wiki/Special:Undelete/Foo", page("Foo")),
    (f"{EN}/wiki/Special:AbuseLog/7", {"kind": "abuse-log", "wiki": "enwiki", "id": 7}),
    (f"{DE}/wiki/Spezial:Missbrauchsfilter-Logbuch/7", {"kind": "abuse-log", "wiki": "dewiki", "id": 7}),
    (f"{EN}/wiki/Special:AbuseFilter/examine/log/7", {"kind": "abuse-log", "wiki": "enwiki", "id": 7}),
    (f"{EN}/wiki/Special:AbuseLog/hide?hideids[7]=1", {"kind": "abuse-log", "wiki": "enwiki", "id": 7}),
    (f"{INDEX}?title=File:A.jpg&action=revert&oldimage=20240102030405%21A.jpg",
     {"kind": "file-version", "wiki": "enwiki", "title": "File:A.jpg", "timestamp": "20240102030405"}),
    (f"{INDEX}?title=Special:RevisionDelete&type=oldimage&target=File:A.jpg&ids=20240102030405",
     {"kind": "file-version", "wiki": "enwiki", "title": "File:A.jpg", "timestamp": "20240102030405"}),
    (f"{INDEX}?title=Special:RevisionDelete&type=logging&ids=7", {"kind": "log", "wiki": "enwiki", "id": 7}),
    (f"{INDEX}?curid=7", {"kind": "page", "wiki": "enwiki", "id": 7}),
    (f"{INDEX}?curid=7&action=history", {"kind": "page", "wiki": "enwiki", "id": 7}),
    (f"{EN}/wiki/Foo__bar_", page("Foo bar")),
    (f"{EN}/wiki/C%2B%2B", page("C++")),
    (f"{EN}/wiki/What%3F", page("What?")),
    (f"{EN}/wiki/Foo:_bar", page("Foo: bar")),
    (f"{INDEX}?title=Foo&action=edit&undoafter=4", page("Foo")),
    (f"{INDEX}?title=Foo&action=history&offset=20240101000000%7C55", page("Foo")),
    (f"{EN}/wiki/Special:PageHistory/Foo", page("Foo")),
    (f"{EN}/wiki/Special:EditPage/Foo", page("Foo")),
    (f"{EN}/wiki/Topic:Abc123", page("Topic:Abc123")),
    ("[[w:Foo#Part]]", page("Foo")),
    (f"{EN}/wiki/Special:Contributions/Foo_bar", account("Foo bar")),
    (f"{EN}/wiki/Special:Contribs/foo", account("Foo")),
    (f"{INDEX}?title=Special:Contributions&target=A%26B", account("A&B")),
    (f"{DE}/wiki/Spezial:Beitr%C3%A4ge/Foo", account("Foo", "dewiki")),
    (f"{EN}/wiki/Special:DeletedContributions/Foo", account("Foo")),
    ("https://meta.wikimedia.org/wiki/Special:CentralAuth/Foo", account("Foo", "metawiki")),
    ("https://meta.wikimedia.org/wiki/Special:CentralAuth?target=User:Foo", account("Foo", "metawiki")),
    (f"{EN}/wiki/Special:Block/Foo", account("Foo")),
    (f"{EN}/wiki/Special:Block?wpTarget=Foo", account("Foo")),
    (f"{EN}/wiki/Special:Log?user=Foo&type=block", account("Foo")),
    (f"{EN}/wiki/User:Foo", account("Foo")),
    (f"{EN}/wiki/User_talk:~2026-12345-6", account("~2026-12345-6")),
    (f"{EN}/wiki/User:Foo/sandbox", page("User:Foo/sandbox")),
    (f"{INDEX}?title=User_talk:Foo&action=history", page("User talk:Foo")),
    (f"{DE}/wiki/Benutzerin:Zoë", account("Zoë", "dewiki")),
    ("https://ar.wikipedia.org/wiki/نقاش_المستخدم:مثال", account("مثال", "arwiki")),
    ("[[User:Foo|Foo]]", account("Foo", "metawiki")),
    (f"{EN}/wiki/Special:Contributions/192.0.2.7", {"kind": "ip", "wiki": "enwiki", "name": "192.0.2.7"}),
    (f"{EN}/wiki/User:2001:DB8::7", {"kind": "ip", "wiki": "enwiki", "name": "2001:DB8::7"}),
    (f"{EN}/wiki/Special:Contributions/192.0.2.0/24", {"kind": "range", "wiki": "enwiki", "name": "192.0.2.0/24"}),
    ("192.0.2.7", {"kind": "ip", "name": "192.0.2.7"}),
    ("(2001:db8::/32)", {"kind": "range", "name": "2001:db8::/32"}),
    (f"{EN}/wiki/Talk:Foo#c-Some_one-20240102030405-Topic",
     {"kind": "comment", "wiki": "enwiki", "name": "c-Some_one-20240102030405-Topic"}),
    (f"{EN}/wiki/Talk:Foo#h-Topic-20240102030405",
     {"kind": "comment", "wiki": "enwiki", "name": "h-Topic-20240102030405"}),
    (f"{EN}/wiki/Special:GoToComment/c-Foo_bar-20240102030405",
     {"kind": "comment", "wiki": "enwiki", "name": "c-Foo_bar-20240102030405"}),
    (f"{EN}/w/api.php?action=query&titles=Foo", page("Foo")),
    (f"{EN}/w/rest.php/v1/page/Foo%2Fbar/history", page("Foo/bar")),
]  # fmt: skip

NOT_UNDERSTOOD = [
    *[
        (f"{INDEX}?diff={number}", "bad-number")
        for number in (
            "12abc", "-5", "+5", "5.5", "1e3", "0x5", "٥", "５", "²", "9223372036854775808", "9" * 40, "5%20", "5%00",
            "5%0A", "12٣", "5é", "%FF5", "1,2", "5;6",
        )
    ],
    (f"{INDEX}?oldid=12abc", "bad-number"),
    (f"{INDEX}?oldid=abc", "bad-number"),
    (f"{INDEX}?diff=5&oldid=4x", "bad-number"),
    (f"{INDEX}?diff=prev&oldid=-4", "bad-number"),
    (f"{INDEX}?title=Foo&action=edit&undo=5x", "bad-number"),
    (f"{EN}/wiki/Special:Diff/0", "bad-number"),
    (f"{EN}/wiki/Special:Diff/cur", "bad-number"),
    (f"{EN}/wiki/Special:Diff/5x", "bad-number"),
    (f"{EN}/wiki/Special:Diff/5 6".replace(" ", "_"), "bad-number"),
    (f"{EN}/wiki/Special:Diff/1/2/3", "not-a-link-we-know"),
    (f"{EN}/wiki/Special:Diff", "not-a-link-we-know"),
    (f"{EN}/wiki/Special:MobileDiff/4..5", "bad-number"),
    (f"{EN}/wiki/Special:AbuseFilter/5", "not-a-link-we-know"),
    (f"{EN}/wiki/Special:Undelete?target=Foo&timestamp=2024", "bad-number"),
    (f"{EN}/wiki/Special:RecentChanges", "not-a-link-we-know"),
    (f"{EN}/wiki/Special:EmailUser/Foo", "not-a-link-we-know"),
    (f"{EN}/", "not-a-link-we-know"),
    (f"{EN}/static/x.png", "not-a-link-we-know"),
    (f"{EN}/wiki/Foo%00bar", "not-a-link-we-know"),
    (f"{EN}/wiki/{'x' * 500}", "too-long"),
    (f"{EN}/wiki/{'x' * 20_000}", "too-long"),
    ("https://fr.wikipedia.org/wiki/Special:Unterschied/5", "not-a-link-we-know"),
    ("https://evil.example/wiki/Special:Diff/5", "unknown-host"),
    ("https://en.wikipedia.org@evil.example/w/index.php?diff=5", "unknown-host"),
    ("https://user:pass@en.wikipedia.org/w/index.php?diff=5", "unknown-host"),
    ("https://en.wikipedia.org.evil.example/w/index.php?diff=5", "unknown-host"),
    ("https://en.wikipedia.org:8443/w/index.php?diff=5", "unknown-host"),
    ("https://en.wikipedia.org%2Fw/index.php?diff=5", "unknown-host"),
    ("https://en.wi\u212aipedia.org/w/index.php?diff=5", "unknown-host"),
    ("https://еn.wikipedia.org/w/index.php?diff=5", "unknown-host"),
    ("https://[::1]/w/index.php?diff=5", "unknown-host"),
    ("//evil.example/wiki/Foo", "unknown-host"),
    ("evil.example/wiki/Special:Diff/5", "unknown-host"),
    ("https://archive.example/web/2020/https://en.wikipedia.org/w/index.php?diff=5", "unknown-host"),
    ("[[google:foo]]", "unknown-host"),
    ("[[:xx:Foo]]", "unknown-wiki-prefix"),
    ("[[xx:Special:Diff/5]]", "unknown-wiki-prefix"),
    ("[[:" + "w:en:" * 20 + "Foo]]", "unknown-wiki-prefix"),
    ("[[ ]]", "not-a-link-we-know"),
    ("[[Special:Diff/5]]", "which-wiki"),
    ("[[:Special:Diff/5|label]]", "which-wiki"),
    ("[[Foo bar|label]]", "which-wiki"),
    ("[[#Part]]", "not-a-link-we-know"),
    ("https://w.wiki/AbC", "short-link"),
    ("w.wiki/AbC", "short-link"),
    ("https://", "unknown-host"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REVISIONS + OTHERS)
def test_every_form(text: str, expected: dict[str, object]) -> None:
    assert read(text) == [expected]


def test_bare_wikitext_is_on_the_one_wiki_that_the_full_addresses_are_on() -> None:
    address = "https://de.wikipedia.org/w/index.php?diff=7"
    assert read(f"{address} [[Special:Diff/5]] [[:w:en:Special:Diff/6]]") == [
        revision(7, "dewiki"),
        revision(5, "dewiki"),
        revision(6),
    ]
    assert read(f"[[Spezial:Diff/5]] {address}") == [revision(5, "dewiki"), revision(7, "dewiki")]


def test_bare_wikitext_beside_two_wikis_is_not_guessed() -> None:
    """The same number is another revision on every wiki: a guess would ask for the wrong one to be hidden."""
    text = "https://de.wikipedia.org/w/index.php?diff=7 https://en.wikipedia.org/w/index.php?diff=8 [[Special:Diff/5]]"
    assert [target["kind"] for target in read(text)] == ["revision", "revision", "unknown"]


@pytest.mark.parametrize(("text", "why"), NOT_UNDERSTOOD)
def test_not_understood_with_the_reason(text: str, why: str) -> None:
    assert read(text) == [unknown(why)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Please look at this, and/or ask: 12:30, v1.2.3.4, 1.2.3, 1.2.3.4.5, a::b, std::vector, ::, 10/12/2024.",
        "// a comment  //console.log(x)  C:\\w\\index.php  file.txt/x  ftp://en.wikipedia.org/wiki/Foo",
        "someone@en.wikipedia.org/x  [[unclosed  [single]  {{template|x}}  256.1.1.1  1.2.3.4x",
        "mailto:someone@example.org",
        "\x00\x01\x02\ud800\udfff",
    ],
)
def test_prose_is_no_link(text: str) -> None:
    assert parse(text, FARM) == []


LINK = f"{EN}/wiki/Special:Diff/5"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "."), ("(", ")"), ("(see ", "), then"), ("[", " label]"), ("<", ">"), ('"', '"'), ("'", "'"), ("''", "''"),
        ("**", "**"), ("「", "」"), ("『", "』です"), ("“", "”"), ("„", "“"), ("«", "»"), ("‹", "›"), ("【", "】"),
        ("見て", "，謝謝"), ("请看", "。"), ("看", "、那個"), ("（", "）"), ("شاهد ", "، شكرا"), ("", "؟"),
        ("\u200f", "\u200f"),
        ("\u2067", "\u2069 x"), ("\ufeff", "\u200b"), ("देखें ", "।"), ("\u3000", "\u3000"), ("x\u00a0", "\u00a0y"),
        ("* ", "\n* next"), ("> ", "\r\n> quoted"), ("", "!?"), ("", "…"), ("{{x|", "}}"), ("", "|label"), ("", "\\n"),
        ("见", "\x85"), ("[label](", ")."), ("&lt;", "&gt;"), ("<a href='", "'>x</a>"), ("`", "`"), ("ดู", " ครับ"),
    ],
)  # fmt: skip
def test_text_around_a_link(before: str, after: str) -> None:
    assert [(target.id, target.input) for target in parse(f"{before}{LINK}{after}", FARM)] == [(5, LINK)]


@pytest.mark.parametrize(
    "text",
    [f"{LINK}和謝謝", f"{INDEX}?diff=5和", f"{INDEX}?diff=5وشكرا", f"{INDEX}?diff=5\u200fو", f"{INDEX}?diff=5\u200e",
     f"{INDEX}?diff=%E2%80%8E5%E2%80%8F", f"\u200e{INDEX}?diff=5&", "https://\u200een.wikipedia.org/?diff=5"],
)  # fmt: skip
def test_prose_without_a_space_and_invisible_marks(text: str) -> None:
    assert [target.id for target in parse(text, FARM)] == [5]


def test_letters_after_an_encoded_title_are_prose() -> None:
    link = "https://zh.wikipedia.org/wiki/User:%E6%9F%90"
    assert [target.input for target in parse(f"請看{link}的編輯", FARM)] == [link]


def test_two_links_without_a_space_between_them() -> None:
    assert [target.id for target in parse(f"{INDEX}?diff=5和{INDEX}?diff=6", FARM)] == [5, 6]


def test_lists_of_ids() -> None:
    for text in (
        f"{EN}/w/api.php?action=query&revids=1|2|3",
        f"{EN}/w/api.php?revids=1%7C2%7C3",
        f"{INDEX}?title=Special:RevisionDelete&type=revision&ids=1,2,3",
        f"{INDEX}?title=Special:RevisionDelete&ids=1%2C2%2C%203",
        f"{INDEX}?title=Special:RevisionDelete&ids[1]=1&ids[2]=1&ids[3]=1",
        f"[{EN}/w/api.php?revids=1|2|3 x]",
    ):
        assert read(text) == [revision(1), revision(2), revision(3)]
    assert read(f"{EN}/wiki/Special:ComparePages?rev1=4&rev2=5") == [revision(4), revision(5)]
    assert read(f"{INDEX}?title=Special:RevisionDelete&ids=1,x2,3") == [
        revision(1), unknown("bad-number"), revision(3),
    ]  # fmt: skip


def test_the_same_target_is_told_once_and_order_is_kept() -> None:
    text = (
        f"{EN}/wiki/Special:Diff/9 {INDEX}?diff=5 [[w:Special:PermaLink/9]] {INDEX}?oldid=4&diff=5 192.0.2.7 192.0.2.7"
    )
    assert read(text) == [revision(9), revision(5), {"kind": "ip", "name": "192.0.2.7"}]


def test_pieces_not_understood_are_told_apart() -> None:
    text = "https://a.example/x https://b.example/x https://a.example/x"
    assert [target.input for target in parse(text, FARM)] == ["https://a.example/x", "https://b.example/x"]


def test_addresses_anywhere_in_a_text() -> None:
    text = (
        "From 192.0.2.1, 192.0.2.2; [192.0.2.3] 用户192.0.2.4在 ::192.0.2.5 ip:192.0.2.6. 192.0.2.7:8080 "
        "(2001:db8::1), 2001:db8:0:0:0:0:0:2: and 192.0.2.0/24. 2001:DB8::/32 192.0.2.8/33 bad:192.0.2.9"
    )
    found = [(target.kind.value, target.name) for target in parse(text, FARM)]
    assert found == [
        *[("ip", f"192.0.2.{number}") for number in range(1, 8)],
        ("ip", "2001:db8::1"), ("ip", "2001:db8:0:0:0:0:0:2"), ("range", "192.0.2.0/24"), ("range", "2001:DB8::/32"),
        ("ip", "192.0.2.9"),
    ]  # fmt: skip


def test_a_mail_of_the_incident_reporting_system() -> None:
    mail = (
        "Reporting user: Invented Reporter\r\nReported user: Invented Offender\r\n"
        "Link to reported comment: https://de.wikipedia.org/wiki/Special:PermanentLink/5#c-x\r\n\r\n"
        "Behaviors: Intimidation\r\nDetails: also 192.0.2.7\r\n"
    )
    assert read(mail) == [
        account("Invented Offender", "dewiki"), revision(5, "dewiki"), {"kind": "ip", "name": "192.0.2.7"},
    ]  # fmt: skip
    quoted = "> Reporting user: A\n> Reported user: 192.0.2.7\n"
    assert read(quoted) == [{"kind": "ip", "wiki": "metawiki", "name": "192.0.2.7"}]


def test_whose_names_are_worth_fetching() -> None:
    bare = farm(described=False)
    assert wikis_mentioned(f"{DE}/wiki/Special:Diff/5 {DE}/w/index.php?title=Benutzer:X&diff=5 prose", bare) == set()
    assert wikis_mentioned(f"{DE}/wiki/Spezial:Diff/5 https://evil.example/wiki/a:b", bare) == {"dewiki"}
    assert wikis_mentioned("[[:w:de:Spezial:Diff/5]]", bare) == {"metawiki"}
    step = replace(bare, names={"metawiki": FARM.names["metawiki"]})
    assert wikis_mentioned("[[:w:de:Spezial:Diff/5]]", step) == {"metawiki", "enwiki"}
    assert wikis_mentioned("[[:w:de:Spezial:Diff/5]]", FARM) == {"metawiki", "enwiki", "dewiki"}


def test_without_any_names_english_still_works() -> None:
    bare = farm(described=False)
    [target] = parse(f"{DE}/wiki/Special:Diff/5", bare)
    assert target == Target(TargetKind.REVISION, "dewiki", id=5, input=f"{DE}/wiki/Special:Diff/5")
    [prefixed] = parse("[[w:Foo]]", bare)
    assert prefixed.why is Why.UNKNOWN_WIKI_PREFIX


def test_hosts_with_ports_and_other_layouts() -> None:
    small = Wiki("smallwiki", "http://127.0.0.3:8000", script_path="")
    sandbox = Farm({"smallwiki": small}, "smallwiki", {"smallwiki": SiteNames("/index.php/$1", "/index.php")})
    for text in (
        "http://127.0.0.3:8000/index.php?diff=5",
        "http://127.0.0.3:8000/index.php/Special:Diff/5",
        "127.0.0.3:8000/index.php?title=X&oldid=5",
        "http://127.0.0.3:8000/wiki/Special:Diff/5",
        "http://127.0.0.3:8000/api.php?revids=5",
        "[[Special:Diff/5]]",
    ):
        assert [target.id for target in parse(text, sandbox)] == [5]
    for text in ("http://127.0.0.3:8001/index.php?diff=5", "http://127.0.0.3/index.php?diff=5"):
        assert [target.why for target in parse(text, sandbox)] == [Why.UNKNOWN_HOST]
