"""What no journal can hold is refused at once, in the caller's thread, and disturbs nobody."""

from datetime import datetime, timedelta, timezone

import pytest
from msgspec import Raw
from msgspec.structs import replace

from tests.storage.drafting import SIX_PM, net_up
from yipanqi.ground.ids import Actor, Device, EventId
from yipanqi.journal.drafts import holdable
from yipanqi.journal.envelope import Draft

GOOD = net_up()
BAD = {
    "no time zone": replace(GOOD, happened_at=SIX_PM.replace(tzinfo=None)),
    "a time before all UTC": replace(
        GOOD, happened_at=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))
    ),
    "a body cut short": replace(GOOD, body=Raw(b'{"width_m":')),
    "an empty body": replace(GOOD, body=Raw(b"")),
    "a body that is not UTF-8": replace(GOOD, body=Raw(b'"\xff"')),
    "a body with a NUL": replace(GOOD, body=Raw(b'"\0"')),
    "a body without bottom": replace(GOOD, body=Raw(b"[" * 100_000 + b"]" * 100_000)),
    "a schema below zero": replace(GOOD, schema=-1),
    "a schema beyond all databases": replace(GOOD, schema=1 << 31),
    "no event id": replace(GOOD, event_id=EventId("")),
    "no stream": replace(GOOD, stream=""),
    "a NUL in the actor": replace(GOOD, actor=Actor("crew\0")),
    "half a character": replace(GOOD, device=Device("\ud83d")),
}


@pytest.mark.parametrize("draft", BAD.values(), ids=BAD)
def test_refused(draft: Draft) -> None:
    with pytest.raises(ValueError, match=r"."):
        holdable([GOOD, draft])


def test_a_good_one_passes_with_its_time_in_utc() -> None:
    noon = replace(GOOD, happened_at=datetime(2020, 2, 3, 12, tzinfo=timezone(timedelta(hours=8))))
    (held,) = holdable([noon])
    assert held == noon
    assert held.happened_at.utcoffset() == timedelta(0)
