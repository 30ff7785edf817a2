"""Where a text leads: links outside of the wikis (R181), and links to what was done (R182)."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.text.leak_finding import Spot

_LINK = re.compile(r"(?:https?:)?//([^\s\[\]<>{}|\"'/?#]{1,253})[^\s\[\]<>{}|\"]*", re.IGNORECASE)
_STANDS_FOR_ONE = re.compile(r"[\[(<](?:the |a )?(?:link|url|enlace|diff)s?(?: here)?[\])>]", re.IGNORECASE)
_DIFF = re.compile(
    r"\b(?:diff|oldid|curid|logid)=[0-9a-z]+|\bSpecial:(?:Diff|PermanentLink|Permalink|Redirect/(?:revision|logid))"
    r"/[0-9/]+|\{\{\s*(?:diff|diff2|oldid|permalink|plainlink)\s*\|[^{}\n]{1,200}\}\}",
    re.IGNORECASE,
)
_OWN_DIFF = re.compile(
    r"\b(?:Spezial|Especial):(?:Diff|Diferencias|Permanenter_Link|Permanentlink|EnlacePermanente)/[0-9/]+", re.I
)


def find_links(text: str, allowed: Sequence[str], endings: Sequence[str]) -> Iterator[Spot]:
    """Links whose host is none of the allowed ones nor below one, bare hosts too, and `[link]`, which means one."""
    for match in _LINK.finditer(text):
        if not is_within(_host(match[1]), allowed):
            yield Spot("link", match.start(), match.end())
    others = _LINK.sub(lambda link: " " * len(link[0]), text)
    for match in _bare(tuple(endings)).finditer(others):
        if not is_within(_host(match[1]), allowed):
            yield Spot("link", match.start(), match.end())
    yield from (Spot("link", *match.span()) for match in _STANDS_FOR_ONE.finditer(text))


def find_diffs(text: str) -> Iterator[Spot]:
    """Revisions and log entries, however they are linked."""
    for pattern in (_DIFF, _OWN_DIFF):
        yield from (Spot("diff", *match.span()) for match in pattern.finditer(text))


def is_within(host: str, allowed: Sequence[str]) -> bool:
    return any(host == each or host.endswith(f".{each}") for each in allowed)


def _host(found: str) -> str:
    return found.rpartition("@")[2].partition(":")[0].rstrip(".").casefold()


@lru_cache(8)
def _bare(endings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w@./:~-])((?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:{'|'.join(endings)}))(?![\w@-]|\.\w)"
        r"(?:/[^\s\[\]<>{}|\"]*)?",
        re.IGNORECASE,
    )
