"""Every form of a link that the facts name (mediawiki.md 6, then 1 and 2), in their order, with its contract line.

One row: what is pasted, then what Haven must say of it, with every field of the contract but `input`.
"""

import pytest

from app.domain.targets import Why
from app.links import parse
from app.links.saved_answers import as_contract
from tests.links.farm import farm
from tests.links.lines import Line, abuse, archived, deleted, file, ip, line, log, newest  # isort: split

from tests.links.lines import page, page_id, rev, revs, said, unknown, who, who_id

FARM = farm()
Row = tuple[str, list[Line]]

EN = "https://en.wikipedia.org"
DE = "https://de.wikipedia.org"
META = "https://meta.wikimedia.org"
DATA = "https://www.wikidata.org"
INDEX = f"{EN}/w/index.php"
API = f"{EN}/w/api.php"
REST = f"{EN}/w/rest.php"
REST_V1 = f"{EN}/api/rest_v1"
T1, T2 = "20240102030405", "20240102030406"


NOT_A_LINK = unknown("not-a-link-we-know")
BAD = unknown("bad-number")
SHORT = unknown("short-link")

PEOPLE_BY_PART = (
    "Contributions Contribs DeletedContributions GlobalContributions CentralAuth Block BlockIP Unblock UserRights "
    "GlobalBlock CheckUser Nuke ListFiles"
)
PEOPLE_BY_FIELD = (
    "Contributions/target DeletedContributions/target CentralAuth/target Block/wpTarget Unblock/wpTarget "
    "BlockList/wpTarget IPBlockList/wpTarget UserRights/user GlobalUserRights/user GlobalGroupMembership/user "
    "Nuke/target CheckUser/user CheckUserLog/cuSearch Log/user AbuseLog/wpSearchUser"
)
PAGES_BY_PART = (
    "PageHistory History PageInfo EditPage Edit Purge NewSection MovePage DeletePage ProtectPage WhatLinksHere "
    "MyLanguage"
)

