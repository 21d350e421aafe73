"""The survey over HTTP: edits with author and age, undone, out of files, blocks and doubts."""

from io import BytesIO
from uuid import uuid4

from openpyxl import Workbook

from tests.survey.towns import Town as Drawing
from tests.survey.yards import opening
from tests.web.conftest import Person, Town
from tests.web.yards import yards

__all__ = ["yards"]

PATH = opening(106)


def edit(person: Person, **told: object) -> dict[str, object]:
    answer = person.post("/api/survey/edits", json={"edit": told})
    assert answer.status_code == 200, answer.text
    made: dict[str, object] = answer.json()
    return made


def test_an_edit_carries_its_author_and_time_and_can_be_undone_and_redone(
    commander: Person, yards: Drawing
) -> None:
    made = edit(commander, do="no-opening", opening=PATH)
    assert (made["by"], made["stands"], made["problem"]) == ("commander", True, "")
    undone = commander.post(f"/api/survey/edits/{made['id']}/undo").json()
    assert (undone["stands"], undone["undone_by"]) == (False, "commander")
    again = commander.post(f"/api/survey/edits/{made['id']}/undo")
    assert (again.status_code, again.json()["code"]) == (409, "survey.undone_meanwhile")
    redone = commander.post(f"/api/survey/edits/{undone['undo']}/undo").json()
    assert redone["stands"]
    (row,) = commander.get("/api/survey/edits").json()["edits"]
    assert row["stands"]
    assert row["at"]


def test_an_edit_sent_twice_counts_once(commander: Person, yards: Drawing) -> None:
    body = {"edit": {"do": "confirmed", "opening": PATH}, "event_id": str(uuid4())}
    first, second = (commander.post("/api/survey/edits", json=body) for _ in range(2))
    assert first.json() == second.json()
    assert len(commander.get("/api/survey/edits").json()["edits"]) == 1


def test_a_wall_across_ways_asks_about_them_by_name_until_it_is_said_whether_it_shuts_them(
    commander: Person, yards: Drawing
) -> None:
    line = [list(place) for place in yards.places((60, 60), (160, 60), (160, 120))]
    asking = edit(commander, do="wall", line=line)
    assert asking["asks"] == [104, 106]
    assert asking["asked"] == [
        {"id": 104, "name": "", "vehicle": True},
        {"id": 106, "name": "", "vehicle": False},
    ]
    answered = edit(commander, do="wall", line=line, closes=True)
    commander.post(f"/api/survey/edits/{asking['id']}/undo")
    assert (answered["asks"], answered["asked"]) == (None, [])
    assert [row["asks"] for row in commander.get("/api/survey/edits").json()["edits"]] == [None, None]


def test_an_edit_of_what_is_not_there_is_refused(commander: Person, yards: Drawing) -> None:
    answer = commander.post("/api/survey/edits", json={"edit": {"do": "confirmed", "opening": "n1/999"}})
    assert (answer.status_code, answer.json()["code"]) == (404, "survey.unknown_opening")
    wide = {"edit": {"do": "width", "opening": PATH, "width_m": 999}}
    answer = commander.post("/api/survey/edits", json=wide)
    assert (answer.status_code, answer.json()["code"]) == (400, "survey.edit_invalid")
    assert answer.json()["facts"] == {"field": "width_m", "why": "width-not-likely"}
    answer = commander.post("/api/survey/edits", json={"edit": {"do": "nonsense"}})
    assert answer.status_code == 400
    assert commander.post("/api/survey/edits/none/undo").status_code == 404


def test_strangers_see_and_edit_nothing(stranger: Person) -> None:
    assert stranger.get("/api/survey/edits").status_code == 401
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    assert stranger.post("/api/survey/edits", json={}).status_code == 401
    assert stranger.post("/api/closure/propose", json={}).status_code == 401


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(list(row))
    body = BytesIO()
    book.save(body)
    return body.getvalue()


def send(person: Person, name: str, body: bytes) -> dict[str, object]:
    answer = person.post("/api/survey/import", files={"file": (name, body)})
    assert answer.status_code == 200, answer.text
    told: dict[str, object] = answer.json()
    return told


