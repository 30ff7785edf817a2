"""Which revision a link means: `diff`, `oldid` and their words, in a query or as parts of Special:Diff.

The rules are those tried on a real wiki (facts, mediawiki.md section 6). Knows nothing of hosts and paths.
"""

from collections.abc import Mapping

from app.domain.targets import Relation, Target, TargetKind, Why
from app.domain.wikis import Wiki
from app.links.lists import read_each, split_ids
from app.links.numbers import MARKS, is_word, is_zero, read_number
from app.links.reading import NotUnderstood

_Query = Mapping[str, str]

_ACTIONS_ON_ONE_REVISION = frozenset({"history", "info", "edit", "raw", "submit", "mcrundo", "mcrrestore"})
_DIRECTIONS = {"next": Relation.NEXT, "prev": Relation.PREVIOUS}


def names_revision(query: _Query) -> bool:
    """Whether a number of a revision stands in the query, so that `title` does not matter."""
    if query.get("action") in _ACTIONS_ON_ONE_REVISION:
        return any(_is_given(query.get(key)) for key in ("oldid", "undo", "restore"))
    return any(_is_given(query.get(key)) and not is_word(query[key]) for key in ("oldid", "diff", "stableid"))


def read_query(wiki: Wiki, query: _Query, title: str | None) -> Target | None:
    """The revision that a page's query names, None where it names the page itself."""
    oldid = query.get("oldid")
    if query.get("action") in _ACTIONS_ON_ONE_REVISION:
        given = (query.get(key) for key in ("oldid", "undo", "restore"))
        number = next((value for value in given if _is_given(value)), None)
        return revision(wiki, read_number(number)) if number else None
    if (diff := query.get("diff")) is not None:
        if title is None and not _is_given(oldid) and (is_word(diff) or is_zero(diff)) and "curid" in query:
            return None
        return read_diff(wiki, oldid, diff, title)
    if not _is_given(oldid) and (stable := query.get("stableid")) and not is_word(stable):
        oldid = stable  # a reviewed version: the number of a revision, as anywhere
    if oldid is None or not _is_given(oldid):
        return None
    return revision(wiki, read_number(oldid), _DIRECTIONS.get(query.get("direction", "")))


def read_diff(wiki: Wiki, old: str | None, new: str, title: str | None) -> Target:
    """The revision on the newer side of a comparison; what must be looked up is said as a relation."""
    base = read_number(old) if old is not None and _is_given(old) and not is_word(old) else None
    if not (is_word(new) or is_zero(new)):
        return revision(wiki, read_number(new), from_id=base)
    if base is None:
        if not title:
            raise NotUnderstood(Why.BAD_NUMBER)
        return Target(TargetKind.REVISION, wiki.dbname, title=title, relation=Relation.LATEST)
    match new.strip(MARKS):
        case "prev":
            return revision(wiki, base)
        case "next":
            return revision(wiki, base, Relation.NEXT)
    return revision(wiki, base, Relation.LATEST)


def read_parts(wiki: Wiki, parts: str) -> Target:
    """`N`, `M/N`, `N/prev`, `cur/N`, ...: one part is `diff`, two are `oldid` and `diff`."""
    match parts.split("/"):
        case [new] if new:
            return read_diff(wiki, None, new, None)
        case [old, new]:
            return read_diff(wiki, old, new, None)
    raise NotUnderstood(Why.NOT_A_LINK_WE_KNOW)


def read_mobile_parts(wiki: Wiki, parts: str) -> Target:
    """`N` or `M...N`; two dots are misread by the wiki and so are not understood here."""
    old, dots, new = parts.partition("...")
    return read_diff(wiki, old, new, None) if dots else revision(wiki, read_number(parts))


def revision(wiki: Wiki, id: int, relation: Relation | None = None, from_id: int | None = None) -> Target:
    return Target(TargetKind.REVISION, wiki.dbname, id=id, relation=relation, from_id=from_id)


def read_list(wiki: Wiki, kind: TargetKind, numbers: str) -> list[Target]:
    """One target for each number of a list."""
    return read_each(lambda number: Target(kind, wiki.dbname, id=read_number(number)), split_ids(numbers))


def _is_given(value: str | None) -> bool:
    return bool(value) and not is_zero(value or "")
