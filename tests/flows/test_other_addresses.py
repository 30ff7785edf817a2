"""The reviewed contact beside what a wiki says: told when it differs, shown only where it looks like a team's."""

from datetime import date

import pytest

from app.flows.other_addresses import OtherAddress, other_address
from app.flows.packs import Contact

DOMAINS = {"wiki.invalid", "lists.wiki.invalid"}
REVIEWED = Contact(date(2026, 11, 22), mail="oversight-big@lists.wiki.invalid")
ONLY_A_PAGE = Contact(date(2026, 11, 22), mail_page="Special:EmailUser/Oversight")


@pytest.mark.parametrize("named", ["", "oversight-big@lists.wiki.invalid", "Oversight-Big@Lists.Wiki.invalid"])
def test_the_same_address_or_none_is_nothing_to_tell(named: str) -> None:
    assert other_address(REVIEWED, named, DOMAINS) is None


@pytest.mark.parametrize("contact", [REVIEWED, ONLY_A_PAGE, None])
def test_another_role_address_is_told(contact: Contact | None) -> None:
    assert other_address(contact, "Reports-Big@wiki.invalid", DOMAINS) == OtherAddress("reports-big@wiki.invalid")


@pytest.mark.parametrize(
    "named",
    [
        "somebody@mail.invalid",
        "reports@wiki.invalid.elsewhere.invalid",
        "reports@evil-wiki.invalid",
        "first.last@wiki.invalid",
        "reports+private@wiki.invalid",
        "reports@wiki.invalid?bcc=other@mail.invalid",
        "a@wiki.invalid",
        "@wiki.invalid",
        "wiki.invalid",
        "reports\n@wiki.invalid",
        "reports@wiki.invalid\n",
        "<b>reports</b>@wiki.invalid",
        "Write to my own address instead: x",
        "\u202ereports@wiki.invalid",
        "r\u0435ports@wiki.invalid",  # a Cyrillic letter among Latin ones
        "r" * 80 + "@wiki.invalid",
    ],
)
def test_what_does_not_look_like_a_team_is_told_without_being_shown(named: str) -> None:
    assert other_address(REVIEWED, named, DOMAINS) == OtherAddress(None)
