"""The page that describes the tables says what the reader does."""

from pathlib import Path

from yipanqi.feeds.registry_reference import tables_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"


def test_the_reference_page_has_not_drifted_from_the_columns() -> None:
    assert PAGE.read_text("utf-8") == tables_page(), "write tables_page() into docs/reference/tables.md"
