"""A pasted list of accounts: what the parser finds in it, and, as this box is for accounts, a bare name on a line.

A line is a name, `User:NAME`, a central id (`#123`), a link, a template, or text with links in it. Addresses are told
apart: they are no accounts. Nothing is asked of any wiki.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.accounts import Account, Meant
from app.domain.targets import Pointer, Target, TargetKind, Why
from app.domain.wikis import Farm
from app.links.bare_lines import LeftOut, read_bare_lines
from app.links.finding import find_pieces
from app.links.forms_accounts import user_link
from app.links.numbers import read_number
from app.links.parser import parse
from app.links.reading import NotUnderstood
from app.links.titles import read_person

WORDS_AT_MOST = 8
"""After `User:`. A line of more words is a sentence."""

_MARKS = r"(?:[*:;> \t\u2022\u00b7\u2013-]|#(?![ \t]?[0-9])|[0-9]{1,4}[.)][ \t])*+"
_CENTRAL_ID = re.compile(rf"{_MARKS}#[ \t]?([0-9]{{1,19}})")
_SAID = re.compile(rf"{_MARKS}user(?:[ _]talk)?[ _]*:[ _]*(?=\S)", re.IGNORECASE)
_AROUND = " \t\r\n\u00a0\u3000\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
"""Around a line that was copied: blanks and marks of direction, which are no part of any name."""
_IN_A_MAIL = re.compile(r"^[> \t*_]*(?:Reporting|Reported) user[*_]*:", re.MULTILINE)


@dataclass(frozen=True)
class AccountList:
    """`meant`, each once. `addresses` are network addresses, `unused` whatever else. `left_out` are lines that were
    not taken for names, as some of them look like a text."""

    meant: tuple[Meant, ...]
    addresses: tuple[Target, ...]
    unused: tuple[Target, ...]
    left_out: tuple[LeftOut, ...] = ()


def read_account_list(text: str, farm: Farm) -> AccountList:
    """Who is meant: first the lines that are a name or a number by themselves, then what is found in the rest."""
    by_kind: dict[TargetKind, dict[tuple[object, ...], Target]] = {}
    targets, left_out = _read(text, farm)
    for target in targets:
        by_kind.setdefault(target.kind, {}).setdefault(target.identity, target)
    accounts = by_kind.pop(TargetKind.ACCOUNT, {}).values()
    addresses = [each for kind in (TargetKind.IP, TargetKind.RANGE) for each in by_kind.pop(kind, {}).values()]
    unused = [each for targets in by_kind.values() for each in targets.values()]
    return AccountList(tuple(dict.fromkeys(map(_meant, accounts))), tuple(addresses), tuple(unused), left_out)


def write_list(farm: Farm, pointers: Iterable[Pointer]) -> str:
    """The accounts among these as such a list, by their numbers where they have one. SECURITY: not those whose name was
    marked as what harms: the list names everybody in it."""
    accounts = [each for each in pointers if each.kind is TargetKind.ACCOUNT and not each.is_marked]
    return "\n".join(
        user_link(farm.wikis[each.wiki], each.id) if each.id else f"[[User:{each.name}]]"
        for each in accounts
        if each.wiki in farm.wikis
    )


def write_names(farm: Farm, accounts: Iterable[Account]) -> str:
    """Their names, one a line, to take along and to paste back: each is read as exactly this account. Where the name
    alone would be read as something else, its central id stands in its place."""
    return "\n".join(
        each.name if _is_read_back(each.name, farm) else f"#{each.central_id}"
        for each in {each.central_id: each for each in accounts}.values()
    )


def write_account(farm: Farm, account: Account) -> str:
    """One account as any box of ours takes it: by its LOCAL number where it is at home, so that no name is asked for;
    else on the first wiki of the farm that has it. By its name where there is none."""
    places = sorted((place for place in account.on if place.wiki in farm.wikis), key=lambda place: not place.is_home)
    if not places:
        return f"[[Special:CentralAuth/{account.name}]]"
    return user_link(farm.wikis[places[0].wiki], places[0].user_id)


def _is_read_back(name: str, farm: Farm) -> bool:
    """Alone as well as among others that are: it carries no mark of a list, and does not look like a text."""
    return read_account_list(name, farm) == AccountList((Meant(name=name),), (), ())


def _meant(target: Target) -> Meant:
    if target.name:
        return Meant(name=target.name)
    if target.wiki is None:
        return Meant(central_id=target.id or 0)
    return Meant(wiki=target.wiki, local_id=target.id or 0)


def _read(text: str, farm: Farm) -> tuple[list[Target], tuple[LeftOut, ...]]:
    """The rest is parsed as one text: a link in it decides what the bare wikitext around it means."""
    lines = dict(enumerate(text.splitlines()))
    # SECURITY: of a mail no line is a name. It would be sent to the wiki, and may say what nobody else must read.
    by_itself = {} if _IN_A_MAIL.search(text) else _without_links(lines, farm)
    said = {number: target for number, line in by_itself.items() if (target := _read_said(line))}
    names, left_out = read_bare_lines({number: by_itself[number] for number in by_itself.keys() - said.keys()})
    alone = said | {number: _read_name(lines[number], name) for number, name in names.items()}
    rest = "\n".join(line for number, line in lines.items() if number not in by_itself)
    return [*(alone[number] for number in sorted(alone)), *parse(rest, farm)], left_out


def _without_links(lines: Mapping[int, str], farm: Farm) -> dict[int, str]:
    """The lines that the parser finds nothing in, and those with a central id."""
    found = {}
    for number, line in lines.items():
        bare = line.strip(_AROUND)
        if _CENTRAL_ID.fullmatch(bare) or (bare and not any(find_pieces(line, lambda host: _is_wiki(host, farm)))):
            found[number] = bare
    return found


def _is_wiki(host: str, farm: Farm) -> bool:
    return farm.by_host(host) is not None


def _read_said(line: str) -> Target | None:
    """A line that itself says that it is an account: a central id, or `User:NAME`."""
    if number := _CENTRAL_ID.fullmatch(line):
        return _try_to_read(line, lambda: Target(TargetKind.ACCOUNT, None, id=read_number(number[1])))
    prefix = _SAID.match(line)
    if prefix is None:
        return None
    name = line[prefix.end() :]
    if len(name.split()) > WORDS_AT_MOST:
        return Target(TargetKind.UNKNOWN, None, input=line, why=Why.NOT_AN_ACCOUNT)
    return _read_name(line, name)


def _read_name(line: str, name: str) -> Target:
    return _try_to_read(line, lambda: read_person(None, name))


def _try_to_read(line: str, read: Callable[[], Target]) -> Target:
    try:
        return replace(read(), input=line)
    except NotUnderstood as reason:
        why = Why.NOT_AN_ACCOUNT if reason.why is Why.NOT_A_LINK_WE_KNOW else reason.why
        return Target(TargetKind.UNKNOWN, None, input=line, why=why)
