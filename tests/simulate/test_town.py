"""A generated town is the case's: 45 open neighbourhoods, 386 openings, 23 homes, 40 crews, 4 suppliers."""

import gzip
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from shapely import LineString, Polygon, STRtree

from yipanqi.feeds.osm import read_extract
from yipanqi.plan.closure.model import ClosureProblem
from yipanqi.simulate.fabric.model import Fabric
from yipanqi.simulate.fabric.weaving import weave
from yipanqi.simulate.town import OPEN_NEIGHBOURHOODS, OPENINGS, Town, make_town, write_town
from yipanqi.solvers.closure.planner import plan_closure
from yipanqi.survey.model import Extract
from yipanqi.survey.openings import find_openings
from yipanqi.survey.quarters import neighbourhoods_from_quarters

SEED = 7


@pytest.fixture(scope="module")
def town() -> Town:
    return make_town(SEED)


@pytest.fixture(scope="module")
def fabric() -> Fabric:
    return weave(SEED, OPEN_NEIGHBOURHOODS, OPENINGS)


@pytest.fixture(scope="module")
def extract(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Extract:
    return read_extract(write_town(town, tmp_path_factory.mktemp("town")))


def found_by_name(extract: Extract) -> tuple[Counter[str], set[str]]:
    """Openings by neighbourhood's name, and the names of the walled ones, as read from the map."""
    places = neighbourhoods_from_quarters(extract)
    name_of = {p.id: p.name for p in places}
    counted = Counter(name_of[o.neighbourhood] for o in find_openings(extract, places))
    return counted, {p.name for p in places if p.walled}


def test_the_same_seed_gives_the_same_bytes(town: Town) -> None:
    again = make_town(SEED)
    assert again.osm == town.osm
    assert again.registry == town.registry


def test_another_seed_gives_another_town(town: Town) -> None:
    assert make_town(SEED + 1).osm != town.osm


def test_the_file_is_the_same_whenever_it_is_written(town: Town, tmp_path: Path) -> None:
    one, two = write_town(town, tmp_path / "a"), write_town(town, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()
    assert gzip.decompress(one.read_bytes()) == town.osm


def is_the_case(extract: Extract, town: Town) -> None:
    counted, walled = found_by_name(extract)
    open_ones = {n.name for n in town.registry.neighbourhoods if not n.walled}
    assert len(open_ones) == 45
    assert sum(counted[name] for name in open_ones) == 386
    assert {name: counted[name] for name in town.openings} == town.openings
    assert walled == {n.name for n in town.registry.neighbourhoods if n.walled}
    assert 5 <= len(walled) <= 15
    assert 1000 <= len(extract.buildings) <= 2000


def test_the_projects_own_count_of_openings_is_386(extract: Extract, town: Town) -> None:
    is_the_case(extract, town)


@pytest.mark.parametrize("seed", [0, 1, 2, 2**31, -5, 20200203])
def test_any_seed_gives_386_openings(seed: int, tmp_path: Path) -> None:
    town = make_town(seed)
    is_the_case(read_extract(write_town(town, tmp_path)), town)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
def test_sixty_more_seeds_give_386_openings(seed: int, tmp_path: Path) -> None:
    town = make_town(seed)
    is_the_case(read_extract(write_town(town, tmp_path)), town)


def test_every_opening_has_its_width_on_the_map(extract: Extract) -> None:
    places = neighbourhoods_from_quarters(extract)
    openings = find_openings(extract, places)
    assert {o.width_from for o in openings} == {"map"}
    assert all(2 <= o.width_m <= 17 for o in openings)


def test_registry_has_23_homes_40_crews_and_4_suppliers(town: Town) -> None:
    kinds = Counter(o.kind for o in town.registry.organisations)
    assert kinds == {"community": 8, "cooperative": 8, "village": 7}
    assert len(town.registry.crews) == 40
    assert {c.lender for c in town.registry.crews} == {o.id for o in town.registry.organisations}
    assert len({c.home for c in town.registry.crews}) == 23
    assert len(town.registry.suppliers) == 4
    assert all(s.stock_m for s in town.registry.suppliers)


def test_names_and_ids_are_unique(town: Town) -> None:
    r = town.registry
    for rows in (r.organisations, r.neighbourhoods, r.crews, r.suppliers):
        assert len({row.id for row in rows}) == len(rows)
        assert len({row.name for row in rows}) == len(rows)


def test_communities_cannot_do_it_alone(town: Town) -> None:
    for community in (o for o in town.registry.organisations if o.kind == "community"):
        own = [n.name for n in town.registry.neighbourhoods if n.community == community.id and not n.walled]
        assert own
        assert sum(town.openings[name] for name in own) / community.cadres >= 6


def test_the_stock_is_enough_but_not_plenty(town: Town, extract: Extract) -> None:
    places = [p for p in neighbourhoods_from_quarters(extract) if not p.walled]
    wanted_m = sum(o.width_m for o in find_openings(extract, places))
    stock_m = sum(s.stock_m or 0 for s in town.registry.suppliers)
    assert 1.2 * wanted_m < stock_m < 2 * wanted_m


def test_a_few_neighbourhoods_need_an_emergency_opening(extract: Extract) -> None:
    places = tuple(p for p in neighbourhoods_from_quarters(extract) if not p.walled)
    plan = plan_closure(ClosureProblem(extract, places, find_openings(extract, places)))
    needing = [c for c in plan.closures if c.emergency]
    assert 1 <= len(needing) <= 12
    assert all(1 <= len(c.gates) <= len(c.neighbourhoods) for c in plan.closures)


def test_map_is_sound_xml_with_every_reference_resolved(town: Town) -> None:
    root = ET.fromstring(town.osm)  # noqa: S314 - our own bytes
    bounds = {k: float(v) for k, v in root.find("bounds").attrib.items()}  # type: ignore[union-attr]
    nodes = {n.get("id"): (float(n.get("lat", "")), float(n.get("lon", ""))) for n in root.iter("node")}
    assert all(nd.get("ref") in nodes for nd in root.iter("nd"))
    off = 2e-4
    for lat, lon in nodes.values():
        assert bounds["minlat"] - off <= lat <= bounds["maxlat"] + off
        assert bounds["minlon"] - off <= lon <= bounds["maxlon"] + off
    ways = [way.get("id") for way in root.iter("way")]
    assert len(set(ways)) == len(ways)


def test_map_has_what_a_town_has(town: Town) -> None:
    root = ET.fromstring(town.osm)  # noqa: S314 - our own bytes
    tags = Counter((t.get("k"), t.get("v")) for t in root.iter("tag"))
    keys = Counter(k for k, _ in tags.elements())
    wanted = [
        ("highway", "primary"), ("highway", "secondary"), ("highway", "residential"), ("highway", "service"),
        ("highway", "footway"), ("highway", "steps"), ("highway", "path"), ("building", "apartments"),
        ("barrier", "wall"), ("barrier", "fence"), ("barrier", "gate"), ("natural", "water"),
        ("waterway", "river"), ("bridge", "yes"), ("leisure", "park"), ("amenity", "school"),
        ("amenity", "townhall"), ("place", "village"),
    ]  # fmt: skip
    assert {pair for pair in wanted if not tags[pair]} == set()
    assert keys["shop"] > 50
    assert tags["place", "village"] == 7


def test_streets_meet_at_shared_nodes(extract: Extract) -> None:
    """Whoever follows the ways gets from any to any other, the promenade and village roads included."""
    joined: dict[int, int] = {}

    def root(node: int) -> int:
        while joined.setdefault(node, node) != node:
            node = joined[node]
        return node

    for way in extract.ways:
        for node in way.nodes[1:]:
            joined[root(node)] = root(way.nodes[0])
    sizes = Counter(root(node) for node in joined)
    assert sizes.most_common(1)[0][1] >= 0.995 * len(joined)


def test_houses_stand_in_their_neighbourhood_and_off_its_lanes(fabric: Fabric) -> None:
    for quarter in fabric.quarters:
        edge = Polygon(quarter.edge)
        houses = [Polygon(h.ring) for h in quarter.houses]
        tree = STRtree(houses)
        assert all(edge.contains(h) for h in houses), quarter.name
        assert len(tree.query(houses, predicate="overlaps")[0]) == 0, quarter.name
        for lane in quarter.lanes:
            road = LineString(lane.points).buffer((lane.width_m or 2.0) / 2 - 0.2, cap_style="flat")
            assert len(tree.query(road, predicate="intersects")) == 0, quarter.name


def test_buildings_have_3_to_18_floors(fabric: Fabric) -> None:
    homes = [h.levels for q in fabric.quarters for h in q.houses if h.kind == "apartments"]
    assert min(homes) >= 3
    assert max(homes) <= 18
    assert len(set(homes)) > 8


def test_walls_go_all_round_and_ways_pass_them_at_gates_only(fabric: Fabric) -> None:
    walled = [q for q in fabric.quarters if q.walled]
    assert walled
    for quarter in walled:
        (wall,) = quarter.edgings
        assert wall.points[0] == wall.points[-1]
        assert len(wall.gates) == quarter.openings
        line = LineString(wall.points)
        crossing = sum(LineString(lane.points).crosses(line) for lane in quarter.lanes)
        through = sum(gate in lane.points for gate in wall.gates for lane in quarter.lanes)
        assert through == len(wall.gates)
        assert crossing <= len(wall.gates)


def test_bridges_cross_the_river_and_nothing_else_does(fabric: Fabric) -> None:
    river = Polygon(fabric.river)
    spans = [LineString(s.points[a : b + 1]) for s in fabric.streets for a, b in s.bridges]
    assert 4 <= len(spans) <= 8
    for street in fabric.streets:
        over = LineString(street.points).intersection(river)
        if over.length > 0:
            assert street.bridges, street.name
    assert all(not river.intersects(LineString(lane.points)) for s in fabric.scenes for lane in s.lanes)
