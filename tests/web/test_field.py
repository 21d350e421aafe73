"""A crew's phone over HTTP: a page for strangers, a card for its crew, photos kept once."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.towns import (
    NIGHT,
    NORTH_CREW,
    POND_PATH,
    SOUTH_CREW,
    WILLOW_LANE,
    at,
    by_two_crews,
    two_neighbourhoods,
)
from tests.web.conftest import Person, Town, report
from tests.web.test_photos import jpeg
from yipanqi.close.claims_model import HOLDS_FOR, JobTaken
from yipanqi.close.events import OpeningDone, OpeningStarted
from yipanqi.desk.field_map import BaseMap, near_neighbourhoods
from yipanqi.ground.ids import Actor, PlanId
from yipanqi.web import field
from yipanqi.web.photos import LARGEST

SMALLEST_JPEG = jpeg()


def night_of(town: Town) -> None:
    """The plan by hand, adopted: North does Willow, South does Pond."""
    town.board.desk.record(by_two_crews(), Actor("office")).result()
    town.board.desk.adopt(PlanId("plan-1"), 0, Actor("commander")).result()


def card(person: Person, **asked: str) -> dict[str, Any]:
    """The card of North's crew, unless another is asked for."""
    answer = person.get("/api/field/card", params={"crew": NORTH_CREW, **asked})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_the_page_opens_for_strangers_and_its_worker_may_cover_it(
    stranger: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(field, "BUILT", tmp_path)
    assert stranger.get("/field").status_code == 503
    (tmp_path / "field.html").write_text("<!doctype html>")
    (tmp_path / "sw.js").write_text("// worker")
    (tmp_path / "secret.txt").write_text("not for you")
    page = stranger.get("/field")
    assert page.status_code == 200
    assert "script-src" not in page.headers["content-security-policy"]  # default-src 'self' it is
    worker = stranger.get("/field/sw.js")
    assert worker.headers["service-worker-allowed"] == "/"  # for both pages, /field and /goods
    assert worker.headers["content-type"].startswith("text/javascript")
    assert stranger.get("/field/secret.txt").status_code == 404
    assert stranger.get("/api/field/card").status_code == 401


def test_whoever_is_of_no_crew_is_asked_which(town: Town, commander: Person) -> None:
    night_of(town)
    asked = commander.get("/api/field/card").json()
    assert asked["crew"] is None
    assert [c["id"] for c in asked["choices"]] == [NORTH_CREW, SOUTH_CREW]
    assert commander.get("/api/field/card", params={"crew": "nobody"}).json()["crew"] is None


def test_a_crew_finds_its_steps_its_openings_and_the_yards(town: Town, commander: Person) -> None:
    night_of(town)
    mine = card(commander)
    assert mine["crew"]["name"] == "North 1"
    assert [s["at"] for s in mine["steps"]] == ["yard", "willow-lane", "willow-steps", "willow-gate"]
    assert [j["opening"] for j in mine["jobs"]] == ["willow-lane", "willow-steps", "willow-gate"]
    assert mine["jobs"][0]["neighbourhood_name"] == "Willow"
    assert mine["jobs"][0]["net_m"] == 4
    assert mine["yards"][0]["stock_m"] == 100
    assert mine["night"]["starts_at"].startswith(NIGHT.starts_at.isoformat()[:16])


def test_an_opening_the_phone_still_has_reports_of_shows_who_has_it_now(
    town: Town, commander: Person
) -> None:
    night_of(town)
    commander.say(OpeningStarted(POND_PATH, SOUTH_CREW), minutes=15)
    theirs = card(commander, also="pond-path,never-heard-of")["jobs"][-1]
    assert (theirs["opening"], theirs["crew_name"], theirs["state"]) == ("pond-path", "South 1", "under_way")


def test_a_card_that_says_the_same_is_not_sent_again(town: Town, commander: Person) -> None:
    night_of(town)
    first = commander.get("/api/field/card", params={"crew": NORTH_CREW})
    tag = {"if-none-match": first.headers["etag"]}
    commander.say(OpeningStarted(POND_PATH, SOUTH_CREW), minutes=15)  # another crew's, nothing to us
    again = commander.get("/api/field/card", params={"crew": NORTH_CREW}, headers=tag)
    assert again.status_code == 304
    assert again.headers["yipanqi-position"] == str(first.json()["position"] + 1)
    commander.say(OpeningDone(WILLOW_LANE, SOUTH_CREW), minutes=20)  # but this is
    changed = commander.get("/api/field/card", params={"crew": NORTH_CREW}, headers=tag)
    assert changed.status_code == 200
    assert changed.json()["jobs"][0]["done_by"] == ["South 1"]


def test_a_receipt_the_journal_does_not_hold_is_called_forgotten(commander: Person) -> None:
    for shown in ("1:somebody else's", "99:whatever"):
        assert card(commander, receipt=shown)["forgotten"] is True, shown


def test_a_receipt_that_can_not_be_read_proves_nothing(commander: Person) -> None:
    for shown in ("", "nonsense", "-1:x", "99999999999999999999999:x"):
        assert card(commander, receipt=shown)["forgotten"] is False, shown


def test_a_receipt_the_journal_holds_is_not_forgotten(town: Town, commander: Person) -> None:
    night_of(town)
    receipt = commander.say(OpeningStarted(WILLOW_LANE, NORTH_CREW)).json()["receipts"][0]
    shown = f"{receipt['position']}:{receipt['event_id']}"
    assert card(commander, receipt=shown)["forgotten"] is False


def test_the_journal_is_named_by_its_first_entry(town: Town, commander: Person) -> None:
    assert card(commander)["journal"] == town.board.desk.read(0, 1)[0].event_id


def square(lon: float, lat: float, size: float) -> list[list[float]]:
    return [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]


def feature(layer: str, shape: str, coordinates: object, **properties: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, **properties},
        "geometry": {"type": shape, "coordinates": coordinates},
    }


