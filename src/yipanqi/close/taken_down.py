"""What stood at an opening and was taken down again: who put it up, and that it does not stand any more.

Both are facts, and arrive in any order. Taken down counts against everything said to stand before it:
an opening it was said of is never taken for closed, whether the plan needs it or not. Where the plan needs
nothing there that is as it should be; where it does, it is a contradiction, for somebody to look into.
"""

from msgspec.structs import replace

from yipanqi.close.model import OpeningRow
from yipanqi.close.state import Board, Head
from yipanqi.ground.ids import CrewId, OpeningId


def said_done(board: Board, opening: OpeningId, crew: CrewId, head: Head) -> Board:
    """A crew says that it stands."""
    by = board.done_by.get(opening, {})
    by = by | {crew: max(by.get(crew, head), head)}
    return _settled(replace(board, done_by=board.done_by | {opening: dict(sorted(by.items()))}), opening)


def said_down(board: Board, opening: OpeningId, head: Head) -> Board:
    """Somebody says that it does not stand any more."""
    newest = max(board.taken_down.get(opening, head), head)
    return _settled(replace(board, taken_down=board.taken_down | {opening: newest}), opening)


def _settled(board: Board, opening: OpeningId) -> Board:
    """Where nothing is needed, whoever put up what came down is not asked about it again."""
    row, down = board.openings.get(opening), board.taken_down.get(opening)
    if row is None or row.role != "inside" or down is None:
        return board
    left = {crew: head for crew, head in board.done_by.get(opening, {}).items() if head > down}
    return replace(board, done_by=board.done_by | {opening: left})


def as_it_stands(board: Board, row: OpeningRow) -> OpeningRow:
    """The row, not done if what was done has come down since."""
    down = board.taken_down.get(row.id)
    done = board.heads.get(f"opening/{row.id}", {}).get("state")
    if row.state != "done" or down is None or (done is not None and done > down):
        return row
    return replace(row, state="planned", crew=None, since=down.at)


def cleared(board: Board, row: OpeningRow) -> OpeningRow:
    """The row without what stood there under an earlier closure, unless it was put up again since."""
    down = board.taken_down[row.id]
    again = any(head > down for head in board.done_by.get(row.id, {}).values())
    return row if again else replace(row, stands=None)
