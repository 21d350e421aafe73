"""Lower bounds of the finish that no plan can beat. `docs/reference/bounds.md` explains and proves them."""

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from yipanqi.plan.crews.model import CrewProblem
from yipanqi.plan.crews.travel import places, seconds_between
from yipanqi.solvers.crews.board import NEVER, Board, board_of

_BLOCK = 128
"""Jobs looked at together where a matrix of all would not do."""


def hours_bound_s(board: Board) -> int:
    """All the work there is, shared evenly among the hours there are; and no job before it can be.

    Counts each part's work and the shortest way that can lead to it. A plan that does every job ends
    no earlier. 0 when there is nothing to do or no crew.
    """
    if not len(board.work_s) or not board.crews:
        return 0
    board = any_share(board)
    nearest = nearest_s(board)
    needed_s = int((board.work_s.astype(np.int64) + nearest).sum())
    return max(fill_s(board, needed_s), _longest_s(board, nearest))


def hours_bound_in_blocks_s(problem: CrewProblem) -> int:
    """The same for nights of thousands of jobs: never a matrix of all places, some jobs at a time."""
    everywhere = places(problem)
    first = len(problem.crews) + len(problem.suppliers)
    needed_s = longest_s = 0
    for low in range(0, len(problem.jobs), _BLOCK):
        jobs = problem.jobs[low : low + _BLOCK]
        board = any_share(board_of(replace(problem, jobs=jobs)))
        here = first + low + np.arange(len(jobs))
        into = seconds_between(problem.travel, everywhere, everywhere[here])
        into[here, np.arange(len(jobs))] = np.where(board.copies > 1, 0, NEVER)
        nearest = into.min(axis=0).astype(np.int64)[board.job_of]
        needed_s += int((board.work_s.astype(np.int64) + nearest).sum())
        longest_s = max(longest_s, _longest_s(board, nearest) if board.crews else 0)
    return max(fill_s(board_of(replace(problem, jobs=())), needed_s), longest_s) if problem.crews else 0


def any_share(board: Board) -> Board:
    """The board as bounds see it: a team shares its net as it likes, so all but one of it may bring nothing.

    Who brings most is put down as the first of a team, unless a lock says who the first is.
    """
    locked = {lock.job for lock in board.problem.locked}
    open_to_all = [j.id not in locked for j in board.problem.jobs]
    may_bring_none = board.copies[board.job_of] > 1
    may_bring_none[board.first_part[open_to_all]] = False
    if not board.net_m[may_bring_none].any():
        return board
    able = board.able
    if (board.net_m[may_bring_none] > board.van_m[:, None]).any():
        jobs = tuple(replace(j, net_m=0) if j.crews > 1 else j for j in board.problem.jobs)
        able = np.where(may_bring_none, board_of(replace(board.problem, jobs=jobs)).able, able)
    return board._replace(net_m=np.where(may_bring_none, 0, board.net_m).astype(np.int32), able=able)


def nearest_s(board: Board) -> NDArray[np.int64]:
    """Shortest way into each part, from anywhere at all: a start, a yard or another part; shape (parts,)."""
    nearest = np.full(len(board.work_s), NEVER, dtype=np.int64)
    for part in range(len(board.work_s)):
        into = board.travel_s[:, board.first_place + part]
        here = board.first_place + part
        nearest[part] = min(into[:here].min(initial=NEVER), into[here + 1 :].min(initial=NEVER))
    return nearest


def fill_s(board: Board, needed_s: int) -> int:
    """The earliest moment by which the crews' hours add up to so many seconds; NEVER if they never do."""
    starts = board.from_s.astype(np.int64)
    ends = np.maximum(board.until_s.astype(np.int64), starts)
    if int((ends - starts).sum()) < needed_s:
        return NEVER
    low, high = 0, int(ends.max())
    while low < high:
        middle = (low + high) // 2
        have_s = int((np.minimum(ends, middle) - starts).clip(min=0).sum())
        low, high = (low, middle) if have_s >= needed_s else (middle + 1, high)
    return low


def _longest_s(board: Board, nearest: NDArray[np.int64]) -> int:
    """No part ends before the first crew that may do it could have gone there and done it (and come back)."""
    first, from_s = board.first_place, board.from_s[:, None].astype(np.int64)
    if board.problem.travel.roads is not None:  # by way of another place it may be nearer than by itself
        there = from_s + nearest[None, :]
    else:
        there = from_s + board.travel_s[: board.crews, first:]
    dry = board.net_m[None, :] > board.loaded_m[:, None]
    if board.yards and board.problem.travel.roads is None:
        via = np.full(there.shape, NEVER, dtype=np.int64)
        for y in range(board.yards):
            yard = board.crews + y
            to_yard = board.travel_s[: board.crews, yard].astype(np.int64)[:, None] + board.load_s[y]
            np.minimum(via, to_yard + board.travel_s[yard, first:][None], out=via)
        there = np.where(dry, from_s + via, there)
    start = np.maximum(there, board.earliest_s[None, :])
    end = start + board.work_s[None, :]
    if board.problem.counts_return and board.problem.travel.roads is None:
        end = end + board.back_s[:, first:]
    return int(np.where(board.able, end, NEVER).min(axis=0).max())
