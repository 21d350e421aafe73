"""Maps nobody has seen: generated and real ones, cropped, moved and spoilt, all closed without a fault."""

import random
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from tests.survey.mutants import CHANGES, RawMap, cropped, read_raw, write_raw
from tests.survey.test_openings import disagreements
from yipanqi.cli.app import app
from yipanqi.feeds.neighbourhoods import neighbourhoods_of
from yipanqi.feeds.osm import read_extract
from yipanqi.feeds.problems import FeedError
from yipanqi.plan.closure.check import check
from yipanqi.plan.closure.geojson import roles, to_geojson
from yipanqi.plan.closure.model import Closure, ClosurePlan, ClosureProblem, ClosureRules
from yipanqi.simulate.town import make_town, write_town
from yipanqi.solvers.closure import ClosurePlanner
from yipanqi.survey.openings import find_openings

EXTRACTS = sorted((Path(__file__).parents[4] / "shared" / "data" / "osm").glob("*.osm*"))
EDGE = ClosureRules(ring="edge", joint_most=1)
RULES = (EDGE, ClosureRules(), replace(EDGE, trust="ground"), ClosureRules(trust="ground"))
SHORT = (
    "cropped hard",
    "without buildings",
    "half the streets",
    "bridges without a layer",
    "walls for streets",
    "merged",
    "unshared nodes",
    "nested neighbourhoods",
    "overlapping neighbourhoods",
    "edges that cross themselves",
    "broken multipolygons",
    "neighbourhoods without a way",
    "tiny neighbourhoods",
    "on the date line",
    "far north",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> RawMap:
    """A corner of a generated town."""
    whole = read_raw(write_town(make_town(5), tmp_path_factory.mktemp("town")))
    return cropped(0.22, whole_ways=False)(whole, random.Random(3))


def faults(file: Path) -> list[str]:
    """What is wrong with the plans of a map, by the check, and held against barring every opening."""
    extract = read_extract(file)
    places = neighbourhoods_of(extract)
    openings = find_openings(extract, places)
    planner = ClosurePlanner(extract)
    wrong = disagreements(extract, places)
    plans = []
    for rules in RULES:
        plan = planner.plan(ClosureProblem(extract, places, openings, rules))
        findings = check(to_geojson(plan, places), extract, rules)
        wrong += [f"{rules.trust} {rules.ring}: {f.code} {f.concerns} {f.facts}" for f in findings]
        nameless = {opening.id for opening in openings} - set(roles(plan.closures))
        wrong += [f"{rules.trust} {rules.ring}: {name} has no role" for name in sorted(nameless)]
        plans.append(plan)
    return wrong + worse(*plans[:2], metres=False) + worse(*plans[2:], metres=True)


def worse(edge: ClosurePlan, cut: ClosurePlan, *, metres: bool) -> list[str]:
    """Rings that cost more than the edges of their neighbourhoods, or cost a building its fire engine."""
    found = []
    at_edge = {name: closure for closure in edge.closures for name in closure.neighbourhoods}
    for closure in cut.closures:
        before = [at_edge[name] for name in closure.neighbourhoods]
        if cost([closure], metres) > cost(before, metres) + 0.01:
            found.append(f"{closure.neighbourhoods} costs more than its edge")
        if set(closure.out_of_reach) - {b for each in before for b in each.out_of_reach}:
            found.append(f"{closure.neighbourhoods} costs a building its fire engine")
    return found


def cost(closures: Sequence[Closure], metres: bool) -> float:
    if metres:
        return sum(net.length_m for closure in closures for net in closure.nets)
    return sum(len(closure.nets) + len(closure.emergency) for closure in closures)


def trembling(raw: RawMap, seed: int, sigma_m: float = 0.02) -> RawMap:
    """A map whose every node is a hand's breadth from where it was, as another survey would have it."""
    chance, by = random.Random(seed), sigma_m / 111_320.0
    places = {
        n: (lon + chance.gauss(0, by), lat + chance.gauss(0, by)) for n, (lon, lat) in raw.places.items()
    }
    return replace(raw, places=places)


def spoilt(raw: RawMap, name: str, seed: int, folder: Path) -> Path:
    chance = random.Random(zlib.crc32(name.encode()) + seed)
    return write_raw(CHANGES[name](raw, chance), folder / "map.osm.gz")


@pytest.mark.parametrize("name", SHORT)
def test_a_spoilt_map_is_closed_without_a_fault(name: str, town: RawMap, tmp_path: Path) -> None:
    assert faults(spoilt(town, name, 0, tmp_path)) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_map_whose_nodes_tremble_is_closed_without_a_fault(seed: int, town: RawMap, tmp_path: Path) -> None:
    assert faults(write_raw(trembling(town, seed), tmp_path / "map.osm.gz")) == []


def test_a_map_moved_a_hundred_metres_is_planned_the_same(town: RawMap, tmp_path: Path) -> None:
    """North by so little that lengths stay what they are to the centimetre."""
    north = {n: (lon, lat + 0.0009) for n, (lon, lat) in town.places.items()}
    counts = []
    for raw in (town, replace(town, places=north)):
        extract = read_extract(write_raw(raw, tmp_path / "map.osm.gz"))
        places = neighbourhoods_of(extract)
        openings = find_openings(extract, places)
        plan = ClosurePlanner(extract).plan(ClosureProblem(extract, places, openings))
        counts.append([(c.neighbourhoods, c.gates, len(c.nets), len(c.emergency)) for c in plan.closures])
    assert counts[0] == counts[1]


def test_a_map_without_a_neighbourhood_is_refused_by_name(town: RawMap, tmp_path: Path) -> None:
    bare = replace(town, ways=tuple(w for w in town.ways if w.tags.get("landuse") != "residential"))
    file = write_raw(bare, tmp_path / "bare.osm.gz")
    with pytest.raises(FeedError, match="no landuse=residential area"):
        neighbourhoods_of(read_extract(file))
    run = CliRunner().invoke(app, ["plan", str(file), "-o", str(tmp_path / "out"), "--lang", "en"])
    assert run.exit_code == 1
    assert "bare" in run.output
    assert "--neighbourhoods" in run.output


def test_a_plan_of_a_spoilt_map_is_verified_from_its_folder(town: RawMap, tmp_path: Path) -> None:
    file = spoilt(town, "overlapping neighbourhoods", 1, tmp_path)
    for trust in ("ways", "ground"):
        out = tmp_path / trust
        run = CliRunner().invoke(app, ["plan", str(file), "-o", str(out), "--trust", trust])
        assert run.exit_code == 0, run.output
        assert CliRunner().invoke(app, ["verify", str(out)]).exit_code == 0


@pytest.mark.slow
@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split(".")[0])
@pytest.mark.parametrize("name", CHANGES)
def test_a_real_map_cropped_and_spoilt_is_closed_without_a_fault(
    path: Path, name: str, tmp_path: Path
) -> None:
    """Two crops of each extract: one with whole ways, one cut off hard."""
    whole = read_raw(path)
    share = 0.15 if "liechtenstein" in path.name else 0.5
    for seed in (1, 2):
        raw = cropped(share, whole_ways=seed == 1)(whole, random.Random(seed))
        assert faults(spoilt(raw, name, seed, tmp_path)) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", EXTRACTS, ids=lambda path: path.name.split(".")[0])
def test_a_real_map_whose_nodes_tremble_is_closed_without_a_fault(path: Path, tmp_path: Path) -> None:
    """Crops with whole ways: one cut off hard has edges that fold back on themselves, trembling or not."""
    whole = read_raw(path)
    share = 0.12 if "liechtenstein" in path.name else 0.4
    for seed in range(12):
        raw = trembling(cropped(share, whole_ways=True)(whole, random.Random(seed)), seed)
        assert faults(write_raw(raw, tmp_path / "map.osm.gz")) == [], seed
