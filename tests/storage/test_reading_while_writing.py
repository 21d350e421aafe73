"""A reader that pages on while others write never skips or repeats a position."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tests.storage.drafting import net_up, send
from yipanqi.journal.envelope import Entry
from yipanqi.storage import StoredBoard

WRITERS = 4
EACH = 120


def paged(board: StoredBoard, limit: int, done: Event) -> list[Entry]:
    """Everything there is to read, page by page, until nobody writes any more."""
    seen: list[Entry] = []
    while True:
        last_look = done.is_set()
        page = board.journal.read(seen[-1].position if seen else 0, limit)
        seen += page
        if last_look and not page:
            return seen


def write(board: StoredBoard, writer: int) -> None:
    waiting = []
    for n in range(EACH):
        waiting.append(board.journal.append([net_up(f"opening/{writer}-{k}") for k in range(n % 3 + 1)]))
        if n % 10 == 0:
            waiting[-1].result(timeout=30)
    for each in waiting:
        each.result(timeout=30)


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_pages_fit_together_without_gap_or_repeat(board: StoredBoard, limit: int) -> None:
    done = Event()
    with ThreadPoolExecutor(WRITERS + 2) as threads:
        readers = [threads.submit(paged, board, limit, done) for _ in range(2)]
        for writing in [threads.submit(write, board, writer) for writer in range(WRITERS)]:
            writing.result()
        done.set()
        for reader in readers:
            positions = [e.position for e in reader.result()]
            assert positions == list(range(1, board.journal.head() + 1))


def test_an_append_is_seen_whole_or_not_at_all(board: StoredBoard) -> None:
    done = Event()

    def watch() -> set[int]:
        sizes = set()
        while not done.is_set():
            sizes.add(len(board.journal.read(0, 10_000)) % 5)
        return sizes

    with ThreadPoolExecutor(1) as threads:
        watching = threads.submit(watch)
        for _ in range(60):
            send(board, *(net_up(f"opening/{n}") for n in range(5)))
        done.set()
        assert watching.result() == {0}
