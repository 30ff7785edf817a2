"""What may go under a seal: ids and codes, field by field, and a title or an account's name only where the wiki has no
public number for it. Anything else raises before it is sealed.

It must not know in which column a token is kept, nor why.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from app.domain import references
from app.domain.requests import Exposed, Guided, Hints, Intent, PublishedBefore, Side, Tail, Whose
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import Parts
from app.links.ips import holds_address
from app.store.sealing import Vault

HINTS_SIZE = 2_048
PARTIES_SIZE = 512
LARGEST_ID = 2**63 - 1
POINTABLE = frozenset(TargetKind) - {TargetKind.IP, TargetKind.RANGE, TargetKind.UNKNOWN, TargetKind.COMMENT}
"""SECURITY: IP addresses are never stored, not even sealed."""

POINTER_SIZES = (128, 512, 2_048)
"""A pointer of numbers only, one with a title or a name in it, and the longest of these."""

_ON_A_PAGE = frozenset({TargetKind.REVISION, TargetKind.DELETED_REVISION, TargetKind.FILE_VERSION})
LONGEST_TITLE = 255 + 100
"""Bytes: a title and the name of its namespace."""

_DBNAME = re.compile(r"[a-z0-9_-]{1,64}")
_CODE = re.compile(rf"(?:[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)?|[{references.ALPHABET}]{{{references.LENGTH}}})?")
"""A code, a wiki's name, a queue's key, a reference, or nothing. Accounts' names and network addresses are none."""

_NEVER_IN_TITLES = re.compile("[\\x00-\\x1f\\x7f<>\\[\\]{}|#]")

LONGEST_CODE = 80


class NotSealable(ValueError):
    """Something that is neither an id nor a code was about to be kept. Carries nothing of it."""


_LEFT_OUT: tuple[str | int, ...] = ("", "", 0, "", "", "", 0, 0, 0, 0)
"""What stands for a field that `plain_pointer` left out."""


def plain_pointer(pointer: Pointer) -> list[str | int]:
    """A pointer as it goes under a seal; what is empty at its end is left out. Raises NotSealable."""
    plain = [
        _dbname(pointer.wiki),
        _pointable(pointer.kind).value,
        _number(pointer.id) if pointer.id else 0,
        _timestamp(pointer.timestamp),
        _title(pointer),
        _name(pointer),
        _parts(pointer.parts),
        int(pointer.is_marked),
        int(pointer.author_is_marked),
        _number(pointer.tail_of) if pointer.tail_of else 0,
    ]
    if not pointer.id and not (pointer.title or pointer.name):
        raise NotSealable
    while not plain[-1]:
        plain.pop()
    return plain


def read_plain_pointer(plain: Sequence[Any]) -> Pointer:
    """What `plain_pointer` gave. Raises ValueError for anything else."""
    fields: list[Any] = [*plain, *_LEFT_OUT[len(plain) :]]
    wiki, kind, number, timestamp, title, name, parts, marked, author_marked, tail_of = fields
    marks = (bool(marked), bool(author_marked))
    return Pointer(wiki, TargetKind(kind), number, timestamp, title, name, Parts(parts), *marks, tail_of)


def seal_pointer(vault: Vault, pointer: Pointer) -> str:
    plain = plain_pointer(pointer)
    return vault.seal(plain, least=POINTER_SIZES[1 if pointer.title or pointer.name else 0])


def open_pointer(vault: Vault, token: str) -> Pointer:
    return read_plain_pointer(vault.open(token))


def pointer_fingerprint(vault: Vault, pointer: Pointer) -> bytes:
    return vault.fingerprint("target", *pointer.identity)


def pointer_fingerprints(vault: Vault, pointer: Pointer) -> tuple[bytes, ...]:
    return vault.fingerprints("target", *pointer.identity)


def person_fingerprint(vault: Vault, central_id: int) -> bytes:
    return vault.fingerprint("person", central_id)


def person_fingerprints(vault: Vault, central_id: int) -> tuple[bytes, ...]:
    return vault.fingerprints("person", central_id)


def seal_account(vault: Vault, central_id: int) -> str:
    """The central id of an account that is followed: the account's name is never kept."""
    return vault.seal(_number(central_id))


def open_account(vault: Vault, token: str) -> int:
    return int(vault.open(token))


def seal_parties(vault: Vault, central_ids: Iterable[int]) -> str:
    """Central ids of those for whom a request must not exist: needed again only when the keys are rotated."""
    return vault.seal(sorted(_number(central_id) for central_id in central_ids), least=PARTIES_SIZE)


def open_parties(vault: Vault, token: str) -> frozenset[int]:
    return frozenset(vault.open(token))


