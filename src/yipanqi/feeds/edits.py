"""Edits of a survey out of a file: CSV and XLSX row by row, GeoJSON feature by feature."""

from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from yipanqi.desk.ports import ImportProblem, KnownSurvey, ReadEdits
from yipanqi.feeds.edits_geojson import edits_of_features
from yipanqi.feeds.edits_known import Taken
from yipanqi.feeds.edits_table import edits_of_tables
from yipanqi.feeds.problems import Problem, describe
from yipanqi.feeds.tables import READABLE, read_tables

GEOJSON = (".geojson", ".json")
MOST_BYTES = 30_000_000


def read_edits(name: str, body: bytes, known: KnownSurvey) -> ReadEdits:
    """The desk's reader: as `edits_in`, with every problem in words of both languages."""
    taken = edits_in(name, body, known)
    return ReadEdits(taken.edits, tuple(_in_words(problem) for problem in taken.problems), taken.unchanged)


def edits_in(name: str, body: bytes, known: KnownSurvey) -> Taken:
    """The edits of a file, by its name's ending; every problem of every row in one pass."""
    file = PurePath(name.replace("\\", "/")).name or "file"
    ending = PurePath(file).suffix.lower()
    if len(body) > MOST_BYTES:
        size = {"size": f"{len(body) // 1_000_000} MB", "limit": f"{MOST_BYTES // 1_000_000} MB"}
        return Taken((), (Problem("file-too-large", file, facts=dict(size)),))
    if not body.strip():
        return Taken((), (Problem("file-empty", file),))
    if ending in GEOJSON:
        return edits_of_features(file, body, known)
    if ending not in READABLE:
        facts: dict[str, str | int | float] = {"known": " ".join((*READABLE, *GEOJSON))}
        return Taken((), (Problem("format-unknown", file, facts=facts),))
    with TemporaryDirectory() as folder:  # the readers of tables read files
        path = Path(folder) / file
        path.write_bytes(body)
        return edits_of_tables(read_tables([path]), known)


def _in_words(problem: Problem) -> ImportProblem:
    return ImportProblem(
        code=problem.code,
        file=problem.file,
        row=problem.row,
        field=problem.column,
        zh=describe(problem, "zh"),
        en=describe(problem, "en"),
    )
