"""Links into the forms that hide: Special:RevisionDelete for every type, and the filter log's own form.

That all ids of one link are of one page, and that what this person cannot see was left out, is the caller's duty: one
suppressed item makes the whole form refuse an administrator (facts, mediawiki.md 1).
"""

from collections.abc import Sequence

from app.domain.visibility import Parts
from app.domain.wikis import Wiki
from app.links.build import OnWikiLink, Query, filled_form, in_batches, plain_link

_FIELD_OF_PART = {Parts.TEXT: "wpHidePrimary", Parts.SUMMARY: "wpHideComment", Parts.USER_NAME: "wpHideUser"}


def revision_delete_links(
    wiki: Wiki, ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Live revisions of one page, with `parts` ticked.

    `reason` is the exact text of one option of the wiki's own list, or None: then the person chooses there.
    """
    return _links(wiki, "revision", None, ids, parts, suppress, reason)


def deleted_revision_links(
    wiki: Wiki, title: str, ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Revisions of a deleted page by number. The form opens with any title, and logs the one it was given."""
    return _links(wiki, "revision", title, ids, parts, suppress, reason)


def deleted_by_time_links(
    wiki: Wiki, title: str, timestamps: Sequence[str], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Revisions of a deleted page by their time (14 digits): all of the same second together."""
    return _links(wiki, "archive", title, timestamps, parts, suppress, reason)


def log_entry_links(
    wiki: Wiki, ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Entries of any logs together."""
    return _links(wiki, "logging", None, ids, parts, suppress, reason)


def file_version_links(
    wiki: Wiki, title: str, timestamps: Sequence[str], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Earlier versions of a file by the time before the `!` of their archive name. The form takes no page number."""
    return _links(wiki, "oldimage", title, timestamps, parts, suppress, reason)


def deleted_file_version_links(
    wiki: Wiki, title: str, ids: Sequence[int], parts: Parts, suppress: bool, reason: str | None = None
) -> list[OnWikiLink]:
    """Versions of a deleted file by their number in the archive (`list=filearchive`)."""
    return _links(wiki, "filearchive", title, ids, parts, suppress, reason)


def copyright_links(wiki: Wiki, ids: Sequence[int], parts: Parts, reason: str | None, source: str) -> list[OnWikiLink]:
    """As `revision_delete_links`, with the address of the source beside the reason. For copyright alone: nothing else
    may ever say in a link what it is about."""
    return _links(wiki, "revision", None, ids, parts, False, reason, [("wpReason", source)])


def hide_abuse_log_links(wiki: Wiki, ids: Sequence[int], show: bool = False) -> list[OnWikiLink]:
    """The filter log's form for hiding entries; with `show` for making them visible again."""
    choice = ("wpshoworhide", "show" if show else "hide")

    def make(chosen: tuple[int, ...]) -> OnWikiLink:
        ticked = [(f"hideids[{id}]", "1") for id in chosen]
        return filled_form(wiki, [("title", "Special:AbuseLog/hide"), choice, *ticked], chosen)

    # Each id costs more than its digits here: fifty stay far below the longest link.
    once = list(dict.fromkeys(ids))
    return [make(tuple(once[start : start + 50])) for start in range(0, len(once), 50)]


def log_entry_link(wiki: Wiki, id: int) -> str:
    """One log entry, to look at."""
    return plain_link(wiki, [("title", "Special:Log"), ("logid", str(id))])


def abuse_log_link(wiki: Wiki, id: int) -> str:
    """One entry of the filter log, to look at."""
    return plain_link(wiki, [("title", f"Special:AbuseLog/{id}")])


def _links(
    wiki: Wiki,
    type_: str,
    target: str | None,
    ids: Sequence[int] | Sequence[str],
    parts: Parts,
    suppress: bool,
    reason: str | None,
    more: Query = (),
) -> list[OnWikiLink]:
    # SECURITY: only `=1`, and only for what is to be hidden: `-1` ticks a box and `0` makes hidden parts visible again.
    ticked = [(_FIELD_OF_PART[part], "1") for part in parts.each] + ([("wpHideRestricted", "1")] if suppress else [])
    chosen_reason = [("wpRevDeleteReasonList", reason)] if reason is not None else []
    page = [("target", target)] if target is not None else []

    def make(chosen: tuple[str, ...]) -> OnWikiLink:
        head = [("title", "Special:RevisionDelete"), ("type", type_), *page, ("ids", ",".join(chosen))]
        return filled_form(wiki, [*head, *ticked, *chosen_reason, *more], tuple(map(_as_it_was, chosen)))

    def _as_it_was(id: str) -> int | str:
        return int(id) if ids and isinstance(ids[0], int) else id

    return in_batches([str(id) for id in ids], make)
