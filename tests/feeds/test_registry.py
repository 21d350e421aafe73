"""A registry out of spreadsheets: read as people fill them, or refused with every error at once."""

from collections import Counter
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.feeds.registry import read_registry
from yipanqi.survey.model import Registry

Sheets = dict[str, list[list[Any]]]

ORGANISATIONS: list[list[Any]] = [
    ["编号", "名称", "类别", "干部人数", "自有防护网（米）"],
    ["C1", "望春社区", "社区", 6, 80],
    ["V1", "程塘村", "村", "１２", "1,200 米"],
]
CREW_HEADER: list[Any] = [
    *("编号", "名称", "出借单位", "纬度", "经度", "人数"),
    *("开始时刻", "结束时刻", "车载量（米）", "技能", "电话"),
]


def crew(*changes: tuple[str, Any]) -> list[Any]:
    row = dict(
        zip(
            CREW_HEADER,
            ["K1", "一队", "程塘村", 29.29, 120.23, 4, "18:00", "次日04:00", 60, "电焊；高空", 13800000000],
            strict=True,
        )
    )
    row.update(changes)
    return list(row.values())


def workbook(path: Path, sheets: Sheets) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = path / "town.xlsx"
    book.save(file)
    return file


def town(tmp_path: Path, **sheets: list[list[Any]]) -> Registry:
    return read_registry(workbook(tmp_path, {"单位": ORGANISATIONS, **sheets})).registry


def refused(tmp_path: Path, sheets: Sheets, **kwargs: Any) -> tuple[Problem, ...]:
    with pytest.raises(FeedError) as failure:
        read_registry(workbook(tmp_path, sheets), **kwargs)
    return failure.value.problems


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(p.code, p.sheet, p.row, p.column) for p in problems]


def test_full_width_digits_thousands_and_units_are_numbers(tmp_path: Path) -> None:
    wangchun, chengtang = town(tmp_path).organisations
    assert (wangchun.cadres, wangchun.net_m) == (6, 80)
    assert (chengtang.kind, chengtang.cadres, chengtang.net_m) == ("village", 12, 1200)


def test_a_crew_is_lent_from_clock_time_to_clock_time(tmp_path: Path) -> None:
    (squad,) = town(tmp_path, 封控队=[CREW_HEADER, crew()]).crews
    assert squad.lender == "V1"
    assert squad.home == (120.23, 29.29)
    assert (squad.from_s, squad.until_s) == (0, 36_000)
    assert squad.skills == ("电焊", "高空")
    assert squad.phone == "13800000000"


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("19:30", 5_400),
        ("19：30", 5_400),
        ("19点30分", 5_400),
        ("7:30 PM", 5_400),
        (time(19, 30), 5_400),
        (0.8125, 5_400),
        ("17:30", 0),
        ("当日19:30", 5_400),
        ("01:00", 25_200),
        ("次日 1:00", 25_200),
        ("next day 01:00", 25_200),
        ("25:00", 25_200),
        (datetime(1899, 12, 31, 1, 0), 25_200),  # noqa: DTZ001 - what a spreadsheet makes of 25:00
    ],
)
def test_a_time_of_day_is_understood_as_written(tmp_path: Path, written: object, seconds: int) -> None:
    rows = [CREW_HEADER, crew(("开始时刻", written), ("结束时刻", "次日04:00"))]
    assert town(tmp_path, 封控队=rows).crews[0].from_s == seconds


def test_headers_may_be_english_and_stand_under_a_title(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Street office, 3 February"],
        [],
        ["ID", "Name", "Type", "Cadres"],
        ["C1", "Wangchun", "community", 6],
    ]
    file = workbook(tmp_path, {"Organizations": rows})
    assert read_registry(file).registry.organisations[0].name == "Wangchun"


