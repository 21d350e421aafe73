"""The registry of a generated town: who lives where, who lends whom, and where net lies ready."""

from collections.abc import Sequence

import numpy as np
from shapely import Polygon

from yipanqi.ground.ids import CrewId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.ground.plane import XY, Frame, LonLat
from yipanqi.simulate.fabric.chance import pick, shuffled, stream
from yipanqi.simulate.fabric.model import Fabric, Place, Quarter
from yipanqi.survey.model import Crew, Organisation, RegisteredNeighbourhood, Registry, Supplier

CREWS = 40
MOST_PER_HOME = 3
NIGHT_S = 36_000
DWELLING_M2 = 115.0
"""Floor space of a flat with its share of stairs."""

LATE_STARTS_S = (1800, 1800, 1800, 3600, 3600, 3600, 3600, 5400, 5400, 5400, 7200, 7200, 7200, 9000)
"""Crews that can set out only so long after the night has begun; all others at once."""

EARLY_ENDS_S = (25_200, 28_800, 28_800)
VANS_M = (60, 70, 80, 90, 100, 110, 120, 120, 120)
STOCKS_M = (1700, 1400, 1200, 1100)
LOAD_S = 600
WELDERS = 14


def register(seed: int, fabric: Fabric, centre: LonLat) -> Registry:
    """Organisations, neighbourhoods, 40 crews at 23 homes, and four suppliers with stock."""
    frame = Frame(centre)
    homes = [place for place in fabric.places if place.kind != "supplier"]
    ids = _ids(homes)
    return Registry(
        organisations=tuple(_organisations(seed, fabric, homes, ids)),
        neighbourhoods=tuple(
            _neighbourhood(number, quarter, ids[fabric.community_of[quarter.name]])
            for number, quarter in enumerate(fabric.quarters, start=1)
        ),
        crews=tuple(_crews(seed, frame, homes, ids)),
        suppliers=tuple(_suppliers(seed, frame, [p for p in fabric.places if p.kind == "supplier"])),
    )


def _ids(homes: Sequence[Place]) -> dict[str, OrganisationId]:
    """C1 ... for communities, E1 ... for cooperatives, V1 ... for villages, by name."""
    letters = {"community": "C", "cooperative": "E", "village": "V"}
    counted = dict.fromkeys(letters.values(), 0)
    out = {}
    for home in homes:
        letter = letters[home.kind]
        counted[letter] += 1
        out[home.name] = OrganisationId(f"{letter}{counted[letter]}")
    return out


def _organisations(
    seed: int, fabric: Fabric, homes: Sequence[Place], ids: dict[str, OrganisationId]
) -> list[Organisation]:
    """Communities have six openings or more for each cadre; the others can spare more hands."""
    rng = stream(seed, "organisations")
    openings = dict.fromkeys(ids, 0)
    for quarter in fabric.quarters:
        if not quarter.walled:
            openings[fabric.community_of[quarter.name]] += quarter.openings
    out = []
    for home in homes:
        if home.kind == "community":
            cadres = max(2, int(openings[home.name] / float(rng.uniform(6.1, 8.0))))
            out.append(Organisation(ids[home.name], home.name, "community", cadres, _tens(rng, 0, 3)))
        elif home.kind == "cooperative":
            cadres = int(rng.integers(5, 13))
            out.append(Organisation(ids[home.name], home.name, "cooperative", cadres, _tens(rng, 2, 12)))
        else:
            out.append(
                Organisation(ids[home.name], home.name, "village", int(rng.integers(4, 9)), _tens(rng, 1, 8))
            )
    return out


def _tens(rng: np.random.Generator, low: int, high: int) -> float:
    return 10.0 * int(rng.integers(low, high))


def _neighbourhood(number: int, quarter: Quarter, community: OrganisationId) -> RegisteredNeighbourhood:
    floors = sum(Polygon(h.ring).area * h.levels for h in quarter.houses if h.kind != "retail")
    return RegisteredNeighbourhood(
        id=NeighbourhoodId(f"N{number:02d}"),
        name=quarter.name,
        community=community,
        walled=quarter.walled,
        households=max(1, round(floors / DWELLING_M2)),
    )


def _crews(seed: int, frame: Frame, homes: Sequence[Place], ids: dict[str, OrganisationId]) -> list[Crew]:
    """One crew at least from each home, named after its lender and numbered."""
    rng = stream(seed, "crews")
    lenders = list(homes)
    while len(lenders) < CREWS:
        home = pick(rng, homes)
        if sum(lender.name == home.name for lender in lenders) < MOST_PER_HOME:
            lenders.append(home)
    lenders.sort(key=homes.index)
    starts = shuffled(rng, [*LATE_STARTS_S, *([0] * (CREWS - len(LATE_STARTS_S)))])
    ends = shuffled(rng, [*EARLY_ENDS_S, *([NIGHT_S] * (CREWS - len(EARLY_ENDS_S)))])
    welders = set(shuffled(rng, range(CREWS))[:WELDERS])
    out: list[Crew] = []
    for k, lender in enumerate(lenders):
        number = sum(other.name == lender.name for other in lenders[: k + 1])
        van_m = pick(rng, VANS_M)
        out.append(
            Crew(
                id=CrewId(f"K{k + 1:02d}"),
                name=f"{lender.name}{number}队",
                lender=ids[lender.name],
                home=_degrees(frame, lender.at),
                people=int(rng.integers(4, 9)),
                from_s=starts[k],
                until_s=ends[k],
                van_m=van_m,
                loaded_m=_loaded(rng, lender, van_m),
                skills=("weld",) if k in welders else (),
                phone=f"000 0000 {k + 1:04d}",
            )
        )
    return out


def _loaded(rng: np.random.Generator, lender: Place, van_m: int) -> int:
    """Some cooperatives and villages bring what lay on their own building sites."""
    if lender.kind == "community" or rng.random() < 0.6:
        return 0
    return min(van_m, 10 * int(rng.integers(2, 6)))


def _suppliers(seed: int, frame: Frame, yards: Sequence[Place]) -> list[Supplier]:
    stocks = shuffled(stream(seed, "stock"), STOCKS_M)
    return [
        Supplier(
            id=SupplierId(f"S{k}"),
            name=yard.name,
            place=_degrees(frame, yard.at),
            load_s=LOAD_S,
            stock_m=stock,
            phone=f"000 0000 9{k:03d}",
        )
        for k, (yard, stock) in enumerate(zip(yards, stocks, strict=True), start=1)
    ]


def _degrees(frame: Frame, at: XY) -> LonLat:
    """A place as somebody would type it: six decimals."""
    lon, lat = frame.lonlat(at)
    return round(lon, 6), round(lat, 6)
