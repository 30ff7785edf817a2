"""The links of a report, each with whether it says what is claimed (R73)."""

from dataclasses import dataclass, replace

from app.domain.cases import Case, Checked, Item
from app.flows.companion.stages import Stage
from app.text.case_file import LONGEST_LINK, LONGEST_TEXT, MOST_ROWS
from app.web.case.carrying import Carried
from app.web.guard import Visitor
from app.web.house import House
from app.web.pages import ItemsShown, Problem


@dataclass(frozen=True)
class ItemsSection:
    """`added` is what was typed as new links and could not be taken. `looked`: what the wikis say, where they were
    asked."""

    items: tuple[Item, ...]
    added: str
    looked: ItemsShown | None = None
    answers: tuple[Checked, ...] = tuple(Checked)


def apply(house: House, carried: Carried) -> tuple[Case, tuple[Problem, ...]]:
    form, problems = carried.form, list[Problem]()
    items = [_changed(each, number, carried, problems) for number, each in enumerate(carried.case.items)]
    known = {each.link for each in items}
    lines = dict.fromkeys(line.strip() for line in form.one("added").splitlines() if line.strip())
    added = [Item(line) for line in lines if line not in known]
    if any(len(each.link) > LONGEST_LINK for each in added) or len(items) + len(added) > MOST_ROWS["item"]:
        problems.append(Problem("added", "case-too-many-links", (str(MOST_ROWS["item"]), str(LONGEST_LINK))))
    if problems:
        return carried.case, tuple(problems)
    kept = tuple(each for number, each in enumerate(items) if not form.one(f"drop-{number}"))
    return replace(carried.case, items=(*kept, *added)), ()


def new_links(before: Case, case: Case) -> tuple[str, ...]:
    """The first field of what was just added: it is judged before the case goes on (R73)."""
    known = {each.link for each in before.items}
    return tuple(f"checked-{number}" for number, each in enumerate(case.items) if each.link not in known)[:1]


async def show(house: House, visitor: Visitor, carried: Carried, stage: Stage) -> ItemsSection:
    looked = carried.looked if isinstance(carried.looked, ItemsShown) else None
    return ItemsSection(carried.case.items, carried.form.one("added") if carried.again else "", looked)


def _changed(item: Item, number: int, carried: Carried, problems: list[Problem]) -> Item:
    chosen, note = carried.form.one(f"checked-{number}"), carried.form.one(f"note-{number}").strip()
    if len(note) > LONGEST_TEXT:
        problems.append(Problem(f"note-{number}", "case-too-long", (str(LONGEST_TEXT),)))
        return item
    return replace(item, checked=Checked(chosen) if chosen in set(Checked) else None, note=note)
