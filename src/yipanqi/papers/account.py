"""A lender's account: hours its crews gave, openings they closed, goods lent, sold, given back and lost."""

from datetime import datetime, timedelta, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from msgspec import Struct
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from yipanqi.close.goods_model import LoanRow, OrderRow
from yipanqi.close.model import CrewRow
from yipanqi.close.state import Board
from yipanqi.ground.ids import GoodKey, OrganisationId
from yipanqi.papers.cells import heading, put, put_row
from yipanqi.papers.goods_words import amount_words, good_name, money_words
from yipanqi.papers.orders.model import Language
from yipanqi.papers.pdf import pdf

TEMPLATE = Path(__file__).parent / "account.typ"


class CrewLine(Struct, frozen=True):
    """What one crew gave: from when to when it worked, person-hours, openings, and metres of net put up."""

    name: str
    people: int
    from_at: datetime | None
    until_at: datetime | None
    hours: float
    """People x hours, from its first step to the end of its last that was done."""
    openings: int
    net_m: int


class PeopleLine(Struct, frozen=True):
    """People lent beyond the crews: how many, from when to when, person-hours as agreed."""

    people: int
    skills: tuple[str, ...]
    from_at: datetime
    until_at: datetime
    hours: float
    state: str


class GoodsLine(Struct, frozen=True):
    """One loan or sale of goods."""

    good: GoodKey
    amount: int
    to_return: int
    returned: int
    damaged: int
    cost: int
    """Of what is sold, damaged and not given back, in fen; nought where no price was said."""
    state: str

    @property
    def missing(self) -> int:
        """What still has to come back."""
        return max(0, self.to_return - self.returned)


class Account(Struct, frozen=True):
    """What a lender gave, and what is owed."""

    lender: str
    town: str
    made_at: datetime
    exercise: bool
    crews: tuple[CrewLine, ...]
    people: tuple[PeopleLine, ...]
    goods: tuple[GoodsLine, ...]

    @property
    def hours(self) -> float:
        """Person-hours in all."""
        return sum(line.hours for line in self.crews) + sum(line.hours for line in self.people)

    @property
    def cost(self) -> int:
        """What is to be paid, in fen."""
        return sum(line.cost for line in self.goods)


def account_of(board: Board, lender: OrganisationId, *, made_at: datetime, zone: tzinfo) -> Account | None:
    """A lender's account as the board stands; None for an organisation nobody knows."""
    row = board.organisations.get(lender)
    if row is None:
        return None
    loans = sorted(
        (loan for loan in board.loans.values() if loan.lender == lender), key=lambda r: r.offered_at
    )
    taken = [loan for loan in loans if loan.people_taken + loan.amount_taken > 0]
    orders = [order for order in board.goods.orders.values() if order.seller == lender]
    return Account(
        lender=row.name,
        town=board.name,
        made_at=made_at.astimezone(zone),
        exercise=board.exercise,
        crews=tuple(_crew(crew, zone) for crew in board.crews.values() if crew.lender == lender),
        people=tuple(_people(loan, zone) for loan in taken if loan.people_taken),
        goods=(
            *(_goods(loan) for loan in taken if loan.good is not None and loan.amount_taken),
            *(_ordered(order) for order in orders),
        ),
    )


def _crew(crew: CrewRow, zone: tzinfo) -> CrewLine:
    done = [step for step in crew.steps if step.state == "done"]
    begins = min((step.starts_at for step in done), default=None)
    ends = max((step.ends_at for step in done), default=None)
    length = ends - begins if begins is not None and ends is not None else timedelta()
    jobs = [step for step in done if step.do == "job"]
    return CrewLine(
        crew.name,
        crew.people,
        begins.astimezone(zone) if begins else None,
        ends.astimezone(zone) if ends else None,
        _hours(crew.people, length),
        len(jobs),
        sum(step.net_m for step in jobs),
    )


def _people(loan: LoanRow, zone: tzinfo) -> PeopleLine:
    """Until they were back, or as agreed where nobody has said that they are."""
    until = max((b.at for b in loan.backs if b.people), default=loan.until_at)
    return PeopleLine(
        loan.people_taken,
        loan.skills,
        loan.from_at.astimezone(zone),
        until.astimezone(zone),
        _hours(loan.people_taken, max(timedelta(), until - loan.from_at)),
        loan.state,
    )


def _goods(loan: LoanRow) -> GoodsLine:
    """What is sold costs; so does what was lent and is damaged, or not back once the loan is settled."""
    returned = sum(back.amount for back in loan.backs)
    damaged = sum(back.damaged for back in loan.backs)
    sold = loan.amount_taken - loan.to_return
    good = loan.good or GoodKey("")
    cost = loan.price * (sold + damaged)
    return GoodsLine(good, loan.amount_taken, loan.to_return, returned, damaged, cost, loan.state)


def _ordered(order: OrderRow) -> GoodsLine:
    """An order of the goods plan that this organisation supplies."""
    came = order.amount if order.lies_there else order.arrived
    lent = min(order.lent, came)
    return GoodsLine(order.good, came, lent, 0, 0, order.cost, "taken" if came else "offered")


