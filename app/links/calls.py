"""One special page as a link opens it, and the plain ways to read it: a number, a page, a person.

Knows nothing of what the pages are called and of hosts and paths.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.targets import Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.ips import read_address
from app.links.lists import read_each
from app.links.reading import USER, NotUnderstood, Reading
from app.links.titles import read_person, read_title


@dataclass(frozen=True)
class Call:
    """`part` is what follows the page's slash, empty where nothing does."""

    reading: Reading
    wiki: Wiki
    part: str
    query: Mapping[str, str]

    def first(self, *keys: str) -> str:
        """The first of these parameters that is given; empty where none is."""
        return next((self.query[key] for key in keys if self.query.get(key)), "")

    def one(self, kind: TargetKind, id: int) -> list[Target]:
        return [Target(kind, self.wiki.dbname, id=id)]

    def page(self, title: str) -> list[Target]:
        if not title:
            raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
        return [Target(TargetKind.PAGE, self.wiki.dbname, title=read_title(title))]

    def person(self, name: str) -> list[Target]:
        if not name:
            raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)
        return [self._person(name)]

    def people(self, names: list[str]) -> list[Target]:
        return read_each(self._person, names, none=Why.NOT_A_LINK_WE_KNOW)

    def owner(self, title: str) -> str:
        """Whose user page `title` is; empty for every other page."""
        prefix, colon, rest = title.partition(":")
        if not colon or read_address(title.strip()):
            return ""
        return rest.strip(" _") if self.reading.namespace(self.wiki, prefix) == USER else ""

    def _person(self, name: str) -> Target:
        return read_person(self.wiki.dbname, self.owner(name) or name)
