import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "../../src/locales/field.en.json";
import zh from "../../src/locales/field.zh.json";

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
      return entry.isDirectory() ? sources(path) : readFileSync(path, "utf8");
    })
    .join("\n");
}

const english = flat(en);
const chinese = flat(zh);
const code = ["field", "phone", "goods"]
  .map((name) => sources(join(import.meta.dirname, "../../src", name)))
  .join("\n");

function placeholders(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").sort();
}

describe("the phone's words", () => {
  it("are the same keys in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])("say the same of %s", (key) => {
    expect(placeholders(chinese.get(key))).toEqual(placeholders(english.get(key)));
    expect((chinese.get(key) ?? "").trim() === "").toBe((english.get(key) ?? "").trim() === "");
  });

  it("are all used", () => {
    const stems = [...code.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(([, stem]) => stem ?? "");
    const unused = [...english.keys()].filter((key) => {
      const plain = key.replace(/_(one|other)$/, "");
      return !code.includes(`"${plain}"`) && !stems.some((stem) => plain.startsWith(stem));
    });
    expect(unused).toEqual([]);
  });

  it("write Chinese with Chinese punctuation", () => {
    expect([...chinese].filter(([, text]) => /[一-龥}][,;:?!]|[,;:?!][一-龥{]/.test(text))).toEqual([]);
  });
});
