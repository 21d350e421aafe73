"""A refusal: a decision that could not be taken, as a value with a stable code and the facts."""

from msgspec import Struct


class Refusal(Struct, frozen=True):
    """Why not: wording is in the translation files, the HTTP status in `web`."""

    code: str
    facts: dict[str, str | int | float] = {}
