"""A registry written to tables and read back is the same registry, whatever people are called."""

from datetime import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from yipanqi.feeds.problems import Language
from yipanqi.feeds.registry import read_registry
from yipanqi.feeds.registry_writing import clock_words, registry_to_tables
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.survey.model import (
    Crew,
    FieldOpening,
    Organisation,
    OrganisationKind,
    RegisteredNeighbourhood,
    Registry,
    Supplier,
)

WANGCHUN = Organisation(OrganisationId("C1"), "望春社区", "community", 6, 80.5)
CHENGTANG = Organisation(OrganisationId("V1"), "程塘村", "village")
EAST = RegisteredNeighbourhood(NeighbourhoodId("N1"), "东苑", WANGCHUN.id, walled=True, households=320)
SQUAD = Crew(
    CrewId("K1"),
    "=cmd|'/c calc'!A1",
    CHENGTANG.id,
    (120.231, 29.2911),
    4,
    1800,
    36_000,
    60,
    20,
    ("welding", "电焊"),
    "+86 138 0000 0000",
)
YARDS = (
    Supplier(SupplierId("S1"), "-建材", (120.25, 29.3), 500, 1500),
    Supplier(SupplierId("S2"), "b", (120, 29), 60),
)
SIDE = FieldOpening(EAST.id, (120.2, 29.2), 4.25, "东侧", confirmed=False)
TOWN = Registry((WANGCHUN, CHENGTANG), (EAST,), (SQUAD,), YARDS, (SIDE,))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("target", ["town.xlsx", "town"])
def test_a_town_comes_back_as_it_went_out(tmp_path: Path, language: Language, target: str) -> None:
    registry_to_tables(TOWN, tmp_path / target, language=language)
    read = read_registry(tmp_path / target)
    assert read.registry == TOWN
    assert read.warnings == ()


def test_no_cell_of_the_workbook_is_a_formula(tmp_path: Path) -> None:
    registry_to_tables(TOWN, tmp_path / "town.xlsx")
    book = load_workbook(tmp_path / "town.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("seconds", [0, 1, 59, 3600, 21_599, 21_600, 36_000, 86_399, 86_400, 150_000])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_clock_words_are_read_back_to_the_second(seconds: int, language: Language) -> None:
    from yipanqi.feeds.registry_cells import understood
    from yipanqi.feeds.registry_columns import CREWS

    column = next(c for c in CREWS.columns if c.key == "until")
    start = time(18, 0)
    assert understood(column, clock_words(seconds, start, language), start) == seconds


names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
kinds = st.sampled_from(get_args(OrganisationKind))
# workbooks keep 15 digits; nobody measures a place closer than these
places = st.tuples(
    st.integers(-1_800_000_000, 1_800_000_000).map(lambda e: e / 1e7),
    st.integers(-900_000_000, 900_000_000).map(lambda e: e / 1e7),
)
metres = st.integers(0, 100_000_000).map(lambda mm: mm / 1000)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    def ids(letter: str, most: int) -> list[str]:
        return [f"{letter}{i}" for i in range(draw(st.integers(0, most)))]

    def any_of(keys: list[str]) -> Any:
        return draw(st.sampled_from(keys))

    organisations = ids("C", 4)
    neighbourhoods = ids("N", 4) if organisations else []
    crews = ids("K", 3) if organisations else []
    starts = st.integers(0, 70_000)
    return Registry(
        tuple(
            Organisation(
                OrganisationId(i), draw(names), draw(kinds), draw(st.integers(0, 99)), draw(metres)
            )
            for i in organisations
        ),
        tuple(
            RegisteredNeighbourhood(
                NeighbourhoodId(i), draw(names), any_of(organisations), draw(st.booleans()),
                draw(st.none() | st.integers(0, 9_999)),
            )
            for i in neighbourhoods
        ),
        tuple(
            Crew(
                CrewId(i), draw(names), any_of(organisations), draw(places), draw(st.integers(1, 30)),
                (begin := draw(starts)), begin + draw(st.integers(1, 40_000)), 60, draw(st.integers(0, 60)),
                (), draw(st.just("") | st.from_regex(r"\+?[0-9]{6,11}", fullmatch=True)),
            )
            for i in crews
        ),
        tuple(
            Supplier(
                SupplierId(i), draw(names), draw(places), draw(st.integers(0, 36_000)),
                draw(st.none() | st.integers(0, 9_999)),
            )
            for i in ids("S", 3)
        ),
    )  # fmt: skip


@given(registry=registries(), target=st.sampled_from(["t.xlsx", "t"]), language=st.sampled_from(["zh", "en"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_registry_comes_back_as_it_went_out(registry: Registry, target: str, language: Language) -> None:
    if registry == Registry():
        return
    with TemporaryDirectory() as folder:
        registry_to_tables(registry, Path(folder) / target, language=language)
        assert read_registry(Path(folder) / target).registry == registry
