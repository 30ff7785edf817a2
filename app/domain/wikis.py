"""A wiki of the farm, as `action=sitematrix` and `meta=siteinfo` describe it.

Nothing here asks a wiki anything; `app.mediawiki.sites` does and fills these in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

TEST_WIKIS = frozenset({"testwiki", "test2wiki", "testwikidatawiki", "testcommonswiki", "labswiki", "labtestwiki"})
"""Wikis whose rights never count, whatever they say of somebody (docs/architecture.md, Roles)."""


@dataclass(frozen=True)
class Wiki:
    """One wiki: `dbname` names it in Haven, `server` is its canonical origin without a trailing slash."""

    dbname: str
    server: str
    script_path: str = "/w"
    language: str = "en"
    direction: str = "ltr"
    site_name: str = ""
    closed: bool = False
    private: bool = False
    fishbowl: bool = False

    @property
    def host(self) -> str:
        """Host and port in lower case, as links carry them."""
        return urlsplit(self.server).netloc.lower()

    @property
    def index(self) -> str:
        return f"{self.server}{self.script_path}/index.php"

    @property
    def api(self) -> str:
        return f"{self.server}{self.script_path}/api.php"

    @property
    def counts_for_rights(self) -> bool:
        """Rights on test, closed, private and fishbowl wikis give nothing in Haven."""
        return not (self.closed or self.private or self.fishbowl or self.dbname in TEST_WIKIS)

    @property
    def readable(self) -> bool:
        """Whether the public may ask this wiki; a private wiki answers nobody."""
        return not self.private


@dataclass(frozen=True)
class SiteNames:
    """How one wiki names things (`meta=siteinfo`): all keys are compared in lower case with spaces as underscores.

    `special_pages` maps each local alias to its canonical English name ("Spezial"-side names without the prefix);
    `namespaces` maps names and aliases to numbers; `interwiki` maps prefixes to address patterns holding `$1`.
    """

    article_path: str = "/wiki/$1"
    script: str = "/w/index.php"
    special_pages: Mapping[str, str] = field(default_factory=dict)
    namespaces: Mapping[str, int] = field(default_factory=dict)
    interwiki: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Farm:
    """Every wiki that links may point at. A host that is not here is never asked anything, but for one: the
    `short_link_host` is asked where its links lead, one step."""

    wikis: Mapping[str, Wiki]
    central: str
    names: Mapping[str, SiteNames] = field(default_factory=dict)
    short_link_host: str = "w.wiki"

    def by_host(self, host: str) -> Wiki | None:
        """The wiki at `host`, mobile forms (`en.m.wikipedia.org`, `m.wikidata.org`) included."""
        if not host.isascii():
            # SECURITY: lower-casing turns look-alikes such as the Kelvin sign into ASCII letters.
            return None
        return self._hosts.get(host.lower()) or self._hosts.get(_without_mobile_label(host.lower()))

    def names_of(self, dbname: str) -> SiteNames:
        """What is known of the wiki's own names; English only where nothing is known yet."""
        return self.names.get(dbname, SiteNames())

    @property
    def _hosts(self) -> Mapping[str, Wiki]:
        cached: dict[str, Wiki] | None = self.__dict__.get("_host_index")
        if cached is None:
            cached = {wiki.host: wiki for wiki in self.wikis.values()}
            object.__setattr__(self, "_host_index", cached)
        return cached


def _without_mobile_label(host: str) -> str:
    """`en.m.wikipedia.org` -> `en.wikipedia.org`; `m.wikidata.org` -> `www.wikidata.org`."""
    labels = host.split(".")
    if labels[0] == "m":
        return ".".join(["www", *labels[1:]])
    return ".".join(label for position, label in enumerate(labels) if not (label == "m" and position == 1))
