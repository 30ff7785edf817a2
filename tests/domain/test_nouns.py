"""References, queues and visibility: the small rules of the nouns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.queues import Queue, Team
from app.domain.references import ALPHABET, read_reference, write_reference
from app.domain.visibility import Parts, Shown
from app.domain.wikis import Farm, Wiki


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_a_reference_is_read_however_it_was_typed(signs: str) -> None:
    written = write_reference(signs)
    for typed in (written, written.lower(), written.replace("-", ""), f" {written} "):
        assert read_reference(typed) == signs


@given(st.text(max_size=20))
def test_nothing_else_is_a_reference(text: str) -> None:
    signs = read_reference(text)
    assert signs is None or (len(signs) == 8 and set(signs) <= set(ALPHABET))


def test_a_queue_names_its_wiki_exactly_when_its_team_is_local() -> None:
    for queue in (Queue(Team.OVERSIGHTERS, "enwiki"), Queue(Team.STEWARDS)):
        assert Queue.from_key(queue.key) == queue
    for wrong in ("stewards.enwiki", "oversighters", "nobody.enwiki", ""):
        with pytest.raises(ValueError):
            Queue.from_key(wrong)


SOME_PARTS = st.integers(0, 7).map(Parts)


@given(SOME_PARTS, SOME_PARTS, SOME_PARTS, st.booleans(), st.booleans())
def test_done_needs_every_wanted_part_seen_hidden(
    wanted: Parts, hidden: Parts, asked: Parts, suppressed: bool, suppression: bool
) -> None:
    state = Shown(1, 0, 5, False, hidden, suppressed, asked)
    done = state.is_done(wanted, suppression)
    if done:
        assert wanted & ~hidden == Parts.NONE
        assert wanted & ~asked == Parts.NONE, "what was not asked about is never taken for hidden"
        assert suppressed or not suppression


def test_mobile_hosts_are_the_same_wikis_and_look_alikes_are_not() -> None:
    wikis = {
        "enwiki": Wiki("enwiki", "https://en.wikipedia.org"),
        "wikidatawiki": Wiki("wikidatawiki", "https://www.wikidata.org"),
    }
    farm = Farm(wikis, "enwiki")
    assert farm.by_host("en.m.wikipedia.org") == farm.by_host("EN.wikipedia.org") == wikis["enwiki"]
    assert farm.by_host("m.wikidata.org") == wikis["wikidatawiki"]
    for stranger in ("en.wikipedia.org.evil.example", "evil.example", "en.wi\u212aipedia.org", "en.wikipedia.org:444"):
        assert farm.by_host(stranger) is None
