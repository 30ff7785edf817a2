"""One long look at a time for each person, in this process: at many targets, or through a text.

A wiki is asked at most two things at a time; somebody who reloads a page of five hundred targets again and again
waits for their own earlier look, and not everybody else for theirs.
"""

from asyncio import Lock
from weakref import WeakValueDictionary


class Turns:
    """`async with turns.of(person)`: whoever comes second with the same central id waits."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[int, Lock] = WeakValueDictionary()

    def of(self, central_id: int) -> Lock:
        return self._locks.setdefault(central_id, Lock())
