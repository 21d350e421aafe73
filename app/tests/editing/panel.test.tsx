import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { record } from "../../src/editing/acting";
import { DraftForm } from "../../src/editing/DraftForm";
import { beginDraft, beginHole, dragTo, fillHole, put, recordDraft } from "../../src/editing/drawing";
import EditPanel from "../../src/editing/EditPanel";
import { historyStore } from "../../src/editing/history";
import { editingStore, outcomeStore, saidStore, startEditing } from "../../src/editing/session";
import type { Edit, EditView } from "../../src/editing/types";
import { boardOf } from "../../src/state/board";
import { boardStore } from "../../src/state/current";
import { neighbourhood, opening, willowBend } from "../town";
import { closure, forbidden, freshBoard, made, server } from "./yard";

type Boundary = Extract<Edit, { do: "boundary" }>;

beforeEach(freshBoard);

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("drawing", () => {
  beforeEach(() => startEditing("north"));

  it("keeps an opening to the edge, and records it with what the form says", async () => {
    const asked = server({
      "/api/survey/edits": () => made(forbidden),
      "/api/closure/propose": () => closure(),
    });
    beginDraft("opening");
    put([120.001, 28.9998]);
    expect(editingStore.get()?.draft?.places).toEqual([[120.001, 29]]);
    expect(await recordDraft()).toBeNull();
    expect(asked[0]?.body).toMatchObject({
      edit: { do: "opening", neighbourhood: "north", place: [120.001, 29], width_m: 3 },
    });
    expect(editingStore.get()?.draft).toBeNull();
    expect(asked.some(({ path }) => path === "/api/closure/propose")).toBe(true);
  });

  it("sends a boundary closed, and not before something has moved", async () => {
    const asked = server({ "/api/survey/edits": () => made(forbidden), "/api/closure/propose": () => closure() });
    beginDraft("boundary");
    expect(await recordDraft()).toBe("Nothing has been moved yet.");
    dragTo("corner", 0, [119.999, 29], true);
    dragTo("corner", 0, [119.998, 29], false);
    await recordDraft();
    const { edit } = asked[0]?.body as { edit: Extract<Edit, { do: "boundary" }> };
    expect(edit.area[0]?.[0]).toEqual([119.998, 29]);
    expect(edit.area[0]?.at(-1)).toEqual([119.998, 29]);
    expect(edit.area[0]).toHaveLength(5);
  });

  it("leaves a piece out of the boundary, changes that hole, and fills it again", async () => {
    const kept: Boundary[] = [];
    server({
      "/api/survey/edits": (sent) => {
        if (sent) kept.unshift((sent as { edit: Boundary }).edit);
        return sent ? made(forbidden) : { edits: kept.map((edit) => made(edit)), can_plan: true };
      },
      "/api/closure/propose": () => closure(),
    });
    beginDraft("hole");
    put([120.0005, 29.0005]);
    put([120.001, 29.0005]);
    expect(await recordDraft()).toBe("Not enough places yet.");
    put([120.001, 29.001]);
    await recordDraft();
    const [outer, hole] = kept[0]?.area ?? [];
    expect(hole).toEqual([
      [120.0005, 29.0005],
      [120.001, 29.0005],
      [120.001, 29.001],
      [120.0005, 29.0005],
    ]);

    beginHole(1);
    put([120.0018, 29.0018]);
    expect(editingStore.get()?.draft?.places, "a click beside a hole that is there adds nothing").toHaveLength(3);
    dragTo("corner", 0, [120.0004, 29.0004], true);
    await recordDraft();
    expect(kept[0]?.area[0], "what was recorded before is kept").toEqual(outer);
    expect(kept[0]?.area[1]?.[0]).toEqual([120.0004, 29.0004]);

    beginHole(1);
    await fillHole();
    expect(kept[0]?.area).toEqual([outer]);
  });

  it("keeps an opening to the nearer edge, a hole's too", () => {
    const hole: [number, number][] = [
      [120.0005, 29.0005],
      [120.0015, 29.0005],
      [120.0015, 29.0015],
      [120.0005, 29.0005],
    ];
    const [outer = []] = neighbourhood("north").area;
    boardStore.set(boardOf(willowBend({ neighbourhoods: [neighbourhood("north", { area: [outer, hole] })] }), 0));
    beginDraft("opening");
    put([120.001, 29.0006]);
    expect(editingStore.get()?.draft?.places).toEqual([[120.001, 29.0005]]);
  });

  it("goes by keys alone: coordinates for a place, arrows to move it", () => {
    beginDraft("wall");
    const { rerender } = render(<Shown />);
    const write = (text: string) => {
      fireEvent.change(screen.getByTestId("coordinates"), { target: { value: text } });
      fireEvent.submit(screen.getByTestId("coordinates"));
      rerender(<Shown />);
    };
    write("29.0, 120.0");
    fireEvent.keyDown(screen.getByTestId("move-east"), { key: "ArrowRight", shiftKey: true });
    rerender(<Shown />);
    expect(saidStore.get()).toBe("Corner 1 moved 10 m east.");
    write("north of the pond");
    expect(screen.getByRole("alert").textContent).toContain("29.123456");
  });
});

function Shown() {
  const editing = editingStore.get();
  return editing?.draft ? <DraftForm draft={editing.draft} form={editing.form} /> : null;
}

