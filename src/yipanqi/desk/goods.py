"""Goods and loans as their screens get them: to each what is theirs, to the office all of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from yipanqi.close.goods_ahead import shortages_ahead
from yipanqi.close.goods_model import GoodsFlag, HandOut, LoanRow, OrderRow
from yipanqi.close.state import Board
from yipanqi.close.stock import given_out
from yipanqi.desk.permissions import Person, Role
from yipanqi.ground.ids import CrewId, GoodKey, OpeningId, SupplierId
from yipanqi.ground.time import after, utc
from yipanqi.plan.goods.materials import GOODS, NET


class GoodStock(Struct, frozen=True):
    """One good at one yard; `left` None where it has enough for anybody, or nobody has said."""

    good: GoodKey
    arrived: int
    handed_out: int
    left: int | None
    flags: tuple[GoodsFlag, ...] = ()


class HandOutRow(Struct, frozen=True):
    """Goods given to a crew, and who signed; by the crew's word alone where the yard has not said so yet."""

    crew: CrewId
    crew_name: str
    good: GoodKey
    amount: int
    at: datetime | None
    signed_by: str = ""
    by_yard: bool = True


class ExpectedRow(Struct, frozen=True):
    """A crew the plan sends to fetch net: when, and how much."""

    crew: CrewId
    crew_name: str
    phone: str
    at: datetime
    net_m: int


class ShortageRow(Struct, frozen=True):
    """Net that will be missing: how much, from when until when, and the openings that wait."""

    good: GoodKey
    amount: int
    from_at: datetime
    until_at: datetime | None
    openings: tuple[OpeningId, ...]


class YardView(Struct, frozen=True):
    """A yard as its keeper needs it."""

    id: SupplierId
    name: str
    phone: str
    stock: tuple[GoodStock, ...]
    orders: tuple[OrderRow, ...]
    expected: tuple[ExpectedRow, ...]
    hand_outs: tuple[HandOutRow, ...]
    """The newest first."""
    shortages: tuple[ShortageRow, ...]


class NamedCrew(Struct, frozen=True):
    """A crew by name, to hand something out to."""

    id: CrewId
    name: str


class LenderView(Struct, frozen=True):
    """A lender's own: its loans, and the crews it lends."""

    id: str
    name: str
    loans: tuple[LoanRow, ...]
    crews: tuple["LentCrew", ...]


class LentCrew(Struct, frozen=True):
    """A lent crew, and what it has done."""

    id: CrewId
    name: str
    people: int
    state: str
    from_at: datetime | None
    until_at: datetime | None
    done: int
    to_do: int


class GoodsView(Struct, frozen=True):
    """Everything about goods and loans that somebody may see."""

    name: str
    exercise: bool
    now: datetime
    time_zone: str
    position: int
    role: Role
    goods: tuple[GoodKey, ...]
    yards: tuple[YardView, ...]
    lenders: tuple[LenderView, ...]
    crews: tuple[NamedCrew, ...]
    waiting_orders: int = 0
    """Of the proposed plan: they go out when it is adopted."""


def goods_view(board: Board, person: Person, now: datetime) -> GoodsView:
    """What somebody sees: a supplier the own yard, a lender the own loans, the office all."""
    yards = [y for y in board.suppliers if _all(person) or y == person.scope.supplier]
    lenders = [o for o in board.organisations if _all(person) or o == person.scope.organisation]
    return GoodsView(
        name=board.name,
        exercise=board.exercise,
        now=now,
        time_zone=board.time_zone,
        position=board.position,
        role=person.role,
        goods=GOODS,
        yards=tuple(_yard(board, yard, now) for yard in yards),
        lenders=tuple(_lender(board, lender) for lender in lenders),
        crews=tuple(NamedCrew(c.id, c.name) for c in board.crews.values()),
        waiting_orders=len(board.goods.planned.orders) if board.goods.planned else 0,
    )


def _all(person: Person) -> bool:
    return person.role in {"commander", "community_lead", "auditor"}


