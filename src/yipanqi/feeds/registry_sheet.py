"""What a registry's sheet and its columns are, for the definitions of all of them."""

from typing import Literal

from msgspec import Struct

Kind = Literal["text", "code", "whole", "number", "choice", "time", "lat", "lon", "list", "link"]
"""What a cell holds; `code` is text whose digits matter (ids, telephones), `link` names another row."""

SheetKey = Literal[
    "organisations", "neighbourhoods", "crews", "suppliers", "openings", "quotes", "loans", "deliveries"
]


class Choice(Struct, frozen=True):
    """One answer of a `choice` column, and how people write it."""

    value: str
    zh: str
    en: str
    also: tuple[str, ...] = ()


class Column(Struct, frozen=True):
    """One column: `key` is its English header, `zh` its Chinese one, `also` other spellings taken for it."""

    key: str
    zh: str
    kind: Kind
    says: tuple[str, str]
    """What belongs in it, in Chinese and English."""
    example: tuple[str, str]
    also: tuple[str, ...] = ()
    required: bool = False
    least: float | None = None
    most: float | None = None
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    link: SheetKey | None = None


class Sheet(Struct, frozen=True):
    """One table and its columns."""

    key: SheetKey
    zh: str
    says: tuple[str, str]
    columns: tuple[Column, ...]
    also: tuple[str, ...] = ()
