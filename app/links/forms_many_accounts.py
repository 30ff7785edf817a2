"""Links about accounts on many wikis: one account everywhere, and lists of accounts in one form.

SECURITY: these forms take nothing but names. Lists are cut so that each link stays within its length.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from app.domain.wikis import Wiki
from app.links.build import (
    MOST_BYTES,
    MOST_BYTES_THROUGH_SIGN_IN,
    OnWikiLink,
    PostedForm,
    encode_query,
    filled_form,
    plain_link,
)
from app.links.forms_accounts import HIDE_LEVELS

ANALYSER = "https://sigma.toolforge.org/editorinteract.py"
"""The Editor Interaction Analyser: pages that several accounts of one wiki edited, and how close in time."""
ANALYSED_AT_MOST = 10


def global_contributions_link(central: Wiki, name: str) -> str:
    """What the account did on all wikis, for whoever is signed in there."""
    return plain_link(central, [("title", "Special:GlobalContributions"), ("target", name)])


def global_account_link(central: Wiki, name: str) -> str:
    """The account on all wikis: where it is attached, blocked, locked."""
    return plain_link(central, [("title", "Special:CentralAuth"), ("target", name)])


def similar_names_link(central: Wiki, name: str) -> str:
    """Global accounts from this name on, in the order of the alphabet."""
    return plain_link(central, [("title", "Special:GlobalUsers"), ("username", name)])


def similar_names_here_link(wiki: Wiki, name: str) -> str:
    """The same among the accounts of one wiki."""
    return plain_link(wiki, [("title", "Special:ListUsers"), ("username", name)])


def user_pages_link(wiki: Wiki, name: str) -> str:
    """Pages in the account's own space: everything whose title begins with its name."""
    return plain_link(wiki, [("title", "Special:PrefixIndex"), ("prefix", name), ("namespace", "2")])


def deleted_user_pages_link(wiki: Wiki, name: str) -> OnWikiLink:
    """The same among the deleted pages, for those who may search them."""
    return filled_form(wiki, [("title", "Special:Undelete"), ("prefix", f"User:{name}")])


def analyser_link(wiki: Wiki, names: Sequence[str]) -> str | None:
    """What two or more accounts edited together on a wiki. None for one alone, and for a farm the tool cannot know."""
    if len(names) < 2 or not wiki.server.startswith("https:"):
        return None
    users = [("users", name) for name in names[:ANALYSED_AT_MOST]]
    return f"{ANALYSER}?{encode_query([*users, ('server', wiki.dbname)])}"


def multi_lock_links(
    central: Wiki, names: Iterable[str], hide: str | None = None, reason: str | None = None
) -> list[OnWikiLink]:
    """The stewards' form that locks several accounts, and hides them where `hide` says so (as of `central_auth_link`).
    `reason`: one option of the form's own list. Releases before April 2026 take the list alone."""
    chosen = _chosen(hide, reason)
    return _in_lists(
        names, lambda some: filled_form(central, [("title", "Special:MultiLock"), *chosen, ("wpTarget", some)])
    )


def bare_multi_lock_link(central: Wiki) -> OnWikiLink:
    """The same form without names. What is chosen in such a link is forgotten there once names are looked up."""
    return filled_form(central, [("title", "Special:MultiLock")])


def _chosen(hide: str | None, reason: str | None) -> list[tuple[str, str]]:
    hiding = [("wpActionHide", HIDE_LEVELS[hide])] if hide else []
    why = [("wpReasonList", reason)] if reason else []
    return [("wpActionLock", "lock"), *hiding, *why]


def mass_global_block_links(central: Wiki, names: Iterable[str]) -> list[OnWikiLink]:
    """The stewards' form that blocks several accounts on all wikis."""
    return _in_lists(names, lambda some: mass_global_block_link(central, some))


def mass_global_block_link(central: Wiki, names: str | None) -> OnWikiLink:
    """The same form with these names, one a line; None: it opens without them."""
    listed = [("wpTargets", names)] if names is not None else []
    return filled_form(central, [("title", "Special:MassGlobalBlock"), *listed])


def posted_multi_lock(central: Wiki, names: Iterable[str], hide: str | None, reason: str | None) -> PostedForm:
    """The form that locks, with names that no address may carry. `wpMethod` is for releases before April 2026, which
    show the accounts for it, and choose nothing."""
    listed = ("wpTarget", "\n".join(_one_a_line(names)))
    fields = (("wpMethod", "search"), *_chosen(hide, reason), listed)
    return PostedForm(plain_link(central, [("title", "Special:MultiLock")]), fields)


def posted_global_block(central: Wiki, names: Iterable[str], reason: str | None) -> PostedForm:
    """The form that blocks one account or several on all wikis, with names that no address may carry."""
    listed = _one_a_line(names)
    if len(listed) > 1:
        fields = (("wpMethod", "search"), ("wpTargets", "\n".join(listed)))
        return PostedForm(plain_link(central, [("title", "Special:MassGlobalBlock")]), fields)
    why = [("wpReason", reason)] if reason else []
    named = [("wpAddress", name) for name in listed]
    return PostedForm(plain_link(central, [("title", "Special:GlobalBlock")]), (*named, *why))


def _in_lists(names: Iterable[str], make: Callable[[str], OnWikiLink]) -> list[OnWikiLink]:
    """One name a line, in as few links as fit; `ids` of each are its names."""
    return [
        OnWikiLink(link.url, link.through_sign_in, some)
        for some in _fitting(_one_a_line(names), lambda some: _fits(make("\n".join(some))))
        for link in [make("\n".join(some))]
    ]


def _fitting(names: list[str], fits: Callable[[list[str]], bool]) -> Iterator[tuple[str, ...]]:
    run: list[str] = []
    for name in names:
        if run and not fits([*run, name]):
            yield tuple(run)
            run = []
        run.append(name)
    if run:
        yield tuple(run)


def _fits(link: OnWikiLink) -> bool:
    return len(link.url) <= MOST_BYTES and len(link.through_sign_in) <= MOST_BYTES_THROUGH_SIGN_IN


def write_wikitext_list(names: Iterable[str]) -> str:
    """A list of links in wikitext, for a page that only the team reads."""
    return "\n".join(f"* [[Special:CentralAuth/{name}]]" for name in _one_a_line(names))


def _one_a_line(names: Iterable[str]) -> list[str]:
    """SECURITY: no account's name holds a line break; whatever sends one must not put a second name into a list."""
    return [name for name in dict.fromkeys(names) if len(name.splitlines()) == 1]
