"""Addresses of api.php, meant for programs. Their numbers and names are taken; they are never called.

Knows nothing of hosts and paths.
"""

from collections.abc import Mapping

from app.domain.targets import Relation, Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.entities import read_entity
from app.links.lists import read_each, split_names
from app.links.numbers import read_number
from app.links.reading import NotUnderstood
from app.links.revisions import read_list, revision
from app.links.selections import comment, deleted_revision, read_selection, with_page_beside
from app.links.titles import read_person, read_title

_Query = Mapping[str, str]

_NUMBERS = {
    "revids": TargetKind.REVISION, "oldid": TargetKind.REVISION, "revid": TargetKind.REVISION,
    "rev": TargetKind.REVISION, "undo": TargetKind.REVISION,
    "pageids": TargetKind.PAGE, "pageid": TargetKind.PAGE, "fromid": TargetKind.PAGE,
    "leids": TargetKind.LOG, "logid": TargetKind.LOG, "log": TargetKind.LOG, "afllogid": TargetKind.ABUSE_LOG,
    "ususerids": TargetKind.ACCOUNT, "ucuserids": TargetKind.ACCOUNT, "userid": TargetKind.ACCOUNT,
}  # fmt: skip
_TITLES = (
    "titles", "title", "page", "totitle", "fromtitle", "letitle", "afltitle", "rctitle", "from",
)  # fmt: skip
_NAMES = (
    "ususers", "ucuser", "guiuser", "bkusers", "bkip", "bgtargets", "bgip", "aluser", "leuser", "afluser", "rcuser",
    "arvuser", "adruser", "druser", "aiuser", "user",
)  # fmt: skip
_ABOUT_THE_ABUSE_LOG = frozenset({"abuselogprivatedetails", "abusefiltercheckmatch"})
_RELATIVE = {"prev": None, "next": Relation.NEXT, "cur": Relation.LATEST}


def read_api(wiki: Wiki, query: _Query) -> list[Target]:
    """What a query to api.php asks about."""
    if found := _read_action(wiki, query) or _read_comparison(wiki, query):
        return found
    for key, kind in _NUMBERS.items():
        if query.get(key):
            return with_page_beside(read_list(wiki, kind, query[key]), query.get("title") or query.get("page"))
    for key in _TITLES:
        if query.get(key):
            return read_each(lambda title: _page(wiki, title), split_names(query[key]))
    for key in _NAMES:
        if query.get(key):
            return read_each(lambda name: read_person(wiki.dbname, name), split_names(query[key]))
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def _read_action(wiki: Wiki, query: _Query) -> list[Target]:
    """Where the same parameter means something else for one action."""
    match query.get("action"):
        case "revisiondelete":
            return read_selection(wiki, query, query.get("target"))
        case "undelete" if (title := query.get("title")) and (times := query.get("timestamps")):
            return read_each(lambda time: deleted_revision(wiki, title, time), split_names(times))
        case "discussiontoolsfindcomment" if query.get("idorname"):
            return [comment(wiki, query["idorname"])]
        case "wbgetentities" if query.get("ids"):
            return read_each(lambda id: read_entity(wiki, id), split_names(query["ids"]))
        case action if action in _ABOUT_THE_ABUSE_LOG and query.get("logid"):
            return read_list(wiki, TargetKind.ABUSE_LOG, query["logid"])
    return []


def _read_comparison(wiki: Wiki, query: _Query) -> list[Target]:
    if query.get("torev"):
        older = query.get("fromrev")
        from_id = read_number(older) if older else None
        return [revision(wiki, read_number(query["torev"]), from_id=from_id)]
    if query.get("fromrev"):
        relation = _RELATIVE.get(query.get("torelative", "prev"))
        return [revision(wiki, read_number(query["fromrev"]), relation)]
    return []


def _page(wiki: Wiki, title: str) -> Target:
    return Target(TargetKind.PAGE, wiki.dbname, title=read_title(title))