REVISIONS: list[Row] = [
    # The form diff=N
    (f"{INDEX}?diff=5", rev(5)),
    (f"{INDEX}?title=Foo&diff=5&oldid=prev", rev(5)),
    (f"{INDEX}?title=Foo&diff=5&oldid=next", rev(5)),
    (f"{INDEX}?title=Foo&diff=5&oldid=cur", rev(5)),
    # The form diff=N&oldid=M
    (f"{INDEX}?diff=9&oldid=5", rev(9, from_=5)),
    (f"{INDEX}?title=Foo&diff=9&oldid=5&type=revision&diffmode=source", rev(9, from_=5)),
    (f"{INDEX}?title=Foo&curid=77&diff=9&oldid=5&rcid=3", rev(9, from_=5)),
    # The form diff=prev&oldid=N
    (f"{INDEX}?title=Foo&diff=prev&oldid=5", rev(5)),
    # The form diff=next&oldid=N
    (f"{INDEX}?title=Foo&diff=next&oldid=5", rev(5, relation="next")),
    # The form diff=cur&oldid=N, diff=0&oldid=N
    (f"{INDEX}?title=Foo&diff=cur&oldid=5", rev(5, relation="latest")),
    (f"{INDEX}?title=Foo&diff=0&oldid=5", rev(5, relation="latest")),
    # The form title=P&diff=cur, or a word without oldid
    (f"{INDEX}?title=Foo_bar&diff=cur", newest("Foo bar")),
    (f"{INDEX}?title=Foo&diff=prev", newest("Foo")),
    # The form oldid=N
    (f"{INDEX}?oldid=5", rev(5)),
    (f"{INDEX}?title=Foo&oldid=5", rev(5)),
    (f"{INDEX}?title=Foo&oldid=5&direction=prev", rev(5, relation="previous")),
    (f"{INDEX}?title=Foo&oldid=5&direction=next", rev(5, relation="next")),
    (f"{INDEX}?title=Foo&stableid=5", rev(5)),
    # The form curid=P
    (f"{INDEX}?curid=77", page_id(77)),
    (f"{EN}/wiki?curid=77", page_id(77)),
    (f"{EN}/?curid=77", page_id(77)),
    (f"{INDEX}?curid=77&diff=5", rev(5)),
    (f"{INDEX}?curid=77&oldid=5", rev(5)),
    # The form action=history|info|edit|raw
    *[(f"{INDEX}?title=Foo&action={action}&oldid=5", rev(5)) for action in ("history", "info", "edit", "raw")],
    *[(f"{INDEX}?title=Foo&action={action}", page("Foo")) for action in ("history", "info", "edit", "raw")],
    (f"{INDEX}?title=Foo&action=edit&undoafter=4&undo=5", rev(5)),
    (f"{INDEX}?title=Foo&action=edit&oldid=6&undo=5", rev(6)),
    (f"{INDEX}?title=Foo&action=edit&undoafter=4", page("Foo")),
    (f"{INDEX}?title=Foo&action=mcrundo&undoafter=4&undo=5", rev(5)),
    (f"{INDEX}?title=Foo&veaction=edit&oldid=5", rev(5)),
    # The form Special:Diff
    (f"{EN}/wiki/Special:Diff/5", rev(5)),
    (f"{EN}/wiki/Special:Diff/4/5", rev(5, from_=4)),
    (f"{EN}/wiki/Special:Diff/5/prev", rev(5)),
    (f"{EN}/wiki/Special:Diff/5/next", rev(5, relation="next")),
    (f"{EN}/wiki/Special:Diff/5/cur", rev(5, relation="latest")),
    *[(f"{EN}/wiki/Special:Diff/{word}/5", rev(5)) for word in ("prev", "cur", "next")],
    # The form Special:PermanentLink
    (f"{EN}/wiki/Special:PermanentLink/5", rev(5)),
    (f"{EN}/wiki/Special:PermaLink/5", rev(5)),
    (f"{EN}/wiki/Special:PermanentLink/5#c-Foo-{T1}-Bar", rev(5)),
    # The form Special:Redirect
    (f"{EN}/wiki/Special:Redirect/revision/5", rev(5)),
    (f"{EN}/wiki/Special:Redirect/page/5", page_id(5)),
    (f"{EN}/wiki/Special:Redirect/user/5", who_id(5)),
    (f"{EN}/wiki/Special:Redirect/logid/5", log(5)),
    (f"{EN}/wiki/Special:Redirect/file/A_b.jpg", page("File:A b.jpg")),
    (f"{INDEX}?title=Special:Redirect&wptype=revision&wpvalue=5", rev(5)),
    (f"{INDEX}?title=Special:Redirect&wptype=user&wpvalue=5", who_id(5)),
    # The form Special:MobileDiff
    (f"{EN}/wiki/Special:MobileDiff/5", rev(5)),
    (f"{EN}/wiki/Special:MobileDiff/4...5", rev(5, from_=4)),
    (f"{EN}/wiki/Special:MobileDiff/4..5", BAD),
    # The form Special:ComparePages
    (f"{EN}/wiki/Special:ComparePages?rev1=4&rev2=5", revs(4, 5)),
    (f"{INDEX}?title=Special:ComparePages&page1=Foo&rev1=4&page2=Bar&rev2=5&action=&diffonly=", revs(4, 5)),
    (f"{INDEX}?title=Special:ComparePages&page1=Foo&page2=Bar", page("Foo") + page("Bar")),
    # the thanks and the citation of one revision
    (f"{EN}/wiki/Special:Thanks/5", rev(5)),
    (f"{INDEX}?title=Special:CiteThisPage&page=Foo&id=5&wpFormIdentifier=titleform", rev(5)),
]

