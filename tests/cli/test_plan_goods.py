"""`yipanqi plan goods`, and `yipanqi plan` with tables of goods: who supplies what, what is short."""

import json
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from tests.cli.test_plan import REGISTRY, YARD
from tests.cli.tiny_town import tiny_town
from tests.plan.goods.offers import EAST, net_at, offer, tonight
from yipanqi.cli.app import app
from yipanqi.feeds.registry_writing import registry_to_tables
from yipanqi.ground.ids import OrganisationId
from yipanqi.plan.goods.check import check_goods_plan
from yipanqi.plan.goods.materials import FRAMES, GATE_SETS, NET, POSTS, SIGNS, TIES
from yipanqi.plan.goods.model import GoodsPlan, GoodsProblem
from yipanqi.survey.model import GoodsLoan, Quote, Registry

NIGHT = tonight(net_at(EAST, 1, 30, "lane"), offers=(offer("mill", 25, price=900, yard=EAST),), now_hour=-4)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_problem_file_becomes_a_checked_plan_file(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(msgspec.json.encode(NIGHT))
    result = run("plan", "goods", tmp_path / "p.json", "-o", tmp_path / "out" / "plan.json", "--lang", "en")
    assert result.exit_code == 0, result.output
    plan = msgspec.json.decode((tmp_path / "out" / "plan.json").read_bytes(), type=GoodsPlan)
    assert check_goods_plan(NIGHT, plan) == ()
    assert "lacks 5 m of barrier net from +1:00, and none comes tonight; waiting: lane." in result.output


def test_without_a_file_to_write_the_plan_goes_to_standard_output(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(msgspec.json.encode(NIGHT))
    assert json.loads(run("plan", "goods", tmp_path / "p.json").stdout)["cost"] == 22_500


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"{", "truncated"),
        (msgspec.json.encode(replace(NIGHT, yards=())), "$.needs[0].yard"),
        (msgspec.json.encode(replace(NIGHT, offers=(replace(NIGHT.offers[0], pack=0),))), "$.offers[0].pack"),
        (msgspec.json.encode(replace(NIGHT, offers=(*NIGHT.offers, *NIGHT.offers))), "more than one"),
        (msgspec.json.encode(replace(NIGHT, horizon_s=NIGHT.now_s)), "$.horizon_s"),
    ],
)
def test_a_broken_problem_is_told_and_nothing_is_written(tmp_path: Path, broken: bytes, told: str) -> None:
    (tmp_path / "p.json").write_bytes(broken)
    result = run("plan", "goods", tmp_path / "p.json", "-o", tmp_path / "plan.json")
    assert result.exit_code == 1
    assert told in result.output
    assert not (tmp_path / "plan.json").exists()


def planned(tmp_path: Path, registry: Registry) -> tuple[Result, dict[str, object]]:
    registry_to_tables(registry, tmp_path / "registry.xlsx")
    words = ["plan", tiny_town(tmp_path), "-r", tmp_path / "registry.xlsx", "-o", tmp_path / "out"]
    night = ["--night", "2026-02-03T18:00:00", "--ordered-at", "2026-02-03T14:00:00"]
    result = run(*words, *night, "--crew-seconds", "0", "--lang", "en")
    told = json.loads((tmp_path / "out" / "plan.json").read_text("utf-8"))
    return result, told["schedule"]


def test_a_town_with_quotes_gets_orders_with_its_plan(tmp_path: Path) -> None:
    kept = replace(REGISTRY.crews[0], loaded_m=0)
    quotes = tuple(
        Quote(YARD.id, good, 100, "both", 500, lead_s=3600) for good in (NET, POSTS, TIES, FRAMES, GATE_SETS)
    )
    loan = GoodsLoan(OrganisationId("C1"), SIGNS, 40)
    result, schedule = planned(tmp_path, replace(REGISTRY, crews=(kept,), quotes=quotes, goods_loans=(loan,)))
    assert result.exit_code == 0, result.output
    problem = msgspec.convert(schedule["goods"], GoodsProblem)
    orders = msgspec.convert(schedule["orders"], GoodsPlan)
    assert check_goods_plan(problem, orders) == ()
    assert (orders.shortages, orders.unoffered) == ((), {})
    assert {s.by for s in orders.supplies if s.good == SIGNS} == {"C1"}
    assert "proven the least" in result.output
    assert 'data-tab="orders"' in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_too_little_net_is_named_with_the_opening_that_waits(tmp_path: Path) -> None:
    kept = replace(REGISTRY.crews[0], loaded_m=0)
    quote = Quote(YARD.id, NET, 1200, "fetched", 3)
    result, schedule = planned(tmp_path, replace(REGISTRY, crews=(kept,), quotes=(quote,)))
    orders = msgspec.convert(schedule["orders"], GoodsPlan)
    assert [s.good for s in orders.shortages] == [NET]
    assert "建材 lacks" in result.output
    assert "East Yard" in result.output
    assert set(orders.unoffered) == {GATE_SETS, SIGNS} | (orders.unoffered.keys() & {POSTS, TIES, FRAMES})


def test_a_town_without_tables_of_goods_is_planned_as_ever(tmp_path: Path) -> None:
    _, schedule = planned(tmp_path, REGISTRY)
    assert schedule["orders"] is None
