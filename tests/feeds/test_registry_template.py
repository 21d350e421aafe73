"""Templates: what is written to be filled in is read back, and its example rows are nobody's data."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from yipanqi.feeds.problems import FeedError, Language
from yipanqi.feeds.registry import read_registry
from yipanqi.feeds.registry_columns import SHEETS
from yipanqi.feeds.registry_template import write_template
from yipanqi.survey.model import Registry


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("as_csv", [False, True])
def test_a_fresh_template_is_read_and_holds_nobody(tmp_path: Path, language: Language, as_csv: bool) -> None:
    files = write_template(tmp_path, language, as_csv=as_csv)
    read = read_registry(files)
    assert read.registry == Registry()
    assert [w.code for w in read.warnings] == ["sheet-empty"] * len(SHEETS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_examples_without_their_mark_are_a_sound_registry(tmp_path: Path, language: Language) -> None:
    (file,) = write_template(tmp_path, language)
    book = load_workbook(file)
    for sheet in SHEETS:
        tab = book[sheet.zh if language == "zh" else sheet.key]
        tab.cell(2, 1).value = sheet.columns[0].example[0 if language == "zh" else 1]
    book.save(file)
    registry = read_registry(file).registry
    assert [len(rows) for rows in (registry.organisations, registry.neighbourhoods, registry.crews)] == [
        1,
        1,
        1,
    ]
    assert (registry.crews[0].lender, registry.crews[0].until_s) == ("C1", 36_000)
    assert registry.openings[0].neighbourhood == "N1"


def test_an_example_written_over_is_not_lost_in_silence(tmp_path: Path) -> None:
    (file,) = write_template(tmp_path, "zh")
    book = load_workbook(file)
    book["单位"]["B2"] = "望春社区"
    book.save(file)
    with pytest.raises(FeedError) as failure:
        read_registry(file)
    assert [(p.code, p.sheet, p.row) for p in failure.value.problems] == [("example-changed", "单位", 2)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_is_explained_and_choices_drop_down(tmp_path: Path, language: Language) -> None:
    (file,) = write_template(tmp_path, language)
    book = load_workbook(file)
    assert len(book.worksheets) == len(SHEETS) + 1
    for sheet in SHEETS:
        tab = book[sheet.zh if language == "zh" else sheet.key]
        assert all(tab.cell(1, at).comment is not None for at in range(1, len(sheet.columns) + 1))
        dropped = sum(rule.type == "list" for rule in tab.data_validations.dataValidation)
        assert dropped == sum(column.kind in ("choice", "link") for column in sheet.columns)
