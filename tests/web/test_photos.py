"""Photos: the picture is kept, and nothing of where, when, with what or by whom it was taken."""

import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Person, Town
from yipanqi.web.jpeg import bare


def segment(marker: int, body: bytes) -> bytes:
    """One segment of a JPEG file."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*beside: bytes, width: int = 8, height: int = 8, tail: bytes = b"") -> bytes:
    """The frame of a grey picture; its data mean nothing, and hold stuffed bytes and a restart."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    tables = segment(0xDB, bytes(65)) + segment(0xC4, bytes(18))
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"data\xff\x00more\xff\xd0again"
    jfif = segment(0xE0, b"JFIF\0\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    return b"\xff\xd8" + jfif + b"".join(beside) + tables + frame + scan + b"\xff\xd9" + tail


EXIF = segment(0xE1, b"Exif\0\0 GPS 28.9 N 121.0 E, taken by Li Lei's telephone")
XMP = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:creator>Li Lei</x:creator>")
IPTC = segment(0xED, b"Photoshop 3.0\0 Li Lei")
COMMENT = segment(0xFE, b"Li Lei was here")
COLOURS = segment(0xE2, b"ICC_PROFILE\0\x01\x01 colours")


def test_a_picture_alone_is_kept_as_it_is() -> None:
    body = jpeg(COLOURS)
    picture = bare(body)
    assert picture is not None
    assert (picture.body, picture.width, picture.height) == (body, 8, 8)


@pytest.mark.parametrize("beside", [EXIF, XMP, IPTC, COMMENT, EXIF + XMP + COMMENT])
def test_what_a_camera_writes_beside_it_is_taken_out(beside: bytes) -> None:
    picture = bare(jpeg(beside, COLOURS))
    assert picture is not None
    assert picture.body == jpeg(COLOURS)


def test_a_film_behind_the_picture_is_left_off() -> None:
    picture = bare(jpeg(tail=b"ftypmp4 of Li Lei"))
    assert picture is not None
    assert picture.body == jpeg()


@given(st.binary(max_size=300), st.integers(0, 200), st.binary(max_size=8))
def test_no_bytes_whatever_raise_or_let_a_camera_speak(noise: bytes, at: int, patch: bytes) -> None:
    bare(noise)
    bare(b"\xff\xd8" + noise)
    body = bytearray(jpeg(EXIF))
    body[at : at + len(patch)] = patch
    picture = bare(bytes(body))
    again = bare(picture.body) if picture is not None else None
    assert picture is None or again is None or again.body == picture.body


def test_the_server_keeps_a_photo_without_its_place_under_the_name_it_was_sent_by(
    town: Town, commander: Person
) -> None:
    sent = jpeg(EXIF, XMP)
    name = sha256(sent).hexdigest()
    for _ in range(2):
        answer = commander.put(f"/api/photos/{name}", content=sent)
        assert (answer.status_code, answer.json()["digest"]) == (200, name)
    found = commander.get(f"/api/documents/{name}")
    assert found.content == jpeg()
    assert b"Li Lei" not in found.content
