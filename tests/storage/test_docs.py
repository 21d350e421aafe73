"""The reference names every table, column and code there is."""

from pathlib import Path
from typing import get_args

import pytest

from yipanqi.desk.ports import NotRecordedCode
from yipanqi.storage.refusals import CannotOpenCode
from yipanqi.storage.tables import metadata

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "journal.md"
TEXT = REFERENCE.read_text("utf-8")


def section(heading: str) -> str:
    """The text under a third-level heading."""
    return TEXT.split(f"\n### {heading}\n", 1)[1].split("\n##", 1)[0]


@pytest.mark.parametrize("table", metadata.tables.values(), ids=lambda t: str(t.name))
def test_every_column_is_described(table: object) -> None:
    columns = {c.name for c in metadata.tables[str(table)].columns} - {"board"}
    assert {c for c in columns if f"`{c}`" not in section(str(table))} == set()


@pytest.mark.parametrize("code", get_args(CannotOpenCode) + get_args(NotRecordedCode))
def test_every_code_is_described(code: str) -> None:
    assert f"\n| `{code}` |" in TEXT
