"""What one event costs when few accounts are followed and when many are: `python -m tests.bench.stream_costs`.

Without a network: the same pieces of a made stream are given to two jobs, turn by turn, in a process of its own. Prints
one line of JSON: microseconds of processor time for each event, the median of many turns, by accounts followed.
"""

import json
import sys
import time
from collections.abc import Sequence
from statistics import median

import httpx

from app.domain.happenings import Matches
from app.jobs.stream import Following
from app.mediawiki.stream import Stream
from app.store.sealing import Vault
from tests.bench.stream_readers import AGENT, matching_job, name_of, revisions
from tests.support.event_server import write_all
from tests.support.made_events import WIKIS, Cast, make_events

EVENTS = 30_000
ROUNDS = 15
PIECE = 64 * 1024
PIECES_AT_A_TIME = 16
TARGETS = 10_000
SEED = 6


def measure_costs(key: str, followed: Sequence[int]) -> dict[int, float]:
    """The accounts that appear are followed by all of the jobs: what is found is the same."""
    cast = Cast([name_of(each) for each in range(1, min(followed) + 1)], targets=revisions(WIKIS, TARGETS))
    whole = b"".join(write_all(list(make_events(EVENTS, SEED, cast))))
    pieces = [whole[start : start + PIECE] for start in range(0, len(whole), PIECE)]
    stream = Stream(httpx.AsyncClient(), "", AGENT)
    jobs = {number: matching_job(Vault([key]), list(WIKIS), number, TARGETS, stream) for number in followed}
    spent: dict[int, list[float]] = {number: [] for number in followed}
    for turn in range(ROUNDS):
        for start in range(0, len(pieces), PIECES_AT_A_TIME):
            some = pieces[start : start + PIECES_AT_A_TIME]
            # Within a few milliseconds of each other, and another one first each time: others are at work beside us.
            for number in followed if (turn + start // PIECES_AT_A_TIME) % 2 else followed[::-1]:
                spent[number].append(_feed(jobs[number], some) * len(whole) / EVENTS)
        for job in jobs.values():
            job.watcher.pending = Matches()
    return {number: median(times) for number, times in spent.items()}


def _feed(job: Following, pieces: Sequence[bytes]) -> float:
    """Microseconds for each byte."""
    before = time.process_time()
    for piece in pieces:
        job._take_in(piece)
    return 1e6 * (time.process_time() - before) / sum(map(len, pieces))


if __name__ == "__main__":
    print(json.dumps(measure_costs(sys.argv[1], [int(each) for each in sys.argv[2:]])))
