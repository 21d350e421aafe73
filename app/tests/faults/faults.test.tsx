import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import i18next from "i18next";
import { type ComponentType, useState } from "react";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import en from "../../src/faults/en.json";
import { FaultBoundary } from "../../src/faults/FaultBoundary";
import { fetched } from "../../src/faults/fetched";
import zh from "../../src/faults/zh.json";
import { setUpLanguages } from "../../src/i18n/setup";
import MapPane from "../../src/map/MapPane";

let broken = true;
let told: MockInstance;

function Slider() {
  if (broken) throw new Error("Maximum update depth exceeded");
  return <p>slides</p>;
}

/** Holds something that must outlive its neighbour's fault. */
function Counter() {
  const [count, setCount] = useState(0);
  return <button onClick={() => setCount(count + 1)}>counted {count}</button>;
}

beforeEach(async () => {
  broken = true;
  setUpLanguages();
  await i18next.changeLanguage("en");
  told = vi.spyOn(console, "error").mockImplementation(() => undefined); // where React tells of each fault
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("a part that throws", () => {
  it("says so and what it was, and its neighbours go on with what they hold", () => {
    render(
      <>
        <FaultBoundary part="crews">
          <Slider />
        </FaultBoundary>
        <Counter />
      </>,
    );
    expect(screen.getByRole("alert").textContent).toContain("“Crews” has failed");
    expect(screen.getByRole("alert").textContent).toContain("Error: Maximum update depth exceeded");
    fireEvent.click(screen.getByText("counted 0"));
    expect(screen.getByText("counted 1")).toBeTruthy();
    expect(told).toHaveBeenCalled();
  });

  it("is there again after another try, once it is mended, and not before", () => {
    render(
      <FaultBoundary part="map">
        <Slider />
      </FaultBoundary>,
    );
    fireEvent.click(screen.getByTestId("fault-again"));
    expect(screen.getByTestId("fault-map")).toBeTruthy();
    broken = false;
    fireEvent.click(screen.getByTestId("fault-again"));
    expect(screen.getByText("slides")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is told in Chinese as well", async () => {
    await i18next.changeLanguage("zh");
    render(
      <FaultBoundary part="page">
        <Slider />
      </FaultBoundary>,
    );
    expect(screen.getByRole("heading").textContent).toBe("“本页”出错了");
  });

  it("can be put away where it is a dialog, and only there", () => {
    const close = vi.fn();
    render(
      <FaultBoundary part="dialog" close={close}>
        <Slider />
      </FaultBoundary>,
    );
    fireEvent.click(screen.getByTestId("fault-close"));
    expect(close).toHaveBeenCalledOnce();
  });

  it("stays inside the innermost boundary", () => {
    render(
      <FaultBoundary part="page">
        <Counter />
        <FaultBoundary part="rule">
          <Slider />
        </FaultBoundary>
      </FaultBoundary>,
    );
    expect(screen.getByTestId("fault-rule")).toBeTruthy();
    expect(screen.queryByTestId("fault-page")).toBeNull();
    expect(screen.getByText("counted 0")).toBeTruthy();
  });
});

describe("a part whose code does not come", () => {
  const there: ComponentType = () => <p>here it is</p>;

  it("is asked for again when somebody tries again, not by itself", async () => {
    const load = vi.fn<() => Promise<ComponentType>>().mockRejectedValue(new TypeError("Failed to fetch"));
    const Part = fetched(load);
    await act(async () => {
      render(
        <FaultBoundary part="tools">
          <Part />
        </FaultBoundary>,
      );
      await Promise.resolve();
    });
    expect((await screen.findByTestId("fault-tools")).textContent).toContain("could not be fetched");
    expect(load).toHaveBeenCalledOnce();
    load.mockResolvedValue(there);
    fireEvent.click(screen.getByTestId("fault-again"));
    expect(await screen.findByText("here it is")).toBeTruthy();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("is fetched once for good when it came, and keeps what it holds when drawn again", async () => {
    const load = vi.fn(() => Promise.resolve<ComponentType>(Counter));
    const Part = fetched(load);
    const shown = (
      <FaultBoundary part="tools">
        <Part />
      </FaultBoundary>
    );
    const { rerender, unmount } = render(shown);
    fireEvent.click(await screen.findByText("counted 0"));
    rerender(shown);
    expect(screen.getByText("counted 1")).toBeTruthy();
    unmount();
    render(shown);
    expect(screen.getByText("counted 0"), "there at once").toBeTruthy();
    expect(load).toHaveBeenCalledOnce();
  });
});

describe("a browser without WebGL", () => {
  it("has a clear text in the map's place", () => {
    render(<MapPane />);
    expect(screen.getByTestId("no-map").textContent).toContain("WebGL");
  });
});

describe("both languages", () => {
  const keys = (tree: object, at = ""): string[] =>
    Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
      value && typeof value === "object" ? keys(value, `${at}${key}.`) : [`${at}${key}`],
    );

  it("have the same keys, and words for each", () => {
    expect(keys(zh)).toEqual(keys(en));
    expect([en, zh].flatMap((tree) => Object.values(tree.part)).every((words) => words.trim())).toBe(true);
  });
});
