"""Files of edits: every row understood or every problem told, and the board's own export changes nothing."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.survey.yards import MILL, WASH, opening, two_yards
from yipanqi.desk.ports import KnownSurvey
from yipanqi.feeds.edits import edits_in, read_edits
from yipanqi.feeds.edits_known import Taken
from yipanqi.survey.edits import (
    BoundaryMoved,
    Edit,
    GateWished,
    NeighbourhoodAdded,
    OpeningAbsent,
    OpeningAdded,
    OpeningConfirmed,
    PhotoTaken,
    RingConsent,
    WallAdded,
    WallRemoved,
    WidthMeasured,
)
from yipanqi.survey.openings import find_openings

TOWN = two_yards()
OPENINGS = {o.id: o for o in find_openings(TOWN.extract, TOWN.neighbourhoods)}
YARDS = {yard.id: yard for yard in TOWN.neighbourhoods}
KNOWN = KnownSurvey(YARDS, OPENINGS, {}, {}, TOWN.extract.bounds)
PATH = opening(106)
LON, LAT = TOWN.places((0, 90))[0]


def table(*rows: str, name: str = "edits.csv", encoding: str = "utf-8") -> Taken:
    return edits_in(name, "\n".join(rows).encode(encoding), KNOWN)


def features(*told: dict[str, object]) -> Taken:
    whole = {"type": "FeatureCollection", "features": list(told)}
    return edits_in("edits.geojson", msgspec.json.encode(whole), KNOWN)


def feature(kind: str, coordinates: object, **told: object) -> dict[str, object]:
    return {"type": "Feature", "properties": told, "geometry": {"type": kind, "coordinates": coordinates}}


def wrong(taken: Taken) -> list[tuple[str, int | None, str | None]]:
    assert taken.edits == ()
    return [(problem.code, problem.row, problem.column) for problem in taken.problems]


@pytest.mark.parametrize(
    ("head", "row", "edit"),
    [
        ("do,opening,width_m,height_m", f"width,{PATH},3.2 m,2.5", WidthMeasured(PATH, 3.2, 2.5)),
        ("改什么,开口", f"已确认,{PATH}", OpeningConfirmed(PATH)),
        ("改什么,开口", f"没有此开口,{PATH}", OpeningAbsent(PATH)),
        (
            "改什么,小区,纬度,经度,宽度（米）,通车,名称",
            f"新开口,Mill Yard,{LAT},{LON},2.4,是,后门",
            OpeningAdded(MILL, (LON, LAT), 2.4, vehicle=True, name="后门"),
        ),
        ("do,opening,gate", f"gate,{PATH},forbid", GateWished(PATH, "forbid")),
        ("do,neighbourhood,accepts", "consent,Wash Yard,no", RingConsent(WASH, accepts=False)),
        (
            "do,lat,lon,lat2,lon2,stops",
            f"wall,{LAT},{LON},{LAT + 0.001},{LON},vehicles",
            WallAdded(((LON, LAT), (LON, LAT + 0.001)), "vehicles"),
        ),
        (
            "改什么,纬度,经度,终点纬度,终点经度,走不通",
            f"新围墙,{LAT},{LON},{LAT + 0.001},{LON},是",
            WallAdded(((LON, LAT), (LON, LAT + 0.001)), closes=True),
        ),
        ("do,lat,lon", f"no wall,{LAT},{LON}", WallRemoved((LON, LAT))),
        ("do,opening,photo", f"photo,{PATH},{'ab' * 32}", PhotoTaken(PATH, "ab" * 32)),  # type: ignore[arg-type]
    ],
)
def test_each_kind_of_row_is_understood(head: str, row: str, edit: Edit) -> None:
    assert table(head, row) == Taken((edit,))


def test_an_opening_may_be_named_by_a_place_near_it() -> None:
    lon, lat = OPENINGS[PATH].line[0]
    assert table("do,lat,lon", f"confirmed,{lat},{lon}").edits == (OpeningConfirmed(PATH),)
    assert wrong(table("do,lat,lon", f"confirmed,{lat + 0.01},{lon}")) == [
        ("edit-unknown-opening", 2, "opening")
    ]


def test_a_table_saved_by_a_chinese_spreadsheet_is_read() -> None:
    assert table("改什么,开口", f"已确认,{PATH}", encoding="gb18030").edits == (OpeningConfirmed(PATH),)


def test_every_problem_is_told_with_its_row_and_column_and_nothing_is_taken_in() -> None:
    taken = table(
        "登记,现场",  # a title above the header does no harm
        "do,opening,width_m,gate",
        f"width,{PATH},wide,",
        f"width,{PATH},,",
        "width,n1/999,3,",
        f"gate,{PATH},,perhaps",
        f"width,{PATH},900,",
        f",{PATH},3,",
        f"confirmed,{PATH},,",
    )
    assert wrong(taken) == [
        ("not-a-number", 3, "width_m"),
        ("cell-missing", 4, "width_m"),
        ("edit-unknown-opening", 5, "opening"),
        ("not-one-of", 6, "gate"),
        ("edit-width-not-likely", 7, "width_m"),
        ("cell-missing", 8, "do"),
    ]


def test_a_row_of_a_checklist_nobody_has_filled_in_says_nothing() -> None:
    taken = table("do,opening,lat,lon,width_m", f",{PATH},{LAT},{LON},", f"width,{PATH},,,3.0")
    assert taken.edits == (WidthMeasured(PATH, 3.0),)


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("edits.csv", b"", "file-empty"),
        ("edits.csv", b"a,b\n1,2\n", "column-missing"),
        ("edits.csv", b"do,opening\n", "edits-none"),
        ("edits.xlsx", b"PK broken", "file-truncated"),
        ("edits.docx", b"words", "format-unknown"),
        ("edits.geojson", b"{", "json-broken"),
        ("edits.geojson", b"[]", "geojson-not-collection"),
        ("../../etc/edits.csv", b"\xff\xfe\x00", "encoding-unknown"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, body: bytes, code: str) -> None:
    taken = read_edits(name, body, KNOWN)
    assert [problem.code for problem in taken.problems] == [code]
    assert all(problem.zh and problem.en and "/" not in problem.file for problem in taken.problems)


def test_features_drawn_in_a_map_program_are_openings_walls_and_neighbourhoods() -> None:
    line = [list(place) for place in TOWN.places((0, 0), (50, 0))]
    strip = [list(p) for p in TOWN.places((-50, 190), (185, 190), (185, 230), (-50, 230), (-50, 190))]
    through = [list(place) for place in TOWN.places((-20, 90), (20, 90))]
    taken = features(
        feature("Point", [LON, LAT], neighbourhood="Mill Yard", width_m="2.5"),
        feature("LineString", line),
        feature("MultiPolygon", [[strip]], id="strip", name="North Strip"),
        feature("LineString", through, layer="opening", neighbourhood="n1", width_m=4, vehicle=True),
    )
    assert [type(edit) for edit in taken.edits] == [OpeningAdded, WallAdded, NeighbourhoodAdded, OpeningAdded]
    assert taken.problems == ()


def test_a_wall_says_whether_it_shuts_the_ways_it_crosses() -> None:
    line = [list(place) for place in TOWN.places((0, 0), (50, 0))]
    taken = features(feature("LineString", line, closes="no"), feature("LineString", line, closes="?"))
    assert wrong(taken) == [("not-one-of", 2, "closes")]
    (wall,) = features(feature("LineString", line, closes="no")).edits
    assert isinstance(wall, WallAdded)
    assert wall.closes is False


def test_a_hole_drawn_into_an_edge_or_filled_moves_the_edge() -> None:
    shell = [list(place) for place in YARDS[MILL].area[0]]
    hole = [list(p) for p in TOWN.places((60, 60), (60, 110), (110, 110), (110, 60), (60, 60))]
    (moved,) = features(feature("Polygon", [shell, hole], layer="neighbourhood", id="n1")).edits
    assert isinstance(moved, BoundaryMoved)
    assert len(moved.area) == 2


def test_a_corner_dragged_moves_the_edge_and_a_hair_does_not() -> None:
    shell = [list(place) for place in YARDS[MILL].area[0]]
    nudged = [[lon + 1e-7, lat] for lon, lat in shell]
    assert features(feature("Polygon", [nudged], layer="neighbourhood", id="n1")).unchanged == 1
    dragged = [list(p) for p in TOWN.places((0, 0), (150, 0), (150, 180), (0, 180), (0, 0))]
    taken = features(feature("Polygon", [dragged], layer="neighbourhood", id="n1", accepts="yes"))
    assert [type(edit) for edit in taken.edits] == [BoundaryMoved, RingConsent]


def test_every_broken_feature_is_told_by_its_number_and_field() -> None:
    taken = features(
        feature("Point", [LON, LAT], width_m=2),
        feature("Point", [LON, LAT], neighbourhood="n1"),
        feature("Point", ["x", 1], neighbourhood="n1", width_m=2),
        feature("LineString", [[LON, LAT]], layer="pond"),
        feature("Polygon", [[[LON, LAT]]], layer="neighbourhood", id="n1"),
        feature("LineString", [[LON, LAT], [LON, LAT + 1]], layer="opening", id=PATH, gate="maybe"),
        feature("LineString", [[LON, LAT], [LON, LAT + 1]], layer="opening", id=PATH, width_m="wide"),
        {"type": "Feature", "geometry": None, "properties": None},
    )
    assert wrong(taken) == [
        ("edit-unknown-neighbourhood", 1, "neighbourhood"),
        ("cell-missing", 2, "width_m"),
        ("place-not-numbers", 3, "geometry"),
        ("edit-unknown-layer", 4, "layer"),
        ("edit-too-few-places", 5, "area"),
        ("not-one-of", 6, "gate"),
        ("not-a-number", 7, "width_m"),
        ("edit-unknown-layer", 8, "layer"),
    ]


JUNK = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = ("layer", "id", "neighbourhood", "width_m", "exists", "confirmed", "gate", "accepts", "stops", "name")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(JUNK, st.dictionaries(st.sampled_from(KEYS), JUNK)), max_size=4))
def test_whatever_stands_in_a_geojson_file_is_an_edit_or_a_problem(
    told: Sequence[tuple[object, object]],
) -> None:
    whole = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": g, "properties": p} for g, p in told],
    }
    taken = read_edits("edits.geojson", msgspec.json.encode(whole), KNOWN)
    assert not (taken.edits and taken.problems)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(st.text(max_size=10), min_size=1, max_size=8), max_size=5))
def test_whatever_stands_in_a_table_is_an_edit_or_a_problem(rows: list[list[str]]) -> None:
    body = "do,opening,neighbourhood,lat,lon,width_m\n" + "\n".join(",".join(row) for row in rows)
    taken = read_edits("edits.csv", body.encode("utf-8", "replace"), KNOWN)
    assert bool(taken.edits) != bool(taken.problems)
