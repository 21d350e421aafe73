"""Goods and loans on the board: what was said, and the rows that are worked out from it."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from yipanqi.close.goods_events import GoodsPlanned
from yipanqi.ground.ids import CrewId, EventId, GoodKey, OrganisationId, SupplierId
from yipanqi.plan.goods.model import GoodsProblem, Shortage
from yipanqi.survey.model import Terms

GoodsFlagCode = Literal["beyond_stock", "counts_differ", "more_arrived_than_ordered", "more_back_than_taken"]


class GoodsFlag(Struct, frozen=True):
    """A contradiction among what was said of goods; shown until somebody settles it."""

    code: GoodsFlagCode
    facts: dict[str, str | float]


class Arrived(Struct, frozen=True, order=True):
    """Something that came, by when it happened."""

    at: datetime
    event_id: EventId
    supplier: SupplierId
    good: GoodKey
    amount: int
    signed_by: str


class HandOut(Struct, frozen=True, order=True):
    """Something given to a crew, by when it happened."""

    at: datetime
    event_id: EventId
    crew: CrewId
    good: GoodKey
    amount: int
    signed_by: str


class OrderRow(Struct, frozen=True):
    """An order: who supplies what to which yard, when it is due, and what of it has come."""

    id: str
    seller: str
    good: GoodKey
    amount: int
    supplier: SupplierId
    due_at: datetime
    position: int
    lent: int = 0
    cost: int = 0
    lies_there: bool = False
    arrived: int = 0
    arrived_at: datetime | None = None
    signed_by: str = ""
    flags: tuple[GoodsFlag, ...] = ()


class GoodsState(Struct, frozen=True):
    """Everything said of goods. Dictionaries are replaced, never changed."""

    offered: GoodsProblem | None = None
    """The registry's quotes, loans and deliveries; None where nobody was asked."""
    planned: GoodsPlanned | None = None
    """Waits with the proposed plan."""
    shortages: tuple[Shortage, ...] = ()
    """Of the plan in force, in seconds of its night."""
    orders: dict[str, OrderRow] = {}
    arrivals: dict[str, tuple[Arrived, ...]] = {}
    """By order, those nobody has told us of included."""
    hand_outs: dict[SupplierId, tuple[HandOut, ...]] = {}


LoanStanding = Literal["offered", "withdrawn", "declined", "taken", "returned"]


class Back(Struct, frozen=True, order=True):
    """People and goods that came back, by when it happened."""

    at: datetime
    event_id: EventId
    people: int
    amount: int
    damaged: int
    signed_by: str


class LoanRow(Struct, frozen=True):
    """A loan from its offer to its return; `version` is that of the decisions about it."""

    id: str
    lender: OrganisationId
    state: LoanStanding
    offered_at: datetime
    from_at: datetime
    until_at: datetime
    position: int
    people: int = 0
    skills: tuple[str, ...] = ()
    good: GoodKey | None = None
    amount: int = 0
    terms: Terms = "lent"
    price: int = 0
    where: str = ""
    note: str = ""
    version: int = 0
    taken_by: str = ""
    taken_at: datetime | None = None
    people_taken: int = 0
    amount_taken: int = 0
    crew: CrewId | None = None
    supplier: SupplierId | None = None
    answer: str = ""
    withdrawn_at: datetime | None = None
    backs: tuple[Back, ...] = ()
    flags: tuple[GoodsFlag, ...] = ()

    @property
    def to_return(self) -> int:
        """Of the goods taken, those that have to go back."""
        return {"lent": self.amount_taken, "half": self.amount_taken // 2, "sold": 0}[self.terms]
