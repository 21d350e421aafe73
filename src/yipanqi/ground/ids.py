"""Identifiers: one NewType for each thing that has a name, and UUIDv7 for events."""

from typing import NewType

NeighbourhoodId = NewType("NeighbourhoodId", str)
OpeningId = NewType("OpeningId", str)
WayId = NewType("WayId", int)
BuildingId = NewType("BuildingId", int)
OrganisationId = NewType("OrganisationId", str)
CrewId = NewType("CrewId", str)
SupplierId = NewType("SupplierId", str)
JobId = NewType("JobId", str)
PlanId = NewType("PlanId", str)
GoodKey = NewType("GoodKey", str)
OfferId = NewType("OfferId", str)
EventId = NewType("EventId", str)
Actor = NewType("Actor", str)
Device = NewType("Device", str)
Digest = NewType("Digest", str)

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def uuid7(unix_ms: int, randomness: bytes) -> EventId:
    """A UUIDv7 (RFC 9562, section 5.7) from a Unix time in milliseconds and ten random bytes.

    Time and chance are arguments, so the core stays pure.

    Raises:
        ValueError: fewer than ten random bytes, or a time outside 48 bits.
    """
    if len(randomness) < 10:
        raise ValueError("a UUIDv7 needs ten random bytes")
    if not 0 <= unix_ms < 1 << 48:
        raise ValueError(f"{unix_ms} ms does not fit the 48 bits of a UUIDv7")
    chance = int.from_bytes(randomness[:10])
    rand_a = chance >> 68 & 0xFFF
    rand_b = chance & ((1 << 62) - 1)
    value = unix_ms << 80 | _VERSION_7 | rand_a << 64 | _VARIANT | rand_b
    digits = f"{value:032x}"
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return EventId("-".join(parts))
