"""The report's own claim, put to the test: one board against every community for itself.

python benchmarks/crews_one_board.py ../shared/data/dispatch/night-?.json --seconds 2 --seeds 3
"""

import argparse
from pathlib import Path

import msgspec
from rich.console import Console

from yipanqi.cli.plan_crews import Say
from yipanqi.cli.plan_worth import tell
from yipanqi.plan.crews.model import CrewPlan, CrewProblem
from yipanqi.solvers.crews import warm_up
from yipanqi.solvers.crews.one_board import Effort, worth
from yipanqi.solvers.goods import plan_waiting_crews


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lenders", action="store_true", help="also what each lender is worth")
    wanted = parser.parse_args()
    warm_up(wait=True)

    def plans(problem: CrewProblem, seconds: float, seed: int) -> CrewPlan:
        return plan_waiting_crews(problem, seconds=seconds, seed=seed, workers=wanted.workers)

    for path in wanted.problems:
        problem = msgspec.json.decode(path.read_bytes(), type=CrewProblem)
        report = worth(problem, plans, Effort(wanted.seconds, wanted.seeds, wanted.lenders))
        print(path.stem)
        if report is not None:
            tell(report, Say("en"), Console(width=110))


if __name__ == "__main__":
    main()
