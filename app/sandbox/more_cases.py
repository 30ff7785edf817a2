"""Invented cases of every other place where something may stand: ranges, logs, files, filters, deleted pages, names.

Harmless placeholder text only. Times lie before the farm's present time.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from app.sandbox.abuse_log import add_hit
from app.sandbox.cases import TO_HIDE
from app.sandbox.farm import Farm
from app.sandbox.files import upload
from app.sandbox.moves import log_account, log_creation, move
from app.sandbox.people import ATTACKING_NAME
from app.sandbox.wiki import Page, Wiki

SIXTY, INSERTED, RESTORED = 60, 3, 50
"""A page of sixty edits: put in with the third, taken out again with the fiftieth."""


def add_more_cases(farm: Farm) -> None:
    add_sixty_edits(farm.wiki("enwiki"))
    _attacking_name(farm.wiki("enwiki"))
    _comment(farm.wiki("enwiki"))
    _report_settings(farm.wiki("enwiki"))
    _picture(farm.wiki("commonswiki"))
    _item(farm.wiki("commonswiki"))
    _short_links(farm)


def add_sixty_edits(wiki: Wiki, title: str = "Sixty edits") -> Page:
    """One edit a minute. The thirtieth is what a move leaves in the history; a filter noted the author's next try."""
    page = wiki.add_page(f"{title} (old title)")
    start = wiki.ago(hours=8)
    text = "Invented text."
    for number in range(1, SIXTY + 1):
        at = start + timedelta(minutes=number)
        if number == 30:
            move(wiki, page, (0, title), "Wilma Tarn", f"better title {TO_HIDE}", at=at)
            continue
        author, comment, text = _step(number, text, page)
        wiki.add_revision(page, author, comment, text, at=at)
        if number == 1:
            log_creation(wiki, page)
        if number == INSERTED:
            add_hit(wiki, author, page.title, at + timedelta(minutes=4))
    return page


def _step(number: int, text: str, page: Page) -> tuple[str, str, str]:
    """Who makes this edit, with which summary, and the text after it."""
    if number == INSERTED:
        return "Marlow Quince", "new paragraph", f"{text}\n{TO_HIDE}"
    if number == RESTORED:
        return "Tamsin Vale", f"undid {TO_HIDE}", page.revisions[INSERTED - 2].text
    author = "Corin Ashby" if number % 3 else "Wilma Tarn"
    return author, f"step {number}", f"{text}\nInvented line {number}."


def _attacking_name(wiki: Wiki) -> None:
    account = wiki.farm.account(ATTACKING_NAME)
    log_account(wiki, account, wiki.ago(days=1))
    page = wiki.add_page("Tide tables")
    wiki.add_revision(page, "Wilma Tarn", "new page", "Invented table.", at=wiki.ago(days=5))
    wiki.add_revision(page, account, "hello", "Invented table, changed.", at=wiki.ago(hours=20))
    wiki.add_revision(page, "Wilma Tarn", "back", "Invented table.", at=wiki.ago(hours=19))
    add_hit(wiki, account, page.title, wiki.ago(hours=20), private=True)


def _comment(wiki: Wiki) -> None:
    page = wiki.add_page("Tide tables", 1)
    wiki.add_revision(page, "Corin Ashby", "question", "Invented question.", at=wiki.ago(hours=18))
    wiki.add_revision(page, "Marlow Quince", "reply", f"Invented question.\n:{TO_HIDE}", at=wiki.ago(hours=17))
    wiki.add_revision(
        page, "Corin Ashby", "thanks", f"Invented question.\n:{TO_HIDE}\n::Thanks.", at=wiki.ago(hours=16)
    )


def _picture(wiki: Wiki) -> None:
    page = wiki.add_page("Quay in the rain (invented).png", 6)
    wiki.add_revision(page, "Wilma Tarn", "first", "An invented description.", at=wiki.ago(days=3))
    log_creation(wiki, page)
    people = ("Wilma Tarn", "Marlow Quince", "Caro Lindqvist")
    for number, name in enumerate(people):
        upload(wiki, page, name, f"version {number}", f"invented bytes {number}", wiki.ago(days=3 - number))


def _item(wiki: Wiki) -> None:
    """A page that writes what was changed into the summary by itself, as items of Wikidata do."""
    page = wiki.add_page("Invented item")
    page.model = "wikibase-item"
    wiki.add_revision(page, "Wilma Tarn", "/* wbeditentity-create:0| */", "{}", at=wiki.ago(days=2))
    summary = f"/* wbsetlabel-set:1|en */ {TO_HIDE}"
    wiki.add_revision(page, "Marlow Quince", summary, f'{{"label": "{TO_HIDE}"}}', at=wiki.ago(hours=6))
    wiki.add_revision(page, "Wilma Tarn", "/* wbsetlabel-remove:1|en */", "{}", at=wiki.ago(hours=5))


def _report_settings(wiki: Wiki) -> None:
    """Where the wiki's Incident Reporting System sends reports of private information: not where the pack says."""
    help_method = {
        "WikiEmailURL": "",
        "Email": "reports-enwiki@sandbox.invalid",
        "OtherURL": "",
        "EmailStewards": False,
    }
    settings = {"ReportIncident_NonEmergency_Doxing_HelpMethod": help_method, "$version": "1.1.0"}
    page = wiki.add_page("IncidentReportingConfig.json", 8)
    page.model = "json"
    wiki.add_revision(page, "Hedda Moor", "settings", json.dumps(settings), at=wiki.ago(days=8))


def _short_links(farm: Farm) -> None:
    wiki = farm.wiki("enwiki")
    diff = wiki.page("Talk:Harbour lights").revisions[5].rev_id
    farm.short_links["Tide1"] = f"{wiki.server}/wiki/Special:Diff/{diff}"
    farm.short_links["Again"] = f"http://{farm.short_link_host}/Tide1"
    farm.short_links["Away"] = "http://stranger.invalid/w/index.php?diff=5"


def comment_id(wiki: Wiki) -> tuple[str, int]:
    """The id of the demo's comment as DiscussionTools gives it, and the number of the edit that made it."""
    revision = wiki.page("Talk:Tide tables").revisions[1]
    return f"c-{revision.author.name.replace(' ', '_')}-{_to_the_minute(revision.at)}-Tide_tables", revision.rev_id


def _to_the_minute(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M00")
