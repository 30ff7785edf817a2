"""One request to one wiki, read once: parameters, form, and who is signed in. Knows nothing of what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

from starlette.requests import Request

from app.sandbox.accounts import Account
from app.sandbox.farm import Farm
from app.sandbox.wiki import Wiki

API_PATH, INDEX_PATH, WIKI_PATH = "/w/api.php", "/w/index.php", "/wiki/"


@dataclass(frozen=True)
class Visit:
    """`query` and `form` keep the last value of a repeated name, as PHP does."""

    farm: Farm
    wiki: Wiki
    path: str
    method: str
    raw_query: str
    query: dict[str, str]
    form: dict[str, str]
    raw_form: str
    authorization: str
    user_agent: str
    client: str
    session: str | None
    viewer: Account | None

    @property
    def given(self) -> dict[str, str]:
        """All parameters; the form wins."""
        return self.query | self.form

    @property
    def posted(self) -> bool:
        return self.method == "POST"

    @property
    def title(self) -> str:
        """The page asked for, as written in the address."""
        if self.path.startswith(WIKI_PATH):
            return unquote(self.path.removeprefix(WIKI_PATH))
        if self.path.startswith(INDEX_PATH + "/"):
            return unquote(self.path.removeprefix(INDEX_PATH + "/"))
        return self.given.get("title", "")


def cookie_name(wiki: Wiki) -> str:
    return f"{wiki.dbname}Session"


def cross_site_cookie_name(wiki: Wiki) -> str:
    """The same session once more, for forms that another site sends here, as Wikimedia's cookies allow. Such a cookie
    has to be Secure; not every browser takes that from a loopback address, so it stands beside the plain one."""
    return f"{wiki.dbname}CrossSiteSession"


async def read_visit(farm: Farm, wiki: Wiki, request: Request) -> Visit:
    raw_query = request.scope["query_string"].decode("latin-1")
    form, raw_form = await _read_form(request)
    session = request.cookies.get(cookie_name(wiki)) or request.cookies.get(cross_site_cookie_name(wiki))
    return Visit(
        farm=farm,
        wiki=wiki,
        path=request.scope["path"],
        method=request.method,
        raw_query=raw_query,
        query=dict(parse_qsl(raw_query, keep_blank_values=True)),
        form=form,
        raw_form=raw_form,
        authorization=request.headers.get("authorization", ""),
        user_agent=request.headers.get("user-agent", ""),
        client=request.client.host if request.client else "",
        session=session,
        viewer=farm.signed_in(wiki.dbname, session),
    )


async def _read_form(request: Request) -> tuple[dict[str, str], str]:
    if request.method != "POST":
        return {}, ""
    raw = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(raw, keep_blank_values=True)), raw
