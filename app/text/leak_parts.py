"""What a text lacks: a reply that ends a case without regret, a way forward or the safety line (R118, R29, R121); an
announcement without account, basis, outcome or a private appeal (R179, R190); a gap that nobody filled (R17)."""

import re
from collections.abc import Callable, Iterator, Sequence

from app.text.decoding import Decoded
from app.text.leak_finding import Spot

_OF_A_CLOSING = {"empathy": "closing-parts", "way-forward": "way-forward", "safety": "safety-line"}
"""Part -> the rule that is broken without it."""

Hits = dict[str, list[tuple[int, int]]]
"""Of one language: name of a part -> where its words begin and end in what was read."""

_NAMED = re.compile(r"\[\[[^\[\]|\n]{1,60}:[^\[\]|\n]|\{\{[^{}|\n]{1,30}\|[^{}\n]|~[0-9]{4}-[0-9]")
_CALLED = re.compile(r"\s{0,3}:\s{0,3}\S|\s{1,3}[\"'“„«(\[]{0,2}[^\W_a-zß-ÿ]")
_IN_BRACKETS = re.compile(
    r"(?::[^\s:()\[\]{}|][^:()\[\]{}|\n]{0,80}|[\]}]{2})\s{1,3}\("
    r"((?:[^\W\d_a-zß-ÿ][\w'’-]{1,30} ){1,3}[^\W\d_a-zß-ÿ][\w'’-]{0,30}\.?(?:, ?[0-9]{1,3})?|[^()\n]{2,40}, ?[0-9]{2})"
    r"\)"
)
"""`User:B (Bob E., 34)`: who somebody is, behind the name of the account."""
_BEFORE = re.compile(r"([\w~.!-]{1,80})\s{1,3}$")
_GAP = re.compile(
    r"\[(?!\[|(?:https?:)?//)[^\[\]\n|:/]{1,60}\](?!\])|<[A-Za-z][A-Za-z ’'-]{2,40}[a-z]>(?![^<\n]{0,400}</)|\$[1-9]\b"
    r"|\bX{3,}\b|\bT(?:ODO|BD|K)\b|_{4,}|\{\{\{[^{}\n]{1,60}\}\}\}|\bN\.N\.(?!\w)"
)
_TAGS = re.compile(r"<(?:nowiki|ref|code|small|big|span|div|blockquote|syntaxhighlight|templatestyles|noinclude)>")


def find_gaps(text: str) -> Iterator[Spot]:
    """Places that a template left for words, other than the link that a `link` stands for."""
    for match in _GAP.finditer(text):
        if not _TAGS.match(match[0]):
            yield Spot("gap", match.start(), match.end())


def lacking_in_closing(read: Decoded, hits: Hits, quotations: Sequence[tuple[int, int]]) -> Iterator[Spot]:
    """Only a text that says to whom reported that the case ends is a closing, not one to the person reported, nor one
    that has such words of others in it."""
    if hits.get("closes-not"):
        return
    for name in ("closes", "closes-perhaps"):
        closes = [each for each in hits.get(name, ()) if not _is_quoted(read.starts[each[0]], quotations)]
        if closes:
            start, end = closes[0]
            for part, rule_id in _OF_A_CLOSING.items():
                if not hits.get(part):
                    yield Spot(rule_id, read.starts[start], read.ends[end - 1], is_sure=name == "closes")
            return


def _is_quoted(at: int, quotations: Sequence[tuple[int, int]]) -> bool:
    return any(begin <= at < stop for begin, stop in quotations)


def lacking_in_announcement(
    text: str, read: Decoded, hits: Sequence[Hits], nobody: frozenset[str] = frozenset()
) -> Iterator[Spot]:
    """The whole text is the place: what lacks has none. What may stand there in words that nobody thought of is for a
    person to look at: one part alone, or one with other words that may be it (`basis-perhaps`). `nobody`: words in
    small letters that name no account."""
    if not text.strip():
        return
    yield from (Spot("personal-detail", *match.span(1)) for match in _IN_BRACKETS.finditer(text))
    has: Callable[[str], bool] = lambda part: any(each.get(part) for each in hits)  # noqa: E731
    named = bool(_NAMED.search(text)) or any(_names_account(text, read, each, nobody | _NOBODY) for each in hits)
    lacking = [part for part in ("basis", "outcome") if not has(part)] + ([] if named else ["account"])
    if lacking:
        is_sure = sum(not has(f"{part}-perhaps") for part in lacking) > 1
        yield Spot("announcement-parts", 0, len(text), is_sure=is_sure)
    if has("appeal-public") or not has("appeal"):
        yield Spot("appeal", 0, len(text))


def _names_account(text: str, read: Decoded, hits: Hits, nobody: frozenset[str]) -> bool:
    """`user:B`, `the account B`, `B is banned`."""
    if any(_CALLED.match(text, read.ends[end - 1]) for _, end in hits.get("account", ())):
        return True
    words = {read.signs[start:end] for start, end in hits.get("account", ())}
    for start, _ in hits.get("outcome", ()):
        before = _BEFORE.search(text[max(0, read.starts[start] - 90) : read.starts[start]])
        if before and not before[1][0].islower() and before[1].casefold() not in words | nobody:
            return True
    return False


_NOBODY = frozenset(
    {
        *("they", "he", "she", "it", "this", "who", "user", "account", "editor", "er", "sie", "es", "dieser", "diese"),
        *("konto", "benutzer", "benutzerin", "person", "él", "ella", "ello", "ellos", "ellas", "este", "esta", "quien"),
        *("usuario", "usuaria", "cuenta", "persona"),
    }
)
"""Words that may stand before `is banned` with a capital letter and name nobody."""
