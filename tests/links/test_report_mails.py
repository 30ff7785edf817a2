"""Mails of the Incident Reporting System as they reach people: whole, quoted, forwarded without the reporter."""

import pytest

from app.links import parse
from app.links.saved_answers import as_contract
from tests.links.farm import farm
from tests.links.lines import FIELDS, ip, rev, who

FARM = farm()
EN = "https://en.wikipedia.org"
INDEX = f"{EN}/w/index.php"
T1 = "20240102030405"

PERMALINK = f"{INDEX}?oldid=5#c-Invented_Offender-{T1}-Topic"
MAILS = {
    "comment": (
        "Reporting user: Invented Reporter\n"
        "Reported user: Invented Offender\n"
        f"Link to reported comment: {PERMALINK}\n"
        "\n"
        "Behaviors: Bullying, intimidation, threats or repeated insults\n"
        "Details: it went on at 192.0.2.7\n"
        "\n"
        f"Email Invented Reporter: {EN}/wiki/Special:EmailUser?wpTarget=Invented+Reporter\n"
    ),
    "emergency": (
        "Reporting user: Invented Reporter\r\nReported user: Invented Offender\r\n"
        f"Link to reported topic: {INDEX}?oldid=5#h-Topic-{T1}\r\n\r\n"
        "Threat type: Threats of physical harm\r\nDetails: 192.0.2.7\r\n"
    ),
    "quoted": (
        "On Friday somebody wrote:\n> Subject: IRS report\n>\n> Reporting user: Invented Reporter\n>\n"
        f"> Reported user: Invented Offender\n> Link to page: {INDEX}?oldid=5\n>\n> Details: 192.0.2.7\n"
    ),
    "quoted twice, marked bold": (
        "> > **Reporting user:** Invented Reporter\n> > **Reported user:** Invented Offender\n"
        f"> > **Link to page:** <{INDEX}?oldid=5>\n> > **Details:** 192.0.2.7\n"
    ),
    "without the reporter": (
        f"*Reported user:* User:Invented_Offender\n*Link to page:* {INDEX}?oldid=5\n*Details:* 192.0.2.7\n"
    ),
}


@pytest.mark.parametrize("mail", MAILS.values(), ids=MAILS.keys())
def test_mails_of_the_incident_reporting_system(mail: str) -> None:
    """Reported account, link and what the details name; never the reporter."""
    found = [as_contract(target) for target in parse(mail, FARM) if target.why is None]
    assert [{key: each[key] for key in FIELDS} for each in found] == [
        *who("Invented Offender"), *rev(5), *ip("192.0.2.7"),
    ]  # fmt: skip


def test_a_mail_that_names_nobody() -> None:
    mail = f"Reporting user: Invented Reporter\nReported user: \nLink to page: {EN}/wiki/Foo\n"
    assert [target.title for target in parse(mail, FARM)] == ["Foo"]
    assert parse("Reported user: he wrote where I live\nand more\n", FARM) == []
    linked = f"Reporting user: A\nReported user: {EN}/wiki/User:Foo\n"
    assert [target.name for target in parse(linked, FARM)] == ["Foo"]
