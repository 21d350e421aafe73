"""A board on a full disk: it closes all the same, loses nothing, and lets the next one in."""

from pathlib import Path

from tests.towns import DUSK, two_neighbourhoods
from yipanqi.desk.desk import FOLD
from yipanqi.ground.ids import Actor
from yipanqi.wiring import OpenBoard, SetClock


def test_a_board_on_a_full_disk_closes_and_lets_the_next_one_in(tmp_path: Path) -> None:
    board = OpenBoard(tmp_path, SetClock(DUSK), seed=1)
    board.desk.record(two_neighbourhoods(), Actor("office")).result()
    with board.stored.medium.writing() as connection:  # no page more than there is now
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    board.close()
    with OpenBoard(tmp_path, SetClock(DUSK), seed=1) as again:
        assert again.stored.snapshots.load(FOLD) is None, "there was no room for a snapshot"
        assert again.desk.board == board.desk.board
