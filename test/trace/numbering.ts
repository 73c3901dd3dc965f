/** Process ids and terminals as a kernel would hand them out. */
import type { Process, Replay } from './replay.js';
import { Dice } from './variants.js';

const firstTerminal = 136 * 256;
/** A terminal is free again once its last holder has let go. */
const terminalGraceUs = 20_000;
const smallRange = { first: 100, size: 420 };
const largeRange = { first: 18_200, size: 1_000_000 };

export interface Numbering {
  pid(process: Process): number;
  /** 0: the process has no terminal. */
  tty(terminal: Process | null): number;
}

/** `reused`: from a range so small that a process id comes again within seconds, and with terminals counted per container. */
export function numberProcesses({ processes, roots }: Replay, reused: boolean, seed: string): Numbering {
  const pids = assignPids(processes, reused, new Dice(`${seed} pids`));
  const terminals = assignTerminals([...roots.values()], reused);
  return {
    pid: (process) => pids.get(process) ?? 0,
    tty: (terminal) => (terminal ? (terminals.get(terminal) ?? 0) : 0),
  };
}

/** The next free one, around the range; other processes of the node take some between. */
function assignPids(processes: readonly Process[], reused: boolean, dice: Dice): ReadonlyMap<Process, number> {
  const { first, size } = reused ? smallRange : largeRange;
  const pids = new Map<Process, number>();
  const freeFromUs = new Map<number, number>();
  let next = 0;
  for (const process of [...processes].sort((a, b) => a.startUs - b.startUs)) {
    if (dice.next() < 0.3) next += 1 + Math.floor(dice.next() * 3);
    while ((freeFromUs.get(next % size) ?? 0) > process.startUs) next += 1;
    pids.set(process, first + (next % size));
    freeFromUs.set(next % size, process.endUs ?? Infinity);
    next += 1;
  }
  return pids;
}

/** The lowest free number; on the whole node, or in each container. */
function assignTerminals(roots: readonly Process[], perContainer: boolean): ReadonlyMap<Process, number> {
  const numbers = new Map<Process, number>();
  const taken: { readonly place: string; readonly number: number; readonly untilUs: number }[] = [];
  for (const root of [...roots].sort((a, b) => a.startUs - b.startUs)) {
    if (root.owner?.kind === 'container' || !root.owner?.job.tty) continue;
    const place = perContainer ? (root.container?.key ?? '') : '';
    let number = 0;
    while (taken.some((one) => one.place === place && one.number === number && one.untilUs > root.startUs)) number += 1;
    taken.push({ place, number, untilUs: (root.endUs ?? Infinity) + terminalGraceUs });
    numbers.set(root, firstTerminal + number);
  }
  return numbers;
}
