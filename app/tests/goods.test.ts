/** Goods screens: times that people type, and words in both languages. */
import { describe, expect, it } from "vitest";
import en from "../src/goods/en.json";
import zh from "../src/goods/zh.json";
import { instantOf } from "../src/goods/when";

interface Tree {
  [key: string]: string | Tree;
}

function flat(tree: Tree, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe("a time typed on the clock", () => {
  const dusk = Date.parse("2026-02-03T10:30:00Z"); // 18:30 in Shanghai

  it("is tonight's", () => {
    expect(instantOf("21:15", dusk, "Asia/Shanghai")).toBe("2026-02-03T13:15:00.000Z");
  });

  it("is tomorrow morning's once midnight lies between", () => {
    expect(instantOf("04:00", dusk, "Asia/Shanghai")).toBe("2026-02-03T20:00:00.000Z");
  });

  it("may be a few hours ago", () => {
    expect(instantOf("16:30", dusk, "Asia/Shanghai")).toBe("2026-02-03T08:30:00.000Z");
  });

  it("belongs to the day before, just after midnight", () => {
    const late = Date.parse("2026-02-03T17:00:00Z"); // 01:00 in Shanghai
    expect(instantOf("23:30", late, "Asia/Shanghai")).toBe("2026-02-03T15:30:00.000Z");
  });
});

describe("the words", () => {
  const chinese = new Map(flat(zh));

  it("are there in both languages, with the same facts in them", () => {
    expect([...chinese.keys()].sort()).toEqual(
      flat(en)
        .map(([key]) => key)
        .sort(),
    );
    for (const [key, text] of flat(en)) expect(holes(chinese.get(key) ?? ""), key).toEqual(holes(text));
  });
});
