/** The player against a past made by chance: wherever it stands, it shows what was so there. */
import { describe, expect, it } from "vitest";
import type { BoardView, ChangeView, OpeningRow } from "../../src/api/types";
import type { PastChange, Source } from "../../src/replay/calls";
import { Player, type Playing, SPEEDS } from "../../src/replay/player";
import { type Board, boardOf, changed } from "../../src/state/board";
import { alarm, change, crew, neighbourhood, opening, willowBend } from "../town";

const START = Date.parse("2026-02-03T10:00:00Z");
const SECOND = 1000;
const PAGE = 40;
const STATES: OpeningRow["state"][] = ["given", "on_the_way", "under_way", "blocked", "done"];

/** Chance that can be had again: a linear congruential generator, in [0, 1). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

class Town implements Source {
  readonly past: PastChange[] = [];
  asked = 0;
  down = false;

  constructor(seed: number, entries = 300) {
    const next = chance(seed);
    const among = (count: number) => Math.floor(next() * count);
    let at = START;
    for (let position = 1; position <= entries; position += 1) {
      at += among(4) * 15 * SECOND; // several are recorded at one moment
      this.past.push({ at: new Date(at).toISOString(), change: this.entry(position, at, among) });
    }
  }

  private entry(position: number, at: number, among: (count: number) => number): ChangeView {
    const survey = position % 97 === 0;
    const told = change(position, {
      openings: [opening(`o${among(12)}`, { state: STATES[among(STATES.length)], position })],
      crews: among(2) ? [crew(`c0${among(4)}`, { load_m: among(60), position })] : [],
      neighbourhoods: among(3) ? [] : [neighbourhood("north", { done: among(9), position })],
    });
    const kind = survey ? "survey.edited" : "opening.done";
    return { ...told, happening: told.happening && { ...told.happening, kind, at: new Date(at).toISOString() } };
  }

  get until(): number {
    return Date.parse(this.past.at(-1)?.at ?? "");
  }

  /** When the entry at a position was recorded. */
  momentOf(position: number): number {
    return Date.parse(this.past[position - 1]?.at ?? new Date(START).toISOString());
  }

  /** How many entries were recorded by then. */
  positionAt(at: number): number {
    return this.past.filter((past) => Date.parse(past.at) <= at).length;
  }

  /** The board folded from nothing; a survey changes the ground, which no change says. */
  view(position: number, at: number): BoardView {
    const empty = willowBend({ position: 0, openings: [], crews: [], neighbourhoods: [], happenings: [] });
    const told = this.past.slice(0, position).map((past) => past.change);
    const board = told.reduce(changed, boardOf(empty, 0));
    const surveys = told.filter((each) => each.happening?.kind === "survey.edited").length;
    return {
      ...empty,
      position,
      map_digest: `ground ${surveys}`,
      totals: board.totals,
      openings: [...board.openings.values()],
      crews: [...board.crews.values()],
      neighbourhoods: [...board.neighbourhoods.values()],
      happenings: [...board.happenings].slice(0, 50),
      pulse: {
        ...empty.pulse,
        clock: { now: new Date(at).toISOString(), rate: 0 },
        alarms: [alarm({ weight: position })],
      },
    };
  }

  private answer<T>(made: () => T): Promise<T> {
    this.asked += 1;
    return this.down ? Promise.reject(new Error("no line")) : Promise.resolve(made());
  }

  boardAfter = (position: number) => this.answer(() => this.view(position, this.momentOf(position)));
  boardAt = (at: number) => this.answer(() => this.view(this.positionAt(at), at));
  changesAfter = (position: number) => this.answer(() => this.past.slice(position, position + PAGE));
}

/** What of a board must be the same however one came there. */
function facts(board: Board) {
  return {
    position: board.position,
    ground: board.map_digest,
    openings: [...board.openings.values()].sort((a, b) => a.id.localeCompare(b.id)),
    crews: [...board.crews.values()].sort((a, b) => a.id.localeCompare(b.id)),
    neighbourhoods: [...board.neighbourhoods.values()],
    happenings: board.happenings.slice(0, 50).map((line) => line.position),
    alarms: board.pulse.alarms.map((each) => each.weight),
  };
}

