"""The registry's tables of goods: suppliers' quotes, what organisations lend, and what is on its way."""

from yipanqi.feeds.registry_sheet import Choice, Column, Sheet
from yipanqi.plan.goods.materials import FRAMES, GATE_SETS, NET, POSTS, SIGNS, TIES

_GOODS = (
    Choice(NET, "隔离防护网", "barrier net", ("防护网", "网", "net")),
    Choice(POSTS, "立柱", "posts", ("柱", "桩", "post")),
    Choice(TIES, "扎带", "ties", ("铁丝", "扎丝", "tie", "wire")),
    Choice(FRAMES, "活动框架", "removable frames", ("应急护栏", "活动护栏", "frame", "removable barrier")),
    Choice(GATE_SETS, "出入口设施", "gate sets", ("岗亭", "gate set")),
    Choice(SIGNS, "告示牌", "signs", ("标牌", "sign")),
)
_HOW = (
    Choice("fetched", "自提", "fetched", ("pickup", "上门取")),
    Choice("brought", "送货", "brought", ("delivered", "配送")),
    Choice("both", "自提或送货", "both", ("均可", "皆可", "either")),
)
_TERMS = (
    Choice("lent", "借用", "lent", ("借", "loan", "borrowed")),
    Choice("half", "半借半买", "half and half", ("一半", "half")),
    Choice("sold", "出售", "sold", ("卖", "买", "bought")),
)


def _supplier(
    zh: str, en: str, says: tuple[str, str], *, key: str = "supplier", required: bool = True
) -> Column:
    also = ("供货商",) if key == "supplier" else ("堆场", "地点")
    return Column(key, zh, "link", says, ("示例建材", en), also, required, link="suppliers")


def _good() -> Column:
    says = ("什么物资。", "Which good.")
    return Column(
        "good", "物资", "choice", says, ("隔离防护网", "barrier net"), ("货物", "goods"), True, choices=_GOODS
    )


def _amount(*, required: bool) -> Column:
    says = ("数量；防护网按米，其他按件。", "How much; net in metres, all else in pieces.")
    if not required:
        says = (
            "最多多少；不填时，防护网按供应商存量，其他物资表示够用。",
            "At most so much; blank: of net the supplier's stock, of other goods enough for anybody.",
        )
    return Column(
        "amount", "数量", "whole", says, ("600", "600"), ("件数",), required, least=0, most=10_000_000
    )


def _price(says: tuple[str, str]) -> Column:
    also = ("单价", "price")
    return Column(
        "price_yuan", "单价（元）", "number", says, ("12.5", "12.5"), also, least=0, most=1_000_000, unit="元"
    )


def _lead() -> Column:
    says = ("从下单到送达要几分钟。", "Minutes from the order till it is there.")
    also = ("送货时间（分钟）",)
    return Column(
        "lead_min", "送达分钟", "number", says, ("90", "90"), also, least=0, most=100_000, unit="分钟"
    )


QUOTES = Sheet(
    "quotes",
    "报价",
    (
        "供应商的报价（可不填）。填了就会算出向谁买、向谁借、何时送到哪个堆场。",
        "Suppliers' quotes (optional): from them comes what to buy and borrow from whom, and for which yard.",
    ),
    (
        _supplier(
            "供应商", "Example builders' yard", ("供应商的编号或名称。", "Id or name of the supplier.")
        ),
        _good(),
        _price(("一米或一件的价格。", "Price of a metre or piece.")),
        _amount(required=False),
        Column(
            "least",
            "起订量",
            "whole",
            ("最少买多少；不填为 1。", "The smallest order; blank means 1."),
            ("50", "50"),
            ("最小起订量",),
            least=1,
            most=10_000_000,
        ),
        Column(
            "pack",
            "每卷（包）",
            "whole",
            (
                "按多少的倍数卖，如每卷 25 米；不填为 1。",
                "Sold in multiples of, such as rolls of 25 m; blank means 1.",
            ),
            ("25", "25"),
            ("每包", "包装"),
            least=1,
            most=100_000,
        ),
        Column(
            "how",
            "交货方式",
            "choice",
            (
                "车队自提、供应商送货，或都可以；不填为自提。",
                "Fetched by the vans, brought, or both; blank means fetched.",
            ),
            ("自提或送货", "both"),
            ("方式",),
            choices=_HOW,
        ),
        _lead(),
        Column(
            "charge_yuan",
            "送货费（元）",
            "number",
            ("送到一个堆场的运费。", "For bringing it to one yard."),
            ("80", "80"),
            ("运费",),
            least=0,
            most=1_000_000,
            unit="元",
        ),
        Column(
            "valid_until",
            "有效至",
            "time",
            (
                "报价有效到几点；开工前的时刻写“当日16:00”。",
                "Until when it holds; before the night's start: today 16:00.",
            ),
            ("20:00", "20:00"),
            ("有效期",),
        ),
    ),
    ("报价单", "quote"),
)

LOANS = Sheet(
    "loans",
    "借用物资",
    (
        "单位自己的物资（可不填）：借用、出售，或半借半买。",
        "Organisations' own goods (optional): lent, sold, or half and half.",
    ),
    (
        Column(
            "lender",
            "出借单位",
            "link",
            ("出物资的单位的编号或名称。", "Id or name of the organisation whose they are."),
            ("示例社区", "Example community"),
            ("单位", "organisation"),
            required=True,
            link="organisations",
        ),
        _good(),
        _amount(required=True),
        Column(
            "terms",
            "方式",
            "choice",
            (
                "借用（用完归还）、半借半买或出售；不填为借用。",
                "Lent, half and half, or sold; blank means lent.",
            ),
            ("半借半买", "half and half"),
            ("借还",),
            choices=_TERMS,
        ),
        _price(("出售部分一米或一件的价格。", "Price of a metre or piece of what is sold.")),
        _supplier(
            "存放地",
            "Example builders' yard",
            (
                "放在哪个供应商的堆场；不填表示由单位送到。",
                "At which supplier's yard it lies; blank: its owner brings it.",
            ),
            key="yard",
            required=False,
        ),
        _lead(),
        Column(
            "from",
            "最早",
            "time",
            ("最早何时可用。", "Not to be had before."),
            ("18:00", "18:00"),
            ("开始时刻",),
        ),
    ),
    ("借用", "loan", "自有物资"),
)

DELIVERIES = Sheet(
    "deliveries",
    "到货",
    (
        "已经订好、当晚到堆场的物资（可不填）。",
        "Goods already ordered that come into a yard (optional).",
    ),
    (
        _supplier(
            "供应商",
            "Example builders' yard",
            ("到哪个供应商的堆场。", "Into which supplier's yard."),
        ),
        _good(),
        _amount(required=True),
        Column(
            "at",
            "到货时刻",
            "time",
            ("几点到。", "When it comes."),
            ("21:30", "21:30"),
            ("到达时刻", "arrives"),
            required=True,
        ),
    ),
    ("到货表", "delivery"),
)

GOODS_SHEETS = (QUOTES, LOANS, DELIVERIES)
