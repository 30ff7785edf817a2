"""Pages that anybody may read."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.rights import Right
from app.web.pages.frame import Page


@dataclass(frozen=True)
class PrivacyPage(Page):
    """`/privacy`: the same numbers that the purge uses (days), and who runs this."""

    template = "public/privacy.html"
    title = "title-privacy"
    days: Mapping[str, int]
    operator: str
    key_holders: str
    agreement: str
    queues_on: bool


@dataclass(frozen=True)
class AboutPage(Page):
    """`/about`: what Haven is, and the two tables of who may do what, from the code."""

    template = "public/about.html"
    title = "title-about"
    local_roles: tuple[tuple[str, str], ...]
    global_roles: tuple[tuple[str, str], ...]
    role_rights: tuple[tuple[str, tuple[Right, ...]], ...]


@dataclass(frozen=True)
class EmergencyPage(Page):
    """`/emergency`: threats to life. Works with the database and the wikis down; sends nothing to the server."""

    template = "public/emergency.html"
    title = "title-emergency"
    address: str


@dataclass(frozen=True)
class ChildProtectionPage(Page):
    """`/child-protection`: no preview, no description, one address."""

    template = "public/child_protection.html"
    title = "title-child-protection"
    address: str


@dataclass(frozen=True)
class GuidePage(Page):
    """`/guide`: how to use Haven, by person."""

    template = "public/guide.html"
    title = "title-guide"
