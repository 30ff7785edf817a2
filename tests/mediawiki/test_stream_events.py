"""From bytes to events: however the chunks fall, whatever stands between the events, and with bounded memory."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.positions import Position, merge_positions, newest_second
from app.mediawiki.stream import write_positions
from app.mediawiki.stream_events import EVENT_AT_MOST, Reader, read_log_params

PLACES = (
    '[{"topic":"eqiad.mediawiki.recentchange","partition":0,"timestamp":1685006633001},'
    '{"topic":"codfw.mediawiki.recentchange","partition":0,"offset":-1}]'
)
KNOWN_PLACES = (
    Position("eqiad.mediawiki.recentchange", 0, None, 1_685_006_633_001),
    Position("codfw.mediawiki.recentchange", 0, None, 1_685_006_633_001),
)
"""Of the second topic nothing was told yet: it goes on from when the connection told its first event."""


def event(number: int = 1, **changes: Any) -> dict[str, Any]:
    """The shape of mediawiki/recentchange 1.0, filled with invented things."""
    return {
        "$schema": "/mediawiki/recentchange/1.0.1",
        "meta": {"domain": "en.example.org", "stream": "mediawiki.recentchange", "dt": "2026-03-03T11:15:25.048Z"},
        "id": number,
        "type": "edit",
        "namespace": 0,
        "title": "Invented",
        "timestamp": 1_772_536_525,
        "user": "Marlow Quince",
        "bot": False,
        "length": {"old": 5, "new": 6},
        "revision": {"old": number, "new": number + 1},
        "wiki": "enwiki",
        **changes,
    }


def sent(data: object, end: str = "\n", event_id: str = PLACES) -> bytes:
    text = json.dumps(data, ensure_ascii=False) if not isinstance(data, str) else data
    return f"event: message{end}id: {event_id}{end}data: {text}{end}{end}".encode()


def read(*chunks: bytes) -> tuple[list[int], Reader]:
    """The numbers of the revisions of all events."""
    reader = Reader()
    events = [each for chunk in chunks for each in reader.read(chunk)]
    return [each.revision.new or 0 for each in events if each.revision], reader


def test_an_event_is_read_with_the_place_where_it_stands() -> None:
    reader = Reader()
    (found,) = reader.read(b":ok\n\n" + sent(event(7)))
    assert (found.wiki, found.user, found.type, found.at) == ("enwiki", "Marlow Quince", "edit", 1_772_536_525)
    assert found.revision is not None
    assert found.revision.new == 8
    assert reader.positions() == KNOWN_PLACES
    assert newest_second(reader.positions(), 1_685_006_633) == 1_685_006_633


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
def test_the_chunks_may_fall_anywhere(end: str, size: int) -> None:
    whole = b"".join(sent(event(number), end) for number in range(5))
    found, reader = read(*(whole[start : start + size] for start in range(0, len(whole), size)), b"\n")
    assert found == [1, 2, 3, 4, 5]
    assert not reader.counts


@given(st.lists(st.binary(max_size=40), max_size=8), st.integers(1, 50), st.sampled_from(["\n", "\r\n"]))
def test_rubbish_between_events_takes_none_of_them_away(rubbish: list[bytes], size: int, end: str) -> None:
    """Each piece of it ends with a blank line, as any block does; nothing raises, and every event comes."""
    whole = b"".join(piece + b"\n\n" + sent(event(number), end) for number, piece in enumerate(rubbish))
    found, _ = read(*(whole[start : start + size] for start in range(0, len(whole), size)), b"\n")
    assert found == list(range(1, len(rubbish) + 1))


@given(st.binary(max_size=400), st.integers(1, 60))
def test_nothing_that_is_sent_raises(rubbish: bytes, size: int) -> None:
    read(*(rubbish[start : start + size] for start in range(0, len(rubbish), size)))


def test_a_remark_a_name_alone_and_an_empty_block_are_nothing() -> None:
    found, reader = read(b": still here\n\n\n\nevent: message\n\nretry: 5\n\n" + sent(event(1)))
    assert found == [2]
    assert not reader.counts


def test_data_may_stand_in_several_lines_and_before_the_id() -> None:
    text = json.dumps(event(1), indent=1)
    lines = "\n".join(f"data: {line}" for line in text.split("\n"))
    found, reader = read(f"{lines}\nid:{PLACES}\n\n".encode())
    assert found == [2]
    assert reader.positions() == KNOWN_PLACES


@pytest.mark.parametrize(
    "garbage",
    [
        '{"half": ',
        "[1, 2]",
        "5",
        '"text"',
        "{}",
        json.dumps(event(meta=5)),
        json.dumps(event(timestamp="noon")),
        json.dumps(event(user={"name": "x"})),
        json.dumps(event(revision=[5])),
        "[" * 100_000,
        '{"meta": {}, "more": ' + "[" * 100_000,
    ],
    ids=lambda text: text[:25],
)
def test_what_is_no_event_is_dropped_and_counted_by_a_code(garbage: str) -> None:
    found, reader = read(sent(garbage), sent(event(1)))
    assert found == [2]
    assert reader.counts == {"garbage": 1}


def test_bytes_that_are_no_text_are_garbage() -> None:
    found, reader = read(b'event: message\nid: []\ndata: {"meta": {}, "user": "\xff\xfe"}\n\n', sent(event(1)))
    assert found == [2]
    assert reader.counts == {"garbage": 1}


def test_types_that_nobody_knows_are_events_like_any_other() -> None:
    """A new field, a new type, nothing in fields that are sometimes empty: the stream goes on."""
    strange = event(1, type="something-new", brand_new={"a": [1]}, log_id=None, log_type=None, title=None, user=None)
    found, reader = read(sent(strange))
    assert found == [2]
    assert not reader.counts


def test_canaries_are_dropped() -> None:
    found, reader = read(sent(event(1, meta={"domain": "canary"})), sent(event(2)))
    assert found == [3]
    assert reader.counts == {"canary": 1}


def test_an_event_without_end_takes_no_more_memory_than_one_may() -> None:
    reader = Reader()
    for _ in range(60):
        assert reader.read(b"data: " + b"x" * 65_536) == []
        assert kept(reader) <= EVENT_AT_MOST
    assert [each.user for each in reader.read(b"\n\n" + sent(event(1)))] == ["Marlow Quince"]
    assert reader.counts == {"too-long": 1}


def test_nor_does_one_of_lines_without_end() -> None:
    reader = Reader()
    for _ in range(60):
        assert reader.read(b"data: " + b"x" * 65_536 + b"\ndata: [") == []
        assert kept(reader) <= EVENT_AT_MOST
    assert [each.user for each in reader.read(b"\n\n" + sent(event(1)))] == ["Marlow Quince"]
    assert reader.counts == {"too-long": 1}


def kept(reader: Reader) -> int:
    return reader._lines.length + sum(map(len, reader._data))


def test_the_place_of_an_event_counts_when_the_event_has_ended() -> None:
    """A process that is killed in the middle of an event must get it again."""
    whole = sent(event(1)) + sent(event(2), event_id="[]")
    reader = Reader()
    reader.read(whole[:-1])
    assert reader.positions() == KNOWN_PLACES
    reader.read(whole[-1:])
    assert reader.positions() == ()


def test_an_event_just_within_the_limit_is_read() -> None:
    found, reader = read(*_cut(sent(event(1, comment="x" * (EVENT_AT_MOST - 2_000)))))
    assert found == [2]
    assert not reader.counts


def _cut(whole: bytes) -> list[bytes]:
    return [whole[start : start + 65_536] for start in range(0, len(whole), 65_536)]


@pytest.mark.parametrize(
    "event_id",
    [
        "",
        "5",
        "[]",
        "{",
        '[{"topic": 5}]',
        '[{"topic":"A sentence about somebody","partition":0,"timestamp":1}]',
        '[{"topic":"eqiad.mediawiki.recentchange","partition":-1,"timestamp":1}]',
        '[{"topic":"eqiad.mediawiki.recentchange","partition":0,"timestamp":99999999999999999999}]',
        '[{"topic":"eqiad.mediawiki.recentchange","partition":0}]',
        '[{"topic":"192.0.2.7","partition":0,"timestamp":1}]',
    ],
)
def test_a_place_of_another_shape_is_none(event_id: str) -> None:
    found, reader = read(sent(event(1), event_id=event_id))
    assert found == [2]
    assert reader.positions() == ()


def test_a_topic_that_one_event_does_not_name_keeps_its_place() -> None:
    """Going on from some topics only, nothing would ever be heard of the others."""
    newer = Position("eqiad.mediawiki.recentchange", 0, None, 1_685_006_633_999)
    assert merge_positions(KNOWN_PLACES, (newer,)) == (newer, KNOWN_PLACES[1])
    assert merge_positions((), KNOWN_PLACES) == KNOWN_PLACES
    assert merge_positions(KNOWN_PLACES, ()) == KNOWN_PLACES


def place(topic: str, **where: int) -> dict[str, Any]:
    return {"topic": f"{topic}.mediawiki.recentchange", "partition": 0, **where}


def test_the_end_of_a_silent_topic_is_no_place_to_go_on_from() -> None:
    """Sent back, it would mean the end at that time: a change of data centre in between would be lost."""
    reader = Reader(since=9_000)
    for ms in (5_000, 7_000):
        reader.read(sent(event(), event_id=json.dumps([place("eqiad", timestamp=ms), place("codfw", offset=-1)])))
        eqiad, codfw = reader.positions()
        assert (eqiad.timestamp, codfw.timestamp, codfw.offset) == (ms, 5_000, None)


@pytest.mark.parametrize("first", [{"offset": 77}, {"timestamp": 10**15}])
def test_where_the_first_event_tells_no_time_that_can_be_it_is_when_the_connection_began(first: dict[str, int]) -> None:
    reader = Reader(since=9_000)
    reader.read(sent(event(), event_id=json.dumps([place("eqiad", **first), place("codfw", offset=-1)])))
    assert reader.positions()[1].timestamp == 9_000


def test_a_time_far_ahead_does_not_make_every_absence_short() -> None:
    ahead = Position("codfw.mediawiki.recentchange", 0, None, 10**15)
    assert newest_second((KNOWN_PLACES[0], ahead), 1_685_006_633) == 1_685_006_633
    assert newest_second((ahead,), 1_685_006_633) is None


def test_what_was_kept_before_never_asks_for_the_end() -> None:
    places = (KNOWN_PLACES[0], Position("codfw.mediawiki.recentchange", 0, -1, None))
    assert [each.get("timestamp") for each in json.loads(write_positions(places))] == [1_685_006_631_001] * 2


def test_the_place_of_an_event_that_was_dropped_counts_too() -> None:
    _, reader = read(sent("garbage"))
    assert reader.positions() == KNOWN_PLACES


@pytest.mark.parametrize(
    ("dt", "at"),
    [
        ("2026-03-03T11:15:25.048Z", 1_772_536_525),
        ("2026-03-03T11:15:25Z", 1_772_536_525),
        ("yesterday", 0),
        ("2026-13-41T11:15:25Z", 0),
        ("", 0),
    ],
)
def test_a_change_of_visibility_tells_its_time_in_words(dt: str, at: int) -> None:
    change = {"meta": {"dt": dt}, "database": "enwiki", "rev_id": 5, "visibility": {"text": False}}
    (found,) = Reader().read(sent(change))
    assert found.at == at
    assert found.visibility is not None
    assert (found.visibility.text, found.visibility.user) == (False, True)


@pytest.mark.parametrize("params", ["[]", '"text"', '["a", "b"]', '{"ids": 5}', "null", '{"ids": [{}]}'])
def test_entries_of_other_logs_have_no_parameters_of_ours(params: str) -> None:
    text = json.dumps(event(1, type="log"))[:-1] + f', "log_params": {params}}}'
    (found,) = Reader().read(sent(text))
    assert read_log_params(found).ids == []


def test_ids_in_a_log_are_numbers_or_digits() -> None:
    (found,) = Reader().read(sent(event(1, type="log", log_params={"type": "revision", "ids": ["5", 6], "nfield": 1})))
    assert read_log_params(found).ids == ["5", 6]
