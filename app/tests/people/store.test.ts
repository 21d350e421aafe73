/** The list of people as it is fetched again and again: the newest question has the last word. */
import { afterEach, expect, it, vi } from "vitest";
import { peopleStore, refresh } from "../../src/people/store";

afterEach(() => vi.unstubAllGlobals());

const saying = (me: string) => new Response(JSON.stringify({ me, people: [] }));

it("is not overwritten by an older answer that comes late", async () => {
  const answers: ((response: Response) => void)[] = [];
  vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => answers.push(resolve)));
  const both = [refresh(), refresh()];
  answers[1]?.(saying("newer"));
  await both[1];
  answers[0]?.(saying("older"));
  await both[0];
  expect(peopleStore.get()?.me).toBe("newer");
  const third = refresh();
  answers[2]?.(saying("newest"));
  await third;
  expect(peopleStore.get()?.me).toBe("newest");
});
