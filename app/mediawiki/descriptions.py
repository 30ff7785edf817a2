"""What is asked of a farm and its wikis about themselves, and how strictly the answers are read.

Names are read as from saved answers (`app.links.saved_answers`); this adds what only a live farm needs: which rights a
group carries, and which addresses may be asked at all. A shape it does not know raises LookupError or TypeError.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from app.domain.wikis import Farm, SiteNames, Wiki
from app.links.saved_answers import read_farm, read_names

SITEMATRIX = {"action": "sitematrix", "smlimit": "max"}
GENERAL = {"action": "query", "meta": "siteinfo", "siprop": "general"}
DESCRIPTION = {
    "action": "query",
    "meta": "siteinfo",
    "siprop": "general|namespaces|namespacealiases|specialpagealiases|interwikimap|usergroups",
}


@dataclass(frozen=True)
class WikiDescription:
    """How one wiki names things, and which rights each of its groups carries."""

    names: SiteNames
    rights_of_group: Mapping[str, frozenset[str]]

    def rights_of(self, groups: frozenset[str]) -> frozenset[str]:
        """The rights that these groups carry together on this wiki."""
        return frozenset().union(*(self.rights_of_group.get(group, frozenset()) for group in groups))


def read_description(data: Mapping[str, Any]) -> WikiDescription:
    """One wiki's answer to `DESCRIPTION`."""
    groups = {str(group["name"]): frozenset(map(str, group.get("rights", ()))) for group in data["query"]["usergroups"]}
    return WikiDescription(read_names(data), groups)


def read_dbname(data: Mapping[str, Any]) -> str:
    """The dbname of the wiki that answered `GENERAL`."""
    return str(data["query"]["general"]["wikiid"])


def read_live_farm(sitematrix: Mapping[str, Any], central: str, script_path: str) -> Farm:
    """The farm of an answer to `SITEMATRIX`, every wiki laid out like the central one, odd addresses left out."""
    farm = read_farm({"sitematrix": sitematrix["sitematrix"]}, {}, central)
    wikis = {
        dbname: replace(wiki, script_path=script_path)
        for dbname, wiki in farm.wikis.items()
        if _has_plain_address(wiki)
    }
    if central not in wikis:
        raise LookupError
    return Farm(wikis, central)


def _has_plain_address(wiki: Wiki) -> bool:
    """SECURITY: these addresses are all that Haven ever asks."""
    parts = urlsplit(wiki.server)
    is_bare = wiki.server == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    return is_bare and parts.scheme in {"http", "https"} and bool(parts.hostname)
