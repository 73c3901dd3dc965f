/** What is done to a recording before it is handed to the engine. Everything follows from the seed. */
export const Shape = {
  /** Commands, connections and files as the published API has them: no ends of processes, no ids. */
  plain: 'plain',
  /** The same, with the id of the exec that a process has in its environment. */
  withIds: 'with-ids',
  /** JSON lines of Tetragon: ids of process instances and of their parents, ends with exit codes, no terminals. */
  tetragon: 'tetragon',
} as const;
export type Shape = (typeof Shape)[keyof typeof Shape];
export const shapes = Object.values(Shape);

export interface Variant {
  readonly name: string;
  /** Clock of the node minus clock of the API server. */
  readonly skewMs: number;
  /** Process ids come again within seconds, terminals are counted per container. */
  readonly reusedPids: boolean;
  readonly shellEntrypoint: boolean;
  /** Share of the requests whose end is not on record. */
  readonly withoutEnd: number;
  /** Share of the commands, and of the ends of processes, that are lost. */
  readonly dropped: number;
  /** In one container the usual programs are applets of one executable. */
  readonly applets: boolean;
}

const ordinary: Variant = {
  name: 'ordinary',
  skewMs: 0,
  reusedPids: false,
  shellEntrypoint: false,
  withoutEnd: 0,
  dropped: 0,
  applets: false,
};

export const variants: readonly Variant[] = [
  ordinary,
  { ...ordinary, name: 'skew+1.2s', skewMs: 1200 },
  { ...ordinary, name: 'skew-0.8s', skewMs: -800 },
  { ...ordinary, name: 'reused-pids', reusedPids: true },
  { ...ordinary, name: 'shell-entrypoint', shellEntrypoint: true },
  { ...ordinary, name: 'no-ends', withoutEnd: 0.4 },
  { ...ordinary, name: 'dropped', dropped: 0.02 },
  { ...ordinary, name: 'applets', applets: true },
  { ...ordinary, name: 'skew+shell+reuse', skewMs: 1200, shellEntrypoint: true, reusedPids: true },
];

/** Numbers from 0 to 1 that look random and are the same for the same seed (a linear congruential generator, scrambled). */
export class Dice {
  #state: number;

  constructor(seed: number | string) {
    let state = 2166136261;
    for (const character of String(seed)) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
    this.#state = state >>> 0;
  }

  next(): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
    mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }
}