PLACES: list[Row] = [
    # The form Special:Log
    (f"{EN}/wiki/Special:Log?logid=7", log(7)),
    (f"{INDEX}?title=Special:Log&type=block&logid=7", log(7)),
    (f"{DE}/wiki/Spezial:Logbuch?logid=7", [line("log", "dewiki", id=7)]),
    (f"{EN}/wiki/Special:Thanks/Log/7", log(7)),
    (f"{EN}/wiki/Special:Log/Foo_bar", who("Foo bar")),
    (f"{EN}/wiki/Special:Log/block/Foo", who("Foo")),
    (f"{EN}/wiki/Special:Log/block", NOT_A_LINK),
    (f"{INDEX}?title=Special:Log&type=&user=Foo&page=&wpdate=&tagfilter=", who("Foo")),
    (f"{INDEX}?title=Special:Log&page=Foo", page("Foo")),
    (f"{INDEX}?title=Special:Log/delete&page=User:Foo", page("User:Foo")),
    (f"{INDEX}?title=Special:Log/block&page=User:Foo", who("Foo")),
    (f"{META}/w/index.php?title=Special:Log&type=globalauth&page=User:Foo%40global", who("Foo", wiki="metawiki")),
    # The form Special:Undelete
    (f"{INDEX}?title=Special:Undelete&target=Foo_bar&timestamp={T1}", deleted("Foo bar", T1)),
    (f"{INDEX}?title=Special:Undelete&target=Foo&timestamp={T1}&diff=prev", deleted("Foo", T1)),
    (f"{EN}/wiki/Special:Undelete/Foo?timestamp={T1}", deleted("Foo", T1)),
    (f"{INDEX}?title=Special:Undelete&target=Foo", page("Foo")),
    (f"{INDEX}?title=Special:Undelete&target=File:A.jpg&file=0a1b2c.jpg&token=x", page("File:A.jpg")),
    # The form Special:AbuseLog, Special:AbuseFilter
    (f"{EN}/wiki/Special:AbuseLog/7", abuse(7)),
    (f"{DE}/wiki/Spezial:Missbrauchsfilter-Logbuch/7", abuse(7, wiki="dewiki")),
    (f"{EN}/wiki/Special:AbuseFilter/examine/log/7", abuse(7)),
    (f"{EN}/wiki/Special:AbuseFilter/7", NOT_A_LINK),
    (f"{EN}/wiki/Special:AbuseFilter/examine/7", NOT_A_LINK),
    (f"{EN}/wiki/Special:AbuseFilter/history/7/diff/prev/9", NOT_A_LINK),
    # accounts
    *[(f"{EN}/wiki/Special:{name}/Foo_bar", who("Foo bar")) for name in PEOPLE_BY_PART.split()],
    *[
        (f"{INDEX}?title=Special:{name}&{field}=foo%20bar", who("Foo bar"))
        for name, field in (pair.split("/") for pair in PEOPLE_BY_FIELD.split())
    ],
    (f"{EN}/wiki/User:Foo", who("Foo")),
    (f"{EN}/wiki/User_talk:Foo", who("Foo")),
    (f"{EN}/wiki/User:Foo/sandbox", page("User:Foo/sandbox")),
    (f"{INDEX}?title=User_talk:Foo&action=history", page("User talk:Foo")),
    (f"{EN}/wiki/Special:Contributions/User:Foo", who("Foo")),
    (f"{EN}/wiki/Special:Contributions/~2026-12345-6", who("~2026-12345-6")),
    (f"{EN}/wiki/Special:Contributions/192.0.2.7", ip("192.0.2.7", "enwiki")),
    (f"{EN}/wiki/Special:Contributions/2001:DB8::/32", ip("2001:DB8::/32", "enwiki", "range")),
    (f"{EN}/wiki/Special:IPContributions/192.0.2.7", ip("192.0.2.7", "enwiki")),
    (f"{META}/wiki/Special:UserRights/Foo@dewiki", who("Foo", wiki="dewiki")),
    # pages
    *[(f"{EN}/wiki/Special:{name}/Foo_bar", page("Foo bar")) for name in PAGES_BY_PART.split()],
    (f"{EN}/wiki/Special:FilePath/A.jpg", page("File:A.jpg")),
    (f"{EN}/wiki/Foo#/media/File:A_b.jpg", page("File:A b.jpg")),
    (f"{EN}/wiki/Foo#Section", page("Foo")),
    # comments
    (f"{EN}/wiki/Talk:Foo#c-Some_one-{T1}-Topic", said(f"c-Some_one-{T1}-Topic")),
    (f"{INDEX}?title=Talk:Foo#c-Some%20one-{T1}", said(f"c-Some one-{T1}")),
    (f"{EN}/wiki/Talk:Foo#h-Topic-{T1}", said(f"h-Topic-{T1}")),
    (f"{EN}/wiki/Talk:Foo#h-Topic-Some_one-{T1}", said(f"h-Topic-Some_one-{T1}")),
    (f"{EN}/wiki/Special:GoToComment/c-Foo_bar-{T1}", said(f"c-Foo_bar-{T1}")),
    (f"{EN}/wiki/Special:FindComment?idorname=c-Foo-{T1}", said(f"c-Foo-{T1}")),
    # Flow
    (f"{EN}/wiki/Topic:Abc123xyz", page("Topic:Abc123xyz")),
    (f"{INDEX}?title=Topic:Abc123xyz&topic_showPostId=def#flow-post-def", page("Topic:Abc123xyz")),
    # Wikidata's numbers
    (f"{DATA}/wiki/Q42", page("Q42", "wikidatawiki")),
    (f"{DATA}/entity/Q42", page("Q42", "wikidatawiki")),
    (f"{DATA}/entity/P31", page("Property:P31", "wikidatawiki")),
    (f"{DATA}/wiki/Special:EntityPage/L7-S1", page("Lexeme:L7", "wikidatawiki")),
    (f"{DATA}/wiki/Special:EntityData/Q42.json?revision=5", rev(5, "wikidatawiki")),
    ("https://commons.wikimedia.org/entity/M7", page_id(7, "commonswiki")),
]

