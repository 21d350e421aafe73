"""The registry out of spreadsheets: who and what the sub-district can count on; every error in one pass."""

from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import cast

from msgspec import Struct

from yipanqi.feeds.problems import FeedError, Problem
from yipanqi.feeds.registry_across import Bounds, across
from yipanqi.feeds.registry_goods_rows import delivery_of, loan_of, quote_of
from yipanqi.feeds.registry_links import Links
from yipanqi.feeds.registry_rows import Reading, Record, read_rows
from yipanqi.feeds.registry_sheet import SheetKey
from yipanqi.feeds.registry_writing import NIGHT_STARTS
from yipanqi.feeds.tables import read_tables
from yipanqi.feeds.tables_model import alike
from yipanqi.ground.ids import CrewId, NeighbourhoodId, OrganisationId, SupplierId
from yipanqi.survey.model import (
    Crew,
    FieldOpening,
    Organisation,
    OrganisationKind,
    RegisteredNeighbourhood,
    Registry,
    Supplier,
)


class RegistryRead(Struct, frozen=True):
    """A registry, and what was odd about its files without being wrong."""

    registry: Registry
    warnings: tuple[Problem, ...]


def read_registry(
    paths: Path | Sequence[Path], *, starts_at: time = NIGHT_STARTS, bounds: Bounds | None = None
) -> RegistryRead:
    """The registry in workbooks, CSV files and folders of either, taken together.

    `starts_at` is the local time of day from which crews' seconds count; `bounds` (west, south, east, north)
    of the map help to see latitude and longitude exchanged.

    Raises:
        FeedError: with every problem of every file; nothing is taken in then.
    """
    found = read_tables([paths] if isinstance(paths, Path) else list(paths))
    reading = read_rows(found.tables, starts_at)
    reading.errors[:0] = found.problems
    if not reading.seen and not reading.errors:
        reading.errors += reading.warnings
        reading.errors.append(Problem("nothing-to-read", found.tables[0].file))
    kept = {key: _counted_once(reading, key) for key in _KEYS}
    links = Links(reading)
    for record in reading.records:
        reading.errors += across(record, starts_at, bounds)
        reading.errors += links.problems(record)
    reading.errors += links.missing()
    if reading.errors:
        raise FeedError(tuple(sorted(reading.errors, key=_where)))
    return RegistryRead(_built(kept, links), tuple(reading.warnings))


_KEYS: tuple[SheetKey, ...] = (
    "organisations",
    "neighbourhoods",
    "crews",
    "suppliers",
    "openings",
    "quotes",
    "loans",
    "deliveries",
)
_NAMELESS = frozenset({"openings", "quotes", "loans", "deliveries"})
"""Sheets whose rows have neither id nor name."""


def _where(problem: Problem) -> tuple[str, str, int]:
    return problem.file, problem.sheet or "", problem.row or 0


def _counted_once(reading: Reading, key: SheetKey) -> list[Record]:
    """The sheet's records without repeated rows; the same id with other contents is an error."""
    first: dict[tuple[object, ...], Record] = {}
    named = (r for r in reading.records if r.sheet.key == key and r.sound and (r.key() or key in _NAMELESS))
    for record in named:
        handle = _handle(record)
        earlier = first.setdefault(handle, record)
        if earlier is record:
            continue
        if earlier.values == record.values:
            reading.warnings.append(record.problem("row-doubled", first=earlier.place()))
        elif key == "openings":
            reading.errors.append(record.problem("place-doubled", first=earlier.place()))
        else:
            column = "id" if "id" in record.values else "name"
            facts = {"value": record.text(column), "first": earlier.place()}
            reading.errors.append(record.problem("id-doubled", column, **facts))
    return list(first.values())


def _handle(record: Record) -> tuple[object, ...]:
    """What makes a row one thing and not another: its id, else its name; an opening's place; or all of it."""
    if record.sheet.key == "openings":
        return alike(record.text("neighbourhood")), record.values["lat"], record.values["lon"]
    if record.sheet.key in _NAMELESS:
        return tuple(sorted(record.values.items()))
    return (alike(record.key()),)


def _built(kept: dict[SheetKey, list[Record]], links: Links) -> Registry:
    return Registry(
        tuple(_organisation(record) for record in kept["organisations"]),
        tuple(_neighbourhood(record, links) for record in kept["neighbourhoods"]),
        tuple(_crew(record, links) for record in kept["crews"]),
        tuple(_supplier(record) for record in kept["suppliers"]),
        tuple(_opening(record, links) for record in kept["openings"]),
        tuple(quote_of(record, links) for record in kept["quotes"]),
        tuple(loan_of(record, links) for record in kept["loans"]),
        tuple(delivery_of(record, links) for record in kept["deliveries"]),
    )


def _organisation(record: Record) -> Organisation:
    return Organisation(
        OrganisationId(record.key()),
        record.text("name"),
        cast("OrganisationKind", record.text("kind")),
        int(record.number("cadres")),
        record.number("net_m"),
    )


def _neighbourhood(record: Record, links: Links) -> RegisteredNeighbourhood:
    return RegisteredNeighbourhood(
        NeighbourhoodId(record.key()),
        record.text("name") or record.key(),
        OrganisationId(links.resolved(record, "community")),
        record.text("kind") == "walled",
        int(record.number("households")) if "households" in record.values else None,
    )


def _crew(record: Record, links: Links) -> Crew:
    skills = record.values.get("skills", ())
    return Crew(
        CrewId(record.key()),
        record.text("name"),
        OrganisationId(links.resolved(record, "lender")),
        (record.number("lon"), record.number("lat")),
        int(record.number("people")),
        int(record.number("from")),
        int(record.number("until")),
        int(record.number("van_m")),
        int(record.number("loaded_m")),
        skills if isinstance(skills, tuple) else (),
        record.text("phone"),
    )


def _supplier(record: Record) -> Supplier:
    return Supplier(
        SupplierId(record.key()),
        record.text("name"),
        (record.number("lon"), record.number("lat")),
        round(record.number("load_min") * 60),
        int(record.number("stock_m")) if "stock_m" in record.values else None,
        record.text("phone"),
        max(0, int(record.number("opens"))) if "opens" in record.values else 0,
        int(record.number("closes")) if "closes" in record.values else None,
    )


def _opening(record: Record, links: Links) -> FieldOpening:
    return FieldOpening(
        NeighbourhoodId(links.resolved(record, "neighbourhood")),
        (record.number("lon"), record.number("lat")),
        record.number("width_m"),
        record.text("name"),
        record.text("confirmed") != "no",
    )