function played(town: Town): { player: Player; seen: Playing[]; pass: (ms: number) => void } {
  let wall = 0;
  const seen: Playing[] = [];
  const bounds = { from: START, until: town.until };
  const player = new Player(
    town,
    town.view(town.positionAt(START), START),
    bounds,
    (state) => seen.push(state),
    () => wall,
  );
  return { player, seen, pass: (ms) => (wall += ms) };
}

function sameAsServer(town: Town, player: Player): void {
  const { board, at } = player.now;
  expect(facts(board)).toEqual(facts(boardOf(town.view(board.position, at), 0)));
}

describe("a night played again", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("is nowhere other than it was, played and sought by chance (%i)", async (seed) => {
    const town = new Town(seed);
    const { player, pass } = played(town);
    const next = chance(seed + 100);
    for (let turn = 0; turn < 60; turn += 1) {
      const what = next();
      if (what < 0.25) {
        await player.seek({ at: START + next() * (town.until - START) });
        expect(player.now.board.position).toBe(town.positionAt(player.now.at));
      } else if (what < 0.4) {
        const position = 1 + Math.floor(next() * town.past.length);
        await player.seek({ at: town.momentOf(position), position });
        expect(player.now.board.position).toBe(position);
      } else {
        player.setSpeed(SPEEDS[Math.floor(next() * SPEEDS.length)] ?? 1);
        await player.play();
        for (let tick = 0; tick < 6; tick += 1) {
          pass(150);
          await player.tick(150);
        }
      }
      await player.pause();
      sameAsServer(town, player);
      expect(player.now.waiting).toBe(false);
    }
  });

  it("goes to the last of several moments asked for at once, and shows no board of another", async () => {
    const town = new Town(9);
    const { player } = played(town);
    const moments = [0.9, 0.2, 0.5].map((share) => START + share * (town.until - START));
    await Promise.all(moments.map((at) => player.seek({ at })));
    expect(player.now.at).toBe(moments[2]);
    expect(player.now.board.position).toBe(town.positionAt(moments[2] ?? 0));
    sameAsServer(town, player);
  });

  it("plays from beginning to end without leaving out an entry, and stops there", async () => {
    const town = new Town(10);
    const { player, seen, pass } = played(town);
    player.setSpeed(200);
    await player.play();
    for (let tick = 0; tick < 1000 && player.now.playing; tick += 1) {
      pass(150);
      await player.tick(150);
    }
    expect(player.now).toMatchObject({ playing: false, at: town.until });
    expect(player.now.board.position).toBe(town.past.length);
    const positions = seen.map((state) => state.board.position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    sameAsServer(town, player);
    await player.play(); // again from the beginning
    expect(player.now.at).toBe(START);
  });

  it("stands while there is no line, says so, and goes on after", async () => {
    const town = new Town(11);
    const { player, pass } = played(town);
    town.down = true;
    player.setSpeed(1000);
    await player.play();
    for (let tick = 0; tick < 5; tick += 1) {
      pass(150);
      await player.tick(150);
    }
    expect(player.now).toMatchObject({ failed: true, at: START });
    town.down = false;
    for (let tick = 0; tick < 10; tick += 1) {
      pass(150);
      await player.tick(150);
    }
    expect(player.now.failed).toBe(false);
    expect(player.now.at).toBeGreaterThan(START);
    await player.pause();
    sameAsServer(town, player);
  });

  it("has its clock stand while it is held and run at its speed while it plays", async () => {
    const town = new Town(12);
    const { player } = played(town);
    expect(player.now.board.pulse.clock.rate).toBe(0);
    player.setSpeed(60);
    await player.play();
    expect(player.now.board.pulse.clock.rate).toBe(60);
    await player.pause();
    expect(player.now.board.pulse.clock).toEqual({ now: new Date(player.now.at).toISOString(), rate: 0 });
  });
});
