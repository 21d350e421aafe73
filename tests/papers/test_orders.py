"""Work orders: every stop of a crew, in order, on paper, in a workbook and as a route."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import gpxpy
import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.papers.yards import at, origin, yards
from yipanqi.ground.ids import CrewId, JobId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.papers.base_map import base_map
from yipanqi.papers.counting import plan_document
from yipanqi.papers.orders.bundle import orders_files, orders_zip
from yipanqi.papers.orders.from_plan import orders_of_plan
from yipanqi.papers.orders.gpx import order_gpx
from yipanqi.papers.orders.model import Language, Orders
from yipanqi.papers.orders.pdf import orders_pdf
from yipanqi.papers.orders.xlsx import orders_xlsx
from yipanqi.papers.plan_document import Schedule
from yipanqi.plan.crews.model import CrewOnShift, CrewPlan, CrewProblem, Job, Step, Travel, Yard
from yipanqi.plan.goods.materials import FRAMES, POSTS, SIGNS, TIES
from yipanqi.survey.model import Crew, Supplier

DUSK = datetime(2020, 2, 3, 18, tzinfo=UTC)
VILLAGE = OrganisationId("V1")
ONE = Crew(CrewId("K1"), "=程塘 1 队", VILLAGE, at(50, -20), 5, 0, 36_000, 60, 0, ("weld",), "000 1")
TWO = Crew(CrewId("K2"), "程塘 2 队", VILLAGE, at(60, -20), 3, 0, 36_000, 60, 0, (), "000 2")
IDLE = Crew(CrewId("K3"), "程塘 2 队", VILLAGE, at(60, -20), 3, 0, 36_000, 60)
MILL = Supplier(SupplierId("mill"), "北建材", at(-30, -20), 600, None, "000 9")


def night() -> Schedule:
    """Crew one loads, bars e2 and, with crew two, sets up the emergency opening e3; crew three stands by."""
    jobs = tuple(
        Job(JobId(key), 0, 0, NeighbourhoodId("east"), "", kind, net_m, 1200, crews=crews)
        for key, kind, net_m, crews in (("e2", "bar", 4, 1), ("e3", "emergency", 5, 2))
    )
    plan = CrewPlan(
        crews={
            ONE.id: (
                Step("load", "mill", 300, 900, 9),
                Step("job", "e2", 1000, 2200, 4),
                Step("job", "e3", 23_400, 24_600, 5),
            ),
            TWO.id: (Step("job", "e3", 23_400, 24_600, 0),),
        },
        finish_s=24_600,
        bound_s=0,
        undone=(),
    )
    crews = tuple(CrewOnShift(c.id, 0, 0, VILLAGE, "", 0, 36_000, 60) for c in (ONE, TWO, IDLE))
    problem = CrewProblem(
        "crew-problem/1", DUSK.isoformat(), 36_000, Travel(1.0, 1.0), jobs, crews, (Yard(MILL.id, 0, 0, 600),)
    )
    deadline = DUSK + timedelta(hours=10)
    return Schedule(DUSK, deadline, problem, plan, (), (ONE, TWO, IDLE), (MILL,), {VILLAGE: "程塘村"})


def told(street: str = "Mill Lane") -> tuple[Orders, bytes]:
    planned = replace(yards(street=street), schedule=night())
    document = plan_document(planned, origin(planned))
    areas = [place.area for place in planned.neighbourhoods]
    orders = orders_of_plan(document, areas, made_at=DUSK, url="http://board.example:8000/")
    assert orders is not None
    return orders, base_map(planned.extract)


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_a_plan_without_crews_has_no_orders() -> None:
    planned = yards()
    assert orders_of_plan(plan_document(planned, origin(planned)), (), made_at=DUSK) is None


def test_jobs_are_numbered_in_order_and_a_load_tells_what_the_jobs_after_it_take() -> None:
    order = told()[0].orders[0]
    assert [(s.do, s.number, s.at) for s in order.stops] == [
        ("load", 0, "mill"),
        ("job", 1, "e2"),
        ("job", 2, "e3"),
    ]
    assert dict(order.stops[0].goods) == {POSTS: 3, TIES: 9, FRAMES: 1, SIGNS: 2}


def test_who_works_at_the_same_opening_is_named_with_a_telephone() -> None:
    first, second, _ = told()[0].orders
    assert [(p.name, p.phone) for p in first.stops[2].partners] == [(TWO.name, "000 2")]
    assert [p.name for p in second.stops[0].partners] == [ONE.name]


CHINESE = [
    "派工单",
    "程塘 2 队",
    "装料 · 北建材",
    "拉防护网 4 米",
    "设应急开口 5 米",
    "00:30–00:50",
    "不许锁死",
]
ENGLISH = ["Work order", "Load · 北建材", "Put up net 4 m", "Emergency opening", "page 2 of 2", "stand by"]


@pytest.mark.parametrize(("language", "expected"), [("zh", CHINESE), ("en", ENGLISH)])
def test_the_paper_says_where_what_and_when(language: Language, expected: list[str]) -> None:
    orders, streets = told()
    words = words_of(orders_pdf(orders, streets, language))
    assert [line for line in expected if line not in words] == []


def test_each_crew_begins_a_page_of_its_own_and_pages_count_by_crew() -> None:
    orders, streets = told()
    pages = [page.extract_text() for page in PdfReader(BytesIO(orders_pdf(orders, streets, "en"))).pages]
    numbers = ("page 1 of 2", "page 2 of 2", "page 1 of 1", "page 1 of 1")
    assert len(pages) == len(numbers)
    assert [number for number, page in zip(numbers, pages, strict=True) if number not in page] == []


def test_what_people_write_is_never_markup() -> None:
    orders, streets = told('#panic("x") *bold* $1$ <b> & "quoted" \\ street')
    words = words_of(orders_pdf(orders, streets, "en"))
    assert '#panic("x") *bold* $1$ <b> & "quoted"' in words.replace("\n", " ")
    assert "=程塘" in words


def test_the_same_orders_make_the_same_paper_without_a_map_too() -> None:
    orders, _ = told()
    assert len(PdfReader(BytesIO(orders_pdf(orders, b"", "zh"))).pages) == 4


def test_the_code_leads_to_the_crew_on_the_board() -> None:
    orders, _ = told()
    assert orders.link(CrewId("K 1/2")) == "http://board.example:8000/?crew=K%201%2F2"


def test_where_no_board_is_served_there_is_no_code_to_scan() -> None:
    orders, streets = told()
    nowhere = replace(orders, url="")
    assert "Scan for the board" in words_of(orders_pdf(orders, streets, "en"))
    assert "Scan for the board" not in words_of(orders_pdf(nowhere, streets, "en"))


def test_the_workbook_has_a_sheet_a_crew_and_no_formula() -> None:
    book = load_workbook(BytesIO(orders_xlsx(told()[0], "zh")))
    assert book.sheetnames == ["封控队", "=程塘 1 队", "程塘 2 队", "程塘 2 队 2"]
    rows = list(book["=程塘 1 队"].iter_rows(min_row=6, values_only=True))
    assert [(row[0], row[1], row[7]) for row in rows] == [("▲", "18:05", 9), (1, "18:16", 4), (2, "00:30", 5)]
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def test_the_route_goes_through_every_stop_in_order() -> None:
    orders, _ = told()
    file = gpxpy.parse(order_gpx(orders, orders.orders[0], "zh").decode())
    (route,) = file.routes
    assert [point.name for point in route.points] == [p.name for p in file.waypoints]
    assert [(round(p.longitude, 6), round(p.latitude, 6)) for p in route.points] == [
        (round(lon, 6), round(lat, 6)) for lon, lat in (s.place for s in orders.orders[0].stops)
    ]
    assert file.waypoints[0].time == DUSK + timedelta(seconds=300)


def test_an_archive_holds_the_paper_the_workbook_and_each_route() -> None:
    orders, streets = told()
    names = ["orders.pdf", "orders.xlsx", "01-程塘-1-队.gpx", "02-程塘-2-队.gpx"]
    assert list(orders_files(orders, streets, "zh")) == names
    with ZipFile(BytesIO(orders_zip(orders, streets, "zh"))) as archive:
        assert archive.namelist() == names
        assert archive.testzip() is None
