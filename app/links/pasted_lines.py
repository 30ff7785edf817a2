"""What each line of a list of links is: a page, a diff or a log entry of which wiki, or none of them. Pure: nothing is
opened, and of what a link shows nothing is known here.

Also what no list may carry on to others: an address of Haven, and a link that lets others in (a token or a session).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Farm
from app.links.parser import parse


class LineKind(StrEnum):
    """What a line is; each has a sentence in the messages (`hand-over-line-<value>`)."""

    PAGE = "page"
    DIFF = "diff"
    LOG = "log"
    OUTSIDE = "outside"
    COULD_NOT_CHECK = "could-not-check"
    ODD = "odd"
    SHORT_LINK = "short-link"
    SEVERAL = "several"
    NOT_A_LINK = "not-a-link"
    OURS = "ours"
    LETS_IN = "lets-in"


@dataclass(frozen=True)
class PastedLine:
    """`number` counts the lines that are not empty, from 1. `link` is the piece of it that is the link."""

    number: int
    text: str
    kind: LineKind
    wiki: str = ""
    link: str = ""
    target: Target | None = None
    has_words: bool = False


_KINDS = {
    TargetKind.PAGE: LineKind.PAGE,
    TargetKind.FILE_VERSION: LineKind.PAGE,
    TargetKind.ACCOUNT: LineKind.PAGE,
    TargetKind.IP: LineKind.PAGE,
    TargetKind.RANGE: LineKind.PAGE,
    TargetKind.REVISION: LineKind.DIFF,
    TargetKind.DELETED_REVISION: LineKind.DIFF,
    TargetKind.COMMENT: LineKind.DIFF,
    TargetKind.LOG: LineKind.LOG,
    TargetKind.ABUSE_LOG: LineKind.LOG,
}
_WHYS = {Why.UNKNOWN_HOST: LineKind.OUTSIDE, Why.SHORT_LINK: LineKind.SHORT_LINK}
_ADDRESS = re.compile(r"(?:https?:)?//|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?[/?]", re.ASCII | re.IGNORECASE)
_ANYWHERE = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[^\s<>\"]+", re.ASCII | re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[*#•–-]+|[0-9]{1,3}[.)])?\s*")
_LETS_IN = re.compile(
    r"[?&;#](?:[\w.-]{0,40}(?:token|session|sessionid|sessid|secret|password|passwd|apikey|api_key|access_key|auth_key"
    r"|signature)|sid|auth|sig|pass|pwd|jwt|otp)=",
    re.ASCII | re.IGNORECASE,
)
_USER_INFO = re.compile(r"//[^/?#\s@]{1,200}@")
"""Before the host: a password, a token in the place of a name, or a wiki's host that only looks like where it leads."""
_STOPS = str.maketrans("。｡．", "...")


def read_lines(text: str, farm: Farm | None, own_host: str) -> list[PastedLine]:
    """Every line that is not empty, in order. Without a farm (it could not be asked) no host is known."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_read_line(number, line, farm, own_host) for number, line in enumerate(lines, start=1)]


def _read_line(number: int, line: str, farm: Farm | None, own_host: str) -> PastedLine:
    if names_host(line, own_host):
        return PastedLine(number, line, LineKind.OURS)
    if lets_others_in(line):
        return PastedLine(number, line, LineKind.LETS_IN)
    targets = [each for each in parse(line, farm) if _ADDRESS.match(each.input)] if farm else []
    links = list(dict.fromkeys([each.input for each in targets] or _ANYWHERE.findall(line)))
    if len(links) != 1:
        return PastedLine(number, line, LineKind.SEVERAL if links else LineKind.NOT_A_LINK)
    has_words = any(map(str.isalnum, _BULLET.sub("", line.replace(links[0], " ", 1), count=1)))
    if not targets:
        kind = LineKind.OUTSIDE if farm else LineKind.COULD_NOT_CHECK
        return PastedLine(number, line, kind, link=links[0], has_words=has_words)
    first = targets[0]
    kind = _WHYS.get(first.why, LineKind.ODD) if first.why else _KINDS.get(first.kind, LineKind.ODD)
    # Of a link that names several revisions no single one is meant.
    target = first if len(targets) == 1 else None
    return PastedLine(number, line, kind, first.wiki or "", links[0], target, has_words)


def names_host(text: str, host: str) -> bool:
    """Whether an address at `host` (with its port) stands in it, however it is encoded."""
    return bool(re.search(rf"(?<![\w.-]){re.escape(host.lower())}(?![\w.-]*\w)", _plain(text)))


def lets_others_in(text: str) -> bool:
    """Whether a link in it carries a token, a session or a password."""
    plain = _plain(text)
    return bool(_LETS_IN.search(plain) or _USER_INFO.search(plain))


def _plain(text: str) -> str:
    """Twice encoded is the query of a page to return to. Browsers read any full stop of a host as a dot, and leave out
    signs that nobody sees."""
    seen = "".join(each for each in unquote(unquote(text)) if unicodedata.category(each) != "Cf")
    return unicodedata.normalize("NFKC", seen.translate(_STOPS)).lower()
