"""Policy packs: the shipped ones can be read, and a slip of the pen stops the start with a sentence."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.queues import Team
from app.domain.requests import RequestKind
from app.flows.packs import BadPack, Norm, Reviewer, Step, read_packs
from app.settings import ROOT

SHIPPED = ROOT / "app" / "flows" / "packs"
SANDBOX = ROOT / "app" / "sandbox" / "packs"
GLOBAL = (SHIPPED / "global.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [SHIPPED, SANDBOX])
def test_every_pack_can_be_read_and_knows_both_kinds(folder: Path) -> None:
    packs = read_packs(folder)
    for wiki in [*packs.by_wiki, "some-unknown-wiki"]:
        assert {kind for criterion in packs.criteria(wiki) for kind in criterion.kinds} == set(RequestKind)
        assert packs.contact(Team.STEWARDS, wiki)


def test_no_shipped_pack_opens_a_queue_that_no_team_asked_for() -> None:
    assert not any(pack.queues for pack in read_packs(SHIPPED).by_wiki.values())


def test_a_queue_is_wanted_from_its_day_on() -> None:
    packs = read_packs(SANDBOX)
    assert packs.wants_queue(Team.OVERSIGHTERS, "enwiki", date(2026, 1, 1))
    assert not packs.wants_queue(Team.OVERSIGHTERS, "enwiki", date(2025, 12, 31))
    assert not packs.wants_queue(Team.OVERSIGHTERS, "commonswiki", date(2026, 11, 22))


def test_several_wikis_share_what_all_know_and_the_global_criteria_for_the_rest() -> None:
    packs = read_packs(SANDBOX)
    offered = packs.criteria_of_all(["enwiki", "dewikibooks"])
    assert {kind for criterion in offered for kind in criterion.kinds} == set(RequestKind)
    assert all(packs.criterion(wiki, each.code) for wiki in ("enwiki", "dewikibooks") for each in offered)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('wiki = "global"', 'wiki = "other"'),
        ("reviewed = 2026-11-22", 'reviewed = "last week"'),
        ("reviewed = 2026-11-22", ""),
        ('kind = "suppression"', 'kind = "hiding"'),
        ("[contact.stewards]", "[contact.wizards]"),
        ('mail = "stewards-oversight@wikimedia.org"', 'male = "stewards-oversight@wikimedia.org"'),
        ("[promise-minutes]", "[promised]"),
        ('code = "os-libel"', 'code = "a whole sentence"'),
        ('source = "https://meta.wikimedia.org/wiki/Revision_deletion"', 'source = ""'),
        ('wiki = "global"', "wiki = "),
        ('reviewed-by = "maintainer"', ""),
        ('reviewed-by = "maintainer"', 'reviewed-by = "Invented Name"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\npublic-venue = "false"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nedit-out-first = "no"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nannouncement = "neutral-summary"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nannouncement = ["shout"]'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nannouncement = ""'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nannouncement-page = "A|B"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nannouncement-page = ["A"]'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nhandbook = "javascript:alert(1)"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nnot-here = ["no-such-code"]'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nnot-here = "os-libel"'),
        ('code = "os-libel"', 'code = "os-libel"\nlike = "no-such-code"'),
        ('code = "os-libel"', 'code = "os-libel"\nlike = "rd-copyright"'),
        ('reviewed-by = "maintainer"', 'reviewed-by = "maintainer"\nterms = "RevDel"'),
        ("[promise-minutes]", '[terms]\nsuppressing = "oversight"\n[promise-minutes]'),
        ("[promise-minutes]", f'[terms]\nsuppression = "{"long " * 20}"\n[promise-minutes]'),
        ("local = 120", "stewards = 120"),
        ("local = 120", "global-sysops = 120"),
        ("local = 120", "local = -1"),
        ("local = 120", 'local = "soon"'),
        ("local = 120", "local = true"),
        ("[escalation-minutes.suppression]", "[escalation-minutes.lift]"),
    ],
)
def test_a_slip_of_the_pen_is_one_sentence_with_the_name_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    assert GLOBAL.count(old) >= 1
    (tmp_path / "global.toml").write_text(GLOBAL.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPack, match=r"global\.toml"):
        read_packs(tmp_path)


def test_without_the_global_pack_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(BadPack):
        read_packs(tmp_path)


def test_the_wikis_of_the_facts_have_a_pack_and_every_pack_says_in_which_role_it_was_read() -> None:
    packs = read_packs(SHIPPED)
    assert set(packs.by_wiki) == {
        "global", "enwiki", "dewiki", "frwiki", "eswiki", "jawiki", "commonswiki", "simplewiki", "metawiki",
        "specieswiki", "incubatorwiki", "eswikibooks",
    }  # fmt: skip
    assert all(pack.reviewed_by in Reviewer for pack in packs.by_wiki.values())


def test_an_unknown_wiki_gets_the_four_global_criteria_of_suppression_and_nothing_it_did_not_say() -> None:
    packs = read_packs(SHIPPED)
    suppression = [each for each in packs.criteria("some-unknown-wiki") if each.kind is RequestKind.SUPPRESSION]
    assert len(suppression) == 4
    pack = packs.of("some-unknown-wiki")
    assert (pack.terms, pack.public_venue, pack.edit_out_first, pack.announcement) == ({}, None, False, ())


def test_no_pack_invents_numbers_of_suppression() -> None:
    for path in SHIPPED.glob("*.toml"):
        assert not re.search(r"\bOS\s?\d", path.read_text(encoding="utf-8")), path.name


def test_what_a_wiki_does_not_accept_is_offered_nowhere_for_it() -> None:
    """On the French wiki ordinary vandalism is not masked: not alone, not beside another wiki, not by its code."""
    packs = read_packs(SHIPPED)
    for wikis in (["frwiki"], ["frwiki", "dewiki"], ["dewiki", "frwiki"], ["frwiki", "enwiki"]):
        offered = packs.criteria_of_all(wikis)
        assert not {"rd-disruptive", "rd-grossly-insulting"} & {each.code for each in offered}
        assert {kind for each in offered for kind in each.kinds} == set(RequestKind)
    assert packs.criterion("frwiki", "rd-disruptive") is None
    assert packs.criterion("dewiki", "rd-disruptive") is not None


def test_the_packs_say_what_the_wikis_want() -> None:
    packs = read_packs(SHIPPED)
    assert packs.of("jawiki").edit_out_first
    assert Norm.NEUTRAL_SUMMARY in packs.of("jawiki").announcement
    assert packs.of("enwiki").public_venue is False
    assert Norm.ANNOUNCE_RIGHTS_REMOVAL in packs.of("enwiki").announcement
    assert packs.of("enwiki").announcement_page == "Wikipedia:Arbitration Committee/Noticeboard"
    assert packs.of("eswiki").public_venue is True
    assert packs.of("frwiki").terms["suppression"] == "masquage lourd"


def test_no_wiki_announces_anything_that_it_does_not_say() -> None:
    """R174: the default is none."""
    packs = read_packs(SHIPPED)
    asking = {wiki for wiki, pack in packs.by_wiki.items() if any(norm.asks_for_notice for norm in pack.announcement)}
    assert asking == {"enwiki"}
    assert not any(norm.asks_for_notice for norm in packs.of("some-unknown-wiki").announcement)


def test_wikis_without_a_team_name_none_and_lead_to_the_stewards() -> None:
    packs = read_packs(SHIPPED)
    for wiki in ("specieswiki", "incubatorwiki", "eswikibooks"):
        assert packs.contact(Team.OVERSIGHTERS, wiki) is None
    stewards = packs.contact(Team.STEWARDS, "")
    assert stewards is not None and stewards.mail


def test_how_long_a_request_waits_is_the_wikis_word_or_the_global_one(tmp_path: Path) -> None:
    (tmp_path / "global.toml").write_text(GLOBAL, encoding="utf-8")
    own = 'wiki = "quickwiki"\nreviewed = 2026-11-22\nreviewed-by = "steward"\n'
    own += "[escalation-minutes.suppression]\nlocal = 15\n"
    (tmp_path / "quickwiki.toml").write_text(own, encoding="utf-8")
    packs = read_packs(tmp_path)
    assert packs.escalation("quickwiki", RequestKind.SUPPRESSION) == {Step.LOCAL: 15}
    assert set(packs.escalation("quickwiki", RequestKind.REVISION_DELETION)) == {Step.LOCAL, Step.GLOBAL_SYSOPS}
    assert packs.escalation("quickwiki", RequestKind.LIFT) == {}


def test_the_domains_of_role_addresses_are_those_of_the_reviewed_contacts() -> None:
    assert read_packs(SHIPPED).mail_domains == {"wikimedia.org", "lists.wikimedia.org"}


STOPPING = """
[[criterion]]
code = "xw-invented"
kind = "lock"
also-for = {also}
say = "Invented"
source = "https://meta.example/wiki/Global_locks"
"""


def test_one_reason_serves_several_ways_of_stopping_an_account(tmp_path: Path) -> None:
    text = GLOBAL + STOPPING.format(also='["global-block"]')
    (tmp_path / "global.toml").write_text(text, encoding="utf-8")
    criterion = read_packs(tmp_path).criterion("anywiki", "xw-invented")
    assert criterion is not None and criterion.kinds == {RequestKind.LOCK, RequestKind.GLOBAL_BLOCK}


@pytest.mark.parametrize("also", ['["suppression"]', '["hide"]', '"global-block"'])
def test_and_no_other_kind_beside_them(tmp_path: Path, also: str) -> None:
    (tmp_path / "global.toml").write_text(GLOBAL + STOPPING.format(also=also), encoding="utf-8")
    with pytest.raises(BadPack):
        read_packs(tmp_path)


@pytest.mark.parametrize("folder", [SHIPPED, SANDBOX])
def test_temporary_accounts_are_stopped_for_what_others_are_locked_for(folder: Path) -> None:
    """But for what lies in the name: a temporary account's name says nothing."""
    criteria = [each for each in read_packs(folder).everywhere.criteria if each.kind.stops_accounts]
    names = {each.code for each in criteria if RequestKind.GLOBAL_BLOCK not in each.kinds}
    assert names == {"xw-impersonation", "xw-attack-name"}
    assert all(RequestKind.LOCK in each.kinds for each in criteria)
