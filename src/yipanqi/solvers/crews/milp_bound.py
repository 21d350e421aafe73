"""A lower bound of the finish by a mixed integer program (HiGHS): small nights end up proven.

Who does what, and from where each part is entered, crew by crew: `docs/reference/bounds.md` says what is
left out, so that every plan is a solution of it. Its dual bound holds whenever time runs out.
"""

import time
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.solvers.crews.board import NEVER, Board
from yipanqi.solvers.crews.bound import any_share, hours_bound_s
from yipanqi.solvers.crews.tree_bound import through_yards

Ints = NDArray[np.int64]

_MOST = 20_000
"""Variables; with more, even the program without integers takes longer than anybody waits."""
_FAR = 1 << 28
_NOT_A_PART = -1


class Entry(NamedTuple):
    """One way into part `there`: from a part, or (-1) from the crew's start or from anywhere far off."""

    crew: int
    here: int
    there: int
    seconds: int
    loads: bool
    starts: bool


@dataclass
class _Rows:
    """Rows of a program as they are found: least, most, and what stands in them."""

    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def add(self, least: float, most: float, entries: dict[int, float]) -> None:
        """One row; an empty one is left out."""
        if entries:
            self.least.append(least)
            self.most.append(most)
            self.index.extend(entries)
            self.value.extend(entries.values())
            self.starts.append(len(self.index))


