"""Work orders over HTTP: whoever may print gets the file, as the board stands now."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.towns import NORTH_CREW, SOUTH_CREW, WILLOW_LANE
from tests.web.conftest import Person, Town
from tests.web.staff import code_of, someone
from yipanqi.close import events as ev
from yipanqi.desk.permissions import Scope


@pytest.fixture
def begun(town: Town, commander: Person) -> Person:
    """The commander of a night with a plan in force."""
    plan = town.propose()
    commander.post(f"/api/plans/{plan.id}/adopt", json={"on_version": 0})
    return commander


def test_there_is_no_order_before_there_is_a_plan(commander: Person) -> None:
    answer = commander.get(f"/api/crews/{NORTH_CREW}/order.pdf")
    assert (answer.status_code, code_of(answer)) == (409, "plan.nothing_in_force")


def test_a_crew_nobody_knows_has_no_order(begun: Person) -> None:
    answer = begun.get("/api/crews/nobody/order.pdf")
    assert (answer.status_code, code_of(answer)) == (404, "crew.unknown")


def test_a_crews_order_comes_as_pdf_in_either_language(begun: Person) -> None:
    for language, words in (("zh", "派工单"), ("en", "Work order")):
        answer = begun.get(f"/api/crews/{NORTH_CREW}/order.pdf?lang={language}")
        assert answer.headers["content-type"] == "application/pdf"
        text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
        assert words in text
        assert "North 1" in text


def test_a_crews_order_comes_as_workbook_and_route(begun: Person) -> None:
    assert begun.get(f"/api/crews/{NORTH_CREW}/order.xlsx").content[:2] == b"PK"
    assert b"<rtept" in begun.get(f"/api/crews/{NORTH_CREW}/order.gpx").content


def test_what_is_done_is_ticked_on_the_paper(begun: Person) -> None:
    board = begun.get("/api/board").json()
    crew = next(o["crew"] for o in board["openings"] if o["id"] == WILLOW_LANE)
    begun.say(ev.OpeningStarted(WILLOW_LANE, crew), minutes=20)
    begun.say(ev.OpeningDone(WILLOW_LANE, crew, 4.0, 4), minutes=40)
    text = PdfReader(BytesIO(begun.get(f"/api/crews/{crew}/order.pdf?lang=en").content)).pages
    assert "✓ Done" in "".join(page.extract_text() for page in text)


def test_all_orders_come_in_one_archive(begun: Person) -> None:
    with ZipFile(BytesIO(begun.get("/api/orders.zip").content)) as archive:
        assert {"orders.pdf", "orders.xlsx"} <= set(archive.namelist())
    assert begun.get("/api/orders.pdf").content[:5] == b"%PDF-"


def test_a_crew_gets_its_own_order_and_no_other(begun: Person, town: Town) -> None:
    lead = someone(town, "wang", "crew_lead", Scope(crew=NORTH_CREW))
    assert lead.get(f"/api/crews/{NORTH_CREW}/order.gpx").status_code == 200
    assert lead.get(f"/api/crews/{SOUTH_CREW}/order.gpx").status_code == 403
    with ZipFile(BytesIO(lead.get("/api/orders.zip").content)) as archive:
        assert [n for n in archive.namelist() if n.endswith(".gpx")] == ["01-North-1.gpx"]


def test_a_stranger_and_a_volunteer_get_none(begun: Person, town: Town, stranger: Person) -> None:
    assert stranger.get(f"/api/crews/{NORTH_CREW}/order.pdf").status_code == 401
    volunteer = someone(town, "li", "volunteer")
    assert volunteer.get(f"/api/crews/{NORTH_CREW}/order.pdf").status_code == 403
