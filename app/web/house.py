"""What the routes of this process share, hung on `app.state.house`: the desk, the templates, the guided flows."""

from dataclasses import dataclass

from fastapi import Request

from app.actions.desk import Desk
from app.settings import Settings
from app.web.cookies import Cookies
from app.web.live.page_marks import PageMarks
from app.web.messages import Messages
from app.web.templating import Templates


@dataclass(frozen=True)
class House:
    """Everything a route may reach for, made once in `app.main`."""

    settings: Settings
    desk: Desk
    templates: Templates
    messages: Messages
    cookies: Cookies
    page_marks: PageMarks


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house
