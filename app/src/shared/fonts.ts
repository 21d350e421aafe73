/** Fonts: the system's own Chinese ones first, ours only where it has none. */

/** Ours, in slices that load only for the characters shown. */
export const BUNDLED = "Noto Sans SC Variable";

/** In the order in which they are tried. */
export const FAMILIES = [
  "Yipanqi Dot",
  "PingFang SC",
  "Hiragino Sans GB",
  "Microsoft YaHei",
  "Noto Sans CJK SC",
  "Source Han Sans SC",
  "Noto Sans SC",
  "WenQuanYi Micro Hei",
  BUNDLED,
];

/** The whole stack as CSS writes it. */
export const FONT_STACK = [...FAMILIES.map((family) => `"${family}"`), "system-ui", "sans-serif"].join(", ");

function pixels(character: string, family: string): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 32;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return character;
  pen.font = `24px ${family}`;
  pen.fillText(character, 2, 26);
  return pen.getImageData(0, 0, 32, 32).data.join("");
}

/** True when the machine draws two different Chinese characters alike, as the box for "no such glyph". */
export function lacksChinese(): boolean {
  return pixels("街", "sans-serif") === pixels("圈", "sans-serif");
}

let declared: Promise<unknown> | null = null;

/** Declares our own Chinese font, after the first paint; its slices load only where the system has none. */
export function declareFont(): Promise<unknown> {
  declared ??= import("@fontsource-variable/noto-sans-sc/wght.css");
  return declared;
}

/** Makes our font ready for these characters, where the machine has none of its own. */
export async function readyFor(text: string): Promise<void> {
  if (!lacksChinese()) return;
  await declareFont();
  const characters = [...new Set(text)].join("");
  await document.fonts.load(`16px "${BUNDLED}"`, characters);
}
