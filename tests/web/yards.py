"""Two Yards behind a real server, on either database."""

import pytest

from tests.desk.yards_board import adopted, ruled, surveyed
from tests.survey.towns import Town as Drawing
from tests.survey.yards import two_yards
from tests.web.conftest import Town


@pytest.fixture
def yards(town: Town) -> Drawing:
    """The map of Two Yards, surveyed, with a plan in force."""
    drawing = two_yards()
    surveyed(town.board, drawing)
    ruled(town.board, "asked")
    adopted(town.board)
    return drawing
