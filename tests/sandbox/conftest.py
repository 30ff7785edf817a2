"""A fresh farm in process for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from tests.sandbox.asking import Asker
from tests.support.sandbox import USER_AGENT, in_process


@pytest.fixture
async def ask() -> AsyncIterator[Asker]:
    farm, transport = in_process()
    async with httpx.AsyncClient(transport=transport, headers={"User-Agent": USER_AGENT}) as client:
        yield Asker(farm, client)
