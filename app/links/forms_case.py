"""Links for whoever looks into a case: what was said to and about somebody, their rights, and the wiki's own search.

`name` None: the page opens without it; what would be no page then takes none but a name. SECURITY: these lead to wikis
alone. The tools outside of them open empty (R85, R86): who is looked at together with whom tells of a case, and their
logs are not ours to promise anything about.
"""

from app.domain.wikis import Wiki
from app.links.build import OnWikiLink, filled_form, plain_link

BLAME = "https://xtools.wmcloud.org/blame"
"""Finds the revision in which a text came into a page."""
LONGEST_PREFIX = 255
"""Signs of the title that a search begins at: what a title can have."""


def talk_history_link(wiki: Wiki, name: str) -> str:
    """What was said to somebody, and what they took off their talk page."""
    return plain_link(wiki, [("title", f"User talk:{name}"), ("action", "history")])


def log_link(wiki: Wiki, kind: str, name: str | None) -> str:
    """A log about an account: `rights`, or `renameuser`, in which it stands under the name that it had."""
    named = [("page", f"User:{name}")] if name is not None else []
    return plain_link(wiki, [("title", "Special:Log"), ("type", kind), *named])


def search_below_link(wiki: Wiki, name: str | None, page: str) -> str:
    """R87: every page whose title begins with `page` (a noticeboard and its archives) and that names somebody."""
    # The search knows no way to write a quotation mark inside of a phrase; `prefix:` takes all that follows it.
    phrase = f'"{name.replace(chr(34), " ")}" ' if name is not None else ""
    return plain_link(wiki, [("title", "Special:Search"), ("search", f"{phrase}prefix:{page}"), ("fulltext", "1")])


def search_rules_link(wiki: Wiki) -> str:
    """The wiki's search among its own rules, with nothing to search for yet."""
    return plain_link(wiki, [("title", "Special:Search"), ("profile", "advanced"), ("ns4", "1")])


def user_rights_link(wiki: Wiki, name: str | None) -> OnWikiLink:
    """The form that gives and takes rights, for those who may; others see which there are."""
    named = [("user", name)] if name is not None else []
    return filled_form(wiki, [("title", "Special:UserRights"), *named])


def partial_block_link(wiki: Wiki, name: str | None) -> OnWikiLink:
    """The form that blocks, set to a block in part: from which pages is chosen there."""
    named = [("wpTarget", name)] if name is not None else []
    return filled_form(wiki, [("title", "Special:Block"), *named, ("wpEditingRestriction", "partial")])


def talk_to_link(wiki: Wiki, name: str) -> OnWikiLink:
    """A new section on somebody's talk page, empty: what is said there everybody reads."""
    return filled_form(wiki, [("title", f"User talk:{name}"), ("action", "edit"), ("section", "new")])
