"""What tests of several packages share: one real PostgreSQL server for a whole run."""

from collections.abc import Iterator

import pytest

from tests.storage.server import Server


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test run's own."""
    with Server(tmp_path_factory.mktemp("postgresql")) as server:
        yield server.url
