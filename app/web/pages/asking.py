"""How to ask in private on a wiki: for everybody, signed in or not."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.queues import Queue
from app.flows.other_addresses import OtherAddress
from app.flows.packs import Contact, Norm
from app.web.pages.frame import Page, Problem


@dataclass(frozen=True)
class AskPage(Page):
    """`/ask`: which wiki is it on? `wikis` are those whose contacts were reviewed; `text` keeps what was typed."""

    template = "asking/choose.html"
    title = "title-ask"
    wikis: tuple[str, ...]
    text: str = ""
    problem: Problem | None = None


@dataclass(frozen=True)
class Way:
    """Whom to write to for one kind of help: `holders` people hold the right now (None: could not check).

    `list_users` is the wiki's own list of them, where no contact was reviewed.
    """

    holders: int | None
    queue: Queue
    contact: Contact | None
    mail_page: str | None = None
    mailto: str | None = None
    list_users: str | None = None
    other: OtherAddress | None = None


@dataclass(frozen=True)
class AskWikiPage(Page):
    """`/ask/WIKI`: who handles it there, by what the wiki shows now, and the reviewed contacts.

    `exists` is False where not even the list of wikis could be read. `terms` are the wiki's own words, `reviewed` the
    day on which its pack was read last (None: it has none).
    """

    template = "asking/wiki.html"
    title = "title-ask"
    wiki: str
    site_name: str
    exists: bool
    suppression: Way
    deletion: Way
    terms: Mapping[str, str]
    norms: tuple[Norm, ...]
    public_venue: bool | None
    reviewed: str | None
