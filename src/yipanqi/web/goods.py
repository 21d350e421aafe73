"""Goods over HTTP: what each may see of yards, orders and loans; what happens is reported as any fact is."""

from typing import Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency

from yipanqi.desk.desk import Desk
from yipanqi.desk.goods import GoodsView, goods_view
from yipanqi.desk.permissions_phones import goods_with_phones, phones_seen
from yipanqi.web.access import may, who


class GoodsApi(Controller):
    """Reading goods and loans."""

    path = "/api/goods"

    @get("/", guards=[may("goods.see")])
    async def goods(self, request: Request[Any, Any, Any], desk: NamedDependency[Desk]) -> GoodsView:
        """Yards, orders, hand-outs, shortages ahead, and loans: the own, or for the office all."""
        board, me = desk.board, who(request)
        return goods_with_phones(goods_view(board, me, desk.clock.now()), phones_seen(me, board))
