"""Pasted text of any length and script read into targets, in the order of the text, each once.

Nothing is asked of any wiki: what must be looked up is said in the target (`relation`). A text is read in one pass.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.domain.targets import Target, TargetKind
from app.domain.wikis import Farm, Wiki
from app.links.addresses import placed, read_address, read_wikitext
from app.links.finding import Form, Piece, find_pieces
from app.links.lists import read_each
from app.links.reading import NotUnderstood, Reading
from app.links.special_pages import KNOWN_SPECIAL_PAGES
from app.links.titles import read_person


@dataclass(frozen=True)
class Understood:
    """What one reading of a text gives: its targets, and the wikis whose own names decide what it means."""

    targets: tuple[Target, ...]
    wikis: frozenset[str]


def parse(text: str, farm: Farm) -> list[Target]:
    """Every target in `text`. Pieces that look like links and are not understood come as kind unknown, with why."""
    return list(understand(text, farm).targets)


def wikis_mentioned(text: str, farm: Farm) -> frozenset[str]:
    """Dbnames of the wikis whose own names decide what `text` means.

    Fetch those not asked yet, put them into the farm and ask again, until nothing new is named: behind one wiki's
    interwiki prefix may stand another. Links that English names explain name nobody.
    """
    return understand(text, farm).wikis


def understand(text: str, farm: Farm) -> Understood:
    """Both at once: when no wiki is named that was not asked yet, the targets are already the final ones."""
    reading = Reading(farm, KNOWN_SPECIAL_PAGES)
    targets = _once(_read(text, reading))
    return Understood(tuple(targets), frozenset(reading.consulted & farm.wikis.keys()))


def _once(targets: Iterable[Target]) -> list[Target]:
    """Each as it was first written; if only a later link names the page beside it, with that page."""
    first: dict[tuple[object, ...], Target] = {}
    for target in targets:
        known = first.setdefault(target.identity, target)
        if target.beside and not known.beside:
            first[target.identity] = replace(known, beside=target.beside)
    return list(first.values())


def _read(text: str, reading: Reading) -> list[Target]:
    pieces = list(find_pieces(text, lambda host: _is_of_farm(host, reading.farm)))
    addresses = {piece: _read_piece(piece, reading) for piece in pieces if piece.form is Form.ADDRESS}
    reading.home = _find_home(addresses.values(), reading.farm)
    read = [addresses.get(piece) or _read_piece(piece, reading) for piece in pieces]
    _settle_reported(pieces, read, reading.farm)
    return [target for targets in read for target in targets]


def _is_of_farm(host: str, farm: Farm) -> bool:
    return farm.by_host(host) is not None or host == farm.short_link_host.lower()


def _find_home(read: Iterable[list[Target]], farm: Farm) -> Wiki | None:
    """The one wiki that all full addresses are on; on a farm of one wiki, that one."""
    named = {target.wiki for targets in read for target in targets if target.wiki} or set(farm.wikis)
    return farm.wikis.get(named.pop()) if len(named) == 1 else None


def _read_piece(piece: Piece, reading: Reading) -> list[Target]:
    try:
        targets = list(_read_by_form(piece, reading))
    except NotUnderstood as reason:
        targets = [Target(TargetKind.UNKNOWN, None, why=reason.why)]
    return [replace(target, input=piece.text) for target in targets]


def _read_by_form(piece: Piece, reading: Reading) -> Iterator[Target]:
    match piece.form:
        case Form.ADDRESS:
            yield from read_address(reading, piece.link)
        case Form.WIKITEXT:
            yield from read_wikitext(reading, piece.link)
        case Form.NAMES:
            wiki = reading.home_or_central().dbname
            yield from (placed(reading, each) for each in read_each(lambda name: read_person(wiki, name), piece.names))
        case Form.REPORTED:
            yield read_person(None, piece.link)
        case Form.IP if piece.ip:
            yield Target(piece.ip, None, name=piece.link)


def _settle_reported(pieces: list[Piece], read: list[list[Target]], farm: Farm) -> None:
    """A mail names the reported account before the link that tells which wiki it is on."""
    wiki = farm.central
    for piece, targets in zip(reversed(pieces), reversed(read), strict=True):
        if piece.form is Form.REPORTED:
            targets[:] = [replace(target, wiki=wiki) if target.name else target for target in targets]
            wiki = farm.central
        elif targets and targets[0].wiki:
            wiki = targets[0].wiki
