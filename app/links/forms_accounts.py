"""Links about an account or an address: looking at it, blocking it, and what stewards can do.

`name` None: the form opens filled in but for the name. SECURITY: that is how a name is kept out of links that was
marked as what harms; the caller decides.
"""

from app.domain.wikis import Wiki
from app.links.build import OnWikiLink, filled_form, plain_link


def user_link(wiki: Wiki, user_id: int) -> str:
    """An account's page by its LOCAL number, so that no name stands in the link."""
    return plain_link(wiki, [("title", f"Special:Redirect/user/{user_id}")])


def contributions_link(wiki: Wiki, name: str) -> str:
    """What the account or address did on this wiki."""
    return plain_link(wiki, [("title", "Special:Contributions"), ("target", name)])


def block_log_link(wiki: Wiki, name: str) -> str:
    """When it was blocked before."""
    return plain_link(wiki, [("title", "Special:Log"), ("type", "block"), ("page", f"User:{name}")])


def block_link(wiki: Wiki, name: str | None, hide_name: bool, keep_from_talk_and_mail: bool = False) -> OnWikiLink:
    """The form that blocks. A name can only be hidden by a block without end; the reason is the person's to choose."""
    target = [("wpTarget", name)] if name is not None else []
    hiding = [("wpExpiry", "infinite"), ("wpHideUser", "1")] if hide_name else []
    keeping = [("wpDisableUTEdit", "1"), ("wpDisableEmail", "1")] if keep_from_talk_and_mail or hide_name else []
    return filled_form(wiki, [("title", "Special:Block"), *target, *hiding, *keeping])


def central_auth_link(central: Wiki, name: str | None, lock: bool, hide: str | None) -> OnWikiLink:
    """The stewards' form for a global account. `hide`: None, `lists` or `suppressed`."""
    target = [("target", name)] if name is not None else []
    locking = [("wpStatusLocked", "1")] if lock else []
    hiding = [("wpStatusHidden", {"lists": "1", "suppressed": "2"}[hide])] if hide else []
    return filled_form(central, [("title", "Special:CentralAuth"), *target, *locking, *hiding])


def global_block_link(central: Wiki, name: str | None) -> OnWikiLink:
    """The stewards' form that blocks an address, a range or an account on all wikis."""
    target = [("wpAddress", name)] if name is not None else []
    return filled_form(central, [("title", "Special:GlobalBlock"), *target])


def nuke_link(wiki: Wiki, name: str) -> OnWikiLink:
    """The form that deletes everything an account created."""
    return filled_form(wiki, [("title", "Special:Nuke"), ("target", name)])


def list_users_link(wiki: Wiki, group: str) -> str:
    """Who is in a group."""
    return plain_link(wiki, [("title", "Special:ListUsers"), ("group", group)])


def abuse_review_link(wiki: Wiki) -> OnWikiLink:
    """What the wiki's own detection of personal information found, for those entitled."""
    return filled_form(wiki, [("title", "Special:AbuseReview")])
