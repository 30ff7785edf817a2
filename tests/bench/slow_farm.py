"""The sandbox in a process of its own, every wiki late by the same time: so that it takes no time of Haven's process.

The farm is the same at every start, so this process knows the ids of the other without asking.
"""

import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

from app.sandbox import Farm, build_farm
from app.sandbox.cases import add_history
from tests.support.sandbox import start_sandbox

EXTRA_WIKIS = 6
Histories = Mapping[str, tuple[int, ...]]
"""Title of a page to have on each of the first wikis -> how many edits it has there."""


@contextmanager
def slow_farm(histories: Histories, seconds: float) -> Iterator[Farm]:
    """A copy of the running farm, to read ids and addresses from. The process ends with the block."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs, histories, seconds), name="slow farm", daemon=True
    )
    process.start()
    try:
        port = ours.recv()
        farm = build_farm(port, EXTRA_WIKIS)
        _add_histories(farm, histories)
        yield farm
    finally:
        ours.send("end")
        process.join(10)


def revisions_of(farm: Farm, title: str) -> dict[str, list[int]]:
    """The ids to paste, wiki by wiki."""
    found = {wiki.dbname: wiki.page_titled((0, title)) for wiki in farm.wikis.values()}
    return {dbname: [each.rev_id for each in page.revisions[:-1]] for dbname, page in found.items() if page}


def _serve(pipe: Connection, histories: Histories, seconds: float) -> None:
    with start_sandbox(EXTRA_WIKIS) as sandbox:
        _add_histories(sandbox.farm, histories)
        for dbname in sandbox.farm.wikis:
            sandbox.farm.faults.set(dbname, "slow", seconds)
        pipe.send(sandbox.port)
        pipe.recv()


def _add_histories(farm: Farm, histories: Histories) -> None:
    wikis = [wiki for wiki in farm.wikis.values() if wiki.is_open]
    for title, shares in histories.items():
        for wiki, share in zip(wikis, shares, strict=False):
            add_history(wiki, title, share)
