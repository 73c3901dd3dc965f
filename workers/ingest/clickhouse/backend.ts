import { AuditError, toErrorData } from '../../../src/model/audit-error.js';
import { everything } from '../../../src/model/filter/ast.js';
import type { Decoded } from '../../../src/model/reading.js';
import { Capability, type ClickHouseSource } from '../../../src/model/source.js';
import { nsPerMs, toEpochNs, type EpochMs } from '../../../src/model/units.js';
import type { Activity } from '../../../src/model/activity.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from '../backend.js';
import type { ConnectionOptions } from '../http-connection.js';
import { realSleep, Waits, type Sleep } from '../http-tries.js';
import { ClickHouseConnection } from './connection.js';
import { ClickHousePushDown } from './push-down.js';

const defaultPollMs = 5_000;
/** Activities arrive late by so much in the ordinary way of things. */
const lateNs = 60_000n * nsPerMs;
const farAheadNs = 86_400_000n * nsPerMs;
const triesAfterMs: readonly number[] = [500, 2_000, 8_000];

export interface ClickHouseOptions extends ConnectionOptions {
  readonly sleep?: Sleep;
}

/** A table of a ClickHouse server or cluster. What a time holds is paged where it is little, and counted there where it is much. */
export class ClickHouseBackend implements Backend {
  readonly name: string;
  readonly wholeOnly = false;
  readonly pushDown: ClickHousePushDown;
  readonly #connection: ClickHouseConnection;
  readonly #waits: Waits;
  readonly #pollMs: number;
  readonly #now: () => EpochMs;

  constructor(source: ClickHouseSource, options: ClickHouseOptions) {
    const { sleep = realSleep, now = Date.now } = options;
    this.#connection = new ClickHouseConnection(source, options);
    this.name = this.#connection.name;
    this.#waits = new Waits(sleep);
    this.#pollMs = source.pollEveryMs ?? defaultPollMs;
    this.#now = now;
    this.pushDown = new ClickHousePushDown(this.#connection, source, {
      now,
      sleep: (lengthMs, signal) => this.#waits.wait(lengthMs, signal),
    });
  }

  capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    return new Promise((resolve) => {
      signal.throwIfAborted();
      resolve([Capability.answer, Capability.filter, Capability.count, Capability.group]);
    });
  }

  hurry(): void {
    this.#waits.hurry();
  }

  async *read({ range, types, filter = everything }: ReadRequest, signal: AbortSignal): AsyncGenerator<ReadStep> {
    signal.throwIfAborted();
    const source = this.name;
    const bytesBefore = this.#connection.bytes;
    const bytesRead = (): number => this.#connection.bytes - bytesBefore;
    let coveredFromNs = range.toNs;
    let failures = 0;
    for (;;) {
      try {
        const asked = { range: { fromNs: range.fromNs, toNs: coveredFromNs }, filter, ...(types && { types }) };
        const { count, completeness } = await this.pushDown.count(asked.range, signal);
        const isKnown = completeness.silent.length === 0 && filter === everything && !types;
        if (isKnown && coveredFromNs === range.toNs) yield { source, expected: count, bytesRead: bytesRead() };
        for await (const activities of this.pushDown.matching(asked, signal)) {
          failures = 0;
          // Pages end between two times, so that everything from the oldest one on has been delivered.
          coveredFromNs = activities.at(-1)?.timeNs ?? coveredFromNs;
          yield { source, decoded: decodedOf(activities), coveredFromNs, bytesRead: bytesRead() };
          signal.throwIfAborted();
        }
        yield { source, coveredFromNs: range.fromNs, bytesRead: bytesRead(), done: true };
        return;
      } catch (thrown) {
        signal.throwIfAborted();
        const waitMs = triesAfterMs[failures];
        if (!(thrown instanceof AuditError) || !thrown.retryable || waitMs === undefined) throw thrown;
        failures += 1;
        yield { source, bytesRead: bytesRead(), waiting: { atMs: this.#now() + waitMs, error: toErrorData(thrown) } };
        await this.#waits.wait(waitMs, signal);
      }
    }
  }

  async *follow(fromNs: bigint, signal: AbortSignal): AsyncGenerator<FollowStep> {
    signal.throwIfAborted();
    yield { state: 'connecting' };
    let sinceNs = fromNs;
    for (;;) {
      const beganNs = toEpochNs(this.#now());
      try {
        const range = { fromNs: sinceNs, toNs: (beganNs > sinceNs ? beganNs : sinceNs) + farAheadNs };
        let newestNs = sinceNs;
        for await (const activities of this.pushDown.matching({ range, filter: everything }, signal)) {
          const [newest] = activities;
          if (newest && newest.timeNs > newestNs) newestNs = newest.timeNs;
          yield { state: 'polling', decoded: decodedOf(activities) };
        }
        // By the times of what came: the clocks of page and cluster may differ.
        if (newestNs - lateNs > sinceNs) sinceNs = newestNs - lateNs;
        yield { state: 'polling', coveredToNs: beganNs };
      } catch (thrown) {
        signal.throwIfAborted();
        if (!(thrown instanceof AuditError) || !thrown.retryable) throw thrown;
        yield { state: 'interrupted', error: toErrorData(thrown) };
      }
      await this.#waits.wait(this.#pollMs, signal);
      signal.throwIfAborted();
    }
  }
}

function decodedOf(activities: readonly Activity[]): Decoded {
  return { activities, problems: [], gaps: [], skipped: 0, records: activities.length };
}