PATHS: list[Row] = [
    (f"{INDEX}/Foo_bar?diff=5", rev(5)),
    (f"{INDEX}/Foo_bar", page("Foo bar")),
    (f"{EN}/wiki/Foo?diff=9&oldid=5", rev(9, from_=5)),
    (f"{EN}/wiki/Foo?oldid=5", rev(5)),
    (f"{EN}/w/?title=Foo&diff=5", rev(5)),
    ("//en.wikipedia.org/wiki/Special:Diff/5", rev(5)),
    ("en.wikipedia.org/wiki/Special:Diff/5", rev(5)),
    (f"{EN}/wiki/Special%3ADiff%2F5", rev(5)),
    (f"{INDEX}?title=Special%3ADiff%2F4%2F5", rev(5, from_=4)),
    (f"{EN}/wiki/Foo%20bar", page("Foo bar")),
    (f"{EN}/wiki/Foo__bar_", page("Foo bar")),
    (f"{INDEX}?title=Foo+bar", page("Foo bar")),
    (f"{INDEX}?title=Foo&amp;diff=5&amp;oldid=4", rev(5, from_=4)),
    ("https://zh.wikipedia.org/zh-hant/Special:Diff/5", rev(5, "zhwiki")),
    (f"{INDEX}?title=Special:UserLogin&returnto=Special:Diff/5", rev(5)),
    (f"{INDEX}?title=Special:UserLogin&returnto=Foo&returntoquery=oldid%3D4%26diff%3D5", rev(5, from_=4)),
    (f"{EN}/wiki/Special:Watchlist", NOT_A_LINK),
    (f"{EN}/images/archive/a/ab/{T1}%21A.jpg", file("File:A.jpg", T1)),
    (f"{EN}/w/images/thumb/a/ab/A.jpg/120px-A.jpg", page("File:A.jpg")),
]

