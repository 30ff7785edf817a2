"""Links about an account or an address: looking at it, blocking it, and what stewards can do.

`name` None: the form opens filled in but for the name. SECURITY: that is how a name is kept out of links that was
marked as what harms; the caller decides.
"""

from app.domain.wikis import Wiki
from app.links.build import OnWikiLink, filled_form, plain_link

HIDE_LEVELS = {"lists": "1", "suppressed": "2"}
"""How far the stewards' forms hide a global account: from lists, or its name everywhere."""


def user_link(wiki: Wiki, user_id: int) -> str:
    """An account's page by its LOCAL number, so that no name stands in the link."""
    return plain_link(wiki, [("title", f"Special:Redirect/user/{user_id}")])


def contributions_link(wiki: Wiki, name: str | None) -> str:
    """What the account or address did on this wiki."""
    return plain_link(wiki, [("title", "Special:Contributions"), *_named("target", name)])


def block_log_link(wiki: Wiki, name: str | None) -> str:
    """When it was blocked before."""
    return plain_link(wiki, [("title", "Special:Log"), ("type", "block"), *_named("page", name and f"User:{name}")])


def block_link(wiki: Wiki, name: str | None, hide_name: bool, keep_from_talk_and_mail: bool = False) -> OnWikiLink:
    """The form that blocks. A name can only be hidden by a block without end; the reason is the person's to choose."""
    hiding = [("wpExpiry", "infinite"), ("wpHideUser", "1")] if hide_name else []
    keeping = [("wpDisableUTEdit", "1"), ("wpDisableEmail", "1")] if keep_from_talk_and_mail or hide_name else []
    return filled_form(wiki, [("title", "Special:Block"), *_named("wpTarget", name), *hiding, *keeping])


def central_auth_link(
    central: Wiki, name: str | None, lock: bool, hide: str | None, reason: str | None = None
) -> OnWikiLink:
    """The stewards' form for a global account. `hide`: None, `lists` or `suppressed`. `reason`: one option of the
    form's own list, or None: then the person chooses there."""
    locking = [("wpStatusLocked", "1")] if lock else []
    hiding = [("wpStatusHidden", HIDE_LEVELS[hide])] if hide else []
    why = [("wpReason", reason)] if reason else []
    return filled_form(central, [("title", "Special:CentralAuth"), *_named("target", name), *locking, *hiding, *why])


def global_block_link(central: Wiki, name: str | None, reason: str | None = None) -> OnWikiLink:
    """The stewards' form that blocks an address, a range or an account on all wikis."""
    why = [("wpReason", reason)] if reason else []
    return filled_form(central, [("title", "Special:GlobalBlock"), *_named("wpAddress", name), *why])


def nuke_link(wiki: Wiki, name: str | None) -> OnWikiLink:
    """The form that deletes everything an account created."""
    return filled_form(wiki, [("title", "Special:Nuke"), *_named("target", name)])


def list_users_link(wiki: Wiki, group: str) -> str:
    """Who is in a group."""
    return plain_link(wiki, [("title", "Special:ListUsers"), ("group", group)])


def abuse_review_link(wiki: Wiki) -> OnWikiLink:
    """What the wiki's own detection of personal information found, for those entitled."""
    return filled_form(wiki, [("title", "Special:AbuseReview")])


def _named(field: str, name: str | None) -> list[tuple[str, str]]:
    """The field that carries the name, if a name may stand in the link."""
    return [] if name is None else [(field, name)]
