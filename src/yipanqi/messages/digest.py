"""Which letters go now, and how: singly, or many in one text when there are more than may be sent."""

from collections.abc import Sequence

from msgspec import Struct

from yipanqi.desk.message_ports import Letter
from yipanqi.desk.messages import Language

HEAD: dict[Language, str] = {"zh": "{n} 条消息：", "en": "{n} messages:"}


class Parcel(Struct, frozen=True):
    """What goes out as one text."""

    letters: tuple[Letter, ...]
    text: str
    path: str
    urgent: bool


def parcels(
    waiting: Sequence[Letter], may_send: int, most_bytes: int, language: Language
) -> tuple[Parcel, ...]:
    """At most `may_send` texts, none longer than `most_bytes`, that carry as many letters as they can.

    Letters come in the order in which they should go. While there is room each goes by itself; when there
    are more than that, the last text is a digest of as many of the others as it holds.
    """
    if may_send < 1 or not waiting:
        return ()
    if len(waiting) <= may_send:
        return tuple(_single(letter, most_bytes) for letter in waiting)
    singles = [_single(letter, most_bytes) for letter in waiting[: may_send - 1]]
    return (*singles, _digest(waiting[may_send - 1 :], most_bytes, language))


def _single(letter: Letter, most_bytes: int) -> Parcel:
    return Parcel((letter,), cut(letter.text, most_bytes), letter.path, letter.urgent)


def _digest(rest: Sequence[Letter], most_bytes: int, language: Language) -> Parcel:
    """As many letters as fit under one another, at least one, each whole where more than one goes."""
    taken: list[Letter] = []
    for letter in rest:
        if taken and len(_under(HEAD, language, [*taken, letter]).encode()) > most_bytes:
            break
        taken.append(letter)
    if len(taken) == 1:
        return _single(taken[0], most_bytes)
    body = _under(HEAD, language, taken)
    return Parcel(tuple(taken), body, "/", any(letter.urgent for letter in taken))


def _under(head: dict[Language, str], language: Language, letters: Sequence[Letter]) -> str:
    return "\n".join([head[language].format(n=len(letters)), *(letter.text for letter in letters)])


def cut(text: str, most_bytes: int) -> str:
    """The text, shortened at a whole character with a mark where it is too long."""
    raw = text.encode()
    if len(raw) <= most_bytes:
        return text
    return raw[: most_bytes - len("…".encode())].decode("utf-8", "ignore") + "…"