PROGRAMS: list[Row] = [
    (f"{API}?action=query&prop=revisions&revids=5|6", revs(5, 6)),
    (f"{API}?action=query&prop=deletedrevisions&revids=5%7C6", revs(5, 6)),
    (f"{API}?action=parse&oldid=5", rev(5)),
    (f"{API}?action=visualeditor&paction=parse&page=Foo&oldid=5", rev(5)),
    (f"{API}?action=compare&fromrev=4&torev=5", rev(5, from_=4)),
    (f"{API}?action=compare&fromrev=5&torelative=prev", rev(5)),
    (f"{API}?action=compare&fromrev=5&torelative=next", rev(5, relation="next")),
    (f"{API}?action=compare&fromrev=5&torelative=cur", rev(5, relation="latest")),
    (f"{API}?action=edit&title=Foo&undo=5", rev(5)),
    (f"{API}?action=thank&rev=5", rev(5)),
    (f"{API}?action=query&titles=Foo|Bar_baz", page("Foo") + page("Bar baz")),
    (f"{API}?action=query&titles=%1FFoo%1FBar", page("Foo") + page("Bar")),
    (f"{API}?action=query&pageids=7", page_id(7)),
    (f"{API}?action=query&list=logevents&leids=7", log(7)),
    (f"{API}?action=query&list=logevents&letitle=Foo", page("Foo")),
    (f"{API}?action=query&list=logevents&leuser=Foo", who("Foo")),
    (f"{API}?action=query&list=abuselog&afllogid=7", abuse(7)),
    (f"{API}?action=query&list=abuselog&afluser=Foo", who("Foo")),
    (f"{API}?action=query&list=abuselog&afltitle=Foo", page("Foo")),
    (f"{API}?action=abuselogprivatedetails&logid=7", abuse(7)),
    (f"{API}?action=abusefiltercheckmatch&filter=x&logid=7", abuse(7)),
    (f"{API}?action=query&list=usercontribs&ucuser=Foo|Bar", who("Foo", "Bar")),
    (f"{API}?action=query&list=usercontribs&ucuserids=7", who_id(7)),
    (f"{API}?action=query&list=users&ususers=Foo", who("Foo")),
    (f"{API}?action=query&list=users&ususerids=7", who_id(7)),
    (f"{API}?action=query&list=blocks&bkusers=Foo", who("Foo")),
    (f"{API}?action=query&list=globalblocks&bgtargets=192.0.2.7|Foo", ip("192.0.2.7", "enwiki") + who("Foo")),
    (f"{API}?action=query&meta=globaluserinfo&guiuser=Foo", who("Foo")),
    (f"{API}?action=feedcontributions&user=Foo", who("Foo")),
    (f"{API}?action=revisiondelete&type=revision&target=Foo&ids=5|6", revs(5, 6)),
    (f"{API}?action=revisiondelete&type=oldimage&target=File:A.jpg&ids={T1}", file("File:A.jpg", T1)),
    (f"{API}?action=undelete&title=Foo&timestamps={T1}|{T2}", deleted("Foo", T1, T2)),
    (f"{API}?action=discussiontoolsfindcomment&idorname=c-Foo-{T1}", said(f"c-Foo-{T1}")),
    (
        f"{DATA}/w/api.php?action=wbgetentities&ids=Q42|P31",
        page("Q42", "wikidatawiki") + page("Property:P31", "wikidatawiki"),
    ),
    (f"{API}?action=query&meta=siteinfo", NOT_A_LINK),
    (f"{REST}/v1/revision/5", rev(5)),
    *[(f"{REST}/v1/revision/5/{part}", rev(5)) for part in ("bare", "html", "with_html", "lint")],
    (f"{REST}/v1/revision/4/compare/5", rev(5, from_=4)),
    (f"{REST}/v1/page/Foo%2Fbar", page("Foo/bar")),
    *[
        (f"{REST}/v1/page/Foo/{part}", page("Foo"))
        for part in ("bare", "html", "with_html", "lint", "history", "history/counts/edits", "links/media")
    ],
    (f"{REST}/v1/file/File:A.jpg", page("File:A.jpg")),
    (f"{REST}/en.wikipedia.org/v3/page/html/Foo/5", rev(5)),
    (f"{DATA}/w/rest.php/wikibase/v1/entities/items/Q42", page("Q42", "wikidatawiki")),
    *[
        (f"{REST_V1}/page/{form}/Foo_bar", page("Foo bar"))
        for form in ("html", "title", "summary", "mobile-html", "talk", "pdf", "media-list")
    ],
    *[(f"{REST_V1}/page/{form}/Foo/5", rev(5)) for form in ("html", "title", "mobile-html", "data-parsoid", "lint")],
    (f"{REST_V1}/page/html/Foo/5/0123abcd-0000-11ee-8000-000000000000", rev(5)),
]