STREETS = msgspec.json.encode(
    {
        "type": "FeatureCollection",
        "features": [
            feature("way", "LineString", [[120.9, 28.9], [121.1, 28.9]], highway="primary", name="Long Road"),
            feature("way", "LineString", [[121.001, 28.9], [121.001, 28.92]], highway="footway"),
            feature("way", "LineString", [[121.02, 28.9], [121.02, 28.91]], highway="footway"),
            feature("building", "Polygon", [square(121.0011, 28.9002, 0.0002)]),
            feature("building", "Polygon", [square(121.0011, 28.9030, 0.0002)]),
        ],
    }
)


def test_the_map_is_cut_around_the_openings() -> None:
    cut = BaseMap(STREETS).around([(121.001, 28.9)])
    kinds = [(f["properties"]["layer"], f["properties"].get("highway")) for f in cut["features"]]
    assert kinds == [("way", "footway"), ("way", "primary"), ("building", None)]
    path = next(f for f in cut["features"] if f["properties"].get("highway") == "footway")
    assert path["geometry"]["coordinates"] == [[121.001, 28.9], [121.001, 28.90198]]


def test_main_streets_lead_from_opening_to_yard() -> None:
    far = (121.05, 28.9)
    road = BaseMap(STREETS).around([(121.001, 28.9)], [far])["features"][1]
    assert max(lon for lon, _ in road["geometry"]["coordinates"]) > far[0]


def test_neighbourhoods_near_an_opening_are_told_and_no_others(town: Town) -> None:
    rows = town.board.desk.board.neighbourhoods.values()
    assert [n.name for n in near_neighbourhoods(rows, [(121.0001, 28.9)])] == ["Willow"]
    assert near_neighbourhoods(rows, []) == ()


def test_the_map_comes_once_and_again_only_when_it_changes(town: Town, commander: Person) -> None:
    digest = town.board.stored.documents.put(STREETS, "application/geo+json")
    survey = msgspec.structs.replace(two_neighbourhoods(), map_digest=digest)
    town.board.desk.record(survey, Actor("office")).result()
    night_of(town)
    first = card(commander)
    assert first["map"]["features"]
    assert [n["name"] for n in first["neighbourhoods"]] == ["Willow"]
    again = card(commander, known=first["map_key"])
    assert (again["map"], again["map_key"]) == (None, first["map_key"])


