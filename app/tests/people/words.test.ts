/** People in words: what they reach, who is found, who comes first. */
import i18next from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { Refused } from "../../src/api/http";
import { setUpLanguages, speak } from "../../src/i18n/setup";
import { NO_SCOPE, type PersonRow } from "../../src/people/calls";
import en from "../../src/people/en.json";
import { fits, ordered, PARTS, peopleRefusal, ROLES, rolesGivenBy, scopeText } from "../../src/people/words";
import zh from "../../src/people/zh.json";
import { boardOf } from "../../src/state/board";
import { willowBend } from "../town";

const board = boardOf(willowBend(), 0);
const t = i18next.t.bind(i18next);

beforeAll(() => {
  setUpLanguages();
  speak("en");
});

function somebody(name: string, role: PersonRow["role"], more: Partial<PersonRow> = {}): PersonRow {
  return {
    name,
    role,
    scope: NO_SCOPE,
    invited_at: "2026-02-03T10:00:00Z",
    invited_by: "commander",
    seen_at: null,
    revoked_at: null,
    revoked_by: "",
    has_password: true,
    from_office: false,
    yours: true,
    phones: [],
    ...more,
  };
}

function keys(tree: object, above = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? keys(value as object, `${above}${key}.`) : [`${above}${key}`],
  );
}

describe("people in words", () => {
  it("have every text in both languages", () => {
    expect(keys(zh).sort()).toEqual(keys(en).sort());
    expect(Object.keys(en.role)).toEqual([...ROLES]);
  });

  it("say what of the board somebody reaches", () => {
    const [crew] = board.crews.keys();
    const lead = { ...NO_SCOPE, crew: crew ?? "" };
    expect(scopeText("crew_lead", lead, board, t)).toContain(board.crews.get(crew ?? "")?.name);
    expect(scopeText("commander", NO_SCOPE, board, t)).toBe("the whole board");
    expect(scopeText("volunteer", NO_SCOPE, board, t)).toBe("no scope yet");
    expect(PARTS.crew_lead).toEqual(["crew"]);
  });

  it("find somebody by name or role", () => {
    const chen = somebody("Chen", "patroller");
    expect(fits(chen, "chen patrol", board, t)).toBe(true);
    expect(fits(chen, "supplier", board, t)).toBe(false);
  });

  it("put commanders first and the revoked last", () => {
    const people = [
      somebody("b", "volunteer"),
      somebody("a", "commander", { revoked_at: "2026-02-03T10:00:00Z" }),
      somebody("c", "commander"),
    ];
    expect(ordered(people).map((person) => person.name)).toEqual(["c", "b", "a"]);
  });

  it("offer a lead the roles a lead may give, and others none", () => {
    expect(rolesGivenBy("community_lead")).toContain("crew_lead");
    expect(rolesGivenBy("community_lead")).not.toContain("commander");
    expect(rolesGivenBy("volunteer")).toEqual([]);
  });

  it("say why something was refused", () => {
    expect(peopleRefusal(new Refused(409, "people.last_commander", {}), t)).toBe(en.refusal.lastCommander);
  });
});