HOSTS: list[Row] = [
    # w.wiki: the code keeps its case
    ("https://w.wiki/AbC", SHORT),
    ("w.wiki/AbC", SHORT),
    ("//w.wiki/_yQX", SHORT),
    # mobile
    ("https://en.m.wikipedia.org/wiki/Special:Diff/5", rev(5)),
    ("https://en.m.wikipedia.org/wiki/Special:MobileDiff/5", rev(5)),
    ("https://m.wikidata.org/wiki/Special:Diff/5", rev(5, "wikidatawiki")),
    ("https://commons.m.wikimedia.org/wiki/File:A.jpg", page("File:A.jpg", "commonswiki")),
    # a wiki's own names: on that wiki only
    (f"{DE}/wiki/Spezial:Unterschied/5", rev(5, "dewiki")),
    (f"{DE}/wiki/Special:Diff/5", rev(5, "dewiki")),
    ("https://fr.wikipedia.org/wiki/Sp%C3%A9cial:Diff%C3%A9rence/5", rev(5, "frwiki")),
    ("https://fr.wikipedia.org/wiki/Spezial:Diff/5", page("Spezial:Diff/5", "frwiki")),
    ("https://fr.wikipedia.org/wiki/Special:Unterschied/5", NOT_A_LINK),
    ("https://ar.wikipedia.org/wiki/خاص:فرق/5", rev(5, "arwiki")),
    (f"{DE}/wiki/Benutzer_Diskussion:Foo", who("Foo", wiki="dewiki")),
    (f"{DE}/wiki/Spezial:Beiträge/Benutzerin:Foo", who("Foo", wiki="dewiki")),
    (f"{DE}/wiki/Spezial:Kommentar_finden/c-Foo-{T1}", said(f"c-Foo-{T1}", "dewiki")),
    (f"{DE}/w/index.php?title=Spezial:Mehrfachsperre&wpTarget=Foo%0ABar", who("Foo", "Bar", wiki="dewiki")),
    # interwiki text, step by step
    ("[[:w:de:Spezial:Diff/5|x]]", rev(5, "dewiki")),
    ("[[w:Special:PermaLink/5#x]]", rev(5)),
    ("[[:w:de:b:Spezial:Unterschied/5]]", rev(5, "dewikibooks")),
    ("[[m:User:Foo]]", who("Foo", wiki="metawiki")),
    (f"{EN}/wiki/w:fr:Spécial:Diff/5", rev(5, "frwiki")),
    ("[[google:x]]", unknown("unknown-host")),
    ("[[:xx:Special:Diff/5]]", unknown("unknown-wiki-prefix")),
    ("[[Special:Diff/5]]", unknown("which-wiki")),
    ("{{Special:Diff/5}}", unknown("which-wiki")),
    (f"[{EN}/wiki/Special:Diff/5 label]", rev(5)),
    (f"* [[:w:Special:Diff/5]]\n* [[:w:Special:Diff/6|six]]\n# {INDEX}?diff=7", revs(5, 6, 7)),
    (f"{INDEX}?diff=7 {{{{Special:Diff/5}}}} [[Special:Diff/6]]", revs(7, 5, 6)),
]

