"""Reads a text before it goes out and says what would leak, with the rule. In memory only; nothing is changed.

What is found where is decided here; which rule that breaks and how much it matters in this kind of text is data
(`leak_rules.toml`), and so are the words (`leak_words`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter

from app.text.contact_data import TEMPORARY_ACCOUNT, Contact, find_contacts, read_address
from app.text.decoding import Decoded, decode
from app.text.leak_finding import Finding, Outgoing, Severity, Spot, TextKind
from app.text.leak_links import find_diffs, find_links, is_within
from app.text.leak_names import find_names
from app.text.leak_parts import Hits, find_gaps, lacking_in_announcement, lacking_in_closing
from app.text.leak_rules import Words, languages, rules, words_of
from app.text.places import find_places, find_streets
from app.text.quotations import find_quotations
from app.text.word_reading import read_words, without_capitals

__all__ = [
    "LANGUAGES",
    "NAMED_IN_PUBLIC",
    "Finding",
    "Outgoing",
    "Severity",
    "TextKind",
    "blocks",
    "check",
    "find_leaks",
]

LANGUAGES = languages()
"""Codes of the languages that have words."""
NAMED_IN_PUBLIC = "R136"
MOST_BEHIND = 24
"""Signs between a word that makes others harmless and these others."""
_END_OF_SENTENCE = re.compile(r"[.?!…;:](?:\s|$)|\n")
_AT = re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE)
_CONTACTS = {Contact.PHONE: "phone", Contact.NUMBER: "number"}


def check(outgoing: Outgoing) -> tuple[Finding, ...]:
    """What in the text may not be seen, in its order. Raises KeyError for a language without words."""
    spots = [*find_names(outgoing), *_contacts(outgoing), *_leading(outgoing), *find_gaps(outgoing.text)]
    quotations = find_quotations(outgoing.text)
    spots += _worded(outgoing, quotations)
    found = {_finding(spot, outgoing.kind, _is_within(spot, quotations)) for spot in spots} - {None}
    return tuple(sorted((each for each in found if each), key=lambda each: (each.start, each.end, each.rule, each.say)))


def find_leaks(
    text: str, names: Sequence[str], allowed_addresses: Collection[str] = (), own_words: Collection[str] = ()
) -> tuple[Finding, ...]:
    """The same for a request on a public page of the stewards, of which only the accounts are not our own words."""
    kind = TextKind.STEWARD_REQUEST
    return check(Outgoing(text, kind, None, names, (), allowed_addresses, own_words, is_list=True))


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether the text must not go out."""
    return any(each.severity is Severity.BLOCK for each in findings)


def _finding(spot: Spot, kind: TextKind, is_quoted: bool) -> Finding | None:
    """None where the rule does not hold for this kind of text. Words of others are for a person to look at."""
    rule = rules().by_id[spot.rule_id]
    if kind not in rule.severity:
        return None
    severity = Severity.WARN if not spot.is_sure or (is_quoted and rule.is_own) else rule.severity[kind]
    return Finding(rule.number(kind), severity, spot.start, spot.end, f"leak-{spot.rule_id}", spot.instead)


def _is_within(spot: Spot, places: Sequence[tuple[int, int]]) -> bool:
    before = bisect_right(places, spot.start, key=itemgetter(0)) - 1
    return before >= 0 and spot.end <= places[before][1]


def _contacts(outgoing: Outgoing) -> Iterator[Spot]:
    """R122: what tells where somebody is reached is nobody's to publish. R124: an address tells who somebody is; beside
    a temporary account it tells whose it is, whoever allowed it."""
    text = outgoing.text
    beside = TEMPORARY_ACCOUNT.search(decode(text).signs) is not None
    is_wanted = outgoing.kind in (TextKind.STEWARD_REQUEST, TextKind.REASON) and _names(text, rules().address_wanted)
    known = {read_address(each) for each in outgoing.allowed_addresses} - {None}
    for start, end, kind in find_contacts(text, rules().regions):
        if kind is Contact.ADDRESS:
            if beside or read_address(text[start:end]) not in known:
                yield Spot(
                    "address-beside-account" if beside else "address", start, end, is_sure=beside or not is_wanted
                )
        elif kind is not Contact.MAIL:
            yield Spot(_CONTACTS[kind], start, end)
        elif not is_within((box := _read_box(text[start:end]))[1], rules().mail):
            yield Spot("mail", start, end, is_sure=not _is_of_office(box[0]))
    yield from find_places(text)


