"""The pages of bells with invented, rich data, for the gallery."""

from app.domain.bells import Bell
from app.domain.retention import BELL, DAY
from app.web import pages
from app.web.pages import Chrome, Page, Problem, Wait
from tests.support.gallery.people import ADMINISTRATOR, NOW

SECRET = "Invented-for-the-gallery_0123456789-abcdefg"
HOME = "https://haven.example.org"


def bell_examples() -> list[tuple[str, Page, Chrome]]:
    kept = tuple(Bell(n, 12, NOW - n * DAY, NOW - n * DAY + BELL) for n in (1, 4, 30))
    by_day = Problem("bells", "too-much-bells", ("700", Wait(700 * 60)))
    enough = Problem("bells", "bells-enough", ("3",))
    made = pages.NewBellPage(f"{HOME}/bell/{SECRET}/atom", f"{HOME}/bell/json", SECRET, NOW + BELL)
    return [
        ("bells-none", pages.BellsPage((), 3), ADMINISTRATOR),
        ("bells", pages.BellsPage(kept[:2], 1, by_day), ADMINISTRATOR),
        ("bells-enough", pages.BellsPage(kept, 0, enough), ADMINISTRATOR),
        ("bell-made", made, ADMINISTRATOR),
    ]
