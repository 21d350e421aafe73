"""docs/reference/tables.md out of the columns' own definitions, so that page, templates and reader agree."""

from yipanqi.feeds.registry_columns import GUIDE, MARKS, SHEETS
from yipanqi.feeds.registry_sheet import Column, Sheet

_HEAD = f"""# The registry's tables

Generated from the columns' own definitions in `feeds/registry_columns.py`.

`yipanqi template` writes these tables to fill in; `yipanqi plan --registry` and `yipanqi serve --registry`
read them. What can be read: one XLSX workbook, CSV or TSV files, a folder of either, or several of these
together. CSV may be UTF-8 (with or without a mark), UTF-16 or GB18030, with commas, semicolons or tabs.

- A table is known by its title (the sheet's, or the file's name), in Chinese or English, or a title that
  contains it (`crews-chengtang.csv`); else by its headers. Titles and headers may be mixed freely.
- The header is the first of the upper ten rows with two known columns: a title above it does no harm.
- Columns may stand in any order. One that is not known is a warning; a required one that is missing an error.
- Other rows are named by id or by name; by id where a name occurs twice.
- A row repeated in every cell counts once, in one file or several. The same id with other contents is an
  error.
- Numbers may be full-width (`１２`), have thousands (`1,200`) or the column's unit (`12 米`). Decimal commas
  (`3,5`) are refused.
- Times of day: `18:00`, `18点30分`, `6:30 PM`, a spreadsheet's own time; past midnight `次日04:00`,
  `next day 04:00`, `28:00` or simply `04:00`. A start up to six hours before the night's start means: there
  from the beginning.
- The example row of a template, whose first cell says “{MARKS[0]}” or “{MARKS[1]}”,
  is passed over; changed under its mark it is an error, so that nobody's data is lost in silence. The sheet
  “{GUIDE[0]}” / “{GUIDE[1]}” is no table.
- Text that begins like a formula is written so that no program takes it for one (in CSV with an apostrophe
  before it, which the reader takes off again).

One error in any file, and nothing is taken in; every error of every file, sheet, row and column is told in
one pass.
"""


def tables_page() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_HEAD, *(_sheet(sheet) for sheet in SHEETS)])


def _sheet(sheet: Sheet) -> str:
    chinese, english = sheet.says
    lines = [
        f"## {sheet.zh} · {sheet.key}",
        "",
        f"{english} {chinese}",
        "",
        "| column | 列名 | also | must | what it holds |",
        "|---|---|---|---|---|",
        *(_column(column) for column in sheet.columns),
        "",
    ]
    return "\n".join(lines)


def _column(column: Column) -> str:
    also = ", ".join(f"`{name}`" for name in column.also)
    must = "yes" if column.required else ""
    return f"| `{column.key}` | {column.zh} | {also} | {must} | {_holds(column)} |"


def _holds(column: Column) -> str:
    told = [column.says[1]]
    if column.choices:
        told.append("One of: " + ", ".join(f"{c.en} {c.zh}" for c in column.choices) + ".")
    if column.kind in ("whole", "number"):
        whole = "whole number, " if column.kind == "whole" else ""
        told.append(f"({whole}{column.least:g} to {column.most:,.0f})")
    if column.link is not None:
        told.append(f"Refers to `{column.link}`.")
    return " ".join(told)
