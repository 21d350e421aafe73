"""The report: one file that reaches nowhere, in two whole languages, that no name can turn into a program."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from tests.papers.yards import at, origin, yards
from yipanqi.papers.counting import Planned, plan_document
from yipanqi.papers.report.page import report_html
from yipanqi.plan.closure.model import Finding
from yipanqi.survey.model import Registry

NASTY = "\"><script>alert(1)</script><img src=x onerror=alert(1)> & ' </script> ]]> {name}"
VOID = {"meta", "link", "img", "br", "input", "hr"}


class Outline(HTMLParser):
    """Elements, attributes and texts of a page; notes tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def report(planned: Planned) -> str:
    return report_html(plan_document(planned, origin(planned)), planned)


def test_the_page_is_well_formed() -> None:
    outline = Outline(report(yards()))
    assert outline.wrong == []
    assert outline.open == []


def test_the_page_reaches_nowhere() -> None:
    page = report(yards())
    assert re.findall(r"https?://", page) == []
    for _, attributes in Outline(page).elements:
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    assert "default-src 'none'" in page


def test_names_stay_names_whatever_they_are() -> None:
    page = report(yards(NASTY, NASTY))
    outline = Outline(page)
    names = [tag for tag, _ in outline.elements]
    assert names.count("script") == 2
    assert "img" not in names
    assert not any(key.startswith("on") for _, attributes in outline.elements for key in attributes)
    assert any(NASTY in text for text in outline.texts)
    told = page.split('id="plan">')[1].split("</script>")[0]
    assert json.loads(told)["places"]["east"]["name"] == [NASTY, NASTY]


@given(name=st.text(max_size=40), street=st.text(min_size=1, max_size=40))
@settings(max_examples=25, deadline=None)
def test_no_name_breaks_the_page(name: str, street: str) -> None:
    outline = Outline(report(yards(name, street)))
    assert (outline.wrong, outline.open) == ([], [])
    assert [tag for tag, _ in outline.elements].count("script") == 2


def test_every_word_is_there_in_both_languages() -> None:
    outline = Outline(report(yards()))
    spoken = [attributes.get("lang") for tag, attributes in outline.elements if tag in ("span", "tspan")]
    assert spoken.count("zh") == spoken.count("en") > 50


def test_the_maps_makers_are_named_and_only_where_the_map_is_theirs() -> None:
    assert report(yards()).count("© OpenStreetMap contributors") >= 2
    own = yards()
    assert "OpenStreetMap" not in report(replace(own, extract=replace(own.extract, attribution="")))


def test_each_opening_is_on_the_map_and_on_its_sheet() -> None:
    outline = Outline(report(yards()))
    for key in ("e1", "e2", "e3", "w1", "w2", "w3", "w4"):
        marked = [tag for tag, attributes in outline.elements if attributes.get("data-o") == key]
        assert marked.count("g") == 2
        assert marked.count("tr") == 1


def test_what_the_check_found_is_told_and_drawn_where_it_is() -> None:
    leak = Finding("leak", "e2", {"way": 1}, (at(150, -5), at(150, 5)))
    page = report(replace(yards(), findings=(leak,)))
    outline = Outline(page)
    drawn = [attributes["d"] for _, attributes in outline.elements if attributes.get("class") == "finding"]
    assert len(drawn) == 1
    assert "cannot be adopted" in page
    assert "check passed" not in page
    assert [a.get("data-n") for tag, a in outline.elements if tag == "li" and "data-n" in a] == ["east"]


def test_a_plan_without_neighbourhoods_communities_or_date_still_prints() -> None:
    bare = yards()
    bare = replace(
        bare, registry=Registry(), extract=replace(bare.extract, data_at=None, ways=(), buildings=())
    )
    assert Outline(report(bare)).wrong == []


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_a_reader_can_choose_zoom_and_switch_language(tmp_path: Path, chromium: Browser) -> None:
    file = tmp_path / "report.html"
    file.write_text(report(yards(NASTY)), "utf-8")
    said: list[str] = []
    with chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB") as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"a name spoke: {dialog.message}"))
        page.goto(file.as_uri())
        whole = page.locator("#map").get_attribute("viewBox")
        assert whole is not None
        page.locator("#places tr[data-n=west]").click()
        expect(page.locator("#map")).not_to_have_attribute("viewBox", whole)
        expect(page.locator("#card")).to_contain_text("West Yard")
        page.locator("#lang").click()
        expect(page.locator("h1")).to_have_text(re.compile("^封控方案"))
        page.locator("[data-tab=sheets]").click()
        page.locator("details.sheet summary").first.click()
        expect(page.locator("details.sheet[open] svg.map.small")).to_be_visible()
    assert said == []
