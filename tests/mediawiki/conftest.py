"""The wiki of the contract suite: each of its tests runs on a real MediaWiki and on the sandbox."""

from collections.abc import Iterator

import pytest

from tests.mediawiki.contract import Asker, WikiUnderTest
from tests.support.sandbox import sandbox_wiki_under_test


@pytest.fixture(scope="session")
def sandbox_wiki() -> Iterator[WikiUnderTest]:
    with sandbox_wiki_under_test() as wiki:
        yield wiki


@pytest.fixture(scope="session", params=[pytest.param("real_wiki", marks=pytest.mark.real_wiki), "sandbox_wiki"])
def wiki(request: pytest.FixtureRequest) -> Iterator[Asker]:
    asker = Asker(request.param, request.getfixturevalue(request.param))
    yield asker
    asker.close()
