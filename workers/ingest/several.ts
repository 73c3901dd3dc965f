import type { Activity } from '../../src/model/activity.js';
import { toErrorData, type AuditError, type ErrorData } from '../../src/model/audit-error.js';
import { Capability } from '../../src/model/source.js';
import { allTime, clipRanges, normaliseRanges, subtractRanges, type TimeRange } from '../../src/model/time-range.js';
import { toEpochNs, type EpochNs } from '../../src/model/units.js';
import {
  mostRawRecords,
  type Backend,
  type FollowStep,
  type RawRecord,
  type ReadRequest,
  type ReadStep,
} from './backend.js';
import { upTo } from './happened.js';
import { merged } from './merged.js';

export interface NamedBackend {
  /** As in the status; files have names of their own. */
  readonly name: string;
  readonly hasFiles: boolean;
  readonly backend: Backend;
}

/** One of several, and what it has delivered. */
class Part {
  readonly name: string;
  readonly backend: Backend;
  readonly #hasFiles: boolean;
  /** Everything since reading began; and what of it not all others have delivered too. */
  delivered: readonly TimeRange[] = [];
  #ahead: readonly TimeRange[] = [];

  constructor({ name, hasFiles, backend }: NamedBackend) {
    this.name = name;
    this.#hasFiles = hasFiles;
    this.backend = backend;
  }

  get ahead(): readonly TimeRange[] {
    return this.#ahead;
  }

