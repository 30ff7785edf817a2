"""What is carried through the reading of one pasted text: the farm, and whose own names it turned out to need.

English names of namespaces and special pages work on every wiki and are tried first; a wiki's own names count on that
wiki only. Knows nothing of addresses or of text.
"""

import re
from dataclasses import dataclass, field

from app.domain.targets import Why
from app.domain.wikis import Farm, Wiki

MOST_STEPS = 6
"""How many interwiki prefixes (and sign-in detours) are followed, one after the other."""

SPECIAL, MAIN, USER, USER_TALK, FILE = -1, 0, 2, 3, 6

_NAMESPACES = {
    "media": -2, "special": SPECIAL, "talk": 1, "user": USER, "user_talk": USER_TALK, "project": 4, "project_talk": 5,
    "file": FILE, "image": FILE, "file_talk": 7, "image_talk": 7, "mediawiki": 8, "mediawiki_talk": 9, "template": 10,
    "template_talk": 11, "help": 12, "help_talk": 13, "category": 14, "category_talk": 15,
}  # fmt: skip

_SPECIAL_PAGES = {
    "permalink": "permanentlink", "contribs": "contributions", "blockip": "block", "blockuser": "block",
    "makesysop": "userrights", "makebot": "userrights", "logs": "log", "history": "pagehistory", "info": "pageinfo",
    "edit": "editpage", "findcomment": "gotocomment", "login": "userlogin", "delete": "deletepage",
    "protect": "protectpage", "move": "movepage", "globaluserrights": "globalgroupmembership",
    "ipblocklist": "blocklist", "listblocks": "blocklist", "filelist": "listfiles", "imagelist": "listfiles",
    "globalunblock": "removeglobalblock",
}  # fmt: skip
"""English aliases that differ from the page's real name."""


class NotUnderstood(Exception):
    """This piece of text does not name anything Haven can look up."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass
class Reading:
    """One reading of one text. `consulted` collects the wikis whose own names could have mattered.

    `home` is the wiki on which bare wikitext is taken to be written: the one that all full addresses of the text are
    on. None where there is no such one wiki.
    """

    farm: Farm
    known_special_pages: frozenset[str]
    home: Wiki | None = None
    consulted: set[str] = field(default_factory=set)

    def home_or_central(self) -> Wiki:
        """Where what names no wiki is read: global accounts and interwiki prefixes are the same on both."""
        wiki = self.home or self.farm.wikis.get(self.farm.central)
        if wiki is None:
            raise NotUnderstood(Why.WHICH_WIKI)
        return wiki

    def namespace(self, wiki: Wiki, name: str, matters: bool = True) -> int | None:
        """The number of a namespace by name, None where there is none. `matters`: whether it decides anything."""
        key = name_key(name)
        if key in _NAMESPACES:
            return _NAMESPACES[key]
        if matters:
            self.consulted.add(wiki.dbname)
        return self.farm.names_of(wiki.dbname).namespaces.get(key)

    def special_page(self, wiki: Wiki, name: str) -> str:
        """The real name of a special page in lower case; the name as written where nobody knows it."""
        key = name_key(name)
        key = _SPECIAL_PAGES.get(key, key)
        if key in self.known_special_pages:
            return key
        self.consulted.add(wiki.dbname)
        real = self.farm.names_of(wiki.dbname).special_pages.get(key, key).lower()
        return _SPECIAL_PAGES.get(real, real)

    def interwiki(self, wiki: Wiki, prefix: str) -> str | None:
        """The address pattern behind a prefix, as this wiki resolves it."""
        self.consulted.add(wiki.dbname)
        return self.farm.names_of(wiki.dbname).interwiki.get(name_key(prefix))

    def article_paths(self, wiki: Wiki) -> list[str]:
        """What stands before a title in a path of this wiki; its neighbours' way where its own is not known."""
        paths = (self.farm.names_of(dbname).article_path for dbname in (wiki.dbname, self.farm.central))
        return [path.removesuffix("$1") for path in ("/wiki/$1", *paths) if path.endswith("/$1")]


def name_key(name: str) -> str:
    """Names are compared in lower case, with single underscores for spaces."""
    return re.sub(r"[ _]+", "_", name.strip(" _")).lower()
