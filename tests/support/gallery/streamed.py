"""What a page sends piece by piece, here all at once, and as often as somebody looks at the page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Streamed(Generic[T]):
    """`async for` over the pieces."""

    pieces: tuple[T, ...]

    async def __aiter__(self) -> AsyncIterator[T]:
        for each in self.pieces:
            yield each
