"""Map layers as path data: short, true to a tenth of a metre, and without drift."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from yipanqi.papers.report.drawing import Floats, gathered, path_of

coordinates = st.tuples(st.floats(-30_000, 30_000), st.floats(-30_000, 30_000))


def walked(path: str) -> list[tuple[float, float]]:
    """The places that path data leads through, in metres."""
    start, steps = path.removeprefix("M").removesuffix("z").split("l")
    x, y = (int(v) for v in start.split())
    places = [(x / 10, y / 10)]
    numbers = [int(v) for v in re.findall(r"-?\d+", steps)]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        places.append((x / 10, y / 10))
    return places


def line(*places: tuple[float, float]) -> Floats:
    return np.array(places, dtype=np.float64)


@given(st.lists(coordinates, min_size=2, max_size=60))
def test_path_data_leads_through_every_place_to_a_tenth_of_a_metre(places: list[tuple[float, float]]) -> None:
    path = path_of(line(*places))
    if not path:
        assert max(np.ptp(line(*places), axis=0)) <= 0.1
        return
    led = walked(path)
    for x, y in places:
        assert min(max(abs(x - u), abs(y - v)) for u, v in led) <= 0.0500001


def test_a_closed_ring_is_closed_by_its_sign_and_not_by_a_step() -> None:
    assert path_of(line((0, 0), (10, 0), (10, 5), (0, 0)), closed=True) == "M0 0l100 0 0 50z"


def test_a_line_that_is_a_place_is_no_line() -> None:
    assert path_of(line((1, 1), (1.01, 1.02))) == ""


def test_shapes_are_gathered_by_tile_and_the_tile_knows_its_box() -> None:
    here, near, far = line((0, 0), (50, 0)), line((10, 10), (60, 90)), line((5000, 0), (5050, 0))
    tiles = gathered([(here, False), (near, False), (far, False)], 0.5)
    assert len(tiles) == 2
    assert tiles[0].path.count("M") == 2
    assert tiles[0].box == (0, 0, 60, 90)


def test_a_bend_too_small_to_see_is_left_out() -> None:
    (tile,) = gathered([(line((0, 0), (50, 0.2), (100, 0)), False)], 0.5)
    assert tile.path == "M0 0l1000 0"
