/** The words of replay and messages, in both languages. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import messagesEn from "../../src/messages/en.json";
import messagesZh from "../../src/messages/zh.json";
import replayEn from "../../src/replay/en.json";
import replayZh from "../../src/replay/zh.json";

interface Tree {
  [key: string]: string | Tree;
}

function flat(tree: Tree, prefix: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

const english = new Map([...flat(replayEn, "replay."), ...flat(messagesEn, "messages.")]);
const chinese = new Map([...flat(replayZh, "replay."), ...flat(messagesZh, "messages.")]);
const folders = ["replay", "messages", "top"].map((name) => join(import.meta.dirname, "../../src", name));
const code = folders
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");
const placeholders = (text = "") => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe("the words of replay and messages", () => {
  it("are the same in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      expect(placeholders(chinese.get(key)), key).toEqual(placeholders(text));
    }
  });

  it("are all used", () => {
    const stems = [...code.matchAll(/`((?:replay|messages)\.[\w.]*)\$\{/g)].map(([, stem]) => stem ?? "");
    const unused = [...english.keys()].filter(
      (key) => !code.includes(`"${key}"`) && !stems.some((stem) => key.startsWith(stem)),
    );
    expect(unused).toEqual([]);
  });

  it("write Chinese with Chinese punctuation", () => {
    expect([...chinese].filter(([, text]) => /[一-龥}][,;:?!]|[,;:?!][一-龥{]/.test(text))).toEqual([]);
  });
});
