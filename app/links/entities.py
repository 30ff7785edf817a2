"""Wikidata's own numbers: each is the page of an item, a property, a lexeme or a file's description.

They say which page is meant on every wiki that has such pages. Knows nothing of hosts and paths.
"""

import re

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.numbers import read_number
from app.links.reading import NotUnderstood

_ENTITY = re.compile(r"([QPLM])([0-9]{1,19})(?:-[SF][0-9]{1,19})?", re.ASCII | re.IGNORECASE)
_NAMESPACES = {"Q": "", "P": "Property:", "L": "Lexeme:"}


def title_of(id: str) -> str | None:
    """`Q42` -> `Q42`, `P31` -> `Property:P31`; None where the number is no title."""
    entity = _ENTITY.fullmatch(id.strip())
    if entity is None or entity[1].upper() not in _NAMESPACES:
        return None
    return f"{_NAMESPACES[entity[1].upper()]}{entity[1].upper()}{entity[2]}"


def read_entity(wiki: Wiki, id: str) -> Target:
    """The page of an entity. `M7` describes the file whose page has the id 7."""
    if title := title_of(id):
        return Target(TargetKind.PAGE, wiki.dbname, title=title)
    entity = _ENTITY.fullmatch(id.strip())
    if entity is None:
        raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
    return Target(TargetKind.PAGE, wiki.dbname, id=read_number(entity[2]))
