"""Links to a page as a whole, by its number wherever the form takes one: edit, history, delete, protect, look at.

Only what the public cannot see, and a deleted page, have to be named by their title.
"""

from app.domain.wikis import Wiki
from app.links.build import OnWikiLink, filled_form, plain_link


def page_by_id_link(wiki: Wiki, page_id: int) -> str:
    """The page itself."""
    return plain_link(wiki, [("curid", str(page_id))])


def edit_link(wiki: Wiki, page_id: int) -> OnWikiLink:
    """The editor of a page, to take the text out of its newest revision before older ones are hidden."""
    return filled_form(wiki, [("curid", str(page_id)), ("action", "edit")])


def history_link(wiki: Wiki, page_id: int) -> str:
    """The history of a page."""
    return plain_link(wiki, [("curid", str(page_id)), ("action", "history")])


def delete_page_link(wiki: Wiki, page_id: int, suppress: bool) -> OnWikiLink:
    """The form that deletes a page; with `suppress` its content is hidden from administrators, too."""
    suppressing = [("wpSuppress", "1")] if suppress else []
    # SECURITY: without a reason the wiki proposes one that quotes the page, and who presses the button publishes that
    # in the log. Nothing but a blank is given: the wiki trims it away, and the person chooses the reason.
    return filled_form(wiki, [("curid", str(page_id)), ("action", "delete"), ("wpReason", " "), *suppressing])


def protect_page_link(wiki: Wiki, page_id: int) -> OnWikiLink:
    """The form that protects a page."""
    return filled_form(wiki, [("curid", str(page_id)), ("action", "protect")])


def move_page_link(wiki: Wiki, title: str) -> OnWikiLink:
    """The form that moves a page, without leaving a redirect. It takes the title only."""
    return filled_form(wiki, [("title", "Special:MovePage"), ("wpOldTitle", title), ("wpLeaveRedirect", "0")])


def undelete_link(wiki: Wiki, title: str | None, timestamp: str | None) -> OnWikiLink:
    """The deleted revisions of a page, or the one of a time (14 digits), for those who may see them.

    `title` None: the form opens empty. SECURITY: so a title stays out of links that was marked as what harms.
    """
    target = [("target", title)] if title is not None else []
    at = [("timestamp", timestamp)] if timestamp else []
    return filled_form(wiki, [("title", "Special:Undelete"), *target, *at])
