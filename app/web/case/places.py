"""Pages of a case that are no stage: a letter, an export, passing it on. Each reads what was typed on it and shows
itself; `argument` is what stands behind the colon of a button, as in `letter:outcome.reporter`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from fastapi import Request, Response

from app.domain.cases import Case
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import Problem

Apply = Callable[[House, Carried, str], tuple[Case, tuple[Problem, ...]]]
Show = Callable[[Request, Visitor, Carried, str, tuple[Problem, ...]], Awaitable[Response]]


def takes_nothing(house: House, carried: Carried, argument: str) -> tuple[Case, tuple[Problem, ...]]:
    """For places on which nothing is typed that the case keeps."""
    return carried.case, ()


@dataclass(frozen=True)
class Place:
    """One of them."""

    show: Show
    apply: Apply = takes_nothing


PLACES: Mapping[str, Place] = {}
