"""Does one thing for many wikis side by side, within one deadline, telling of each as it is finished."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Iterable
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


async def side_by_side(
    keys: Iterable[K], work: Callable[[K], Awaitable[T]], seconds: float, at_once: int = 50
) -> AsyncGenerator[tuple[K, T | None], None]:
    """Yields each key with its result in order of completion; None for what the deadline cut off.

    Use it within `contextlib.aclosing`, so that whoever walks away ends what is still under way.
    """
    places = asyncio.Semaphore(at_once)

    async def run(key: K) -> T:
        async with places:
            return await work(key)

    running = {asyncio.create_task(run(key)): key for key in dict.fromkeys(keys)}
    ends_at = asyncio.get_running_loop().time() + seconds
    try:
        while running:
            left = max(0.0, ends_at - asyncio.get_running_loop().time())
            done, _ = await asyncio.wait(running, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                break
            for task in done:
                yield running.pop(task), task.result()
        cut_off = list(running.values())
        await _end(running)
        for key in cut_off:
            yield key, None
    finally:
        await _end(running)


async def _end(running: dict[asyncio.Task[T], K]) -> None:
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    running.clear()
