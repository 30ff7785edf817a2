"""The invented cases of the sandbox, as ids that tests can use."""

from app.sandbox.cases import TO_HIDE
from app.sandbox.wiki import Wiki


def harbour(wiki: Wiki) -> list[int]:
    """The five revisions of "Talk:Harbour lights" by Marlow Quince; none is the newest."""
    revisions = wiki.page("Talk:Harbour lights").revisions
    return [each.rev_id for each in revisions if each.author.name == "Marlow Quince" and TO_HIDE in each.text]


def by(wiki: Wiki, name: str) -> list[int]:
    """Every live revision by one person."""
    return [each.rev_id for each in wiki.revisions.values() if each.author.name == name]


def newest(wiki: Wiki, title: str) -> int:
    """The current revision of a page."""
    return wiki.page(title).latest.rev_id
