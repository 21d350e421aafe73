"""How long a board takes to fold from nothing: a town of the case's size, as many entries as asked for."""

import argparse
import json
import random
import time

import msgspec
from msgspec.structs import replace
from tests.towns import Chronicle, at, by_two_crews, two_neighbourhoods

from yipanqi.close import events as ev
from yipanqi.close.board import fold
from yipanqi.close.state import Board
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OpeningId, PlanId
from yipanqi.plan.events import PlanAdopted, PlannedOpening, PlannedStep

NEIGHBOURHOODS, OPENINGS, CREWS = 45, 386, 40


def night_of(reports: int) -> Chronicle:
    """A survey, a plan, and reports of crews at work, seeded."""
    small = two_neighbourhoods()
    places = tuple(
        replace(small.neighbourhoods[0], id=NeighbourhoodId(f"n{i}"), name=f"n{i}")
        for i in range(NEIGHBOURHOODS)
    )
    openings = tuple(
        replace(small.openings[0], id=OpeningId(f"o{i}"), neighbourhood=places[i % NEIGHBOURHOODS].id)
        for i in range(OPENINGS)
    )
    crews = tuple(replace(small.registry.crews[0], id=CrewId(f"k{i}"), name=f"k{i}") for i in range(CREWS))
    told = Chronicle()
    registry = replace(small.registry, crews=crews)
    told.say(replace(small, neighbourhoods=places, openings=openings, registry=registry))
    shares = {crew.id: [o.id for o in openings[n::CREWS]] for n, crew in enumerate(crews)}
    steps = {
        crew: tuple(PlannedStep("job", o, at(40 * n), at(40 * n + 30), 4) for n, o in enumerate(mine))
        for crew, mine in shares.items()
    }
    work = tuple(PlannedOpening(o.id, "bar", 4, 1540) for o in openings)
    told.say(replace(by_two_crews(), openings=work, steps=steps))
    told.say(PlanAdopted(PlanId("plan-1")))
    rng = random.Random(1)
    for n in range((reports - 3) // 3):
        crew = rng.choice(crews).id
        opening = rng.choice(shares[crew])
        told.say(ev.CrewSetOut(crew, opening), n / 100)
        told.say(ev.OpeningStarted(opening, crew), n / 100 + 0.003)
        told.say(ev.OpeningDone(opening, crew, 4.0, 4), n / 100 + 0.006)
    return told


def main() -> None:
    """Print seconds, microseconds an entry, and the snapshot's size and ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    told = night_of(asked.entries)
    began = time.perf_counter()
    board = fold(Board(), told.entries)
    fold_s = time.perf_counter() - began
    began = time.perf_counter()
    kept = msgspec.json.encode(board)
    msgspec.json.decode(kept, type=Board)
    snapshot_s = time.perf_counter() - began
    result = {
        "entries": len(told.entries),
        "fold_s": round(fold_s, 3),
        "us_an_entry": round(fold_s / len(told.entries) * 1e6, 1),
        "snapshot_bytes": len(kept),
        "from_snapshot_ratio": round(snapshot_s / fold_s, 5),
    }
    print(json.dumps(result) if asked.json else "\n".join(f"{k:>20} {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
