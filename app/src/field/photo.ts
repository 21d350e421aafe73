/** Photos made small: at most 1600 pixels a side, drawn anew so that nothing but the picture is left in them. */

const LONGEST_PX = 1600;
const WANTED_BYTES = 350_000;
const MOST_BYTES = 950_000;
/** Size and quality, tried in order until the picture is small enough. */
const STEPS = [
  [1, 0.8],
  [1, 0.62],
  [0.7, 0.6],
  [0.5, 0.5],
] as const;

function draw(picture: ImageBitmap, share: number, quality: number): Promise<Blob | null> {
  const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height)) * share;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

/** A photo as a small JPEG without EXIF; null when it can't be read or made small enough. */
export async function shrink(file: Blob): Promise<ArrayBuffer | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!picture) return null;
  let best: Blob | null = null;
  for (const [share, quality] of STEPS) {
    best = (await draw(picture, share, quality)) ?? best;
    if (best && best.size <= WANTED_BYTES) break;
  }
  picture.close();
  return best && best.size <= MOST_BYTES ? best.arrayBuffer() : null;
}

/** The SHA-256 of some bytes in hexadecimal; null where the browser has none to offer (no https). */
export async function digestOf(bytes: ArrayBuffer): Promise<string | null> {
  const subtle = (crypto as { subtle?: SubtleCrypto }).subtle;
  if (!subtle) return null;
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