def seal_hints(vault: Vault, hints: Hints) -> str:
    """Each field through its closed list again: what is not in it raises."""
    return vault.seal(
        {
            "exposed": sorted(_from_list(Exposed, exposed) for exposed in hints.exposed),
            "parts": _parts(hints.parts),
            "whose": _from_list(Whose, hints.whose),
            "intent": _from_list(Intent, hints.intent),
            "published_before": _from_list(PublishedBefore, hints.published_before),
            "side": None if hints.side is None else _from_list(Side, hints.side),
            "line": None if hints.line is None else _number(hints.line),
            "section": None if hints.section is None else _number(hints.section),
            "tail": None if hints.tail is None else _from_list(Tail, hints.tail),
            "guided": _plain_guided(hints.guided),
        },
        least=HINTS_SIZE,
    )


def open_hints(vault: Vault, token: str) -> Hints:
    kept = vault.open(token)
    return Hints(
        exposed=frozenset(Exposed(code) for code in kept["exposed"]),
        parts=Parts(kept["parts"]),
        whose=Whose(kept["whose"]),
        intent=Intent(kept["intent"]),
        published_before=PublishedBefore(kept["published_before"]),
        side=None if kept["side"] is None else Side(kept["side"]),
        line=kept["line"],
        section=kept["section"],
        tail=None if kept.get("tail") is None else Tail(kept["tail"]),
        guided=_read_guided(kept.get("guided")),
    )


def _plain_guided(guided: Guided | None) -> list[Any] | None:
    if guided is None:
        return None
    if not isinstance(guided, Guided):
        raise NotSealable
    plain = [guided.flow, _number(guided.version), [[question, list(values)] for question, values in guided.answers]]
    require_ids_and_codes(plain)
    return plain


def _read_guided(plain: Sequence[Any] | None) -> Guided | None:
    if plain is None:
        return None
    flow, version, answers = plain
    return Guided(flow, version, tuple((question, tuple(values)) for question, values in answers))


def require_ids_and_codes(value: Any) -> None:
    """Lets through numbers, yes and no, short codes, and lists and mappings of them. Raises NotSealable.

    SECURITY: drafts are checked by this, so that no page can park a title, a name or a sentence in one.
    """
    match value:
        case None | bool():
            return
        case int() if abs(value) <= LARGEST_ID:
            return
        case str() if len(value) <= LONGEST_CODE and _CODE.fullmatch(value):
            return
        case dict():
            require_ids_and_codes([*value.keys(), *value.values()])
        case list() | tuple():
            for part in value:
                require_ids_and_codes(part)
        case _:
            raise NotSealable


def _from_list(codes: type[StrEnum], code: str) -> str:
    if not isinstance(code, codes):
        raise NotSealable
    return code.value


def _pointable(kind: TargetKind) -> TargetKind:
    if kind not in POINTABLE:
        raise NotSealable
    return kind


def _timestamp(text: str) -> str:
    if not isinstance(text, str) or not re.fullmatch(r"(?:[0-9]{14})?", text, re.ASCII):
        raise NotSealable
    return text


def _title(pointer: Pointer) -> str:
    """SECURITY: only of what stands or stood on a page, and of a page only where that page has no public number; and
    never with a network address in it."""
    if not pointer.title:
        return ""
    if pointer.kind not in _ON_A_PAGE and (pointer.kind is not TargetKind.PAGE or pointer.id):
        raise NotSealable
    if holds_address(pointer.title):
        raise NotSealable
    return _as_the_wikis_allow(pointer.title)


def _name(pointer: Pointer) -> str:
    """SECURITY: only of an account that has no public number, and never with a network address in it."""
    if not pointer.name:
        return ""
    if pointer.kind is not TargetKind.ACCOUNT or pointer.id or holds_address(pointer.name):
        raise NotSealable
    return _as_the_wikis_allow(pointer.name)


def _as_the_wikis_allow(title: str) -> str:
    """No wiki has a longer title, or one with such signs: a pasted text is none."""
    too_long = len(title.encode(errors="replace")) > LONGEST_TITLE
    if too_long or _NEVER_IN_TITLES.search(title):
        raise NotSealable
    return title


def _parts(parts: Parts) -> int:
    if not isinstance(parts, Parts) or int(parts) not in range(8):
        raise NotSealable
    return int(parts)


def _number(number: int) -> int:
    if type(number) is not int or not 0 < number <= LARGEST_ID:
        raise NotSealable
    return number


def _dbname(wiki: str) -> str:
    if not isinstance(wiki, str) or not _DBNAME.fullmatch(wiki):
        raise NotSealable
    return wiki
