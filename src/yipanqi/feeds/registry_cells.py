"""A cell understood: text, numbers, choices and clock times as people write them, or what is wrong."""

import re
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from yipanqi.feeds.registry_sheet import Column
from yipanqi.feeds.tables_model import Cell, alike

Value = str | int | float | tuple[str, ...]

_DAY_S = 86_400
_ALREADY_THERE_S = 6 * 3600
"""A start so shortly before the night's own means: there from the beginning."""

_STARTS = frozenset({"from", "at"})
"""Columns whose times may lie shortly before the night without being next day's."""

_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_MANGLED = re.compile(r"\d(\.\d+)?e\+\d+")
_UNITS = re.compile(r"\s*(米|公尺|m|人|户|个|分钟|分|min|minutes)$")
_CLOCK = re.compile(r"(\d{1,2})[:时点h.](\d{1,2})?分?(?::(\d{1,2}))?\s*(am|pm)?")
_DAYS = (
    (re.compile(r"^(次日|翌日|第二天|明天|明日|隔天|next day|tomorrow|\+\s*1\s*d?(ay)?)\s*"), 1),
    (re.compile(r"^(当日|当天|当晚|今天|今晚|same day|today|tonight)\s*"), 0),
)


class CellError(Exception):
    """A cell that cannot be understood: the problem's code and facts."""

    def __init__(self, code: str, **facts: str | float) -> None:
        super().__init__(code)
        self.code = code
        self.facts: dict[str, str | int | float] = dict(facts)


def understood(column: Column, cell: Cell, starts_at: time) -> Value:
    """What a filled cell of this column means; times of day in seconds after the night's start.

    Raises:
        CellError: it means nothing here, or is beyond the column's limits.
    """
    if isinstance(cell, str) and cell.strip().upper() in _ERRORS:
        raise CellError("formula-error", value=cell)
    match column.kind:
        case "whole" | "number" | "lat" | "lon":
            return _limited(column, _number(column, cell))
        case "time":
            return _clock(cell, starts_at, is_start=column.key in _STARTS)
        case "choice":
            return _choice(column, cell)
        case "list":
            return tuple(
                dict.fromkeys(p for part in re.split("[;；,，、\n]", _text(cell)) if (p := part.strip()))
            )
        case _:
            return _text(cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, (datetime, date, time, timedelta)):
        raise CellError("date-for-text", value=str(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    if _MANGLED.fullmatch(text.casefold()):
        raise CellError("digits-lost", value=text)
    return text


def _number(column: Column, cell: Cell) -> float:
    if isinstance(cell, (datetime, date, time, timedelta)):
        raise CellError("date-for-number", value=str(cell))
    if isinstance(cell, bool) or cell is None:
        raise CellError("not-a-number", value=str(cell), example=column.example[1])
    if isinstance(cell, (int, float)):
        return float(cell)
    text = _UNITS.sub("", alike(cell).replace("−", "-").replace("–", "-"))
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if not _NUMBER.fullmatch(text):
        raise CellError("not-a-number", value=cell, example=column.example[1])
    return float(text)


def _limited(column: Column, number: float) -> int | float:
    if column.kind == "lat" or column.kind == "lon":
        return number  # judged together, since they may be swapped
    least, most = column.least, column.most
    if least is not None and not number >= least:
        raise CellError("number-too-small", value=number, least=least)
    if most is not None and not number <= most:
        raise CellError("number-too-large", value=number, most=most, unit=column.unit)
    if column.kind == "whole":
        if number != int(number):
            raise CellError("not-whole", value=number)
        return int(number)
    return number


def _choice(column: Column, cell: Cell) -> str:
    written = alike(_text(cell))
    for choice in column.choices:
        if written in map(alike, (choice.value, choice.zh, choice.en, *choice.also)):
            return choice.value
    known = " / ".join(f"{c.zh} {c.en}" for c in column.choices)
    raise CellError("not-one-of", value=_text(cell), known=known)


def _clock(cell: Cell, starts_at: time, is_start: bool) -> int:
    start_s = starts_at.hour * 3600 + starts_at.minute * 60 + starts_at.second
    day, clock_s = _day_and_clock(cell)
    if day is not None or clock_s >= _DAY_S:
        after_s = (day or 0) * _DAY_S + clock_s - start_s
    else:
        after_s = (clock_s - start_s) % _DAY_S
        if is_start and after_s >= _DAY_S - _ALREADY_THERE_S:
            return 0
    return max(after_s, 0) if is_start else after_s


def _day_and_clock(cell: Cell) -> tuple[int | None, int]:
    """The day after the night's first, where it is written, and seconds from that day's midnight."""
    if isinstance(cell, timedelta):
        return None, round(cell.total_seconds())
    if isinstance(cell, datetime):
        if cell.year > 1900:
            raise CellError("is-a-date", value=cell.isoformat(" ", "minutes"))
        return None, round((cell - datetime(1899, 12, 30)).total_seconds())  # noqa: DTZ001 - a sheet's day zero
    if isinstance(cell, time):
        return None, cell.hour * 3600 + cell.minute * 60 + cell.second
    if isinstance(cell, date):
        raise CellError("is-a-date", value=cell.isoformat())
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return None, _share_of_day(cell)
    return _written_clock(str(cell))


def _written_clock(written: str) -> tuple[int | None, int]:
    text, day = alike(normalize("NFKC", written)), None
    for pattern, days in _DAYS:
        if pattern.match(text):
            text, day = pattern.sub("", text), days
    found = _CLOCK.fullmatch(text)
    if not found:
        if re.fullmatch(r"[01](\.\d+)?", text):
            return day, _share_of_day(float(text))
        code = "is-a-date" if re.match(r"\d{4}[-/年.]", text) else "not-a-time"
        raise CellError(code, value=written)
    hour, minute, second = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    if hour > 72 or minute > 59 or second > 59:
        raise CellError("not-a-time", value=written)
    return day, hour * 3600 + minute * 60 + second


def _share_of_day(number: float) -> int:
    """A time as spreadsheets store it, 0.75 for 18:00."""
    if not 0 <= number < 2:
        raise CellError("not-a-time", value=number)
    return round(number * _DAY_S)
