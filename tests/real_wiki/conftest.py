"""One Haven over the real wiki for the tests that follow its links."""

from collections.abc import AsyncIterator

import pytest

from tests.real_wiki.desk import RealDesk, open_desk
from tests.support.real_wiki import RealWiki


@pytest.fixture(scope="module")
async def desk(real_wiki: RealWiki, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealDesk]:
    """One Haven for all tests of a module; each works on a page of its own."""
    async with open_desk(real_wiki, tmp_path_factory.mktemp("desk")) as running:
        yield running
