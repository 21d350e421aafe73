"""A process that appends as fast as it can and writes down each receipt; run as a script, made to be killed.

Arguments: where the board is, its name, and how many threads append. Each line of output is one receipt,
`event_id position`, written only after the receipt was in hand.
"""

import os
import sys
import time
from datetime import UTC, datetime
from threading import Thread

from msgspec import Raw

from yipanqi.ground.ids import Actor, Device, uuid7
from yipanqi.journal.envelope import Draft, Recorded
from yipanqi.storage import StoredBoard, open_board


class Wall:
    """The wall's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def rate(self) -> float:
        return 1.0


def draft(stream: str) -> Draft:
    return Draft(
        event_id=uuid7(time.time_ns() // 1_000_000, os.urandom(10)),
        stream=stream,
        kind="opening.barred",
        schema=1,
        body=Raw(b'{"note":"%s"}' % (b"x" * 200)),
        happened_at=datetime.now(UTC),
        actor=Actor("crew"),
        device=Device("phone"),
    )


def append_for_ever(board: StoredBoard, stream: str) -> None:
    while True:
        receipts = board.journal.append([draft(stream), draft(stream)]).result()
        lines = [f"{r.event_id} {r.position}\n" for r in receipts if isinstance(r, Recorded)]
        os.write(sys.stdout.fileno(), "".join(lines).encode())


def main(where: str, name: str, threads: int) -> None:
    board = open_board(where, Wall(), board=name)
    for n in range(threads):
        Thread(target=append_for_ever, args=(board, f"opening/{n}"), daemon=True).start()
    time.sleep(600)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
