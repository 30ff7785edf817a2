"""Every kind of target, written as a link in any form, with writing of any script around it: found once, as written."""

import re
import unicodedata
from urllib.parse import quote, unquote

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.targets import Relation, Target, TargetKind
from app.links import parse
from tests.links.farm import farm
from tests.links.test_parser_properties import anything, linklike

FARM = farm()
EN = "https://en.wikipedia.org"
INDEX = f"{EN}/w/index.php"
API = f"{EN}/w/api.php"
WIKI = "enwiki"

ids = st.integers(1, 2**63 - 1)
times = st.integers(2001, 2099).flatmap(lambda year: st.just(f"{year}0102030405"))
_LETTERS = "abcXYZ éßΩдом和谐の三مثال דוגמה ไทย देव'&+?!%=(),;"


def _as_title(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


titles = st.text(_LETTERS, min_size=1, max_size=25).map(lambda text: _as_title(f"T{text}"))
v6 = st.ip_addresses(v=6).map(str).filter(lambda address: len(address.replace("::", ":").strip(":").split(":")) > 1)
addresses = st.ip_addresses(v=4).map(str) | v6.filter(lambda address: any(map(str.isdigit, address)))

Written = tuple[Target, str]


def _encoded(text: str) -> str:
    return quote(text.replace(" ", "_"), safe="")


def _written(kind: TargetKind, forms: list[str], **parts: st.SearchStrategy[object]) -> st.SearchStrategy[Written]:
    """`forms` are templates over the target's fields; `{t}`, `{n}` are title and name, encoded."""

    def write(said: dict[str, object], form: str) -> Written:
        target = Target(kind, WIKI, **said)  # type: ignore[arg-type]
        fields = {"id": target.id, "from_id": target.from_id, "timestamp": target.timestamp, "raw": target.name}
        return target, form.format(**fields, t=_encoded(target.title or ""), n=_encoded(target.name or ""))

    return st.builds(write, st.fixed_dictionaries(parts), st.sampled_from(forms))


def relation(relation: Relation, forms: list[str]) -> st.SearchStrategy[Written]:
    return _written(TargetKind.REVISION, forms, id=ids, relation=st.just(relation))


KINDS: list[st.SearchStrategy[Written]] = [
    _written(TargetKind.REVISION, [
        f"{INDEX}?diff={{id}}", f"{INDEX}?title=Foo&oldid={{id}}", f"{EN}/wiki/Foo?diff=prev&oldid={{id}}",
        f"{EN}/wiki/Special:Diff/{{id}}", f"{EN}/wiki/Special:PermaLink/{{id}}#x", "[[:w:Special:Diff/{id}|x]]",
        f"{INDEX}?title=Special:RevisionDelete&type=revision&ids={{id}}", f"{API}?action=query&revids={{id}}",
        f"{EN}/w/rest.php/v1/revision/{{id}}/bare", f"{EN}/api/rest_v1/page/html/Foo/{{id}}",
        f"{INDEX}?title=Foo&diff=9&oldid=8&action=revisiondelete&ids%5B{{id}}%5D=1",
        "https://en.m.wikipedia.org/wiki/Special:MobileDiff/{id}", "//en.wikipedia.org/?oldid={id}",
        f"{EN}/wiki/Special:Redirect/revision/{{id}}", f"{INDEX}?title=Special:UserLogin&returnto=Special:Diff/{{id}}",
    ], id=ids),
    _written(TargetKind.REVISION, [
        f"{INDEX}?diff={{id}}&oldid={{from_id}}", f"{EN}/wiki/Special:Diff/{{from_id}}/{{id}}",
        f"{EN}/wiki/Special:MobileDiff/{{from_id}}...{{id}}", f"{API}?action=compare&fromrev={{from_id}}&torev={{id}}",
    ], id=ids, from_id=ids),
    relation(Relation.NEXT, [f"{INDEX}?diff=next&oldid={{id}}", f"{EN}/wiki/Special:Diff/{{id}}/next"]),
    relation(Relation.LATEST, [f"{INDEX}?diff=cur&oldid={{id}}", f"{INDEX}?title=Foo&diff=0&oldid={{id}}"]),
    relation(Relation.PREVIOUS, [f"{INDEX}?title=Foo&oldid={{id}}&direction=prev"]),
    _written(TargetKind.REVISION, [f"{INDEX}?title={{t}}&diff=cur", f"{EN}/wiki/{{t}}?diff=prev"],
             title=titles, relation=st.just(Relation.LATEST)),
    _written(TargetKind.DELETED_REVISION, [
        f"{INDEX}?title=Special:Undelete&target={{t}}&timestamp={{timestamp}}",
        f"{EN}/wiki/Special:Undelete?timestamp={{timestamp}}&target={{t}}&diff=prev",
        f"{INDEX}?title=Special:RevisionDelete&type=archive&target={{t}}&ids={{timestamp}}",
    ], title=titles, timestamp=times),
    _written(TargetKind.LOG, [
        f"{EN}/wiki/Special:Log?logid={{id}}", f"{INDEX}?title=Special:Redirect/logid/{{id}}",
        f"{INDEX}?title=Special:RevisionDelete&type=logging&ids={{id}}", f"{EN}/wiki/Special:Thanks/Log/{{id}}",
        f"{API}?action=query&list=logevents&leids={{id}}",
    ], id=ids),
    _written(TargetKind.ABUSE_LOG, [
        f"{EN}/wiki/Special:AbuseLog/{{id}}", f"{EN}/wiki/Special:AbuseLog/hide?hideids[{{id}}]=1",
        f"{EN}/wiki/Special:AbuseFilter/examine/log/{{id}}", f"{API}?action=query&list=abuselog&afllogid={{id}}",
    ], id=ids),
    _written(TargetKind.PAGE, [
        f"{EN}/wiki/{{t}}", f"{INDEX}?title={{t}}", f"{INDEX}/{{t}}?action=history",
        f"{INDEX}?title={{t}}&action=delete", f"{EN}/wiki/Special:PageInfo/{{t}}",
        f"{EN}/wiki/Special:MovePage?wpOldTitle={{t}}",
        f"{API}?action=query&titles={{t}}", f"{EN}/w/rest.php/v1/page/{{t}}/history", "[[:w:{t}]]",
        f"{INDEX}?title=Special:Log&page={{t}}",
    ], title=titles),
    _written(TargetKind.PAGE, [
        f"{INDEX}?curid={{id}}&action=delete", f"{EN}/?curid={{id}}", f"{EN}/wiki/Special:Redirect/page/{{id}}",
        f"{API}?action=query&pageids={{id}}",
    ], id=ids),
    _written(TargetKind.FILE_VERSION, [
        f"{INDEX}?title={{t}}&action=revert&oldimage={{timestamp}}%21A.jpg",
        f"{INDEX}?title=Special:RevisionDelete&type=oldimage&target={{t}}&ids={{timestamp}}",
    ], title=titles.map(lambda title: f"File:{title}"), timestamp=times),
    _written(TargetKind.FILE_VERSION, [f"{INDEX}?title=Special:RevisionDelete&type=fileid&target={{t}}&ids={{id}}"],
             title=titles.map(lambda title: f"File:{title}"), id=ids),
    _written(TargetKind.ACCOUNT, [
        f"{EN}/wiki/User:{{n}}", f"{EN}/wiki/User_talk:{{n}}", f"{EN}/wiki/Special:Contributions/{{n}}",
        f"{INDEX}?title=Special:Block&wpTarget={{n}}&wpHideUser=1", f"{EN}/wiki/Special:CentralAuth?target=User:{{n}}",
        f"{EN}/wiki/Special:Log/{{n}}", f"{API}?action=query&list=usercontribs&ucuser={{n}}", "[[w:User:{n}|x]]",
        f"{INDEX}?title=Special:MultiLock&wpTarget={{n}}%0A{{n}}",
    ], name=titles),
    _written(TargetKind.ACCOUNT, [
        f"{EN}/wiki/Special:Redirect/user/{{id}}", f"{API}?list=users&ususerids={{id}}",
    ], id=ids),
    _written(TargetKind.IP, [
        f"{EN}/wiki/Special:Contributions/{{raw}}", f"{INDEX}?title=Special:GlobalContributions&target={{n}}",
        f"{INDEX}?title=Special:Block&ip={{raw}}",
    ], name=addresses),
    _written(TargetKind.COMMENT, [
        f"{EN}/wiki/Talk:Foo#{{raw}}", f"{EN}/wiki/Special:GoToComment/{{raw}}",
        f"{API}?action=discussiontoolsfindcomment&idorname={{raw}}",
    ], name=times.map(lambda time: f"c-Invented-{time}-Topic")),
]  # fmt: skip

_WORDS = (
    "abcABCäßдом和谐の三مثالדוגמהไทยदेव한국 \n\t.,;!?。、，！？،؛؟।«»„“”‘’「」（）()'\"*-–—…"
    "\u200f\u200e\u2067\u2069\u0301😀"
)
words = st.text(_WORDS, max_size=40)
before_links = st.sampled_from(
    [" ", "\n", "(", "（", "「", "“", "«", "<", "\u200f", "看", "انظر ", "ดู", "* ", "[x](", '"', "''"]
)
after_links = st.sampled_from(
    [" ", "\n", ") ", "）", "」", "”", "»", ">", "\u200f ", "。", "，", "، ", "؟ ", "। ", '" ', "''", ""]
)
joints = st.sampled_from([" ", "\n* ", "、", "\u3000", " 和 ", ", "])


@settings(max_examples=600)
@given(written=st.one_of(KINDS), before=words, opened=before_links, closed=after_links, after=words)
def test_every_kind_is_given_back_once(written: Written, before: str, opened: str, closed: str, after: str) -> None:
    target, link = written
    text = before + opened + link + (closed + after if closed else "")
    [found] = parse(text, FARM)
    assert (found.identity, found.from_id) == (target.identity, target.from_id)
    assert found.input in text


@given(written=st.lists(st.one_of(KINDS), max_size=12), joint=joints)
def test_several_kinds_keep_their_order(written: list[Written], joint: str) -> None:
    text = joint.join(link for _, link in written)
    assert [target.identity for target in parse(text, FARM)] == list(
        dict.fromkeys(target.identity for target, _ in written)
    )


@given(address=addresses, opened=before_links, closed=after_links)
def test_addresses_stand_anywhere(address: str, opened: str, closed: str) -> None:
    found = [target.name for target in parse(f"{opened}{address}{closed}", FARM)]
    assert found == ([] if address.startswith("::") else [address]), "two colons begin an answer on a talk page"


_HOST = re.compile(r"(?:https?:)?//([^/?#]*)", re.IGNORECASE)


def _said_in(text: str) -> str:
    """The text, and what its percent-encoding says, as often as a link may lead on."""
    seen = [text]
    for _ in range(7):
        seen.append(unquote(seen[-1]))
    return "\n".join(seen)


@settings(max_examples=400)
@given(text=anything | linklike | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
def test_no_other_host_and_no_number_that_is_not_there(text: str) -> None:
    said = _said_in(text)
    for target in parse(text, FARM):
        for number in (target.id, target.from_id, target.timestamp):
            assert number is None or str(number) in said
        address = _HOST.match(target.input)
        if target.wiki and address:
            assert FARM.by_host(address[1].strip("\u200e\u200f\u200b")) is not None


def test_the_strategies_write_every_kind() -> None:
    seen: set[TargetKind] = set()

    @settings(max_examples=300, database=None, derandomize=True)
    @given(written=st.one_of(KINDS))
    def collect(written: Written) -> None:
        seen.add(written[0].kind)

    collect()
    # No link says it: it is what accounts become that are to be stopped everywhere.
    assert seen == set(TargetKind) - {TargetKind.UNKNOWN, TargetKind.RANGE, TargetKind.GLOBAL_ACCOUNT}
