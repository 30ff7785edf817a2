"""How a link into a wiki is made: encoded, cut to length, and once more through that wiki's sign-in.

Pure: knows nothing of rights or live state. Haven never acts on a wiki: a person follows these links. English names of
special pages work on every wiki (facts, mediawiki.md 1 and 6). What each form takes is in the `forms_` modules beside.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

from app.domain.wikis import Wiki

MOST_BYTES = 4_000
"""Longest link; Wikimedia's edge limit is not known, 500 short ids at 3.1 kB were tried."""
MOST_BYTES_THROUGH_SIGN_IN = 6_000
"""Longest link through the sign-in, where the whole query is encoded once more."""

Query = Sequence[tuple[str, str]]
Id = TypeVar("Id", int, str)


@dataclass(frozen=True)
class OnWikiLink:
    """A link into a wiki's form, and the same through that wiki's sign-in. `ids` are what it names."""

    url: str
    through_sign_in: str
    ids: tuple[int | str, ...] = ()


@dataclass(frozen=True)
class PostedForm:
    """A form of a wiki that a page of Haven opens by POST: where it goes, and its fields in their order, each hidden.

    It carries no token, so the wiki shows its form, filled in, and does nothing. The page that holds it allows this
    wiki in its form-action.
    """

    action: str
    fields: tuple[tuple[str, str], ...]

    @property
    def origin(self) -> str:
        """As in `https://meta.wikimedia.org`."""
        parts = urlsplit(self.action)
        return f"{parts.scheme}://{parts.netloc}"


def filled_form(wiki: Wiki, query: Query, ids: tuple[int | str, ...] = ()) -> OnWikiLink:
    """A link into a form of the wiki, both ways."""
    url = plain_link(wiki, query)
    return OnWikiLink(url, through_sign_in(url), ids)


def in_batches(ids: Sequence[Id], make: Callable[[tuple[Id, ...]], OnWikiLink]) -> list[OnWikiLink]:
    """As few links as fit, each id once, in the given order. `make` without ids tells how much room is left."""
    bare = make(())
    room = min(MOST_BYTES - len(bare.url), MOST_BYTES_THROUGH_SIGN_IN - len(bare.through_sign_in))
    return [make(chosen) for chosen in _batches(tuple(dict.fromkeys(ids)), room)]


def diff_link(wiki: Wiki, id: int) -> str:
    """What revision `id` changed."""
    return plain_link(wiki, [("title", f"Special:Diff/{id}")])


def page_link(wiki: Wiki, title: str) -> str:
    """A page by its title, such as a special page that mails a team."""
    return plain_link(wiki, (("title", title),))


def email_link(wiki: Wiki, name: str | None, subject: str = "") -> str:
    """The wiki's own mail form, addressed to `name`; None where the name may not stand in a link.

    SECURITY: `subject` is one of ours, and what is written goes by the clipboard: addresses land in histories and logs.
    """
    to = [] if name is None else [("wpTarget", name)]
    return plain_link(wiki, [("title", "Special:EmailUser"), *to, *([("wpSubject", subject)] if subject else [])])


def through_sign_in(link: str) -> str:
    """The page that a link built here opens, by way of signing in there: many forms just refuse the signed-out."""
    index, _, query = link.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    # A page named by its id alone has no title to return to; `curid` outranks whatever title stands beside it.
    title = next((value for key, value in pairs if key == "title"), "Special:BlankPage")
    rest = encode_query([(key, value) for key, value in pairs if key != "title"])
    sign_in = [("title", "Special:UserLogin"), ("returnto", title)]
    return f"{index}?{encode_query([*sign_in, ('returntoquery', rest)] if rest else sign_in)}"


def _batches(ids: Sequence[Id], room: int) -> Iterator[tuple[Id, ...]]:
    """`ids` cut into runs of at most `room` bytes, each with its comma; a run holds at least one id."""
    run: list[Id] = []
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


def plain_link(wiki: Wiki, query: Query) -> str:
    """A link to look at something."""
    return f"{wiki.index}?{encode_query(query)}"


def encode_query(query: Query) -> str:
    """Fields and values as an address carries them."""
    # SECURITY: names come from outside. Everything but letters, digits and `-._~:,/` is percent-encoded.
    return "&".join(f"{quote(key, safe='')}={quote(value, safe=':,/', errors='replace')}" for key, value in query)
