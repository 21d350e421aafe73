"""Reading OpenStreetMap extracts: what is taken, what it means, and what is said about a bad file."""

import gzip
from pathlib import Path

import pytest

from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError
from yipanqi.survey.model import Extract, Way

DATA = Path(__file__).parents[3] / "shared" / "data" / "osm"


class Map:
    """An .osm file in the making; places are hundredths of a degree from 120, 30."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.nodes: dict[tuple[float, float], int] = {}
        self.ways = 0

    def node(self, x: float, y: float, **tags: str) -> int:
        if (x, y) not in self.nodes:
            self.nodes[x, y] = len(self.nodes) + 1
            self.body.insert(
                0, f'<node id="{self.nodes[x, y]}" version="1" lat="{30 + y / 100:.7f}" '
                f'lon="{120 + x / 100:.7f}">{_tags(tags)}</node>',
            )  # fmt: skip
        return self.nodes[x, y]

    def way(self, *points: tuple[float, float], **tags: str) -> int:
        refs = [self.node(x, y) for x, y in points]
        return self.way_of(refs, **tags)

    def way_of(self, refs: list[int], **tags: str) -> int:
        self.ways += 1
        nds = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        self.body.append(f'<way id="{self.ways}" version="1">{nds}{_tags(tags)}</way>')
        return self.ways

    def relation(self, members: dict[int, str], **tags: str) -> None:
        inside = "".join(f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members.items())
        self.body.append(f'<relation id="7" version="1">{inside}{_tags(tags)}</relation>')

    @property
    def text(self) -> str:
        return f'<?xml version="1.0"?><osm version="0.6">{"".join(self.body)}</osm>'

    def read(self, folder: Path) -> Extract:
        file = folder / "town.osm"
        file.write_text(self.text, "utf-8")
        return read_extract(file)


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())


def only_way(tmp_path: Path, **tags: str) -> Way | None:
    drawn = Map()
    drawn.way((0, 0), (1, 0), highway="residential", name="anchor")
    drawn.way((0, 1), (1, 1), **tags)
    ways = [way for way in drawn.read(tmp_path).ways if way.name != "anchor"]
    return ways[0] if ways else None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "footway"},
        {"highway": "steps"},
        {"highway": "track"},
        {"highway": "service", "access": "private"},
        {"highway": "residential", "foot": "no"},
        {"highway": "platform"},
        {"highway": "motorway", "foot": "yes"},
        {"railway": "platform"},
        {"highway": "trunk"},
    ],
)
def test_ways_a_person_can_walk_whatever_a_sign_says(tmp_path: Path, tags: dict[str, str]) -> None:
    assert only_way(tmp_path, **tags) is not None


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "motorway"},
        {"highway": "construction"},
        {"highway": "proposed"},
        {"highway": "trunk", "foot": "no"},
        {"waterway": "canal"},
        {"highway": "elevator"},
    ],
)
def test_what_nobody_walks(tmp_path: Path, tags: dict[str, str]) -> None:
    assert only_way(tmp_path, **tags) is None


def test_levels_passages_and_bridges(tmp_path: Path) -> None:
    def one(**tags: str) -> Way:
        way = only_way(tmp_path, highway="footway", **tags)
        assert way is not None
        return way

    assert one(bridge="viaduct").bridge
    assert not one(bridge="no").bridge
    assert one(tunnel="yes", layer="-1").tunnel
    archway = one(tunnel="building_passage")
    assert (archway.passage, archway.tunnel) == (True, False)
    assert one(covered="yes").passage
    assert one(indoor="yes", level="2").tunnel
    assert one(layer="1;2").layer == 1
    assert one(layer="up").layer == 0


def test_widths_and_heights_as_people_tag_them(tmp_path: Path) -> None:
    def one(**tags: str) -> Way:
        way = only_way(tmp_path, highway="service", **tags)
        assert way is not None
        return way

    assert one(width="3,5 m").width_m == 3.5
    assert one(width="wide").width_m is None
    assert one(lanes="2").width_m == 6.5
    assert one(maxheight="12'6\"".replace('"', "&quot;")).max_height_m == pytest.approx(3.81, abs=0.01)
    assert one(maxheight="default").max_height_m is None


def test_who_may_drive(tmp_path: Path) -> None:
    def drives(**tags: str) -> bool:
        way = only_way(tmp_path, **tags)
        assert way is not None
        return way.vehicle

    assert drives(highway="service")
    assert not drives(highway="footway")
    assert drives(highway="pedestrian", motor_vehicle="delivery")
    assert not drives(highway="residential", motor_vehicle="no")
    assert drives(highway="footway", emergency="yes")


def test_a_closed_street_is_a_line_and_a_square_is_ground(tmp_path: Path) -> None:
    loop = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    drawn = Map()
    drawn.way(*loop, highway="residential", name="loop")
    drawn.way(*loop, highway="pedestrian", area="yes", name="square")
    assert {way.name: way.area for way in drawn.read(tmp_path).ways} == {"loop": False, "square": True}


def test_a_building_of_several_ways_with_a_yard(tmp_path: Path) -> None:
    drawn = Map()
    drawn.way((5, 5), (6, 5), highway="residential")
    south = drawn.way((0, 0), (4, 0), (4, 4))
    north = drawn.way((4, 4), (0, 4), (0, 0))
    yard = drawn.way((1, 1), (2, 1), (2, 2), (1, 1))
    drawn.relation(
        {south: "outer", north: "outer", yard: "inner"},
        type="multipolygon", building="apartments", building__levels="6",
    )  # fmt: skip
    (building,) = drawn.read(tmp_path).buildings
    assert len(building.area) == 2
    assert building.levels == 6
    assert building.kind == "apartments"


def test_roofs_stop_nobody(tmp_path: Path) -> None:
    drawn = Map()
    drawn.way((5, 5), (6, 5), highway="residential")
    drawn.way((0, 0), (1, 0), (1, 1), (0, 0), building="roof")
    assert drawn.read(tmp_path).buildings == ()


@pytest.mark.parametrize(
    ("kind", "stops"),
    [("wall", "everybody"), ("hedge", "everybody"), ("bollard", "vehicles"), ("gate", "nobody"),
     ("guard_rail", "vehicles"), ("lift_gate", "nobody")],
)  # fmt: skip
def test_whom_a_barrier_holds_back(tmp_path: Path, kind: str, stops: str) -> None:
    drawn = Map()
    drawn.way((5, 5), (6, 5), highway="residential")
    drawn.way((0, 0), (1, 0), barrier=kind)
    drawn.node(3, 3, barrier=kind)
    assert [barrier.stops for barrier in drawn.read(tmp_path).barriers] == [stops, stops]


def test_a_way_cut_by_the_extract_s_edge_falls_into_what_is_there(tmp_path: Path) -> None:
    drawn = Map()
    refs = [drawn.node(x, 0) for x in range(5)]
    drawn.way_of([refs[0], refs[1], 999, refs[3], refs[4]], highway="residential")
    ways = drawn.read(tmp_path).ways
    assert [len(way.line) for way in ways] == [2, 2]


def test_a_residential_area_cut_by_the_extract_s_edge_is_closed_straight(tmp_path: Path) -> None:
    drawn = Map()
    drawn.way((5, 5), (6, 5), highway="residential")
    refs = [drawn.node(x, y) for x, y in [(0, 0), (1, 0), (1, 1)]]
    drawn.way_of([*refs, 999, refs[0]], landuse="residential", name="东湖苑")
    (quarter,) = drawn.read(tmp_path).quarters
    assert quarter.name == "东湖苑"
    assert len(quarter.area[0]) == 4


def test_gz_reads_like_plain(tmp_path: Path) -> None:
    drawn = Map()
    drawn.way((0, 0), (1, 0), highway="residential")
    packed = tmp_path / "town.osm.gz"
    packed.write_bytes(gzip.compress(drawn.text.encode()))
    assert read_extract(packed).ways == drawn.read(tmp_path).ways


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.osm", b"", "file-empty"),
        ("a.osm", b"hello", "map-broken"),
        ("a.osm", b"<gpx></gpx>", "map-broken"),
        ("a.osm", b"<osm version='0.6'><node id='1' lat='1' lon='1'/>", "file-truncated"),
        ("a.osm", b"<osm version='0.6'></osm>", "map-empty"),
        ("a.osm.gz", gzip.compress(b"<osm version='0.6'></osm>" * 500, mtime=0)[:40], "file-truncated"),
        ("a.osm.pbf", b"junk", "map-broken"),
        ("a.txt", b"x", "format-unknown"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, name: str, body: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(body)
    with pytest.raises(FeedError) as caught:
        read_extract(file)
    (problem,) = caught.value.problems
    assert (problem.file, problem.code) == (name, code)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FeedError) as caught:
        read_extract(tmp_path / "nowhere.osm")
    assert caught.value.problems[0].code == "file-missing"


@pytest.mark.skipif(not DATA.is_dir(), reason="the extracts of ../shared/data are not here")
def test_a_real_extract_cut_off_in_the_middle(tmp_path: Path) -> None:
    for source in ("moscow-butyrsky.osm.gz", "liechtenstein.osm.pbf"):
        file = tmp_path / source
        file.write_bytes((DATA / source).read_bytes()[:150_000])
        with pytest.raises(FeedError) as caught:
            read_extract(file)
        assert caught.value.problems[0].code == "file-truncated"
