"""Kinds of entry: the name and schema under which each type is kept."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec
from msgspec import Raw, Struct


class Kind(Struct, frozen=True):
    """A kind's name, the schema its body is written in, its type, and whether it may be refused."""

    name: str
    body: type[Struct]
    stream: str
    """The stream of an entry: a word, then the body's field that tells one from another, if any."""
    sort: Literal["fact", "decision", "desk"] = "fact"
    """A fact anybody may report; a decision may be refused; the desk's own nobody else may send."""
    schema: int = 1

    def stream_of(self, body: Struct) -> str:
        """`opening/{opening}` filled from the body."""
        word, _, field = self.stream.partition("/")
        return f"{word}/{getattr(body, field)}" if field else word


class UnknownKindError(ValueError):
    """No kind of that name and schema; what it belongs to must be kept, not dropped."""


class Kinds:
    """All kinds a board understands."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._by_name = {kind.name: kind for kind in kinds}
        self._by_type = {kind.body: kind for kind in self._by_name.values()}
        self._decoders = {name: msgspec.json.Decoder(kind.body) for name, kind in self._by_name.items()}
        self._encoder = msgspec.json.Encoder()

    def __iter__(self) -> Iterator[Kind]:
        return iter(self._by_name.values())

    def named(self, name: str) -> Kind:
        """The kind of that name.

        Raises:
            UnknownKindError: there is none.
        """
        if name not in self._by_name:
            raise UnknownKindError(f"no kind of entry is called {name!r}")
        return self._by_name[name]

    def of(self, body: Struct) -> Kind:
        """The kind under which a body is kept."""
        return self._by_type[type(body)]

    def encode(self, body: Struct) -> Raw:
        """A body as it is kept."""
        return Raw(self._encoder.encode(body))

    def decode(self, name: str, schema: int, body: Raw | bytes) -> Struct:
        """A body as it was said.

        Raises:
            UnknownKindError: the kind is unknown, or of a schema this version can't read.
            msgspec.ValidationError: the body does not fit its kind.
        """
        kind = self.named(name)
        if schema != kind.schema:
            raise UnknownKindError(f"{name!r} of schema {schema}; this version reads {kind.schema}")
        decoded: Struct = self._decoders[name].decode(body)
        return decoded
