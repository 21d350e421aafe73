import "fake-indexeddb/auto";
import jsQR from "jsqr";
import qrcode from "qrcode-generator";
import { beforeEach, describe, expect, it } from "vitest";
import { Collector, toFrames } from "../../src/phone/handover/frames";
import { mayCarry, open, pack, takeIn } from "../../src/phone/handover/parcel";
import { waiting } from "../../src/phone/store/outbox";
import { FieldStore } from "../../src/phone/store/store";
import { sendAll } from "../../src/phone/sync/sending";
import { Office } from "./office";
import { JOURNAL, started, storeName } from "./town";

let mine: FieldStore;
let theirs: FieldStore;
let office: Office;

beforeEach(() => {
  mine = new FieldStore(storeName());
  theirs = new FieldStore(storeName());
  office = new Office();
});

function send(store: FieldStore) {
  const device = store === mine ? "phone-a" : "phone-b";
  return sendAll({ store, line: office.line, device, journal: JOURNAL, sentAt: () => new Date().toISOString() });
}

describe("an outbox handed over", () => {
  it("is sent by the other phone under its own ids and names the phone it came from", async () => {
    const rows = await started(mine, "lane", "steps");
    const parcel = open(JSON.stringify(await pack(mine, "phone-a", "North")));
    expect(parcel && (await takeIn(theirs, parcel))).toBe(2);
    await send(theirs);
    expect(office.ids()).toEqual(rows.map((row) => row.id));
    expect(office.journal.every((entry) => entry.device === "phone-a via phone-b")).toBe(true);
  });

  it("counts once though both phones send it, and troubles neither", async () => {
    await started(mine, "lane");
    await takeIn(theirs, await pack(mine, "phone-a", "North"));
    await send(theirs);
    await send(mine);
    expect(office.journal).toHaveLength(1);
    expect((await mine.reports.toArray()).map((row) => [row.state, row.trouble])).toEqual([["received", null]]);
  });

  it("is carried by a phone of the same lender or of the office, and by no other", async () => {
    const parcel = await pack(mine, "phone-a", "North");
    expect(mayCarry(parcel, { role: "crew_lead", lender: "North" })).toBe(true);
    expect(mayCarry(parcel, { role: "crew_lead", lender: "South" })).toBe(false);
    expect(mayCarry(parcel, { role: "commander", lender: "" })).toBe(true);
    expect(mayCarry(parcel, { role: null, lender: "" })).toBe(true);
  });

  it("is taken in once however often it is scanned", async () => {
    await started(mine, "lane");
    const parcel = await pack(mine, "phone-a", "North");
    expect([await takeIn(theirs, parcel), await takeIn(theirs, parcel)]).toEqual([1, 0]);
    expect(await waiting(theirs)).toHaveLength(1);
  });

  it.each(["", "{}", "null", '{"format":"yipanqi-outbox/1","from":"x","reports":[{"id":"not one"}]}', "[1,2"])(
    "is refused when it is none: %s",
    (text) => {
      expect(open(text)).toBeNull();
    },
  );
});

describe("QR codes", () => {
  it("carry a parcel in any order, seen twice, with another's in between", async () => {
    await started(mine, ...Array.from({ length: 25 }, (_, k) => `opening-${k}-${"x".repeat(k)}`));
    const text = JSON.stringify(await pack(mine, "phone-a", "North"));
    const frames = await toFrames(text);
    expect(frames.length).toBeGreaterThan(2);
    const seen = new Collector();
    expect(seen.take("https://example.org/something else")).toBe(false);
    seen.take((await toFrames("another parcel"))[0] ?? "");
    for (const frame of [...frames].reverse()) {
      expect(await seen.text()).not.toBe(text);
      seen.take(frame);
      seen.take(frame);
    }
    expect(await seen.text()).toBe(text);
  });

  it("are not believed when a piece is damaged", async () => {
    const frames = await toFrames("a parcel that will be damaged on its way to the other phone");
    const seen = new Collector();
    seen.take((frames[0] ?? "").replace(/.$/, (last) => (last === "A" ? "B" : "A")));
    expect(await seen.text()).toBeNull();
  });

  it("can be read by a camera's reader", async () => {
    const [frame = ""] = await toFrames("x".repeat(40) + Math.PI.toString());
    const code = qrcode(0, "L");
    code.addData(frame, "Byte");
    code.make();
    const [scale, side] = [4, (code.getModuleCount() + 8) * 4];
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const [row, column] = [Math.floor(y / scale) - 4, Math.floor(x / scale) - 4];
        const inside = row >= 0 && column >= 0 && row < code.getModuleCount() && column < code.getModuleCount();
        if (inside && code.isDark(row, column)) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
    expect(jsQR(pixels, side, side)?.data).toBe(frame);
  });
});
