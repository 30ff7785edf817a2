"""What a line of a list of links is said to be, and what no such list carries on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wikis import Farm, Wiki
from app.links.pasted_lines import LineKind, lets_others_in, names_host, read_lines

HOST = "haven.example.org"
WIKI = "https://en.wiki.example"
FARM = Farm({"enwiki": Wiki("enwiki", WIKI), "metawiki": Wiki("metawiki", "https://meta.example")}, "metawiki")

TABLE: list[tuple[str, LineKind, str]] = [
    (f"{WIKI}/wiki/Harbour", LineKind.PAGE, "enwiki"),
    (f"{WIKI}/wiki/File:Harbour.jpg", LineKind.PAGE, "enwiki"),
    (f"{WIKI}/wiki/User_talk:Somebody#A section", LineKind.PAGE, "enwiki"),
    (f"{WIKI}/wiki/Special:Contributions/Somebody", LineKind.PAGE, "enwiki"),
    (f"{WIKI}/w/index.php?curid=7", LineKind.PAGE, "enwiki"),
    ("https://meta.example/wiki/Page", LineKind.PAGE, "metawiki"),
    ("en.wiki.example/wiki/Harbour", LineKind.PAGE, "enwiki"),
    ("//en.wiki.example/wiki/Harbour", LineKind.PAGE, "enwiki"),
    (f"{WIKI}/wiki/Special:Diff/5", LineKind.DIFF, "enwiki"),
    (f"{WIKI}/w/index.php?title=Harbour&diff=next&oldid=5", LineKind.DIFF, "enwiki"),
    (f"{WIKI}/w/index.php?oldid=5", LineKind.DIFF, "enwiki"),
    (f"{WIKI}/w/index.php?title=Special:RevisionDelete&type=revision&ids=1,2", LineKind.DIFF, "enwiki"),
    (f"{WIKI}/w/index.php?title=Special:Undelete&target=A&timestamp=20260101000000", LineKind.DIFF, "enwiki"),
    (f"{WIKI}/w/index.php?title=Special:Log&logid=9", LineKind.LOG, "enwiki"),
    (f"{WIKI}/wiki/Special:AbuseLog/9", LineKind.LOG, "enwiki"),
    (f"{WIKI}/wiki/Special:Version", LineKind.ODD, ""),
    ("https://w.wiki/4x", LineKind.SHORT_LINK, ""),
    ("https://forum.example/thread?page=2", LineKind.OUTSIDE, ""),
    ("https://en.wiki.example.evil.example/wiki/Harbour", LineKind.OUTSIDE, ""),
    (f"{WIKI}/wiki/A and {WIKI}/wiki/B", LineKind.SEVERAL, ""),
    (f"{WIKI}/wiki/A https://forum.example/x", LineKind.SEVERAL, ""),
    ("[[Special:Diff/5]]", LineKind.NOT_A_LINK, ""),
    ("{{LockHide|1=Somebody}}", LineKind.NOT_A_LINK, ""),
    ("~2026-10482-07", LineKind.NOT_A_LINK, ""),
    ("192.0.2.7", LineKind.NOT_A_LINK, ""),
    ("they followed me home", LineKind.NOT_A_LINK, ""),
    ("javascript:alert(1)", LineKind.NOT_A_LINK, ""),
    (f"https://{HOST}/requests/H-2222-2222", LineKind.OURS, ""),
    (f"HTTPS://{HOST.upper()}/", LineKind.OURS, ""),
    ("https%3A%2F%2Fhaven%2Eexample%2Eorg/x", LineKind.OURS, ""),
    (f"{WIKI}/w/index.php?title=X&returntoquery=x%3Dhttps%253A%252F%252F{HOST}", LineKind.OURS, ""),
    (f"{WIKI}/w/index.php?title=X&action=edit&wpEditToken=abc%2B%5C", LineKind.LETS_IN, ""),
    ("https://forum.example/a?sessionid=77", LineKind.LETS_IN, ""),
    ("https://forum.example/a;jsessionid=77", LineKind.LETS_IN, ""),
    ("https://forum.example/#access_token=77", LineKind.LETS_IN, ""),
    ("https://name:word@forum.example/a", LineKind.LETS_IN, ""),
    ("https://:word@forum.example/a", LineKind.LETS_IN, ""),
    ("https://gxp_77abc@forum.example/a", LineKind.LETS_IN, ""),
    ("https://en.wiki.example@evil.example/wiki/Harbour", LineKind.LETS_IN, ""),
    ("https://en.wiki.example%40evil.example/wiki/Harbour", LineKind.LETS_IN, ""),
    ("https://forum.example/a?X-Amz-Signature=77", LineKind.LETS_IN, ""),
    ("https://forum.example/a?u=b&pwd=77", LineKind.LETS_IN, ""),
    ("https://hav\u00aden.example.org/x", LineKind.OURS, ""),
    ("https://haven\u3002example.org/x", LineKind.OURS, ""),
    ("https://medium.example/@name/a", LineKind.OUTSIDE, ""),
    ("https://forum.example//@name", LineKind.OUTSIDE, ""),
]


@pytest.mark.parametrize(("line", "kind", "wiki"), TABLE, ids=[line[:60] for line, _, _ in TABLE])
def test_what_a_line_is(line: str, kind: LineKind, wiki: str) -> None:
    for written in (line, f"  {line}  ", f"* {line}", f"1. {line}"):
        [read] = read_lines(written, FARM, HOST)
        assert (read.kind, read.wiki) == (kind, wiki), written
        assert not (read.has_words and kind in {LineKind.PAGE, LineKind.DIFF, LineKind.LOG} and "#" not in line)


def test_empty_lines_count_for_nothing_and_the_order_stays() -> None:
    read = read_lines(f"\n\n{WIKI}/wiki/A\n \t\nno link\n", FARM, HOST)
    assert [(each.number, each.kind) for each in read] == [(1, LineKind.PAGE), (2, LineKind.NOT_A_LINK)]


@pytest.mark.parametrize("beside", ["the first one: ", "٣ ", "x"])
def test_words_beside_a_link_are_seen(beside: str) -> None:
    [read] = read_lines(f"{beside} {WIKI}/wiki/Special:Diff/5", FARM, HOST)
    assert read.has_words and read.kind is LineKind.DIFF and read.link == f"{WIKI}/wiki/Special:Diff/5"


def test_without_a_farm_no_host_is_known_and_none_is_called_wrong() -> None:
    for line, kind, _ in TABLE:
        if kind in {LineKind.OURS, LineKind.LETS_IN, LineKind.NOT_A_LINK}:
            assert read_lines(line, None, HOST)[0].kind is kind
        elif line.startswith("https://"):
            assert read_lines(line, None, HOST)[0].kind in {LineKind.COULD_NOT_CHECK, LineKind.SEVERAL}


def test_what_only_looks_like_a_token_stays() -> None:
    for line in (f"{WIKI}/wiki/Token", f"{WIKI}/wiki/Session=5", f"{WIKI}/w/index.php?title=Secret&diff=5"):
        assert not lets_others_in(line)
    assert not names_host(f"https://{HOST}.elsewhere.example/", HOST)
    assert not names_host(f"https://not-{HOST}/", HOST)


@given(st.text())
def test_any_text_is_read_line_by_line(text: str) -> None:
    read = read_lines(text, FARM, HOST)
    assert [each.number for each in read] == list(range(1, len(read) + 1))
    assert all(each.text == each.text.strip() for each in read)
