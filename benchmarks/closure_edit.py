"""How long an edit's closure takes to be planned again, checked and shown, on a generated town or an extract.

python benchmarks/closure_edit.py [EXTRACT ...] [--seed 7] [--edits 40]

Processor time is told beside the time by the clock: on a machine that others use, too, only that says much.
"""

import argparse
import gc
import random
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yipanqi.cli.plan_reading import Ground, Inputs, read_ground
from yipanqi.cli.progress import Steps
from yipanqi.cli.surveying import Unsafe, close_on_paper, propose_night, record_survey
from yipanqi.close.model import NightRow
from yipanqi.desk.closing import ClosureView
from yipanqi.ground.ids import Actor, NeighbourhoodId, PlanId
from yipanqi.ground.refusal import Refusal
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.simulate.town import make_town, write_town
from yipanqi.survey.edits import Edit, GateWished, OpeningAbsent, OpeningAdded, WallAdded, WidthMeasured
from yipanqi.wiring import OpenBoard, SetClock

DUSK = datetime(2026, 2, 3, 10, tzinfo=UTC)
NIGHT = NightRow(DUSK, DUSK + timedelta(hours=10))
WHO = Actor("benchmark")
GOAL_MS = 200


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("extracts", nargs="*", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--edits", type=int, default=40)
    wanted = parser.parse_args()
    print(
        f"{'map':28} edits  refused  median ms  p95 ms  worst ms  first ms"
        f"  processor: median ms  p95 ms  within {GOAL_MS} ms %"
    )
    with tempfile.TemporaryDirectory() as scratch:
        maps = wanted.extracts or [write_town(make_town(wanted.seed), Path(scratch))]
        for number, path in enumerate(maps):
            measure(path, Path(scratch) / f"board-{number}", wanted.seed, wanted.edits)


def measure(path: Path, where: Path, seed: int, edits: int) -> None:
    """One map: survey, plan, then random edits one after the other."""
    from rich.console import Console

    quiet = Steps(Console(quiet=True))
    ground = read_ground(Inputs(path, None, (), ClosureRules(), seed, DUSK, 10.0, 0.0, "en"), quiet)
    with OpenBoard(where, SetClock(DUSK - timedelta(minutes=5)), seed=seed) as board:
        record_survey(board, ground, path.stem, "UTC", exercise=True)
        try:
            _, closure = close_on_paper(board, ground, seed)
        except Unsafe as unsafe:
            raise SystemExit(f"{path}: {unsafe}") from unsafe
        proposed = propose_night(board, closure, NIGHT, seed=seed, seconds=0)
        board.desk.adopt(PlanId(proposed.id), 0, WHO).result()
        gc.collect()
        gc.freeze()  # as the server does once its board is open
        took: list[float] = []
        worked: list[float] = []
        refused = 0
        for edit, place in chosen(ground, random.Random(seed), edits):
            began, at_work = time.perf_counter(), time.process_time()
            made = board.surveying.edit(edit, WHO)
            view = board.closing.propose(place, WHO)
            if isinstance(made, Refusal):  # a corner of an area cut off by the map's edge, say
                continue
            took.append(1000 * (time.perf_counter() - began))
            worked.append(1000 * (time.process_time() - at_work))
            if isinstance(view, Refusal):
                raise SystemExit(f"{path}: {view}")
            refused += not (isinstance(view, ClosureView) and view.adoptable)
    later, processor = sorted(took[1:]), sorted(worked[1:])
    print(
        f"{path.name:28} {len(took):5}  {refused:7}  {statistics.median(later):9.0f}"
        f"  {later[int(0.95 * len(later))]:6.0f}  {later[-1]:8.0f}  {took[0]:8.0f}"
        f"  {statistics.median(processor):20.0f}  {processor[int(0.95 * len(processor))]:6.0f}"
        f"  {100 * sum(ms < GOAL_MS for ms in processor) / len(processor):15.0f}"
    )


def chosen(ground: Ground, rng: random.Random, edits: int) -> list[tuple[Edit, NeighbourhoodId]]:
    """Edits of every kind that changes a closure, each with the neighbourhood it is about."""
    found: list[tuple[Edit, NeighbourhoodId]] = []
    places = {place.id: place for place in ground.to_close}
    openings = [o for o in ground.joined.openings if o.level == "ground"]
    for opening in rng.sample(openings, min(edits, len(openings))):
        edge = places[opening.neighbourhood].area[0]
        corner = rng.choice(edge)
        lon, lat = corner
        kinds: list[Edit] = [
            OpeningAbsent(opening.id),
            WidthMeasured(opening.id, round(opening.width_m * rng.uniform(0.6, 1.6), 1)),
            GateWished(opening.id, "forbid"),
            OpeningAdded(opening.neighbourhood, corner, 3.0),
            WallAdded(((lon, lat), (lon + 0.0002, lat + 0.0001))),
        ]
        found.append((rng.choice(kinds), opening.neighbourhood))
    return found


if __name__ == "__main__":
    main()
