/** What every peer does, in a worker of its own. */
import type { Condition, Question, Result } from '../questions.js';

export interface Peer {
  /** From bytes as a stream brings them to being able to answer. */
  ingest(chunks: readonly Uint8Array[]): Promise<void>;
  ask(question: Question): Promise<Result>;
  /** A few more lines. */
  append(chunk: Uint8Array): Promise<void>;
}

/** One that opens with what was kept on disk before, and answers from there. */
export interface KeepingPeer extends Peer {
  /** All of it is safely on disk, and let go of: nothing can be asked afterwards. */
  keep(): Promise<void>;
}

/** The members that are asked for, by the name that questions use. */
export interface PeerRow {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
}

export interface TimedRow extends PeerRow {
  readonly atMs: number;
}

/** Every line as an object. Microseconds fit a number exactly; nanoseconds do not. */
export function* timedRows(chunks: readonly Uint8Array[]): Generator<TimedRow> {
  for (const line of linesOf(chunks)) {
    const row = JSON.parse(line) as PeerRow & { atMs: number };
    row.atMs = Number(row.timestamp.slice(0, -3)) / 1_000;
    yield row;
  }
}

export function memberValue(row: PeerRow, attribute: string): unknown {
  const { label, name } = memberOf(attribute);
  return label ? row.labels[name] : row[name];
}

export const newestFirst = (a: TimedRow, b: TimedRow): number =>
  b.atMs - a.atMs || (b.timestamp > a.timestamp ? 1 : -1);

export function* linesOf(chunks: readonly Uint8Array[]): Generator<string> {
  const decoder = new TextDecoder();
  for (const chunk of chunks) {
    const text = decoder.decode(chunk);
    for (let from = 0; from < text.length;) {
      const to = text.indexOf('\n', from);
      yield text.slice(from, to);
      from = to + 1;
    }
  }
}

/** A question's condition as a function of a value getter: for engines that take functions. */
export function predicate<Row>(
  condition: Condition,
  value: (row: Row, attribute: string) => unknown,
): (row: Row) => boolean {
  if ('all' in condition) {
    const parts = condition.all.map((part) => predicate(part, value));
    return (row) => parts.every((part) => part(row));
  }
  if ('any' in condition) {
    const parts = condition.any.map((part) => predicate(part, value));
    return (row) => parts.some((part) => part(row));
  }
  const { attribute, operator, values } = condition;
  const [first] = values;
  switch (operator) {
    case '<':
      return (row) => {
        const found = value(row, attribute);
        return typeof found === 'number' && found < Number(first);
      };
    case 'contains': {
      const needle = String(first).toLowerCase();
      return (row) => {
        const found = value(row, attribute);
        return typeof found === 'string' && found.toLowerCase().includes(needle);
      };
    }
    default: {
      const wanted = new Set<unknown>(values);
      const isIn = (found: unknown): boolean =>
        Array.isArray(found) ? found.some((one) => wanted.has(one)) : wanted.has(found);
      return operator === 'in' ? (row) => isIn(value(row, attribute)) : (row) => !isIn(value(row, attribute));
    }
  }
}

export const memberOf = (attribute: string): { readonly label: boolean; readonly name: string } => ({
  label: attribute.includes('.'),
  name: attribute,
});
