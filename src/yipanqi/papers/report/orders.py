"""What to buy and borrow, in the report: shortages first, then who supplies what when to which yard."""

from datetime import timedelta

from yipanqi.papers.goods_words import amount_words, good_name, money_words
from yipanqi.papers.plan_document import PlanDocument, Schedule
from yipanqi.papers.report.html import Number, both, row, table, tag, text
from yipanqi.papers.report.words import plain_name
from yipanqi.plan.goods.model import GoodsPlan, Shortage, Supply


def orders(document: PlanDocument, schedule: Schedule, plan: GoodsPlan) -> str:
    """The goods plan: its verdict, what is short, and its orders."""
    names: dict[str, str] = {y.id: y.name for y in schedule.suppliers}
    names |= {str(lender): name for lender, name in schedule.lenders.items()}
    words = both(
        f"订借合计 {money_words(plan.cost, 'zh')}" + ("，已证明不能更省。" if plan.proven else "。"),
        f"Orders and loans come to {money_words(plan.cost, 'en')}"
        + (", proven the least." if plan.proven else "."),
    )
    good = not plan.shortages and not plan.unoffered
    told = tag("p", words, class_="verdict " + ("good" if good else "bad"))
    lacks = [_shortage(document, schedule, names, shortage) for shortage in plan.shortages]
    lacks += [_unasked(key, amount) for key, amount in plan.unoffered.items()]
    if lacks:
        told += tag("ul", "".join(lacks), class_="told")
    head = [
        both("向谁", "From"),
        both("物资", "Good"),
        Number(both("数量", "Amount")),
        Number(both("借用", "Lent")),
        both("送到", "To"),
        both("到货", "There at"),
        Number(both("费用", "Cost")),
    ]
    return told + table(head, (_order(schedule, names, supply) for supply in plan.supplies))


def _order(schedule: Schedule, names: dict[str, str], supply: Supply) -> str:
    return row(
        [
            text(names.get(supply.by, supply.by)),
            both(good_name(supply.good, "zh"), good_name(supply.good, "en")),
            Number(both(*(amount_words(supply.good, supply.amount, lang) for lang in ("zh", "en")))),
            Number(text(supply.lent or "–")),
            text(names.get(supply.yard, supply.yard)),
            text(_clock(schedule, supply.arrives_s)),
            Number(text(money_words(supply.cost, "en") if supply.cost else "–")),
        ]
    )


def _clock(schedule: Schedule, seconds: int) -> str:
    return f"{schedule.starts_at + timedelta(seconds=seconds):%m-%d %H:%M}"


def _shortage(document: PlanDocument, schedule: Schedule, names: dict[str, str], shortage: Shortage) -> str:
    """What is missing where and when, and which openings wait."""
    yard, begins = names.get(shortage.yard, shortage.yard), _clock(schedule, shortage.from_s)
    ends = None if shortage.until_s is None else _clock(schedule, shortage.until_s)
    what_zh = f"{good_name(shortage.good, 'zh')} {amount_words(shortage.good, shortage.amount, 'zh')}"
    what_en = f"{amount_words(shortage.good, shortage.amount, 'en')} of {good_name(shortage.good, 'en')}"
    words = both(
        f"{yard} 从 {begins} 起缺{what_zh}" + (f"，到 {ends} 才补上。" if ends else "，当晚补不上。"),
        f"{yard} lacks {what_en} from {begins}"
        + (f", made good at {ends}." if ends else ", and none comes."),
    )
    waits = _waiting(document, shortage)
    return tag("li", words + (" " + waits if waits else ""))


def _waiting(document: PlanDocument, shortage: Shortage) -> str:
    places = {line.id: line.name for line in document.neighbourhoods}
    lines = {str(o.id): o for o in document.openings}
    mine = [lines[job] for job in shortage.jobs if job in lines]
    if not mine:
        return ""
    names = [(plain_name(places[o.neighbourhood]), o.number) for o in mine]
    return both(
        "要等的开口：" + "、".join(f"{name[0]} {number}" for name, number in names),
        "Waiting: " + ", ".join(f"{name[1]} {number}" for name, number in names),
    )


def _unasked(key: str, amount: int) -> str:
    zh, en = f"{good_name(key, 'zh')} {amount_words(key, amount, 'zh')}", amount_words(key, amount, "en")
    return tag(
        "li", both(f"没有人提供：{zh}。", f"Nobody was asked for {good_name(key, 'en')}: {en} needed.")
    )