def test_a_spreadsheet_of_edits_is_taken_in_whole(commander: Person, yards: Drawing) -> None:
    table = sheet(
        ("改什么", "开口", "宽度（米）", "出入口"),
        ("宽度", PATH, 3.1, None),
        ("出入口", opening(104), None, "必须"),
    )
    told = send(commander, "edits.xlsx", table)
    assert told["problems"] == []
    assert [row["edit"]["do"] for row in told["taken"]] == ["width", "gate"]  # type: ignore[attr-defined]
    openings = {o["id"]: o for o in commander.get("/api/board").json()["openings"]}
    assert (openings[PATH]["width_m"], openings[PATH]["confirmed"]) == (3.1, True)


def test_one_bad_row_and_nothing_of_the_file_is_taken_in(commander: Person, yards: Drawing) -> None:
    table = f"do,opening,width_m\nwidth,{PATH},3.1\nwidth,{PATH},900\nwidth,n1/999,3\n".encode()
    told = send(commander, "edits.csv", table)
    assert told["taken"] == []
    assert [(p["code"], p["row"], p["field"]) for p in told["problems"]] == [  # type: ignore[attr-defined]
        ("edit-width-not-likely", 3, "width_m"),
        ("edit-unknown-opening", 4, "opening"),
    ]
    assert commander.get("/api/survey/edits").json()["edits"] == []


def test_the_export_sent_back_changes_nothing_and_what_was_changed_in_it_is_taken_in(
    commander: Person, yards: Drawing
) -> None:
    answer = commander.get("/api/survey/export")
    assert answer.headers["content-type"].startswith("application/geo+json")
    told = send(commander, "survey.geojson", answer.content)
    assert (told["taken"], told["problems"]) == ([], [])
    whole = answer.json()
    assert told["unchanged"] == len(whole["features"])
    for feature in whole["features"]:
        if feature["properties"]["id"] == PATH:
            feature["properties"]["exists"] = "no"
    from msgspec import json

    told = send(commander, "survey.geojson", json.encode(whole))
    assert [row["edit"]["do"] for row in told["taken"]] == ["no-opening"]  # type: ignore[attr-defined]


def test_doubts_come_in_walking_order_and_fall_away_once_seen(commander: Person, yards: Drawing) -> None:
    before = commander.get("/api/survey/checklist", params={"neighbourhood": "n1"}).json()
    unknown = {d["opening"] for d in before["doubts"] if d["kind"] == "width-unknown"}
    assert PATH in unknown
    assert before["walk_m"] > 0
    edit(commander, do="width", opening=PATH, width_m=2.5)
    after = commander.get("/api/survey/checklist").json()
    assert PATH not in {d["opening"] for d in after["doubts"]}
    assert commander.get("/api/survey/checklist", params={"neighbourhood": "x"}).status_code == 404


def test_blocks_are_shown_first_and_only_those_shown_can_be_accepted(town: Town, commander: Person) -> None:
    from tests.desk.yards_board import surveyed
    from tests.survey.yards import two_yards

    drawing = two_yards()
    drawing.quarters.clear()
    drawing.way((450, -60), (450, 240), highway="primary")
    surveyed(town.board, drawing)
    shown = commander.get("/api/survey/blocks", params={"rank": "primary"}).json()
    assert [(block["buildings"], block["taken"]) for block in shown] == [(8, False)]
    unseen = {"rank": "primary", "blocks": [{"id": "b1.1", "name": "Nowhere"}]}
    assert commander.post("/api/survey/blocks", json=unseen).json()["code"] == "survey.unknown_block"
    chosen = {"rank": "primary", "blocks": [{"id": shown[0]["id"], "name": "Both Yards"}]}
    made = commander.post("/api/survey/blocks", json=chosen)
    assert made.status_code == 200, made.text
    assert [row["edit"]["name"] for row in made.json()] == ["Both Yards"]
    assert commander.get("/api/survey/blocks", params={"rank": "primary"}).json()[0]["taken"]
    assert commander.post("/api/survey/blocks", json=chosen).status_code == 400
