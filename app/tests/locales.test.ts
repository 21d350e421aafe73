import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { preferred } from "../src/i18n/setup";
import en from "../src/locales/en.json";
import zh from "../src/locales/zh.json";

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
const code = sources(join(import.meta.dirname, "../src"));
const literal = new Set([...code.matchAll(/"([a-zA-Z]+(?:\.[a-zA-Z0-9_ ]+)*)"/g)].map(([, key]) => key ?? ""));
/** t(`alarm.${code}`) and t(`ring.${…}`): every key that starts so is used. */
const stems = [...code.matchAll(/t\(\s*`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map(([, stem]) => stem ?? "");

function placeholders(text: string | undefined): string[] {
  return [...(text ?? "").matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? "").sort();
}

describe("both languages", () => {
  it("have the same keys", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it.each([...english.keys()])("say the same of %s", (key) => {
    expect(placeholders(chinese.get(key))).toEqual(placeholders(english.get(key)));
    expect(chinese.get(key)?.trim()).toBeTruthy();
    expect(english.get(key)?.trim()).toBeTruthy();
  });

  it("have no key that nobody uses", () => {
    const unused = [...english.keys()].filter(
      (key) =>
        !literal.has(key) && !stems.some((stem) => key.startsWith(stem) && !key.slice(stem.length).includes(".")),
    );
    expect(unused).toEqual([]);
  });

  it("write Chinese with Chinese punctuation", () => {
    const wrong = [...chinese].filter(([, text]) => /[一-龥}][,;:?!]|[,;:?!][一-龥{]/.test(text));
    expect(wrong).toEqual([]);
  });
});

describe("the language at first", () => {
  it("is Chinese where the browser says so first, English otherwise", () => {
    expect(preferred(["zh-CN", "en"])).toBe("zh");
    expect(preferred(["zh-Hant-TW"])).toBe("zh");
    expect(preferred(["en-GB", "zh-CN"])).toBe("en");
    expect(preferred(["ru-RU", "zh-CN", "en"])).toBe("zh");
    expect(preferred(["ru-RU"])).toBe("en");
  });
});
