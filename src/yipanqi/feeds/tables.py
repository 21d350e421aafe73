"""Spreadsheets as plain tables: XLSX workbooks, CSV files, or a folder of either, with every row's number."""

from collections.abc import Sequence
from pathlib import Path

from yipanqi.feeds.problems import Problem
from yipanqi.feeds.tables_csv import read_csv
from yipanqi.feeds.tables_model import Table, Tables
from yipanqi.feeds.tables_xlsx import read_xlsx

READABLE = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")


def read_tables(paths: Sequence[Path]) -> Tables:
    """Every table in the files, and in the files of the folders, in order of name.

    Files of other kinds in a folder are left alone; a file named outright must be readable.
    """
    tables: list[Table] = []
    problems: list[Problem] = []
    for path in _files(paths, problems):
        found = _read_file(path)
        tables += found.tables
        problems += found.problems
    if not tables and not problems:
        problems.append(Problem("nothing-to-read", ", ".join(path.name for path in paths)))
    return Tables(tuple(tables), tuple(problems))


def _files(paths: Sequence[Path], problems: list[Problem]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in READABLE and _wanted(p))
            files += inside
        elif not path.exists():
            problems.append(Problem("file-missing", path.name))
        elif path.suffix.lower() not in READABLE:
            problems.append(Problem("format-unknown", path.name, facts={"known": " ".join(READABLE)}))
        else:
            files.append(path)
    return list({path.resolve(): path for path in files}.values())


def _wanted(path: Path) -> bool:
    """Not a lock file of an office program, nor hidden."""
    return path.is_file() and not path.name.startswith(("~$", ".", "._"))


def _read_file(path: Path) -> Tables:
    try:
        if path.stat().st_size == 0:
            return Tables((), (Problem("file-empty", path.name),))
        return read_xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else read_csv(path)
    except OSError as failure:
        reason = failure.strerror or type(failure).__name__
        return Tables((), (Problem("file-unreadable", path.name, facts={"reason": reason}),))
