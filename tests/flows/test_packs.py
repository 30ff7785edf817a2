"""Policy packs: the shipped ones can be read, and a slip of the pen stops the start with a sentence."""

from datetime import date
from pathlib import Path

import pytest

from app.domain.queues import Team
from app.domain.requests import RequestKind
from app.flows.packs import BadPack, read_packs
from app.settings import ROOT

SHIPPED = ROOT / "app" / "flows" / "packs"
SANDBOX = ROOT / "app" / "sandbox" / "packs"
GLOBAL = (SHIPPED / "global.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [SHIPPED, SANDBOX])
def test_every_pack_can_be_read_and_knows_both_kinds(folder: Path) -> None:
    packs = read_packs(folder)
    for wiki in [*packs.by_wiki, "some-unknown-wiki"]:
        assert {criterion.kind for criterion in packs.criteria(wiki)} == set(RequestKind)
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
    assert {criterion.kind for criterion in offered} == set(RequestKind)
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
    ],
)
def test_a_slip_of_the_pen_is_one_sentence_with_the_name_of_the_file(tmp_path: Path, old: str, new: str) -> None:
    assert old in GLOBAL
    (tmp_path / "global.toml").write_text(GLOBAL.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPack, match=r"global\.toml"):
        read_packs(tmp_path)


def test_without_the_global_pack_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(BadPack):
        read_packs(tmp_path)
