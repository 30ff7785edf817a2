"""Headers that every answer carries, and the refusal of host names that are not ours. Pure ASGI, outermost."""

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

FORM_GOES_TO = "haven.form-goes-to"


def let_form_go_to(request: Request, origin: str) -> None:
    """Lets the forms of this one page be sent to a wiki, too: `origin` as in `https://meta.wikimedia.org`.

    SECURITY: for the pages that carry a request into the wiki's editor, or names that no address may carry into the
    stewards' forms; it must come from the farm's description.
    """
    request.scope[FORM_GOES_TO] = origin


class Shield:
    """Wraps the whole application. `public_host` is the one host (with port) that Haven answers to.

    Health checks of the platform come without our name, so `/healthz` is answered under any.
    """

    def __init__(self, app: ASGIApp, public_host: str) -> None:
        self._app = app
        self._public_host = public_host.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"] != "/healthz" and dict(scope["headers"]).get(b"host", b"") != self._public_host:
            await _refuse(send)
            return
        is_static = scope["path"].startswith("/static/")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if origin := scope.get(FORM_GOES_TO):
                    headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY} {origin}"
                # SECURITY: a 404 under /static/ is a page that names the signed-in account: no cache may keep it.
                is_public = is_static and message["status"] in (200, 304)
                headers["Cache-Control"] = "public, max-age=3600" if is_public else "no-store"
            await send(message)

        await self._app(scope, receive, with_headers)


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 421, "headers": headers})
    await send({"type": "http.response.body", "body": b"This host name is not Haven's.\n"})
