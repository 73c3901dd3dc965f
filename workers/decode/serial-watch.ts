import type { Gap } from '../../src/model/coverage.js';
import type { EpochNs } from '../../src/model/units.js';
import type { AuditLine } from './auditd-line.js';
import type { TextReading } from './format-decoder.js';
import type { Position } from './record-handler.js';

/** Numbers that did not come, from one to another, and the line behind which they are missing. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly fromNs: EpochNs;
  readonly toNs: EpochNs;
  readonly at: Position;
}

interface Numbers {
  events: number;
  last: number;
  lastNs: EpochNs;
  runs: Run[];
}

/** Events come a little out of order; an earlier number than that is a restart. */
const outOfOrder = 1000;
/** A larger step is another log. */
const mostMissing = 100_000;
const mostRuns = 1000;
/** Where it goes on with a step more often than this, somebody took parts of a log: that is no loss. */
const steppingShare = 0.25;
const second = 1_000_000_000n;

/**
 * The kernel numbers its events one after the other. Numbers that are missing in between are events that were lost on their way into the log; and the
 * kernel itself says how many it had to drop.
 */
export class SerialWatch {
  readonly #nodes = new Map<string, Numbers>();
  readonly #stated: TextReading[] = [];

  see({ message, timeNs, type, serial, node = '' }: AuditLine, at: Position): void {
    const lost = Number(/audit_lost=(\d{1,12})/.exec(message)?.[1] ?? 0);
    if (lost > 0 && this.#stated.length < mostRuns) {
      const range = { fromNs: timeNs - second, toNs: timeNs + 1n };
      this.#stated.push(reading({ range, dropped: lost, statedBy: `audit_lost${of(node)}` }, at));
    }
    // The daemon counts its own messages, and from anew.
    if (type.startsWith('DAEMON_')) return;
    const numbers = this.#nodes.get(node);
    if (!numbers) {
      this.#nodes.set(node, { events: 1, last: serial, lastNs: timeNs, runs: [] });
      return;
    }
    const step = serial - numbers.last;
    if (step === 0) return;
    if (step < 0 && step > -outOfOrder) return fill(numbers, serial);
    if (step > 1 && step <= mostMissing && numbers.runs.length <= mostRuns) {
      const [fromNs, toNs] = numbers.lastNs < timeNs ? [numbers.lastNs, timeNs] : [timeNs, numbers.lastNs];
      numbers.runs.push({ from: numbers.last + 1, to: serial - 1, fromNs, toNs: toNs + 1n, at });
    }
    numbers.events += 1;
    numbers.last = serial;
    numbers.lastNs = timeNs;
  }

  end(): readonly TextReading[] {
    const missing = [...this.#nodes].flatMap(([node, { runs, events }]) => {
      if (runs.length > mostRuns || runs.length > events * steppingShare) return [];
      return runs.map(({ from, to, fromNs, toNs, at }) => {
        const numbers = from === to ? String(from) : `${from}-${to}`;
        const range = { fromNs, toNs };
        return reading({ range, dropped: to - from + 1, statedBy: `audit_serial=${numbers}${of(node)}` }, at);
      });
    });
    return [...this.#stated, ...missing];
  }
}

/** A number came after a later one: it is not missing. */
function fill(numbers: Numbers, serial: number): void {
  const { runs } = numbers;
  for (let at = runs.length - 1; at >= 0; at -= 1) {
    const run = runs[at]!;
    if (serial > run.to) return;
    if (serial < run.from) continue;
    numbers.events += 1;
    const parts = [
      { ...run, to: serial - 1 },
      { ...run, from: serial + 1 },
    ];
    runs.splice(at, 1, ...parts.filter(({ from, to }) => from <= to));
    return;
  }
}

const of = (node: string): string => (node === '' ? '' : ` of ${node}`);

const reading = (gap: Gap, at: Position): TextReading => ({ meaning: { kind: 'gap', gap }, text: '', at });