def _yard(board: Board, key: SupplierId, now: datetime) -> YardView:
    row = board.suppliers[key]
    orders = [o for o in board.goods.orders.values() if key in {o.supplier, o.seller}]
    return YardView(
        id=key,
        name=row.name,
        phone=row.phone,
        stock=tuple(_stock(board, key)),
        orders=tuple(sorted(orders, key=lambda o: (o.due_at, o.id))),
        expected=tuple(sorted(_expected(board, key), key=lambda e: e.at)),
        hand_outs=tuple(_hand_outs(board, key)),
        shortages=tuple(
            ShortageRow(
                s.good,
                s.amount,
                after(utc(now), s.from_s),
                None if s.until_s is None else after(utc(now), s.until_s),
                tuple(OpeningId(job) for job in s.jobs),
            )
            for s in shortages_ahead(board, now)
            if s.yard == key
        ),
    )


def _stock(board: Board, yard: SupplierId) -> Iterator[GoodStock]:
    """Net as the board has it; of other goods what lay there to be fetched, came, and went out."""
    came: dict[str, int] = defaultdict(int)
    for said in (said for told in board.goods.arrivals.values() for said in told):
        if said.supplier == yard:
            came[said.good] += said.amount
    out: dict[str, int] = defaultdict(int)
    for said_out in board.goods.hand_outs.get(yard, ()):
        out[said_out.good] += said_out.amount
    lay: dict[str, int | None] = {}
    for order in board.goods.orders.values():
        if order.supplier == yard and order.lies_there:
            lay[order.good] = (lay.get(order.good) or 0) + order.amount
    row = board.suppliers[yard]
    yield GoodStock(NET, came[NET], row.handed_out_m, row.stock_m, row.flags)
    for good in GOODS:
        if good == NET or not (came[good] or out[good] or good in lay):
            continue
        left = (lay.get(good) or 0) + came[good] - out[good]
        flags = (GoodsFlag("beyond_stock", {"good": good, "missing": float(-left)}),) if left < 0 else ()
        yield GoodStock(good, came[good], out[good], max(0, left), flags)


def _expected(board: Board, yard: SupplierId) -> Iterator[ExpectedRow]:
    for crew in board.crews.values():
        for step in crew.steps:
            if step.do == "load" and step.at == yard and step.state == "to_come" and crew.state != "lost":
                yield ExpectedRow(crew.id, crew.name, crew.phone, step.starts_at, step.net_m)


def _hand_outs(board: Board, yard: SupplierId) -> Iterator[HandOutRow]:
    """What the yard handed out, and what crews say they fetched that it has not told."""

    def name(crew: CrewId) -> str:
        return board.crews[crew].name if crew in board.crews else crew

    said: list[HandOut] = list(board.goods.hand_outs.get(yard, ()))
    rows = [HandOutRow(s.crew, name(s.crew), s.good, s.amount, s.at, s.signed_by) for s in said]
    rows += [
        HandOutRow(g.crew, name(g.crew), NET, g.net_m, g.at, by_yard=False)
        for g in given_out(board, yard)
        if g.handed_m is None
    ]
    yield from sorted(rows, key=lambda r: (r.at is not None, r.at), reverse=True)


def _lender(board: Board, key: str) -> LenderView:
    row = next(o for o in board.organisations.values() if o.id == key)
    crews = [c for c in board.crews.values() if c.lender == key]
    return LenderView(
        id=key,
        name=row.name,
        loans=tuple(
            sorted((loan for loan in board.loans.values() if loan.lender == key), key=lambda r: r.offered_at)
        ),
        crews=tuple(
            LentCrew(
                c.id,
                c.name,
                c.people,
                c.state,
                c.from_at,
                c.until_at,
                sum(s.do == "job" and s.state == "done" for s in c.steps),
                sum(s.do == "job" and s.state in {"under_way", "to_come"} for s in c.steps),
            )
            for c in crews
        ),
    )
