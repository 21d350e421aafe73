"""Rows of the tables of goods, in both directions; money is in yuan in the tables and in fen inside."""

from collections.abc import Callable, Mapping
from typing import cast

from yipanqi.feeds.registry_links import Links
from yipanqi.feeds.registry_rows import Record
from yipanqi.feeds.registry_sheet import SheetKey
from yipanqi.feeds.tables_model import Cell
from yipanqi.ground.ids import GoodKey, OrganisationId, SupplierId
from yipanqi.survey.model import GoodsDelivery, GoodsLoan, Quote, Registry, Terms

Row = tuple[Cell, ...]


def quote_of(record: Record, links: Links) -> Quote:
    """A quote's row."""
    how = record.text("how")
    return Quote(
        supplier=SupplierId(links.resolved(record, "supplier")),
        good=GoodKey(record.text("good")),
        price=_fen(record, "price_yuan"),
        how="both" if how == "both" else "brought" if how == "brought" else "fetched",
        amount=_whole(record, "amount"),
        least=_whole(record, "least") or 1,
        pack=_whole(record, "pack") or 1,
        lead_s=round(record.number("lead_min") * 60),
        charge=_fen(record, "charge_yuan"),
        valid_until_s=_whole(record, "valid_until"),
    )


def loan_of(record: Record, links: Links) -> GoodsLoan:
    """The row of goods that an organisation lends."""
    yard = links.resolved(record, "yard") if "yard" in record.values else ""
    return GoodsLoan(
        lender=OrganisationId(links.resolved(record, "lender")),
        good=GoodKey(record.text("good")),
        amount=int(record.number("amount")),
        terms=cast("Terms", record.text("terms") or "lent"),
        price=_fen(record, "price_yuan"),
        yard=SupplierId(yard) if yard else None,
        lead_s=round(record.number("lead_min") * 60),
        from_s=_whole(record, "from"),
    )


def delivery_of(record: Record, links: Links) -> GoodsDelivery:
    """The row of goods on their way."""
    return GoodsDelivery(
        supplier=SupplierId(links.resolved(record, "supplier")),
        good=GoodKey(record.text("good")),
        amount=int(record.number("amount")),
        at_s=int(record.number("at")),
    )


def goods_rows(
    registry: Registry,
    organisation: Mapping[str, str],
    supplier: Mapping[str, str],
    word: Callable[[SheetKey, str, str], str],
    clock: Callable[[int], str],
) -> dict[SheetKey, list[Row]]:
    """The rows that are read back; organisations and suppliers as other rows refer to them."""
    return {
        "quotes": [
            (
                supplier.get(q.supplier, q.supplier),
                word("quotes", "good", q.good),
                q.price / 100,
                q.amount,
                q.least,
                q.pack,
                word("quotes", "how", q.how),
                q.lead_s / 60,
                q.charge / 100,
                None if q.valid_until_s is None else clock(q.valid_until_s),
            )
            for q in registry.quotes
        ],
        "loans": [
            (
                organisation.get(g.lender, g.lender),
                word("loans", "good", g.good),
                g.amount,
                word("loans", "terms", g.terms),
                g.price / 100,
                None if g.yard is None else supplier.get(g.yard, g.yard),
                g.lead_s / 60,
                None if g.from_s is None else clock(g.from_s),
            )
            for g in registry.goods_loans
        ],
        "deliveries": [
            (
                supplier.get(d.supplier, d.supplier),
                word("deliveries", "good", d.good),
                d.amount,
                clock(d.at_s),
            )
            for d in registry.deliveries
        ],
    }


def _fen(record: Record, column: str) -> int:
    return round(record.number(column) * 100)


def _whole(record: Record, column: str) -> int | None:
    """A whole number, or None where the cell is blank."""
    return int(record.number(column)) if column in record.values else None
