"""Whether an unsafe request really comes from one of our own pages.

Two locks: what the browser says of where the request comes from, and a token that only our pages know.
"""

import hmac

from fastapi import Request

from app.web.body import Form, read_form
from app.web.house import house_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSite(Exception):
    """Another site sent this, or the browser would not say who did. Its body is never echoed."""


class StaleForm(Exception):
    """Our own page, but from an earlier or an ended session. What was typed is given back, nothing was done."""

    def __init__(self, form: Form) -> None:
        super().__init__("stale form")
        self.form = form


def check_origin(request: Request) -> None:
    """Raises CrossSite. Browsers send Sec-Fetch-Site over https and on loopback; Origin stands in where they do not."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        # SECURITY: "same-site" is another tool on the same platform, so only "same-origin" will do.
        if site != "same-origin":
            raise CrossSite
        return
    if request.headers.get("origin") != house_of(request).settings.public_url:
        raise CrossSite


async def check_token(request: Request, session_id: str | None) -> None:
    """Raises StaleForm when the form's token is not this session's."""
    form = await read_form(request)
    expected = house_of(request).cookies.form_token(session_id)
    if not hmac.compare_digest(form.one("token").encode(), expected.encode()):
        raise StaleForm(form)
