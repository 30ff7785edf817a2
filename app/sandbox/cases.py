"""Invented cases of the demo farm: pages with something to hide, harmless placeholder text only.

Also the bulk material that large tests ask for. Times lie before the farm's present time.
"""

from __future__ import annotations

from datetime import timedelta

from app.sandbox.farm import Farm
from app.sandbox.people import HIDDEN_NAME, TEMPORARY_NAME
from app.sandbox.wiki import Page, Revision, Wiki

TO_HIDE = "[placeholder for material to be hidden]"
LONG_TITLE = ("Long title of exactly two hundred and fifty-five bytes " + "and so on " * 30)[:254] + "Z"
HOSTILE_TITLE = "\"Quotes\" & 'apostrophes' <script>alert(1)</script>"
ARABIC_TITLE = "ضوء الميناء"


def add_cases(farm: Farm) -> None:
    _harbour_lights(farm.wiki("enwiki"))
    _user_talk(farm.wiki("enwiki"))
    _odd_titles(farm.wiki("enwiki"))
    _library(farm.wiki("dewikibooks"))
    _files(farm.wiki("commonswiki"))
    _arabic(farm.wiki("arwikibooks"))
    _test_page(farm.wiki("testwiki"))
    for wiki in farm.wikis.values():
        if wiki.is_open:
            _main_page(wiki)


def _harbour_lights(wiki: Wiki) -> None:
    """Twelve edits; five by Marlow Quince bring the material in, the last one takes it out again."""
    page = wiki.add_page("Harbour lights", 1)
    plain = "== Tide tables ==\nInvented talk about an invented harbour."
    steps = (
        ("Wilma Tarn", "new section", plain),
        ("Tamsin Vale", "reply", plain + "\n:Invented reply."),
        ("Wilma Tarn", "reply", plain + "\n:Invented reply.\n::Thank you."),
        (TEMPORARY_NAME, "typo", plain + "\n:Invented reply.\n::Thank you!"),
    )
    for number, (author, comment, text) in enumerate(steps):
        wiki.add_revision(page, author, comment, text, at=wiki.ago(days=3, minutes=-40 * number))
    clean = steps[-1][2]
    running = clean
    later = (
        ("Marlow Quince", "added something"),
        ("Marlow Quince", f"more of it {TO_HIDE}"),
        ("Wilma Tarn", "another section"),
        ("Marlow Quince", "again"),
        ("Marlow Quince", "and again"),
        ("Corin Ashby", "spelling"),
        ("Marlow Quince", "once more"),
    )
    for number, (author, comment) in enumerate(later):
        running += f"\n{TO_HIDE} {number}" if author == "Marlow Quince" else f"\nInvented harmless line {number}."
        wiki.add_revision(page, author, comment, running, at=wiki.ago(hours=5, minutes=-11 * number))
    wiki.add_revision(
        page, "Tamsin Vale", "back to the last good version", clean, at=wiki.ago(hours=3), tags=["mw-manual-revert"]
    )


def _user_talk(wiki: Wiki) -> None:
    page = wiki.add_page("Corin Ashby", 3)
    welcome = "Welcome, says an invented person."
    wiki.add_revision(page, "Wilma Tarn", "welcome", welcome, at=wiki.ago(days=30))
    wiki.add_revision(page, "Marlow Quince", "message", f"Welcome.\n{TO_HIDE}", at=wiki.ago(hours=4))
    wiki.add_revision(page, HIDDEN_NAME, "another", f"Welcome.\n{TO_HIDE}\n{TO_HIDE}", at=wiki.ago(hours=2))
    wiki.add_revision(page, "Corin Ashby", "not here, please", welcome, at=wiki.ago(hours=1))


def _odd_titles(wiki: Wiki) -> None:
    for title in (LONG_TITLE, HOSTILE_TITLE, "منارة Lighthouse", "Lanternfish"):
        page = wiki.add_page(title)
        wiki.add_revision(page, "Wilma Tarn", "new page", at=wiki.ago(days=12))
        wiki.add_revision(page, "Marlow Quince", "addition", at=wiki.ago(days=2))
        wiki.add_revision(page, "Tamsin Vale", "tidy", at=wiki.ago(days=1))
    gone = wiki.add_page("Driftwood notes")
    for author in ("Marlow Quince", "Marlow Quince", "Wilma Tarn"):
        wiki.add_revision(gone, author, "draft", at=wiki.ago(days=20))
    wiki.delete_page(gone, "Ilse Norrby", "Copyright violation")


