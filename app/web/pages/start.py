"""Pages before and around signing in."""

from dataclasses import dataclass

from app.domain.people import HeldRole
from app.web.pages.frame import Page


@dataclass(frozen=True)
class StartPage(Page):
    """What a visitor sees at `/`: what Haven is, the emergency pages first, and the way in."""

    template = "start/visitor.html"
    title = "title-start"


@dataclass(frozen=True)
class EditorPage(Page):
    """`/` for somebody signed in without a right to send requests: how to ask whom privately.

    `could_not_check` says that the wikis could not be asked, so that this may change on reload.
    """

    template = "start/editor.html"
    title = "title-start"
    could_not_check: bool


@dataclass(frozen=True)
class SignInPage(Page):
    """`/sign-in`. `problem` is a message key after a sign-in that did not work out.

    `reason` is a message key that says why the person stands here (not signed in, or to confirm that it is them);
    `back_to` is one of our own addresses to return to (hidden field `back_to` of the form).
    """

    template = "sign_in/start.html"
    title = "title-sign-in"
    problem: str | None = None
    reason: str | None = None
    back_to: str = ""


@dataclass(frozen=True)
class ContinuePage(Page):
    """After POST /sign-in: the link to the wiki's own page (also sent as a Refresh header)."""

    template = "sign_in/continue.html"
    title = "title-sign-in"
    address: str
    wiki: str


@dataclass(frozen=True)
class AccountPage(Page):
    """`/account`: which account is signed in, what the wikis say of it, and signing out (everywhere).

    `to_end` are the references of trackings that they began and hold no right to read any more; `bells` is how many of
    their bells still ring.
    """

    template = "sign_in/account.html"
    title = "title-account"
    roles: tuple[HeldRole, ...]
    asked_at: int | None
    unasked: tuple[str, ...]
    to_end: tuple[str, ...] = ()
    bells: int = 0
