"""A closure made on paper, taken onto a board: what the plan sends crews to is on the board."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from yipanqi.cli.plan_reading import Inputs, read_ground
from yipanqi.cli.progress import Steps
from yipanqi.cli.surveying import close_on_paper, propose_night, record_survey
from yipanqi.close.model import NightRow
from yipanqi.ground.ids import Actor
from yipanqi.plan.closure.model import ClosureRules
from yipanqi.wiring import OpenBoard, SetClock

OFFICE = Actor("office")
DUSK = datetime(2026, 2, 3, 10, tzinfo=UTC)
EXTRACT = Path(__file__).parents[3] / "shared" / "data" / "osm" / "liechtenstein.osm.pbf"


@pytest.mark.skipif(not EXTRACT.exists(), reason="the extracts of ../shared/data are not here")
def test_a_ring_crossed_more_often_than_the_edge_brings_its_openings_onto_the_board(tmp_path: Path) -> None:
    inputs = Inputs(EXTRACT, None, (), ClosureRules(), 1, DUSK, 10.0, 0.0, "en")
    ground = read_ground(inputs, Steps(Console(quiet=True)))
    with OpenBoard(tmp_path, SetClock(DUSK - timedelta(minutes=5)), seed=1) as board:
        record_survey(board, ground, "Liechtenstein", "UTC", exercise=True)
        plan, closure = close_on_paper(board, ground, 1)
        own = {opening.id for opening in plan.openings} - {o.id for o in ground.joined.openings}
        assert own
        propose_night(board, closure, NightRow(DUSK, DUSK + timedelta(hours=10)), seed=1, seconds=0)
        proposal = board.desk.board.proposal
        assert proposal is not None
        board.desk.adopt(proposal.plan.id, 0, OFFICE).result()
        for name in own:
            assert board.desk.board.openings[name].role in {"bar", "gate", "emergency"}