def _names(text: str, words: Sequence[str]) -> bool:
    return any(each in text.casefold() for each in words)


def _read_box(address: str) -> tuple[str, str]:
    """Name and host of a mail box, in small letters."""
    parts = _AT.split(decode(address).signs.casefold())
    return parts[0].strip(), parts[-1].strip()


def _is_of_office(name: str) -> bool:
    """Whether a word of it says what the box is for."""
    return any(each in rules().offices for each in re.split(r"\W", name))


def _leading(outgoing: Outgoing) -> Iterator[Spot]:
    """S10: a reason that names copyright may name the source."""
    known, text = rules(), outgoing.text
    names_copyright = outgoing.kind is TextKind.REASON and _names(text, known.copyright)
    for spot in find_links(text, [*known.wikis, *outgoing.allowed_hosts], known.endings):
        yield replace(spot, rule_id="source") if names_copyright else spot
    yield from find_diffs(text)


def _worded(outgoing: Outgoing, quotations: Sequence[tuple[int, int]]) -> Iterator[Spot]:
    """What the words of each language find, and what an end or an announcement lacks."""
    read = read_words(outgoing.text)
    plain = without_capitals(read)
    all_hits: list[Hits] = []
    nobody = frozenset[str]()
    for language in LANGUAGES if outgoing.language is None else (outgoing.language,):
        words = words_of(language)
        nobody |= words.nobody
        hits: Hits = {}
        for name, start, end in words.found.find(read.signs):
            hits.setdefault(name, []).append((start, end))
        yield from _ruled(read, words, _softened(read, hits))
        parts = {name.removeprefix("part "): each for name, each in hits.items() if name.startswith("part ")}
        all_hits.append(parts)
        yield from lacking_in_closing(read, parts, quotations)
        for start, end in find_streets(plain.signs, words.streets):
            yield Spot("street", plain.starts[start], plain.ends[end - 1])
    if outgoing.kind is TextKind.ANNOUNCEMENT:
        yield from lacking_in_announcement(outgoing.text, read, all_hits, nobody)


def _softened(read: Decoded, hits: Hits) -> Hits:
    """What stands behind a condition, a denial or “you wrote” is often harmless: what is sure of it becomes unsure."""
    ends = sorted(end for _, end in hits.get("part softens", ()))
    found = dict(hits)
    for name in [name for name in hits if name.startswith("rule ") and rules().by_id[name[5:]].is_own]:
        unsure = {(start, end) for start, end in hits[name] if _stands_behind(read, start, ends)}
        found[name] = [each for each in hits[name] if each not in unsure]
        perhaps = name.replace("rule", "perhaps", 1)
        found[perhaps] = sorted([*hits.get(perhaps, ()), *unsure])
    return found


def _stands_behind(read: Decoded, start: int, ends: Sequence[int]) -> bool:
    """A few words behind one of the ends, in the same sentence."""
    before = bisect_right(ends, start) - 1
    between = read.signs[ends[before] : start] if before >= 0 else ""
    return before >= 0 and len(between) <= MOST_BEHIND and not _END_OF_SENTENCE.search(between)


def _ruled(read: Decoded, words: Words, hits: Hits) -> Iterator[Spot]:
    """What is sure of a rule hides what is not sure beside it."""
    for rule_id, ruled in words.rules.items():
        spared = list(_merged(hits.get(f"unless {rule_id}", ())))
        for group in ("rule", "perhaps"):
            kept = [each for each in hits.get(f"{group} {rule_id}", ()) if not _overlaps(each, spared)]
            found = list(_merged(kept))
            for start, end in found:
                yield Spot(rule_id, read.starts[start], read.ends[end - 1], ruled.instead, group == "rule")
            spared = list(_merged(sorted([*spared, *found])))


def _overlaps(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """`others` in their order, apart: of those that begin before its end, the last one ends last."""
    start, end = place
    before = bisect_left(others, (end, 0)) - 1
    return before >= 0 and others[before][1] > start


def _merged(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in their order, those that overlap as one."""
    start = end = 0
    for begin, stop in places:
        if begin >= end:
            if end:
                yield start, end
            start, end = begin, stop
        else:
            end = max(end, stop)
    if end:
        yield start, end