def _hours(people: int, length: timedelta) -> float:
    return round(people * length.total_seconds() / 3600, 1)


WORDS: dict[str, tuple[str, str]] = {
    "title": ("出借结算单", "Lender's account"),
    "exercise": ("演练", "EXERCISE"),
    "hours": ("人时", "Person-hours"),
    "openings": ("封口", "Openings"),
    "owed": ("应付", "To be paid"),
    "missing": ("待归还", "Still to return"),
    "crews": ("封控队", "Crews"),
    "people": ("另借人员", "People besides"),
    "goods": ("物资", "Goods"),
    "none": ("没有。", "None."),
    "sign_lender": ("出借单位签字", "For the lender"),
    "sign_office": ("街道签字", "For the sub-district"),
    "date": ("日期", "Date"),
}
STATES: dict[str, tuple[str, str]] = {
    "offered": ("未到", "not there yet"),
    "taken": ("在用", "in use"),
    "returned": ("已还清", "given back"),
    "withdrawn": ("已撤回", "withdrawn"),
    "declined": ("未采用", "declined"),
}
HEADS: dict[str, tuple[tuple[str, str], ...]] = {
    "crews": (
        ("队伍", "Crew"), ("人数", "People"), ("开始", "From"), ("结束", "Until"), ("人时", "Person-hours"),
        ("封口", "Openings"), ("网 米", "Net m"),
    ),
    "people": (
        ("人数", "People"), ("技能", "Skills"), ("开始", "From"), ("结束", "Until"), ("人时", "Person-hours"),
        ("状态", "State"),
    ),
    "goods": (
        ("物资", "Good"), ("数量", "Amount"), ("应还", "To return"), ("已还", "Given back"),
        ("损坏", "Damaged"), ("费用", "Cost"), ("状态", "State"),
    ),
}  # fmt: skip


def account_rows(account: Account, language: Language) -> dict[str, list[list[str]]]:
    """The account's three tables, cell by cell, as both papers show them."""

    def clock(moment: datetime | None) -> str:
        return f"{moment:%m-%d %H:%M}" if moment else "–"

    def state(key: str) -> str:
        return STATES[key][language == "en"]

    return {
        "crews": [
            [
                c.name, str(c.people), clock(c.from_at), clock(c.until_at), f"{c.hours:g}", str(c.openings),
                str(c.net_m),
            ]
            for c in account.crews
        ],
        "people": [
            [
                str(p.people), ", ".join(p.skills) or "–", clock(p.from_at), clock(p.until_at),
                f"{p.hours:g}", state(p.state),
            ]
            for p in account.people
        ],
        "goods": [
            [
                good_name(g.good, language), amount_words(g.good, g.amount, language), str(g.to_return),
                str(g.returned), str(g.damaged), money_words(g.cost, language) if g.cost else "–",
                state(g.state),
            ]
            for g in account.goods
        ],
    }  # fmt: skip


def account_pdf(account: Account, language: Language) -> bytes:
    """The account on paper, with room for two signatures.

    Raises:
        NoChineseFontError: there is nothing to set Chinese with.
    """
    en = language == "en"
    rows = account_rows(account, language)
    facts: dict[str, Any] = {
        "lang": language,
        "words": {key: pair[en] for key, pair in WORDS.items()},
        "lender": account.lender,
        "town": account.town,
        "exercise": account.exercise,
        "made": f"{account.made_at:%Y-%m-%d %H:%M}",
        "figures": [
            (WORDS["hours"][en], f"{account.hours:g}"),
            (WORDS["openings"][en], str(sum(c.openings for c in account.crews))),
            (WORDS["missing"][en], str(sum(g.missing for g in account.goods))),
            (WORDS["owed"][en], money_words(account.cost, language)),
        ],
        "tables": [
            {"title": WORDS[key][en], "heads": [head[en] for head in HEADS[key]], "rows": rows[key]}
            for key in HEADS
        ],
    }
    return pdf(TEMPLATE, facts)


def account_xlsx(account: Account, language: Language) -> bytes:
    """The account as a workbook: a sheet a table."""
    en = language == "en"
    book = Workbook()
    rows = account_rows(account, language)
    for number, key in enumerate(HEADS):
        sheet = cast("Worksheet", book.active if number == 0 else book.create_sheet())
        sheet.title = WORDS[key][en]
        mark = f"{WORDS['exercise'][en]} · " if account.exercise else ""
        put(sheet, 1, 1, f"{mark}{WORDS['title'][en]} · {account.lender} · {account.town}", bold=True)
        heading(sheet, 3, [(head[en], 18) for head in HEADS[key]])
        for at, row in enumerate(rows[key], start=4):
            put_row(sheet, at, [_number(cell) for cell in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _number(cell: str) -> str | float:
    """A figure as a figure, so that a spreadsheet can add it up."""
    try:
        return float(cell)
    except ValueError:
        return cell
