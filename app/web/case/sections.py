"""What stages show beside their questions: each section reads its part of the form and shows it again.

A stage without one has questions only. What a section asks of the wikis, it asks when it is shown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.domain.cases import Case
from app.flows.companion.stages import Section, Stage
from app.web.case import announcement, exports, items, parties
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import Problem

Apply = Callable[[House, Carried], tuple[Case, tuple[Problem, ...]]]
"""The case with what was typed in the section. Pure but for the house's messages and guidance."""
Show = Callable[[House, Visitor, Carried, Stage], Awaitable[object]]
"""What its template gets, as `page.section`."""


@dataclass(frozen=True)
class SectionPart:
    """One section."""

    apply: Apply
    show: Show


SECTIONS: Mapping[Section, SectionPart] = {
    Section.PARTIES: SectionPart(parties.apply, parties.show),
    Section.ITEMS: SectionPart(items.apply, items.show),
    Section.RECORD: SectionPart(exports.apply, exports.show_section),
    Section.ANNOUNCEMENT: SectionPart(announcement.apply, announcement.show_section),
}
