"""The account on paper and in a workbook: what the night says, nothing more."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.towns import NORTH_CREW, WILLOW_LANE, at, night_begun
from yipanqi.close.decisions_model import DecisionMade
from yipanqi.close.events import OpeningDone
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.desk.afterwards import Afterwards, afterwards
from yipanqi.papers.afterwards.curve import curve
from yipanqi.papers.afterwards.pdf import afterwards_pdf
from yipanqi.papers.afterwards.tables import Table, tables
from yipanqi.papers.afterwards.words import Language
from yipanqi.papers.afterwards.xlsx import afterwards_xlsx


def a_night() -> Afterwards:
    night = night_begun()
    night.say(ProblemRaised("p1", "residents_object", '=HYPERLINK("x")', opening=WILLOW_LANE), 20)
    night.say(
        DecisionMade(
            "d1", "p1", "go_now_with_lead", "#set page(1pt)", "time", "Secretary", "North 1", at(60)
        ),
        25,
    )
    night.say(OpeningDone(WILLOW_LANE, NORTH_CREW, net_m=4), 120)
    return afterwards(night.entries)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_has_a_value_for_every_head(language: Language) -> None:
    for table in tables(a_night(), language):
        assert all(len(row) == len(table.heads) for row in table.rows), table.title


def test_the_pdf_tells_the_night_and_that_it_was_an_exercise() -> None:
    pages = PdfReader(BytesIO(afterwards_pdf(a_night(), "en"))).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert "EXERCISE" in pages[0].extract_text()
    assert "0 / 2" in text
    assert "Secretary" in text
    assert "#set page(1pt)" in text, "words are words, whatever they look like"


def test_the_workbook_has_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(BytesIO(afterwards_xlsx(a_night(), "en")))
    crews = book["Crews"]
    assert [cell.value for cell in crews[1]][:2] == ["crew", "lender"]
    assert crews.cell(2, 5).value == 1
    problems = [cell for row in book["Problems raised"].iter_rows() for cell in row]
    (said,) = [cell for cell in problems if str(cell.value).startswith("=")]
    assert said.data_type == "s"


def test_the_curve_ends_where_the_last_opening_was_done() -> None:
    drawn = curve(a_night())
    assert drawn.count("<polyline") == 2
    assert curve(afterwards([])) == ""


def test_an_empty_night_prints_all_the_same() -> None:
    assert afterwards_pdf(afterwards([]), "zh").startswith(b"%PDF")
    assert all(isinstance(table, Table) for table in tables(afterwards([]), "zh"))
