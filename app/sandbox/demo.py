"""Puts the demo farm together: wikis, people, cases and the one registered OAuth consumer."""

from __future__ import annotations

from app.sandbox.cases import add_cases
from app.sandbox.farm import Clock, Farm, WikiSet, real_time
from app.sandbox.more_cases import add_more_cases
from app.sandbox.name_case import add_name_case
from app.sandbox.oauth.tokens import SANDBOX_KEY, SANDBOX_SECRET, Consumer
from app.sandbox.people import add_people, hide_people
from app.sandbox.places import PLACES, UNREACHABLE, extra_places
from app.sandbox.request_pages import add_request_pages
from app.sandbox.sock_case import add_sock_case


def build_farm(port: int, extra_wikis: int = 0, clock: Clock = real_time) -> Farm:
    """The whole sandbox, the same at every start except for times, which lie before the clock's present."""
    farm = Farm(port=port, clock=clock)
    for place in (*PLACES, *UNREACHABLE, *extra_places(extra_wikis)):
        farm.add_wiki(place)
    farm.wiki_sets.append(WikiSet("7", "Opted-in small wikis", ("dewikibooks", "arwikibooks"), "global-sysop"))
    add_people(farm)
    add_cases(farm)
    add_more_cases(farm)
    hide_people(farm)
    add_sock_case(farm)
    add_name_case(farm)
    add_request_pages(farm.central)
    farm.oauth.register(Consumer(SANDBOX_KEY, SANDBOX_SECRET, "Haven (sandbox)", "http://127.0.0.1"))
    farm.stream.begin()
    return farm
