import i18next from "i18next";
import { beforeEach, describe, expect, it } from "vitest";
import { Refused, Unreachable } from "../../src/api/http";
import { delta } from "../../src/editing/DifferenceTable";
import en from "../../src/editing/en.json";
import { concerns, editText, newest } from "../../src/editing/editWords";
import { freeBlocks } from "../../src/editing/lists";
import { rightsOf } from "../../src/editing/may";
import { fitted } from "../../src/editing/photo";
import { editRefusal } from "../../src/editing/refusals";
import { changeWords, checkShapes, differenceShapes, leakShapes, placedFindings } from "../../src/editing/shapes";
import type { Edit } from "../../src/editing/types";
import zh from "../../src/editing/zh.json";
import { boardOf } from "../../src/state/board";
import { willowBend } from "../town";
import { closure, forbidden, freshBoard, made } from "./yard";

const t = i18next.t.bind(i18next);

beforeEach(freshBoard);

function keysOf(words: object, before = ""): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [before + key] : keysOf(value as object, `${before}${key}.`),
  );
}

describe("the words of editing", () => {
  it("are the same in both languages, placeholders too", () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
    const holes = (words: object) =>
      JSON.stringify(words)
        .match(/"[^"]+":"[^"]*"/g)
        ?.map((line) => line.match(/{{\w+}}/g)?.sort());
    expect(holes(zh)).toEqual(holes(en));
  });

  it("tell what an edit says", () => {
    expect(editText(forbidden, t)).toBe("must not be the gate");
    expect(editText({ do: "width", opening: "o1", width_m: 3.5 }, t)).toBe("width measured: 3.5 m");
  });

  it("tell why the server did not take it", () => {
    const refused = new Refused(400, "survey.edit_invalid", { field: "area", why: "crosses-itself" });
    expect(editRefusal(refused, t)).toBe("The server cannot use it: it crosses itself.");
    expect(editRefusal(new Refused(403, "request.forbidden", {}), t)).toContain("role");
    expect(editRefusal(new Unreachable("x"), t)).toContain("Nothing was changed");
  });
});

describe("edits", () => {
  const board = boardOf(willowBend(), 0);

  it("concern the neighbourhood they name, or whose edge a wall is near", () => {
    expect(concerns(forbidden, board, "north")).toBe(true);
    expect(concerns(forbidden, board, "south")).toBe(false);
    const wall = (lat: number): Edit => ({
      do: "wall",
      line: [
        [120, lat],
        [120.0001, lat],
      ],
      stops: "everybody",
    });
    expect(concerns(wall(28.9999), board, "north")).toBe(true);
    expect(concerns(wall(28.9), board, "north")).toBe(false);
  });

  it("say what holds now: the newest that stands", () => {
    const edits = [made(forbidden, { id: "b", stands: false }), made({ ...forbidden, wish: "force" }, { id: "a" })];
    expect(newest(edits, "gate", (edit) => edit.opening === "o1")?.wish).toBe("force");
    expect(newest(edits, "gate", (edit) => edit.opening === "o2")).toBeNull();
  });

  it("are for the commander and community leads, and adopting for the commander alone", () => {
    expect(rightsOf("commander")).toEqual({ edit: true, adopt: true });
    expect(rightsOf("community_lead")).toEqual({ edit: true, adopt: false });
    expect(rightsOf("auditor")).toEqual({ edit: false, adopt: false });
  });
});

describe("a difference", () => {
  it("tells more and less by sign, and nothing where nothing changes", () => {
    expect(delta({ before: 7, after: 5, unit: "" })).toBe("−2");
    expect(delta({ before: 71, after: 78.5, unit: "m" })).toBe("+7.5 m");
    expect(delta({ before: 94, after: 94.1, unit: "m" })).toBe("");
    expect(delta({ before: null, after: 94, unit: "m" })).toBe("");
  });

  it("ghosts what goes, draws what comes, and marks each opening that changes", () => {
    const line = (opening: string) => ({
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          geometry: {
            type: "LineString",
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
          properties: { kind: "barrier", opening },
        },
      ],
    });
    const board = boardOf(willowBend(), 0);
    const { features } = differenceShapes(closure({ appears: line("o2"), vanishes: line("o1") }), board, t);
    expect(features.map((one) => one.properties?.age as string | undefined)).toEqual(["old", "new", undefined]);
    expect(features[2]?.properties?.word).toBe("Barrier net → Gate");
  });

  it("says that what stands has to move, or that an opening is new", () => {
    const change = { opening: "o1", name: "", net_m_before: 5, net_m_after: 5 };
    expect(changeWords({ ...change, before: "bar", after: "bar", moves: true }, t)).toBe("moves");
    expect(changeWords({ ...change, before: null, after: "bar", moves: false }, t)).toBe("not there → Barrier net");
  });
});

describe("findings", () => {
  const leak = { code: "leak", concerns: "north", facts: {}, zh: "漏", en: "Leak" };
  const noGate = { code: "no-gate", concerns: "north", facts: {}, zh: "无", en: "No gate" };
  const path = {
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        geometry: {
          type: "LineString",
          coordinates: [
            [0, 0],
            [1, 0],
            [2, 0],
          ],
        },
        properties: { code: "leak", concerns: "north" },
      },
    ],
  };

  it("get the places that are theirs, however often they are asked", () => {
    placedFindings([noGate, leak], path);
    const placed = placedFindings([noGate, leak], path);
    expect(placed.map(({ places }) => places.length)).toEqual([0, 3]);
  });

  it("are drawn as a path with a sign that carries their number", () => {
    const { features } = leakShapes(placedFindings([noGate, leak], path));
    expect(features.map((one) => one.geometry.type)).toEqual(["LineString", "Point"]);
    expect(features[1]?.properties?.number).toBe("2");
  });
});

describe("other lists", () => {
  it("number the round to check in walking order", () => {
    const doubt = {
      kind: "near-miss",
      neighbourhood: "north",
      name: "",
      place: [120, 29] as [number, number],
      ways: [],
      opening: null,
    };
    const { features } = checkShapes([doubt, { ...doubt, place: [120.001, 29] }], 1, () => false);
    expect(features.slice(1).map((one) => one.properties?.number as string)).toEqual(["1", "2"]);
    expect(features[2]?.properties?.picked).toBe(true);
  });

  it("offer blocks only where no neighbourhood is", () => {
    const block = { id: "b1", area: [], buildings: 5, area_m2: 9000, taken: false };
    expect(freeBlocks([block, { ...block, id: "b2", taken: true }])).toEqual([block]);
  });

  it("shrink photos to their longer side, and never enlarge them", () => {
    expect(fitted(4000, 3000)).toEqual([1280, 960]);
    expect(fitted(300, 200)).toEqual([300, 200]);
  });
});