def test_a_photo_is_kept_once_and_found_again(commander: Person) -> None:
    digest = sha256(SMALLEST_JPEG).hexdigest()
    for _ in range(2):
        answer = commander.put(f"/api/photos/{digest}", content=SMALLEST_JPEG)
        assert (answer.status_code, answer.json()["digest"]) == (200, digest)
    found = commander.get(f"/api/documents/{digest}")
    assert (found.content, found.headers["content-type"]) == (SMALLEST_JPEG, "image/jpeg")


def test_what_is_no_photo_of_ours_is_refused(commander: Person) -> None:
    refused = {
        b"GIF89a": "photo.not_jpeg",
        SMALLEST_JPEG[:-2]: "photo.not_jpeg",
        SMALLEST_JPEG + b"one byte more": "photo.wrong_digest",
        SMALLEST_JPEG + b"x" * LARGEST: "photo.too_large",
        jpeg(width=65_535, height=65_535): "photo.too_large",
    }
    for body, code in refused.items():
        answer = commander.put(f"/api/photos/{sha256(SMALLEST_JPEG).hexdigest()}", content=body)
        assert answer.status_code in {400, 413}
        assert answer.json()["code"] == code


def test_strangers_add_no_photos(stranger: Person) -> None:
    stranger.get("/sign-in")
    stranger.headers["x-csrftoken"] = stranger.cookies["csrftoken"]
    answer = stranger.put(f"/api/photos/{sha256(SMALLEST_JPEG).hexdigest()}", content=SMALLEST_JPEG)
    assert answer.status_code == 401


def test_reports_another_phone_brings_name_both(town: Town, commander: Person) -> None:
    night_of(town)
    fact = report(OpeningStarted(WILLOW_LANE, NORTH_CREW), 5)
    batch = {"reports": [fact], "device": "phone-b", "made_on": "phone-a" + "x" * 200}
    assert commander.post("/api/reports", json=batch).status_code == 200
    device = town.board.desk.read(town.board.desk.board.position - 1, 1)[0].device
    assert device.startswith("phone-a")
    assert device.endswith(" via phone-b")
    assert len(device) < 100


def test_whoever_wants_another_crew_is_told_which_there_are(town: Town, commander: Person) -> None:
    night_of(town)
    asked = commander.get("/api/field/card", params={"crew": NORTH_CREW, "choose": "true"}).json()
    assert asked["crew"] is None
    assert len(asked["choices"]) == 2


def test_what_nobody_has_can_be_taken_from_the_card_and_given_back(town: Town, commander: Person) -> None:
    night_of(town)
    assert card(commander)["free"] == []  # the plan gave every opening to somebody
    town.board.desk.decide(JobTaken(POND_PATH, SOUTH_CREW), Actor("South 1"), on_version=0).result()
    assert card(commander)["free"] == []
    town.clock.at = at(-10) + HOLDS_FOR
    (free,) = card(commander)["free"]
    assert (free["opening"], free["version"]) == (POND_PATH, 1)
    asked = {"crew": NORTH_CREW, "on_version": free["version"]}
    assert commander.post(f"/api/jobs/{POND_PATH}/take", json=asked).status_code == 200
    mine = card(commander)
    assert mine["free"] == []
    assert mine["steps"][-1]["at"] == POND_PATH
    job = next(j for j in mine["jobs"] if j["opening"] == POND_PATH)
    assert (job["crew"], job["claim_version"]) == (NORTH_CREW, 2)
    assert job["taken_until"] is not None
    back = {"crew": NORTH_CREW, "on_version": 2}
    assert commander.post(f"/api/jobs/{POND_PATH}/give-back", json=back).status_code == 200
    assert POND_PATH not in [s["at"] for s in card(commander)["steps"]]
