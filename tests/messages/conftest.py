"""The office of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.close()
