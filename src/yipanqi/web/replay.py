"""The night once more, over HTTP: the board as it was, and the changes after it, for replay at any speed."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import Parameter

from yipanqi.desk.desk import Desk
from yipanqi.desk.permissions_phones import phones_seen, with_phones
from yipanqi.desk.replay import PastChange, Replay, ReplayView, StandingClock
from yipanqi.desk.showing import board_view
from yipanqi.desk.views import BoardView
from yipanqi.web.access import may, who

MOST = 500


class ReplayApi(Controller):
    """Looking back."""

    path = "/api/replay"
    guards = [may("replay.see")]  # noqa: RUF012 - Litestar reads it from the class

    @get("/")
    async def replay(self, replay: NamedDependency[Replay]) -> ReplayView:
        """From when until when there is something to replay, and what one may jump to."""
        return await asyncio.to_thread(replay.view)

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

        return with_phones(await asyncio.to_thread(past), phones_seen(who(request), desk.board))

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
        seen = phones_seen(who(request), desk.board)
        told = await asyncio.to_thread(replay.changes, after, most)
        return tuple(PastChange(past.at, with_phones(past.change, seen)) for past in told)
