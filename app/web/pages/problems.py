"""Pages that say that something was not done, and what to do next."""

from dataclasses import dataclass

from app.web.pages.frame import Page, Wait


@dataclass(frozen=True)
class ErrorPage(Page):
    """Any refusal or failure. `sentence` is a message key, `advice` another one or None; `reference` helps the
    maintainers find the log line; the signed-in account is named because second accounts are normal. `fields` are what
    was typed, to be sent again to `action` where trying again may help."""

    template = "errors/error.html"
    title = "title-error"
    status: int
    heading: str
    sentence: str
    advice: str | None
    reference: str | None
    params: tuple[str | Wait, ...] = ()
    action: str = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class TooMuchPage(Page):
    """A limit was reached, and the form's own page could not say so: the same fields again, to be sent later.

    `sentence` says what and when, `action` is where the form goes on.
    """

    template = "errors/too_much.html"
    title = "heading-too-much"
    sentence: str
    params: tuple[str | Wait, ...]
    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StalePage(Page):
    """The session ended or the token was stale in mid-form: the same fields again with a fresh token, nothing done.

    `fields` are the typed names and values; `action` is where the form goes on, `reason` a message key.
    """

    template = "errors/stale.html"
    title = "title-stale"
    action: str
    fields: tuple[tuple[str, str], ...]
    signed_in: bool
    reason: str = "stale-lead"
