"""The report's own claim, put to the test: one board against every community for itself.

python benchmarks/crews_one_board.py ../shared/data/dispatch/night-?.json --seconds 4
"""

import argparse
from pathlib import Path

import msgspec

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.solvers.crews import warm_up
from yipanqi.solvers.crews.one_board import Night, compare, worth


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--worth", action="store_true", help="also what a crew, an hour, a lender is worth")
    wanted = parser.parse_args()
    warm_up(wait=True)
    for path in wanted.problems:
        problem = msgspec.json.decode(path.read_bytes(), type=CrewProblem)
        told = compare(problem, wanted.seconds, workers=wanted.workers)
        print(f"{path.stem}: one board {_say(told.one_board)}")
        print(f"{'':{len(path.stem)}}  alone     {_say(told.each_for_itself)}; unequal {told.unequal:.2f}")
        if wanted.worth:
            more = worth(problem, wanted.seconds, workers=wanted.workers)
            print(
                f"  one crew more {more.another_crew_s} s, an hour earlier {more.an_hour_earlier_s} s earlier"
            )
            for lender, later_s in sorted(more.without_lender_s.items(), key=lambda item: -item[1]):
                undone = more.without_lender_undone[lender]
                print(f"  without {lender}: {later_s} s later, {undone} undone")


def _say(night: Night) -> str:
    return (
        f"{night.finish_s:6} s, {night.undone:3} undone, {night.neighbourhoods_late:2} neighbourhoods late, "
        f"travel {night.travel_s / 3600:5.1f} h"
    )


if __name__ == "__main__":
    main()
