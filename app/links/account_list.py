"""A pasted list of accounts: what the parser finds in it, and, as this box is for accounts, a bare name on a line.

A line is a name, `User:NAME`, a central id (`#123`), a link, a template, or text with links in it. Addresses are told
apart: they are no accounts. Nothing is asked of any wiki.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.accounts import Meant
from app.domain.targets import Pointer, Target, TargetKind, Why
from app.domain.wikis import Farm
from app.links.finding import find_pieces
from app.links.forms_accounts import user_link
from app.links.numbers import read_number
from app.links.parser import parse
from app.links.reading import NotUnderstood
from app.links.titles import read_person

WORDS_AT_MOST = 8
"""A line of more words is a sentence: what people wrote to each other must not be asked of a wiki as a name."""

_LIST_MARK = re.compile(r"(?:[*:;> \t]|#(?![ \t]?[0-9])|(?:[-\u2022\u00b7]|[0-9]{1,4}[.)])(?=[ \t]))*")
_CENTRAL_ID = re.compile(r"#[ \t]?([0-9]{1,19})")
_PREFIX = re.compile(r"user(?:[ _]talk)?[ _]*:[ _]*", re.IGNORECASE)
_IN_A_MAIL = re.compile(r"^[> \t*_]*(?:Reporting|Reported) user[*_]*:", re.MULTILINE)


@dataclass(frozen=True)
class AccountList:
    """`meant`, each once. `addresses` are network addresses, `unused` whatever else."""

    meant: tuple[Meant, ...]
    addresses: tuple[Target, ...]
    unused: tuple[Target, ...]


def read_account_list(text: str, farm: Farm) -> AccountList:
    """Who is meant: first the lines that are a name or a number by themselves, then what is found in the rest."""
    by_kind: dict[TargetKind, dict[tuple[object, ...], Target]] = {}
    for target in _read(text, farm):
        by_kind.setdefault(target.kind, {}).setdefault(target.identity, target)
    accounts = by_kind.pop(TargetKind.ACCOUNT, {}).values()
    addresses = [each for kind in (TargetKind.IP, TargetKind.RANGE) for each in by_kind.pop(kind, {}).values()]
    unused = [each for targets in by_kind.values() for each in targets.values()]
    return AccountList(tuple(dict.fromkeys(map(_meant, accounts))), tuple(addresses), tuple(unused))


def write_list(farm: Farm, pointers: Iterable[Pointer]) -> str:
    """The accounts among these as such a list, by their numbers where they have one. SECURITY: not those whose name was
    marked as what harms: the list names everybody in it."""
    accounts = [each for each in pointers if each.kind is TargetKind.ACCOUNT and not each.is_marked]
    return "\n".join(
        user_link(farm.wikis[each.wiki], each.id) if each.id else each.name
        for each in accounts
        if each.wiki in farm.wikis
    )


def _meant(target: Target) -> Meant:
    if target.name:
        return Meant(name=target.name)
    if target.wiki is None:
        return Meant(central_id=target.id or 0)
    return Meant(wiki=target.wiki, local_id=target.id or 0)


def _read(text: str, farm: Farm) -> Iterator[Target]:
    """The rest is parsed as one text: a link in it decides what the bare wikitext around it means."""
    lines = text.splitlines()
    # SECURITY: of a mail no line is a name. It would be sent to the wiki, and may say what nobody else must read.
    alone = [None if _IN_A_MAIL.search(text) else _read_line(line, farm) for line in lines]
    yield from (target for target in alone if target is not None)
    yield from parse("\n".join(line for line, target in zip(lines, alone, strict=True) if target is None), farm)


def _read_line(line: str, farm: Farm) -> Target | None:
    """What a line says by itself; None where the parser has to read it."""
    mark = _LIST_MARK.match(line)
    bare = line[mark.end() if mark else 0 :].strip()
    if number := _CENTRAL_ID.fullmatch(bare):
        return _try_to_read(line, lambda: Target(TargetKind.ACCOUNT, None, id=read_number(number[1])))
    if not bare or any(find_pieces(line, lambda host: farm.by_host(host) is not None)):
        return None
    if len(bare.split()) > WORDS_AT_MOST:
        return Target(TargetKind.UNKNOWN, None, input=line, why=Why.NOT_AN_ACCOUNT)
    return _try_to_read(line, lambda: read_person(None, _PREFIX.sub("", bare, count=1)))


def _try_to_read(line: str, read: Callable[[], Target]) -> Target:
    try:
        return replace(read(), input=line)
    except NotUnderstood as reason:
        why = Why.NOT_AN_ACCOUNT if reason.why is Why.NOT_A_LINK_WE_KNOW else reason.why
        return Target(TargetKind.UNKNOWN, None, input=line, why=why)