HIDING: list[Row] = [
    # Special:RevisionDelete, all its forms and types
    (f"{INDEX}?title=Special:RevisionDelete&type=revision&ids=2,3,4&wpHidePrimary=1", revs(2, 3, 4)),
    (f"{EN}/wiki/Special:RevisionDelete?type=oldid&ids=2%2C+3", revs(2, 3)),
    (f"{INDEX}?title=Foo&action=revisiondelete&type=revision&ids=2,3", revs(2, 3)),
    (f"{INDEX}?title=special:revisiondelete&type=revision&ids[2]=1&ids[3]=1", revs(2, 3)),
    (f"{DE}/wiki/Spezial:Versionslöschung?type=revision&ids=2", rev(2, "dewiki")),
    (f"{INDEX}?title=Special:RevisionDelete&type=revision&ids[]=2&ids[]=3", BAD),
    (f"{INDEX}?title=Special:RevisionDelete&type=revision&target=Foo&ids=2", rev(2)),
    (f"{INDEX}?title=Foo&diff=9&oldid=8&action=revisiondelete&type=revision&ids%5B5%5D=1&ids%5B6%5D=1", revs(5, 6)),
    (f"{INDEX}?title=Foo&action=historysubmit&diff=9&oldid=8&ids%5B5%5D=1&revisiondelete=x", rev(5)),
    (f"{INDEX}?title=Foo&diff=9&oldid=8&action=editchangetags&ids%5B5%5D=1", rev(5)),
    (f"{INDEX}?title=Special:RevisionDelete&type=archive&target=Foo&ids={T1},{T2}", deleted("Foo", T1, T2)),
    (f"{INDEX}?title=Special:RevisionDelete&type=artimestamp&target=Foo&ids={T1},x", deleted("Foo", T1) + BAD),
    (f"{INDEX}?title=Special:RevisionDelete&type=logging&ids=7,8", log(7, 8)),
    (f"{INDEX}?title=Special:RevisionDelete&type=logid&ids[7]=1", log(7)),
    (f"{INDEX}?action=historysubmit&type=logging&ids[7]=1&ids[8]=1&revisiondelete=1", log(7, 8)),
    (f"{INDEX}?title=Special:RevisionDelete&type=oldimage&target=File:A.jpg&ids={T1},{T2}", file("File:A.jpg", T1, T2)),
    (f"{INDEX}?title=Special:RevisionDelete&type=oldimage&target=File:A.jpg&ids={T1}!A.jpg", file("File:A.jpg", T1)),
    (f"{INDEX}?title=Special:RevisionDelete&type=filearchive&target=File:A.jpg&ids=7,8", archived("File:A.jpg", 7, 8)),
    (f"{INDEX}?title=Special:RevisionDelete&type=fileid&target=File:A.jpg&ids=7", archived("File:A.jpg", 7)),
    (f"{INDEX}?title=Special:RevisionDelete&type=fileid&ids=7", NOT_A_LINK),
    (f"{INDEX}?title=Special:EditTags&type=revision&ids=2,3", revs(2, 3)),
]

FILLED_IN: list[Row] = [
    # the other prefilled links
    (f"{INDEX}?title=Special:Block&wpTarget=Foo&wpExpiry=infinite&wpHideUser=1", who("Foo")),
    (f"{INDEX}?title=Special:Block&ip=192.0.2.7", ip("192.0.2.7", "enwiki")),
    (f"{EN}/wiki/Special:Block/%2312", NOT_A_LINK),
    (f"{INDEX}?title=Special:Unblock&wpTarget=%2312", NOT_A_LINK),
    (f"{META}/w/index.php?title=Special:GlobalBlock&wpAddress=192.0.2.0/24", ip("192.0.2.0/24", "metawiki", "range")),
    (f"{META}/w/index.php?title=Special:MassGlobalBlock&wpTargets=~2026-12345-6%0AFoo%0D%0A~2026-12345-6",
     who("~2026-12345-6", "Foo", wiki="metawiki")),
    (f"{META}/w/index.php?title=Special:RemoveGlobalBlock&address=192.0.2.7", ip("192.0.2.7", "metawiki")),
    (f"{META}/w/index.php?title=Special:CentralAuth&target=Foo&wpStatusLocked=1", who("Foo", wiki="metawiki")),
    (f"{META}/w/index.php?title=Special:MultiLock&wpTarget=Foo%0ABar%0AFoo", who("Foo", "Bar", wiki="metawiki")),
    (f"{EN}/wiki/Special:Investigate?targets=Foo%0ABar", who("Foo", "Bar")),
    (f"{INDEX}?title=Special:EmailUser&wpTarget=Foo&wpSubject=x", NOT_A_LINK),
    (f"{META}/wiki/Special:Contact/Stewards", NOT_A_LINK),
    (f"{INDEX}?title=Special:Undelete&target=Foo&wpComment=x", page("Foo")),
    (f"{EN}/wiki/Special:AbuseLog/hide?hideids[7]=1", abuse(7)),
    (f"{INDEX}?title=Special:AbuseLog/hide&wpshoworhide=hide&hideids%5B7%5D=1&hideids%5B8%5D=1", abuse(7, 8)),
    (f"{INDEX}?title=Special:AbuseLog&wpSearchTitle=Foo", page("Foo")),
    (f"{INDEX}?title=Special:AbuseLog&details=7", abuse(7)),
    (f"{INDEX}?title=Foo&action=delete&wpReason=x", page("Foo")),
    (f"{INDEX}?title=User:Foo&action=delete", page("User:Foo")),
    (f"{INDEX}?curid=77&action=delete&wpSuppress=1", page_id(77)),
    (f"{INDEX}?title=File:A.jpg&action=delete&oldimage={T1}%21A.jpg", file("File:A.jpg", T1)),
    (f"{INDEX}?title=File:A.jpg&action=revert&oldimage={T1}%21A.jpg", file("File:A.jpg", T1)),
    (f"{INDEX}?title=Foo&action=protect&mwProtect-reason=x", page("Foo")),
    (f"{EN}/wiki/Special:MovePage/Foo?wpLeaveRedirect=0", page("Foo")),
    (f"{INDEX}?title=Special:MovePage&wpOldTitle=Foo", page("Foo")),
    (f"{INDEX}?title=Talk:Foo&action=edit&section=new&preload=Template:X", page("Talk:Foo")),
]  # fmt: skip

