"""Quotes, loans and deliveries out of spreadsheets, and back as they went out."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.feeds.test_registry import ORGANISATIONS, refused, town
from yipanqi.feeds.problems import Language
from yipanqi.feeds.registry import read_registry
from yipanqi.feeds.registry_writing import registry_to_tables
from yipanqi.ground.ids import GoodKey, OrganisationId, SupplierId
from yipanqi.plan.goods.materials import GOODS, NET, TIES
from yipanqi.survey.model import GoodsDelivery, GoodsLoan, Organisation, Quote, Registry, Supplier

YARDS: list[list[Any]] = [
    ["编号", "名称", "纬度", "经度", "存量（米）", "装车分钟"],
    ["S1", "北建材", 29.3, 120.25, 500, 10],
]
MILL, VILLAGE = SupplierId("S1"), OrganisationId("V1")


def test_a_quote_is_read_in_yuan_and_minutes(tmp_path: Path) -> None:
    header = [
        "供应商",
        "物资",
        "单价（元）",
        "数量",
        "每卷（包）",
        "交货方式",
        "送达分钟",
        "送货费（元）",
        "有效至",
    ]
    rows: list[list[Any]] = [header, ["北建材", "防护网", 12.5, 600, 25, "送货", 90, 80, "当日16:00"]]
    (quote,) = town(tmp_path, 供应商=YARDS, 报价=rows).quotes
    assert quote == Quote(MILL, NET, 1250, "brought", 600, 1, 25, 5400, 8000, -7200)


def test_what_a_quote_leaves_blank_is_the_usual(tmp_path: Path) -> None:
    (quote,) = town(tmp_path, 供应商=YARDS, 报价=[["供应商", "物资"], ["S1", "扎带"]]).quotes
    assert quote == Quote(MILL, TIES, 0)


def test_a_building_site_lends_half_of_its_own(tmp_path: Path) -> None:
    header = ["出借单位", "物资", "数量", "方式", "单价（元）", "存放地", "最早"]
    rows: list[list[Any]] = [header, ["程塘村", "隔离防护网", 200, "半借半买", 9.9, "北建材", "17:00"]]
    (loan,) = town(tmp_path, 供应商=YARDS, 借用物资=rows).goods_loans
    assert loan == GoodsLoan(VILLAGE, NET, 200, "half", 990, MILL, 0, 0)


def test_goods_on_their_way_are_read(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["supplier", "good", "amount", "at"],
        ["S1", "net", 300, "21:30"],
        ["S1", "net", 300, "23:00"],
    ]
    assert [d.at_s for d in town(tmp_path, 供应商=YARDS, deliveries=rows).deliveries] == [12_600, 18_000]


def test_a_supplier_nobody_knows_is_told_with_the_likely_name(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "单位": ORGANISATIONS,
        "供应商": YARDS,
        "报价": [["供应商", "物资"], ["北建村", "扎带"]],
    }
    (problem,) = refused(tmp_path, sheets)
    assert (problem.code, problem.facts["near"]) == ("supplier-unknown", " (→ 北建材?)")


@pytest.mark.parametrize("cell", ["砖", "net and posts"])
def test_a_good_nobody_plans_with_is_told(tmp_path: Path, cell: str) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "单位": ORGANISATIONS,
        "供应商": YARDS,
        "报价": [["供应商", "物资"], ["S1", cell]],
    }
    assert [p.code for p in refused(tmp_path, sheets)] == ["not-one-of"]


goods: st.SearchStrategy[GoodKey] = st.sampled_from(GOODS)
money = st.integers(0, 1_000_000)
amounts = st.integers(0, 99_999)
ORGANISATION = Organisation(VILLAGE, "程塘村", "village")
SUPPLIER = Supplier(MILL, "北建材", (120.25, 29.3), 600)
mill: st.SearchStrategy[Any] = st.just(MILL)

quotes = st.builds(
    Quote,
    mill,
    goods,
    money,
    st.sampled_from(["fetched", "brought", "both"]),
    st.none() | amounts,
    st.integers(1, 500),
    st.integers(1, 500),
    st.integers(0, 90_000),
    money,
    st.none() | st.integers(-60_000, 90_000),
)
loans = st.builds(
    GoodsLoan,
    st.just(VILLAGE),
    goods,
    amounts,
    st.sampled_from(["lent", "half", "sold"]),
    money,
    st.none() | mill,
    st.integers(0, 90_000),
    st.none() | st.integers(0, 60_000),
)
deliveries = st.builds(GoodsDelivery, mill, goods, amounts, st.integers(0, 60_000))


@given(
    st.lists(quotes, max_size=4, unique=True),
    st.lists(loans, max_size=4, unique=True),
    st.lists(deliveries, max_size=4, unique=True),
    st.sampled_from(["t.xlsx", "t"]),
    st.sampled_from(["zh", "en"]),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_goods_come_back_as_they_went_out(
    quoted: list[Quote],
    lent: list[GoodsLoan],
    coming: list[GoodsDelivery],
    target: str,
    language: Language,
) -> None:
    plain = Registry(organisations=(ORGANISATION,), suppliers=(SUPPLIER,))
    registry = replace(plain, quotes=tuple(quoted), goods_loans=tuple(lent), deliveries=tuple(coming))
    with TemporaryDirectory() as folder:
        registry_to_tables(registry, Path(folder) / target, language=language)
        assert read_registry(Path(folder) / target).registry == registry
