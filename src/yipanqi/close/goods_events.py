"""What is reported and decided of goods and loans; facts are never refused."""

from datetime import datetime

from msgspec import Struct

from yipanqi.ground.ids import CrewId, GoodKey, OrganisationId, PlanId, SupplierId
from yipanqi.plan.goods.model import Shortage
from yipanqi.survey.model import Terms


class PlannedOrder(Struct, frozen=True):
    """One order of a goods plan: what `seller` supplies of a good to a yard, and when it is there."""

    order: str
    seller: str
    good: GoodKey
    amount: int
    supplier: SupplierId
    due_at: datetime
    lent: int = 0
    cost: int = 0
    """In fen."""
    lies_there: bool = False
    """It is fetched where it lies: nothing arrives."""


class GoodsPlanned(Struct, frozen=True):
    """What a proposed plan would have ordered; goes out when the plan is adopted. Kind `goods.planned`."""

    plan: PlanId
    orders: tuple[PlannedOrder, ...]
    shortages: tuple[Shortage, ...] = ()


class GoodsOrdered(Struct, frozen=True):
    """Goods are ordered for a yard; whoever orders makes the id. Kind `goods.ordered`."""

    order: str
    seller: str
    """A supplier, an organisation, or any firm's name."""
    good: GoodKey
    amount: int
    supplier: SupplierId
    """The yard they come to."""
    due_at: datetime
    lent: int = 0
    """Of the amount, what goes back afterwards."""
    cost: int = 0
    """In fen."""
    note: str = ""


class GoodsArrived(Struct, frozen=True):
    """Goods have come into a yard; part of an order, or all of it. Kind `goods.arrived`."""

    order: str
    supplier: SupplierId
    good: GoodKey
    amount: int
    signed_by: str = ""


class GoodsHandedOut(Struct, frozen=True):
    """A yard has given goods to a crew, which has signed by a tap. Kind `goods.handed_out`.

    Net is also reported by the crew (`crew.loaded`); the two are held against each other, and count once.
    """

    supplier: SupplierId
    crew: CrewId
    good: GoodKey
    amount: int
    signed_by: str = ""


class LoanOffered(Struct, frozen=True):
    """An organisation offers people, goods or both; it makes the id. Kind `loan.offered`."""

    loan: str
    lender: OrganisationId
    from_at: datetime
    until_at: datetime
    people: int = 0
    skills: tuple[str, ...] = ()
    good: GoodKey | None = None
    amount: int = 0
    terms: Terms = "lent"
    price: int = 0
    """Of one unit of what is sold, in fen."""
    where: str = ""
    note: str = ""


class LoanWithdrawn(Struct, frozen=True):
    """What was offered is not to be had any more. Kind `loan.withdrawn`."""

    loan: str
    note: str = ""


class LoanTaken(Struct, frozen=True):
    """A decision: so much of an offer is taken, and where it goes. Kind `loan.taken`, stream `taking`."""

    loan: str
    people: int = 0
    amount: int = 0
    crew: CrewId | None = None
    """The crew the people join."""
    supplier: SupplierId | None = None
    """The yard the goods go to."""
    note: str = ""


class LoanDeclined(Struct, frozen=True):
    """A decision: thank you, not needed. Kind `loan.declined`, stream `taking`."""

    loan: str
    note: str = ""


class LoanReturned(Struct, frozen=True):
    """People are back, goods were counted back, what is damaged with them. Kind `loan.returned`."""

    loan: str
    people: int = 0
    amount: int = 0
    damaged: int = 0
    """Of the amount, what is not fit for use any more."""
    signed_by: str = ""
    note: str = ""