  /** The newest stretch comes first. */
  missing(range: TimeRange): readonly TimeRange[] {
    return [...subtractRanges(range, this.#ahead)].reverse();
  }

  deliver(range: TimeRange): void {
    this.delivered = normaliseRanges([...this.delivered, range]);
    this.#ahead = normaliseRanges([...this.#ahead, range]);
  }

  /** All have delivered it: who asks for it again has lost it. */
  settle(range: TimeRange): void {
    this.#ahead = this.#ahead.flatMap((one) => subtractRanges(one, [range]));
  }

  forget(): void {
    this.delivered = [];
    this.#ahead = [];
    this.backend.forget?.();
  }

  /** What comes is all there was at `untilNs`, though it may have been asked for up to a later time. */
  async *read(request: ReadRequest, untilNs: EpochNs, signal: AbortSignal): AsyncGenerator<Delivery> {
    const happened = (range: TimeRange): TimeRange => upTo(range, untilNs);
    for (const missing of this.missing(request.range)) {
      // What cannot be asked for a range gives everything.
      const range = this.backend.wholeOnly ? allTime : missing;
      let last: ReadStep = { source: this.name, bytesRead: 0 };
      let isHeld = false;
      for await (const { coveredFromNs, ...came } of this.backend.read({ ...request, range }, signal)) {
        if (isHeld) yield { step: last };
        const step = { ...came, source: this.#hasFiles ? came.source : this.name };
        // The last word of a source waits: it may be that of all of them.
        isHeld = step.done === true;
        const isPart = coveredFromNs !== undefined && !this.backend.wholeOnly;
        if (!isHeld)
          yield { step, ...(isPart && { delivered: happened({ fromNs: coveredFromNs, toNs: range.toNs }) }) };
        const { decoded: _, waiting: _waiting, ...rest } = step;
        last = isHeld ? step : rest;
      }
      yield { step: last, delivered: this.backend.wholeOnly ? range : happened(range) };
      if (this.backend.wholeOnly) return;
    }
  }
}

/** A step, and what is complete once it was taken. */
interface Delivery {
  readonly step: ReadStep;
  readonly delivered?: TimeRange;
}

/** Several backends as one. Each goes on where another one fails; a time is covered once all have delivered it. */
export class SeveralBackend implements Backend {
  readonly name: string;
  readonly wholeOnly: boolean;
  readonly follow?: (this: void, fromNs: EpochNs, signal: AbortSignal) => AsyncIterable<FollowStep>;
  readonly #parts: readonly Part[];

  constructor(backends: readonly NamedBackend[]) {
    this.#parts = backends.map((one) => new Part(one));
    this.name = backends.map(({ name }) => name).join(', ');
    this.wholeOnly = backends.every(({ backend }) => backend.wholeOnly);
    if (backends.some(({ backend }) => typeof backend.follow === 'function'))
      this.follow = (fromNs, signal) => this.#follow(fromNs, signal);
  }

  /** What goes for the rows of one goes for none of the others; they stream where all that can be followed do. */
  async capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    const followed = this.#parts.filter(({ backend }) => typeof backend.follow === 'function');
    const none = (): readonly Capability[] => [];
    const found = await Promise.all(followed.map(({ backend }) => backend.capabilities(signal).catch(none)));
    signal.throwIfAborted();
    return found.length > 0 && found.every((known) => known.includes(Capability.stream)) ? [Capability.stream] : [];
  }

  hurry(): void {
    for (const { backend } of this.#parts) backend.hurry();
  }

  rest(): void {
    for (const { backend } of this.#parts) backend.rest?.();
  }

  forget(): void {
    for (const part of this.#parts) part.forget();
  }

  /** The filter is left to the engine: not all of them would take it. */
  async *read({ filter: _, ...request }: ReadRequest, signal: AbortSignal): AsyncGenerator<ReadStep> {
    signal.throwIfAborted();
    const { range } = request;
    const untilNs = toEpochNs(Date.now());
    const toNs = untilNs < range.toNs ? untilNs : range.toNs;
    const failures: unknown[] = [];
    for await (const made of merged(this.#parts.map((part) => part.read(request, toNs, signal)))) {
      signal.throwIfAborted();
      const part = this.#parts[made.at]!;
      // Not before: the next steps may be on their way already.
      if ('item' in made && made.item.delivered) part.deliver(made.item.delivered);
      const coveredFromNs = this.#coveredFrom({ fromNs: range.fromNs, toNs });
      const common = {
        loaded: part.delivered,
        ...(coveredFromNs !== undefined && { coveredFromNs }),
      };
      if ('item' in made) {
        // Others have more: what one expects is not what there is.
        const { expected: _, expectedIsAtLeast: _atLeast, ...step } = made.item.step;
        yield { ...step, ...common };
      } else {
        failures.push(made.thrown);
        yield { source: part.name, bytesRead: 0, refused: toErrorData(made.thrown), ...common };
      }
    }
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    for (const part of this.#parts) part.settle(range);
  }

  /** From where on all have delivered everything up to the end of the range. */
  #coveredFrom(range: TimeRange): EpochNs | undefined {
    let fromNs = range.fromNs;
    for (const { ahead } of this.#parts) {
      const last = clipRanges(ahead, range).at(-1);
      if (last?.toNs !== range.toNs) return undefined;
      if (last.fromNs > fromNs) fromNs = last.fromNs;
    }
    return fromNs;
  }

  async *#follow(fromNs: EpochNs, signal: AbortSignal): AsyncGenerator<FollowStep> {
    const followed = this.#parts.flatMap(({ backend, name }) => (backend.follow ? { backend, name } : []));
    const states = followed.map((): FollowStep['state'] => 'connecting');
    const coveredNs = followed.map((): EpochNs => fromNs);
    const errors = followed.map((): ErrorData | undefined => undefined);
    const steps = followed.map(({ backend }) => backend.follow!(fromNs, signal));
    for await (const made of merged(steps)) {
      signal.throwIfAborted();
      const { at } = made;
      if ('thrown' in made) {
        states[at] = 'interrupted';
        errors[at] = toErrorData(made.thrown);
      } else {
        states[at] = made.item.state;
        errors[at] = made.item.error;
        const { fromNs: begunNs, coveredToNs = begunNs } = made.item;
        if (coveredToNs !== undefined) coveredNs[at] = coveredToNs;
      }
      const error = errors.find((one) => one !== undefined);
      yield {
        ...('item' in made && made.item.decoded && { decoded: made.item.decoded }),
        state: worstOf(states),
        coveredToNs: coveredNs.reduce((least, one) => (one < least ? one : least)),
        ...(error && { error }),
      };
    }
  }

  async raw(activity: Activity, signal: AbortSignal): Promise<readonly RawRecord[]> {
    const records: RawRecord[] = [];
    let failure: { readonly thrown: unknown } | null = null;
    for (const { backend } of this.#parts) {
      if (!backend.raw || records.length >= mostRawRecords) continue;
      try {
        records.push(...(await backend.raw(activity, signal)));
      } catch (thrown) {
        signal.throwIfAborted();
        failure ??= { thrown };
      }
    }
    if (records.length === 0 && failure) throw failure.thrown as AuditError;
    return records.slice(0, mostRawRecords);
  }
}

/** All are up only where none is down. */
function worstOf(states: readonly FollowStep['state'][]): FollowStep['state'] {
  const order = ['interrupted', 'connecting', 'polling', 'streaming'] as const;
  return order.find((state) => states.includes(state)) ?? 'connecting';
}
