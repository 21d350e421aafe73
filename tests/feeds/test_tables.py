"""Tables as files hold them: encodings, separators, damaged files, and cells that would be formulas."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from yipanqi.feeds.tables import read_tables
from yipanqi.feeds.tables_csv import guarded, unguarded
from yipanqi.feeds.tables_model import Cell
from yipanqi.feeds.tables_writing import Page, write_csv


def rows_of(path: Path) -> list[tuple[int, tuple[Cell, ...]]]:
    found = read_tables([path])
    assert found.problems == ()
    return [(row.number, row.cells) for row in found.tables[0].rows]


def codes(*paths: Path) -> list[str]:
    return [p.code for p in read_tables(list(paths)).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_however_it_was_saved(tmp_path: Path, encoding: str, separator: str) -> None:
    file = tmp_path / "单位.csv"
    file.write_bytes(
        f"编号{separator}名称\r\nC1{separator} 望春社区 \r\n\r\nC2{separator}\r\n".encode(encoding)
    )
    assert rows_of(file) == [(1, ("编号", "名称")), (2, ("C1", "望春社区")), (4, ("C2", None))]


def test_a_quoted_line_break_does_not_shift_the_row_numbers(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('id,name\n1,"two\nlines"\n2,b\n', "utf-8")
    assert [number for number, _ in rows_of(file)] == [1, 2, 3]


def test_a_file_cut_off_in_a_quote_or_a_character_is_cut_off(tmp_path: Path) -> None:
    in_quote, in_character = tmp_path / "a.csv", tmp_path / "b.csv"
    in_quote.write_text('id,name\n1,"望春', "utf-8")
    in_character.write_bytes("id,name\n1,望春社区".encode()[:-1])
    assert codes(in_quote) == ["file-truncated"]
    assert codes(in_character) == ["file-truncated"]


def test_a_workbook_cut_off_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    Workbook().save(file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert codes(file) == ["file-truncated"]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "text.xlsx").write_text("not a workbook")
    (tmp_path / "bytes.csv").write_bytes(b"\xff\x00\x81\x20\xff")
    missing = tmp_path / "nowhere.csv"
    assert codes(tmp_path / "empty.csv") == ["file-empty"]
    assert codes(tmp_path / "picture.png") == ["format-unknown"]
    assert codes(tmp_path / "text.xlsx") == ["file-truncated"]
    assert codes(tmp_path / "bytes.csv") == ["encoding-unknown"]
    assert codes(missing) == ["file-missing"]


def test_a_folder_gives_its_tables_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("id\n1\n")
    (tmp_path / "a.csv").write_text("id\n1\n")
    (tmp_path / "~$a.xlsx").write_text("lock")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = read_tables([tmp_path, tmp_path / "a.csv"])
    assert [t.title for t in found.tables] == ["a", "b"]
    assert found.problems == ()


def test_an_empty_folder_has_nothing_to_read(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["nothing-to-read"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-3 wide", "@home", "\tcell", "'=1", "'quoted'", "plain", "''"]
)
def test_no_text_begins_as_a_formula_and_every_text_comes_back(tmp_path: Path, text: str) -> None:
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))
    assert unguarded(guarded(text)) == text
    file = tmp_path / "a.csv"
    write_csv(Page("a", ("x", "y"), ((text, -3.5),)), file)
    assert rows_of(file)[1] == (2, (text, "-3.5"))


def test_a_file_written_again_replaces_the_old_one_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    write_csv(Page("a", ("x",), (("long old text",),)), file)
    write_csv(Page("a", ("x",), (("new",),)), file)
    assert rows_of(file)[1:] == [(2, ("new",))]
    assert list(tmp_path.iterdir()) == [file]
