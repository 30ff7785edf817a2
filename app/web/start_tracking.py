"""The form that starts a tracking: what it offers, and what was sent read into codes."""

from app.actions.limits import admit_names
from app.actions.tracking import Wish
from app.domain.people import Person
from app.domain.trackings import COLLEAGUES_AT_MOST, DAYS_OFFERED, USUAL_DAYS, TrackingReason
from app.web.body import Form
from app.web.house import House
from app.web.pages import Problem, StartTrackingPage
from app.web.tracking_page import read_number

COLLEAGUES = tuple(f"colleague_{number}" for number in range(1, COLLEAGUES_AT_MOST + 1))


def make_start_page(form: Form, about: str = "", problems: tuple[Problem, ...] = ()) -> StartTrackingPage:
    """The form with what was sent before; `about` is the name of the account that stands in it by its number."""
    values = {"days": str(USUAL_DAYS)} | dict(form.values())
    return StartTrackingPage(DAYS_OFFERED, COLLEAGUES, values, about, problems)


async def name_account(house: House, person: Person, form: Form) -> str:
    """Today's name of the account that another page gave by its central number; "" where it is not shown. Raises
    TooMuch."""
    number = read_number(form.one("account").strip())
    if number is None:
        return ""
    await admit_names(house.desk, person.central_id, (str(number),))
    return (await house.desk.wikis.accounts.names_of([number])).get(number, "")


def read_wish(form: Form) -> Wish | tuple[Problem, ...]:
    """What is to be followed, or every problem at once in the order of the page. Names are looked up later."""
    problems: list[Problem] = []
    if not form.one("account").strip():
        problems.append(Problem("account", "tracking-which-account"))
    if form.one("reason") not in set(TrackingReason):
        problems.append(Problem("reason", "choose-tracking-reason"))
    days = read_number(form.one("days"))
    if days not in DAYS_OFFERED:
        problems.append(Problem("days", "choose-tracking-days"))
    if problems or days is None:
        return tuple(problems)
    colleagues = {field: form.one(field) for field in COLLEAGUES}
    return Wish(form.one("account"), TrackingReason(form.one("reason")), days, colleagues, bool(form.one("name_harms")))
