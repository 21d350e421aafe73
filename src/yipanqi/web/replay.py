"""The night once more, over HTTP: the board as it was, and the changes after it, for replay at any speed."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import Parameter
from msgspec.structs import replace

from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions_problems import hidden_from
from yipanqi.desk.permissions_views import eye_of, shown_to
from yipanqi.desk.replay import PastChange, Replay, ReplayView, StandingClock
from yipanqi.desk.showing import board_view
from yipanqi.desk.views import BoardView
from yipanqi.survey.weak_plank import WeakPlank
from yipanqi.web.access import may, who

MOST = 500


class ReplayApi(Controller):
    """Looking back."""

    path = "/api/replay"
    guards = [may("replay.see")]  # noqa: RUF012 - Litestar reads it from the class

    @get("/")
    async def replay(
        self, request: Request[Any, Any, Any], replay: NamedDependency[Replay], desk: NamedDependency[Desk]
    ) -> ReplayView:
        """From when until when there is something to replay, and what one may jump to."""
        view = await asyncio.to_thread(replay.view)
        hidden = hidden_from(who(request), desk.board)
        return replace(view, milestones=tuple(m for m in view.milestones if m.subject not in hidden))

    @get("/weak-plank")
    async def weak_plank(
        self,
        replay: NamedDependency[Replay],
        desk: NamedDependency[Desk],
        position: Annotated[int | None, Parameter(ge=0, description="After this entry")] = None,
    ) -> WeakPlank | None:
        """What each community would have had to carry alone, as was known then; null before the survey."""
        wanted = desk.board.position if position is None else position
        board, _ = await asyncio.to_thread(replay.board, wanted)
        return board.weak_plank

    @get("/board")
    async def board(
        self,
        request: Request[Any, Any, Any],
        replay: NamedDependency[Replay],
        desk: NamedDependency[Desk],
        position: Annotated[int | None, Parameter(ge=0, description="After this entry")] = None,
        at: Annotated[
            datetime | None, Parameter(description="Or after the last one recorded by then")
        ] = None,
    ) -> BoardView:
        """The whole board as it was; its clock stands at that moment, and there is no forecast."""

        def past() -> BoardView:
            wanted = position
            if wanted is None:
                wanted = replay.position_at(at) if at is not None else desk.board.position
            board, recorded_at = replay.board(wanted)
            stood = at if position is None and at is not None else recorded_at
            return board_view(board, StandingClock(stood or desk.clock.now()), None)

        return shown_to(who(request), await asyncio.to_thread(past), desk.board)

    @get("/changes")
    async def changes(
        self,
        request: Request[Any, Any, Any],
        replay: NamedDependency[Replay],
        desk: NamedDependency[Desk],
        after: Annotated[int, Parameter(ge=0)] = 0,
        most: Annotated[int, Parameter(ge=1, le=MOST)] = MOST,
    ) -> tuple[PastChange, ...]:
        """The changes of the next entries after a position, each with when it was recorded; () at the end."""
        eye = eye_of(who(request), desk.board)
        told = await asyncio.to_thread(replay.changes, after, most)
        return tuple(PastChange(past.at, eye.of(past.change)) for past in told)
