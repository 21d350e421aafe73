"""What the compiled search works on: the night (never changed), and one search's routes."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yipanqi.solvers.crews.board import NEVER, Board

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]
U64 = NDArray[np.uint64]

NEARBY = 80
"""How many neighbours of a part the ruin step may reach."""


class Night(NamedTuple):
    """A problem; places are crews' starts, yards, parts. `into` is `out` transposed.

    `back_s[k, place]`: the way to where crew k must end; `tail_s` the same where it counts as the crew's end,
    else noughts. `hood[p]`: number of the part's neighbourhood. `home[p]`: the crew that should rather keep
    part p, -1 for none; `stay_s`: what it costs if it does not.
    """

    out: I32
    into: I32
    first: int
    job_of: I32
    first_part: I32
    copies: I32
    priority: I32
    work_s: I32
    net_m: I32
    earliest_s: I32
    latest_s: I32
    able: U8
    from_s: I32
    until_s: I32
    van_m: I32
    loaded_m: I32
    load_s: I32
    stock_m: I32
    opens_s: I32
    closes_s: I32
    back_s: I32
    tail_s: I32
    near: I32
    deadline_s: int
    delivery_yard: I32
    delivery_s: I32
    delivery_m: I32
    delivery_before_m: I32
    """All its yard had until then."""
    hood: I32
    home: I32
    stay_s: float
    teams: bool
    scarce: bool
    hours: bool
    """Whether it matters when a crew comes to a yard: one opens later, closes, or has net brought in."""


class Tour(NamedTuple):
    """Routes of one search, and what is known of each position; `seq` holds parts, and yards as -1 - y.

    Gap n of a route lies before its n-th stop. By gap: `room_m` net that still fits the stretch between
    two loads it lies in, `before_m` net taken in that stretch before it, `late_s` how much later the
    stop after it may be reached, `waits_s` waiting from there on. `over_s[k]`: by how much crew k is too late
    somewhere; `shift_s[p]`: how much later a team's part may start as far as its own crew goes.
    """

    seq: I32
    size: I32
    place: I32
    arrive_s: I32
    leave_s: I32
    room_m: I32
    before_m: I32
    late_s: I32
    waits_s: I32
    end_s: I32
    missed: I32
    bad: I32
    over_s: I32
    shift_s: I32
    version: I64
    crew_of: I32
    team_s: I32
    there_s: I32
    dirty: I32
    used_m: I32
    early_m: I32
    """By delivery: net its yard gives away before it; counted anew in every round."""
    seen_version: I64
    seen_cost: I32
    seen_gap: I32
    spare_seq: I32
    spare_size: I32
    spare_version: I64
    saved: I64
    best_seq: I32
    best_size: I32
    best: NDArray[np.float64]
    queue: I32
    work: I32
    clock: I64
    out_of: I32


def night_of(board: Board, home: I32 | None = None, stay_s: float = 0.0) -> Night:
    """The arrays the compiled code reads."""
    out = np.ascontiguousarray(board.travel_s, dtype=np.int32)
    first = board.first_place
    parts = len(board.work_s)
    between = out[first:, first:].astype(np.int64) + out[first:, first:].T
    near = np.argsort(between, axis=1, kind="stable")[:, : min(parts, NEARBY)].astype(np.int32)
    deliveries = [
        (n, d.at_s, d.net_m)
        for n, y in enumerate(board.problem.suppliers)
        if y.stock_m is not None
        for d in y.deliveries
    ]
    return Night(
        out=out,
        into=np.ascontiguousarray(out.T),
        first=first,
        job_of=board.job_of,
        first_part=board.first_part,
        copies=board.copies,
        priority=board.priority,
        work_s=board.work_s,
        net_m=board.net_m,
        earliest_s=board.earliest_s,
        latest_s=board.latest_s,
        able=np.ascontiguousarray(board.able.T, dtype=np.uint8),
        from_s=board.from_s,
        until_s=board.until_s,
        van_m=board.van_m,
        loaded_m=board.loaded_m,
        load_s=board.load_s,
        stock_m=board.stock_m,
        opens_s=board.opens_s,
        closes_s=board.closes_s,
        back_s=board.back_s,
        tail_s=board.back_s if board.problem.counts_return else np.zeros_like(board.back_s),
        near=np.ascontiguousarray(near),
        delivery_yard=np.array([d[0] for d in deliveries], dtype=np.int32),
        delivery_s=np.array([d[1] for d in deliveries], dtype=np.int32),
        delivery_m=np.array([d[2] for d in deliveries], dtype=np.int32),
        delivery_before_m=np.array(
            [
                board.stock_m[y] - sum(m for z, t, m in deliveries if z == y and t >= s)
                for y, s, _ in deliveries
            ],
            dtype=np.int32,
        ),
        deadline_s=int(board.problem.deadline_s),
        hood=_hoods(board),
        home=np.full(parts, -1, dtype=np.int32) if home is None else home,
        stay_s=float(stay_s) if home is not None else 0.0,
        teams=bool((board.copies > 1).any()),
        scarce=bool((board.stock_m < NEVER).any()),
        hours=bool((board.opens_s > 0).any() or (board.closes_s < NEVER).any() or deliveries),
    )


def _hoods(board: Board) -> I32:
    """The number of each part's neighbourhood."""
    numbers: dict[str, int] = {}
    by_job = [numbers.setdefault(j.neighbourhood, len(numbers)) for j in board.problem.jobs]
    return np.array(by_job, dtype=np.int32)[board.job_of]


def tour_of(night: Night) -> Tour:
    """Room for the routes of a search, all empty."""
    crews, parts, yards = len(night.from_s), len(night.work_s), len(night.load_s)
    longest = 2 * parts + 2

    def grid(rows: int = crews, columns: int = longest) -> I32:
        return np.zeros((rows, columns), dtype=np.int32)

    def row(n: int, value: int = 0) -> I32:
        return np.full(n, value, dtype=np.int32)

    return Tour(
        seq=grid(),
        size=row(crews),
        place=grid(),
        arrive_s=grid(),
        leave_s=grid(),
        room_m=grid(),
        before_m=grid(),
        late_s=grid(),
        waits_s=grid(),
        end_s=row(crews),
        missed=row(crews),
        bad=row(crews),
        over_s=row(crews),
        shift_s=row(parts),
        version=np.zeros(crews, dtype=np.int64),
        crew_of=row(parts, -1),
        team_s=row(len(night.copies), -1),
        there_s=row(parts),
        dirty=row(crews),
        used_m=row(max(1, yards)),
        early_m=row(len(night.delivery_s)),
        seen_version=np.full((parts, crews), -1, dtype=np.int64),
        seen_cost=grid(parts, crews),
        seen_gap=grid(parts, crews),
        spare_seq=grid(),
        spare_size=row(crews),
        spare_version=np.zeros(crews, dtype=np.int64),
        saved=np.full(crews, -1, dtype=np.int64),
        best_seq=grid(),
        best_size=row(crews),
        best=np.full(4, np.inf),
        queue=row(longest),
        work=np.zeros((7, max(longest, crews + 1)), dtype=np.int32),
        clock=np.zeros(4, dtype=np.int64),
        out_of=row(parts),
    )
