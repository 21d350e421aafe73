"""Tags a gate is chosen by: slope, soft ground, narrow places."""

import pytest

from yipanqi.feeds import osm_tags


@pytest.mark.parametrize(
    ("said", "slope"),
    [("10%", 0.10), ("-12 %", 0.12), ("6°", 0.1051), ("up", None), ("", None), ("4,5%", 0.045)],
)
def test_a_slope_is_read_in_per_cent_or_degrees_and_a_mere_direction_says_nothing(
    said: str, slope: float | None
) -> None:
    assert osm_tags.slope({"incline": said}) == slope


def test_earth_and_sand_are_soft_and_asphalt_or_nothing_said_is_not() -> None:
    assert osm_tags.is_soft({"surface": "sand"})
    assert not osm_tags.is_soft({"surface": "asphalt"})
    assert not osm_tags.is_soft({})


def test_the_narrowest_of_signed_and_physical_width_counts() -> None:
    assert osm_tags.max_width_m({"maxwidth": "3.5", "maxwidth:physical": "2.8 m"}) == 2.8
    assert osm_tags.max_width_m({}) is None
