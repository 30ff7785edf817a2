"""A form of the wiki with plain fields: filled in from the link, saved by a POST with its token, and nothing else.

What a form is for stands in the modules that use it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from app.sandbox.pages.render import edit_token, notice, render, token_fits
from app.sandbox.rights import rights_on
from app.sandbox.visit import Visit


@dataclass(frozen=True)
class Field:
    """A text to type, of several lines or one, or a box (`box`). `default` is what stands there when the link says
    nothing."""

    name: str
    label: str
    box: bool = False
    default: str = ""
    lines: bool = False


def is_saved(visit: Visit) -> bool:
    """Whether somebody signed in has pressed the button of our own form."""
    return visit.posted and "wpSubmit" in visit.form and token_fits(visit) and visit.viewer is not None


def may(visit: Visit, *rights: str) -> bool:
    return set(rights) <= rights_on(visit.viewer, visit.wiki)


def refused(visit: Visit, heading: str) -> Response:
    """A bare refusal: signed out people get no link to sign in, as on real wikis."""
    return notice(visit, "Permission error", f"You do not have permission to do this: {heading}.", 403)


def reason_fields(name: str) -> list[Field]:
    """An option of the wiki's list, or `other`, and the words beside it. Only both together fill in a reason."""
    return [Field(name, "Reason", default="other"), Field(f"{name}-other", "Other or additional reason")]


def reason_of(visit: Visit, name: str) -> str:
    """What goes to the log."""
    option, words = visit.form.get(name, ""), visit.form.get(f"{name}-other", "")
    return words if option == "other" else ": ".join(filter(None, (option, words)))


def show_form(visit: Visit, heading: str, fields: Sequence[Field], about: str, keep: Sequence[str] = ()) -> Response:
    """The form as the link fills it in. `keep` are parameters that say what it is about."""
    given = visit.given
    filled = [
        {
            "name": each.name,
            "label": each.label,
            "box": each.box,
            "lines": each.lines,
            "value": given.get(each.name) or each.default,
            # A box is ticked by any true value, `-1` too, and unticked by `0`.
            "ticked": given.get(each.name, each.default) not in ("", "0"),
            "ticked_value": each.default if each.default not in ("", "0") else "1",
        }
        for each in fields
    ]
    # The title may stand in the path alone; the form is sent to index.php, which needs it as a field.
    kept = [("title", visit.title)] if visit.title else []
    kept += [(name, given[name]) for name in ("action", "curid", *keep) if name in given]
    return render(visit, "form.html", heading, fields=filled, kept=kept, about=about, edit_token=edit_token(visit))
