"""The board's pulse: what time alone changes, told to every watcher every two seconds."""

import asyncio
import logging

from litestar.datastructures import State

from yipanqi.close.model import NightForecast
from yipanqi.desk.commanding import Commanding
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.showing import pulse_view, stale
from yipanqi.web.hub import Hub, Told

EVERY_S = 2.0
FORECAST_EVERY_S = 6.0
"""Real seconds between forecasts; each takes a second or less of one core."""

THINK_EVERY_S = 6.0
"""Real seconds between looks for moves; each takes about a second of one core."""

_log = logging.getLogger(__name__)


async def pulse(desk: Desk, planning: Planning, hub: Hub, state: State) -> None:
    """Beat until cancelled; the newest forecast is kept in the app's state."""
    while True:
        forecast: NightForecast | None = state.get("forecast")
        if stale(forecast, desk.clock.now(), FORECAST_EVERY_S * desk.clock.rate()):
            forecast = await _forecast(planning) or forecast
            state["forecast"] = forecast
        board = desk.board
        view = pulse_view(board, desk.clock, forecast, state.get("moves", ()))
        hub.show([Told("pulse", view)], board)
        await asyncio.sleep(EVERY_S)


async def _forecast(planning: Planning) -> NightForecast | None:
    """The newest forecast; a pulse must go on beating when one fails."""
    try:
        return await asyncio.to_thread(planning.forecast)
    except (ValueError, ArithmeticError, LookupError):
        _log.exception("no forecast this time")
        return None


async def thinking(desk: Desk, commanding: Commanding, state: State) -> None:
    """Look for moves, and let the standing rule look, until cancelled; what is found goes out with the pulse.

    A board on which nothing has happened and no time has passed is not looked at twice.
    """
    seen: tuple[int, object] | None = None
    while True:
        await asyncio.sleep(THINK_EVERY_S)
        if seen == (desk.board.position, desk.clock.now()):
            continue
        seen = desk.board.position, desk.clock.now()
        try:
            await asyncio.to_thread(commanding.rule.look)
            state["moves"] = await asyncio.to_thread(commanding.moves)
        except (ValueError, ArithmeticError, LookupError):
            _log.exception("no moves this time")
