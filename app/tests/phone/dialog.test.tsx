// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { setUpWords } from "../../src/phone/i18n";
import { Dialog } from "../../src/phone/parts/Dialog";

beforeAll(() => setUpWords());
afterEach(cleanup);

/** As browsers tell it: of a dialog to itself alone, of a picker of files to all that it lies in. */
const cancelled = (of: Element) =>
  fireEvent(of, new Event("cancel", { bubbles: of.tagName === "INPUT", cancelable: true }));

describe("a sheet", () => {
  it("closes by the phone's way back alone, and leaves the sheet it lies on where it is", () => {
    const [under, over] = [vi.fn(), vi.fn()];
    render(
      <Dialog title="under" onClose={under}>
        <Dialog title="over" onClose={over}>
          codes
        </Dialog>
      </Dialog>,
    );
    cancelled(screen.getByRole("dialog", { name: "over", hidden: true }));
    expect([over.mock.calls.length, under.mock.calls.length]).toEqual([1, 0]);
    cancelled(screen.getByRole("dialog", { name: "under", hidden: true }));
    expect(under).toHaveBeenCalledOnce();
  });

  it("stays, with all that was filled in, where somebody takes no photo after all", () => {
    const close = vi.fn();
    render(
      <Dialog title="done" onClose={close}>
        <input type="file" aria-label="photo" />
      </Dialog>,
    );
    cancelled(screen.getByLabelText("photo"));
    expect(close).not.toHaveBeenCalled();
  });
});
