"""From the bytes of an event stream to events: cutting server-sent events apart, and decoding each of them.

Pure: no connection, no clock. What is no event that we know is dropped and counted by a code, nothing of it is kept.
Shapes: mediawiki/recentchange 1.0 and mediawiki/revision/visibility-change 1.x of Wikimedia's EventStreams.
"""

import re
from collections import Counter
from datetime import datetime

import msgspec

from app.domain.positions import Position, newest_millisecond, without_ends

EVENT_AT_MOST = 1024 * 1024
"""Bytes: a longer event is thrown away as it arrives, so that memory stays bounded whatever a server sends."""

CANARY = "canary"
RECENT_CHANGE = "mediawiki.recentchange"
VISIBILITY_CHANGE = "mediawiki.revision-visibility-change"

_ID, _DATA = b"id:", b"data:"


class Meta(msgspec.Struct, gc=False):
    domain: str = ""
    dt: str = ""


class Revision(msgspec.Struct, gc=False):
    new: int | None = None


class Visibility(msgspec.Struct, gc=False):
    """True: that part can be seen by everybody."""

    text: bool = True
    user: bool = True
    comment: bool = True


class Prior(msgspec.Struct, gc=False):
    visibility: Visibility = msgspec.field(default_factory=Visibility)


class StreamEvent(msgspec.Struct, gc=False):
    """An event of either stream: of each only the fields that are looked at. A field of another kind is garbage.

    `timestamp` is in seconds since 1970; `log_params` is left undecoded, because its shape depends on the log.
    """

    meta: Meta
    type: str = ""
    wiki: str = ""
    user: str | None = ""
    title: str | None = ""
    namespace: int = 0
    timestamp: int = 0
    revision: Revision | None = None
    log_id: int | None = None
    log_type: str | None = None
    log_action: str | None = None
    log_params: msgspec.Raw = msgspec.Raw(b"{}")
    database: str = ""
    rev_id: int = 0
    visibility: Visibility | None = None
    prior_state: Prior | None = None

    @property
    def at(self) -> int:
        """When it happened, in seconds since 1970; 0 where the event does not say so in a way we know."""
        return self.timestamp or _seconds(self.meta.dt)


class LogParams(msgspec.Struct):
    """What the entries of a few logs say besides: a rename, a move, a change of visibility."""

    olduser: str = ""
    newuser: str = ""
    target: str = ""
    type: str = ""
    """What `ids` are numbers of: `revision`, `logging`, or kinds of file and of deleted revision."""
    ids: list[int | str] = []
    ofield: int = 0
    nfield: int = 0


_decode = msgspec.json.Decoder(StreamEvent).decode
_decode_params = msgspec.json.Decoder(LogParams).decode
_decode_places = msgspec.json.Decoder(list[Position]).decode


class Reader:
    """Feed it chunks as they arrive; it gives the events of each, and remembers the id of the last one.

    `counts`: how many were dropped, by code (`garbage`, `too-long`), and how many were canaries. `since` is when the
    connection began (milliseconds since 1970), for streams that tell no times.
    """

    def __init__(self, since: int | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self._since, self._has_begun = since, False
        self._lines = Lines()
        self._last_id = b""
        self._id, self._data = b"", list[bytes]()
        self._skips = False

    def read(self, chunk: bytes) -> list[StreamEvent]:
        events = []
        event_id, data = self._id, self._data
        for line in self._wanted(self._lines.cut(chunk)):
            if not line:
                self._last_id = event_id or self._last_id
                if event := self._event(b"\n".join(data)):
                    events.append(event)
                event_id, data = b"", []
            # The space that may follow the colon means nothing in JSON, nor does the end of a line.
            elif line.startswith(_DATA):
                data.append(line[len(_DATA) :])
            elif line.startswith(_ID):
                event_id = line[len(_ID) :]
        self._id, self._data = event_id, data
        self._stay_small()
        return events

    def positions(self) -> tuple[Position, ...]:
        """Where the last event stands in each of its topics; nothing when there was none, or it did not say.

        Of a topic that is silent so far nothing came on this connection: it goes on from where that began: by the
        time of its first event, or by the clock if that is earlier."""
        try:
            places = [place for place in _decode_places(self._last_id) if place.is_known]
        except (msgspec.DecodeError, RecursionError):
            return ()
        if not self._has_begun and places:
            self._has_begun = True
            known = (newest_millisecond(places), self._since)
            self._since = min((each for each in known if each is not None), default=None)
        return without_ends(places, self._since)

    def _event(self, data: bytes) -> StreamEvent | None:
        if not data:
            return None
        try:
            event = _decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.counts["garbage"] += 1
            return None
        if event.meta.domain == CANARY:
            self.counts["canary"] += 1
            return None
        return event

    def _wanted(self, lines: list[bytes]) -> list[bytes]:
        """All of them, but for the rest of an event that was too long."""
        if not self._skips:
            return lines
        self._skips = b"" not in lines
        return [] if self._skips else lines[lines.index(b"") + 1 :]

    def _stay_small(self) -> None:
        if self._lines.length + sum(map(len, self._data)) > EVENT_AT_MOST:
            self.counts["too-long"] += not self._skips
            self._lines.cut_short()
            self._id, self._data, self._skips = b"", [], True


class Lines:
    """Cuts a stream into its lines, however the chunks fall; the last one waits for its end."""

    def __init__(self) -> None:
        self._rest = b""
        self._ends_with_cr = False

    @property
    def length(self) -> int:
        """Bytes that wait."""
        return len(self._rest)

    def cut(self, chunk: bytes) -> list[bytes]:
        if b"\r" in chunk or self._ends_with_cr:
            chunk = self._with_plain_ends(chunk)
        lines = (self._rest + chunk).split(b"\n")
        self._rest = lines.pop()
        return lines

    def cut_short(self) -> None:
        """What waits is forgotten, but not that a line has begun."""
        self._rest = self._rest[-1:]

    def _with_plain_ends(self, chunk: bytes) -> bytes:
        """CR LF and lone CR are line ends as LF is. A CR at the end of a chunk waits for what follows it."""
        if self._ends_with_cr:
            chunk = b"\r" + chunk
        self._ends_with_cr = chunk.endswith(b"\r")
        if self._ends_with_cr:
            chunk = chunk[:-1]
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def read_log_params(event: StreamEvent) -> LogParams:
    """Empty for a log whose entries have another shape."""
    try:
        return _decode_params(event.log_params)
    except (msgspec.DecodeError, RecursionError):
        return LogParams()


def _seconds(text: str) -> int:
    """`2026-03-03T11:15:25.048Z` in seconds since 1970; 0 for anything else."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", text, re.ASCII):
        return 0
    try:
        return max(0, int(datetime.fromisoformat(text).timestamp()))
    except ValueError:
        return 0
