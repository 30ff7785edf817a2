"""A case as plain text, for a private list or a document of one's own (R97).

As in a hand-over pack, what was typed stands indented below its label: no line of it can pass for another part.
"""

from app.text.case_record import Entry, Fact, Linked, Record, Words, labelled, one_line
from app.text.hand_over import Pack, Section, write_pack

_DEEPER = "  "


def write_text(record: Record) -> str:
    """The whole text, with a line end after the last line."""
    sections = [
        Section(part.heading, "\n".join(line for entry in part.entries for line in _entry(entry)))
        for part in record.written()
    ]
    return write_pack(Pack(one_line(record.heading), [one_line(record.notice)], sections))


def _entry(entry: Entry) -> list[str]:
    match entry:
        case Fact():
            return [f"{labelled(one_line(entry.label))} {one_line(entry.value)}"]
        case Words():
            return [labelled(one_line(entry.label)), *_typed(entry)]
        case Linked():
            return [f"{one_line(entry.link)} ({one_line(entry.says)})", *_typed(entry)]


def _typed(entry: Words | Linked) -> list[str]:
    return [f"{_DEEPER}{line}" for line in entry.lines]
