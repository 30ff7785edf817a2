"""Every page of Haven with invented, rich data, for looking at and for the tests that check each page.

`python -m tests.support.gallery FOLDER` writes them as HTML files beside a link to `static`.
"""

from dataclasses import replace
from functools import cache

from app.web.messages import Messages
from app.web.pages import Chrome, Page
from app.web.templating import Templates
from tests.support.gallery.accounts import account_examples
from tests.support.gallery.bells import bell_examples
from tests.support.gallery.case import case_examples
from tests.support.gallery.case_letters import case_letter_examples
from tests.support.gallery.case_looked import looked_up_examples
from tests.support.gallery.case_out import case_out_examples
from tests.support.gallery.filing import filing_examples
from tests.support.gallery.guided import guided_examples
from tests.support.gallery.hand_over import hand_over_examples
from tests.support.gallery.inquiries import inquiry_examples
from tests.support.gallery.onward import onward_examples
from tests.support.gallery.overview import overview_examples
from tests.support.gallery.people import ROOT
from tests.support.gallery.public import error_examples, public_examples, signing_examples
from tests.support.gallery.requests import request_examples
from tests.support.gallery.stewards import steward_examples
from tests.support.gallery.trackings import tracking_examples


@cache
def examples() -> tuple[tuple[str, Page, Chrome], ...]:
    """(name, page, chrome) of everything that Haven can show."""
    return (
        *signing_examples(),
        *filing_examples(),
        *account_examples(),
        *request_examples(),
        *onward_examples(),
        *inquiry_examples(),
        *overview_examples(),
        *steward_examples(),
        *tracking_examples(),
        *bell_examples(),
        *guided_examples(),
        *hand_over_examples(),
        *case_examples(),
        *looked_up_examples(),
        *case_out_examples(),
        *case_letter_examples(),
        *public_examples(),
        *error_examples(),
    )


def example(name: str) -> tuple[Page, Chrome]:
    """One of them."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, tuple[Page, Chrome]]:
    return {name: (page, chrome) for name, page, chrome in examples()}


def in_rtl(chrome: Chrome) -> Chrome:
    """The same surroundings, laid out from right to left."""
    return replace(chrome, language="en-x-rtl", direction="rtl")


def our_templates() -> Templates:
    return Templates(ROOT / "templates", Messages.load(ROOT / "app" / "messages"))
