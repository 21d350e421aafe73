"""Neighbourhoods: from a map's residential areas, and from GeoJSON with every fault named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from shapely.geometry import LineString, Polygon

from tests.survey.towns import Town
from yipanqi.feeds.neighbourhoods import neighbourhoods_of, read_neighbourhoods
from yipanqi.feeds.problems import FeedError
from yipanqi.survey.model import Extract, Quarter

SQUARE = [[120.0, 30.0], [120.01, 30.0], [120.01, 30.01], [120.0, 30.01], [120.0, 30.0]]


def feature(rings: Any, kind: str = "Polygon", **properties: object) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": rings},
    }


def write(folder: Path, *features: object) -> Path:
    file = folder / "quarters.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def faults(file: Path, extract: Extract | None = None) -> list[tuple[str, object]]:
    with pytest.raises(FeedError) as caught:
        read_neighbourhoods(file, extract)
    return [(p.code, p.facts.get("feature")) for p in caught.value.problems]


def test_a_feature_is_a_neighbourhood_with_its_name_and_id(tmp_path: Path) -> None:
    (found,) = read_neighbourhoods(write(tmp_path, feature([SQUARE], id="dh1", name="东湖苑")))
    assert (found.id, found.name) == ("dh1", "东湖苑")


def test_without_a_name_it_gets_one(tmp_path: Path) -> None:
    (found,) = read_neighbourhoods(write(tmp_path, feature([SQUARE])))
    assert (found.id, found.name) == ("n001", "小区 01")


def test_every_fault_of_every_feature_is_told_in_one_pass(tmp_path: Path) -> None:
    bow_tie = [[120.0, 30.0], [120.01, 30.01], [120.01, 30.0], [120.0, 30.01], [120.0, 30.0]]
    file = write(
        tmp_path,
        feature([SQUARE], id="good"),
        feature([bow_tie]),
        feature([SQUARE[:-1]]),
        feature([[[120, 30], [120, 30], [120, 30]]]),
        feature([[[120, "x"], [120, 30], [121, 30], [120, 30]]]),
        feature([120, 30], kind="Point"),
        {"type": "Feature", "geometry": None},
    )
    assert faults(file) == [
        ("polygon-self-crossing", 2),
        ("polygon-not-closed", 3),
        ("polygon-too-short", 4),
        ("place-not-numbers", 5),
        ("geometry-not-area", 6),
        ("geometry-not-area", 7),
    ]


def test_two_on_the_same_ground_are_a_fault_and_a_shared_edge_is_none(tmp_path: Path) -> None:
    beside = [[x + 0.01, y] for x, y in SQUARE]
    assert len(read_neighbourhoods(write(tmp_path, feature([SQUARE]), feature([beside])))) == 2
    over = [[x + 0.005, y] for x, y in SQUARE]
    assert faults(write(tmp_path, feature([SQUARE]), feature([over]))) == [("neighbourhoods-overlap", 1)]


def test_an_id_given_twice_is_a_fault(tmp_path: Path) -> None:
    beside = [[x + 0.01, y] for x, y in SQUARE]
    assert faults(write(tmp_path, feature([SQUARE], id="a"), feature([beside], id="a"))) == [
        ("duplicate-feature", None)
    ]


def test_a_neighbourhood_off_the_map_is_a_fault(tmp_path: Path) -> None:
    swapped = [[y, x] for x, y in SQUARE]
    assert faults(
        write(tmp_path, feature([[[30.0, 12.0], [30.1, 12.0], [30.1, 12.1], [30.0, 12.0]]])), Town().extract
    ) == [("place-outside-map", 1)]
    assert faults(write(tmp_path, feature([swapped]))) == [("place-not-numbers", 1)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "file-empty"),
        ("{", "json-broken"),
        ("[]", "geojson-not-collection"),
        ('{"type": "FeatureCollection"}', "geojson-not-collection"),
        ('{"type": "FeatureCollection", "features": []}', "no-neighbourhoods"),
    ],
)
def test_a_file_that_is_no_such_collection(tmp_path: Path, body: str, code: str) -> None:
    file = tmp_path / "q.geojson"
    file.write_text(body, "utf-8")
    assert faults(file) == [(code, None)]


def test_a_map_without_residential_areas_says_so() -> None:
    with pytest.raises(FeedError) as caught:
        neighbourhoods_of(Town().extract)
    assert caught.value.problems[0].code == "no-residential-areas"


def with_quarters(*squares: tuple[float, float, float, float], names: tuple[str, ...] = ()) -> Extract:
    """A map with residential squares (west, south, east, north)."""
    town = Town()
    for square in squares:
        town.quarter(*square)
    found = [
        Quarter(f"w{number}", n.area, names[number] if number < len(names) else "")
        for number, n in enumerate(town.quarters)
    ]
    return replace(town.extract, quarters=tuple(found))


def test_an_area_inside_another_keeps_its_ground() -> None:
    found = neighbourhoods_of(with_quarters((0, 0, 200, 200), (50, 50, 100, 100)))
    assert [n.id for n in found] == ["w0", "w1"]
    assert len(found[0].area) == 2


def test_of_an_area_mapped_twice_the_named_one_stays() -> None:
    (found,) = neighbourhoods_of(with_quarters((0, 0, 200, 200), (0, 0, 200, 201), names=("", "东湖苑")))
    assert found.name == "东湖苑"


def test_slips_and_slivers_are_no_neighbourhoods() -> None:
    found = neighbourhoods_of(with_quarters((0, 0, 200, 200), (300, 0, 301, 200), (400, 0, 405, 5)))
    assert [n.id for n in found] == ["w0"]


def test_a_self_crossing_area_is_untangled() -> None:
    town = Town()
    town.quarter_of((0, 0), (100, 100), (100, 0), (0, 100))
    extract = replace(town.extract, quarters=(Quarter("w1", town.quarters[0].area),))
    assert [n.id for n in neighbourhoods_of(extract)] == ["w1", "w1-2"]


def test_where_an_edge_crosses_itself_at_a_small_angle_no_needle_is_left() -> None:
    town = Town()
    needle = town.places((0, 0), (100, 0), (100, 8), (0, -1), (0, 0))
    town.way((0, -50), (100, -50))
    town.house(40, 40)
    extract = replace(town.extract, quarters=(Quarter("w1", (needle,)),))
    (found,) = neighbourhoods_of(extract)
    shape = Polygon(town.frame.to_xy(np.array(found.area[0])))
    assert shape.area == pytest.approx(356, abs=5)
    west = shape.bounds[0]
    at_the_tip = shape.intersection(LineString([(west + 0.1, -5), (west + 0.1, 5)]))
    assert at_the_tip.length > 0.3


def test_untouched_areas_keep_the_map_s_own_places() -> None:
    extract = with_quarters((0, 0, 200, 200))
    exact = tuple((round(lon, 7), round(lat, 7)) for lon, lat in extract.quarters[0].area[0])
    quarter = replace(extract.quarters[0], area=(exact,))
    (found,) = neighbourhoods_of(replace(extract, quarters=(quarter,)))
    assert set(found.area[0]) == set(exact)
