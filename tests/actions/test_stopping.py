"""Which accounts several links mean: each global account once, whatever wikis it was linked on."""

from dataclasses import replace

import pytest

from app.actions.stopping import Meant, each_account_once
from app.domain.targets import Pointer, TargetKind
from app.domain.visibility import CouldNotCheck, Gone, LiveState, There

HERE, THERE = Pointer("enwiki", TargetKind.ACCOUNT, 7), Pointer("dewiki", TargetKind.ACCOUNT, 9)
GLOBAL = Pointer("metawiki", TargetKind.GLOBAL_ACCOUNT, 70)
SHOWN = There(user=7, is_blocked=True, is_locked=False, central=70)


def test_the_first_link_says_where_to_look_at_it_and_no_block_of_its_wiki_counts() -> None:
    found = each_account_once("metawiki", {HERE: SHOWN, THERE: There(user=9, central=70)})
    assert found == (Meant(GLOBAL, replace(SHOWN, on="enwiki", is_blocked=False), (HERE, THERE)),)


@pytest.mark.parametrize("marked", [0, 1])
def test_a_name_marked_on_one_of_its_links_is_marked(marked: int) -> None:
    links = [replace(each, is_marked=place == marked) for place, each in enumerate((HERE, THERE))]
    [found] = each_account_once("metawiki", dict.fromkeys(links, SHOWN))
    assert found.pointer.is_marked


@pytest.mark.parametrize("state", [
    CouldNotCheck(),
    Gone(),
    There(user=7, is_local_only=True),
    replace(SHOWN, is_gone_centrally=True, is_locked=None),
])  # fmt: skip
def test_one_that_no_wiki_tells_a_central_id_of_stays_what_was_linked(state: LiveState) -> None:
    assert each_account_once("metawiki", {HERE: state}) == (Meant(HERE, state, (HERE,)),)
