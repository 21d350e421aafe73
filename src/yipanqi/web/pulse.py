"""The board's pulse: what time alone changes, told to every watcher every two seconds."""

import asyncio
import logging

from litestar.datastructures import State

from yipanqi.close.model import NightForecast
from yipanqi.desk.desk import Desk
from yipanqi.desk.planning import Planning
from yipanqi.desk.showing import pulse_view, stale
from yipanqi.web.hub import Hub, message

EVERY_S = 2.0
FORECAST_EVERY_S = 6.0
"""Real seconds between forecasts; each takes a second or less of one core."""

_log = logging.getLogger(__name__)


async def pulse(desk: Desk, planning: Planning, hub: Hub, state: State) -> None:
    """Beat until cancelled; the newest forecast is kept in the app's state."""
    while True:
        forecast: NightForecast | None = state.get("forecast")
        if stale(forecast, desk.clock.now(), FORECAST_EVERY_S * desk.clock.rate()):
            forecast = await _forecast(planning) or forecast
            state["forecast"] = forecast
        hub.tell(message("pulse", pulse_view(desk.board, desk.clock, forecast)))
        await asyncio.sleep(EVERY_S)


async def _forecast(planning: Planning) -> NightForecast | None:
    """The newest forecast; a pulse must go on beating when one fails."""
    try:
        return await asyncio.to_thread(planning.forecast)
    except (ValueError, ArithmeticError, LookupError):
        _log.exception("no forecast this time")
        return None