def _library(wiki: Wiki) -> None:
    page = wiki.add_page("Gezeiten: Übungen", 1)
    text = "Erfundener Text über eine erfundene Übung."
    wiki.add_revision(page, "Wilma Tarn", "angelegt", text, at=wiki.ago(days=9))
    wiki.add_revision(page, "Marlow Quince", "ergänzt", f"{text}\n{TO_HIDE}", at=wiki.ago(hours=9))
    wiki.add_revision(page, "Bruno Halm", "Absatz", f"{text}\n{TO_HIDE}\nNoch ein Absatz.", at=wiki.ago(hours=8))
    wiki.add_revision(page, "Bruno Halm", "zurückgesetzt", text, at=wiki.ago(hours=7))


def _files(wiki: Wiki) -> None:
    page = wiki.add_page("Harbour at dusk (invented).png", 6)
    text = "An invented description."
    wiki.add_revision(page, "Marlow Quince", "upload", text, at=wiki.ago(days=6))
    wiki.add_revision(page, "Marlow Quince", "description", f"{text} {TO_HIDE}", at=wiki.ago(days=5))
    wiki.add_revision(page, "Caro Lindqvist", "category", f"{text} In a category.", at=wiki.ago(days=4))
    wiki.add_log("upload", "upload", "Marlow Quince", page.title, "upload", page_id=page.page_id)


def _arabic(wiki: Wiki) -> None:
    page = wiki.add_page(ARABIC_TITLE)
    wiki.add_revision(page, "Wilma Tarn", "صفحة جديدة", "نص مخترع عن ميناء مخترع.", at=wiki.ago(days=8))
    wiki.add_revision(page, "Marlow Quince", "إضافة", f"نص مخترع عن ميناء مخترع.\n{TO_HIDE}", at=wiki.ago(days=7))
    wiki.add_revision(page, "Wilma Tarn", "إزالة", "نص مخترع عن ميناء مخترع.", at=wiki.ago(days=6))


def _test_page(wiki: Wiki) -> None:
    page = wiki.add_page("Trial page")
    wiki.add_revision(page, "Tessa Probe", "trying", at=wiki.ago(days=3))
    wiki.add_revision(page, "Marlow Quince", "trying too", f"Invented. {TO_HIDE}", at=wiki.ago(days=2))


def _main_page(wiki: Wiki) -> None:
    page = wiki.add_page(wiki.place.language.main_page)
    text = "Welcome to a wiki of the sandbox. Everything here is invented."
    wiki.add_revision(page, "Wilma Tarn", "", text, at=wiki.ago(days=400))


def add_history(wiki: Wiki, title: str, revisions: int, author: str = "Marlow Quince", ns: int = 0) -> Page:
    """A page with many edits by one person, a minute apart, then one clean edit by somebody else."""
    page = wiki.add_page(title, ns)
    start = wiki.farm.now() - timedelta(minutes=revisions + 5)
    for number in range(revisions):
        wiki.add_revision(page, author, f"step {number}", f"{TO_HIDE} {number}", at=start + timedelta(minutes=number))
    wiki.add_revision(page, "Wilma Tarn", "clean again", "Clean.", at=start + timedelta(minutes=revisions))
    return page


def add_bulk(farm: Farm, revisions: int = 500, wikis: int = 12) -> dict[str, list[Revision]]:
    """That many revisions spread evenly over that many wikis (one page each): dbname to the revisions to hide."""
    places = [wiki for wiki in farm.wikis.values() if wiki.is_open][:wikis]
    made: dict[str, list[Revision]] = {}
    for number, wiki in enumerate(places):
        share = revisions // len(places) + (number < revisions % len(places))
        made[wiki.dbname] = add_history(wiki, "Bulk of invented edits", share).revisions[:-1]
    return made