def milp_bound_s(board: Board, finish_s: int, seconds: float) -> int:
    """A lower bound of the finish of any plan that does every job, given that one finishes at `finish_s`.

    `finish_s` itself where nothing earlier can be. 0 when there is nothing to do, or too much.
    """
    parts, crews = len(board.work_s), board.crews
    if not parts or not crews or seconds <= 0:
        return 0
    stop = time.monotonic() + seconds
    board = any_share(board)
    near = (_MOST // (crews * parts) - 5) // 2
    if near < 1:
        return 0
    ways = _entries(board, min(near, parts - 1), finish_s - 1)
    program = _program(board, ways, finish_s - 1)
    best_s = 0
    while (left_s := stop - time.monotonic()) > 0:
        proven_s, chosen = _solved(program, left_s, finish_s)
        best_s = max(best_s, proven_s)
        rounds = _circles(ways, chosen)
        if best_s >= finish_s or not rounds:
            break
        _forbid(board, ways, rounds, program)
    return min(finish_s, best_s)


def _entries(board: Board, near: int, until_s: int) -> list[Entry]:
    """Every way a plan may enter a part by, those from far off put together at the price of the nearest."""
    first, crews = board.first_place, board.crews
    straight = board.travel_s.astype(np.int64)
    loading = through_yards(board)
    found: list[Entry] = []
    for k in range(crews):
        hours_s = min(until_s, int(board.until_s[k])) - int(board.from_s[k])
        able = np.flatnonzero(board.able[k] & (board.work_s <= hours_s))
        for p in map(int, able):
            for loads, ways in ((False, straight), (True, loading)):
                if loads or board.net_m[p] <= board.loaded_m[k]:
                    found.append(Entry(k, _NOT_A_PART, p, int(ways[k, first + p]), loads, starts=True))
                others = able[board.job_of[able] != board.job_of[p]]
                order = others[np.argsort(ways[first + others, first + p], kind="stable")]
                found += [
                    Entry(k, int(q), p, int(ways[first + q, first + p]), loads, starts=False)
                    for q in order[:near]
                ]
                if len(order) > near:
                    far_s = int(ways[first + order[near], first + p])
                    found.append(Entry(k, _NOT_A_PART, p, far_s, loads, starts=False))
    return [e for e in found if e.seconds < _FAR]


@dataclass
class _Program:
    """Columns: the finish; crew k does part p (`does`); then the entries."""

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    rows: _Rows
    parts: int

    def does(self, crew: int, part: int) -> int:
        """The column of crew and part."""
        return 1 + crew * self.parts + part


def _program(board: Board, ways: list[Entry], until_s: int) -> _Program:
    parts, crews = len(board.work_s), board.crews
    first = 1 + crews * parts
    upper = np.ones(first + len(ways))
    upper[0] = until_s
    upper[1:first] = board.able.ravel()
    lower = np.zeros(first + len(ways))
    lower[0] = hours_bound_s(board)
    program = _Program(lower, upper, _Rows(), parts)
    rows = program.rows
    for p in range(parts):
        rows.add(1, 1, {program.does(k, p): 1.0 for k in range(crews)})
    into: dict[tuple[int, int], dict[int, float]] = {}
    out: dict[tuple[int, int], dict[int, float]] = {}
    both: dict[tuple[int, int, int], dict[int, float]] = {}
    for n, e in enumerate(ways, first):
        into.setdefault((e.crew, e.there), {})[n] = 1.0
        if e.here >= 0:
            out.setdefault((e.crew, e.here), {})[n] = 1.0
            both.setdefault((e.crew, min(e.here, e.there), max(e.here, e.there)), {})[n] = 1.0
    for k in range(crews):
        for p in range(parts):
            does = {program.does(k, p): -1.0}
            rows.add(0, 0, into.get((k, p), {}) | does)  # who does a part enters it once
            rows.add(-np.inf, 0, out.get((k, p), {}) | does)  # and leaves it at most once
    for (k, p, q), between in both.items():  # two parts are not entered from each other
        rows.add(-np.inf, 0, between | {program.does(k, p): -1.0})
        rows.add(-np.inf, 0, between | {program.does(k, q): -1.0})
    for k in range(crews):
        _crew_rows(board, program, k, [(n, e) for n, e in enumerate(ways, first) if e.crew == k])
    return program


def _crew_rows(board: Board, program: _Program, k: int, ways: list[tuple[int, Entry]]) -> None:
    """One crew by itself: it starts once, its hours, its loads, and no job twice."""
    rows, parts = program.rows, range(program.parts)
    starts = {n: 1.0 for n, e in ways if e.starts}
    loads = {n: 1.0 for n, e in ways if e.loads}
    rows.add(-np.inf, 1, starts)
    busy = {program.does(k, p): float(board.work_s[p]) for p in parts}
    busy |= {n: float(e.seconds) for n, e in ways}
    from_s, until_s = int(board.from_s[k]), int(board.until_s[k])
    rows.add(-np.inf, 0, busy | {n: busy[n] + from_s for n in starts} | {0: -1.0})
    rows.add(-np.inf, max(0, until_s - from_s), busy)
    taken = {program.does(k, p): -float(board.net_m[p]) for p in parts if board.net_m[p]}
    rows.add(-float(board.loaded_m[k]), np.inf, {n: float(board.van_m[k]) for n in loads} | taken)
    for p in parts:
        rows.add(0, np.inf, starts | {program.does(k, p): -1.0})  # nothing is done without a start
        if board.net_m[p] > board.loaded_m[k]:
            rows.add(0, np.inf, loads | {program.does(k, p): -1.0})
    for first, copies in zip(board.first_part, board.copies, strict=True):
        if copies > 1:
            rows.add(-np.inf, 1, {program.does(k, int(first) + c): 1.0 for c in range(int(copies))})


def _solved(program: _Program, seconds: float, finish_s: int) -> tuple[int, NDArray[np.float64]]:
    """What is proven after so many seconds, and the best solution (nothing where there is none)."""
    # `highspy.Highs` greets on standard output as it is made; what it is made of does not.
    highs: Any = import_module("highspy._core")
    solver = highs._Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.passModel(_model(highs, program))
    solver.run()
    if solver.getModelStatus() == highs.HighsModelStatus.kInfeasible:
        return finish_s, np.zeros(0)
    found = solver.getInfo()
    proven = found.mip_dual_bound  # infinite before the first relaxation is solved
    proven_s = int(np.ceil(proven - 1e-4)) if abs(proven) < NEVER else 0
    return proven_s, np.array(solver.getSolution().col_value if found.primal_solution_status else ())


def _model(highs: Any, program: _Program) -> Any:
    """The program as HiGHS takes it."""
    columns, rows = len(program.lower), program.rows
    model = highs.HighsLp()
    model.num_col_, model.num_row_ = columns, len(rows.least)
    model.col_cost_ = np.concatenate(([1.0], np.zeros(columns - 1)))
    model.col_lower_, model.col_upper_ = program.lower, program.upper
    model.row_lower_, model.row_upper_ = np.array(rows.least), np.array(rows.most)
    model.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(rows.index, dtype=np.int32)
    model.a_matrix_.value_ = np.array(rows.value)
    kind = highs.HighsVarType
    model.integrality_ = [kind.kContinuous] + [kind.kInteger] * (columns - 1)
    return model


def _circles(ways: list[Entry], chosen: NDArray[np.float64]) -> list[frozenset[int]]:
    """Sets of parts that a solution has a crew go round in, entered from nowhere else."""
    if not len(chosen):
        return []
    used = [e for e, x in zip(ways, chosen[len(chosen) - len(ways) :], strict=True) if x > 0.5]
    before = {(e.crew, e.there): e.here for e in used}
    found: set[frozenset[int]] = set()
    for crew, there in before:
        path: list[int] = []
        at = there
        while at >= 0 and at not in path:
            path.append(at)
            at = before.get((crew, at), _NOT_A_PART)
        if at >= 0:
            found.add(frozenset(path[path.index(at) :]))
    return sorted(found, key=sorted)


def _forbid(board: Board, ways: list[Entry], rounds: list[frozenset[int]], program: _Program) -> None:
    """No crew goes round in such a set: it has fewer legs within it than parts of it."""
    first = 1 + board.crews * program.parts
    for parts in rounds:
        for k in range(board.crews):
            inside = {
                n: 1.0
                for n, e in enumerate(ways, first)
                if e.crew == k and e.here in parts and e.there in parts
            }
            for spared in parts:
                others = {program.does(k, p): -1.0 for p in parts if p != spared}
                program.rows.add(-np.inf, 0, inside | others)
