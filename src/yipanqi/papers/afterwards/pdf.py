"""The account as PDF."""

from pathlib import Path
from typing import Any

from yipanqi.desk.afterwards import Afterwards
from yipanqi.papers.afterwards.curve import curve
from yipanqi.papers.afterwards.tables import Table, latest, tables
from yipanqi.papers.afterwards.words import Language, clock, word
from yipanqi.papers.pdf import pdf

TEMPLATE = Path(__file__).parent / "afterwards.typ"


def afterwards_pdf(told: Afterwards, language: Language) -> bytes:
    """A4, the figures first, then table by table.

    Raises:
        NoChineseFontError: there is nothing to set Chinese with.
    """
    return pdf(TEMPLATE, afterwards_facts(told, language))


def afterwards_facts(told: Afterwards, language: Language) -> dict[str, Any]:
    """What the template reads."""
    *summary, _ = tables(told, language)
    return {
        "lang": language,
        "title": word("title", language),
        "town": told.name,
        "exercise": word("exercise", language) if told.exercise else "",
        "night": _night(told),
        "figures": [[word(key, language), value] for key, value in _figures(told)],
        "curve": curve(told),
        "progress": word("progress", language),
        "none": word("nobody", language),
        "tables": [_plain(table) for table in (*summary, latest(told, language))],
    }


def _night(told: Afterwards) -> str:
    if told.night is None:
        return ""
    start, end = told.night.starts_at, told.night.deadline_at
    return f"{start:%Y-%m-%d} {clock(start, told.time_zone)} – {clock(end, told.time_zone)}"


def _figures(told: Afterwards) -> list[tuple[str, str]]:
    t = told.totals
    figures = [
        ("closed", f"{t.neighbourhoods_closed} / {t.neighbourhoods}"),
        ("nets", f"{t.nets_done} / {t.nets}"),
        ("gates", f"{t.gates_done} / {t.gates}"),
        ("planned_finish", clock(told.first_finish_at, told.time_zone)),
        ("finish", clock(told.finish_at, told.time_zone)),
        ("plans", str(told.plans)),
    ]
    if t.emergency:
        figures.insert(3, ("emergency_openings", f"{t.emergency_done} / {t.emergency}"))
    return figures


def _plain(table: Table) -> dict[str, Any]:
    """The table with every value as text, numbers marked to stand at the right."""
    return {
        "title": table.title,
        "heads": list(table.heads),
        "right": [
            any(isinstance(row[n], (int, float)) for row in table.rows) for n in range(len(table.heads))
        ],
        "rows": [["" if value is None else str(value) for value in row] for row in table.rows],
    }
