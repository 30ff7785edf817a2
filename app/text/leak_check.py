"""Reads a text before it goes out and says what would leak, with the rule. In memory only; nothing is changed.

Each rule is one function from a text to findings. The rules here hold for every text that strangers may read; what
holds for letters and announcements comes beside them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.text.contact_data import TEMPORARY_ACCOUNT, Contact, find_contacts, read_address
from app.text.decoding import decode
from app.text.disguises import find_name


class Severity(StrEnum):
    """A text that blocks does not go out. A warning is for a person to look at."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """`rule` of the training module (facts, domain.md 2), the place in characters, and the key of the message that
    says it."""

    rule: str
    severity: Severity
    start: int
    end: int
    say: str


Place = tuple[int, int, Contact]
NAMED_IN_PUBLIC = "R136"
_CONTACTS = {
    Contact.MAIL: (Severity.BLOCK, "leak-mail"),
    Contact.PHONE: (Severity.BLOCK, "leak-phone"),
    Contact.NUMBER: (Severity.WARN, "leak-number"),
}


def find_leaks(
    text: str, names: Sequence[str], allowed_addresses: Collection[str] = (), own_words: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What in the text may not be seen, in its order: a marked name in any disguise, and how somebody is reached or
    placed. `allowed_addresses` are those that a global block is asked for. `own_words` are pieces of ours, which stand
    there whoever it is about: a name within one (`Ross` in `Cross-wiki abuse`) is for a person to look at."""
    contacts = tuple(find_contacts(text))
    named = _unless_ours(_names(text, names), text, own_words)
    found = [*named, *_contacts(contacts), *_addresses(text, contacts, allowed_addresses)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.rule)))


def blocks(findings: Sequence[Finding]) -> bool:
    """Whether the text must not go out."""
    return any(each.severity is Severity.BLOCK for each in findings)


def _names(text: str, names: Sequence[str]) -> Iterator[Finding]:
    """What you cannot remove you do not point at in public."""
    start, end, surely = 0, 0, False
    for found in sorted(find_name(text, names), key=lambda each: each.start):
        if found.start >= end and end:
            yield _name_at(start, end, surely)
        if found.start >= end:
            start, end, surely = found.start, found.end, found.surely
        else:
            end, surely = max(end, found.end), surely or found.surely
    if end:
        yield _name_at(start, end, surely)


def _name_at(start: int, end: int, surely: bool) -> Finding:
    severity, say = (Severity.BLOCK, "leak-name") if surely else (Severity.WARN, "leak-name-perhaps")
    return Finding(NAMED_IN_PUBLIC, severity, start, end, say)


def _unless_ours(found: Iterator[Finding], text: str, own_words: Collection[str]) -> Iterator[Finding]:
    ours = [
        (match.start(), match.end()) for words in own_words for match in re.finditer(re.escape(words), text) if words
    ]
    for each in found:
        is_ours = any(start <= each.start and each.end <= end for start, end in ours)
        yield _name_at(each.start, each.end, surely=False) if is_ours else each


def _contacts(found: Sequence[Place]) -> Iterator[Finding]:
    """R122: what tells where somebody is reached is nobody's to publish."""
    for start, end, kind in found:
        if kind in _CONTACTS:
            severity, say = _CONTACTS[kind]
            yield Finding("R122", severity, start, end, say)


def _addresses(text: str, found: Sequence[Place], allowed: Collection[str]) -> Iterator[Finding]:
    """R124: an address tells who somebody is; beside a temporary account it tells whose it is, whoever allowed it."""
    beside = TEMPORARY_ACCOUNT.search(decode(text).signs) is not None
    say = "leak-address-beside-account" if beside else "leak-address"
    known = {read_address(each) for each in allowed} - {None}
    for start, end, kind in found:
        if kind is Contact.ADDRESS and (beside or read_address(text[start:end]) not in known):
            yield Finding("R124", Severity.BLOCK, start, end, say)
