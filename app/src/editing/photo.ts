/** Photos of openings: shrunk here, so that they go over a bad line, and sent under their own digest. */
import { request } from "../api/http";

const LONGEST_PX = 1280;
const QUALITY = 0.82;

export type PhotoProblem = "notImage" | "insecure" | "failed";

/** Why a picture could not become a photo. */
export class NoPhoto extends Error {
  constructor(readonly problem: PhotoProblem) {
    super(problem);
  }
}

/** Width and height with the longer side at most `longest`; never larger than they are. */
export function fitted(width: number, height: number, longest = LONGEST_PX): [number, number] {
  const share = Math.min(1, longest / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}

async function shrunk(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file).catch(() => {
    throw new NoPhoto("notImage");
  });
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitted(picture.width, picture.height);
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const small = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!small) throw new NoPhoto("notImage");
  return small;
}

async function digestOf(blob: Blob): Promise<string> {
  // TypeScript thinks it is always there; on a page that came over plain http from elsewhere it is not.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) throw new NoPhoto("insecure");
  const hash = await subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Shrinks and sends a picture; the digest under which it is kept.
 *
 * @throws NoPhoto, Refused, Unreachable
 */
export async function sendPhoto(file: File): Promise<string> {
  const small = await shrunk(file);
  const digest = await digestOf(small);
  await request<unknown>("PUT", `/api/photos/${digest}`, small);
  return digest;
}
