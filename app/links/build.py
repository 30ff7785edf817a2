"""Links that open a wiki's own pages, already filled in. Haven never acts on a wiki: a person follows these.

Pure: knows nothing of rights or live state. That all ids of one link are of one page, and that what this person cannot
see was left out, is the caller's duty. English names of special pages work on every wiki (facts, mediawiki.md 1 and 6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from app.domain.visibility import Parts
from app.domain.wikis import Wiki

MOST_BYTES = 4_000
"""Longest link; Wikimedia's edge limit is not known, 500 short ids at 3.1 kB were tried."""
MOST_BYTES_THROUGH_SIGN_IN = 6_000
"""Longest link through the sign-in, where the whole query is encoded once more."""

_FIELD_OF_PART = {Parts.TEXT: "wpHidePrimary", Parts.SUMMARY: "wpHideComment", Parts.USER_NAME: "wpHideUser"}
_Query = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OnWikiLink:
    """A link into a wiki's form, and the same through that wiki's sign-in. `ids` are the revisions it names."""

    url: str
    through_sign_in: str
    ids: tuple[int, ...] = ()


def revision_delete_links(
    wiki: Wiki, ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Special:RevisionDelete with `parts` ticked, as few links as fit; each id once, in the given order.

    `reason` is the exact text of one option of the wiki's own list, or None: then the person chooses there.
    """

    def link(chosen: tuple[int, ...]) -> OnWikiLink:
        query = _revision_delete_query(chosen, parts, suppress, reason)
        url = _link(wiki, query)
        return OnWikiLink(url, through_sign_in(url), chosen)

    bare = link(())
    room = min(MOST_BYTES - len(bare.url), MOST_BYTES_THROUGH_SIGN_IN - len(bare.through_sign_in))
    return [link(chosen) for chosen in _batches(tuple(dict.fromkeys(ids)), room)]


def diff_link(wiki: Wiki, id: int) -> str:
    """What revision `id` changed."""
    return _link(wiki, [("title", f"Special:Diff/{id}")])


def edit_link(wiki: Wiki, page_id: int) -> OnWikiLink:
    """The editor of a page, to take the text out of its newest revision before older ones are hidden."""
    url = _link(wiki, [("curid", str(page_id)), ("action", "edit")])
    return OnWikiLink(url, through_sign_in(url), ())


def history_link(wiki: Wiki, page_id: int) -> str:
    """The history of a page."""
    return _link(wiki, [("curid", str(page_id)), ("action", "history")])


def page_link(wiki: Wiki, title: str) -> str:
    """A page by its title, such as a special page that mails a team."""
    return _link(wiki, (("title", title),))


def email_link(wiki: Wiki, name: str) -> str:
    """The wiki's own mail form, addressed to `name`."""
    return _link(wiki, [("title", "Special:EmailUser"), ("wpTarget", name)])


def talk_link(wiki: Wiki, name: str) -> str:
    """The public talk page of `name`."""
    return _link(wiki, [("title", f"User talk:{name}")])


def user_contributions_link(wiki: Wiki, name: str) -> str:
    """What the account or address `name` did on this wiki."""
    return _link(wiki, [("title", "Special:Contributions"), ("target", name)])


def through_sign_in(link: str) -> str:
    """The page that a link built here opens, by way of signing in there: many forms just refuse the signed-out."""
    index, _, query = link.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    # A page named by its id alone has no title to return to; `curid` outranks whatever title stands beside it.
    title = next((value for key, value in pairs if key == "title"), "Special:BlankPage")
    rest = _encode_query([(key, value) for key, value in pairs if key != "title"])
    sign_in = [("title", "Special:UserLogin"), ("returnto", title)]
    return f"{index}?{_encode_query([*sign_in, ('returntoquery', rest)] if rest else sign_in)}"


def _revision_delete_query(ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None) -> _Query:
    # SECURITY: only `=1`, and only for what is to be hidden: `-1` ticks a box and `0` makes hidden parts visible again.
    query = [("title", "Special:RevisionDelete"), ("type", "revision"), ("ids", ",".join(map(str, ids)))]
    query += [(_FIELD_OF_PART[part], "1") for part in parts.each]
    if suppress:
        query.append(("wpHideRestricted", "1"))
    if reason is not None:
        query.append(("wpRevDeleteReasonList", reason))
    return query


def _batches(ids: Sequence[int], room: int) -> Iterator[tuple[int, ...]]:
    """`ids` cut into runs of at most `room` bytes, each with its comma; a run holds at least one id."""
    run: list[int] = []
    left = room
    for id in ids:
        size = len(str(id)) + 1
        if run and size > left:
            yield tuple(run)
            run, left = [], room
        run.append(id)
        left -= size
    if run:
        yield tuple(run)


def _link(wiki: Wiki, query: _Query) -> str:
    return f"{wiki.index}?{_encode_query(query)}"


def _encode_query(query: _Query) -> str:
    # SECURITY: names come from outside. Everything but letters, digits and `-._~:,/` is percent-encoded.
    return "&".join(f"{key}={quote(value, safe=':,/', errors='replace')}" for key, value in query)
