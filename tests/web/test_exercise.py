"""A rehearsal says so on every screen, paper, message and alert; whatever is added later is asked as well."""

import zlib
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from pypdf import PdfReader

from tests.towns import NORTH_CREW, WILLOW
from tests.web.conftest import Person, Town
from tests.web.routes import routes_of
from tests.web.test_command import begun
from yipanqi.close.problems_model import ProblemRaised
from yipanqi.desk.messages import messages_of, text
from yipanqi.web.app import create_app

NAMES = {"crew": NORTH_CREW, "lender": "north", "neighbourhood": WILLOW}
PAPERS = (".pdf", ".xlsx", ".gpx", ".zip", ".xml", "/page")
SCREENS = ("/api/board", "/api/field/card", "/api/goods", "/api/replay/board", "/api/afterwards")


def words_of(body: bytes) -> str:
    """All the words in a file: PDF, workbook, archive of such, or text."""
    if body.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            return " ".join(words_of(archive.read(name)) for name in archive.namelist())
    try:
        return body.decode()
    except UnicodeDecodeError:
        return zlib.crc32(body).to_bytes(4).hex()  # a picture


def marked(body: bytes) -> bool:
    """Whether a file says that it is an exercise."""
    words = words_of(body)
    return any(word in words for word in ("演练", "EXERCISE", "Exercise"))


@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
class TestExercise:
    """On a board that is one."""

    def test_every_paper_says_so_in_both_languages(self, town: Town, commander: Person) -> None:
        begun(town, commander)
        assert commander.post(f"/api/alerts/{WILLOW}").status_code == 201
        asked = [
            route.path.replace(":str", "").format(**NAMES)
            for route in routes_of(create_app(town.board.office()))
            if route.method == "GET" and route.path.replace(":str}", "}").endswith(PAPERS)
        ]
        assert len(asked) >= 10
        silent = []
        for path in asked:
            for language in ("zh", "en"):
                answer = commander.get(path, params={"lang": language})
                assert answer.status_code == 200, (path, answer.text)
                if not marked(answer.content):
                    silent.append((path, language))
        assert not silent

    def test_every_screen_is_told(self, town: Town, commander: Person) -> None:
        begun(town, commander)
        for path in SCREENS:
            assert commander.get(path).json()["exercise"] is True, path

    def test_every_message_says_so(self, town: Town, commander: Person) -> None:
        begun(town, commander)
        commander.say(ProblemRaised("p", "danger", "a wire", "office", neighbourhood=WILLOW))
        board = town.board.desk.board
        told = [m for entry in town.board.desk.read(0) for m in messages_of(board, entry)]
        assert len(told) >= 2
        for message in told:
            assert text(message, board, "zh").startswith("【演练】")
            assert text(message, board, "en").startswith("[EXERCISE]")

    def test_an_alert_to_other_systems_is_an_exercise_to_them(self, town: Town, commander: Person) -> None:
        begun(town, commander)
        commander.post(f"/api/alerts/{WILLOW}")
        alert = commander.get(f"/api/alerts/{WILLOW}/cap.xml").text
        assert "<status>Exercise</status>" in alert
        assert "<status>Actual</status>" not in alert