def test_every_error_of_every_sheet_is_told_with_its_place(tmp_path: Path) -> None:
    problems = refused(
        tmp_path,
        {
            "单位": [*ORGANISATIONS, ["C1", "另一个", "社区", 3, 0], ["X", "工会", "工会", -3, "#REF!"]],
            "小区": [["名称", "所属社区"], ["东苑", "望春社"], [None, "C1"]],
            "开口": [
                ["小区", "纬度", "经度", "宽度（米）"],
                ["东苑", 29.29, 120.23, -3],
                ["东苑", 29.29, 120.24, "wide"],
                ["西苑", 120.23, 29.29, 3],
                ["东苑", 98, 200, 3],
            ],
        },
    )
    assert Counter(told(problems)) == Counter(
        [
            ("id-doubled", "单位", 4, "编号"),
            ("not-one-of", "单位", 5, "类别"),
            ("number-too-small", "单位", 5, "干部人数"),
            ("formula-error", "单位", 5, "自有防护网（米）"),
            ("organisation-unknown", "小区", 2, "所属社区"),
            ("cell-missing", "小区", 3, "名称"),
            ("number-too-small", "开口", 2, "宽度（米）"),
            ("not-a-number", "开口", 3, "宽度（米）"),
            ("neighbourhood-unknown", "开口", 4, "小区"),
            ("place-swapped", "开口", 4, "纬度"),
            ("latitude-impossible", "开口", 5, "纬度"),
        ]
    )
    assert all(p.file == "town.xlsx" for p in problems)


def test_three_hundred_bad_rows_of_ten_thousand_are_three_hundred_errors(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["编号", "名称", "所属社区", "户数"]]
    rows += [[f"N{i}", f"小区{i}", "C1", "many" if i % 33 == 0 and i < 9_900 else 300] for i in range(10_000)]
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "小区": rows})
    assert len(problems) == 300
    assert {p.code for p in problems} == {"not-a-number"}
    assert [p.row for p in problems] == [2 + 33 * k for k in range(300)]


def test_latitude_and_longitude_exchanged_inside_both_ranges_show_against_the_map(tmp_path: Path) -> None:
    rows = [CREW_HEADER, crew(("纬度", 37.6), ("经度", 55.8))]
    moscow = (37.5, 55.7, 37.7, 55.9)
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": rows}, bounds=moscow)
    assert [p.code for p in problems] == ["place-swapped"]


def test_a_place_on_another_continent_is_a_slip(tmp_path: Path) -> None:
    rows = [CREW_HEADER, crew(("纬度", -33.9), ("经度", 18.4))]
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": rows}, bounds=(120, 29, 121, 30))
    assert [p.code for p in problems] == ["place-far"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"结束时刻": "18:00"}, "until-before-from"),
        ({"开始时刻": "soon"}, "not-a-time"),
        ({"开始时刻": "2020-02-03 18:00"}, "is-a-date"),
        ({"开始时刻": datetime(2020, 2, 3, 18)}, "is-a-date"),  # noqa: DTZ001 - spreadsheets know no zone
        ({"人数": datetime(2020, 2, 3)}, "date-for-number"),  # noqa: DTZ001
        ({"人数": 2.5}, "not-whole"),
        ({"人数": 0}, "number-too-small"),
        ({"人数": True}, "not-a-number"),
        ({"人数": "nan"}, "not-a-number"),
        ({"编号": datetime(2020, 3, 1)}, "date-for-text"),  # noqa: DTZ001
        ({"电话": "1.38E+10"}, "digits-lost"),
        ({"出借单位": "程糖村"}, "organisation-unknown"),
        ({"纬度": None}, "cell-missing"),
        ({"人数": "=1+1"}, "formula-unsaved"),
    ],
)
def test_one_slip_is_one_error(tmp_path: Path, changes: dict[str, Any], code: str) -> None:
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": [CREW_HEADER, crew(*changes.items())]})
    assert [(p.code, p.row) for p in problems] == [(code, 2)]


def test_a_likely_spelling_is_offered(tmp_path: Path) -> None:
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": [CREW_HEADER, crew(("出借单位", "程塘"))]})
    assert "程塘村" in str(problems[0].facts["near"])


def test_a_missing_column_is_one_error_not_one_a_row(tmp_path: Path) -> None:
    rows = [CREW_HEADER[:5] + CREW_HEADER[6:], *[crew(("编号", f"K{i}"))[:5] + crew()[6:] for i in range(9)]]
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": rows})
    assert told(problems) == [("column-missing", "封控队", 1, "人数")]


