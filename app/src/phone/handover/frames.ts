/**
 * A parcel as a sequence of QR codes shown again and again: `YPQ1:<parcel>:<number>/<all>:<piece>`, compressed and in base 64.
 *
 * Frames may be seen in any order and more than once; the parcel's name is the start of its checksum.
 */

const MARK = "YPQ1";
/** Characters in a frame: a version 13 code, which an old phone reads from an old phone's screen. */
const PIECE = 330;

async function through(bytes: Uint8Array<ArrayBuffer>, by: GenericTransformStream): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(by);
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function unbase64(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

/** FNV-1a, 32 bits: enough to tell a damaged parcel from a whole one. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let k = 0; k < text.length; k += 1) hash = Math.imul(hash ^ text.charCodeAt(k), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}

/** The frames of a text. */
export async function toFrames(text: string): Promise<string[]> {
  const packed = base64(await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw")));
  const all = Math.max(1, Math.ceil(packed.length / PIECE));
  const name = checksum(packed);
  return Array.from(
    { length: all },
    (_, k) => `${MARK}:${name}:${k + 1}/${all}:${packed.slice(k * PIECE, (k + 1) * PIECE)}`,
  );
}

/** Collects frames until a parcel is whole. */
export class Collector {
  private name = "";
  private readonly pieces = new Map<number, string>();
  all = 0;

  get got(): number {
    return this.pieces.size;
  }

  /** Takes one frame; true when it was one of ours. A frame of another parcel starts afresh. */
  take(frame: string): boolean {
    const found = /^YPQ1:([0-9a-f]{8}):(\d+)\/(\d+):([A-Za-z0-9+/=]*)$/.exec(frame);
    if (!found) return false;
    const [, name = "", k = "", all = "", piece = ""] = found;
    if (name !== this.name) {
      this.pieces.clear();
      this.name = name;
      this.all = Number(all);
    }
    this.pieces.set(Number(k), piece);
    return true;
  }

  /** The text once every frame was seen; null before, or when it does not add up. */
  async text(): Promise<string | null> {
    if (this.all === 0 || this.got < this.all) return null;
    const packed = Array.from({ length: this.all }, (_, k) => this.pieces.get(k + 1) ?? "").join("");
    if (checksum(packed) !== this.name) return null;
    return new TextDecoder().decode(await through(unbase64(packed), new DecompressionStream("deflate-raw")));
  }
}
