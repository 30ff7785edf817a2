"""pywikibot's own reader of event streams on the made stream. Run by a Python that has pywikibot and requests-sse.

`python pywikibot_reader.py ADDRESS EVENTS`; prints one line of JSON as `stream_readers` does. It knows a family of its
own, so that no live site is asked; and were one, the connection would be refused here.
"""

import json
import os
import re
import socket
import sys
import time

os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"

from pywikibot.comms.eventstreams import EventStreams
from pywikibot.family import Family
from pywikibot.site import BaseSite

_connect = socket.socket.connect


def _connect_on_loopback(self, address):  # type: ignore[no-untyped-def]
    if not str(address[0]).startswith("127."):
        raise PermissionError("only loopback is spoken to")
    return _connect(self, address)


class Made(Family):  # type: ignore[misc]
    """One wiki that nobody asks anything; its events come from the address given."""

    name = "made"
    langs = {"en": "127.0.0.1"}
    address = ""

    def eventstreams_host(self, code: str) -> str:
        return self.address

    def eventstreams_path(self, code: str) -> str:
        return "/v2/stream"


def main(address: str, events: int) -> None:
    socket.socket.connect = _connect_on_loopback  # type: ignore[method-assign]
    Made.address = address
    # Not an APISite: that one asks its wiki who is signed in as soon as it is made.
    site = BaseSite("en", Made())
    stream = EventStreams(streams="recentchange,mediawiki.revision-visibility-change", site=site)
    stream.set_maximum_items(events)
    start, work = time.perf_counter(), time.process_time()
    number = sum(1 for _ in stream)
    seconds, work = time.perf_counter() - start, time.process_time() - work
    if number != events:
        raise SystemExit(f"{number} events instead of {events}")
    with open("/proc/self/status") as status:
        memory = re.search(r"VmHWM:\s+(\d+) kB", status.read())
    print(json.dumps({"seconds": seconds, "work": work, "memory": 1024 * int(memory[1]) if memory else 0}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
