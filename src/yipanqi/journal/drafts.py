"""Whether a draft can be held by any journal at all: asked before it can disturb anyone else's."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from yipanqi.ground.time import utc
from yipanqi.journal.envelope import Draft

_SCHEMA_LIMIT = 1 << 31


def holdable(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts with their times in UTC; a bad one stops the call before it can disturb anyone else's.

    Raises:
        ValueError: a time without a zone or outside the years 1 to 9999, a body that is not JSON in UTF-8,
            a schema number no database holds, an empty event id or stream, or text with a NUL in it.
    """
    return tuple(_holdable(draft) for draft in drafts)


def _holdable(draft: Draft) -> Draft:
    for name in ("event_id", "stream", "kind", "actor", "device"):
        _check_text(name, getattr(draft, name))
    if not draft.event_id or not draft.stream:
        raise ValueError("a draft needs an event_id and a stream")
    if not 0 <= draft.schema < _SCHEMA_LIMIT:
        raise ValueError(f"schema {draft.schema} is not a number from 0 to {_SCHEMA_LIMIT - 1}")
    try:
        bytes(draft.body).decode()
        msgspec.json.decode(draft.body)
        said = None if draft.device_at is None else utc(draft.device_at)
        return replace(draft, happened_at=utc(draft.happened_at), device_at=said)
    except OverflowError as failure:
        raise ValueError(f"{draft.happened_at.isoformat()} has no UTC date") from failure
    except (UnicodeDecodeError, msgspec.DecodeError, RecursionError) as failure:
        raise ValueError(f"the body of {draft.event_id} is not JSON in UTF-8: {failure}") from failure


def _check_text(name: str, text: str) -> None:
    if "\0" in text:
        raise ValueError(f"{name} has a NUL in it")
    try:
        text.encode()
    except UnicodeEncodeError as failure:
        raise ValueError(f"{name} is not text: {failure}") from failure
