import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../src/command/en.json";
import zh from "../../src/command/zh.json";

interface Tree {
  [key: string]: string | Tree;
}

function flat(tree: Tree, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.tsx?$/.test(entry.name) && entry.name !== "schema.ts" ? readFileSync(path, "utf8") : "";
    })
    .join("\n");
}

const english = flat(en);
const chinese = flat(zh);
const code = sources(join(import.meta.dirname, "../../src"));
const placeholders = (text = "") => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe("the commander's words", () => {
  it("are the same in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      expect(placeholders(chinese.get(key)), key).toEqual(placeholders(text));
    }
  });

  it("are all used", () => {
    const stems = [...code.matchAll(/`command\.([\w.]+\.)\$\{/g)].map(([, stem]) => stem ?? "");
    const unused = [...english.keys()].filter(
      (key) =>
        !code.includes(`"command.${key}"`) &&
        !stems.some((stem) => key.startsWith(stem) && !key.slice(stem.length).includes(".")),
    );
    expect(unused).toEqual([]);
  });
});
