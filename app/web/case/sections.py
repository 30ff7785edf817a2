"""What stages show beside their questions: each section reads its part of the form and shows it again.

A stage without one has questions only. The wikis are asked when the section's own button for it is pressed (`look`),
and never by a page that is merely shown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from app.domain.cases import Case
from app.flows.companion.stages import Section, Stage
from app.web.case import acts, announcement, background, exports, items, letters, looking, parties
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import Problem

Apply = Callable[[House, Carried], tuple[Case, tuple[Problem, ...]]]
"""The case with what was typed in the section. Pure but for the house's messages and guidance."""
Show = Callable[[House, Visitor, Carried, Stage], Awaitable[object]]
"""What its template gets, as `page.section`."""

Look = Callable[[House, Visitor, Carried], Awaitable[tuple[Case, object]]]
"""What the wikis say, for `show` to find in `carried.looked`; and the case with what they confirmed or took back."""


@dataclass(frozen=True)
class SectionPart:
    """One section."""

    apply: Apply
    show: Show
    look: Look | None = None


SECTIONS: Mapping[Section, SectionPart] = {
    Section.PARTIES: SectionPart(parties.apply, parties.show, looking.parties),
    Section.ITEMS: SectionPart(items.apply, items.show, looking.items),
    Section.BACKGROUND: SectionPart(background.apply, background.show),
    Section.ACTS: SectionPart(acts.apply, acts.show, acts.look),
    Section.LETTERS: SectionPart(letters.apply, letters.show),
    Section.RECORD: SectionPart(exports.apply, exports.show_section),
    Section.ANNOUNCEMENT: SectionPart(announcement.apply, announcement.show_section),
}
