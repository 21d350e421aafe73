"""Goods and loans over HTTP: each sees and says what is theirs; of two who take an offer one does."""

from io import BytesIO

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.towns import NORTH_CREW, WILLOW_LANE, YARD, at
from tests.web.conftest import Person, Town
from tests.web.staff import code_of, someone
from yipanqi.close import events as ev
from yipanqi.close import goods_events as gv
from yipanqi.desk.permissions import Scope
from yipanqi.ground.ids import OrganisationId
from yipanqi.plan.goods.materials import NET

NORTH = OrganisationId("north")
OFFER = gv.LoanOffered("l1", NORTH, at(0), at(300), 4, (), NET, 90, "half", 1000)


@pytest.fixture
def begun(town: Town, commander: Person) -> Person:
    """The commander of a night with a plan in force."""
    plan = town.propose()
    commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0})
    return commander


def test_a_supplier_sees_the_own_yard_and_hands_out_by_a_tap(begun: Person, town: Town) -> None:
    keeper = someone(town, "mill", "supplier", Scope(supplier=YARD))
    view = keeper.get("/api/goods").json()
    assert [y["id"] for y in view["yards"]] == [YARD]
    assert view["lenders"] == []
    assert {e["crew"] for e in view["yards"][0]["expected"]} <= {c["id"] for c in view["crews"]}
    keeper.say(gv.GoodsHandedOut(YARD, NORTH_CREW, NET, 60, "Zhao"), minutes=5)
    (row,) = keeper.get("/api/goods").json()["yards"][0]["hand_outs"]
    assert (row["crew_name"], row["amount"], row["signed_by"], row["by_yard"]) == (
        "North 1",
        60,
        "Zhao",
        True,
    )
    assert keeper.get("/api/goods").json()["yards"][0]["stock"][0]["left"] == 40


def test_what_is_not_theirs_is_kept_apart_and_changes_nothing(begun: Person, town: Town) -> None:
    other = someone(town, "other", "supplier", Scope(supplier="elsewhere"))
    receipt = other.say(gv.GoodsHandedOut(YARD, NORTH_CREW, NET, 60)).json()["receipts"][0]
    assert receipt["quarantined"] == "not_yours"
    (yard,) = begun.get("/api/goods").json()["yards"]
    assert yard["stock"][0]["left"] == 100


def test_the_office_orders_and_the_yard_says_what_came(begun: Person, town: Town) -> None:
    begun.say(gv.GoodsOrdered("o1", "mill", NET, 50, YARD, at(60)))
    keeper = someone(town, "mill", "supplier", Scope(supplier=YARD))
    keeper.say(gv.GoodsArrived("o1", YARD, NET, 50, "Zhao"), minutes=50)
    (order,) = keeper.get("/api/goods").json()["yards"][0]["orders"]
    assert (order["arrived"], order["signed_by"]) == (50, "Zhao")


def test_a_lender_offers_sees_it_taken_and_gets_it_back(begun: Person, town: Town) -> None:
    lender = someone(town, "north", "lender", Scope(organisation=NORTH))
    assert lender.say(OFFER).json()["receipts"][0].get("quarantined", "") == ""
    taken = begun.post(
        "/api/loans/l1/take", json={"on_version": 0, "people": 4, "amount": 80, "crew": NORTH_CREW}
    )
    assert taken.status_code == 200, taken.text
    (mine,) = lender.get("/api/goods").json()["lenders"]
    assert [(r["state"], r["amount_taken"]) for r in mine["loans"]] == [("taken", 80)]
    lender.say(gv.LoanReturned("l1", 4, 40, 1, "Wang"), minutes=290)
    (mine,) = lender.get("/api/goods").json()["lenders"]
    assert mine["loans"][0]["state"] == "returned"


def test_nobody_offers_in_another_organisations_name(begun: Person, town: Town) -> None:
    lender = someone(town, "south", "lender", Scope(organisation="south"))
    assert lender.say(OFFER).json()["receipts"][0]["quarantined"] == "not_yours"
    (north, _) = begun.get("/api/goods").json()["lenders"]
    assert north["loans"] == []


def test_of_two_answers_to_one_offer_the_first_stands(begun: Person) -> None:
    begun.say(OFFER)
    assert begun.post("/api/loans/l1/take", json={"on_version": 0, "amount": 10}).status_code == 200
    late = begun.post("/api/loans/l1/decline", json={"on_version": 0})
    assert (late.status_code, code_of(late)) == (409, "loan.decided_meanwhile")
    assert late.json()["facts"]["by"] == "commander"


def test_a_lender_does_not_decide_about_offers(begun: Person, town: Town) -> None:
    lender = someone(town, "north", "lender", Scope(organisation=NORTH))
    lender.say(OFFER)
    assert lender.post("/api/loans/l1/take", json={"on_version": 0, "amount": 10}).status_code == 403


def test_an_account_tells_hours_openings_and_what_is_owed(begun: Person, town: Town) -> None:
    board = begun.get("/api/board").json()
    crew = next(o["crew"] for o in board["openings"] if o["id"] == WILLOW_LANE)
    lender_of = next(c["lender"] for c in board["crews"] if c["id"] == crew)
    begun.say(ev.OpeningStarted(WILLOW_LANE, crew), minutes=20)
    begun.say(ev.OpeningDone(WILLOW_LANE, crew, 4.0, 4), minutes=80)
    begun.say(replace(OFFER, lender=lender_of))
    begun.post("/api/loans/l1/take", json={"on_version": 0, "people": 2, "amount": 80})
    answer = begun.get(f"/api/lenders/{lender_of}/account.pdf?lang=en")
    words = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    for expected in ("Lender's account", "13", "¥400", "in use", "For the lender"):
        assert expected in words
    book = load_workbook(BytesIO(begun.get(f"/api/lenders/{lender_of}/account.xlsx?lang=en").content))
    assert book.sheetnames == ["Crews", "People besides", "Goods"]
    assert book["Crews"]["E4"].value == 3  # three people, one hour


def test_an_account_is_the_lenders_own(begun: Person, town: Town) -> None:
    lender = someone(town, "north", "lender", Scope(organisation=NORTH))
    assert lender.get("/api/lenders/north/account.xlsx").status_code == 200
    assert lender.get("/api/lenders/south/account.xlsx").status_code == 403
    unknown = begun.get("/api/lenders/nobody/account.pdf")
    assert (unknown.status_code, code_of(unknown)) == (404, "lender.unknown")
