"""The registry's quotes, loans and deliveries as offers of a goods problem."""

from collections.abc import Iterator

from yipanqi.ground.ids import OfferId, SupplierId
from yipanqi.plan.goods.materials import NET
from yipanqi.plan.goods.model import GoodsProblem, Offer
from yipanqi.survey.model import GoodsLoan, Quote, Registry, Supplier

AFTER_S = 3600
"""What comes later than this after the deadline comes never, as far as the night goes."""
LENT_PERCENT = {"lent": 100, "half": 50, "sold": 0}


def has_goods(registry: Registry) -> bool:
    """Whether anybody was asked for goods at all."""
    return bool(registry.quotes or registry.goods_loans or registry.deliveries)


def goods_problem(registry: Registry, now_s: int, deadline_s: int) -> GoodsProblem:
    """All offers of a registry, still without needs."""
    return GoodsProblem(
        now_s=now_s,
        horizon_s=deadline_s + AFTER_S,
        yards=tuple(s.id for s in registry.suppliers),
        offers=tuple(_offers(registry)),
        needs=(),
    )


def _offers(registry: Registry) -> Iterator[Offer]:
    """Quotes, then stock without a quote, then loans, then what is on its way; numbered as in the tables."""
    quoted = {q.supplier for q in registry.quotes if q.good == NET}
    for n, quote in enumerate(registry.quotes, start=1):
        yield _quoted(n, quote, registry.suppliers)
    for yard in registry.suppliers:
        if yard.id not in quoted and yard.stock_m != 0:
            yield Offer(OfferId(f"stock-{yard.id}"), yard.id, NET, yard.stock_m, yard=yard.id)
    for n, loan in enumerate(registry.goods_loans, start=1):
        yield _lent(n, loan)
    for n, coming in enumerate(registry.deliveries, start=1):
        yield Offer(
            OfferId(f"delivery-{n}"),
            coming.supplier,
            coming.good,
            coming.amount,
            yard=coming.supplier,
            from_s=coming.at_s,
            settled=True,
        )


def _quoted(number: int, quote: Quote, suppliers: tuple[Supplier, ...]) -> Offer:
    """A quote; net without an amount is what the supplier has in stock."""
    stock_m: dict[SupplierId, int | None] = {s.id: s.stock_m for s in suppliers}
    amount = stock_m.get(quote.supplier) if quote.amount is None and quote.good == NET else quote.amount
    return Offer(
        id=OfferId(f"quote-{number}"),
        by=quote.supplier,
        good=quote.good,
        amount=amount,
        price=quote.price,
        least=quote.least,
        pack=quote.pack,
        yard=quote.supplier if quote.how != "brought" else None,
        brought=quote.how != "fetched",
        lead_s=quote.lead_s,
        charge=quote.charge,
        valid_until_s=quote.valid_until_s,
    )


def _lent(number: int, loan: GoodsLoan) -> Offer:
    return Offer(
        id=OfferId(f"loan-{number}"),
        by=loan.lender,
        good=loan.good,
        amount=loan.amount,
        price=loan.price,
        lent_percent=LENT_PERCENT[loan.terms],
        yard=loan.yard,
        brought=loan.yard is None,
        lead_s=loan.lead_s,
        from_s=loan.from_s,
    )
