import { activityTypes } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import type { Query } from '../../src/model/query.js';
import { timeLimits } from '../../src/model/reading.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import { CountedAnswer } from './http-counted.js';
import { longestEntry, readText } from './http-entry.js';
import { typeParameters } from './http-entry-pages.js';
import { FailedTry } from './http-failure.js';
import type { FollowingOptions } from './http-following.js';
import type { HttpOffer } from './http-offer.js';
import { TryBudget } from './http-tries.js';
import type { Completeness } from './push-down.js';

const longestAnswer = 4 * longestEntry;

export type Asked = Omit<Query, 'want'>;
export type Parameters = readonly (readonly [name: string, value: string])[];
export type Ask = (path: string, parameters: Parameters) => Promise<CountedAnswer>;

/** Questions to a server of the open protocol that counts, and what their answers are worth together. */
export class HttpAsking {
  readonly offer: HttpOffer;
  readonly #reading: FollowingOptions;

  constructor(offer: HttpOffer, reading: FollowingOptions) {
    this.offer = offer;
    this.#reading = reading;
  }

  /** What the server is called. */
  get name(): string {
    return this.#reading.connection.name;
  }

  /** All that an answer is made of; it is worth what the least of that is worth. */
  async whole<Value>(
    signal: AbortSignal,
    work: (ask: Ask) => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly completeness: Completeness }> {
    const worths: Completeness[] = [];
    const value = await work(async (path, parameters) => {
      const answer = await this.asked(path, parameters, signal);
      worths.push(answer.worth);
      return answer;
    });
    const silent = [...new Set(worths.flatMap((worth) => worth.silent))];
    const shards = Math.max(0, ...worths.map((worth) => worth.shards ?? 0));
    const certainty =
      [Certainty.sampled, Certainty.atLeast].find((one) => worths.some((worth) => worth.certainty === one)) ??
      Certainty.exact;
    return { value, completeness: { silent, certainty, ...(shards > 0 && { shards }) } };
  }

  /** Tried again where that may help. */
  async asked(path: string, parameters: Parameters, signal: AbortSignal): Promise<CountedAnswer> {
    const { connection, random, waits } = this.#reading;
    const budget = new TryBudget(random);
    for (;;) {
      try {
        const asked = { path, parameters, accept: 'application/json' };
        return new CountedAnswer(connection.name, path, await readText(connection, asked, longestAnswer, signal));
      } catch (thrown) {
        signal.throwIfAborted();
        if (!(thrown instanceof FailedTry)) throw thrown;
        await waits.wait(budget.delayAfter(thrown), signal);
      }
    }
  }

  /** What narrows the rows that a question is about. @throws AuditError where the server cannot take all of it. */
  narrowed({ range, types, filter, scope = [] }: Asked): Parameters {
    const { offer } = this;
    const text = offer.filter(filter);
    if (scope.length > 0) offer.need('scope');
    return [
      // Of no data source there is as much as of no time.
      ...timeOf(types?.length === 0 ? { fromNs: 0n, toNs: 0n } : range),
      ...(types && types.length < activityTypes.length ? types : []).map(
        (type) => ['types', typeParameters[type]] as const,
      ),
      ...(text === '' ? [] : [['filter', text] as const]),
      ...scope.map(({ attribute, value }) => ['scope', JSON.stringify([offer.attribute(attribute), value])] as const),
    ];
  }
}

/** As the protocol can ask for it. */
export function timeOf({ fromNs, toNs }: TimeRange): Parameters {
  const within = (timeNs: EpochNs, leastNs: EpochNs): EpochNs =>
    timeNs < leastNs ? leastNs : timeNs > timeLimits.maxNs ? timeLimits.maxNs : timeNs;
  const from = within(fromNs, timeLimits.minNs);
  return [
    ['from', String(from)],
    ['to', String(within(toNs, from))],
  ];
}
