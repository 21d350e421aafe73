"""The account as tables, once for PDF and workbook: heads, then rows of plain values."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from yipanqi.desk.afterwards import Afterwards, OpeningPast
from yipanqi.papers.afterwards.words import ROLES, STATES, Language, clock, decided, reason, word

Value = str | int | float | None


class Table(Struct, frozen=True):
    """A table: its title, its heads, and rows as long as the heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def tables(told: Afterwards, language: Language) -> tuple[Table, ...]:
    """All tables of the account, the openings last."""
    return (
        _neighbourhoods(told, language),
        _lenders(told, language),
        _crews(told, language),
        _problems(told, language),
        _decisions(told, language),
        openings(told, told.openings, language),
    )


def latest(told: Afterwards, language: Language, most: int = 20) -> Table:
    """The openings farthest behind the first plan."""
    late = [o for o in told.openings if (o.late_min or 0) > 0]
    late.sort(key=lambda o: -(o.late_min or 0))
    table = openings(told, late[:most], language)
    return Table(word("latest", language), table.heads, table.rows)


def openings(told: Afterwards, of: Sequence[OpeningPast], language: Language) -> Table:
    """Plan against fact, opening by opening."""
    crews = {c.id: c.name for c in told.crews}
    names = {n.id: n.name for n in told.neighbourhoods}
    heads = (
        "neighbourhood", "opening", "role", "first_due", "last_due", "started", "actual", "difference",
        "blocked", "first_crew", "done_by", "state",
    )  # fmt: skip
    rows = tuple(
        (
            names.get(o.neighbourhood, str(o.neighbourhood)),
            o.name or str(o.id),
            _of(ROLES, o.role or "", language),
            clock(o.first_due_at, told.time_zone),
            clock(o.last_due_at, told.time_zone),
            clock(o.started_at, told.time_zone),
            clock(o.done_at, told.time_zone),
            None if o.late_min is None else round(o.late_min),
            round(o.blocked_min) or None,
            crews.get(o.first_crew, "") if o.first_crew else "",
            crews.get(o.done_by, "") if o.done_by else "",
            _of(STATES, o.state, language),
        )
        for o in of
    )
    return Table(word("openings", language), _heads(heads, language), rows)


def _neighbourhoods(told: Afterwards, language: Language) -> Table:
    rows = tuple(
        (
            n.name,
            n.openings,
            clock(n.first_due_at, told.time_zone),
            clock(n.closed_at, told.time_zone) if n.closed_at else word("not_closed", language),
            _minutes(n.first_due_at, n.closed_at),
        )
        for n in told.neighbourhoods
    )
    heads = ("neighbourhood", "openings", "planned", "actual", "difference")
    return Table(word("neighbourhoods", language), _heads(heads, language), rows)


def _lenders(told: Afterwards, language: Language) -> Table:
    rows = tuple(
        (x.name, x.crews, x.people, x.jobs_done, x.net_m, round(x.out_h, 1), round(x.people_h, 1))
        for x in told.lenders
    )
    heads = ("lender", "crews", "people", "jobs_done", "net_m", "out_h", "people_h")
    return Table(word("lenders", language), _heads(heads, language), rows)


def _crews(told: Afterwards, language: Language) -> Table:
    lenders = {x.id: x.name for x in told.lenders}
    rows = tuple(
        (
            c.name,
            lenders.get(c.lender, str(c.lender)),
            c.people,
            c.first_jobs,
            c.jobs_done,
            c.loads,
            c.net_m,
            round(c.out_h, 1),
            round(c.work_h, 1),
            word("lost", language) if c.lost else "",
        )
        for c in told.crews
    )
    heads = (
        "crew",
        "lender",
        "people",
        "jobs_planned",
        "jobs_done",
        "loads",
        "net_m",
        "out_h",
        "work_h",
        "lost",
    )
    return Table(word("crews", language), _heads(heads, language), rows)


def _problems(told: Afterwards, language: Language) -> Table:
    rows = tuple(
        (
            clock(p.raised_at, told.time_zone),
            reason(p, language),
            p.words,
            p.by,
            clock(None if p.state == "waiting" else p.since, told.time_zone),
        )
        for p in sorted(told.problems, key=lambda p: p.raised_at)
    )
    heads = (*_heads(("raised_at", "problem"), language), "", "", word("settled", language))
    return Table(word("problems", language), heads, rows)


def _decisions(told: Afterwards, language: Language) -> Table:
    rows = tuple(
        (
            clock(d.made_at, told.time_zone),
            decided(d, language),
            d.why,
            d.signed_by,
            d.carried_out_by,
            clock(d.by_at, told.time_zone),
            clock(d.done_at, told.time_zone),
        )
        for d in sorted(told.decisions, key=lambda d: d.made_at)
    )
    heads = ("decision", "why", "signed", "carried_out", "due", "done")
    return Table(word("decisions", language), ("", *_heads(heads, language)), rows)


def _heads(keys: Sequence[str], language: Language) -> tuple[str, ...]:
    return tuple(word(key, language) for key in keys)


def _of(words: dict[str, tuple[str, str]], key: str, language: Language) -> str:
    return words[key][language == "en"]


def _minutes(planned: datetime | None, actual: datetime | None) -> Value:
    if planned is None or actual is None:
        return None
    return round((actual - planned) / timedelta(minutes=1))
