"""The account of a night over HTTP."""

from tests.towns import NORTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from yipanqi.close.events import OpeningDone


def test_it_is_told_as_json_as_pdf_and_as_a_workbook(town: Town, commander: Person) -> None:
    plan = town.propose()
    commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0})
    commander.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), minutes=60)
    told = commander.get("/api/afterwards").json()
    assert sum(o["state"] == "done" for o in told["openings"]) == 1
    pdf = commander.get("/api/afterwards/account.pdf", params={"lang": "en"})
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    book = commander.get("/api/afterwards/account.xlsx")
    assert book.content.startswith(b"PK")
    assert "spreadsheet" in book.headers["content-type"]


def test_it_is_not_for_strangers(stranger: Person) -> None:
    assert stranger.get("/api/afterwards").status_code == 401