NAMED: list[Row] = [
    # addresses and ranges, anywhere
    ("by 192.0.2.7, I think", ip("192.0.2.7")),
    ("用户192.0.2.7在", ip("192.0.2.7")),
    ("(2001:db8::7)", ip("2001:db8::7")),
    ("[2001:0DB8:0:0:0:0:0:7]", ip("2001:0DB8:0:0:0:0:0:7")),
    ("::ffff:192.0.2.7", ip("192.0.2.7")),
    ("192.0.2.0/24", ip("192.0.2.0/24", kind="range")),
    ("2001:db8::/32.", ip("2001:db8::/32", kind="range")),
    ("192.0.2.7-192.0.2.9", ip("192.0.2.7") + ip("192.0.2.9")),
    ("[[User:192.0.2.7]]", ip("192.0.2.7")),
    # temporary accounts look like nothing else; dates do not look like them
    ("again ~2026-12345-6 today", who("~2026-12345-6", wiki="metawiki")),
    ("User:~2026-12345-6's edits", who("~2026-12345-6", wiki="metawiki")),
    (f"~2026-12345 {DE}/wiki/Special:Diff/5", who("~2026-12345", wiki="dewiki") + rev(5, "dewiki")),
    ("around ~2026-11-22 and ~2026-1", []),
    # lists of accounts
    ("* User:Foo_bar\n* User talk:Baz\n2. User:192.0.2.7\n", who("Foo bar", "Baz", wiki="metawiki") + ip("192.0.2.7")),
    ("I met User:Foo there\nUser:Foo wrote where I live\nUser: Foo\n", []),
    ("* [[User:Foo]]\n* [[User:Bar|B]]", who("Foo", "Bar", wiki="metawiki")),
    ("{{LockHide|Foo|hidename=1}}", who("Foo", wiki="metawiki")),
    ("{{MultiLock|Foo|2=Bar|Foo|hidename=1}}", who("Foo", "Bar", wiki="metawiki")),
    ("{{user|Foo|de}}, {{ipvandal|192.0.2.7}}", who("Foo", wiki="metawiki") + ip("192.0.2.7")),
    ("{{diff|Foo|5|4|that}} {{template|Foo}} {{user}}", []),
]


@pytest.mark.parametrize(("text", "lines"), REVISIONS + PLACES + PATHS + PROGRAMS + HOSTS + HIDING + FILLED_IN + NAMED)
def test_every_form(text: str, lines: list[Line]) -> None:
    found = [as_contract(target) for target in parse(text, FARM)]
    assert [{key: value for key, value in each.items() if key != "input"} for each in found] == lines
    assert all(each["input"] in text for each in found)


TOO_LONG = f"{EN}/wiki/{'x' * 500}"


def test_every_reason_has_its_use() -> None:
    """But two: one is said only after the wiki was asked what has a number (`tests/web/test_addresses.py`), the other
    of a list of accounts (`test_account_list.py`)."""
    rows = REVISIONS + PLACES + PATHS + PROGRAMS + HOSTS + HIDING + FILLED_IN + [(TOO_LONG, unknown("too-long"))]
    assert {target.why for text, _ in rows for target in parse(text, FARM) if target.why} == set(Why) - {
        Why.NAMES_AN_ADDRESS,
        Why.NOT_AN_ACCOUNT,
    }