describe("the panel", () => {
  const answers = {
    "/api/survey/edits": () => ({ edits: [made(forbidden)], can_plan: true }),
    "/api/closure/propose": () => closure(),
    "/api/closure/c1/adopt": () => ({ position: 9 }),
    "/api/closure": () => ({ proposal: null }),
  };

  beforeEach(() => {
    boardStore.set(boardOf(willowBend({ openings: [opening("o1", { role: "gate" })] }), performance.now()));
    startEditing("north");
  });

  it("adopts on the version the difference was made on", async () => {
    const asked = server(answers);
    render(<EditPanel />);
    act(() => outcomeStore.set({ kind: "planned", neighbourhood: "north", closure: closure() }));
    fireEvent.click(screen.getByTestId("adopt-closure"));
    await waitFor(() => expect(outcomeStore.get()).toBeNull());
    expect(asked.find(({ path }) => path.endsWith("/adopt"))?.body).toEqual({ on_version: 3 });
    expect(screen.getByTestId("said").textContent).toContain("Adopted");
  });

  it("offers no adopting of what the check refuses, and names each leak", () => {
    server(answers);
    render(<EditPanel />);
    const findings = [{ code: "leak", concerns: "north", facts: {}, zh: "漏", en: "Way 7 passes through" }];
    act(() =>
      outcomeStore.set({ kind: "planned", neighbourhood: "north", closure: closure({ adoptable: false, findings }) }),
    );
    expect(screen.queryByTestId("adopt-closure")).toBeNull();
    expect(screen.getByTestId("refused").textContent).toContain("Way 7 passes through");
  });

  it("stays with the difference when somebody else was first, and says who", async () => {
    server({
      ...answers,
      "/api/closure/c1/adopt": () =>
        new Response(JSON.stringify({ code: "closure.adopted_meanwhile", facts: { by: "Wang", version: 4 } }), {
          status: 409,
        }),
    });
    render(<EditPanel />);
    act(() => outcomeStore.set({ kind: "planned", neighbourhood: "north", closure: closure() }));
    fireEvent.click(screen.getByTestId("adopt-closure"));
    expect((await screen.findByRole("alert")).textContent).toContain("Wang was first");
    expect(outcomeStore.get()?.kind).toBe("planned");
  });

  it("undoes the newest edit that stands, and redoes by undoing the undoing", async () => {
    const asked = server(answers);
    render(<EditPanel />);
    await waitFor(() => expect(screen.getByTestId("undo").hasAttribute("disabled")).toBe(false));
    fireEvent.click(screen.getByTestId("undo"));
    await waitFor(() => expect(asked.some(({ path }) => path === "/api/survey/edits/e1/undo")).toBe(true));
    act(() =>
      historyStore.set({ edits: [made(forbidden, { stands: false, undo: "u9" })], canPlan: true, state: "there" }),
    );
    await waitFor(() => expect(screen.getByTestId("redo").hasAttribute("disabled")).toBe(false));
    fireEvent.click(screen.getByTestId("redo"));
    await waitFor(() => expect(asked.some(({ path }) => path === "/api/survey/edits/u9/undo")).toBe(true));
  });

  it("asks whether a wall shuts the ways it crosses, and puts the same wall with the answer in its place", async () => {
    const line: [number, number][] = [
      [120.0005, 29.0005],
      [120.0015, 29.0005],
    ];
    const wall: Edit = { do: "wall", line, stops: "everybody", closes: null };
    const asked = [
      { id: 7, name: "Mill Lane", vehicle: true },
      { id: 8, name: "", vehicle: false },
    ];
    const kept: EditView[] = [];
    const sent = server({
      "/api/survey/edits/w1/undo": () => {
        kept[1] = made(wall, { id: "w1", stands: false });
        return kept[1];
      },
      "/api/survey/edits": (body) => {
        if (!body) return { edits: kept, can_plan: true };
        const { edit } = body as { edit: Extract<Edit, { do: "wall" }> };
        const open = edit.closes === null;
        kept.unshift(made(edit, open ? { id: "w1", asks: [7, 8], asked } : { id: "w2" }));
        return kept[0];
      },
      "/api/closure/propose": () => closure(),
      "/api/closure": () => ({ proposal: null }),
    });
    render(<EditPanel />);
    expect(screen.queryByTestId("wall-asks")).toBeNull();
    await act(() => record(wall));
    expect((await screen.findByTestId("wall-asks")).textContent).toContain("Mill Lane, unnamed paths (1)");
    fireEvent.click(screen.getByTestId("wall-yes"));
    await waitFor(() => expect(screen.queryByTestId("wall-asks")).toBeNull());
    const changes = sent.filter(({ body, path }) => body && path.startsWith("/api/survey"));
    expect(changes.map(({ path }) => path)).toEqual([
      "/api/survey/edits",
      "/api/survey/edits",
      "/api/survey/edits/w1/undo",
    ]);
    expect(changes[1]?.body).toMatchObject({ edit: { ...wall, closes: true } });
  });

  it("takes the answer with the drawing, where somebody has looked already", async () => {
    const sent = server({ ...answers, "/api/survey/edits": () => made(forbidden) });
    act(() => beginDraft("wall"));
    const { rerender } = render(<Shown />);
    fireEvent.click(screen.getByLabelText("No, the way goes through the wall"));
    rerender(<Shown />);
    put([120.0005, 29.0005]);
    put([120.0015, 29.0005]);
    await recordDraft();
    expect(sent[0]?.body).toMatchObject({ edit: { do: "wall", stops: "everybody", closes: false } });
  });

  it("steps out with Escape: the drawing first, then the tools", () => {
    server(answers);
    render(<EditPanel />);
    act(() => beginDraft("wall"));
    fireEvent.keyDown(window, { key: "Escape" });
    expect(editingStore.get()?.draft).toBeNull();
    fireEvent.keyDown(window, { key: "Escape" });
    expect(editingStore.get()).toBeNull();
  });
});
