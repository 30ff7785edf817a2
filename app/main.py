"""Builds the application, top to bottom: what it is made of, in one screen."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from app.actions.desk import Desk
from app.flows.checking import check_messages
from app.flows.guidance import read_guidance
from app.flows.packs import read_packs
from app.mediawiki.door import Wikis, open_wikis
from app.settings import ROOT, Settings, from_environment
from app.store.data_register import check_register
from app.store.sealing import Vault
from app.store.session import WEB_CONNECTIONS, Database
from app.web import errors
from app.web.body import BodyCap
from app.web.cookies import Cookies
from app.web.forgetting import Forgetting
from app.web.guard import check_routers
from app.web.house import House
from app.web.journal import start_journal
from app.web.live.page_marks import PageMarks
from app.web.messages import FALLBACK, Messages
from app.web.routes import ROUTERS
from app.web.shield import Shield
from app.web.templating import Templates


def now() -> int:
    """Seconds since 1970 (UTC): the one clock, handed to whoever needs the time."""
    return int(time.time())


def open_desk(settings: Settings, connections: int = WEB_CONNECTIONS) -> Desk:
    """The database, the wikis, the packs and the flows of this deployment. Nothing is asked of anybody yet."""
    packs = read_packs(settings.packs)
    wikis: Wikis = open_wikis(
        settings.central_wiki,
        settings.user_agent,
        settings.oauth_key,
        settings.oauth_secret,
        packs.everywhere.global_sysop_wikiset,
        now,
        fixed_callback=settings.oauth_callback_fixed,
        short_link_host=settings.short_link_host,
    )
    database = Database(settings.database_url, Vault(settings.seal_keys), connections)
    return Desk(database, wikis, packs, read_guidance(packs, settings.flows), settings.queues_on, now)


@cache
def read_words(strict: bool) -> tuple[Messages, Templates]:
    """The messages and the templates that speak them. Read and compiled once, however many applications one process
    builds: it is the dearest part of building one, and nothing of an application is kept in them."""
    messages = Messages.load(ROOT / "app" / "messages", strict)
    return messages, Templates(ROOT / "templates", messages)


def build_app(settings: Settings, desk: Desk | None = None) -> FastAPI:
    """The ASGI application. Refuses to start with a route without a right, a column without a meaning, or a flow that
    leads somewhere wrong."""
    start_journal()
    check_routers(ROUTERS)
    check_register()
    desk = desk or open_desk(settings)
    messages, templates = read_words(settings.demo)
    check_messages(messages.by_language[FALLBACK])
    house = House(
        settings=settings,
        desk=desk,
        templates=templates,
        messages=messages,
        cookies=Cookies(settings.session_secret, settings.secure),
        page_marks=PageMarks(settings.session_secret),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        await desk.wikis.aclose()
        await desk.database.close()

    app = FastAPI(
        title="Haven",
        # As they are: including their routers would build every route a second time, at the first request.
        routes=[route for router in ROUTERS for route in router.routes],
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.house = house
    app.mount("/static", StaticFiles(directory=ROOT / "static"))
    errors.install(app)
    app.add_middleware(BodyCap)
    app.add_middleware(Forgetting)
    app.add_middleware(Shield, public_host=settings.public_host)
    return app


def app_from_environment() -> FastAPI:
    """What the Procfile's `web` line starts: `uvicorn --factory app.main:app_from_environment`."""
    return build_app(from_environment(os.environ))
