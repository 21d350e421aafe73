/**
 * Plays a night once more: a moment that moves through the past, and the board as it was then.
 *
 * The board goes forward by the very changes the night was recorded in, fetched ahead in pages, and anywhere else by
 * fetching it whole; so at rest it is what the server has for that position. What time alone changes (alarms, how far
 * communities are) comes with a whole board only: while playing it is asked for again and again, and once at each rest.
 */
import type { BoardView } from "../api/types";
import { type Board, boardOf, changed } from "../state/board";
import type { PastChange, Source } from "./calls";

/** Changes kept ahead, below which the next page is fetched. */
const AHEAD = 80;
/** Wall milliseconds between two looks at what time alone changes. */
const PULSE_MS = 1200;

export const SPEEDS = [1, 10, 60, 200, 1000] as const;

export interface Playing {
  board: Board;
  /** The moment shown, in Unix milliseconds. */
  at: number;
  /** Whether it moves by itself. */
  playing: boolean;
  /** Seconds of the night in one of the wall's. */
  speed: number;
  /** Whether it waits for the server. */
  waiting: boolean;
  /** Whether the last request had no answer. */
  failed: boolean;
}

export interface Bounds {
  from: number;
  until: number;
}

interface Wanted {
  at: number;
  position?: number;
}

/** A survey replaces the ground itself, which no change carries. */
function newGround({ change }: PastChange): boolean {
  return change.happening?.kind.startsWith("survey.") ?? false;
}

/** The board with its clock standing, or going at a speed, at a moment. */
function clocked(board: Board, at: number, rate: number, wall: number): Board {
  const clock = { now: new Date(at).toISOString(), rate };
  return { ...board, pulse: { ...board.pulse, clock }, clockReadAt: wall };
}

export class Player {
  private state: Playing;
  private ahead: PastChange[] = [];
  private atEnd = false;
  private fetching = false;
  private seeking = false;
  private wanted: Wanted | null = null;
  private pulseAt = -Infinity;
  private pulsing = false;
  private lookAgain = false;
  /** Counts the jumps; an answer to a question asked before the last one is dropped. */
  private jumps = 0;

  /**
   * @param first the board it begins with
   * @param show called with each new state
   * @param wall milliseconds of the wall, never going back
   */
  constructor(
    private readonly source: Source,
    first: BoardView,
    private readonly bounds: Bounds,
    private readonly show: (state: Playing) => void,
    private readonly wall: () => number = () => performance.now(),
  ) {
    const at = Date.parse(first.pulse.clock.now);
    this.state = {
      board: boardOf(first, wall()),
      at: Math.min(Math.max(at, bounds.from), bounds.until),
      playing: false,
      speed: 60,
      waiting: false,
      failed: false,
    };
    this.put({});
  }

  get now(): Playing {
    return this.state;
  }

  /** The position it goes to or has reached. */
  get aim(): number {
    return this.wanted?.position ?? this.state.board.position;
  }

  /** Lets it run; from the end, from the beginning again. */
  async play(): Promise<void> {
    if (this.state.playing) return;
    if (this.state.at >= this.bounds.until) await this.seek({ at: this.bounds.from });
    this.put({ playing: true });
    await this.fill();
  }

  /** Holds it where it is. */
  async pause(): Promise<void> {
    if (!this.state.playing) return;
    this.put({ playing: false });
    await this.look();
  }

  setSpeed(speed: number): void {
    this.put({ speed });
  }

  /** Goes to a moment, or behind an entry; of several asked for at once the last one counts. */
  async seek(wanted: Wanted): Promise<void> {
    this.jumps += 1;
    this.wanted = { ...wanted, at: Math.min(Math.max(wanted.at, this.bounds.from), this.bounds.until) };
    this.put({ at: this.wanted.at, waiting: true });
    if (this.seeking) return; // the one under way goes on to this
    this.seeking = true;
    try {
      await this.reach();
      this.put({ waiting: false, failed: false });
    } catch {
      this.wanted = null;
      this.put({ waiting: false, failed: true, playing: false });
    } finally {
      this.seeking = false;
    }
    await this.fill();
  }

  private async reach(): Promise<void> {
    while (this.wanted) {
      const asked: Wanted = this.wanted;
      const view = await (asked.position === undefined
        ? this.source.boardAt(asked.at)
        : this.source.boardAfter(asked.position));
      if (this.wanted !== asked) continue;
      this.wanted = null;
      this.ahead = [];
      this.atEnd = false;
      this.pulseAt = this.wall();
      this.put({ board: boardOf(view, this.wall()), at: asked.at });
    }
  }

  /** So many milliseconds of the wall have gone by. */
  async tick(wallMs: number): Promise<void> {
    if (!this.isMoving()) return;
    const until = Math.min(this.state.at + wallMs * this.state.speed, this.bounds.until);
    await this.forward(until);
    if (!this.isMoving()) return;
    if (this.state.at >= this.bounds.until) await this.pause();
    else if (this.wall() - this.pulseAt > PULSE_MS) await this.look();
  }

  private isMoving(): boolean {
    return this.state.playing && !this.seeking;
  }

  /** Forward to a moment, as far as changes are there. */
  private async forward(until: number): Promise<void> {
    const due = this.ahead.findIndex((past) => Date.parse(past.at) > until);
    const behind = due === -1;
    const ready = behind ? this.ahead : this.ahead.slice(0, due);
    const ground = ready.find(newGround);
    if (ground) {
      await this.seek({ at: Date.parse(ground.at), position: ground.change.position });
      return;
    }
    this.ahead = this.ahead.slice(ready.length);
    const board = ready.reduce((held, past) => changed(held, past.change), this.state.board);
    const short = behind && !this.atEnd;
    const last = ready.at(-1);
    const reached = short ? Math.max(this.state.at, last ? Date.parse(last.at) : 0) : until;
    this.put({ board, at: Math.min(reached, until), waiting: short });
    await this.fill();
  }

  /** Fetches the next page where the one before runs out. */
  private async fill(): Promise<void> {
    if (this.fetching || this.atEnd || this.ahead.length > AHEAD) return;
    const { jumps } = this;
    this.fetching = true;
    try {
      const after = this.ahead.at(-1)?.change.position ?? this.state.board.position;
      const page = await this.source.changesAfter(after);
      if (jumps === this.jumps) {
        this.ahead = [...this.ahead, ...page];
        this.atEnd = page.length === 0;
      }
      this.put({ failed: false, ...(this.seeking ? {} : { waiting: false }) });
    } catch {
      this.put({ failed: true, waiting: true });
    } finally {
      this.fetching = false;
    }
    if (jumps !== this.jumps && !this.seeking) await this.fill();
  }

  /** Looks at what time alone changes; the rows stay as the changes have them. */
  private async look(): Promise<void> {
    this.lookAgain = this.pulsing;
    if (this.pulsing) return;
    const { jumps } = this;
    this.pulsing = true;
    this.pulseAt = this.wall();
    try {
      const { pulse } = await this.source.boardAt(this.state.at);
      if (jumps === this.jumps) this.put({ board: { ...this.state.board, pulse } });
    } catch {
      // the next look is soon; what moves the board says when there is no line
    } finally {
      this.pulsing = false;
    }
    if (this.lookAgain) await this.look();
  }

  private put(part: Partial<Playing>): void {
    const next = { ...this.state, ...part };
    const rate = next.playing && !next.waiting ? next.speed : 0;
    this.state = { ...next, board: clocked(next.board, next.at, rate, this.wall()) };
    this.show(this.state);
  }
}