def test_a_missing_table_is_one_error_not_one_a_row(tmp_path: Path) -> None:
    rows = [CREW_HEADER, *[crew(("编号", f"K{i}")) for i in range(9)]]
    (problem,) = refused(tmp_path, {"封控队": rows})
    assert (problem.code, problem.facts["count"]) == ("sheet-missing", 9)


def test_a_column_nobody_knows_is_a_warning(tmp_path: Path) -> None:
    rows = [[*ORGANISATIONS[0], "备注"], [*ORGANISATIONS[1], "好"]]
    read = read_registry(workbook(tmp_path, {"单位": rows}))
    assert [(w.code, w.column) for w in read.warnings] == [("column-unknown", "备注")]


def test_a_width_in_centimetres_is_not_taken_for_metres(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["小区", "纬度", "经度", "宽度（厘米）"], ["东苑", 29.29, 120.23, 300]]
    assert [p.code for p in refused(tmp_path, {"开口": rows})] == ["column-missing"]


def test_repeated_rows_count_once(tmp_path: Path) -> None:
    rows = [CREW_HEADER, crew(), crew(), crew()]
    read = read_registry(workbook(tmp_path, {"单位": [*ORGANISATIONS, *ORGANISATIONS[1:]], "封控队": rows}))
    assert len(read.registry.crews) == 1
    assert len(read.registry.organisations) == 2
    assert Counter(w.code for w in read.warnings) == {"row-doubled": 4}


def test_merged_cells_are_told_once(tmp_path: Path) -> None:
    file = workbook(tmp_path, {"单位": [*ORGANISATIONS, ["C3", "河西社区", "社区", 2, 0]]})
    from openpyxl import load_workbook

    book = load_workbook(file)
    book["单位"].merge_cells("C2:C4")
    book.save(file)
    with pytest.raises(FeedError) as failure:
        read_registry(file)
    assert told(failure.value.problems) == [("cells-merged", "单位", 2, None)]


def test_a_sheet_with_nothing_but_a_header_is_a_warning_and_a_blank_one_an_error(tmp_path: Path) -> None:
    read = read_registry(workbook(tmp_path, {"单位": ORGANISATIONS, "封控队": [CREW_HEADER]}))
    assert [w.code for w in read.warnings] == ["sheet-empty"]
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "封控队": []})
    assert told(problems) == [("sheet-blank", "封控队", None, None)]


def test_the_same_name_twice_must_be_referred_to_by_id(tmp_path: Path) -> None:
    organisations: list[list[Any]] = [*ORGANISATIONS, ["V2", "程塘村", "村", 3, 0]]
    problems = refused(tmp_path, {"单位": organisations, "封控队": [CREW_HEADER, crew()]})
    assert [p.code for p in problems] == ["name-ambiguous"]
    by_id: Sheets = {"单位": organisations, "封控队": [CREW_HEADER, crew(("出借单位", "V2"))]}
    assert read_registry(workbook(tmp_path, by_id)).registry.crews[0].lender == "V2"


def test_two_files_make_one_registry_and_their_repetitions_count_once(tmp_path: Path) -> None:
    file = workbook(tmp_path, {"单位": ORGANISATIONS, "封控队": [CREW_HEADER, crew()]})
    again = tmp_path / "crews-b.csv"
    again.write_text(
        "\n".join(",".join(map(str, row)) for row in [CREW_HEADER, crew(), crew(("编号", "K2"))]), "gb18030"
    )
    read = read_registry([file, again])
    assert [c.id for c in read.registry.crews] == ["K1", "K2"]
    assert [w.code for w in read.warnings] == ["row-doubled"]


def test_a_neighbourhood_has_an_id_or_a_name(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["编号", "名称", "所属社区"], ["N1", None, "C1"], [None, "东苑", "C1"]]
    assert [(n.id, n.name) for n in town(tmp_path, 小区=rows).neighbourhoods] == [
        ("N1", "N1"),
        ("东苑", "东苑"),
    ]
    nameless: list[list[Any]] = [*rows, [None, None, "C1"], [None, None, "V1"]]
    problems = refused(tmp_path, {"单位": ORGANISATIONS, "小区": nameless})
    assert told(problems) == [("cell-missing", "小区", 4, "名称"), ("cell-missing", "小区", 5, "名称")]
